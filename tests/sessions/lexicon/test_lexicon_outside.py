"""The lexicon of focus groups on paper and in the next hall: nobody is quoted who did not agree to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import Any

import openpyxl
import pytest
from builders import Cast, make_workshop, sign_in
from flask.testing import FlaskClient
from focus_acts import answer, probe, reply_to_probe
from focus_builders import Focus, make_focus

from sessions.documents import markdown
from sessions.exports import Grade
from sessions.focus import consent
from sessions.journal import Actor
from sessions.lexicon import carrying, document, hints, marks, meanings, terms
from sessions.material import third_persons
from sessions.models import Reading

SAID = {
    "willing": ("Wie ben je?", "Wilg 2 noemt Fatima en ook Joris allochtoon."),
    "silent": ("Wie ben je?", "Ik zwijg over allochtoon zijn."),
    "private": ("Liever niet in de groep", "Besloten zeg ik allochtoon."),
}
MEANT = {"willing": "Iemand zoals Fatima en Joris", "silent": "Daar zwijg ik over"}


@dataclass
class Week:
    focus: Focus
    term: int

    def text(self, grade: Grade) -> str:
        given: dict[str, Any] = {"random": Random(4), "language": "nl"}
        with self.focus.house.store.reading() as db:
            now, here = self.focus.house.now(), self.focus.workshop_id
            paper = document.document(db, here, grade, **given, now=now)
            tables = document.tables(db, here, grade, **given)
        return markdown.write(paper).decode().replace("\\", "") + str(tables)


@pytest.fixture
def week(cast: Cast) -> Week:
    """The first member agreed to be quoted, the second one did not; Fatima is to be masked, on Joris nobody
    decided."""
    focus = make_focus(cast.house, cast.facilitator, members=2)
    willing, silent = focus.members[:2]
    for who, yes in ((willing, True), (silent, False)):
        focus.write(consent.answer, who.id, {"taking_part": True, "quoting": yes})
    who = {"willing": willing, "silent": silent, "private": willing}
    said = {name: answer(focus, who[name], *SAID[name]) for name in SAID}
    further = probe(focus, "Wie ben je?", willing)
    reply_to_probe(focus, willing, further, "Alleen aan jou: allochtoon.")
    term = focus.write(terms.make, focus.workshop_id, focus.moderator, text="allochtoon")
    for name, text in MEANT.items():
        focus.write(meanings.write, term, Actor("participant", who[name].id), text=text)
    focus.write(meanings.write, term, focus.moderator, text="Een woord van vroeger")
    with focus.house.store.reading() as db:
        named = {each.name: each for each in third_persons.found(db, focus.workshop_id)}
    place = (said["willing"], 1, named["Fatima"].starts_at, named["Fatima"].ends_at)
    focus.write(third_persons.decide_all, focus.workshop_id, focus.moderator, [place], decision="mask")
    return Week(focus, term)


def test_a_public_lexicon_quotes_who_agreed_and_masks_every_name(week: Week) -> None:
    text = week.text(Grade.PUBLIC)
    assert "noemt […] en ook […]" in text and "Iemand zoals […] en […]" in text
    assert "Een woord van vroeger" in text
    for never in ("zwijg", "Besloten", "Alleen aan jou", "Fatima", "Joris", "Wilg 2"):
        assert never not in text, never


def test_one_for_analysis_has_everything_under_codes(week: Week) -> None:
    text = week.text(Grade.ANALYSIS)
    for there in ("Ik zwijg over", "Daar zwijg ik over", "Besloten zeg ik", "Alleen aan jou", "Joris [?]"):
        assert there in text, there
    assert "Fatima" not in text and "Wilg 2" not in text


def test_it_counts_everybody_but_not_in_public_what_was_said_to_the_moderator_alone(week: Week) -> None:
    assert "2 keer, in 2 bijdragen van 2 mensen." in week.text(Grade.PUBLIC)
    assert "4 keer, in 4 bijdragen van 2 mensen." in week.text(Grade.ANALYSIS)


def test_the_next_hall_hears_the_meanings_of_who_agreed(week: Week, cast: Cast) -> None:
    into = make_workshop(cast.house, cast.facilitator, "De zaal")
    assert week.focus.write(carrying.carry, week.focus.workshop_id, into, week.focus.moderator) == 1
    with cast.house.store.reading() as db:
        told = {text for hint in hints.of_workshop(db, into).values() for text in hint["meanings"]}
    assert told == {"Iemand zoals […] en […]", "Een woord van vroeger"}


def test_every_place_leads_to_its_thread(week: Week, client: FlaskClient) -> None:
    sign_in(client, week.focus.house, week.focus.facilitator)
    page = client.get(f"/workshops/{week.focus.workshop_id}/lexicon/{week.term}").text
    places = re.findall(r'href="(/workshops/\d+/follow/\d+/\d+)#(said-\d+)"', page)
    assert len(places) == 4
    for address, anchor in places:
        assert f'id="{anchor}"' in client.get(address).text


def test_files_are_public_unless_the_address_says_more_and_it_is_known_who_made_one(
    week: Week, client: FlaskClient, tmp_path: Any
) -> None:
    focus = week.focus
    sign_in(client, focus.house, focus.facilitator)
    here = f"/workshops/{focus.workshop_id}/lexicon/lexicon"
    assert "zwijg" not in client.get(f"{here}.md").text
    assert "zwijg" in client.get(f"{here}.md?grade=analysis").text
    kept = tmp_path / "lexicon.xlsx"
    kept.write_bytes(client.get(f"{here}.xlsx").data)
    cells = [cell.value for page in openpyxl.load_workbook(kept) for row in page.rows for cell in row]
    assert "allochtoon" in cells and not [each for each in cells if "zwijg" in str(each)]
    assert client.get(f"{here}.md?grade=restricted").status_code == 404
    with focus.house.store.reading() as db:
        noted = {row.what for row in db.query(Reading)}
    assert {"lexicon public md", "lexicon analysis md", "lexicon public xlsx"} <= noted


def test_marks_are_bundled_by_the_forms_of_the_language_of_the_workshop(
    cast: Cast, client: FlaskClient
) -> None:
    focus = make_focus(cast.house, cast.facilitator, members=2, language="fr")
    for who, word in zip(focus.members[:2], ("étranger", "étrangère"), strict=True):
        said = answer(focus, who, "Wie ben je?", f"On me dit {word}")
        by = Actor("participant", who.id)
        focus.write(marks.mark, said, by, version=1, starts_at=11, ends_at=11 + len(word))
    sign_in(client, cast.house, cast.facilitator)
    page = client.get(f"/workshops/{focus.workshop_id}/lexicon").text
    assert page.count('name="mark"') == 2 and page.count('class="aanduidingen"') == 1
