"""A guide as DOCX: headings, points, quotes and pictures, with the styles that word processors know.

A file of somebody else is unpacked within limits and looked at before it is parsed: no bombs, no entities.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm

from sessions.focus import pictures
from sessions.focus.documents.lines import Line, lines_of, said
from sessions.focus.documents.reading import Reader, Unreadable
from sessions.focus.shape import Guide
from sessions.words import DEFAULT, say

LARGEST = 12_000_000
MOST_UNPACKED = 60_000_000
MOST_MEMBERS = 2_000
PARAGRAPH = said("Alinea %(line)d: %(problem)s")
NO_DOCUMENT = said("Dit bestand is geen DOCX-document, of het is beschadigd.")
TOO_LARGE = said("Dit document is te groot, of verdacht sterk samengeperst.")
FORBIDDEN = said("In dit document staat iets dat er niet hoort. Bewaar het opnieuw in je tekstverwerker.")

_STYLES = {
    "title": "Title",
    "round": "Heading 1",
    "question": "Heading 2",
    "point": "List Bullet",
    "part": "List Bullet 2",
    "quote": "Quote",
}
_KINDS = {style: kind for kind, style in _STYLES.items()}
_ENTITIES = tuple(
    each.encode(code) for each in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
)


def write(guide: Guide, language: str = DEFAULT) -> bytes:
    """The bytes of the document; reading it gives the same guide, pictures and all."""
    document = Document()
    document.core_properties.title = guide.title
    document.core_properties.author = "Lotusbloem"
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    for each in lines_of(guide, language):
        _write(document, each)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _write(document: Any, line: Line) -> None:
    if line.kind == "image":
        _write_image(document, line)
        return
    paragraph = document.add_paragraph(style=_STYLES.get(line.kind, "Normal"))
    if line.kind == "point":
        paragraph.add_run(f"{line.name}:").bold = True
        paragraph.add_run(f" {line.text}" if line.text else "")
    else:
        paragraph.add_run(line.text)


def _write_image(document: Any, line: Line) -> None:
    paragraph = document.add_paragraph(style="Caption")
    run = paragraph.add_run()
    data = b64decode(line.picture) if line.picture else b""
    if data and line.media_type in ("image/png", "image/jpeg", "image/gif"):
        run.add_picture(BytesIO(data), width=Cm(10))
        properties = run._r.find(f".//{qn('wp:docPr')}")
        properties.set("descr", line.text)
    else:
        # A picture that a document cannot hold is named.
        run.add_text(f"![{line.text}]")
    if line.name:
        paragraph.add_run(f" {line.name}")


def read(data: bytes, *, spoken: str = DEFAULT, zone: str = "Europe/Brussels") -> Guide:
    """The guide in that file; what is wrong is said in `spoken`, with its paragraph (empty ones counted).

    Raises: Unreadable with every problem that was found.
    """
    if problem := _refusal(data):
        raise Unreadable([say(spoken, problem)])
    try:
        document = Document(BytesIO(data))
        lines = list(_lines(document))
    except Exception as broken:  # whatever a parser of other people's files meets
        raise Unreadable([say(spoken, NO_DOCUMENT)]) from broken
    return Reader(spoken, PARAGRAPH, zone).read(lines)


def text_of(data: bytes, *, spoken: str = DEFAULT) -> str:
    """The text of any document, a line for each paragraph, headings marked as in Markdown.

    Raises: Unreadable.
    """
    if problem := _refusal(data):
        raise Unreadable([say(spoken, problem)])
    try:
        paragraphs = [
            (each.style.name if each.style is not None else "", each.text)
            for each in Document(BytesIO(data)).paragraphs
        ]
    except Exception as broken:  # whatever a parser of other people's files meets
        raise Unreadable([say(spoken, NO_DOCUMENT)]) from broken
    return "\n".join(f"# {text}" if style.startswith("Heading") else text for style, text in paragraphs)


def _refusal(data: bytes) -> str:
    """Why this is not even parsed: read within limits, since what a zip says of itself may be a lie."""
    if len(data) > LARGEST:
        return TOO_LARGE
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.infolist()
            if len(names) > MOST_MEMBERS or sum(each.file_size for each in names) > MOST_UNPACKED:
                return TOO_LARGE
            left = MOST_UNPACKED
            for each in names:
                with archive.open(each) as member:
                    content = member.read(left + 1)
                left -= len(content)
                if left < 0:
                    return TOO_LARGE
                is_text = each.filename.endswith((".xml", ".rels"))
                if is_text and any(mark in content for mark in _ENTITIES):
                    return FORBIDDEN
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return NO_DOCUMENT
    return ""


def _lines(document: Any) -> Iterator[Line]:
    for number, paragraph in enumerate(document.paragraphs, start=1):
        style = paragraph.style.name if paragraph.style is not None else ""
        text = paragraph.text.strip()
        drawing = paragraph._p.find(f".//{qn('wp:docPr')}")
        if drawing is not None:
            yield _image(document, paragraph, drawing, number)
        elif style == "Caption" and text.startswith("![") and "]" in text:
            description, _end, caption = text[2:].partition("]")
            yield Line("image", description, caption.strip(), number)
        elif style == "List Bullet" or (style == "List Paragraph" and ":" in text):
            name, _colon, value = text.partition(":")
            yield Line("point", value.strip(), name.strip(), number)
        elif style == "Quote":
            yield Line("quote", text, number=number)
        elif style in _KINDS:
            yield Line(_KINDS[style], text, number=number)
        elif text:
            yield from (Line("plain", each, number=number) for each in text.split("\n"))
        else:
            yield Line("blank", number=number)


def _image(document: Any, paragraph: Any, drawing: Any, number: int) -> Line:
    blip = paragraph._p.find(f".//{qn('a:blip')}")
    part = document.part.related_parts.get(blip.get(qn("r:embed"))) if blip is not None else None
    data = part.blob if part is not None else b""
    kind = pictures.kind_of(data)
    return Line(
        "image",
        drawing.get("descr") or "",
        paragraph.text.strip(),
        number,
        pictures.encoded(data) if kind else None,
        kind,
    )
