"""The concept map: statements as numbered points, the clusters of a cut around them, dashed because a
calculation made them. A hollow point bridges: people put it with statements from elsewhere. Pure: values in,
SVG out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sessions.pictures.paint import Paint
from sessions.pictures.region import Spot, hull, path
from sessions.pictures.svg import Drawn, el, picture

WIDTH, HEIGHT = 1600, 1100
LETTERS = "ABCDEFGH"
_EDGE, _MARGIN = 90, 26.0
_MARK, _TYPE, _LETTER = 8.0, 17.0, 30.0
BRIDGE = 2 / 3
"""From here on a statement is drawn hollow: it bridges more than it anchors."""


@dataclass(frozen=True)
class Point:
    """A statement: its number, where it lies, its cluster from 0, and how far it bridges (0 to 1)."""

    number: int
    spot: Spot
    cluster: int
    bridging: float


def letter_of(cluster: int) -> str:
    """A to H, then A2 to H2, from 0."""
    turn, place = divmod(cluster, len(LETTERS))
    return LETTERS[place] + (str(turn + 1) if turn else "")


def draw(points: Sequence[Point], *, paint: Paint, label: str) -> str:
    """The map as SVG of WIDTH x HEIGHT."""
    at = _scale([each.spot for each in points])
    clusters: dict[int, list[Spot]] = {}
    for each in points:
        clusters.setdefault(each.cluster, []).append(at(each.spot))
    rings = {cluster: hull(spots, _MARGIN) for cluster, spots in sorted(clusters.items())}
    outlines = [_outline(ring, paint) for ring in rings.values()]
    marks = [_mark(each, *at(each.spot), paint) for each in points]
    marks += [_numbered(each, *at(each.spot), paint) for each in points]
    letters = [_lettered(cluster, ring, paint) for cluster, ring in rings.items()]
    return picture(WIDTH, HEIGHT, label, *outlines, *marks, *letters)


def _scale(spots: Sequence[Spot]) -> Callable[[Spot], Spot]:
    """From the map's own measure to the sheet, as large as it fits; direction and proportion stay."""
    xs, ys = [x for x, _ in spots] or [0.0], [y for _, y in spots] or [0.0]
    wide, high = max(max(xs) - min(xs), 1e-9), max(max(ys) - min(ys), 1e-9)
    by = min((WIDTH - 2 * _EDGE) / wide, (HEIGHT - 2 * _EDGE) / high)
    left, top = WIDTH / 2 - by * (max(xs) + min(xs)) / 2, HEIGHT / 2 - by * (max(ys) + min(ys)) / 2
    return lambda spot: (left + by * spot[0], top + by * spot[1])


def _outline(ring: Sequence[Spot], paint: Paint) -> str:
    how: Drawn = {"fill": "none", "stroke": paint("edge"), "stroke-width": 2.5, "stroke-dasharray": "9 7"}
    return el("path", {"d": path(ring), **how})


def _mark(point: Point, x: float, y: float, paint: Paint) -> str:
    name = _petal(point.cluster)
    hollow = point.bridging >= BRIDGE
    dot: Drawn = {"cx": x, "cy": y, "r": _MARK, "stroke": paint("ink"), "stroke-width": 2 if hollow else 1.2}
    return el("circle", {**dot, "fill": paint("paper" if hollow else name)})


def _numbered(point: Point, x: float, y: float, paint: Paint) -> str:
    how: Drawn = {
        "x": x + _MARK + 3,
        "y": y + 0.36 * _TYPE,
        "font-size": _TYPE,
        "fill": paint("ink"),
        "stroke": paint("paper"),
        "stroke-width": 4,
        "stroke-linejoin": "round",
        "paint-order": "stroke",
    }
    return el("text", how, str(point.number))


def _lettered(cluster: int, ring: Sequence[Spot], paint: Paint) -> str:
    """The letter at the top of its outline."""
    x, y = min(ring, key=lambda spot: spot[1])
    y = max(y - _LETTER * 0.5, _LETTER * 0.7)
    name = _petal(cluster)
    size = _LETTER * (0.75 if cluster >= len(LETTERS) else 1)
    disc = el("circle", {"cx": x, "cy": y, "r": _LETTER * 0.68, "fill": paint(name), "stroke": paint("ink")})
    how: Drawn = {
        "x": x,
        "y": y + 0.35 * size,
        "text-anchor": "middle",
        "font-size": size,
        "font-weight": 700,
    }
    return disc + el("text", {**how, "fill": paint(f"on-{name}")}, letter_of(cluster))


def _petal(cluster: int) -> str:
    return LETTERS[cluster % len(LETTERS)].lower()
