"""How a tree grows: limbs, twigs, and where on them a leaf hangs.

Everything follows from how many limbs there are, so the same tree always has the same wood, and a leaf's
place follows from its number on its limb alone: what hangs there stays there, whatever comes or goes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import cos, hypot, pi, sin, sqrt

from sessions.pictures.svg import number

Point = tuple[float, float]
_GOLDEN_ANGLE = 137.5


@dataclass(frozen=True)
class Spot:
    """A place for a leaf: its base, and the way it points in degrees from straight up."""

    x: float
    y: float
    turn: float


@dataclass
class Limb:
    """`angle` in degrees from straight up; `wood` as path data; `spots` in the order in which they fill."""

    angle: float
    wood: list[str] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    def leaf(self, place: int) -> Spot:
        """Where leaf number `place` hangs; when every spot has one, the next hang in rings around them."""
        spot = self.spots[place % len(self.spots)]
        ring = place // len(self.spots)
        if ring == 0:
            return spot
        turn, far = _radians(ring * _GOLDEN_ANGLE + place * 40), 11 * sqrt(ring)
        return Spot(spot.x + sin(turn) * far, spot.y + cos(turn) * far, spot.turn + ring * 25)


def grow(limbs: int, fork: Point) -> list[Limb]:
    """So many limbs from where the trunk forks, from left to right."""
    wide = min(75.0, 25.0 * max(1, limbs - 1))
    step = 2 * wide / max(1, limbs - 1)
    return [
        _limb(place, limbs, step * place - wide if limbs > 1 else 0.0, step, fork) for place in range(limbs)
    ]


def _limb(place: int, limbs: int, angle: float, step: float, fork: Point) -> Limb:
    limb = Limb(angle)
    aside = (place - (limbs - 1) / 2) * 6 / limbs
    start = (fork[0] + aside * 7, fork[1] + abs(aside) * 9)
    dice = _dice(limbs * 31 + place * 7 + 11)
    found: list[Spot] = []
    _branch(limb, found, start, angle, 186 - abs(aside) * 7, 19.0, 2, _spread(step), dice)
    limb.spots = _mixed(found)
    return limb


def _spread(step: float) -> float:
    """Many limbs fork more narrowly, so that each keeps to its own part of the crown."""
    return max(0.72, min(1.15, step / 30))


def _branch(
    limb: Limb,
    found: list[Spot],
    start: Point,
    angle: float,
    length: float,
    width: float,
    forks: int,
    spread: float,
    dice: Callable[[], float],
) -> None:
    """One piece of wood, the spots along it, and what forks off at its end."""
    bend = angle - (dice() - 0.5) * 26
    middle = (start[0] + _x(bend) * length * 0.55, start[1] - _y(bend) * length * 0.55)
    end = (start[0] + _x(angle) * length, start[1] - _y(angle) * length)
    limb.wood.append(tapered(start, middle, end, width, width * 0.62))
    if forks < 2:
        count = 5 if forks else 9
        for place in range(count):
            t = 0.15 + place * 0.85 / count
            side = 1 if place % 2 else -1
            x, y = start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t
            found.append(Spot(x, y, angle + side * (38 + dice() * 22)))
    if forks:
        for turn in (-27.0, 3.0, 29.0) if forks == 2 else (-30.0, 25.0):
            leans = angle + turn * spread + (dice() - 0.5) * 12
            _branch(
                limb,
                found,
                end,
                leans,
                length * (0.66 + dice() * 0.14),
                width * 0.58,
                forks - 1,
                spread,
                dice,
            )


def _mixed(spots: list[Spot]) -> list[Spot]:
    """All over the limb from the first leaves on, instead of twig by twig."""
    count = len(spots)
    stride = next(step for step in range(round(count * 0.618), count + 1) if _coprime(step, count))
    return [spots[(place * stride) % count] for place in range(count)]


def _coprime(a: int, b: int) -> bool:
    while b:
        a, b = b, a % b
    return a == 1


def tapered(start: Point, bend: Point, end: Point, wide: float, narrow: float) -> str:
    """A piece of wood as one filled shape: a quadratic curve with a width at both ends, as path data."""
    a = _normal(start, bend, wide)
    b = _normal(start, end, (wide + narrow) / 2)
    c = _normal(bend, end, narrow)

    def at(point: Point, off: Point, side: int) -> str:
        return f"{number(point[0] + side * off[0])} {number(point[1] + side * off[1])}"

    there = f"M{at(start, a, 1)}Q{at(bend, b, 1)} {at(end, c, 1)}"
    return f"{there}L{at(end, c, -1)}Q{at(bend, b, -1)} {at(start, a, -1)}Z"


def _normal(a: Point, b: Point, width: float) -> Point:
    length = hypot(b[0] - a[0], b[1] - a[1]) or 1
    return -(b[1] - a[1]) / length * width / 2, (b[0] - a[0]) / length * width / 2


def _dice(seed: int) -> Callable[[], float]:
    """Numbers from 0 to 1 that are the same on every machine (Park and Miller, 1988)."""
    state = seed

    def throw() -> float:
        nonlocal state
        state = (state * 16807) % 2147483647
        return state / 2147483647

    for _ in range(3):
        throw()
    return throw


def _radians(degrees: float) -> float:
    return degrees * pi / 180


def _x(degrees: float) -> float:
    return sin(_radians(degrees))


def _y(degrees: float) -> float:
    return cos(_radians(degrees))
