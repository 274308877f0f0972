"""A round that a moderator opens before its hour, and taking that back."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Clock, make_user
from focus_builders import Focus, make_focus

from facilitator.house import House
from sessions import undoing
from sessions.errors import Conflict, Invalid, Missing
from sessions.exercises.answers import as_form
from sessions.focus import answering, asked, closing, times
from sessions.workshops import close_workshop

KINDS = frozenset({"round", "question", "stimulus"})


@pytest.fixture
def focus(house: House) -> Focus:
    """The first round is open, the second opens tomorrow morning."""
    return make_focus(house, make_user(house, "nel@lotus.example", "facilitator"), members=1)


def open_second(focus: Focus) -> None:
    focus.write(closing.open_round, focus.workshop_id, focus.rounds[1], focus.moderator)


def undo(focus: Focus) -> None:
    focus.write(undoing.undo_in_hall, focus.workshop_id, focus.moderator, seen=None, kinds=KINDS)


def answer(focus: Focus, data: dict[str, Any]) -> None:
    question, one = focus.questions["Woorden"], focus.members[0].id
    focus.write(answering.answer, question, one, key="woorden-00000000000000", data=as_form(data))


def hours(focus: Focus) -> tuple[bool, Any]:
    """Whether the second round is open now, and when it closes."""
    with focus.house.store.reading() as db:
        workshop, day = (
            asked.focus_workshop(db, focus.workshop_id),
            asked.round_of(db, focus.workshop_id, focus.rounds[1]),
        )
        group = asked.groups(db, focus.workshop_id)[0]
        return times.is_open(workshop, day, focus.house.now(), group=group), times.closes_at(workshop, day)


def test_it_takes_answers_from_then_on_and_closes_at_its_own_hour(focus: Focus) -> None:
    with pytest.raises(Missing):
        answer(focus, {"marks": [{"word": "allochtoon", "why": "hard"}]})
    before = hours(focus)[1]
    open_second(focus)
    assert hours(focus) == (True, before)
    answer(focus, {"marks": [{"word": "allochtoon", "why": "hard"}]})


def test_taking_it_back_closes_it_until_its_hour_unless_somebody_answered(focus: Focus, clock: Clock) -> None:
    open_second(focus)
    undo(focus)
    assert not hours(focus)[0]
    open_second(focus)
    clock.passes(minutes=1)
    answer(focus, {"marks": [{"word": "allochtoon", "why": "hard"}]})
    with pytest.raises(Conflict):
        undo(focus)
    assert hours(focus)[0]


def test_what_is_over_or_not_open_as_a_whole_is_not_opened_by_hand(focus: Focus, clock: Clock) -> None:
    clock.passes(days=10)
    with pytest.raises(Invalid):
        open_second(focus)
    clock.passes(days=-10)
    focus.write(close_workshop, focus.workshop_id, focus.moderator)
    with pytest.raises(Invalid):
        open_second(focus)


def test_twice_is_once(focus: Focus, clock: Clock) -> None:
    open_second(focus)
    opened = focus.house.now()
    clock.passes(hours=1)
    open_second(focus)
    with focus.house.store.reading() as db:
        assert asked.round_of(db, focus.workshop_id, focus.rounds[1]).opened_at == opened
