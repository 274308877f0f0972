"""One writer for one database file: verbs that wait together share one COMMIT.

A verb is a function that takes `db` and returns plain values. Each runs in a SAVEPOINT of its own, so
that a refusal of one leaves the others of the batch alone; the answer leaves only after the COMMIT. The
thread is a real one and nothing but plain values crosses it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from sqlalchemy.orm import Session

from sessions import journal
from sessions.errors import Busy, NotReady
from sessions.models import Change
from sessions.store import Store

log = logging.getLogger(__name__)

Verb = Callable[[Session], Any]
Follower = Callable[[Session, Change], None]
BATCH = 64


class Writer:
    """`submit()` hands a verb over; its Future is answered after the commit of its batch.

    `committed` functions are called, in the writer's thread, after each commit. `limit` bounds the verbs
    in flight: beyond it `submit` refuses at once. `followers` are called with each change that a verb
    recorded, in its own SAVEPOINT: what follows from an act stands or falls with it.
    """

    def __init__(self, store: Store, *, limit: int = 2000, followers: Sequence[Follower] = ()) -> None:
        self._store = store
        self._limit = limit
        self._followers = followers
        self._waiting: SimpleQueue[tuple[Verb, Future[Any]] | None] = SimpleQueue()
        self._ended = False
        self.committed: list[Callable[[], None]] = []
        self._thread = Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def submit(self, verb: Verb) -> Future[Any]:
        """The verb waits for its turn.

        Raises: Busy when too many verbs wait; NotReady after `close()`.
        """
        if self._ended:
            raise NotReady("the writer has stopped")
        if self._waiting.qsize() >= self._limit:
            raise Busy(retry_after=2)
        future: Future[Any] = Future()
        self._waiting.put((verb, future))
        return future

    def write(self, verb: Verb) -> Any:
        """Submit and wait; for the command line and tests, where a thread may block."""
        return self.submit(verb).result()

    def close(self) -> None:
        """What was submitted is committed; then the thread ends."""
        if not self._ended:
            self._ended = True
            self._waiting.put(None)
            self._thread.join()

    def _work(self) -> None:
        while True:
            first = self._waiting.get()
            if first is None:
                return
            batch, last = self._collect(first)
            self._commit(batch)
            if last:
                return

    def _collect(self, first: tuple[Verb, Future[Any]]) -> tuple[list[tuple[Verb, Future[Any]]], bool]:
        batch = [first]
        while len(batch) < BATCH:
            try:
                item = self._waiting.get_nowait()
            except Empty:
                return batch, False
            if item is None:
                return batch, True
            batch.append(item)
        return batch, False

    def _commit(self, batch: list[tuple[Verb, Future[Any]]]) -> None:
        answers: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with Session(self._store.writing) as db, db.begin():
                for verb, future in batch:
                    answers.append((future, *_attempt(db, verb, self._followers)))
        except Exception as failure:
            log.exception("a batch of %d verbs was not committed", len(batch))
            for _verb, future in batch:
                future.set_exception(failure)
            return
        for future, value, refusal in answers:
            if refusal is None:
                future.set_result(value)
            else:
                future.set_exception(refusal)
        for tell in self.committed:
            tell()


def _attempt(db: Session, verb: Verb, followers: Sequence[Follower]) -> tuple[Any, BaseException | None]:
    # What a refused verb before this one recorded never happened.
    journal.told(db)
    try:
        with db.begin_nested():
            answer = verb(db)
            while changes := journal.told(db):
                for change in changes:
                    for follow in followers:
                        follow(db, change)
            return answer, None
    except Exception as refusal:
        # What the refused verb had loaded or changed must not reach the verbs after it.
        db.expire_all()
        return None, refusal
