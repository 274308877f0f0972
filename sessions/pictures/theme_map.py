"""The map of an analysis: what is alike lies close together, what people decided has a solid line around it,
what a machine proposes a dashed one. Pure: values in, SVG out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from sessions.pictures.letters import width_of, wrapped
from sessions.pictures.paint import Paint
from sessions.pictures.region import Spot, hull, outlined, path
from sessions.pictures.svg import Drawn, el, number, picture, written

WIDTH, HEIGHT = 1600, 1200
LETTERS = "ABCDEFGH"
_EDGE, _TOP = 70, 90
_MARK, _MARGIN = 7.0, 24.0
_TYPE, _LEAST, _MOST = 26.0, 13.0, 34.0
_LONGEST = 360.0


@dataclass(frozen=True)
class Region:
    """A theme, with the place that people gave it among the themes (from 1), or a proposal, without one.
    `support`: how many contributions stand behind it. `spots`: where those that are shown lie."""

    title: str
    position: int | None
    support: int
    spots: Sequence[Spot]


@dataclass(frozen=True)
class _Label:
    lines: list[str]
    x: float
    y: float
    width: float
    height: float

    def meets(self, other: _Label) -> bool:
        return (
            abs(self.x + self.width / 2 - other.x - other.width / 2) < (self.width + other.width) / 2 + 8
            and abs(self.y + self.height / 2 - other.y - other.height / 2)
            < (self.height + other.height) / 2 + 4
        )


def letter_of(position: int) -> str:
    """A to H, then A2 to H2: the letter of a theme, always beside its colour."""
    turn, place = divmod(position - 1, len(LETTERS))
    return LETTERS[place] + (str(turn + 1) if turn else "")


def draw(regions: Sequence[Region], loose: Sequence[Spot], *, paint: Paint, label: str) -> str:
    """The map as SVG of WIDTH x HEIGHT; `loose` lies in no theme and no proposal."""
    everything = [*loose, *(spot for region in regions for spot in region.spots)]
    scale = _Scale(everything)
    shown = sorted((region for region in regions if region.spots), key=lambda each: -each.support)
    placed = [(region, _rings(region, scale)) for region in shown]
    marks = [_mark(x, y, _MARK - 1.5, paint, None) for x, y in map(scale.at, loose)]
    for region in shown:
        marks += [_mark(*scale.at(spot), _MARK, paint, region.position) for spot in region.spots]
    outlines = [_outline(region, ring, paint) for region, rings in placed for ring in rings]
    return picture(WIDTH, HEIGHT, label, *outlines, *marks, *_labels(placed, paint))


class _Scale:
    """From the map's own measure to the sheet, as large as it fits; direction and proportion stay."""

    def __init__(self, spots: Sequence[Spot]) -> None:
        xs, ys = [x for x, _ in spots] or [0.0], [y for _, y in spots] or [0.0]
        wide, high = max(max(xs) - min(xs), 1e-9), max(max(ys) - min(ys), 1e-9)
        self._by = min((WIDTH - 2 * _EDGE) / wide, (HEIGHT - _EDGE - _TOP) / high, 600.0)
        self._x = WIDTH / 2 - self._by * (max(xs) + min(xs)) / 2
        self._y = (HEIGHT + _TOP - _EDGE) / 2 - self._by * (max(ys) + min(ys)) / 2

    def at(self, spot: Spot) -> Spot:
        return self._x + self._by * spot[0], self._y + self._by * spot[1]


def _rings(region: Region, scale: _Scale) -> list[list[Spot]]:
    """The outlines of that region, the one around most of it first."""
    return [hull([scale.at(spot) for spot in island], _MARGIN) for island in outlined(region.spots)]


def _mark(x: float, y: float, size: float, paint: Paint, position: int | None) -> str:
    """A petal: round, with one pointed corner; hollow where people decided nothing."""
    b = number(size)
    start, corner = f"M{number(x - size)} {number(y)}", f"a{b} {b} 0 0 0 {number(2 * size)} 0v-{b}h-{b}"
    shape = f"{start}{corner}a{b} {b} 0 0 0 -{b} {b}Z"
    fill = paint(_petal(position)) if position else paint("paper")
    return el("path", {"d": shape, "fill": fill, "stroke": paint("ink"), "stroke-width": 1.2})


def _petal(position: int) -> str:
    return LETTERS[(position - 1) % len(LETTERS)].lower()


def _outline(region: Region, ring: Sequence[Spot], paint: Paint) -> str:
    how: Drawn = (
        {"fill": "none", "stroke": paint("ink"), "stroke-width": 2.5}
        if region.position
        else {"fill": "none", "stroke": paint("edge"), "stroke-width": 2.5, "stroke-dasharray": "9 7"}
    )
    return el("path", {"d": path(ring), **how})


def _labels(placed: Sequence[tuple[Region, list[list[Spot]]]], paint: Paint) -> Iterator[str]:
    """The names, those with most support first; one that finds no free place stays away, its letter stays."""
    taken: list[_Label] = []
    for region, (around, *_others) in placed:
        size = mark_size(region.support)
        found = next((each for each in _candidates(region, around, size) if _fits(each, taken)), None)
        if found:
            taken.append(found)
            yield _written(region, found, size, paint)
        elif region.position:
            x, y = (sum(each) / len(around) for each in zip(*around, strict=True))
            yield _lettered(region.position, x, y, size, paint)


def mark_size(support: int) -> float:
    """Half the width of a theme's own mark: its surface follows the support."""
    return min(_MOST, max(_LEAST, 4.5 * sqrt(support)))


def _candidates(region: Region, around: Sequence[Spot], size: float) -> Iterator[_Label]:
    """Above, below, and at both sides of the outline."""
    count = f" {region.support}"
    lines = wrapped(region.title, _TYPE, _LONGEST, 2) or [""]
    width = max(width_of(line, _TYPE) for line in lines) + width_of(count, _TYPE)
    width += 2 * size + 10 if region.position else 0
    height = max(1.15 * _TYPE * len(lines), 2 * size)
    left, right = min(x for x, _ in around), max(x for x, _ in around)
    top, bottom = min(y for _, y in around), max(y for _, y in around)
    centre, half = (left + right) / 2, (top + bottom - height) / 2
    places = [(centre - width / 2, top - height - 6), (centre - width / 2, bottom + 6)]
    places += [(right + 8, half), (left - width - 8, half), (centre - width / 2, half)]
    for x, y in places:
        yield _Label(lines, x, y, width, height)


def _fits(label: _Label, taken: Sequence[_Label]) -> bool:
    inside = label.x >= 8 and label.y >= 8
    inside = inside and label.x + label.width <= WIDTH - 8 and label.y + label.height <= HEIGHT - 8
    return inside and not any(label.meets(other) for other in taken)


def _written(region: Region, label: _Label, size: float, paint: Paint) -> str:
    start = label.x + (2 * size + 10 if region.position else 0)
    base = label.y + label.height / 2 - 0.575 * _TYPE * (len(label.lines) - 1) + 0.35 * _TYPE
    last = len(label.lines) - 1
    words = [
        el(
            "tspan",
            {"x": start, "y": base + 1.15 * _TYPE * place},
            written(line),
            el("tspan", {"dx": 9, "font-weight": 400}, str(region.support)) if place == last else "",
        )
        for place, line in enumerate(label.lines)
    ]
    how: Drawn = {
        "font-size": _TYPE,
        "font-weight": 650 if region.position else 400,
        "font-style": None if region.position else "italic",
        "fill": paint("ink"),
        "stroke": paint("paper"),
        "stroke-width": 7,
        "stroke-linejoin": "round",
        "paint-order": "stroke",
    }
    text = el("text", how, *words)
    if not region.position:
        return text
    return text + _lettered(region.position, label.x + size, label.y + label.height / 2, size, paint)


def _lettered(position: int, x: float, y: float, size: float, paint: Paint) -> str:
    letter, name = letter_of(position), _petal(position)
    type_size = size * (1.2 if len(letter) == 1 else 0.9)
    how: Drawn = {"x": x, "y": y + 0.36 * type_size, "text-anchor": "middle", "font-size": type_size}
    return _mark(x, y, size, paint, position) + el(
        "text", {**how, "font-weight": 700, "fill": paint(f"on-{name}")}, letter
    )
