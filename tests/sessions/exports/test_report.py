"""The report says what was decided, keeps the machine apart, and never leaves out an objection."""

from __future__ import annotations

import io

import docx
import pytest
from lxml import etree

from sessions.analysis import dissent
from sessions.exports import FORMATS, Grade


def text_of(day, grade: Grade = Grade.ANALYSIS) -> str:
    return FORMATS["md"].write(day.gather(grade)).decode()


@pytest.mark.parametrize("grade", list(Grade))
def test_what_people_decided_stands_in_its_order_with_what_is_behind_it(day, grade: Grade) -> None:
    text = text_of(day, grade)
    group, theme = text.index("### Nabijheid"), text.index("#### 1. Samen wachten")
    assert group < theme < text.index("Wachten bindt")
    # People's own words leave the house from the grade analysis on.
    assert ("Omdat het wachten samen gaat" in text) == (grade > Grade.PUBLIC)
    assert "doel; 1 keer gezegd door 1 mensen" in text


def test_what_a_machine_proposed_is_called_that(day) -> None:
    text = text_of(day)
    told = text.index("Voorstellen van de machine waarover niemand besliste:")
    assert "samen wachten koffie" in text[told:] and "samen wachten koffie" not in text[:told]


def test_what_was_hidden_or_withdrawn_is_not_in_it(day) -> None:
    text = text_of(day, Grade.RESTRICTED)
    assert "Naam van een derde" not in text and "Spijt van deze zin" not in text


def test_the_register_of_objections_is_there_also_when_it_is_empty(day) -> None:
    assert "## Afwijkende stemmen\n\nNiemand tekende bezwaar aan." in text_of(day)


@pytest.mark.parametrize("grade", list(Grade))
def test_every_objection_stands_in_it_and_its_words_where_the_grade_has_them(day, grade: Grade) -> None:
    raised = {"theme_id": day.theme, "user_id": day.cast.facilitator, "now": day.house.now()}
    ours = (day.cast.gathering, {"about": "rank", "text": "Zo staat dit te hoog."})
    taken = (day.cast.gathering, {"about": "name", "text": "Toch geen bezwaar."})
    day.house.write(lambda db: dissent.raise_(db, ours[0], **ours[1], **raised))
    gone = day.house.write(lambda db: dissent.raise_(db, taken[0], **taken[1], **raised))
    day.house.write(lambda db: dissent.withdraw(db, gone, day.cast.moderator, now=day.house.now()))
    text = text_of(day, grade).replace("\\", "")
    register = text[text.index("## Afwijkende stemmen") :]
    assert "Niemand tekende bezwaar aan." not in text
    assert "Tegen de plaats van het thema “Samen wachten”" in register
    assert ("Zo staat dit te hoog." in register) == (grade > Grade.PUBLIC)
    # That somebody objected stays known when they took it back; what they said does not.
    assert "Tegen de naam van het thema “Samen wachten”" in register and "Ingetrokken" in register
    assert "Toch geen bezwaar." not in text


def test_word_and_pdf_say_the_same(day) -> None:
    dossier = day.gather()
    made = docx.Document(io.BytesIO(FORMATS["docx"].write(dossier)))
    headings = [each.text for each in made.paragraphs if each.style.name.startswith("Heading")]
    assert "Nabijheid" in headings and "1. Samen wachten" in headings
    assert FORMATS["pdf"].write(dossier).startswith(b"%PDF-")


def test_the_sheet_draws_decisions_solid_and_proposals_dashed(day) -> None:
    drawn = etree.fromstring(FORMATS["svg"].write(day.gather()))
    texts = [each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert "1. Samen wachten (1)" in texts and "Voorstellen van de machine" in texts
    frames = [each for each in drawn.iter("{http://www.w3.org/2000/svg}rect") if each.get("stroke")]
    dashed = [each for each in frames if each.get("stroke-dasharray")]
    assert len(dashed) >= 1 and len(frames) > len(dashed)
