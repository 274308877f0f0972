"""Undo and redo of acts on an analysis: a stack in the journal, taken back exactly.

Redo ends as soon as somebody acts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.errors import Conflict
from sessions.journal import Actor, Verb, record, restore
from sessions.models import Change


def undo(db: Session, analysis_id: int, actor: Actor, *, now: datetime) -> str:
    """The last act that still stands is taken back exactly; returns its verb.

    Raises: Conflict when there is nothing to undo.
    """
    last = undoable(db, analysis_id)
    if last is None:
        raise Conflict("there is nothing to undo")
    return _take_back(db, analysis_id, last, actor, Verb.ACT_UNDONE, now)


def redo(db: Session, analysis_id: int, actor: Actor, *, now: datetime) -> str:
    """The act that was undone last stands again; returns the verb of the undoing.

    Raises: Conflict when nothing was undone since the last act.
    """
    last = redoable(db, analysis_id)
    if last is None:
        raise Conflict("there is nothing to redo")
    return _take_back(db, analysis_id, last, actor, Verb.ACT_REDONE, now)


def undoable(db: Session, analysis_id: int) -> Change | None:
    return _newest(db, analysis_id, exclude=(Verb.ACT_UNDONE,))


def redoable(db: Session, analysis_id: int) -> Change | None:
    """The newest undoing that still stands, unless somebody acted after it."""
    undone = _newest(db, analysis_id, only=Verb.ACT_UNDONE)
    acted = db.scalar(
        select(func.max(Change.id)).where(
            Change.analysis_id == analysis_id,
            Change.inverse.is_not(None),
            Change.verb.not_in([Verb.ACT_UNDONE.value, Verb.ACT_REDONE.value]),
        )
    )
    return None if undone is None or (acted or 0) > undone.id else undone


def _take_back(db: Session, analysis_id: int, change: Change, actor: Actor, verb: Verb, now: datetime) -> str:
    inverse = restore(db, change.inverse or {})
    touched = dict(change.touched)
    new = record(
        db,
        change.workshop_id,
        verb,
        actor,
        now=now,
        analysis_id=analysis_id,
        touched=touched,
        inverse=inverse,
    )
    change.undone_by = new.id
    return change.verb


def _newest(
    db: Session, analysis_id: int, *, only: Verb | None = None, exclude: Sequence[Verb] = ()
) -> Change | None:
    query = select(Change).where(
        Change.analysis_id == analysis_id, Change.inverse.is_not(None), Change.undone_by.is_(None)
    )
    if only is not None:
        query = query.where(Change.verb == only.value)
    if exclude:
        query = query.where(Change.verb.not_in([verb.value for verb in exclude]))
    return db.scalar(query.order_by(Change.id.desc()).limit(1))
