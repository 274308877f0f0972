"""Undo and redo: a stack in the journal, taken back exactly. One stack for the hall, and one per analysis and
person: each takes back what they did themselves.

Redo ends as soon as whoever has that stack acts. What others changed in the meantime is theirs: an act that
they built on is not taken back over their heads, in the hall (`_built_on`) and at a workbench (`overtaking`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from sessions.analysis import overtaking
from sessions.errors import Conflict
from sessions.focus import belonging
from sessions.hall import levers, preparing, programme
from sessions.journal import Actor, record, restore
from sessions.models import (
    Analysis,
    Change,
    Contribution,
    Exercise,
    Lever,
    LeverArgument,
    LeverArrow,
    Material,
    Participant,
    Place,
    Question,
    Round,
)
from sessions.verbs import Verb

_TAKING_BACK = (Verb.ACT_UNDONE.value, Verb.ACT_REDONE.value)
# Opening and closing have a way back of their own, and nothing is taken back across them.
_BARRIERS = (Verb.WORKSHOP_OPENED.value, Verb.WORKSHOP_CLOSED.value)
# What people add without touching what staff changed.
_HARMLESS = (Verb.HEART_GIVEN.value, Verb.HEART_TAKEN.value, Verb.FINDING_CONFIRMED.value)
_SHARED_WITH_PEOPLE = ("contribution", "table")


@dataclass(frozen=True)
class Stack:
    """The acts of one person on one analysis, or with `analysis_id` None all those that lead the hall; with
    `kinds` only those that touched a row of these kinds, with `actor` only those of that person."""

    workshop_id: int
    analysis_id: int | None = None
    actor: Actor | None = None
    kinds: frozenset[str] = frozenset()

    def holds(self, change: Change) -> bool:
        own = self.actor is None or Actor(change.actor_kind, change.actor_id) == self.actor
        return own and (not self.kinds or not self.kinds.isdisjoint(change.touched))

    def where(self) -> tuple[ColumnElement[bool], ...]:
        # In the hall the acts of others are read too: what they did on the same rows since then stands.
        own = () if self.actor is None or self.analysis_id is None else _by(self.actor)
        return (
            Change.workshop_id == self.workshop_id,
            Change.analysis_id.is_(None)
            if self.analysis_id is None
            else Change.analysis_id == self.analysis_id,
            Change.inverse.is_not(None),
            *own,
        )


def _by(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    who = Change.actor_id.is_(None) if actor.id is None else Change.actor_id == actor.id
    return (Change.actor_kind == actor.kind, who)


def undo(db: Session, analysis_id: int, actor: Actor, *, now: datetime) -> str:
    """The actor's last act on that analysis that still stands is taken back exactly; returns its verb.

    Raises: Conflict when there is nothing to undo; Overtaken when somebody went on with it.
    """
    return _take_back(db, _of(db, analysis_id, actor), Verb.ACT_UNDONE, actor, None, now).verb


def redo(db: Session, analysis_id: int, actor: Actor, *, now: datetime) -> str:
    """The act that the actor undid last stands again; returns the verb of the undoing.

    Raises: Conflict when they undid nothing since their last act; Overtaken when somebody went on with it.
    """
    return _take_back(db, _of(db, analysis_id, actor), Verb.ACT_REDONE, actor, None, now).verb


def undo_in_hall(
    db: Session,
    workshop_id: int,
    actor: Actor,
    *,
    seen: int | None,
    now: datetime,
    kinds: frozenset[str] = frozenset(),
    own: bool = False,
) -> str:
    """The last act that led the hall is taken back exactly; returns what it was (see `act_of`).

    With `kinds` it is the last one that touched a row of these kinds, with `own` the last one of the actor.
    `seen` is the change that whoever pressed saw as the last one; None takes whichever it is.

    Raises: Conflict when there is nothing to undo, or another act is the last one by now.
    """
    stack = Stack(workshop_id, actor=actor if own else None, kinds=kinds)
    return act_of(db, _take_back(db, stack, Verb.ACT_UNDONE, actor, seen, now))


def redo_in_hall(
    db: Session,
    workshop_id: int,
    actor: Actor,
    *,
    seen: int | None,
    now: datetime,
    kinds: frozenset[str] = frozenset(),
    own: bool = False,
) -> str:
    """The act that was taken back last stands again; returns what it was. Raises: Conflict."""
    stack = Stack(workshop_id, actor=actor if own else None, kinds=kinds)
    return act_of(db, _take_back(db, stack, Verb.ACT_REDONE, actor, seen, now))


def undoable(db: Session, analysis_id: int, actor: Actor) -> Change | None:
    """The actor's newest act that stands; whether somebody went on with it is asked when it is taken back."""
    return _undoable(db, _of(db, analysis_id, actor))


def redoable(db: Session, analysis_id: int, actor: Actor) -> Change | None:
    """The actor's newest undoing that still stands, unless they acted after it."""
    return _redoable(db, _of(db, analysis_id, actor))


def people(db: Session, analysis_id: int) -> list[Actor]:
    """The members of staff who did something on that analysis."""
    stack = Stack(db.get_one(Analysis, analysis_id).workshop_id, analysis_id)
    ids = db.scalars(select(Change.actor_id).where(*stack.where(), Change.actor_kind == "user").distinct())
    return [Actor("user", each) for each in sorted(each for each in ids if each is not None)]


def undoable_in_hall(
    db: Session, workshop_id: int, kinds: frozenset[str] = frozenset(), *, by: Actor | None = None
) -> Change | None:
    """The newest act of the hall, or of that person in it, that can be taken back; what people built on by
    now is passed over."""
    return _undoable(db, Stack(workshop_id, actor=by, kinds=kinds))


def redoable_in_hall(
    db: Session, workshop_id: int, kinds: frozenset[str] = frozenset(), *, by: Actor | None = None
) -> Change | None:
    return _redoable(db, Stack(workshop_id, actor=by, kinds=kinds))


def act_of(db: Session, change: Change) -> str:
    """What was done, as a word for a catalogue: the verb, or finer where one verb stands for several acts."""
    while change.verb in _TAKING_BACK:
        earlier = db.scalar(select(Change).where(Change.undone_by == change.id))
        if earlier is None:
            break
        change = earlier
    columns = {
        (kind, column)
        for kind, rows in (change.inverse or {}).items()
        for values in rows.values()
        for column in values or {}
    }
    return next((name for name, only in FINER.get(change.verb, ()) if columns <= only), change.verb)


_OF_LEVERS = {
    (model.__tablename__, column.name)
    for model in (Lever, LeverArrow, LeverArgument, Material)
    for column in model.__table__.columns
}
# Where one verb stands for several acts: what it is called when it changed these columns only.
FINER: dict[str, tuple[tuple[str, set[tuple[str, str]]], ...]] = {
    Verb.STEP_CHANGED.value: (
        ("step.extended", {("exercise", "closes_at")}),
        ("step.staged", {("exercise", "stage")}),
    ),
    Verb.WALL_TURNED.value: (("wall.covered", {("workshop", "wall_hidden")}),),
    Verb.WORKSHOP_CHANGED.value: (
        ("levers.changed", _OF_LEVERS),
        ("vision.changed", {("workshop", "vision")}),
        (
            "pace.changed",
            {("workshop", "self_paced"), ("table", "exercise_id"), ("table", "stage")},
        ),
    ),
}


def _of(db: Session, analysis_id: int, actor: Actor) -> Stack:
    return Stack(db.get_one(Analysis, analysis_id).workshop_id, analysis_id, actor)


def _take_back(
    db: Session, stack: Stack, verb: Verb, actor: Actor, seen: int | None, now: datetime
) -> Change:
    undoing = verb is Verb.ACT_UNDONE
    change = _undoable(db, stack) if undoing else _redoable(db, stack)
    if change is None:
        raise Conflict("there is nothing to undo" if undoing else "there is nothing to redo")
    if seen is not None and change.id != seen:
        raise Conflict("somebody acted in the meantime")
    if stack.analysis_id is not None:
        overtaking.require_alone(db, change)
    inverse = restore(db, change.inverse or {})
    new = record(
        db,
        change.workshop_id,
        verb,
        actor,
        now=now,
        analysis_id=stack.analysis_id,
        touched=dict(change.touched),
        inverse=inverse,
    )
    change.undone_by = new.id
    return change


def _undoable(db: Session, stack: Stack) -> Change | None:
    """Within the hall, what is before the day was opened or closed stays as it is."""
    standing = select(Change).where(
        *stack.where(), Change.undone_by.is_(None), Change.verb != Verb.ACT_UNDONE.value
    )
    return _first(db, stack, standing)


def _redoable(db: Session, stack: Stack) -> Change | None:
    undone = select(Change).where(
        *stack.where(), Change.undone_by.is_(None), Change.verb == Verb.ACT_UNDONE.value
    )
    acted = select(Change).where(*stack.where(), Change.verb.not_in(_TAKING_BACK)).order_by(Change.id.desc())
    # Where every act belongs to the stack the newest is the last one, and the others are not read.
    acted = acted if stack.kinds or stack.actor is not None else acted.limit(1)
    last = next((each.id for each in db.scalars(acted) if stack.holds(each)), 0)
    return _first(db, stack, undone.where(Change.id > last))


def _first(db: Session, stack: Stack, query: Select[Change]) -> Change | None:
    newest = query.order_by(Change.id.desc())
    if stack.analysis_id is not None:
        return db.scalar(newest.limit(1))
    barrier = db.scalar(
        select(func.max(Change.id)).where(
            Change.workshop_id == stack.workshop_id, Change.verb.in_(_BARRIERS), Change.inverse.is_(None)
        )
    )
    passed: set[tuple[str, str]] = set()
    for change in db.scalars(newest.where(Change.id > (barrier or 0))):
        rows = {(kind, row_id) for kind, ids in (change.inverse or {}).items() for row_id in ids}
        if stack.holds(change) and not rows & passed and not _built_on(db, change):
            return change
        # What came before it on the same rows cannot be taken back from under it.
        passed |= rows
    return None


def _built_on(db: Session, change: Change) -> bool:
    """Whether people changed since then what this act changed, so that taking it back would undo theirs."""
    rows = change.inverse or {}
    if any(
        values is None and _step_stays(db, int(each)) for each, values in rows.get("exercise", {}).items()
    ):
        return True
    if _table_stays(db, _made(change, "table")) or _lever_stays(db, _made(change, "lever")):
        return True
    if _answered_since(db, change) or _came_into_group(db, change) or belonging.built_on(db, change):
        return True
    ids = {kind: {int(each) for each in rows.get(kind, {})} for kind in _SHARED_WITH_PEOPLE}
    for place_id, values in rows.get("place", {}).items():
        place = db.get(Place, int(place_id))
        if place is not None:
            ids["contribution"].add(place.contribution_id)
        elif values is None or "contribution_id" not in values:
            return True
    if not any(ids.values()):
        return False
    later = _later(db, change)
    return any(ids[kind].intersection(touched.get(kind, ())) for touched in later for kind in ids)


def _step_stays(db: Session, exercise_id: int) -> bool:
    """Whether that step cannot be taken out again: people are there, or said something there."""
    step = db.get(Exercise, exercise_id)
    return step is not None and bool(programme.why_not_removed(db, step))


def _made(change: Change, kind: str) -> list[int]:
    """The rows of that kind that would be gone when the act is taken back."""
    return [int(each) for each, was in (change.inverse or {}).get(kind, {}).items() if was is None]


def _table_stays(db: Session, table_ids: Sequence[int]) -> bool:
    return bool(table_ids) and bool(preparing.why_tables_stay(db, table_ids))


def _lever_stays(db: Session, lever_ids: Sequence[int]) -> bool:
    """Whether somebody chose one of them by now: what people said may not lose its meaning."""
    found = [db.get(Lever, each) for each in lever_ids]
    return any(lever is not None and levers.was_chosen(db, lever) for lever in found)


def _answered_since(db: Session, change: Change) -> bool:
    """Whether somebody answered a question of a guide as that act made it, or in a round as it opened it."""
    ids = [int(each) for each in (change.inverse or {}).get("question", {})]
    for each, values in (change.inverse or {}).get("round", {}).items():
        row = db.get(Round, int(each))
        if row is not None and any(
            (values or {}).get(hour, getattr(row, hour)) != getattr(row, hour)
            for hour in ("opens", "opened_at")
        ):
            ids += db.scalars(select(Question.exercise_id).where(Question.round_id == row.id))
    later = select(Contribution.id).where(
        Contribution.exercise_id.in_(ids), Contribution.created_at >= change.at
    )
    return bool(ids) and db.scalar(later.limit(1)) is not None


def _came_into_group(db: Session, change: Change) -> bool:
    """Whether people are by now in a group that taking the act back would take away."""
    made = _made(change, "focus_group")
    people = select(Participant.id).where(Participant.group_id.in_(made)).limit(1)
    return bool(made) and db.scalar(people) is not None


def _later(db: Session, change: Change) -> Sequence[dict[str, list[int]]]:
    """What was touched after that change by whoever leaves no inverse: the people in the hall."""
    return db.scalars(
        select(Change.touched).where(
            Change.workshop_id == change.workshop_id,
            Change.id > change.id,
            Change.inverse.is_(None),
            Change.verb.not_in(_HARMLESS),
        )
    ).all()
