"""The outline around points that belong together: round, also around one or two. What lies apart is an island
of its own, so that nothing is drawn around what lies between. `static/js/workbench/region.js` draws the same
live.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, dist, floor, pi, sin

from sessions.pictures.svg import number

Spot = tuple[float, float]
REACH = 0.32
"""How far apart points of one island may lie, in the map's own measure (`sessions.clustering.layout`)."""
_SIDES = 8


def islands(points: Sequence[Spot]) -> list[list[Spot]]:
    """The points in groups of which each lies within REACH of another one, the largest first."""
    cells: dict[tuple[int, int], list[Spot]] = {}
    for point in points:
        cells.setdefault(_cell(point), []).append(point)
    found = []
    for point in points:
        if point not in cells[_cell(point)]:
            continue
        cells[_cell(point)].remove(point)
        island = [point]
        for spot in island:
            island += _taken(cells, spot)
        found.append(island)
    return sorted(found, key=len, reverse=True)


def _cell(spot: Spot) -> tuple[int, int]:
    return floor(spot[0] / REACH), floor(spot[1] / REACH)


def _taken(cells: dict[tuple[int, int], list[Spot]], spot: Spot) -> list[Spot]:
    """What lies within REACH of that spot, taken out of the cells."""
    near: list[Spot] = []
    column, row = _cell(spot)
    for cell in ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
        within = [each for each in cells.get(cell, ()) if dist(each, spot) <= REACH]
        if within:
            cells[cell] = [each for each in cells[cell] if dist(each, spot) > REACH]
            near += within
    return near


def outlined(points: Sequence[Spot]) -> list[list[Spot]]:
    """The islands that get a line: each with more than one point, and the first."""
    found = islands(points)
    return [island for place, island in enumerate(found) if place == 0 or len(island) > 1]


def hull(points: Sequence[Spot], margin: float) -> list[Spot]:
    """The convex hull (Andrew 1979) of a small circle of `margin` around each point, counter-clockwise."""
    ring = [(margin * cos(2 * pi * k / _SIDES), margin * sin(2 * pi * k / _SIDES)) for k in range(_SIDES)]
    spread = sorted({(round(x + i, 6), round(y + j, 6)) for x, y in points for i, j in ring})
    return [*_half(spread), *_half(spread[::-1])]


def path(corners: Sequence[Spot]) -> str:
    """The outline through the middles of its sides, with a corner of the hull as the bend between two."""
    if not corners:
        return ""
    following = [*corners[1:], corners[0]]
    halves = [((x + a) / 2, (y + b) / 2) for (x, y), (a, b) in zip(corners, following, strict=True)]
    start = halves[-1]
    bends = "".join(
        f"Q{number(x)} {number(y)} {number(a)} {number(b)}"
        for (x, y), (a, b) in zip(corners, halves, strict=True)
    )
    return f"M{number(start[0])} {number(start[1])}{bends}Z"


def _half(points: Sequence[Spot]) -> list[Spot]:
    found: list[Spot] = []
    for x, y in points:
        while len(found) > 1:
            (a, b), (c, d) = found[-2:]
            if (c - a) * (y - b) - (d - b) * (x - a) > 0:
                break
            found.pop()
        found.append((x, y))
    return found[:-1]
