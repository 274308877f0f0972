"""The page of the day tells of every question: it reads the group once, however much was said in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from builders import Clock, make_user
from focus_acts import answer, day, probe, reply, reply_to_probe, thread
from focus_builders import Focus, make_focus
from sqlalchemy import event

from facilitator.house import House
from sessions.focus import threads
from sessions.projections import focus as screen


@pytest.fixture
def focus(house: House, clock: Clock) -> Focus:
    clock.moment = datetime(2026, 11, 24, 9, tzinfo=UTC)
    return make_focus(house, make_user(house, "hilde@lotus.example", "facilitator"), members=4)


def statements(focus: Focus) -> int:
    """How often the database is asked for the page of the first member."""
    asked: list[str] = []
    with focus.house.store.reading() as db:
        engine = db.get_bind()
        event.listen(engine, "before_cursor_execute", count := lambda *given: asked.append(given[2]))
        screen.day(db, focus.members[0].id, focus.house.now())
        event.remove(engine, "before_cursor_execute", count)
    return len(asked)


def much_is_said(focus: Focus) -> None:
    for member in focus.members[:4]:
        for title in ("Wie ben je?", "Welkom"):
            said = answer(focus, member, title, f"woord{member.id}")
            for other in focus.members[:4]:
                if other.id != member.id and title == "Wie ben je?":
                    reply(focus, other, said, f"reactie{member.id}van{other.id}")
                    focus.write(threads.thank, said, other.id, given=True)
    asked = probe(focus, "Welkom")
    for member in focus.members[:2]:
        reply_to_probe(focus, member, asked, f"toen{member.id}")


def test_the_database_is_asked_as_often_for_a_full_week_as_for_an_empty_one(focus: Focus) -> None:
    before = statements(focus)
    much_is_said(focus)
    assert statements(focus) <= before + 2


def test_what_the_day_says_of_a_question_is_what_its_own_page_says(focus: Focus) -> None:
    much_is_said(focus)
    for member in (focus.members[0], focus.members[3], focus.members[4]):
        page = day(focus, member)
        cards = {card["title"]: card for each in page["rounds"] for card in each["questions"]}
        assert cards
        for title, card in cards.items():
            own_page = thread(focus, member, title)["question"]
            assert card == {name: own_page[name] for name in card}, title
    waiting = day(focus, focus.members[2])["probes"]
    assert [each["text"] for each in waiting] == ["Wie had het verschil kunnen maken?"]
    assert day(focus, focus.members[0])["probes"] == []
