"""Every mail beforehand: the minutes, the hours and the numbers of the group and segment that were chosen."""

from __future__ import annotations

import pytest
from builders import make_user
from focus_builders import Focus, add_member, make_focus

from facilitator.house import House
from facilitator.mail import rehearsal
from facilitator.mail.rehearsal import Planned
from sessions.errors import Missing
from sessions.focus import asked, closing, contents, post
from sessions.models import Member

LATER = "2026-11-26T20:00"


@pytest.fixture
def focus(house: House) -> Focus:
    """Two in the first group, one of whom teaches, and one in the second."""
    made = make_focus(house, make_user(house, "hilde@lotus.example", "facilitator"), members=0)
    for number, (group, segment) in enumerate(((0, ""), (0, "leerkracht"), (1, "ouder"))):
        given = {"email": f"m{number}@lotus.example", "state": "invited", "segment": segment}
        made.members.append(add_member(made, made.groups[group], name=f"Vink {number}", **given))
    return made


def planned(focus: Focus, group: int | None = None, segment: str | None = None) -> list[Planned]:
    with focus.house.store.reading() as db:
        to = rehearsal.whom(db, focus.workshop_id, group=group, segment=segment)
        where = asked.focus_workshop(db, focus.workshop_id)
        now = focus.house.now()
        return rehearsal.rehearse(db, where, base="https://x.example", language="nl", now=now, to=to)


def first(found: list[Planned], kind: str) -> Planned:
    return next(each for each in found if each.kind == kind)


def second(found: list[Planned], kind: str) -> Planned:
    return [each for each in found if each.kind == kind][1]


@pytest.mark.parametrize(("number", "segment"), [(0, ""), (1, "leerkracht")])
def test_a_mail_says_as_many_questions_and_minutes_as_the_real_one(
    focus: Focus, number: int, segment: str
) -> None:
    with focus.house.store.reading() as db:
        one, about = asked.person(db, focus.members[number].id), {"round": focus.rounds[1]}
        real = contents.read(db, one, "opening", about, installation="", now=focus.house.now()).round
    assert real is not None and real.questions == (4 if segment else 3)
    said = str(second(planned(focus, segment=segment), "opening").letter)
    assert f"{real.questions} vragen, ongeveer {real.minutes} minuten." in said


def test_a_reminder_goes_at_the_hours_of_the_group_that_was_chosen(focus: Focus) -> None:
    same = first(planned(focus), "reminder").goes_at
    where = (focus.workshop_id, focus.rounds[0], focus.moderator)
    focus.write(closing.extend_round, *where, until=LATER, group_id=focus.groups[1])
    one, two = (first(planned(focus, group=each), "reminder") for each in (1, 2))
    with focus.house.store.reading() as db:
        there, day = asked.focus_workshop(db, focus.workshop_id), asked.rounds(db, focus.workshop_id)[0]
        hours = [post.reminder_time(there, day, each) for each in asked.groups(db, focus.workshop_id)]
    assert [one.goes_at, two.goes_at] == hours and one.goes_at == same != two.goes_at
    # Where hours differ no mail is that of any group: the first one is shown.
    assert first(planned(focus), "reminder").letter == one.letter
    assert "donderdag 26 november" in str(two.letter) and "donderdag 26 november" not in str(one.letter)


def test_the_numbers_are_of_those_who_were_chosen(focus: Focus) -> None:
    def most(group: int | None, segment: str | None) -> int:
        return planned(focus, group, segment)[0].most

    assert [most(None, "leerkracht"), most(None, ""), most(1, ""), most(2, "")] == [1, 2, 1, 1]
    assert most(2, "leerkracht") == 0
    # The segment that most people are in, and one that the guide does not name is none.
    assert most(None, None) == 2
    for member in focus.members[::2]:
        focus.house.write(
            lambda db, each=member: setattr(db.get_one(Member, each.id), "segment", "leerkracht")
        )
    assert most(None, None) == 3
    for wrong in ((3, None), (None, "ouder")):
        with pytest.raises(Missing):
            planned(focus, *wrong)
