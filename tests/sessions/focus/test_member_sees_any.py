"""Whatever people do, nobody ever reads what is not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from builders import Clock, make_user
from focus_acts import answer, hide, read, reply, set_state
from focus_builders import Focus, Someone, make_focus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator.house import build
from facilitator.settings import Settings
from sessions.errors import Refused
from sessions.focus import answering, threads
from sessions.models import Contribution, FocusGroup, Member

TITLES = ("Wie ben je?", "Welkom", "Liever niet in de groep")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Focus]:
    """One installation for all sequences; each makes its own workshop."""
    house = build(Settings(data=tmp_path_factory.mktemp("sees")))
    house.clock = Clock(datetime(2026, 11, 23, 9, tzinfo=UTC))
    yield make_focus(house, make_user(house, "hilde@lotus.example", "facilitator"))
    house.close()


ACTS = st.tuples(
    st.sampled_from(("answer", "reply", "withdraw", "hide", "leave", "close", "thank")),
    st.integers(0, 3),
    st.integers(0, 2),
)


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=4, max_size=14))
def test_nobody_ever_reads_what_is_not_theirs(shared: Focus, acts: list[tuple[str, int, int]]) -> None:
    focus = make_focus(shared.house, shared.facilitator, members=2)
    said: list[tuple[int, str]] = []
    for number, (act, who, place) in enumerate(acts):
        _act(focus, said, f"w{number}x", act, focus.members[who], TITLES[place])
    with focus.house.store.reading() as db:
        rows = [(db.get_one(Contribution, ident), word) for ident, word in said]
        present = {each.id: db.get_one(Member, each.id).state for each in focus.members}
        for reader in focus.members:
            page = read(focus, reader)
            for row, word in rows:
                if row.participant_id != reader.id and word in page:
                    assert _may(focus, rows, row, reader, present[reader.id]), (acts, word)


def _act(focus: Focus, said: list[tuple[int, str]], word: str, act: str, who: Someone, title: str) -> None:
    """Does what can be done; what is refused is no part of the story."""
    try:
        if act == "answer":
            said.append((answer(focus, who, title, word), word))
        elif act == "leave":
            set_state(focus, who, "left")
        elif act == "close":
            focus.house.write(
                lambda db: setattr(db.get_one(FocusGroup, who.group_id), "closed_at", focus.house.now())
            )
        elif said:
            ident = said[(len(word) + who.id) % len(said)][0]
            if act == "reply":
                said.append((reply(focus, who, ident, word, key=f"key-of-{word}-reply")["id"], word))
            elif act == "hide":
                hide(focus, ident)
            elif act == "withdraw":
                focus.write(answering.withdraw, ident, who.id)
            else:
                focus.write(threads.thank, ident, who.id, given=True)
    except Refused:
        pass


def _may(focus: Focus, rows: Any, row: Contribution, reader: Someone, state: str) -> bool:
    """The rule in other words than the code says it: shown, in the own group, to who is there, and either
    asked openly or answered by the reader as well."""
    standing = {
        (each.participant_id, each.exercise_id)
        for each, _ in rows
        if each.kind == "answer" and each.state in ("shown", "hidden")
    }
    asked_openly = row.exercise_id == focus.questions["Wie ben je?"]
    private = row.exercise_id == focus.questions["Liever niet in de groep"]
    return (
        row.state == "shown"
        and row.group_id == reader.group_id
        and state == "present"
        and not private
        and (asked_openly or (reader.id, row.exercise_id) in standing)
    )
