"""What leaves the house: `gather()` makes a Dossier, a format's `write()` makes it a file.

A new format is one file with `write(dossier) -> bytes` and one line in `FORMATS`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sessions import words
from sessions.errors import Missing
from sessions.exports import csv_tables, json_document, poster, refi, report, xlsx
from sessions.exports.dossier import Dossier, checked_purpose, gather
from sessions.exports.grade import GRADES, Grade, grade_named

said = words.mark

__all__ = [
    "FORMATS",
    "GRADES",
    "Dossier",
    "Format",
    "Grade",
    "checked_purpose",
    "file_name",
    "format_named",
    "gather",
    "grade_named",
    "named_file",
]


@dataclass(frozen=True)
class Format:
    """`title` and `purpose` are Dutch and go through the catalogues. `extension` has no dot."""

    name: str
    title: str
    purpose: str
    content_type: str
    extension: str
    write: Callable[[Dossier], bytes]


FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format(
            "xlsx",
            said("Excel"),
            said("Eén werkboek met een blad per tabel. Om te lezen, te filteren en te tellen."),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            xlsx.write,
        ),
        Format(
            "csv",
            said("CSV"),
            said("Een zip met losse tabellen, een keer voor Excel en een keer voor R, Python en andere."),
            "application/zip",
            "zip",
            csv_tables.write,
        ),
        Format(
            "json",
            said("JSON"),
            said("Eén bestand voor een programma, met een beschrijving van elk veld."),
            "application/json",
            "json",
            json_document.write,
        ),
        Format(
            "docx",
            said("Verslag in Word"),
            said("Het verslag van de dag, om verder aan te schrijven."),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
            report.write_docx,
        ),
        Format(
            "pdf",
            said("Verslag als PDF"),
            said("Het verslag van de dag, om af te drukken en voor te laten lezen."),
            "application/pdf",
            "pdf",
            report.write_pdf,
        ),
        Format(
            "md",
            said("Verslag als tekst"),
            said("Het verslag van de dag als gewone tekst (Markdown)."),
            "text/markdown; charset=utf-8",
            "md",
            report.write_markdown,
        ),
        Format(
            "svg",
            said("Resultaat als tekening"),
            said("Groepen en thema’s op één blad, om te tonen en te vergroten (SVG)."),
            "image/svg+xml",
            "svg",
            poster.write,
        ),
        Format(
            "qdpx",
            said("REFI-QDA-project"),
            said(
                "Elke bijdrage met de thema’s waarin mensen ze plaatsten, voor software als NVivo en MAXQDA."
            ),
            "application/octet-stream",
            "qdpx",
            refi.write_project,
        ),
        Format(
            "qdc",
            said("REFI-QDA-codeboek"),
            said("Alleen de thema’s en groepen, als codes voor zulke software."),
            "application/octet-stream",
            "qdc",
            refi.write_codebook,
        ),
    )
}
"""In the order of the menu."""


def format_named(name: str) -> Format:
    """Raises: Missing for a format that does not exist (yet)."""
    if name not in FORMATS:
        raise Missing(f"there is no export format {name!r}; there are {', '.join(FORMATS)}")
    return FORMATS[name]


def file_name(dossier: Dossier, chosen: Format) -> str:
    """`iedereen-aan-tafel-analysis-2026-11-23.xlsx`: plain letters, so that every disk takes it."""
    kind = "csv-" if chosen.name == "csv" else ""
    what = f"{kind}{dossier.grade.word}"
    return named_file(dossier.title, dossier.workshop_id, what, dossier.made_at, chosen.extension)


def named_file(title: str, workshop_id: int, what: str, made_at: datetime, extension: str) -> str:
    """The workshop's title, what the file is, and its day, in plain letters."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-") or f"workshop-{workshop_id}"
    return f"{slug}-{what}-{made_at.date().isoformat()}.{extension}"
