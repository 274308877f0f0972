"""The tree: roots, trunk, a limb per lever with a leaf per contribution, and the winds around it.

A picture of 1468 x 1080 units: the sheet of the wall beside its spine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from sessions.pictures.letters import MORE, balanced, width_of, wrapped
from sessions.pictures.limbs import Limb, Spot, grow, tapered
from sessions.pictures.paint import Paint
from sessions.pictures.petal import petal_path
from sessions.pictures.svg import Drawn, el, glyph, number, picture, written

WIDTH, HEIGHT = 1468, 1080
MIDDLE = 734.0
GROUND = 838.0
FORK = 600.0
TYPE = 46.0
LINE = 50.0
_LEAF = petal_path(30, 16)


@dataclass(frozen=True)
class Leaf:
    """A contribution at a lever. `place` is its number on the limb and never changes; `name` is its own."""

    name: str
    place: int


@dataclass(frozen=True)
class LimbSeen:
    """A lever with its leaves. `petal` is the letter of its colour, in lower case."""

    petal: str
    icon: str
    leaves: Sequence[Leaf]


@dataclass(frozen=True)
class PartSeen:
    """A part of the tree: its name, and what people hung there, the newest first."""

    name: str
    said: Sequence[str] = ()


@dataclass(frozen=True)
class _Room:
    """Where words may stand: `x` is the side they keep to, `first` the baseline of the first line."""

    x: float
    first: float
    width: float
    lines: int
    anchor: str


_ROOMS = {
    "crown": _Room(MIDDLE, 50, 760, 1, "middle"),
    "branches": _Room(800, 668, 376, 1, "start"),
    "trunk": _Room(672, 716, 346, 3, "end"),
    "roots": _Room(44, 900, 346, 4, "start"),
    "wind-1": _Room(44, 246, 292, 3, "start"),
    "wind-2": _Room(1424, 246, 292, 3, "end"),
    "wind-3": _Room(44, 716, 276, 3, "start"),
    "wind-4": _Room(1424, 716, 240, 3, "end"),
}
# What people hung at the roots has room on the other side of them.
_ROOTS_SAID = _Room(1424, 900, 346, 4, "end")
_WINDS = {"wind-1": (140, -1), "wind-2": (140, 1), "wind-3": (620, -1), "wind-4": (620, 1)}
_SLIP = (786.0, 698.0, 392.0, 124.0)


def draw(
    limbs: Sequence[LimbSeen],
    parts: Mapping[str, PartSeen],
    *,
    newest: str = "",
    more: str,
    icons: Mapping[str, str],
    paint: Paint,
    label: str,
    bare: bool = False,
) -> str:
    """`limbs` from left to right; `parts` by key (roots, trunk, branches, crown, wind-1 to wind-4); `newest`
    hangs as a slip; `more` says what did not fit, with `%s` for how many. `bare` leaves the words out."""
    grown = grow(len(limbs), (MIDDLE, FORK))
    wood = el("g", {"fill": paint("ink")}, *(_path(d) for d in (_trunk(), _roots(), _wood(grown))))
    leaves = "".join(_leaves(limb, seen, paint) for limb, seen in zip(grown, limbs, strict=True))
    drawn = [_ground(paint), wood, el("g", {"stroke": paint("ink"), "stroke-width": 1.3}, leaves)]
    drawn += [_mark(limb, seen, icons, paint) for limb, seen in zip(grown, limbs, strict=True)]
    drawn += [_wind(*_WINDS[key], paint) for key, part in parts.items() if key in _WINDS and part.name]
    if not bare:
        drawn += [_named(key, part, more, paint) for key, part in parts.items() if key in _ROOMS]
        drawn.append(_slip(newest, grown, paint) if newest else "")
    return picture(WIDTH, HEIGHT, label, *drawn)


# --- wood and leaves ---------------------------------------------------------------------------------


def _wood(grown: Sequence[Limb]) -> str:
    return "".join(piece for limb in grown for piece in limb.wood)


def _path(d: str) -> str:
    return el("path", {"d": d})


def _leaves(limb: Limb, seen: LimbSeen, paint: Paint) -> str:
    drawn = []
    for leaf in seen.leaves:
        spot = limb.leaf(leaf.place)
        place = f"translate({number(spot.x)} {number(spot.y)}) rotate({number(spot.turn)})"
        drawn.append(el("path", {"d": _LEAF, "transform": place, "data-leaf": leaf.name}))
    return el("g", {"fill": paint(seen.petal)}, *drawn)


def _mark(limb: Limb, seen: LimbSeen, icons: Mapping[str, str], paint: Paint) -> str:
    turn = limb.angle * pi / 180
    x, y = MIDDLE + sin(turn) * 452, FORK + 16 - cos(turn) * 484
    circle: Drawn = {
        "cx": x,
        "cy": y,
        "r": 37,
        "fill": paint(seen.petal),
        "stroke": paint("ink"),
        "stroke-width": 4,
    }
    return el("circle", circle) + glyph(icons, seen.icon, x, y, 46, paint(f"on-{seen.petal}"))


def _ground(paint: Paint) -> str:
    line = f"M44 {number(GROUND)}H{number(MIDDLE - 60)}M{number(MIDDLE + 60)} {number(GROUND)}H1424"
    return el("path", {"d": line, "stroke": paint("ink"), "stroke-width": 4})


def _trunk() -> str:
    x, g, f = MIDDLE, GROUND, FORK
    points = (
        ("M", [(x - 74, g + 10)]),
        ("C", [(x - 36, g - 34), (x - 20, f + 150), (x - 25, f + 66)]),
        ("C", [(x - 27, f + 34), (x - 34, f + 14), (x - 42, f + 3)]),
        ("L", [(x, f - 12)]),
        ("L", [(x + 42, f + 3)]),
        ("C", [(x + 34, f + 14), (x + 27, f + 34), (x + 25, f + 66)]),
        ("C", [(x + 20, f + 150), (x + 36, g - 34), (x + 74, g + 10)]),
        ("Q", [(x, g + 36), (x - 74, g + 10)]),
    )
    return "".join(f"{act}{' '.join(f'{number(a)} {number(b)}' for a, b in at)}" for act, at in points) + "Z"


def _roots() -> str:
    ends = ((-262, 150, 15), (-168, 205, 17), (-60, 225, 15), (70, 228, 16), (174, 200, 17), (266, 145, 14))
    drawn = []
    for dx, dy, width in ends:
        start, end = (MIDDLE + dx * 0.1, GROUND - 18), (MIDDLE + dx, GROUND + dy)
        drawn.append(tapered(start, (MIDDLE + dx * 0.34, GROUND + dy * 0.34), end, width * 1.5, 3))
        side = (MIDDLE + dx * 1.2, GROUND + dy * 0.72)
        branch = (MIDDLE + dx * 0.52, GROUND + dy * 0.48)
        drawn.append(tapered(branch, (MIDDLE + dx * 0.75, GROUND + dy * 0.5), side, width * 0.5, 2))
    return "".join(drawn)


def _wind(y: float, side: int, paint: Paint) -> str:
    """Three strands; the upper one curls before the crown."""
    x, d = (44, 1) if side < 0 else (1424, -1)
    strands = (
        (5, f"M{x} {y}c{d * 70}-34 {d * 120} 26 {d * 196} 6c{d * 66}-18 {d * 84}-82 {d * 36}-88"
            f"c{d * -36}-4 {d * -44} 46 {d * -6} 46"),
        (4, f"M{x} {y + 26}c{d * 70}-34 {d * 130} 26 {d * 250}-2"),
        (3, f"M{x} {y + 50}c{d * 56}-26 {d * 96} 18 {d * 150} 0"),
    )  # fmt: skip
    style: Drawn = {"fill": "none", "stroke": paint("ink"), "stroke-linecap": "round"}
    return el("g", style, *(el("path", {"d": d, "stroke-width": width}) for width, d in strands))


# --- words -------------------------------------------------------------------------------------------


def _named(key: str, part: PartSeen, more: str, paint: Paint) -> str:
    """The name of a part, and below it what hangs there as far as there is room; the rest is counted."""
    room = _ROOMS[key]
    name = balanced(part.name, TYPE, room.width, room.lines)
    below = _ROOTS_SAID if key == "roots" else room
    free = below.lines if key == "roots" else room.lines - len(name)
    said = _fitting(part.said, below, free, more)
    if part.said and not said:
        name = _counted(name, len(part.said), room)
    under = 0 if key == "roots" else len(name)
    return _lines(name, room, 0, 550, paint) + _lines(said, below, under, 400, paint)


def _fitting(said: Sequence[str], room: _Room, lines: int, more: str) -> list[str]:
    """The newest words that fit on so many lines, a line that counts the rest included."""
    shown: list[str] = []
    for done, text in enumerate(said):
        rest = len(said) - done - 1
        free = lines - len(shown) - (1 if rest else 0)
        if free < 1:
            return [*shown, more % (rest + 1)] if shown else []
        shown += wrapped(text, TYPE, room.width, min(2, free))
    return shown


def _counted(name: list[str], count: int, room: _Room) -> list[str]:
    """The name with how much hangs there, when there is no line for more: behind it, or below it where that
    would cost the name its end."""
    behind = f" ({count})"
    last = name[-1]
    if width_of(last + behind, TYPE) > room.width and len(name) < room.lines:
        return [*name, behind.strip()]
    while width_of(last + behind, TYPE) > room.width and len(last) > 1:
        last = last.removesuffix(MORE)[:-1].rstrip() + MORE
    return [*name[:-1], last + behind]


def _lines(lines: Sequence[str], room: _Room, below: int, weight: int, paint: Paint) -> str:
    outline: Drawn = {
        "stroke": paint("paper"),
        "stroke-width": 10,
        "stroke-linejoin": "round",
        "paint-order": "stroke",
    }
    style: Drawn = {
        "text-anchor": room.anchor,
        "font-size": TYPE,
        "font-weight": weight,
        "fill": paint("ink"),
        **outline,
    }
    return "".join(
        el("text", {"x": room.x, "y": room.first + (below + row) * LINE, **style}, written(line))
        for row, line in enumerate(lines)
    )


def _slip(text: str, grown: Sequence[Limb], paint: Paint) -> str:
    """The newest words, on a slip of paper that hangs from the lowest wood above it."""
    x, y, wide, tall = _SLIP
    lines = wrapped(text, TYPE, wide - 52, 2)
    tall = tall if len(lines) > 1 else tall - LINE
    above = [
        spot for limb in grown for spot in limb.spots if x + 60 < spot.x < x + wide - 20 and spot.y < y - 20
    ]
    knot = max(above, key=lambda spot: spot.y, default=Spot(x + wide / 2, y - 60, 0))
    cord = el(
        "path",
        {"d": f"M{number(knot.x)} {number(knot.y)}V{number(y)}", "stroke": paint("ink"), "stroke-width": 3},
    )
    shape = (
        f"M{number(x)} {number(y)}h{number(wide - 40)}a40 40 0 0 1 40 40v{number(tall - 40)}"
        f"h{number(40 - wide)}a40 40 0 0 1 -40 -40Z"
    )
    style: Drawn = {"font-size": TYPE, "font-weight": 550, "fill": paint("on-lotus")}
    words = "".join(
        el("text", {"x": x + 28, "y": y + LINE * row + 48, **style}, written(line))
        for row, line in enumerate(lines)
    )
    return el("g", {"class": "slip"}, cord, el("path", {"d": shape, "fill": paint("lotus-fill")}), words)
