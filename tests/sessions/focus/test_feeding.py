"""What lies on the workbench of a question: words of one's own, also why somebody chose, and replies."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from builders import Clock, make_user
from focus_acts import answer, probe, reply, reply_to_probe
from focus_builders import Focus, Someone, make_focus
from sqlalchemy import select

from facilitator.house import House
from sessions import undoing
from sessions.analysis import analyses, themes
from sessions.errors import Invalid, Missing
from sessions.exercises.answers import as_form
from sessions.focus import answering, asked, feeding, questions
from sessions.focus.questions import value_of
from sessions.material import interviews
from sessions.models import Analysis
from sessions.projections import Audience, snapshot

WHY = "Wie de taal kent, spreekt mee"


@pytest.fixture
def focus(house: House, clock: Clock) -> Focus:
    clock.moment = datetime(2026, 11, 24, 9, tzinfo=UTC)
    return make_focus(house, make_user(house, "hilde@lotus.example", "facilitator"))


def on_table(focus: Focus, title: str) -> list[str]:
    """The cards of that question's workbench."""
    with focus.house.store.reading() as db:
        items = snapshot(db, Audience("workbench", analysis_of(focus, title))).items
    return [item["text"] for name, item in items.items() if name.startswith("passage:")]


def analysis_of(focus: Focus, title: str) -> int:
    with focus.house.store.reading() as db:
        found = db.scalar(select(Analysis.id).where(Analysis.exercise_id == focus.questions[title]))
    assert found is not None
    return found


def chose(focus: Focus, who: Someone, why: str = "") -> int:
    return answer(focus, who, "Belangrijkst", {"chosen": ["k1"], "why": why})


def correct(focus: Focus, said: int, who: Someone, version: int, why: str, chosen: str = "k2") -> None:
    data = as_form({"chosen": [chosen, "k3"], "why": why})
    focus.write(answering.correct, said, who.id, version=version, data=data)


def test_why_somebody_chose_is_a_card_and_what_they_chose_is_not(focus: Focus) -> None:
    one, other = focus.members[:2]
    said = chose(focus, one, WHY)
    chose(focus, other)
    assert on_table(focus, "Belangrijkst") == [WHY]
    # A longer choice moves the words along, and other words are the same card.
    correct(focus, said, one, 1, WHY)
    assert on_table(focus, "Belangrijkst") == [WHY]
    correct(focus, said, one, 2, "Taal opent deuren")
    assert on_table(focus, "Belangrijkst") == ["Taal opent deuren"]


def test_a_why_that_is_taken_away_leaves_its_theme_and_comes_back_there(focus: Focus) -> None:
    one = focus.members[0]
    said, analysis = chose(focus, one, WHY), analysis_of(focus, "Belangrijkst")
    with focus.house.store.reading() as db:
        ((passage, _said, _version),) = analyses.passages_of(db, db.get_one(Analysis, analysis))
    theme = focus.write(themes.make, analysis, focus.moderator, title="Taal", passage_ids=[passage.id])

    def counted() -> int:
        with focus.house.store.reading() as db:
            return snapshot(db, Audience("workbench", analysis)).items[f"theme:{theme}"]["count"]

    assert counted() == 1
    correct(focus, said, one, 1, "")
    assert on_table(focus, "Belangrijkst") == [] and counted() == 0
    correct(focus, said, one, 2, "Toch de taal")
    assert on_table(focus, "Belangrijkst") == ["Toch de taal"] and counted() == 1
    # Who did not say why at first, and does so now, has a card too.
    late = focus.members[1]
    correct(focus, chose(focus, late), late, 1, "Buren helpen")
    assert sorted(on_table(focus, "Belangrijkst")) == ["Buren helpen", "Toch de taal"]


def test_replies_and_what_was_said_to_probes_lie_there_where_somebody_wants_them(focus: Focus) -> None:
    one, other = focus.members[:2]
    said = answer(focus, one, "Welkom", "In de bibliotheek")
    answer(focus, other, "Welkom", "Bij mijn buren")
    reply(focus, other, said, "Daar ook in de winter?")
    asking = probe(focus, "Welkom")
    reply_to_probe(focus, one, asking, "Er zat altijd iemand")
    analysis = analysis_of(focus, "Welkom")
    answers = {"In de bibliotheek", "Bij mijn buren"}
    assert set(on_table(focus, "Welkom")) == answers
    turn = (feeding.take_replies, focus.workshop_id, analysis, focus.moderator)
    focus.write(*turn, taken=True)
    everything = answers | {"Daar ook in de winter?", "Er zat altijd iemand"}
    assert set(on_table(focus, "Welkom")) == everything
    # What is said from now on lies there by itself.
    reply(focus, one, said, "Ja, altijd warm", key="later-reply")
    assert set(on_table(focus, "Welkom")) == everything | {"Ja, altijd warm"}
    focus.write(undoing.undo_in_hall, focus.workshop_id, focus.moderator, seen=None)
    assert set(on_table(focus, "Welkom")) == answers
    focus.write(*turn, taken=True)

    with focus.house.store.reading() as db:
        rows = analyses.passages_of(db, db.get_one(Analysis, analysis))
    late = next(passage.id for passage, _said, version in rows if version.text == "Ja, altijd warm")
    focus.write(themes.make, analysis, focus.moderator, title="Warmte", passage_ids=[late])
    with pytest.raises(Invalid):
        focus.write(*turn, taken=False)


def test_interviews_have_a_workbench_of_their_own(focus: Focus) -> None:
    focus.write(
        interviews.enter,
        focus.workshop_id,
        focus.moderator,
        name="Mevrouw A",
        interviewer="Els",
        held_on=date(2026, 11, 20),
        consent="Mondeling",
        notes=["Je moet iemand kennen.", "Het loket is een muur."],
        secret="x" * 32,
    )
    with focus.house.store.reading() as db:
        found = db.scalars(select(Analysis).where(Analysis.feeds_on == "interview")).one()
        texts = [version.text for _, _, version in analyses.passages_of(db, found)]
        assert not feeding.can_take_replies(db, found)
    assert texts == ["Je moet iemand kennen.", "Het loket is een muur."]
    with pytest.raises(Missing):
        focus.write(feeding.take_replies, focus.workshop_id, found.id, focus.moderator, taken=True)


def test_asking_why_makes_a_workbench_and_an_answered_one_stays(focus: Focus) -> None:
    title = "Belangrijkst"

    def change(**settings: Any) -> None:
        with focus.house.store.reading() as db:
            each = asked.question(db, focus.workshop_id, focus.questions[title])
            wanted = value_of(each)
        wanted.settings.update(settings)
        focus.write(questions.change_question, focus.workshop_id, each.id, focus.moderator, wanted)

    analysis_of(focus, title)
    change(why=False)
    with pytest.raises(AssertionError):
        analysis_of(focus, title)
    change(why=True)
    chose(focus, focus.members[0], WHY)
    change(why=False)
    assert on_table(focus, title) == [WHY]
