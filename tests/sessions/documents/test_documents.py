"""One document, three formats: what people wrote shows as they wrote it, and can be read aloud."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import docx as reading
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.documents import (
    Bullets,
    Document,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Rows,
    docx,
    glyphs,
    markdown,
    pdf,
)
from sessions.pictures.png import as_png

MADE = datetime(2026, 11, 23, 17, tzinfo=UTC)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
NASTY = "#let x = 1 $y$ *vet* _schuin_ [link](x) <b>html</b> \\ `code` = kop\n- punt\n@naam // niets"


def document(*blocks: object) -> Document:
    return Document("Wat we hoorden", "nl", MADE, "Vier groepen", blocks)  # type: ignore[arg-type]


EVERYTHING = document(
    Heading(1, "Begrippen"),
    Paragraph("Een zin.", strong="Let op:"),
    Quote(NASTY, "Groep Ouders"),
    Bullets(["Een", NASTY]),
    Heading(2, "Hoe vaak"),
    Rows(["Groep", "Keer"], [["Ouders", "3"], ["A|B", "4"]], "Hoe vaak per groep"),
    Picture(SVG, as_png(SVG, 80), "Een zwarte rechthoek", "Een tekening"),
)


def test_markdown_says_what_people_wrote_and_nothing_of_it_is_markup() -> None:
    text = markdown.write(EVERYTHING).decode()
    assert text.startswith("# Wat we hoorden\n\nVier groepen\n\n## Begrippen\n")
    assert "\\*vet\\*" in text and "\\<b\\>" in text and "> \\- punt" in text
    assert "| A\\|B | 4 |" in text and "[Een zwarte rechthoek]" in text


def test_a_word_file_has_headings_tables_and_alternative_texts() -> None:
    made = reading.Document(BytesIO(docx.write(EVERYTHING)))
    headings = [each.text for each in made.paragraphs if each.style.name.startswith(("Heading", "Title"))]
    assert headings == ["Wat we hoorden", "Begrippen", "Hoe vaak"]
    assert NASTY in [each.text.rpartition("\n")[0] for each in made.paragraphs if each.style.name == "Quote"]
    (table,) = made.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Groep", "Keer"],
        ["Ouders", "3"],
        ["A|B", "4"],
    ]
    assert 'descr="Een zwarte rechthoek"' in made.element.xml
    assert made.core_properties.language == "nl-BE"


def test_a_pdf_is_tagged_and_says_its_language() -> None:
    made = pdf.write(EVERYTHING)
    assert made.startswith(b"%PDF-")
    for tag in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"pdfuaid"):
        assert tag in made, tag


def test_the_same_document_is_the_same_pdf() -> None:
    assert pdf.write(EVERYTHING) == pdf.write(EVERYTHING)


def test_a_picture_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="stands in"):
        pdf.write(document(Picture(SVG, as_png(SVG, 80), " ")))


def test_what_no_typeface_shows_is_told_by_its_name() -> None:
    assert glyphs.shown("Koffie ☕ voor wie wil") == "Koffie [hot beverage] voor wie wil"
    assert glyphs.shown("Żółć, Ελλάδα, Київ, مرحبا é") == "Żółć, Ελλάδα, Київ, مرحبا é"


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_whatever_is_written_makes_a_file_that_opens(text: str) -> None:
    said = document(Paragraph(text), Quote(text, text), Rows(["a"], [[text]], text))
    reading.Document(BytesIO(docx.write(said)))
    assert markdown.write(said).decode()
    assert pdf.write(said).startswith(b"%PDF-")
