"""The one writer: an answer only after the commit, one refusal leaves its neighbours alone."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from builders import make_user, make_workshop
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from facilitator.house import House
from sessions.errors import Busy, Conflict, NotReady
from sessions.journal import SYSTEM, record
from sessions.models import Change, Organisation, Workshop
from sessions.verbs import Verb
from sessions.writer import Writer


def add(house: House, name: str) -> Any:
    def verb(db: Session) -> str:
        db.add(Organisation(name=name, created_at=house.now()))
        db.flush()
        return name

    return verb


def names(house: House) -> list[str]:
    with house.store.reading() as db:
        return list(db.scalars(select(Organisation.name).order_by(Organisation.id)))


def blocked(house: House) -> tuple[threading.Event, Future[Any]]:
    """The writer is busy until the event is set, so that what is submitted meanwhile forms one batch."""
    gate = threading.Event()
    started = threading.Event()

    def verb(_db: Session) -> None:
        started.set()
        gate.wait(30)

    future = house.writer.submit(verb)
    assert started.wait(30)
    return gate, future


def test_an_answer_arrives_only_when_others_can_read_it(house: House) -> None:
    seen: SimpleQueue[list[str]] = SimpleQueue()
    gate, _ = blocked(house)
    future = house.writer.submit(add(house, "een"))
    # Called by the writer itself, at the moment of the answer.
    future.add_done_callback(lambda _done: seen.put(names(house)))
    assert names(house) == []
    gate.set()
    assert future.result(30) == "een"
    assert seen.get(timeout=30) == ["een"]


def test_verbs_that_wait_together_share_one_commit(house: House) -> None:
    commits: list[int] = []
    gate, first = blocked(house)
    house.writer.committed.append(lambda: commits.append(1))
    futures = [house.writer.submit(add(house, f"n{number}")) for number in range(20)]
    gate.set()
    first.result(30)
    for future in futures:
        future.result(30)
    house.writer.write(lambda db: None)
    assert len(names(house)) == 20
    assert len(commits) <= 3, "one for the gate, one for the batch, one for the last"


def test_a_refused_verb_leaves_nothing_behind_and_its_neighbours_alone(house: House) -> None:
    def refuses(db: Session) -> None:
        db.add(Organisation(name="half", created_at=house.now()))
        db.flush()
        raise Conflict("no")

    gate, _ = blocked(house)
    before = house.writer.submit(add(house, "voor"))
    refused = house.writer.submit(refuses)
    after = house.writer.submit(add(house, "na"))
    gate.set()
    with pytest.raises(Conflict):
        refused.result(30)
    assert (before.result(30), after.result(30)) == ("voor", "na")
    assert names(house) == ["voor", "na"]


def test_too_much_in_flight_is_refused_at_once(house: House) -> None:
    small = Writer(house.store, limit=3)
    gate = threading.Event()
    started = threading.Event()

    def verb(_db: Session) -> None:
        started.set()
        gate.wait(30)

    first = small.submit(verb)
    assert started.wait(30)
    waiting = [small.submit(lambda db: None) for _ in range(3)]
    with pytest.raises(Busy):
        small.submit(lambda db: None)
    gate.set()
    for future in [first, *waiting]:
        future.result(30)
    small.close()


def test_closing_commits_what_was_submitted_and_takes_nothing_more(house: House, tmp_path: Path) -> None:
    future = house.writer.submit(add(house, "laatste"))
    house.writer.close()
    assert future.result(1) == "laatste"
    with pytest.raises(NotReady):
        house.writer.submit(lambda db: None)


def test_readers_cannot_write(house: House) -> None:
    with house.store.reading() as db, pytest.raises(Exception, match="readonly"):
        db.add(Organisation(name="x", created_at=house.now()))
        db.flush()
    with house.store.reading() as db:
        assert db.scalar(select(func.count()).select_from(Organisation)) == 0


def test_what_follows_from_an_act_stands_or_falls_with_it(house: House) -> None:
    followed: list[str] = []

    def follow(_db: Session, change: Change) -> None:
        followed.append(change.verb)
        if change.verb == Verb.LEXICON_CARRIED.value:
            raise Conflict("nothing may follow from this")

    def act(verb: Verb, refused: bool = False) -> Any:
        def recorded(db: Session) -> None:
            workshop = db.scalars(select(Workshop.id)).first()
            record(db, workshop or 0, verb, SYSTEM, now=house.now(), touched={})
            if refused:
                raise Conflict("no")

        return recorded

    make_workshop(house, make_user(house, "hilde@lotus.example", "facilitator"))
    own = Writer(house.store, followers=[follow])
    try:
        with pytest.raises(Conflict):
            own.write(act(Verb.STEP_CHANGED, refused=True))
        own.write(act(Verb.STEP_OPENED))
        with pytest.raises(Conflict):
            own.write(act(Verb.LEXICON_CARRIED))
    finally:
        own.close()
    assert followed == [Verb.STEP_OPENED.value, Verb.LEXICON_CARRIED.value]
    with house.store.reading() as db:
        verbs = list(db.scalars(select(Change.verb).order_by(Change.id.desc()).limit(1)))
    assert verbs == [Verb.STEP_OPENED.value]
