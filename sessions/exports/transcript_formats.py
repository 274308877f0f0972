"""The files that a transcript can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sessions import words
from sessions.documents import Document, docx, markdown, pdf
from sessions.errors import Missing
from sessions.exports import transcript_refi, transcript_tables
from sessions.exports.transcript import Transcript
from sessions.exports.transcript_document import document

said = words.mark


@dataclass(frozen=True)
class Format:
    """`title` and `purpose` are Dutch and go through the catalogues. `name` is the extension too."""

    name: str
    title: str
    purpose: str
    content_type: str
    write: Callable[[Transcript], bytes]


def _written(write: Callable[[Document], bytes]) -> Callable[[Transcript], bytes]:
    return lambda transcript: write(document(transcript))


FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format(
            "docx",
            said("Word"),
            said("Om te lezen en er notities bij te schrijven."),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            _written(docx.write),
        ),
        Format(
            "pdf",
            said("PDF"),
            said("Om af te drukken en voor te laten lezen."),
            "application/pdf",
            _written(pdf.write),
        ),
        Format(
            "md",
            said("Tekst (Markdown)"),
            said("Gewone tekst, voor elk programma."),
            "text/markdown; charset=utf-8",
            _written(markdown.write),
        ),
        Format(
            "xlsx",
            said("Excel"),
            said("Een rij per antwoord en per reactie. Om te filteren en te tellen."),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            transcript_tables.write,
        ),
        Format(
            "qdpx",
            said("REFI-QDA-project"),
            said(
                "Elk antwoord met zijn vraag en met wat er materiaal van werd, voor software als NVivo en "
                "MAXQDA."
            ),
            "application/octet-stream",
            transcript_refi.write,
        ),
    )
}
"""In the order of the menu."""


def format_named(name: str) -> Format:
    """Raises: Missing for a file that a transcript cannot be."""
    if name not in FORMATS:
        raise Missing(f"there is no transcript format {name!r}; there are {', '.join(FORMATS)}")
    return FORMATS[name]
