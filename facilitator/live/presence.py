"""Who is in the hall and where they write. Kept in memory only, told at most once a second.

A studio hears who is connected, a wall how many people write at each table, a table how many write on which
of its places: never who. The staff at a workbench hear who of them has what open (`desks`).
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import gevent
from sqlalchemy import select

from facilitator.live.broadcast import Broadcaster
from facilitator.live.desks import Desks
from facilitator.live.wire import PRESENCE, HallPresence, HerePresence, Presence, StaffPresence, TablePresence
from sessions.models import Participant, Table, User
from sessions.projections import Audience
from sessions.store import Store

log = logging.getLogger(__name__)

TELL_SECONDS = 1.0
WRITING_SECONDS = 15.0
"""Who does not say again that they are writing, stopped."""
HEARS = ("studio", "wall", "table", "workbench")
"""The kinds of audience that are told."""


@dataclass
class Seat:
    """One connected phone."""

    workshop_id: int
    participant_id: int
    place: str | None = None
    writing_until: float = 0.0

    def writes_at(self, now: float) -> str | None:
        return self.place if self.writing_until > now else None


@dataclass(frozen=True)
class Present:
    """One person who is connected: the id and number of their table, if they sit at one, and every place
    where they write."""

    participant_id: int
    table_id: int | None
    table: int | None
    places: frozenset[str]


class Attendance:
    """Who is connected and who is writing, per workshop."""

    def __init__(self, store: Store, broadcaster: Broadcaster) -> None:
        self._store = store
        self._broadcaster = broadcaster
        self._seats: dict[str, Seat] = {}
        self._news: set[int] = set()
        self._looking: dict[int, Counter[Audience]] = {}
        self._told: dict[Audience, Mapping[str, Any]] = {}
        self._leading: dict[str, tuple[int, int]] = {}
        self._desks = Desks()
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
        if sid not in self._seats:
            self._seats[sid] = Seat(workshop_id, participant_id)
            self._news.add(workshop_id)

    def here(self, sid: str, place: str | None) -> None:
        """The person is writing at `place`, or stopped; at a workbench: has it open."""
        self._told_by_desk(self._desks.here(sid, place))
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

    def moved(self, workshop_id: int) -> None:
        """Somebody of that workshop sits elsewhere by now."""
        self._news.add(workshop_id)

    def opened(self, audience: Audience, workshop_id: int) -> None:
        """Somebody looks as `audience`: they are told at the next turn."""
        if audience.kind in HEARS:
            self._looking.setdefault(workshop_id, Counter())[audience] += 1
            self._told.pop(audience, None)
            self._news.add(workshop_id)

    def closed(self, audience: Audience, workshop_id: int) -> None:
        """One of those stopped looking."""
        looking = self._looking.get(workshop_id)
        if looking is None or audience not in looking:
            return
        looking[audience] -= 1
        if looking[audience] <= 0:
            del looking[audience]
            self._told.pop(audience, None)
        if not looking:
            del self._looking[workshop_id]

    def lead(self, sid: str, workshop_id: int, user_id: int) -> None:
        """That user has the studio open on a device."""
        self._leading[sid] = (workshop_id, user_id)
        self._news.add(workshop_id)

    def stop_leading(self, sid: str) -> None:
        """The studio on that device is closed."""
        led = self._leading.pop(sid, None)
        if led is not None:
            self._news.add(led[0])

    def work(self, sid: str, workbench: Audience, workshop_id: int, user_id: int) -> None:
        """That user has this workbench open on a device."""
        self._desks.open(sid, workbench, workshop_id, user_id)
        self._news.add(workshop_id)

    def stop_working(self, sid: str) -> None:
        """The workbench on that device is closed."""
        self._told_by_desk(self._desks.close(sid))

    def _told_by_desk(self, workshop_id: int | None) -> None:
        if workshop_id is not None:
            self._news.add(workshop_id)

    def present(self, workshop_id: int) -> Presence:
        """Who is here now, for a studio. A person with two phones counts once."""
        return _for_studio(workshop_id, self._people(workshop_id))

    def tell(self) -> None:
        """Everybody who looks has been told what is new for them."""
        news, self._news = self._news & self._looking.keys(), set()
        for workshop_id in news:
            people = self._people(workshop_id)
            for audience in tuple(self._looking.get(workshop_id, ())):
                self._tell(audience, people)

    def _tell(self, audience: Audience, people: list[Present]) -> None:
        message: Any
        if audience.kind == "workbench":
            message = self._desks.told(audience, self._names(self._desks.people(audience)))
        else:
            message = _MESSAGES[audience.kind](audience.scope, people)
        if audience.kind == "studio" and (staff := self._staff(audience.scope)):
            message = {**message, "staff": staff}
        if self._told.get(audience) != message:
            self._told[audience] = message
            self._broadcaster.tell(str(audience), PRESENCE, message)

    def _people(self, workshop_id: int) -> list[Present]:
        now = time.monotonic()
        places: dict[int, set[str]] = {}
        for seat in self._seats.values():
            if seat.workshop_id == workshop_id:
                written = seat.writes_at(now)
                places.setdefault(seat.participant_id, set()).update([written] if written else [])
        return [
            Present(participant_id, table_id, number, frozenset(places[participant_id]))
            for participant_id, table_id, number in self._seated(workshop_id)
            if participant_id in places
        ]

    def _staff(self, workshop_id: int) -> list[StaffPresence]:
        """Who has the studio open, when that is more than one device."""
        devices = Counter(user_id for led, user_id in self._leading.values() if led == workshop_id)
        if devices.total() < 2:
            return []
        names = self._names(devices)
        return [{"user": each, "name": names[each], "devices": devices[each]} for each in sorted(devices)]

    def _names(self, user_ids: Collection[int]) -> dict[int, str]:
        with self._store.reading() as db:
            return dict(db.execute(select(User.id, User.name).where(User.id.in_(user_ids))).all())

    def _seated(self, workshop_id: int) -> list[tuple[int, int | None, int | None]]:
        """Every participant, with their table and its number."""
        seated = (
            select(Participant.id, Table.id, Table.number)
            .outerjoin(Table, Table.id == Participant.table_id)
            .where(Participant.workshop_id == workshop_id)
        )
        with self._store.reading() as db:
            return [(person, table_id, number) for person, table_id, number in db.execute(seated)]

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


def _for_studio(workshop_id: int, people: list[Present]) -> Presence:
    tables: dict[str, TablePresence] = {}
    for each in (each for each in people if each.table_id is not None):
        table = tables.setdefault(str(each.table_id), {"connected": 0, "writing": 0})
        table["connected"] += 1
        table["writing"] += bool(each.places)
    return {
        "audience": str(Audience("studio", workshop_id)),
        "tables": tables,
        "people": sorted(each.participant_id for each in people),
    }


def _for_wall(workshop_id: int, people: list[Present]) -> HallPresence:
    """The hall sees numbers of tables, and only where somebody writes."""
    writing = Counter(str(each.table) for each in people if each.places and each.table)
    return {"audience": str(Audience("wall", workshop_id)), "writing": dict(writing)}


def _for_table(table_id: int, people: list[Present]) -> HerePresence:
    """On which places of its flower people write. A note for oneself has no place."""
    here = [each for each in people if each.table_id == table_id]
    writing = Counter(name for each in here for name in {_place_in(said) for said in each.places} if name)
    return {
        "audience": str(Audience("table", table_id)),
        "people": len(here),
        "writing": dict(writing),
    }


_MESSAGES: dict[str, Any] = {"studio": _for_studio, "wall": _for_wall, "table": _for_table}


def _place_in(said: str) -> str:
    """The place in `lotus:<step>:<place>`; empty for anything else."""
    kind, _, rest = said.partition(":")
    return rest.partition(":")[2] if kind == "lotus" else ""
