"""The lotus seen from above: a heart, eight petals clockwise from twelve o'clock, eight leaves behind each.

The only place where its measures stand. A file takes `flower()`, with everything written out; the wall takes
`skeleton()` once and says by classes what is filled, so that it grows without being drawn anew.

Petal n turns n x 45 degrees. Leaf k (0 to 7) behind it turns n x 45 - 16.875 + 5.625 k: 64 of them, in
mirror symmetry; the even ones are long, the odd ones short.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin

from sessions.models import LOTUS, PETALS
from sessions.pictures.letters import balanced, width_of
from sessions.pictures.paint import Paint
from sessions.pictures.petal import petal_path
from sessions.pictures.svg import Drawn, el, number, written

RADIUS = 466
HEART = 0.262
# A question that does not fit in the heart makes it wider, up to where the letters of the petals begin.
WIDE_HEART = 1.3
# How far words go towards its edge, and in the middle, where the seeds of C and G lie.
ROOM, BETWEEN_SEEDS = 0.92, 0.84
SEEDS = 0.235
SEED = 0.014
LETTER_AT = 0.43
BETWEEN_PETALS, BETWEEN_LEAVES, FIRST_LEAF = 45.0, 5.625, -16.875


@dataclass(frozen=True)
class Shape:
    """One petal or leaf: its place (A to H, A1 to H8), its outline along the y axis, its turn in degrees."""

    place: str
    path: str
    turn: float

    @property
    def letter(self) -> str:
        """The petal that it belongs to, in the words of the design tokens."""
        return self.place[0].lower()

    @property
    def is_leaf(self) -> bool:
        return len(self.place) > 1


@cache
def shapes(radius: float = RADIUS) -> tuple[Shape, ...]:
    """All 72 around the heart in the order in which they are painted: long leaves, short leaves, petals.

    Inside each ring the even ones come first, so that each second one lies over both its neighbours.
    """
    leaves = [name for name in LOTUS if name not in PETALS]
    order = sorted(leaves, key=lambda name: (_slot(name) % 2, _slot(name) // 2 % 2))
    petals = sorted(PETALS, key=lambda name: PETALS.index(name) % 2)
    return tuple([_leaf(name, radius) for name in order] + [_petal(name, radius) for name in petals])


def _slot(name: str) -> int:
    return int(name[1:]) - 1


def _leaf(name: str, radius: float) -> Shape:
    slot = _slot(name)
    length, width = (radius, 0.158 * radius) if slot % 2 == 0 else (0.865 * radius, 0.15 * radius)
    turn = PETALS.index(name[0]) * BETWEEN_PETALS + FIRST_LEAF + slot * BETWEEN_LEAVES
    return Shape(name, petal_path(length, width, 0.36 * radius), turn)


def _petal(name: str, radius: float) -> Shape:
    turn = PETALS.index(name) * BETWEEN_PETALS
    return Shape(name, petal_path(0.7 * radius, 0.4 * radius, 0.12 * radius), turn)


@cache
def veins(radius: float = RADIUS) -> tuple[str, ...]:
    """The three veins of a petal, as path data along the y axis."""

    def vein(side: float) -> str:
        start, middle = number(-0.3 * radius), number(-0.46 * radius)
        bend, tip = number(side * 0.26 * radius), number(side * 0.07 * radius)
        return f"M0 {start}Q{bend} {middle} {tip} {number(-radius * (0.66 - abs(side) * 0.06))}"

    return tuple(vein(side) for side in (-0.5, 0, 0.5))


def seed_at(name: str, radius: float = RADIUS) -> tuple[float, float]:
    """The middle of the dot on the heart that is filled when that petal has a name."""
    turn = PETALS.index(name) * pi / 4
    return sin(turn) * radius * SEEDS, -cos(turn) * radius * SEEDS


def _turned(turn: float) -> str:
    return f"rotate({turn:g})"


def _upright(turn: float, radius: float) -> str:
    return f"translate(0 {number(-LETTER_AT * radius)}) rotate({-turn:g})"


# --- for the wall -----------------------------------------------------------------------------------


@cache
def skeleton(radius: float = RADIUS) -> str:
    """The whole flower as an SVG group without colours: every part has a class and says its place.

    A style sheet paints it; `vol` on a part means that words lie there.
    """
    parts = [_bare_leaf(each) if each.is_leaf else _bare_petal(each, radius) for each in shapes(radius)]
    dots = []
    for name in PETALS:
        x, y = seed_at(name, radius)
        dots.append(el("circle", {"class": "zaad", "data-place": name, "cx": x, "cy": y, "r": SEED * radius}))
    circle = el("circle", {"class": "rond-hart", "r": HEART * radius})
    heart = el(
        "g", {"class": "hartje", "data-wide": str(WIDE_HEART), "data-radius": HEART * radius}, circle, *dots
    )
    return el(
        "g", {"class": "bloem", "data-radius": radius}, *parts, heart, el("g", {"class": "hart-woorden"})
    )


def _bare_leaf(shape: Shape) -> str:
    place: Drawn = {"class": "blaadje", "data-place": shape.place, "data-p": shape.letter}
    return el("path", {**place, "d": shape.path, "transform": _turned(shape.turn)})


def _bare_petal(shape: Shape, radius: float) -> str:
    letter = el("text", {"class": "letter", "text-anchor": "middle", "dy": ".36em"}, shape.place)
    return el(
        "g",
        {
            "class": "bloemblad",
            "data-place": shape.place,
            "data-p": shape.letter,
            "transform": _turned(shape.turn),
        },
        el("path", {"class": "vorm", "d": shape.path}),
        *(el("path", {"class": "nerf", "d": path}) for path in veins(radius)),
        el("g", {"transform": _upright(shape.turn, radius)}, letter),
    )


# --- for files --------------------------------------------------------------------------------------


def flower(
    filled: Collection[str],
    paint: Paint,
    *,
    radius: float = RADIUS,
    line: float = 3,
    heart: Sequence[str] = (),
) -> str:
    """The flower as an SVG group around (0, 0), with its colours.

    `filled` names the places where words lie; `heart` are the lines in the middle (`in_heart` breaks them).
    """
    parts = [
        _leaf_in(each, each.place in filled, paint, line)
        if each.is_leaf
        else _petal_in(each, each.place in filled, paint, radius, line)
        for each in shapes(radius)
    ]
    wide = WIDE_HEART if len(heart) > 2 else 1
    around: Drawn = {"stroke": paint("ink"), "stroke-width": line}
    circle = el("circle", {"r": HEART * wide * radius, "fill": paint("paper"), **around})
    dots = [_seed_in(name, name in filled, paint, radius, wide, line) for name in PETALS]
    return el("g", {}, *parts, circle, *dots, *_heart_in(heart, paint, radius))


def _leaf_in(shape: Shape, full: bool, paint: Paint, line: float) -> str:
    colours: Drawn = {
        "fill": paint(shape.letter) if full else paint("paper"),
        "stroke": paint("ink") if full else paint("edge"),
        "stroke-width": line if full else line * 0.6,
        "stroke-linejoin": "round",
    }
    return el("path", {"d": shape.path, "transform": _turned(shape.turn), **colours})


def _petal_in(shape: Shape, full: bool, paint: Paint, radius: float, line: float) -> str:
    fill, ink = (paint(shape.letter), paint(f"on-{shape.letter}")) if full else (paint("paper"), paint("ink"))
    outline: Drawn = {"stroke": paint("ink"), "stroke-width": line, "stroke-linejoin": "round"}
    thin: Drawn = {"fill": "none", "stroke": ink, "stroke-opacity": "0.38", "stroke-width": line * 0.5}
    parts = [el("path", {"d": shape.path, "fill": fill, **outline})]
    parts += [el("path", {"d": path, **thin}) for path in veins(radius)] if full else []
    type_: Drawn = {
        "font-size": radius * 0.133,
        "font-weight": "700",
        "text-anchor": "middle",
        "dy": ".36em",
    }
    halo: Drawn = {"stroke": fill, "stroke-width": radius * 0.03, "paint-order": "stroke"}
    word = el("text", {**type_, "fill": ink, **halo}, shape.place)
    parts.append(el("g", {"transform": _upright(shape.turn, radius)}, word))
    return el("g", {"transform": _turned(shape.turn)}, *parts)


def _seed_in(name: str, full: bool, paint: Paint, radius: float, wide: float, line: float) -> str:
    x, y = seed_at(name, radius)
    colours: Drawn = {"fill": paint("ink") if full else paint("paper"), "stroke": paint("ink")}
    return el(
        "circle",
        {"cx": x * wide, "cy": y * wide, "r": SEED * radius, **colours, "stroke-width": line * 0.6},
    )


def _heart_in(lines: Sequence[str], paint: Paint, radius: float) -> list[str]:
    size = _heart_size(radius)
    type_: Drawn = {"font-size": size, "font-weight": "700", "text-anchor": "middle", "fill": paint("ink")}
    return [
        el("text", {**type_, "y": (n - (len(lines) - 1) / 2) * size * 1.05, "dy": ".34em"}, written(line))
        for n, line in enumerate(lines)
    ]


def _heart_size(radius: float) -> float:
    return radius * 0.097


def in_heart(question: str, otherwise: str, radius: float = RADIUS) -> list[str]:
    """The lines of the heart: the question where it fits in large letters, else `otherwise`."""
    size = _heart_size(radius)
    for most, wide in ((2, 1.0), (3, WIDE_HEART)):
        room = HEART * wide * radius
        lines = balanced(question, size, 2 * room * BETWEEN_SEEDS, most)
        if " ".join(lines) == " ".join(question.split()) and all(
            _fits(line, n, len(lines), size, room) for n, line in enumerate(lines)
        ):
            return lines
    return [otherwise]


def _fits(line: str, n: int, of: int, size: float, room: float) -> bool:
    """Whether a line stays inside a circle of that radius."""
    off = abs(n - (of - 1) / 2)
    height = (off + 0.4) * size * 1.05
    room *= BETWEEN_SEEDS if off < 0.5 else ROOM
    return height < room and width_of(line, size) / 2 <= (room**2 - height**2) ** 0.5
