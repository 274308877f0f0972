"""A document for a word processor (Office Open XML, by python-docx)."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from sessions.documents.blocks import Bullets, Document, Heading, Paragraph, Picture, Quote, Rows

_LANGUAGES = {"nl": "nl-BE", "fr": "fr-BE", "en": "en-GB"}
# What XML 1.0 cannot hold; a text with it would make a file that nothing opens.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(document: Document) -> bytes:
    """The file, with real headings, header rows that repeat, alternative texts and its language."""
    from docx import Document as Made

    made = Made()
    made.core_properties.title = _text(document.title)
    made.core_properties.author = "Lotusbloem"
    made.core_properties.created = document.made_at.replace(tzinfo=None)
    made.core_properties.language = _LANGUAGES.get(document.language, document.language)
    _speak(made, _LANGUAGES.get(document.language, document.language))
    made.add_heading(_text(document.title), level=0)
    if document.subtitle:
        made.add_paragraph(_text(document.subtitle), style="Subtitle")
    for block in document.blocks:
        _WRITERS[type(block)](made, block)
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _text(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _speak(made: Any, language: str) -> None:
    """A screen reader reads it aloud in its own language."""
    from docx.oxml.ns import qn

    properties = made.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    found = properties.find(qn("w:lang"))
    if found is None:
        found = properties.makeelement(qn("w:lang"), {})
        properties.append(found)
    found.set(qn("w:val"), language)


def _heading(made: Any, block: Heading) -> None:
    made.add_heading(_text(block.text), level=block.level)


def _paragraph(made: Any, block: Paragraph) -> None:
    written = made.add_paragraph()
    if block.strong:
        written.add_run(_text(block.strong) + " ").bold = True
    written.add_run(_text(block.text)).italic = block.quiet or None


def _quote(made: Any, block: Quote) -> None:
    written = made.add_paragraph(_text(block.text), style="Quote")
    if block.source:
        written.add_run(f"\n{_text(block.source)}").italic = False


def _bullets(made: Any, block: Bullets) -> None:
    for item in block.items:
        made.add_paragraph(_text(item), style="List Number" if block.numbered else "List Bullet")


def _rows(made: Any, block: Rows) -> None:
    from docx.oxml.ns import qn

    if block.caption:
        made.add_paragraph(_text(block.caption), style="Caption")
    table = made.add_table(rows=1, cols=len(block.header), style="Table Grid")
    for cell, word in zip(table.rows[0].cells, block.header, strict=True):
        cell.paragraphs[0].add_run(_text(word)).bold = True
    first = table.rows[0]._tr.get_or_add_trPr()
    first.append(first.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    for row in block.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = _text(value)


def _picture(made: Any, block: Picture) -> None:
    from docx.shared import Mm

    drawn = made.add_picture(BytesIO(block.png), width=Mm(min(block.width_mm, 160)))
    drawn._inline.docPr.set("descr", _text(block.alternative))
    if block.caption:
        made.add_paragraph(_text(block.caption), style="Caption")


_WRITERS: dict[type[Any], Callable[[Any, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Quote: _quote,
    Bullets: _bullets,
    Rows: _rows,
    Picture: _picture,
}
