"""What was asked for: the workshop, the grade, and how ids and moments look in that grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from random import Random
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.analysis import analyses as questions
from sessions.exports.anonymous import Rules
from sessions.exports.grade import Grade
from sessions.focus import promises
from sessions.models import Analysis, Contribution, FocusGroup, Participant, User, Workshop

Row = dict[str, Any]
_KINDS_IN_ORDER = ("intervention", "reason", "precondition", "obstacle")


@dataclass
class Asked:
    """`random` draws the codes and the order; below RESTRICTED neither an id nor a place in a table tells
    when something was said."""

    db: Session
    workshop: Workshop
    grade: Grade
    random: Random
    language: str

    @property
    def of_focus_groups(self) -> bool:
        return self.workshop.mode == "focus"

    @cached_property
    def rules(self) -> Rules:
        """How words of focus groups look in this grade."""
        return Rules(self.db, self.workshop.id, self.grade, self.participant_codes)

    @cached_property
    def analyses(self) -> list[Analysis]:
        """The questions put to what was said; in a public export without those put to answers that only
        moderators and analysts read."""
        found = questions.of_workshop(self.db, self.workshop.id)
        if self.grade is not Grade.PUBLIC:
            return found
        closed = promises.closed_analyses(self.db, self.workshop.id)
        return [each for each in found if each.id not in closed]

    @cached_property
    def contributions(self) -> list[Contribution]:
        """Every contribution that this grade may hold, each parent before its children: in the order they
        were said in a restricted export, else the parents shuffled."""
        query = select(Contribution).where(Contribution.workshop_id == self.workshop.id)
        if self.grade is Grade.PUBLIC:
            query = query.where(Contribution.state == "shown")
        rows = list(self.db.scalars(query.order_by(Contribution.id)))
        if self.grade is Grade.PUBLIC and self.of_focus_groups:
            willing = promises.quotable(self.db, self.workshop.id)
            rows = [row for row in rows if row.id in willing]
        tops = [row for row in rows if row.parent_id is None]
        if self.grade is not Grade.RESTRICTED:
            self.random.shuffle(tops)
        below: dict[int, list[Contribution]] = {}
        for row in rows:
            if row.parent_id is not None:
                below.setdefault(row.parent_id, []).append(row)
        found: list[Contribution] = []
        for top in tops:
            found += [top, *sorted(below.pop(top.id, []), key=_in_order)]
        # A shown line under a parent that this grade leaves out counts on the wall, so it stands here too.
        loose = [row for rows in below.values() for row in rows]
        return found + loose

    @cached_property
    def _contribution_codes(self) -> dict[int, str]:
        if self.grade is Grade.RESTRICTED:
            return {row.id: str(row.id) for row in self.contributions}
        return {row.id: f"B{place:04d}" for place, row in enumerate(self.contributions, start=1)}

    @cached_property
    def groups(self) -> dict[int, str]:
        """The names of focus groups by their ids."""
        query = select(FocusGroup).where(FocusGroup.workshop_id == self.workshop.id)
        return {group.id: group.name for group in self.db.scalars(query)}

    def code_of(self, contribution_id: int | None) -> str | None:
        """The id of a contribution in this export; None for one that is not in it."""
        return None if contribution_id is None else self._contribution_codes.get(contribution_id)

    @cached_property
    def participant_codes(self) -> dict[int, str]:
        """Participant id to the code that was drawn for this export."""
        query = select(Participant.id).where(Participant.workshop_id == self.workshop.id)
        ids = list(self.db.scalars(query.order_by(Participant.id)))
        self.random.shuffle(ids)
        return {participant_id: f"D{place:03d}" for place, participant_id in enumerate(ids, start=1)}

    @cached_property
    def _zone(self) -> tzinfo:
        try:
            return ZoneInfo(self.workshop.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return UTC

    def moment(self, at: datetime | None) -> str | None:
        """The day by the workshop's clock; in a restricted export the moment with its offset."""
        if at is None:
            return None
        local = at.astimezone(self._zone)
        if self.grade is Grade.RESTRICTED:
            return local.isoformat(timespec="seconds")
        return local.date().isoformat()

    def staff(self, user_id: int | None) -> str | None:
        """Who of the staff; in a public export only that it was people."""
        if self.grade is Grade.PUBLIC:
            return "people"
        if user_id is None:
            return None
        user = self.db.get(User, user_id)
        return user.name if user is not None else None


def _in_order(row: Contribution) -> tuple[int, int, int]:
    kind = _KINDS_IN_ORDER.index(row.kind) if row.kind in _KINDS_IN_ORDER else len(_KINDS_IN_ORDER)
    return kind, row.position, row.id
