"""A zip of tables in two dialects: `excel/` opens with a double click, `tools/` is for everything else."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sessions.exports.codebook import HEADER
from sessions.exports.dossier import Dossier

# A spreadsheet takes a cell that begins like this for a formula, or drops the sign and then does.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Dialect:
    folder: str
    delimiter: str
    line_end: str
    encoding: str
    decimal: str


DIALECTS = (
    Dialect("excel", ";", "\r\n", "utf-8-sig", ","),  # what Excel expects with Belgian settings
    Dialect("tools", ",", "\n", "utf-8", "."),
)


def write(dossier: Dossier) -> bytes:
    """The zip. A text that begins like a formula gets a quote before it; its codebook says so too."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for dialect in DIALECTS:
            for name, rows in _tables(dossier, dialect):
                entry = ZipInfo(f"{dialect.folder}/{name}.csv", dossier.made_at.timetuple()[:6])
                entry.compress_type = ZIP_DEFLATED
                entry.external_attr = 0o600 << 16
                archive.writestr(entry, _file(rows, dialect))
    return buffer.getvalue()


def _tables(dossier: Dossier, dialect: Dialect) -> Iterator[tuple[str, list[Sequence[str]]]]:
    for sheet in dossier.sheets:
        header = [column.name for column in sheet.columns]
        rows = [[_cell(row[column.name], dialect) for column in sheet.columns] for row in sheet.rows]
        yield sheet.name, [header, *rows]
    yield "codebook", [HEADER, *([guarded(cell) for cell in line] for line in dossier.codebook)]


def _cell(value: Any, dialect: Dialect) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(value).replace(".", dialect.decimal)
    if isinstance(value, int):
        return str(value)
    return guarded(" | ".join(value) if isinstance(value, list) else str(value))


def guarded(text: str) -> str:
    """The text, with a quote before it where a spreadsheet would calculate it."""
    return f"'{text}" if text.startswith(RISKY) else text


def _file(rows: Sequence[Sequence[str]], dialect: Dialect) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, delimiter=dialect.delimiter, lineterminator=dialect.line_end).writerows(rows)
    return text.getvalue().encode(dialect.encoding)
