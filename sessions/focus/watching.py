"""A thread as staff read it: every answer of a group to a question, replies, probes.

An observer reads what a member may read who answered everything: no private question, nothing hidden, no
probe to one alone. Nobody reads what somebody took back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.errors import Missing
from sessions.focus import asked, groups, promises
from sessions.focus.asked import Asked
from sessions.focus.threads import Quote, quote_of
from sessions.models import (
    Contribution,
    ContributionVersion,
    FocusGroup,
    Heart,
    Participant,
    Probe,
    Reply,
    User,
)


@dataclass(frozen=True)
class Said:
    """An answer or a reply. `earlier` are the words before it was corrected, oldest first; an observer gets
    none. `quote` is what a reply quotes, empty when it is not what stands there now."""

    id: int
    name: str
    text: str
    language: str
    state: str
    reason: str
    corrected: bool
    thanks: int
    earlier: tuple[str, ...] = ()
    replies: tuple[Said, ...] = ()
    quote: str = ""
    author: int | None = None


@dataclass(frozen=True)
class Asking:
    """A probe with who asked it, whom (empty: all of the group), about which answer, and what they said."""

    row: Probe
    by: str
    to: str
    about: str
    replies: tuple[Said, ...]


@dataclass(frozen=True)
class Thread:
    """A question in one group."""

    asked: Asked
    group: FocusGroup
    answers: list[Said]
    probes: list[Asking]
    taken_back: int


def thread(db: Session, workshop_id: int, group_id: int, exercise_id: int, *, raw: bool) -> Thread:
    """What staff read of that question in that group; without `raw` what an observer reads.

    Raises: Missing for anything of elsewhere, and for an observer at a private question.
    """
    asked.focus_workshop(db, workshop_id)
    group = groups.group_of(db, workshop_id, group_id)
    each = asked.question(db, workshop_id, exercise_id)
    if not raw and not promises.observers_read(each.question):
        raise Missing("question")
    reader = _Reader(db, group_id, exercise_id, raw=raw)
    answers = [reader.said(row, name) for row, name in reader.rows if row.kind == "answer"]
    probes = [one for one in reader.probes() if raw or one.row.withdrawn_at is None]
    return Thread(each, group, answers, probes, reader.taken_back())


class _Reader:
    """The contributions of one group to one question, read once."""

    def __init__(self, db: Session, group_id: int, exercise_id: int, *, raw: bool) -> None:
        self.db, self.raw = db, raw
        self.here = (Contribution.group_id == group_id, Contribution.exercise_id == exercise_id)
        self.asked_here = (Probe.group_id == group_id, Probe.exercise_id == exercise_id)
        states = ("shown", "waiting", "hidden") if raw else ("shown",)
        rows = db.execute(
            select(Contribution, Participant.name)
            .outerjoin(Participant, Participant.id == Contribution.participant_id)
            .where(*self.here, Contribution.kind.in_(("answer", "reply")), Contribution.state.in_(states))
            .order_by(Contribution.created_at, Contribution.id)
        )
        self.rows = [(row, name or "") for row, name in rows]
        ids = [row.id for row, _ in self.rows]
        self.versions = _versions(db, ids)
        self.thanks = _thanks(db, ids)
        self.under = {
            row.contribution_id: row
            for row in db.scalars(select(Reply).where(Reply.contribution_id.in_(ids)))
        }

    def said(self, row: Contribution, name: str, *, replies: bool = True) -> Said:
        found = self.versions[row.id]
        to = self.under.get(row.id)
        return Said(
            row.id,
            name,
            found[row.version],
            row.language,
            row.state,
            row.hidden_reason or "",
            row.version > 1,
            self.thanks.get(row.id, 0),
            tuple(text for number, text in sorted(found.items()) if number < row.version) if self.raw else (),
            self._below(to_id=row.id) if replies else (),
            self._quote(to) if to is not None else "",
            row.participant_id,
        )

    def _below(self, *, to_id: int | None = None, probe_id: int | None = None) -> tuple[Said, ...]:
        return tuple(
            self.said(row, name, replies=False)
            for row, name in self.rows
            if (to := self.under.get(row.id)) is not None and (to.to_id, to.probe_id) == (to_id, probe_id)
        )

    def _quote(self, to: Reply) -> str:
        about = next((row for row, _ in self.rows if row.id == to.to_id), None)
        if about is None or to.quote_from is None or to.quote_to is None or to.quote_version != about.version:
            return ""
        return quote_of(self.db, about.id, Quote(to.quote_from, to.quote_to, to.quote_version))

    def probes(self) -> list[Asking]:
        query = (
            select(Probe, User.name, Participant.name)
            .outerjoin(User, User.id == Probe.asked_by)
            .outerjoin(Participant, Participant.id == Probe.participant_id)
            .where(*self.asked_here)
            .order_by(Probe.asked_at, Probe.id)
        )
        names = {row.id: name for row, name in self.rows}
        return [
            Asking(row, by or "", to or "", self._about(row, names), self._below(probe_id=row.id))
            for row, by, to in self.db.execute(query)
            if self.raw or self._to_all(row, names)
        ]

    def _about(self, row: Probe, names: Mapping[int, str]) -> str:
        return names.get(row.contribution_id, "") if row.contribution_id is not None else ""

    def _to_all(self, row: Probe, readable: Collection[int]) -> bool:
        about_readable = row.contribution_id is None or row.contribution_id in readable
        return row.participant_id is None and about_readable

    def taken_back(self) -> int:
        query = select(func.count()).select_from(Contribution)
        return self.db.scalar(query.where(*self.here, Contribution.state == "withdrawn")) or 0


def _versions(db: Session, ids: Sequence[int]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    query = select(ContributionVersion).where(ContributionVersion.contribution_id.in_(ids))
    for version in db.scalars(query):
        found.setdefault(version.contribution_id, {})[version.number] = version.text
    return found


def _thanks(db: Session, ids: Sequence[int]) -> dict[int, int]:
    query = select(Heart.contribution_id, func.count()).where(Heart.contribution_id.in_(ids))
    return dict(db.execute(query.group_by(Heart.contribution_id)).all())
