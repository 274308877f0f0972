"""What lies where at a table: petals of its lotus, its finding. A place holds one contribution.

Words of somebody else are never rewritten: other words on the same place are another contribution, and
the one that lay there is *replaced*. What cannot lie where its author meant, because somebody was faster,
is kept as a note of their own: nothing that was typed is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import pace
from sessions.errors import Closed, Conflict, Missing
from sessions.exercises import kind_named
from sessions.journal import Actor, Verb, record
from sessions.models import LOTUS, Contribution, Exercise, Participant, Passage, Place, Workshop

LAID = ("private", "replaced")


def take(db: Session, contribution: Contribution, name: str, *, over: int | None) -> list[int]:
    """The contribution lies at that place of its table, over the contribution that its author saw there.

    Returns: the ids of the contributions that changed; empty when other words lie there by now.
    """
    present = at(db, contribution.exercise_id, contribution.table_id, name)
    lying = db.get_one(Contribution, present.contribution_id) if present else None
    taken = lying is not None and lying.state == "shown"
    if taken and lying is not None and lying.id != over:
        return []
    changed = [contribution.id]
    if lying is not None and lying.id != contribution.id:
        if taken:
            lying.state = "replaced"
            changed.append(lying.id)
        db.delete(present)
        db.flush()
    own = db.scalar(select(Place).where(Place.contribution_id == contribution.id))
    if own is not None:
        db.delete(own)
        db.flush()
    db.add(
        Place(
            workshop_id=contribution.workshop_id,
            exercise_id=contribution.exercise_id,
            table_id=contribution.table_id,
            name=name,
            contribution_id=contribution.id,
        )
    )
    contribution.state = "shown"
    db.flush()
    return changed


def lay(
    db: Session,
    contribution_id: int,
    participant_id: int,
    *,
    name: str,
    over: int | None,
    now: datetime,
) -> bool:
    """A note of one's own, or words that were replaced, lie at that place of the table; whether they do.

    Raises: Missing for what is not one's own or a place that is not there; Closed when the step is not
    open or the table still writes in private.
    """
    contribution = db.get(Contribution, contribution_id)
    if contribution is None or contribution.participant_id != participant_id:
        raise Missing("contribution")
    step = _open_at(db, contribution)
    if name not in LOTUS or not kind_named(step.kind).at_tables:
        raise Missing("place")
    if may_not_share(db, step, contribution.table_id):
        raise Closed("stage")
    if contribution.state == "shown" and name_of(db, contribution_id) == name:
        return True
    if contribution.state not in LAID:
        raise Missing("contribution")
    changed = take(db, contribution, name, over=over)
    if changed:
        journal(db, step, Verb.PETAL_PLACED, Actor("participant", participant_id), changed, now)
    return bool(changed)


def clear(
    db: Session, contribution_id: int, participant_id: int, *, version: int | None, now: datetime
) -> None:
    """Somebody at the table takes the words from their place; their author keeps them. Twice is once.

    Raises: Missing for another table's; Closed when the step is not open; Conflict when the words are
    others by now.
    """
    contribution = db.get(Contribution, contribution_id)
    participant = db.get_one(Participant, participant_id)
    if contribution is None or contribution.table_id is None or contribution.table_id != participant.table_id:
        raise Missing("contribution")
    step = _open_at(db, contribution)
    if contribution.state != "shown":
        return
    if version is not None and version != contribution.version:
        raise Conflict("the words were changed in the meantime")
    contribution.state = "private" if contribution.participant_id == participant_id else "replaced"
    journal(db, step, Verb.PLACE_CLEARED, Actor("participant", participant_id), [contribution.id], now)
    _forget(db, contribution.id)


def state_on_return(db: Session, contribution: Contribution, otherwise: str) -> str:
    """The state of a contribution that comes back: shown where its place is still its own, else private."""
    step = db.get_one(Exercise, contribution.exercise_id)
    if not kind_named(step.kind).at_tables or contribution.parent_id is not None:
        return otherwise
    return otherwise if name_of(db, contribution.id) else "private"


def said_anew(db: Session, contribution: Contribution) -> None:
    """The words on that place are others now: who confirmed it confirmed something else."""
    place = db.scalar(select(Place).where(Place.contribution_id == contribution.id))
    if place is not None:
        place.confirmed_at = None


def may_not_share(db: Session, step: Exercise, table_id: int | None) -> bool:
    """Whether people at that table still write for themselves."""
    return pace.stage_for(db, step, table_id) == "private"


def at(db: Session, exercise_id: int, table_id: int | None, name: str) -> Place | None:
    return db.scalar(
        select(Place).where(Place.exercise_id == exercise_id, Place.table_id == table_id, Place.name == name)
    )


def name_of(db: Session, contribution_id: int) -> str | None:
    """Where that contribution lies, if it does."""
    return db.scalar(select(Place.name).where(Place.contribution_id == contribution_id))


def journal(
    db: Session, step: Exercise, verb: Verb, actor: Actor, contribution_ids: Iterable[int], now: datetime
) -> None:
    """The act stands in the journal, with the places and passages of what it changed."""
    ids = list(contribution_ids)
    db.flush()
    record(
        db,
        step.workshop_id,
        verb,
        actor,
        now=now,
        touched={
            "contribution": ids,
            "passage": db.scalars(select(Passage.id).where(Passage.contribution_id.in_(ids))).all(),
        },
    )


def _forget(db: Session, contribution_id: int) -> None:
    place = db.scalar(select(Place).where(Place.contribution_id == contribution_id))
    if place is not None:
        db.delete(place)
        db.flush()


def _open_at(db: Session, contribution: Contribution) -> Exercise:
    step = db.get_one(Exercise, contribution.exercise_id)
    if db.get_one(Workshop, step.workshop_id).state != "open":
        raise Closed("workshop")
    if not pace.is_open_for(db, step, contribution.table_id):
        raise Closed("step")
    return step
