"""The back room: what moderators and observers note among themselves. No member's page reads this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.access import Right, reach, reaches
from sessions.errors import Forbidden, Missing
from sessions.focus import asked, groups, promises
from sessions.focus.act import GuideAct
from sessions.journal import Actor
from sessions.models import BackNote, Contribution, Exercise, User
from sessions.text import clean
from sessions.verbs import Verb

said = words.mark
LONGEST = 1000


@dataclass(frozen=True)
class Noted:
    """A note with the name of who wrote it, and whether whoever looks may take it away."""

    row: BackNote
    name: str
    may_remove: bool


def write(
    db: Session,
    workshop_id: int,
    actor: Actor,
    text: str,
    *,
    group_id: int | None = None,
    exercise_id: int | None = None,
    contribution_id: int | None = None,
    now: datetime,
) -> int:
    """A note about a group, a question of it or an answer; returns its id.

    Raises: Missing for anything of elsewhere, or an answer that whoever writes may not read; Invalid.
    """
    act = GuideAct(db, workshop_id, actor, now)
    text = clean(text, lines=True)
    if not text:
        raise act.refused("note", said("Schrijf eerst iets."))
    if len(text) > LONGEST:
        raise act.refused("note", said("Dit is te lang: er passen %(limit)d tekens."), limit=LONGEST)
    _require_there(db, workshop_id, actor, group_id, exercise_id, contribution_id)
    row = BackNote(
        workshop_id=workshop_id,
        group_id=group_id,
        exercise_id=exercise_id,
        contribution_id=contribution_id,
        written_by=actor.id if actor.kind == "user" else None,
        text=text,
        written_at=now,
    )
    db.add(row)
    db.flush()
    act.made([row])
    act.before.instead(row, removed_at={"at": now.isoformat()})
    act.finish(Verb.BACK_NOTE_CHANGED)
    return row.id


def _require_there(
    db: Session,
    workshop_id: int,
    actor: Actor,
    group_id: int | None,
    exercise_id: int | None,
    contribution_id: int | None,
) -> None:
    raw = _may(db, workshop_id, actor, Right.READ_RAW, group_id)
    if group_id is not None:
        groups.group_of(db, workshop_id, group_id)
    if exercise_id is not None:
        each = asked.question(db, workshop_id, exercise_id)
        if not raw and not promises.observers_read(each.question):
            raise Missing("question")
    if contribution_id is not None:
        about = db.get(Contribution, contribution_id)
        here = ("answer", workshop_id, group_id, exercise_id)
        if about is None or (about.kind, about.workshop_id, about.group_id, about.exercise_id) != here:
            raise Missing("answer")
        if not may_read(db, about, raw=raw):
            raise Missing("answer")


def remove(db: Session, workshop_id: int, note_id: int, actor: Actor, *, now: datetime) -> None:
    """The note is not read any more. Twice is once.

    Raises: Missing; Forbidden for somebody else's, except to who moderates the group.
    """
    act, row = GuideAct(db, workshop_id, actor, now), db.get(BackNote, note_id)
    if row is None or row.workshop_id != workshop_id:
        raise Missing("note")
    if row.written_by != actor.id and not _may(db, workshop_id, actor, Right.MODERATE, row.group_id):
        raise Forbidden("somebody else's note")
    if row.removed_at is None:
        act.change(row, only=("removed_at",))
        row.removed_at = now
    act.finish(Verb.BACK_NOTE_CHANGED)


def notes(
    db: Session, workshop_id: int, user_id: int, *, group_id: int, exercise_id: int | None = None
) -> list[Noted]:
    """The notes about that group, or about one question of it, that this user may read, oldest first.

    An observer reads no note about an answer that they may not read, except their own.
    """
    reader = Actor("user", user_id)
    raw = _may(db, workshop_id, reader, Right.READ_RAW, group_id)
    leads = _may(db, workshop_id, reader, Right.MODERATE, group_id)
    query = (
        select(BackNote, User.name)
        .outerjoin(User, User.id == BackNote.written_by)
        .where(BackNote.workshop_id == workshop_id, BackNote.removed_at.is_(None))
        .where(BackNote.group_id == group_id, BackNote.exercise_id.is_not_distinct_from(exercise_id))
        .order_by(BackNote.written_at, BackNote.id)
    )
    found = []
    for row, name in db.execute(query):
        about = db.get(Contribution, row.contribution_id) if row.contribution_id is not None else None
        if row.written_by == user_id or about is None or may_read(db, about, raw=raw):
            found.append(Noted(row, name or "", leads or row.written_by == user_id))
    return found


def may_read(db: Session, about: Contribution, *, raw: bool) -> bool:
    """Whether staff may read that answer or reply. Without `raw` (an observer) it is what a member may read
    who answered everything: nothing that is private or hidden. What somebody took back nobody reads."""
    if about.state == "withdrawn":
        return False
    if raw:
        return True
    step = db.get_one(Exercise, about.exercise_id)
    each = asked.question(db, step.workshop_id, step.id)
    return about.state == "shown" and promises.observers_read(each.question)


def _may(db: Session, workshop_id: int, actor: Actor, right: Right, group_id: int | None) -> bool:
    return actor.id is not None and reaches(reach(db, workshop_id, actor.id, right), group_id)
