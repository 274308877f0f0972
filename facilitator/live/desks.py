"""Who works at which workbench, and on what: colleagues see it of each other, as a name and a mark.

In memory only, and gone with the connection. Unlike what is written on a phone, something that stands open
stays open until its reader goes on, however long that takes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from facilitator.live.wire import DeskPerson, DeskPresence
from sessions.projections import Audience

_PLACE = re.compile(r"(theme|passage|cluster):[0-9]{1,12}")


@dataclass
class _Desk:
    workbench: Audience
    workshop_id: int
    user_id: int
    place: str | None = None


class Desks:
    """The open workbenches, by connection."""

    def __init__(self) -> None:
        self._desks: dict[str, _Desk] = {}

    def open(self, sid: str, workbench: Audience, workshop_id: int, user_id: int) -> None:
        """That user has this workbench open."""
        self._desks[sid] = _Desk(workbench, workshop_id, user_id)

    def close(self, sid: str) -> int | None:
        """Not any more; returns the workshop, None when there was no workbench."""
        desk = self._desks.pop(sid, None)
        return desk.workshop_id if desk else None

    def here(self, sid: str, place: str | None) -> int | None:
        """What they have open: `theme:12`, `passage:34`, `cluster:5`, else nothing. Returns as `close`."""
        desk = self._desks.get(sid)
        if desk is None:
            return None
        desk.place = place if place and _PLACE.fullmatch(place) else None
        return desk.workshop_id

    def people(self, workbench: Audience) -> set[int]:
        """The users who have that workbench open."""
        return {desk.user_id for desk in self._desks.values() if desk.workbench == workbench}

    def told(self, workbench: Audience, names: Mapping[int, str]) -> DeskPresence:
        """Who is there and what each has open, for who is there too. One with two windows counts once."""
        open_now: dict[int, set[str]] = {}
        for desk in self._desks.values():
            if desk.workbench == workbench and desk.user_id in names:
                open_now.setdefault(desk.user_id, set()).update([desk.place] if desk.place else [])
        people: list[DeskPerson] = [
            {"user": each, "name": names[each], "places": sorted(open_now[each])} for each in sorted(open_now)
        ]
        return {"audience": str(workbench), "people": people}
