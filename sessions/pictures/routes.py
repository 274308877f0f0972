"""Arrows between circles that run through no third circle, and names that stand free.

Everything is laid out for circles at their largest, so that nothing moves when one of them grows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import atan2, hypot, pi

Point = tuple[float, float]
AIR = 14
# An arrow starts and ends outside its circles; before its point there is more room than behind it.
BEHIND, BEFORE = 14, 20
_STEPS = 24


@dataclass(frozen=True)
class Spot:
    """A circle's middle, its radius now, and the smallest and largest that it may get."""

    x: float
    y: float
    r: float
    least: float
    most: float


@dataclass(frozen=True)
class Box:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, point: Point) -> bool:
        return self.left < point[0] < self.right and self.top < point[1] < self.bottom

    def touches(self, spot: Spot) -> bool:
        """Whether the circle at its largest comes within the rectangle."""
        x = min(max(spot.x, self.left), self.right)
        y = min(max(spot.y, self.top), self.bottom)
        return hypot(spot.x - x, spot.y - y) < spot.most


def on_curve(start: Point, bend: Point, end: Point) -> list[Point]:
    """Points along a quadratic curve, from start to end."""
    points = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append((a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1]))
    return points


def towards(spot: Spot, point: Point, distance: float) -> Point:
    """The point at `distance` from the middle of `spot`, in the direction of `point`."""
    length = hypot(point[0] - spot.x, point[1] - spot.y) or 1
    return (
        spot.x + (point[0] - spot.x) / length * distance,
        spot.y + (point[1] - spot.y) / length * distance,
    )


def bends_of(
    spots: Sequence[Spot],
    names: Sequence[Box],
    arrows: Sequence[tuple[int, int]],
    centre: Point,
    sheet: Box,
) -> list[Point]:
    """The control point of each arrow (from place to place): the gentlest bend that touches no other circle,
    stays on the sheet, touches few names, and does not come in where another arrow does."""
    ends: list[list[float]] = [[] for _ in spots]
    bends: dict[tuple[int, int], Point] = {}
    for origin, target in sorted(arrows, key=lambda ends_of: (_apart(spots, *ends_of), ends_of)):
        a, b = spots[origin], spots[target]
        others = [spot for place, spot in enumerate(spots) if place not in (origin, target)]
        tried = []
        for wish, bend in enumerate(_bends(a, b, centre, (target, origin) in arrows)):
            crowd = _crowd(_angle(a, bend), ends[origin]) + _crowd(_angle(b, bend), ends[target])
            points = _ways(a, b, bend)
            off = 1000 * sum(not sheet.holds(point) for point in points)
            tried.append((_in_the_way(points, others, names) + off + 10 * crowd + wish, wish, bend))
        bends[origin, target] = bend = min(tried)[2]
        ends[origin].append(_angle(a, bend))
        ends[target].append(_angle(b, bend))
    return [bends[each] for each in arrows]


def _apart(spots: Sequence[Spot], origin: int, target: int) -> int:
    """The distance in whole units: short arrows choose first, since they have the least room."""
    return round(hypot(spots[origin].x - spots[target].x, spots[origin].y - spots[target].y))


def drawn(a: Spot, b: Spot, bend: Point, from_edge: float, to_edge: float) -> tuple[Point, Point]:
    """Where the line starts and ends for circles of those radii."""
    return towards(a, bend, from_edge + BEHIND), towards(b, bend, to_edge + BEFORE)


def _ways(a: Spot, b: Spot, bend: Point) -> list[Point]:
    """Points along the line as it is drawn for the smallest and for the largest circles."""
    return [
        point
        for from_edge in (a.least, a.most)
        for to_edge in (b.least, b.most)
        for start, end in [drawn(a, b, bend, from_edge, to_edge)]
        for point in on_curve(start, bend, end)
    ]


def _in_the_way(points: Sequence[Point], others: Sequence[Spot], names: Sequence[Box]) -> float:
    """What a curve runs through: a circle is never worth it, a name seldom."""
    close = max((_depth(points, spot) for spot in others), default=0.0)
    return 1000 * close + sum(box.holds(point) for box in names for point in points)


def _bends(a: Spot, b: Spot, centre: Point, both: bool) -> Iterator[Point]:
    """Candidates, the best looking first: bent away from the middle, then more and more to either side.
    `both`: there is an arrow back as well, so keep to one side."""
    x, y = (a.x + b.x) / 2, (a.y + b.y) / 2
    if not both:
        yield x + (x - centre[0]) * 0.16, y + (y - centre[1]) * 0.16
    # To the left of who walks along the arrow, so that the arrow back lies on the other side.
    across = (b.y - a.y, a.x - b.x)
    for share in (0.12, 0.18, 0.25, 0.34, 0.45, 0.6, 0.8, 1.0):
        yield x + across[0] * share, y + across[1] * share
        if not both:
            yield x - across[0] * share, y - across[1] * share
    for share in (0.34, 0.5, 0.7, 0.9):
        yield x - across[0] * share, y - across[1] * share


def _angle(spot: Spot, bend: Point) -> float:
    return atan2(bend[1] - spot.y, bend[0] - spot.x)


def _crowd(angle: float, taken: Sequence[float]) -> float:
    """How near (1 is the same) the closest of the angles is; 0 from 0.6 radian on."""
    apart = min((abs((angle - other + pi) % (2 * pi) - pi) for other in taken), default=pi)
    return max(0.0, 1 - apart / 0.6)


def _depth(points: Sequence[Point], spot: Spot) -> float:
    """How far the points come within the circle and the air around it."""
    nearest = min(hypot(x - spot.x, y - spot.y) for x, y in points)
    return max(0.0, spot.most + AIR - nearest)
