"""Pictures of one lotus: the flower with its names as a file, and the open flower of a sheet of A3.

On the sheet the eight petals are wide enough to write in, and what lies behind them stands in lists beside
it: white, with an ink outline and the colour as a second line, so that a grey printer loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from sessions.models import PETALS
from sessions.pictures.flower import BETWEEN_PETALS, flower, in_heart
from sessions.pictures.letters import MORE, balanced, wrapped
from sessions.pictures.paint import Paint
from sessions.pictures.petal import petal_path
from sessions.pictures.svg import Drawn, el, number, picture, written

WIDTH, HEIGHT = 1468, 1190
_HEADER = 110
_NAMES_AT, _NAME_WIDTH, _ROW = 1000, 350, 127
_SIZES = (46, 40, 34, 28, 24, 20)

# The flower of the sheet, in units of which 1020 are its whole width.
SHEET = 1020
_LENGTH, _WIDTH, _BASE = 486, 286, 112
_HEART = 116
_MARK_AT, _MARK = 196, 24


def lotus_picture(
    words: Mapping[str, str], paint: Paint, *, question: str, table: str, nothing: str, label: str
) -> str:
    """The flower from above with its eight names beside it, 1468 x 1190 units.

    `words` maps places (A to H8) to what lies there, `table` names the table, `nothing` stands where a petal
    has no name yet, `label` says the picture in one sentence. All 72 texts are in its description.
    """
    named = [(name, words.get(name)) for name in PETALS]
    head: Drawn = {"y": 78, "fill": paint("ink"), "font-weight": "600"}
    size, lines = _fitting(question, 1100, 62, (54, 44, 36, 30))
    told = "\n".join(f"{place} {text}" for place, text in sorted(words.items()))
    heart = in_heart(question, table)
    return picture(
        WIDTH,
        HEIGHT,
        label,
        el("desc", {}, written(told)),
        el("text", {**head, "x": 30, "font-size": size}, written(lines[0] if lines else "")),
        el("text", {**head, "x": 1438, "font-size": 54, "text-anchor": "end"}, written(table)),
        el("g", {"transform": f"translate(490 {_HEADER + 540})"}, flower(words, paint, heart=heart)),
        *(_name(place, text, paint, nothing, row) for row, (place, text) in enumerate(named)),
    )


def _name(place: str, text: str | None, paint: Paint, nothing: str, row: int) -> str:
    """A petal's mark with its name, on its row."""
    middle = _HEADER + 32 + (row + 0.5) * _ROW
    letter = place.lower()
    fill, ink = (paint(letter), paint(f"on-{letter}")) if text else (paint("paper"), paint("ink"))
    size, lines = _fitting(text or nothing, _NAME_WIDTH, _ROW - 6, _SIZES)
    bold: Drawn = {"font-size": 46, "font-weight": "700", "text-anchor": "middle", "fill": ink}
    mark = el("path", {"d": _DROP, "fill": fill, "stroke": paint("ink"), "stroke-width": 4})
    type_: Drawn = {"font-size": size, "font-weight": "600" if text else "400", "fill": paint("ink")}
    first = middle + (1 - len(lines)) / 2 * size * 1.04
    return el(
        "g",
        {},
        el("g", {"transform": f"translate({_NAMES_AT + 38} {number(middle)})"}, mark),
        el("text", {**bold, "x": _NAMES_AT + 38, "y": middle, "dy": ".36em"}, place),
        *(
            el(
                "text",
                {**type_, "x": _NAMES_AT + 96, "y": first + n * size * 1.04, "dy": ".34em"},
                written(line),
            )
            for n, line in enumerate(lines)
        ),
    )


# A petal mark: round, with one sharp corner.
_DROP = "M36-36V0A36 36 0 1 1 0-36Z"


def _fitting(text: str, width: float, height: float, sizes: tuple[int, ...]) -> tuple[int, list[str]]:
    """The largest type in which the whole text fits, and its lines; in the smallest it may be cut."""
    for size in sizes:
        most = int(height // (size * 1.04))
        if not any(line.endswith(MORE) for line in wrapped(text, size, width, most)):
            return size, balanced(text, size, width, most)
    return sizes[-1], wrapped(text, sizes[-1], width, int(height // (sizes[-1] * 1.04)))


def open_flower(paint: Paint) -> str:
    """The flower of the sheet of A3: eight open petals to write in, around an empty heart."""
    order = sorted(PETALS, key=lambda name: PETALS.index(name) % 2)
    ink: Drawn = {"fill": "#FFFFFF", "stroke": paint("ink")}
    heart = el("circle", {"class": "rond-hart", "r": _HEART, **ink, "stroke-width": 3.5})
    half = SHEET // 2
    box = f"{-half} {-half} {SHEET} {SHEET}"
    petals = [_open_petal(name, paint) for name in order]
    return el("svg", {"viewBox": box, "aria-hidden": "true", "focusable": "false"}, *petals, heart)


def _open_petal(name: str, paint: Paint) -> str:
    turn, letter = PETALS.index(name) * BETWEEN_PETALS, name.lower()
    path = petal_path(_LENGTH, _WIDTH, _BASE)
    outline = el(
        "path",
        {
            "class": "vorm",
            "data-place": name,
            "d": path,
            "fill": "#FFFFFF",
            "stroke": paint("ink"),
            "stroke-width": 2.5,
        },
    )
    # Inside the outline, smaller around the middle of the petal.
    second: Drawn = {"fill": "none", "stroke": paint(letter), "stroke-width": 9}
    inner = el("path", {"d": path, **second, "transform": "translate(0 -16) scale(.95)"})
    bold: Drawn = {"font-size": 27, "font-weight": "700", "text-anchor": "middle", "dy": ".36em"}
    mark = el(
        "g",
        {"transform": f"translate(0 {-_MARK_AT}) rotate({-turn:g})"},
        el("circle", {"r": _MARK, "fill": paint(letter), "stroke": paint("ink"), "stroke-width": 2}),
        el("text", {**bold, "fill": paint(f"on-{letter}")}, name),
    )
    return el("g", {"transform": f"rotate({turn:g})"}, outline, inner, mark)
