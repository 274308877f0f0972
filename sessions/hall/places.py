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

from sessions.errors import Closed, Conflict, Missing
from sessions.hall import pace
from sessions.journal import Actor, record
from sessions.models import FINDING, LOTUS, Contribution, Exercise, Participant, Passage, Place, Workshop
from sessions.verbs import Verb

LAID = ("private", "replaced", "shown")
NAMES = {"petal": LOTUS, "finding": (FINDING,)}


def take(db: Session, contribution: Contribution, name: str, *, over: int | None) -> list[int]:
    """The contribution lies at that place of its table, over the contribution that its author saw there.

    Returns: the ids of the contributions that changed; empty when other words lie there by now, or when
    its author sits at no table.
    """
    if contribution.table_id is None:
        return []
    present = at(db, contribution.exercise_id, contribution.table_id, name)
    lying = db.get_one(Contribution, present.contribution_id) if present else None
    if lying is not None and lying.id == contribution.id:
        contribution.state = "shown"
        db.flush()
        return [contribution.id]
    taken = lying is not None and lying.state == "shown"
    if taken and lying is not None and lying.id != over:
        return []
    changed = [contribution.id]
    if lying is not None:
        if taken:
            lying.state = "replaced"
            changed.append(lying.id)
        _forget(db, lying.id)
    _forget(db, contribution.id)
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
    """The words lie at that place of the participant's table; whether they do.

    They are a note of one's own, words of one's own that were replaced, or words that lie somewhere else at
    the table, whoever wrote them. A note counts for the table where it is laid. When other words than
    `over` lie there by now, everything stays as it was.

    Raises: Missing for what is neither one's own nor the table's, or a place that is not there; Closed when
    the step is not open or the table still writes in private.
    """
    contribution = db.get(Contribution, contribution_id)
    table_id = db.get_one(Participant, participant_id).table_id
    if contribution is None or table_id is None or not _may_lay(contribution, participant_id, table_id):
        raise Missing("contribution")
    if name not in NAMES.get(contribution.kind, ()):
        raise Missing("place")
    step = _open_at(db, contribution, table_id)
    if may_not_share(db, step, table_id):
        raise Closed("stage")
    if contribution.state == "shown" and name_of(db, contribution_id) == name:
        return True
    before = contribution.table_id
    contribution.table_id = table_id
    changed = take(db, contribution, name, over=over)
    if not changed:
        contribution.table_id = before
        return False
    journal(db, step, Verb.PETAL_PLACED, Actor("participant", participant_id), changed, now)
    return True


def clear(
    db: Session, contribution_id: int, participant_id: int, *, version: int | None, now: datetime
) -> None:
    """Somebody at the table takes the words from their place; their author keeps them. Twice is once.

    Raises: Missing for another table's and for what never lay on a place; Closed when the step is not open;
    Conflict when the words are others by now.
    """
    contribution = db.get(Contribution, contribution_id)
    participant = db.get_one(Participant, participant_id)
    if contribution is None or contribution.table_id is None or contribution.table_id != participant.table_id:
        raise Missing("contribution")
    if contribution.kind not in NAMES:
        raise Missing("place")
    step = _open_at(db, contribution, contribution.table_id)
    if contribution.state != "shown":
        return
    if version is not None and version != contribution.version:
        raise Conflict("the words were changed in the meantime")
    contribution.state = "private" if contribution.participant_id == participant_id else "replaced"
    journal(db, step, Verb.PLACE_CLEARED, Actor("participant", participant_id), [contribution.id], now)
    _forget(db, contribution.id)


def state_on_return(db: Session, contribution: Contribution, otherwise: str) -> str:
    """The state of a contribution that comes back: shown where its place is still its own, else private.
    What was hidden stays hidden."""
    if contribution.kind not in NAMES or otherwise == "hidden":
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


def _may_lay(contribution: Contribution, participant_id: int, table_id: int) -> bool:
    """One's own notes go where one sits; what lies on the table is everybody's there to move."""
    if contribution.state not in LAID:
        return False
    if contribution.state == "shown":
        return contribution.table_id == table_id
    return contribution.participant_id == participant_id


def _open_at(db: Session, contribution: Contribution, table_id: int) -> Exercise:
    step = db.get_one(Exercise, contribution.exercise_id)
    if db.get_one(Workshop, step.workshop_id).state != "open":
        raise Closed("workshop")
    if not pace.is_open_for(db, step, table_id):
        raise Closed("step")
    return step
