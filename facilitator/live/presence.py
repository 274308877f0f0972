"""Who is in the hall, for its studio. Kept in memory only, told at most once a second."""

from __future__ import annotations

import logging
import time
from collections import Counter
from dataclasses import dataclass

import gevent
from sqlalchemy import select

from facilitator.live.broadcast import Broadcaster
from facilitator.live.wire import PRESENCE, Presence, TablePresence
from sessions.models import Participant
from sessions.projections import Audience
from sessions.store import Store

log = logging.getLogger(__name__)

TELL_SECONDS = 1.0
WRITING_SECONDS = 15.0
"""Who does not say again that they are writing, stopped."""


@dataclass
class Seat:
    """One connected phone."""

    workshop_id: int
    participant_id: int
    place: str | None = None
    writing_until: float = 0.0


class Attendance:
    """Who is connected and who is writing, per workshop."""

    def __init__(self, store: Store, broadcaster: Broadcaster) -> None:
        self._store = store
        self._broadcaster = broadcaster
        self._seats: dict[str, Seat] = {}
        self._news: set[int] = set()
        self._studios: Counter[int] = Counter()
        self._greenlet: gevent.Greenlet | None = None

    def start(self) -> None:
        """News is told from now on."""
        if self._greenlet is None:
            self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        """Nothing is told any more."""
        if self._greenlet is not None:
            self._greenlet.kill()
            self._greenlet = None

    def sit(self, sid: str, workshop_id: int, participant_id: int) -> None:
        """A phone of that participant is here."""
        self._seats[sid] = Seat(workshop_id, participant_id)
        self._news.add(workshop_id)

    def here(self, sid: str, place: str | None) -> None:
        """The person is writing at `place`, or stopped."""
        seat = self._seats.get(sid)
        if seat is None:
            return
        seat.place = place
        seat.writing_until = time.monotonic() + WRITING_SECONDS if place else 0.0
        self._news.add(seat.workshop_id)

    def leave(self, sid: str) -> None:
        """The phone is gone."""
        seat = self._seats.pop(sid, None)
        if seat is not None:
            self._news.add(seat.workshop_id)

    def studio_opened(self, workshop_id: int) -> None:
        """A studio looks: it is told at the next turn."""
        self._studios[workshop_id] += 1
        self._news.add(workshop_id)

    def studio_closed(self, workshop_id: int) -> None:
        """A studio stopped looking."""
        self._studios[workshop_id] -= 1
        if self._studios[workshop_id] <= 0:
            del self._studios[workshop_id]

    def present(self, workshop_id: int) -> Presence:
        """Who is here now. A person with two phones counts once."""
        now = time.monotonic()
        people: set[int] = set()
        writing: set[int] = set()
        for seat in self._seats.values():
            if seat.workshop_id == workshop_id:
                people.add(seat.participant_id)
                if seat.writing_until > now:
                    writing.add(seat.participant_id)
        tables: dict[str, TablePresence] = {}
        for participant_id, table_id in self._tables(workshop_id):
            if participant_id in people:
                table = tables.setdefault(str(table_id), {"connected": 0, "writing": 0})
                table["connected"] += 1
                table["writing"] += participant_id in writing
        return {
            "audience": str(Audience("studio", workshop_id)),
            "tables": tables,
            "people": sorted(people),
        }

    def tell(self) -> None:
        """Every studio that looks has been told what is new."""
        news, self._news = self._news & self._studios.keys(), set()
        for workshop_id in news:
            self._broadcaster.tell(str(Audience("studio", workshop_id)), PRESENCE, self.present(workshop_id))

    def _tables(self, workshop_id: int) -> list[tuple[int, int]]:
        seated = select(Participant.id, Participant.table_id).where(
            Participant.workshop_id == workshop_id, Participant.table_id.is_not(None)
        )
        with self._store.reading() as db:
            return [(participant_id, table_id) for participant_id, table_id in db.execute(seated)]

    def _run(self) -> None:
        while True:
            gevent.sleep(TELL_SECONDS)
            self._stop_silent_writers()
            try:
                self.tell()
            except Exception:
                log.exception("who is in the hall was not told")

    def _stop_silent_writers(self) -> None:
        now = time.monotonic()
        for seat in self._seats.values():
            if seat.writing_until and seat.writing_until <= now:
                seat.writing_until, seat.place = 0.0, None
                self._news.add(seat.workshop_id)
