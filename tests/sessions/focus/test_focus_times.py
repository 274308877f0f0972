"""Rounds open and close at the time on people's clocks, whatever summer time does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sessions.focus import times
from sessions.models import FocusGroup, Question, Round, Workshop

BRUSSELS = "Europe/Brussels"


@pytest.mark.parametrize(
    ("clock", "at"),
    [
        ("2026-11-24T09:00", datetime(2026, 11, 24, 8, tzinfo=UTC)),
        ("2026-07-24T09:00", datetime(2026, 7, 24, 7, tzinfo=UTC)),
        ("2026-10-24T09:00", datetime(2026, 10, 24, 7, tzinfo=UTC)),
        ("2026-10-25T09:00", datetime(2026, 10, 25, 8, tzinfo=UTC)),
        # Comes twice: the first of the two.
        ("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        # Never comes: the moment of the jump.
        ("2027-03-28T02:30", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        ("2027-03-28T03:00", datetime(2027, 3, 28, 1, tzinfo=UTC)),
    ],
)
def test_a_clock_time_becomes_the_moment_that_people_mean(clock: str, at: datetime) -> None:
    assert times.moment(clock, BRUSSELS) == at


def test_what_is_no_time_is_refused() -> None:
    for wrong in ("", "morgen", "2026-02-30T09:00", "2026-11-24 09:00"):
        with pytest.raises(ValueError):
            times.moment(wrong, BRUSSELS)


def week(**given: object) -> tuple[Workshop, Round]:
    workshop = Workshop(time_zone=BRUSSELS, state="open")
    asked = Round(opens="2026-10-24T09:00", closes="2026-10-25T20:00", **given)
    return workshop, asked


def test_a_round_over_the_end_of_summer_time_is_an_hour_longer_and_closes_at_the_promised_time() -> None:
    workshop, asked = week()
    opens, closes = times.opens_at(workshop, asked), times.closes_at(workshop, asked)
    assert closes - opens == timedelta(hours=36)
    assert times.clock(closes, BRUSSELS) == "2026-10-25T20:00"


def test_opening_and_closing_by_hand_go_before_the_clock() -> None:
    early = datetime(2026, 10, 23, 12, tzinfo=UTC)
    workshop, asked = week(opened_at=early, closed_at=early + timedelta(hours=20))
    group, question = FocusGroup(), Question()
    assert times.is_open(workshop, asked, early, question=question, group=group)
    assert not times.is_open(workshop, asked, early + timedelta(hours=20), question=question, group=group)
    assert times.has_opened(workshop, asked, early + timedelta(days=9))


@pytest.mark.parametrize("what", ["workshop", "group", "question"])
def test_nobody_answers_where_something_is_closed(what: str) -> None:
    workshop, asked = week()
    during = datetime(2026, 10, 24, 12, tzinfo=UTC)
    group, question = FocusGroup(), Question()
    assert times.is_open(workshop, asked, during, question=question, group=group)
    if what == "workshop":
        workshop.state = "closed"
    else:
        {"group": group, "question": question}[what].closed_at = during
    assert not times.is_open(workshop, asked, during, question=question, group=group)
