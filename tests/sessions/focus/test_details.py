"""What a workshop of focus groups is called, and whose clocks its hours are on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from builders import Clock, make_user
from focus_builders import Focus, make_focus

from facilitator.house import House
from sessions import undoing
from sessions.errors import Invalid
from sessions.exercises.answers import as_form
from sessions.focus import answering, asked, details, rounds, times
from sessions.focus.shape import GuideRound
from sessions.models import Round, Workshop

KINDS = frozenset({"round", "question", "stimulus"})
NEW_YORK, LISBON = "America/New_York", "Europe/Lisbon"


@pytest.fixture
def focus(house: House) -> Focus:
    return make_focus(house, make_user(house, "nel@lotus.example", "facilitator"), members=1)


def workshop(focus: Focus) -> Workshop:
    with focus.house.store.reading() as db:
        return asked.focus_workshop(db, focus.workshop_id)


def change(focus: Focus, **wanted: Any) -> None:
    present = workshop(focus)
    names = ("title", "held_on", "language", "time_zone", "retention_on")
    values = {name: getattr(present, name) for name in names} | wanted
    focus.write(details.change, focus.workshop_id, focus.moderator, **values)


def opens(focus: Focus, round_id: int) -> datetime:
    with focus.house.store.reading() as db:
        return times.opens_at(asked.focus_workshop(db, focus.workshop_id), db.get_one(Round, round_id))


def test_every_detail_is_changed_and_taken_back(focus: Focus) -> None:
    before = workshop(focus)
    wanted = {
        "title": "Samen in de wijk",
        "held_on": date(2026, 11, 30),
        "language": "fr",
        "time_zone": LISBON,
        "retention_on": date(2027, 6, 30),
    }
    change(focus, **wanted)
    after = workshop(focus)
    assert {name: getattr(after, name) for name in wanted} == wanted
    focus.write(undoing.undo_in_hall, focus.workshop_id, focus.moderator, seen=None, kinds=KINDS)
    back = workshop(focus)
    assert all(getattr(back, name) == getattr(before, name) for name in wanted)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "  "),
        ("title", "x" * 121),
        ("language", "kl"),
        ("time_zone", "Europe/Atlantis"),
        ("time_zone", "EST5EDT"),
        ("retention_on", date(2026, 11, 23)),
        ("retention_on", date(2026, 11, 25)),
        ("retention_on", date(2100, 1, 1)),
    ],
)
def test_what_cannot_be_is_refused_next_to_its_field(focus: Focus, field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        change(focus, **{field: value})
    assert list(refusal.value.errors) == [field]


def test_clock_times_stay_and_moments_move_by_what_each_day_asks(focus: Focus, clock: Clock) -> None:
    """Europe goes back on 25 October 2026, New York on 1 November: between those days the two are five hours
    apart, before and after them six. One change of zone moves every round by what holds on its own day."""
    clock.moment = datetime(2026, 10, 1, tzinfo=UTC)
    made = [
        focus.write(
            rounds.add_round,
            focus.workshop_id,
            focus.moderator,
            GuideRound(day, f"2026-{day}T09:00", f"2026-{day}T20:00", ""),
        )
        for day in ("10-20", "10-28", "11-03")
    ]
    before = [opens(focus, each) for each in made]
    assert [each.hour for each in before] == [7, 8, 8]
    with focus.house.store.reading() as db:
        shifts = details.zone_shifts(db, focus.workshop_id, NEW_YORK, clock.moment)
    told = {each.round.id: (each.opens, each.minutes) for each in shifts}
    change(focus, time_zone=NEW_YORK)
    after = [opens(focus, each) for each in made]
    assert [told[each] for each in made] == [
        (moment, hours * 60) for moment, hours in zip(after, (6, 5, 6), strict=True)
    ]
    assert [(new - old).total_seconds() / 3600 for new, old in zip(after, before, strict=True)] == [6, 5, 6]
    with focus.house.store.reading() as db:
        clocks = [db.get_one(Round, each).opens for each in made]
    assert clocks == ["2026-10-20T09:00", "2026-10-28T09:00", "2026-11-03T09:00"]
    assert [times.clock(each, NEW_YORK) for each in after] == clocks


def test_a_clock_time_that_the_new_zone_skips_is_the_moment_of_the_jump(focus: Focus, clock: Clock) -> None:
    """On 14 March 2027 New York goes from 2 to 3 in the night; Brussels does not that day."""
    clock.moment = datetime(2026, 10, 1, tzinfo=UTC)
    wanted = GuideRound("Nacht", "2027-03-14T02:30", "2027-03-14T20:00", "")
    made = focus.write(rounds.add_round, focus.workshop_id, focus.moderator, wanted)
    change(focus, time_zone=NEW_YORK)
    assert opens(focus, made) == datetime(2027, 3, 14, 7, tzinfo=UTC)


def test_what_people_notice_at_once_is_said_beforehand(focus: Focus) -> None:
    """It is half past ten in Brussels: the first round is open there, and not yet in New York."""
    with focus.house.store.reading() as db:
        first, second = details.zone_shifts(db, focus.workshop_id, NEW_YORK, focus.house.now())
        far = details.zone_shifts(db, focus.workshop_id, "Pacific/Kiritimati", focus.house.now())
    assert (first.closes_now, first.opens_now) == (True, False)
    assert (second.closes_now, second.opens_now) == (False, False)
    assert (far[0].closes_now, far[1].opens_now) == (False, False)
    assert far[0].minutes == far[1].minutes == -13 * 60


def test_a_round_in_which_people_answered_stays_open(focus: Focus) -> None:
    one, question = focus.members[0].id, focus.questions["Welkom"]
    words = as_form({"text": "In de bibliotheek"})
    focus.write(answering.answer, question, one, key="welkom-000000000000000", data=words)
    with pytest.raises(Invalid) as refusal:
        change(focus, time_zone=NEW_YORK)
    assert list(refusal.value.errors) == ["time_zone"]
    change(focus, time_zone="Europe/Athens")
