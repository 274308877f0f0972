"""One workbook: a sheet per table, the codebook, and what this file is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from sessions.exports.codebook import HEADER
from sessions.exports.columns import FLAG, MACHINE, NUMBER, PEOPLE, Column
from sessions.exports.dossier import Dossier

_SOLID, _DASHED = 2, 3
"""Lines of a header cell, in Excel's numbers: a decision of people is solid, a machine's value dashed."""
_WIDE = {"text": 60, "what": 24, "value": 80, "meaning": 90, "description": 50, "theme": 30, "title": 36}
_WIDTH = 16


def write(dossier: Dossier) -> bytes:
    """The workbook. Texts are written as texts whatever they begin with: nothing becomes a formula."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": dossier.title, "created": dossier.made_at.replace(tzinfo=None)})
    formats = _formats(book)
    for sheet in dossier.sheets:
        header = [(column.name, column.by) for column in sheet.columns]
        rows = [[_cell(column, row[column.name]) for column in sheet.columns] for row in sheet.rows]
        _sheet(book, formats, sheet.name, header, rows)
    _sheet(book, formats, "codebook", [(name, "") for name in HEADER], dossier.codebook)
    book.close()
    return buffer.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    head = {"bold": True, "valign": "top", "text_wrap": True}
    return {
        "": book.add_format(head),
        PEOPLE: book.add_format(head | {"bottom": _SOLID}),
        MACHINE: book.add_format(head | {"bottom": _DASHED, "italic": True}),
        "cell": book.add_format({"valign": "top", "text_wrap": True}),
    }


def _cell(column: Column, value: Any) -> str | float | bool | None:
    if value is None or (column.kind in (NUMBER, FLAG)):
        plain: str | float | bool | None = value
        return plain
    return " | ".join(value) if isinstance(value, list) else str(value)


def _sheet(
    book: Any,
    formats: dict[str, Any],
    name: str,
    header: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[str | float | bool | None]],
) -> None:
    page = book.add_worksheet(name)
    page.freeze_panes(1, 0)
    for place, (title, by) in enumerate(header):
        page.set_column(place, place, _WIDE.get(title, _WIDTH), formats["cell"])
        page.write_string(0, place, title, formats[by])
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            _write(page, line, place, value)
    page.autofilter(0, 0, max(len(rows), 1), len(header) - 1)


def _write(page: Any, line: int, place: int, value: str | float | bool | None) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        refused = page.write_boolean(line, place, value)
    elif isinstance(value, str):
        refused = page.write_string(line, place, value)
    else:
        refused = page.write_number(line, place, value)
    if refused:
        # XlsxWriter only returns a number when a text or a sheet is too long; nothing may go missing unseen.
        raise ValueError(f"a cell of {page.get_name()} does not fit in a workbook (row {line + 1})")


def write_tables(
    title: str,
    made_at: datetime,
    headers: Mapping[str, Sequence[str]],
    tables: Mapping[str, Sequence[Sequence[Any]]],
) -> bytes:
    """A workbook of plain tables: sheet name to header, and to rows of texts and numbers."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
    formats = _formats(book)
    for name, header in headers.items():
        _sheet(book, formats, name, [(column, "") for column in header], tables[name])
    book.close()
    return buffer.getvalue()
