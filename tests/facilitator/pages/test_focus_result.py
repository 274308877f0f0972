"""The result of focus groups: every question with its themes, for each role what it may read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from builders import Cast, Clock, make_user, sign_in
from flask.testing import FlaskClient
from focus_acts import answer
from focus_builders import Focus, make_focus
from sqlalchemy import select

from sessions.analysis import dissent, themes
from sessions.hall import preparing
from sessions.material import coding, objectives
from sessions.models import Analysis, Passage

PRIVATE = "Liever niet in de groep"


class Told:
    """Three questions with a theme each (one is private), one without, and an objective."""

    def __init__(self, cast: Cast, client: FlaskClient) -> None:
        self.cast, self.client = cast, client
        self.focus: Focus = make_focus(cast.house, cast.facilitator, groups=2, members=1)
        one, other = self.focus.members
        self.theme("Welkom", "Plekken", answer(self.focus, one, "Welkom", "In de bibliotheek"))
        shared = answer(self.focus, other, "Wie ben je?", "Ik zing in een koor")
        theme = self.theme("Wie ben je?", "Makers", shared)
        self.theme(PRIVATE, "Gemis", answer(self.focus, one, PRIVATE, "Ik mis mijn broer"))
        answer(self.focus, other, "Belangrijkst", {"chosen": ["k1"], "why": "Taal opent deuren"})
        by, objection = self.focus.moderator, {"about": "name", "text": "Ik ben geen maker"}
        raising = {"theme_id": theme, "participant_id": other.id, **objection}
        self.focus.write(dissent.raise_, self.focus.workshop_id, **raising)
        behind = self.focus.write(coding.code, shared, by, kind="interest", text="Samen zingen")
        self.focus.write(objectives.make, self.focus.workshop_id, by, title="Meedoen", behind=[behind])

    def theme(self, question: str, title: str, said: int) -> int:
        with self.cast.house.store.reading() as db:
            step = self.focus.questions[question]
            analysis = db.scalars(select(Analysis.id).where(Analysis.exercise_id == step)).one()
            passage = db.scalars(select(Passage.id).where(Passage.contribution_id == said)).one()
        given: dict[str, Any] = {"title": title, "passage_ids": [passage]}
        return int(self.focus.write(themes.make, analysis, self.focus.moderator, **given))

    def page(self, user: int) -> str:
        sign_in(self.client, self.cast.house, user)
        shown = self.client.get(f"/workshops/{self.focus.workshop_id}/result")
        assert shown.status_code == 200
        return shown.text


@pytest.fixture
def told(cast: Cast, client: FlaskClient, clock: Clock) -> Told:
    clock.moment = datetime(2026, 11, 24, 9, tzinfo=UTC)
    return Told(cast, client)


def test_every_question_stands_there_with_its_themes_and_their_words(told: Told) -> None:
    page = told.page(told.cast.facilitator)
    for title, words in (("Plekken", "In de bibliotheek"), ("Makers", "Ik zing in"), ("Gemis", "broer")):
        assert title in page and words in page
    for question in ("Wanneer voelde je je voor het laatst echt welkom?", "Wie ben je, en wat doe je graag?"):
        assert question in page
    assert "Uit 1 groep." in page and "Ik ben geen maker" in page
    waiting = page[page.index("Nog niet samengebracht") :]
    assert "Wat is voor jou het belangrijkst?" in waiting and "1 uitspraak" in waiting
    assert "Meedoen" in page and "Van één groep of één mens" in page


def test_an_observer_reads_themes_without_words_and_nothing_of_private_questions(told: Told) -> None:
    olga = make_user(told.cast.house, "olga@lotus.example", "facilitator")
    given = {"email": "olga@lotus.example", "role": "observer"}
    told.focus.write(preparing.set_member, told.focus.workshop_id, told.focus.moderator, **given)
    page = told.page(olga)
    assert "Plekken" in page and "Makers" in page and "Meedoen" in page
    for hidden in ("Gemis", "In de bibliotheek", "koor", "broer", "geen maker", "Samen zingen"):
        assert hidden not in page
    assert "met jouw rol" in page


def test_without_themes_the_page_says_so(cast: Cast, client: FlaskClient) -> None:
    focus = make_focus(cast.house, cast.facilitator)
    sign_in(client, cast.house, cast.facilitator)
    page = client.get(f"/workshops/{focus.workshop_id}/result").text
    assert "Nog geen thema" in page and "Niemand liet een afwijkende stem" in page
