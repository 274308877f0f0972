"""The system model: the levers in a circle, each as large as it was chosen often, and how one helps another.

A picture of 1468 x 1080 units: the sheet of the wall beside its spine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import atan2, cos, pi, sin, sqrt

from sessions.pictures.letters import MORE, balanced, widest
from sessions.pictures.paint import Paint
from sessions.pictures.routes import Box, Point, Spot, bends_of, drawn
from sessions.pictures.svg import Drawn, el, glyph, number, picture, written

WIDTH, HEIGHT = 1468, 1080
CENTRE = (734.0, 542.0)
ORBIT = (500.0, 336.0)
LEAST = 56.0
TYPE = 46.0
LINE = 50.0
EDGE = 20.0
# With more circles each has to stay smaller, so that an arrow still fits between neighbours.
_MOST = {3: 128.0, 4: 128.0, 5: 126.0, 6: 122.0, 7: 104.0, 8: 84.0}
# A first vote does not fill the sheet: until somebody reaches this, circles are drawn against it.
_SCALE_FROM = 8


@dataclass(frozen=True)
class LeverSeen:
    """A lever and how often it was chosen. `petal` is the letter of its colour, in lower case."""

    key: str
    name: str
    petal: str
    icon: str
    count: int


@dataclass(frozen=True)
class Name:
    """The lines of a name, centred on `x`; `first` is the baseline of the first."""

    lines: tuple[str, ...]
    x: float
    first: float
    box: Box


def draw(
    levers: Sequence[LeverSeen],
    arrows: Sequence[tuple[str, str]],
    *,
    icons: Mapping[str, str],
    paint: Paint,
    label: str,
) -> str:
    """The levers in their order from twelve o'clock; `arrows` from key to key; `icons` name to shapes."""
    spots = places([lever.count for lever in levers])
    names = names_of([lever.name for lever in levers], spots)
    lines = [_arrow(origin, target, bend, paint) for origin, target, bend in routes(levers, arrows, spots)]
    circles = [_circle(lever, spot, icons, paint) for lever, spot in zip(levers, spots, strict=True)]
    words = [_written(name, paint) for name in names]
    return picture(WIDTH, HEIGHT, label, *lines, *circles, *words)


def places(counts: Sequence[int]) -> list[Spot]:
    """Where each circle stands and how large it is: its area, not its radius, grows with the count."""
    most = _MOST.get(len(counts), _MOST[3] if len(counts) < 3 else _MOST[8])
    scale = max(_SCALE_FROM, *counts, 0)
    spots = []
    for place, count in enumerate(counts):
        turn = (place * 2 / len(counts) - 0.5) * pi
        x, y = CENTRE[0] + ORBIT[0] * cos(turn), CENTRE[1] + ORBIT[1] * sin(turn)
        spots.append(Spot(x, y, max(LEAST, most * sqrt(count / scale)), LEAST, most))
    return spots


def names_of(words: Sequence[str], spots: Sequence[Spot]) -> list[Name]:
    """Each name above or below its circle, on the sheet, over no circle and over no other name."""
    taken: list[Box] = []
    names = []
    for word, spot in zip(words, spots, strict=True):
        candidates = _candidates(word, spot)
        free = [
            name
            for name in candidates
            if not any(name.box.overlaps(box) for box in taken)
            and not any(name.box.touches(other) for other in spots if other is not spot)
        ]
        chosen = min(free or candidates, key=_is_cut)
        taken.append(chosen.box)
        names.append(chosen)
    return names


def _is_cut(name: Name) -> bool:
    return name.lines[-1].endswith(MORE)


def _candidates(name: str, spot: Spot) -> list[Name]:
    """The outer side first; wide before narrow only where the sheet has the room (at twelve and at six)."""
    alone = abs(spot.x - CENTRE[0]) < 1
    outer = spot.y < CENTRE[1] - 1
    shapes = (
        [(640.0, 1), (420.0, 1), (340.0, 1)] if alone else [(350.0, 2), (280.0, 2), (450.0, 1), (450.0, 2)]
    )
    found = []
    for width, most in shapes:
        lines = tuple(balanced(name, TYPE, width, most))
        half = widest(lines, TYPE) / 2
        for above in (outer, not outer):
            for shift in (0.1, 0.0, 0.25, 0.4, -0.1):
                middle = spot.x + (spot.x - CENTRE[0]) * shift
                x = min(WIDTH - EDGE - half, max(EDGE + half, middle))
                found.append(_name(lines, x, half, spot, above))
    return found


def _name(lines: tuple[str, ...], x: float, half: float, spot: Spot, above: bool) -> Name:
    """Close to the circle as it is now; the box is where the name can come while the circle grows."""
    tall = LINE * len(lines)
    if above:
        bottom = spot.y - spot.r - 18
        box = Box(x - half, spot.y - spot.most - 18 - tall, x + half, spot.y - LEAST - 8)
        return Name(lines, x, bottom - tall + LINE - 8, box)
    top = spot.y + spot.r + 12
    box = Box(x - half, spot.y + LEAST + 8, x + half, spot.y + spot.most + 12 + tall)
    return Name(lines, x, top + LINE - 8, box)


def routes(
    levers: Sequence[LeverSeen], arrows: Sequence[tuple[str, str]], spots: Sequence[Spot]
) -> list[tuple[Spot, Spot, Point]]:
    """From where to where each arrow goes, and the point that bends it."""
    place = {lever.key: number for number, lever in enumerate(levers)}
    known = tuple((place[a], place[b]) for a, b in arrows if a in place and b in place and a != b)
    bends = _bends(tuple(lever.name for lever in levers), known)
    return [(spots[a], spots[b], bend) for (a, b), bend in zip(known, bends, strict=True)]


@lru_cache(maxsize=64)
def _bends(names: tuple[str, ...], arrows: tuple[tuple[int, int], ...]) -> tuple[Point, ...]:
    """Finding ways takes time, and they do not depend on how often anything was chosen."""
    spots = places([0] * len(names))
    boxes = [name.box for name in names_of(names, spots)]
    sheet = Box(8, 8, WIDTH - 8, HEIGHT - 8)
    return tuple(bends_of(spots, boxes, arrows, CENTRE, sheet))


def _arrow(origin: Spot, target: Spot, bend: Point, paint: Paint) -> str:
    start, end = drawn(origin, target, bend, origin.r, target.r)
    along = atan2(end[1] - bend[1], end[0] - bend[0])
    barbs = [(end[0] - cos(along + turn) * 27, end[1] - sin(along + turn) * 27) for turn in (0.52, -0.52)]
    points = [start, bend, end, *barbs]
    s, m, e, left, right = (f"{number(x)} {number(y)}" for x, y in points)
    stroke: Drawn = {"fill": "none", "stroke": paint("ink"), "stroke-width": 5}
    rounded: Drawn = {"stroke-linecap": "round", "stroke-linejoin": "round", "class": "pijl"}
    return el("path", {"d": f"M{s}Q{m} {e}M{left}L{e}L{right}", **stroke, **rounded})


def _circle(lever: LeverSeen, spot: Spot, icons: Mapping[str, str], paint: Paint) -> str:
    chosen = lever.count > 0
    ink = paint(f"on-{lever.petal}") if chosen else paint("ink")
    disc: Drawn = {
        "cx": spot.x,
        "cy": spot.y,
        "r": spot.r,
        "fill": paint(lever.petal) if chosen else paint("paper"),
        "stroke": paint("ink") if chosen else paint("edge"),
        "stroke-width": 4,
    }
    size = max(TYPE, spot.r * 0.6)
    figure: Drawn = {
        "x": spot.x,
        "y": spot.y + spot.r * 0.4 + size * 0.35,
        "text-anchor": "middle",
        "font-size": size,
        "font-weight": 700,
        "fill": ink,
    }
    drawn = glyph(icons, lever.icon, spot.x, spot.y - spot.r * 0.36, spot.r * 0.58, ink)
    return el("g", {}, el("circle", disc), drawn, el("text", figure, str(lever.count)))


def _written(name: Name, paint: Paint) -> str:
    outline: Drawn = {
        "stroke": paint("paper"),
        "stroke-width": 12,
        "stroke-linejoin": "round",
        "paint-order": "stroke",
    }
    style: Drawn = {
        "text-anchor": "middle",
        "font-size": TYPE,
        "font-weight": 550,
        "fill": paint("ink"),
        **outline,
    }
    return "".join(
        el("text", {"x": name.x, "y": name.first + row * LINE, **style}, written(line))
        for row, line in enumerate(name.lines)
    )
