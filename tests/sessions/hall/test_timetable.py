"""The timetable of a day: what began when, what is expected, how late it runs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import Clock, make_user, make_workshop

from facilitator.house import House
from sessions import workshops
from sessions.hall.timetable import Timetable, timetable
from sessions.journal import Actor
from sessions.models import Workshop

HALL = Actor("command")


@pytest.fixture
def workshop_id(house: House) -> int:
    return make_workshop(house, make_user(house, "hilde@lotus.example", "facilitator"))


def timetable_of(house: House, workshop_id: int) -> Timetable:
    with house.store.reading() as db:
        workshop = db.get_one(Workshop, workshop_id)
        return timetable(workshop, workshops.steps_of(db, workshop_id), now=house.now())


def go(house: House, workshop_id: int, position: int) -> None:
    def act(db):
        steps = workshops.steps_of(db, workshop_id)
        present = workshops.present_step(db, workshop_id)
        workshops.go_to_step(db, workshop_id, steps[position - 1].id, HALL, seen=present.id, now=house.now())

    house.write(act)


def ids(house: House, workshop_id: int) -> list[int]:
    with house.store.reading() as db:
        return [step.id for step in workshops.steps_of(db, workshop_id)]


def test_before_the_day_there_are_no_times(house: House, workshop_id: int) -> None:
    assert timetable_of(house, workshop_id) == Timetable({})


def test_a_day_that_just_began_ends_as_planned(house: House, clock: Clock, workshop_id: int) -> None:
    house.write(lambda db: workshops.open_workshop(db, workshop_id, HALL, now=clock()))
    plan = timetable_of(house, workshop_id)
    assert plan.late_minutes == 0
    assert plan.expected_end == plan.planned_end == clock() + timedelta(minutes=195)
    steps = ids(house, workshop_id)
    assert [(plan.begins[step] - clock()) / timedelta(minutes=1) for step in steps] == [
        0,
        20,
        30,
        70,
        90,
        105,
        150,
        170,
        180,
    ]


def test_a_step_that_lasts_too_long_moves_all_that_follows(
    house: House, clock: Clock, workshop_id: int
) -> None:
    house.write(lambda db: workshops.open_workshop(db, workshop_id, HALL, now=clock()))
    began = clock()
    clock.passes(minutes=24)
    plan = timetable_of(house, workshop_id)
    assert plan.late_minutes == 4
    assert plan.begins[ids(house, workshop_id)[1]] == began + timedelta(minutes=24)
    go(house, workshop_id, 2)
    assert timetable_of(house, workshop_id).late_minutes == 4


def test_skipping_a_step_runs_ahead_and_leaves_it_without_a_time(
    house: House, clock: Clock, workshop_id: int
) -> None:
    house.write(lambda db: workshops.open_workshop(db, workshop_id, HALL, now=clock()))
    go(house, workshop_id, 3)
    plan = timetable_of(house, workshop_id)
    assert plan.late_minutes == -30
    assert ids(house, workshop_id)[1] not in plan.begins


def test_going_back_puts_what_was_done_ahead_again(house: House, clock: Clock, workshop_id: int) -> None:
    house.write(lambda db: workshops.open_workshop(db, workshop_id, HALL, now=clock()))
    go(house, workshop_id, 2)
    clock.passes(minutes=5)
    go(house, workshop_id, 1)
    second = ids(house, workshop_id)[1]
    assert timetable_of(house, workshop_id).begins[second] == clock() + timedelta(minutes=20)


def test_two_more_minutes_are_two_minutes_late(house: House, clock: Clock, workshop_id: int) -> None:
    house.write(lambda db: workshops.open_workshop(db, workshop_id, HALL, now=clock()))
    house.write(lambda db: workshops.extend_step(db, workshop_id, HALL, now=clock()))
    assert timetable_of(house, workshop_id).late_minutes == 2


def test_a_workshop_opened_again_days_later_is_not_late(house: House, clock: Clock, workshop_id: int) -> None:
    house.write(lambda db: workshops.open_workshop(db, workshop_id, HALL, now=clock()))
    house.write(lambda db: workshops.close_workshop(db, workshop_id, HALL, now=clock()))
    clock.passes(days=3)
    house.write(lambda db: workshops.open_workshop(db, workshop_id, HALL, now=clock()))
    assert timetable_of(house, workshop_id).late_minutes == 0
