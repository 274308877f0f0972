"""A round that closes at another moment for one group than for the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import Clock, make_user
from focus_acts import answer
from focus_builders import Focus, make_focus
from letters_builders import YES

from facilitator.house import House
from sessions import undoing
from sessions.errors import Closed, Invalid, Missing
from sessions.focus import asked, closing, consent, following, post, rounds, times
from sessions.models import GroupHours, Member
from sessions.projections import focus as screen

KINDS = frozenset({"round", "question", "stimulus"})
LATER = "2026-11-26T20:00"


@pytest.fixture
def focus(house: House) -> Focus:
    """Two groups with one member each; the first round is open until 24 November at 20."""
    return make_focus(house, make_user(house, "nel@lotus.example", "facilitator"), members=1)


def close(focus: Focus, *, closed: bool = True, only: int | None = None) -> None:
    where = (focus.workshop_id, focus.rounds[0], focus.moderator)
    focus.write(closing.set_round_closed, *where, closed=closed, group_id=only)


def extend(focus: Focus, until: str = LATER, only: int | None = None) -> None:
    where = (focus.workshop_id, focus.rounds[0], focus.moderator)
    focus.write(closing.extend_round, *where, until=until, group_id=only)


def undo(focus: Focus) -> None:
    focus.write(undoing.undo_in_hall, focus.workshop_id, focus.moderator, seen=None, kinds=KINDS)


def states(focus: Focus) -> list[bool]:
    """Whether the first round is open for each group."""
    with focus.house.store.reading() as db:
        workshop, day = asked.focus_workshop(db, focus.workshop_id), asked.rounds(db, focus.workshop_id)[0]
        every = asked.groups(db, focus.workshop_id)
        return [times.is_open(workshop, day, focus.house.now(), group=each) for each in every]


def test_one_group_is_closed_opened_again_and_taken_back(focus: Focus) -> None:
    first = focus.groups[0]
    close(focus, only=first)
    assert states(focus) == [False, True]
    with pytest.raises(Closed):
        answer(focus, focus.members[0], "Welkom", "Hier")
    answer(focus, focus.members[1], "Welkom", "Daar")
    close(focus, closed=False, only=first)
    assert states(focus) == [True, True]
    close(focus, only=first)
    undo(focus)
    assert states(focus) == [True, True]
    undo(focus)
    assert states(focus) == [False, True], "the opening again is taken back"


def test_one_group_gets_longer_and_reads_its_own_hour(focus: Focus, clock: Clock) -> None:
    second = focus.groups[1]
    extend(focus, only=second)
    with focus.house.store.reading() as db:
        pages = [screen.day(db, each.id, clock.moment)["rounds"][0] for each in focus.members]
    assert [each["closes"][:13] for each in pages] == ["2026-11-24T19", "2026-11-26T19"]
    clock.passes(days=2)
    assert states(focus) == [False, True]
    answer(focus, focus.members[1], "Welkom", "Daar")
    with pytest.raises(Closed):
        answer(focus, focus.members[0], "Welkom", "Hier")
    extend(focus, only=focus.groups[0])
    assert states(focus) == [True, True]
    with focus.house.store.reading() as db:
        (day, _second) = following.overview(db, focus.workshop_id, clock.moment)
    assert day.state == "closed" and [each.own for each in day.groups] == [True, True]


def test_what_is_said_of_all_holds_for_all_and_is_taken_back_exactly(focus: Focus) -> None:
    extend(focus, only=focus.groups[1])
    close(focus, only=focus.groups[0])
    close(focus)
    assert states(focus) == [False, False]
    undo(focus)
    assert states(focus) == [False, True]
    extend(focus, "2026-11-25T20:00")
    with focus.house.store.reading() as db:
        assert db.query(GroupHours).count() == 0
    assert states(focus) == [True, True]
    undo(focus)
    assert states(focus) == [False, True]


def test_what_cannot_be_is_refused(focus: Focus, clock: Clock) -> None:
    first = focus.groups[0]
    other = make_focus(focus.house, focus.facilitator, members=0)
    with pytest.raises(Missing):
        close(focus, only=other.groups[0])
    with pytest.raises(Invalid):
        extend(focus, "2026-11-20T20:00", only=first)
    second = (focus.workshop_id, focus.rounds[1], focus.moderator)
    with pytest.raises(Invalid):
        focus.write(closing.extend_round, *second, until=LATER, group_id=first)
    close(focus)
    with pytest.raises(Invalid):
        close(focus, closed=False, only=first)
    clock.passes(days=5)
    with pytest.raises(Invalid):
        close(focus, closed=False, only=first)


def test_reminders_go_by_the_hour_of_the_group(focus: Focus, clock: Clock) -> None:
    for number, each in enumerate(focus.members):
        focus.house.write(
            lambda db, one=each.id, n=number: setattr(db.get_one(Member, one), "email", f"{n}@lotus.example")
        )
        focus.write(consent.answer, each.id, YES)
    extend(focus, only=focus.groups[1])
    clock.moment += timedelta(hours=20)

    def reminded() -> list[int]:
        with focus.house.store.reading() as db:
            workshop = asked.focus_workshop(db, focus.workshop_id)
            found = post.wanted(db, workshop, clock.moment, digests=False)
        first = {"round": focus.rounds[0]}
        return [each.participant_id for each in found if (each.kind, each.about) == ("reminder", first)]

    assert reminded() == [focus.members[0].id]
    clock.moment += timedelta(days=1)
    clock.moment += timedelta(hours=16)
    assert reminded() == [focus.members[1].id]


def test_a_round_goes_with_its_hours_and_comes_back_with_them(focus: Focus) -> None:
    extend(focus, only=focus.groups[1])
    where = (focus.workshop_id, focus.rounds[0], focus.moderator)
    focus.write(rounds.remove_round, focus.workshop_id, focus.rounds[1], focus.moderator)
    focus.write(rounds.remove_round, *where)
    undo(focus)
    with focus.house.store.reading() as db:
        assert [each.closes for each in db.query(GroupHours)] == [LATER]
