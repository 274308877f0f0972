"""The life of a workshop, and what happens when two facilitators act at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from builders import Cast, Clock, join, make_workshop
from sqlalchemy import select

from sessions import participants, workshops
from sessions.errors import Closed, Conflict, Forbidden, Invalid, Missing
from sessions.hall import preparing
from sessions.journal import since
from sessions.models import Exercise, Workshop
from sessions.scripts import load
from sessions.verbs import Verb


def write(cast: Cast, verb: Any, *args: Any, **kwargs: Any) -> Any:
    return cast.house.write(lambda db: verb(db, *args, **kwargs, now=cast.house.now()))


def step_at(cast: Cast, position: int) -> int:
    with cast.house.store.reading() as db:
        return workshops.steps_of(db, cast.gathering)[position - 1].id


def present(cast: Cast) -> int | None:
    with cast.house.store.reading() as db:
        step = workshops.present_step(db, cast.gathering)
        return step.id if step else None


def test_two_facilitators_press_next_at_once_and_the_hall_moves_one_step(cast: Cast) -> None:
    seen, target = present(cast), step_at(cast, 4)
    for _ in range(2):
        write(cast, workshops.go_to_step, cast.gathering, target, cast.moderator, seen=seen)
    assert present(cast) == target
    with cast.house.store.reading() as db:
        opened = [each for each in since(db, cast.gathering, 0) if each.verb == Verb.STEP_OPENED]
        assert len([each for each in opened if target in each.touched["exercise"]]) == 1


def test_next_from_a_step_that_is_past_changes_nothing(cast: Cast) -> None:
    past = present(cast)
    write(cast, workshops.go_to_step, cast.gathering, step_at(cast, 4), cast.moderator, seen=past)
    with pytest.raises(Conflict):
        write(cast, workshops.go_to_step, cast.gathering, step_at(cast, 5), cast.moderator, seen=past)
    assert present(cast) == step_at(cast, 4)


def test_a_step_of_another_workshop_cannot_be_opened(cast: Cast) -> None:
    foreign = cast.step(workshop_id=cast.elsewhere)
    with pytest.raises(Missing):
        write(cast, workshops.go_to_step, cast.gathering, foreign, cast.moderator, seen=present(cast))


def test_two_more_minutes_count_from_now_when_time_was_over(cast: Cast, clock: Clock) -> None:
    clock.passes(hours=2)
    write(cast, workshops.extend_step, cast.gathering, cast.moderator)
    with cast.house.store.reading() as db:
        step = db.get_one(Exercise, present(cast))
        assert step.closes_at == clock.moment + timedelta(minutes=2)


def test_closing_ends_joining_and_reopening_allows_it(cast: Cast) -> None:
    write(cast, workshops.close_workshop, cast.gathering, cast.moderator)
    with cast.house.store.reading() as db:
        code = db.get_one(Workshop, cast.gathering).join_code
        with pytest.raises(Missing):
            workshops.by_join_code(db, code)
    with pytest.raises(Closed):
        join(cast.house, cast.gathering)
    write(cast, workshops.open_workshop, cast.gathering, cast.moderator)
    assert join(cast.house, cast.gathering).id


def test_a_day_that_was_closed_too_early_goes_on_where_it_was(cast: Cast, clock: Clock) -> None:
    """Also where a step before it was passed over; the wall shows what it showed."""
    write(cast, workshops.go_to_step, cast.gathering, step_at(cast, 6), cast.moderator, seen=present(cast))
    write(cast, workshops.turn_wall, cast.gathering, cast.moderator, view="tree", hidden=None)
    with cast.house.store.reading() as db:
        assert db.get_one(Exercise, step_at(cast, 5)).state == "waiting"
        ends = db.get_one(Exercise, step_at(cast, 6)).closes_at
    clock.passes(minutes=3)
    write(cast, workshops.close_workshop, cast.gathering, cast.moderator)
    clock.passes(minutes=1)
    write(cast, workshops.open_workshop, cast.gathering, cast.moderator)
    with cast.house.store.reading() as db:
        assert present(cast) == step_at(cast, 6)
        assert db.get_one(Exercise, step_at(cast, 6)).closes_at == ends
        assert db.get_one(Workshop, cast.gathering).wall_view == "tree"


def test_a_step_whose_time_was_over_has_all_of_it_when_the_day_is_opened_again(
    cast: Cast, clock: Clock
) -> None:
    write(cast, workshops.close_workshop, cast.gathering, cast.moderator)
    clock.passes(hours=20)
    write(cast, workshops.open_workshop, cast.gathering, cast.moderator)
    with cast.house.store.reading() as db:
        step = db.get_one(Exercise, present(cast))
        assert step.closes_at == clock.moment + timedelta(minutes=step.minutes)


@pytest.mark.parametrize("day", [date(26, 11, 23), date(9999, 12, 31)])
def test_a_year_that_was_mistyped_is_said(cast: Cast, day: date) -> None:
    details = {"title": "Dag", "held_on": day, "language": "nl", "tables": 10}
    with pytest.raises(Invalid, match="Kijk het jaar na"):
        write(cast, preparing.change_details, cast.gathering, cast.moderator, **details)
    drawn = {"join_code": "ABCDEFGH", "wall_secret": "w" * 24, "organisation_id": 1, "user_id": None}
    with pytest.raises(Invalid, match="Kijk het jaar na"):
        write(cast, workshops.make, load("brainstorm", "nl"), **details, **drawn)


def test_a_code_is_read_however_it_is_typed(cast: Cast) -> None:
    with cast.house.store.reading() as db:
        code = db.get_one(Workshop, cast.gathering).join_code
        for typed in (code.lower(), f"{code[:4]} {code[4:]}", f" {code[:4]}-{code[4:].lower()} "):
            assert workshops.by_join_code(db, typed).id == cast.gathering


def test_the_phone_that_returns_is_the_same_participant(cast: Cast) -> None:
    phone = cast.phones[0]
    again = cast.house.write(
        lambda db: participants.join(
            db,
            cast.gathering,
            table_number=5,
            name="",
            language="nl",
            secret=phone.secret,
            now=cast.house.now(),
        )
    )
    assert again == phone.id


@pytest.mark.parametrize("table", [None, 0, 99])
def test_joining_needs_a_table_that_is_there(cast: Cast, table: int | None) -> None:
    with pytest.raises(Invalid) as refusal:
        cast.house.write(
            lambda db: participants.join(
                db, cast.gathering, table_number=table, name="", language="fr", secret="s" * 43,
                now=cast.house.now(),
            )
        )  # fmt: skip
    assert "table" in refusal.value.errors


def test_a_table_where_people_sit_cannot_go(cast: Cast) -> None:
    details = {"title": "Kort", "held_on": cast.house.now().date(), "language": "nl"}
    with pytest.raises(Invalid):
        write(cast, preparing.change_details, cast.gathering, cast.moderator, tables=1, **details)
    write(cast, preparing.change_details, cast.gathering, cast.moderator, tables=2, **details)


@pytest.mark.parametrize(("title", "tables"), [("", 10), ("x" * 121, 10), ("Goed", 0), ("Goed", 61)])
def test_what_cannot_be_is_said(cast: Cast, title: str, tables: int) -> None:
    with pytest.raises(Invalid):
        make_workshop(cast.house, cast.facilitator, title, tables=tables)


def test_the_last_facilitator_cannot_leave(cast: Cast) -> None:
    email = "hilde@lotus.example"
    with pytest.raises(Forbidden):
        write(cast, preparing.set_member, cast.gathering, cast.moderator, email=email, role=None)
    write(
        cast,
        preparing.set_member,
        cast.gathering,
        cast.moderator,
        email="wout@lotus.example",
        role="facilitator",
    )
    write(cast, preparing.set_member, cast.gathering, cast.moderator, email=email, role=None)


def test_french_workshops_speak_french(cast: Cast) -> None:
    workshop_id = make_workshop(cast.house, cast.facilitator, "Journée", language="fr")
    with cast.house.store.reading() as db:
        prompts = set(db.scalars(select(Exercise.prompt).where(Exercise.workshop_id == workshop_id)))
    assert "Qu’est-ce qui vous réchauffe le cœur ?" in prompts
