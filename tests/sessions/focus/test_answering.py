"""A member answers once, says it better, takes it back, puts it back: nothing twice, nothing lost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from builders import Clock, make_user
from focus_builders import Focus, Someone, add_member, make_focus
from sqlalchemy import select

from facilitator.house import House
from sessions import contributions
from sessions.errors import Closed, Conflict, Invalid, Missing
from sessions.exercises.answers import as_form
from sessions.focus import answering
from sessions.journal import Actor
from sessions.models import (
    Analysis,
    Contribution,
    ContributionVersion,
    FocusGroup,
    Member,
    Passage,
    Question,
    Workshop,
)

KEY = "0123456789abcdef"
FIRST_MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECOND_MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def focus(house: House, clock: Clock) -> Focus:
    clock.moment = FIRST_MORNING
    return make_focus(house, make_user(house, "hilde@lotus.example", "facilitator"))


def answer(focus: Focus, who: Someone, title: str, data: Any, key: str = KEY) -> dict[str, Any]:
    given = {"key": key, "data": as_form(data if isinstance(data, dict) else {"text": data})}
    return focus.write(answering.answer, focus.questions[title], who.id, **given)


def row(focus: Focus, model: Any, ident: Any) -> Any:
    with focus.house.store.reading() as db:
        return db.get_one(model, ident)


def said(focus: Focus) -> list[tuple[str, str]]:
    """State and present words of every answer, oldest first."""
    with focus.house.store.reading() as db:
        rows = db.execute(
            select(Contribution.state, ContributionVersion.text)
            .join(
                ContributionVersion,
                (ContributionVersion.contribution_id == Contribution.id)
                & (ContributionVersion.number == Contribution.version),
            )
            .order_by(Contribution.id)
        )
        return [(state, text) for state, text in rows]


def test_an_answer_is_kept_in_the_group_with_its_passage(focus: Focus) -> None:
    one = focus.members[0]
    made = answer(focus, one, "Welkom", "  In de bibliotheek.  ")
    kept = row(focus, Contribution, made["id"])
    assert (kept.kind, kept.state, kept.group_id) == ("answer", "shown", one.group_id)
    assert said(focus) == [("shown", "In de bibliotheek.")]
    with focus.house.store.reading() as db:
        assert db.scalars(select(Passage.contribution_id)).all() == [made["id"]]
        assert db.scalars(select(Analysis.exercise_id)).all()


def test_a_retry_is_the_same_answer(focus: Focus) -> None:
    first = answer(focus, focus.members[0], "Welkom", "In de bibliotheek")
    again = answer(focus, focus.members[0], "Welkom", "In de bibliotheek")
    assert again == first | {"again": True}
    assert len(said(focus)) == 1


def test_a_key_of_somebody_else_or_of_another_question_is_refused(focus: Focus) -> None:
    answer(focus, focus.members[0], "Welkom", "In de bibliotheek")
    for who, title in ((focus.members[1], "Welkom"), (focus.members[0], "Wie ben je?")):
        with pytest.raises(Conflict):
            answer(focus, who, title, "Iets anders")
    assert len(said(focus)) == 1


def test_a_second_answer_is_refused_with_the_first_untouched(focus: Focus) -> None:
    answer(focus, focus.members[0], "Welkom", "De eerste")
    with pytest.raises(Conflict):
        answer(focus, focus.members[0], "Welkom", "De tweede", key="another-key-of-mine")
    assert said(focus) == [("shown", "De eerste")]


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 4001])
def test_nothing_and_too_much_are_said_next_to_the_field(focus: Focus, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        answer(focus, focus.members[0], "Welkom", words)
    assert list(refused.value.errors) == ["text"]
    assert said(focus) == []


def test_a_question_that_did_not_open_is_not_there(focus: Focus, clock: Clock) -> None:
    with pytest.raises(Missing):
        answer(focus, focus.members[0], "Belangrijkst", {"chosen": ["k1"]})
    clock.moment = SECOND_MORNING
    answer(focus, focus.members[0], "Belangrijkst", {"chosen": ["k1", "k3"], "why": "Zo is het"})
    assert said(focus) == [("shown", "Taal, Buren\nZo is het")]


def test_a_question_for_another_segment_is_not_there(focus: Focus, clock: Clock) -> None:
    clock.moment = SECOND_MORNING
    with pytest.raises(Missing):
        answer(focus, focus.members[0], "In de klas", "Samen lezen")
    teacher = add_member(focus, focus.groups[0], segment="leerkracht")
    answer(focus, teacher, "In de klas", "Samen lezen")
    assert said(focus) == [("shown", "Samen lezen")]


def shut(focus: Focus, what: str) -> None:
    """Something of the first member is closed."""

    def act(db: Any) -> None:
        now = focus.house.now()
        if what == "workshop":
            db.get_one(Workshop, focus.workshop_id).state = "closed"
        elif what == "member":
            db.get_one(Member, focus.members[0].id).state = "left"
        elif what == "group":
            db.get_one(FocusGroup, focus.groups[0]).closed_at = now
        else:
            db.get_one(Question, focus.questions["Welkom"]).closed_at = now

    focus.house.write(act)


@pytest.mark.parametrize("what", ["workshop", "group", "question", "member"])
def test_where_something_is_closed_nobody_answers_or_corrects(focus: Focus, what: str) -> None:
    made = answer(focus, focus.members[0], "Welkom", "In de bibliotheek")
    shut(focus, what)
    with pytest.raises(Closed):
        correct(focus, focus.members[0], made, "Elders")
    focus.house.write(lambda db: setattr(db.get_one(Contribution, made["id"]), "state", "withdrawn"))
    with pytest.raises(Closed):
        answer(focus, focus.members[0], "Welkom", "Te laat", key="a-key-that-is-new")


def test_after_its_round_a_question_takes_no_answer(focus: Focus, clock: Clock) -> None:
    clock.moment = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)  # 20.00 in Brussels: the round closes
    with pytest.raises(Closed):
        answer(focus, focus.members[0], "Welkom", "Te laat")


def correct(focus: Focus, who: Someone, made: dict[str, Any], text: str, version: int = 1) -> dict[str, Any]:
    return focus.write(answering.correct, made["id"], who.id, version=version, data=as_form({"text": text}))


def test_a_correction_keeps_what_was_said_before(focus: Focus) -> None:
    one = focus.members[0]
    made = answer(focus, one, "Welkom", "In de biblioteek")
    better = correct(focus, one, made, "In de bibliotheek")
    assert (better["version"], better["again"]) == (2, False)
    assert correct(focus, one, made, "In de bibliotheek")["again"]
    with pytest.raises(Conflict):
        correct(focus, one, made, "Op de markt")
    with focus.house.store.reading() as db:
        versions = db.scalars(select(ContributionVersion.text).order_by(ContributionVersion.number)).all()
    assert versions == ["In de biblioteek", "In de bibliotheek"]


def test_nobody_corrects_or_withdraws_what_somebody_else_said(focus: Focus) -> None:
    made = answer(focus, focus.members[0], "Welkom", "In de bibliotheek")
    with pytest.raises(Missing):
        correct(focus, focus.members[1], made, "Gestolen")
    for verb in (answering.withdraw, answering.put_back):
        with pytest.raises(Missing):
            focus.write(verb, made["id"], focus.members[1].id)
    assert said(focus) == [("shown", "In de bibliotheek")]


def test_what_is_withdrawn_may_be_answered_anew_or_put_back(focus: Focus, clock: Clock) -> None:
    one = focus.members[0]
    made = answer(focus, one, "Welkom", "Eerst dit")
    focus.write(answering.withdraw, made["id"], one.id)
    assert focus.write(answering.withdraw, made["id"], one.id)["again"]
    focus.write(answering.put_back, made["id"], one.id)
    assert said(focus) == [("shown", "Eerst dit")]
    focus.write(answering.withdraw, made["id"], one.id)
    answer(focus, one, "Welkom", "Dan dat", key="another-key-of-mine")
    with pytest.raises(Conflict):
        focus.write(answering.put_back, made["id"], one.id)
    assert said(focus) == [("withdrawn", "Eerst dit"), ("shown", "Dan dat")]


def test_what_was_hidden_stays_hidden_when_it_comes_back(focus: Focus) -> None:
    one = focus.members[0]
    made = answer(focus, one, "Welkom", "Iemand bij naam")
    focus.write(
        contributions.hide, made["id"], Actor("user", focus.facilitator), reason="Er staat een naam in"
    )
    focus.write(answering.withdraw, made["id"], one.id)
    assert focus.write(answering.put_back, made["id"], one.id)["state"] == "hidden"


def test_an_answer_may_be_withdrawn_after_its_question_closed_and_by_who_left(focus: Focus) -> None:
    one = focus.members[0]
    made = answer(focus, one, "Welkom", "In de bibliotheek")
    shut(focus, "question")
    shut(focus, "member")
    assert focus.write(answering.withdraw, made["id"], one.id)["state"] == "withdrawn"
    with pytest.raises(Closed):
        focus.write(answering.put_back, made["id"], one.id)


def test_everything_is_withdrawn_at_once(focus: Focus) -> None:
    answer(focus, focus.members[0], "Welkom", "Van mij")
    answer(focus, focus.members[0], "Wie ben je?", "Ook van mij", key="another-key-of-mine")
    answer(focus, focus.members[1], "Welkom", "Van een ander", key="a-key-of-somebody")
    assert focus.write(answering.withdraw_all, focus.members[0].id) == 2
    assert focus.write(answering.withdraw_all, focus.members[0].id) == 0
    assert said(focus) == [("withdrawn", "Van mij"), ("withdrawn", "Ook van mij"), ("shown", "Van een ander")]


def test_a_question_that_only_asks_to_react_takes_no_answer_of_its_own(focus: Focus, clock: Clock) -> None:
    clock.moment = SECOND_MORNING
    with pytest.raises(Closed):
        answer(focus, focus.members[0], "Reageren", "Mooi")
