"""The result on one sheet, as SVG: key groups with their key characteristics in order, sized by support.

What people decided has a solid line; what a machine proposed and nobody decided on a dashed one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sessions import words
from sessions.exports.dossier import Dossier
from sessions.exports.report import in_order
from sessions.pictures.letters import wrapped
from sessions.pictures.paint import FIXED
from sessions.pictures.svg import Drawn, as_file, el, picture, written

WIDTH = 1190
MARGIN, GUTTER, COLUMNS = 60, 40, 2
TYPE, LINE = 17.0, 23.0
HEAD, HEAD_LINE = 22.0, 28.0
BAR = 6.0
Row = dict[str, Any]


@dataclass
class _Sheet:
    """Two columns that grow downwards; the shorter one takes what comes next."""

    top: float
    bottoms: list[float] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)

    @property
    def width(self) -> float:
        return (WIDTH - 2 * MARGIN - GUTTER * (COLUMNS - 1)) / COLUMNS

    def place(self, height: float) -> tuple[float, float]:
        """The corner of a box of that height; the column is longer from now on."""
        self.bottoms = self.bottoms or [self.top] * COLUMNS
        column = self.bottoms.index(min(self.bottoms))
        corner = MARGIN + column * (self.width + GUTTER), self.bottoms[column]
        self.bottoms[column] += height + 30
        return corner


def write(dossier: Dossier) -> bytes:
    """The sheet as a file that needs nothing else: UTF-8, with its typeface."""
    sheets: dict[str, list[Row]] = {sheet.name: sheet.rows for sheet in dossier.sheets}
    y = 100.0
    drawn = [_text(dossier.title, MARGIN, 62, 30, bold=True)]
    for question in sheets["analyses"]:
        drawn.append(_text(question["question"], MARGIN, y + 24, 24, bold=True))
        sheet = _Sheet(y + 48)
        boxes = _boxes(sheets, question["analysis"], dossier.language)
        most = max((row["count"] for _, themes in boxes for row in themes), default=1) or 1
        for title, themes in boxes:
            _box(sheet, title, themes, most)
        for title, lines in _proposals(sheets, question["analysis"], dossier.language):
            _dashed(sheet, title, lines)
        drawn += sheet.drawn
        y = max(sheet.bottoms or [sheet.top]) + 20
    height = int(y) + 40
    label = words.say(dossier.language, words.mark("Het resultaat van %(title)s"), title=dossier.title)
    return as_file(picture(WIDTH, height, label, *drawn), WIDTH, height).encode()


def _boxes(sheets: dict[str, list[Row]], key: str, language: str) -> list[tuple[str, list[Row]]]:
    themes = [row for row in sheets["themes"] if row["analysis"] == key]
    groups = [row["title"] for row in sheets["key_groups"] if row["analysis"] == key]
    boxes = [(title, in_order([row for row in themes if row["key_group"] == title])) for title in groups]
    rest = in_order([row for row in themes if row["key_group"] not in groups])
    if rest:
        boxes.append((words.say(language, "Rest") if groups else "", rest))
    return [(title, held) for title, held in boxes if held or title]


def _proposals(sheets: dict[str, list[Row]], key: str, language: str) -> list[tuple[str, list[str]]]:
    rows = [
        row
        for row in sheets["clusters"]
        if row["analysis"] == key and row["undecided"] and not row["set_aside"]
    ]
    newest = max((row["machine_run"] for row in rows), default=0)
    lines = [f"{row['machine_words']} ({row['undecided']})" for row in rows if row["machine_run"] == newest]
    return [(words.say(language, "Voorstellen van de machine"), lines)] if lines else []


def _box(sheet: _Sheet, title: str, themes: Sequence[Row], most: int) -> None:
    """`most` is what the longest bar of the question stands for: bars of different groups compare."""
    width = sheet.width - 32
    head = wrapped(title, HEAD, width, 3) if title else []
    entries = [(wrapped(_named(row), TYPE, width, 3), row["count"] / most) for row in themes]
    height = 34 + len(head) * HEAD_LINE + sum(len(lines) * LINE + BAR + 14 for lines, _ in entries)
    x, y = sheet.place(height)
    sheet.drawn.append(_frame(x, y, sheet.width, height))
    at = y + 16
    for line in head:
        sheet.drawn.append(_text(line, x + 16, at + HEAD, HEAD, bold=True))
        at += HEAD_LINE
    at += 10 if head else 4
    for lines, share in entries:
        for line in lines:
            sheet.drawn.append(_text(line, x + 16, at + TYPE, TYPE))
            at += LINE
        bar: Drawn = {
            "x": x + 16,
            "y": at + 2,
            "width": max(4.0, share * width),
            "height": BAR,
            "rx": BAR / 2,
        }
        sheet.drawn.append(el("rect", {**bar, "fill": FIXED("lotus-fill")}))
        at += BAR + 14


def _dashed(sheet: _Sheet, title: str, lines: Sequence[str]) -> None:
    width = sheet.width - 32
    told = [part for line in lines for part in wrapped(line, TYPE, width, 2)]
    height = 30 + HEAD_LINE + len(told) * LINE
    x, y = sheet.place(height)
    sheet.drawn.append(_frame(x, y, sheet.width, height, dashed=True))
    sheet.drawn.append(_text(title, x + 16, y + 16 + HEAD, HEAD, bold=True))
    for place, line in enumerate(told, start=1):
        sheet.drawn.append(_text(line, x + 16, y + 14 + HEAD_LINE + place * LINE, TYPE))


def _named(row: Row) -> str:
    title = row["title"] or "…"
    return f"{row['rank']}. {title} ({row['count']})" if row["rank"] else f"{title} ({row['count']})"


def _frame(x: float, y: float, width: float, height: float, *, dashed: bool = False) -> str:
    line: Drawn = {"fill": "none", "stroke": FIXED("edge"), "stroke-width": 2}
    place: Drawn = {"x": x, "y": y, "width": width, "height": height, "rx": 6}
    return el("rect", {**place, **line, "stroke-dasharray": "7 6" if dashed else None})


def _text(text: str, x: float, y: float, size: float, *, bold: bool = False) -> str:
    look: Drawn = {
        "x": x,
        "y": y,
        "font-size": size,
        "fill": FIXED("ink"),
        "font-weight": 700 if bold else 400,
    }
    return el("text", look, written(text))
