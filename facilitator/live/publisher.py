"""Publication follows the journal, not the request.

Whatever was committed is told, whoever committed it: the writer of this process rings the bell, for other
processes the file's version is looked at a few times a second. Every watched audience is a chain of its own:
a patch says from which revision of that audience it starts, so one that skips what does not concern it leaves
no gap. Three paces: walls, studios and workbenches at once; what concerns one person or one table next to
that; phones, of which there are many, at most four times a second, except when a step opens.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import gevent
from gevent.event import Event
from sqlalchemy.orm import Session

from facilitator.live.broadcast import Behind, Broadcaster
from facilitator.live.crossing import Crossing
from facilitator.live.wire import CHANGE
from sessions import journal
from sessions.models import Change
from sessions.projections import Audience, patch
from sessions.projections.concerned import concerned
from sessions.store import Store
from sessions.verbs import Verb

log = logging.getLogger(__name__)

HALL_SECONDS = 0.25
LOOK_SECONDS = 0.25
MOST_CATCH_UP = 300
"""Changes. Beyond these a snapshot is cheaper than a patch, for the server and for the client."""
MOST_FAILURES = 3
FAILURE_SECONDS = 0.5
PACES = {"phone": "hall", "me": "personal", "table": "personal"}
URGENT = ("step.", "workshop.")
LOSES_ACCESS = {
    Verb.WORKSHOP_CLOSED,
    Verb.MEMBER_CHANGED,
    Verb.WORKSHOP_CHANGED,
    Verb.PARTICIPANT_MOVED,
}


def _loses_access(change: Change) -> bool:
    """Also another visibility of a question: observers may not go on reading its answers."""
    return change.verb in LOSES_ACCESS or bool(change.touched.get("question"))


class Bell:
    """Wakes a greenlet, also from a native thread."""

    def __init__(self) -> None:
        self._rung = Event()
        self._crossing = Crossing()

    def ring(self) -> None:
        """Whoever waits wakes up. Safe in every thread."""
        self._crossing.call(self._rung.set)

    def wait(self, seconds: float) -> bool:
        """True when it rang within that time."""
        rang: bool = self._rung.wait(seconds)
        self._rung.clear()
        return rang


@dataclass
class Chain:
    """One watched audience. `told`: the revision that all its watchers have at least. `dirty_from`: the
    revision after which something concerns them that they were not told; None when there is nothing.
    """

    audience: Audience
    workshop_id: int
    told: int
    dirty_from: int | None = None
    failures: int = 0
    behind: Behind = field(default_factory=Behind)

    @property
    def room(self) -> str:
        return str(self.audience)


class Pace:
    """The greenlet that tells the dirty chains of one pace."""

    def __init__(self, tell: Callable[[Chain], None], rest_seconds: float) -> None:
        self._tell = tell
        self._rest_seconds = rest_seconds
        self._news = Event()
        self._urgent = Event()
        self._waiting: dict[str, Chain] = {}

    def add(self, chain: Chain, urgent: bool = False) -> None:
        """`chain` is told at the next turn, now when `urgent`."""
        self._waiting[chain.room] = chain
        self._news.set()
        if urgent:
            self._urgent.set()

    def run(self) -> None:
        """Never ends by itself; a chain that cannot be told does not stop the others."""
        while True:
            self._news.wait()
            self._news.clear()
            turn, self._waiting = self._waiting, {}
            for chain in turn.values():
                self._attempt(chain)
                gevent.sleep(0)
                if chain.behind or chain.dirty_from is not None:
                    self.add(chain)
            if self._rest_seconds:
                self._urgent.wait(self._rest_seconds)
                self._urgent.clear()

    def _attempt(self, chain: Chain) -> None:
        try:
            self._tell(chain)
            chain.failures = 0
        except Exception:
            log.exception("news for a %s was not told", chain.audience.kind)
            chain.failures += 1
            if chain.failures >= MOST_FAILURES:
                # Its scope may be gone. Who still watches sees a gap at the next news and asks anew.
                chain.dirty_from, chain.failures = None, 0
            gevent.sleep(FAILURE_SECONDS)


class Publisher:
    """Tells every watched audience what the journal says is new for it."""

    def __init__(self, store: Store, broadcaster: Broadcaster) -> None:
        self._store = store
        self._broadcaster = broadcaster
        self._chains: dict[Audience, Chain] = {}
        self._watched: dict[int, dict[Audience, Chain]] = {}
        self._cursor = 0
        self._version = 0
        self._bell: Bell | None = None
        self._paces = {
            "prompt": Pace(self._tell_all, 0),
            "personal": Pace(self._tell_all, 0),
            "hall": Pace(self._tell_hall, HALL_SECONDS),
        }
        self._greenlets: list[gevent.Greenlet] = []
        self._access_changed: Callable[[dict[int, bool]], Any] = lambda _workshops: None
        self._seats_changed: Callable[[dict[int, set[Audience]]], Any] = lambda _workshops: None

    def on_access_changed(self, recheck: Callable[[dict[int, bool]], Any]) -> None:
        """`recheck({workshop_id: closed})` runs when the journal says that somebody may no longer watch."""
        self._access_changed = recheck

    def on_seats_changed(self, recheck: Callable[[dict[int, set[Audience]]], Any]) -> None:
        """`recheck({workshop_id: tables})` runs when people came to sit elsewhere; `tables` are audiences."""
        self._seats_changed = recheck

    def start(self) -> None:
        """News from now on is told; nothing old is."""
        if self._greenlets:
            return
        with self._store.reading() as db:
            self._cursor = journal.latest(db)
        self._version = self._store.data_version()
        self._bell = Bell()
        self._greenlets = [gevent.spawn(pace.run) for pace in self._paces.values()]
        self._greenlets.append(gevent.spawn(self._follow, self._bell))

    def stop(self) -> None:
        """Nothing is told any more."""
        gevent.killall(self._greenlets)
        self._greenlets = []
        self._bell = None

    def ring(self) -> None:
        """Something was committed; may be called in any thread, also while stopped."""
        bell = self._bell
        if bell is not None:
            bell.ring()

    def watch(self, audience: Audience, workshop_id: int, revision: int) -> None:
        """From now on `audience` is told what comes after `revision`, the present one of its workshop."""
        if audience not in self._chains:
            chain = self._chains[audience] = Chain(audience, workshop_id, told=revision)
            self._watched.setdefault(workshop_id, {})[audience] = chain

    def unwatch(self, audience: Audience) -> None:
        """Nobody looks any more."""
        chain = self._chains.pop(audience, None)
        if chain is None:
            return
        there = self._watched[chain.workshop_id]
        del there[audience]
        if not there:
            del self._watched[chain.workshop_id]
        self._broadcaster.forget_room(chain.room)

    def caught_up(self, audience: Audience, eio_sid: str) -> None:
        """That client has everything, by another way."""
        if chain := self._chains.get(audience):
            chain.behind.forget(eio_sid)

    def audiences_of(self, workshop_id: int) -> set[Audience]:
        """What is watched of that workshop."""
        return set(self._watched.get(workshop_id, ()))

    def told(self, audience: Audience) -> int | None:
        """The revision that all who watch this audience have; None when nobody watches or nothing is told."""
        chain = self._chains.get(audience)
        return chain.told if chain and self._greenlets else None

    def _follow(self, bell: Bell) -> None:
        while True:
            rang = bell.wait(LOOK_SECONDS)
            try:
                version = self._store.data_version()
                if rang or version != self._version:
                    self._read_news()
                    self._version = version
            except Exception:
                # Cursor and version stay where they were: the same news is read again at the next look.
                log.exception("the journal could not be followed")

    def _read_news(self) -> None:
        with self._store.reading() as db:
            news = journal.newer(db, self._cursor)
            by_workshop: dict[int, list[Change]] = {}
            for change in news:
                by_workshop.setdefault(change.workshop_id, []).append(change)
            for workshop_id, changes in by_workshop.items():
                self._mark(db, workshop_id, changes)
        if not news:
            return
        self._cursor = news[-1].id
        lost = {c.workshop_id: c.verb == Verb.WORKSHOP_CLOSED for c in news if _loses_access(c)}
        if lost:
            gevent.spawn(self._access_changed, lost)
        if left := _tables_left(news):
            gevent.spawn(self._seats_changed, left)

    def _mark(self, db: Session, workshop_id: int, changes: list[Change]) -> None:
        watched = self._watched.get(workshop_id)
        if not watched:
            return
        urgent = any(change.verb.startswith(URGENT) for change in changes)
        first, last = changes[0].revision, changes[-1].revision
        for audience in concerned(db, workshop_id, changes, watched.keys()):
            chain = watched[audience]
            if last <= chain.told:
                continue
            if chain.dirty_from is None:
                chain.dirty_from = max(chain.told, first - 1)
            self._paces[PACES.get(audience.kind, "prompt")].add(chain, urgent)

    def _tell_all(self, chain: Chain) -> None:
        message = self._news_of(chain)
        if message is not None:
            self._broadcaster.tell(chain.room, CHANGE, message)

    def _tell_hall(self, chain: Chain) -> None:
        since = chain.told
        message = self._news_of(chain)
        if message is None and not chain.behind:
            return

        def message_since(revision: int) -> dict[str, Any] | None:
            # Nearly always the same message for everybody; else one more patch per distinct place behind.
            return message if revision == since else self._patch_since(chain, revision)

        self._broadcaster.tell_latest(chain.room, CHANGE, since, chain.behind, message_since)

    def _news_of(self, chain: Chain) -> dict[str, Any] | None:
        """What to tell a dirty chain, which is clean afterwards; None when it comes to nothing."""
        if chain.dirty_from is None:
            return None
        with self._store.reading() as db:
            changes = journal.since(db, chain.workshop_id, chain.dirty_from)
            made = patch(db, chain.audience, changes) if changes else None
        chain.dirty_from = None
        if made is None or made.empty:
            return None
        since, chain.told = chain.told, made.revision
        return {**made.as_json(), "since": since}

    def _patch_since(self, chain: Chain, revision: int) -> dict[str, Any] | None:
        if chain.told - revision > MOST_CATCH_UP:
            # It starts after what the client has: the client sees the gap and asks for a snapshot.
            gap = {"since": chain.told, "revision": chain.told, "verbs": [], "put": {}, "drop": []}
            return {"audience": chain.room, **gap}
        with self._store.reading() as db:
            changes = journal.since(db, chain.workshop_id, revision)
            made = patch(db, chain.audience, changes) if changes else None
        return None if made is None else {**made.as_json(), "since": revision}


def _tables_left(news: list[Change]) -> dict[int, set[Audience]]:
    """Workshop to the tables between which somebody moved."""
    left: dict[int, set[Audience]] = {}
    for change in news:
        if change.verb == Verb.PARTICIPANT_CHANGED:
            tables = {Audience("table", table_id) for table_id in change.touched.get("table", ())}
            left.setdefault(change.workshop_id, set()).update(tables)
    return left
