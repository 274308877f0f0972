"""Findings: a table agrees on its words, then they are told in plenary, in turn.

Nobody is put on the screen without the table's confirmation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.errors import Closed, Conflict, Missing
from sessions.hall import pace, places
from sessions.journal import Actor, Before, record
from sessions.models import (
    FINDING,
    PRESENT_WORDS,
    Agreement,
    Contribution,
    ContributionVersion,
    Exercise,
    Participant,
    Place,
    Table,
    Workshop,
)
from sessions.verbs import Verb

ENOUGH = 2
"""Whoever wrote it, and one more; somebody alone at a table is enough."""


def agree(db: Session, contribution_id: int, participant_id: int, *, version: int, now: datetime) -> bool:
    """This participant agrees with these words of their table; whether the table confirmed them by now.

    Raises: Missing for another table's; Closed when the step is not open; Conflict when the words are
    others by now.
    """
    contribution = db.get(Contribution, contribution_id)
    participant = db.get_one(Participant, participant_id)
    if contribution is None or contribution.table_id is None or contribution.table_id != participant.table_id:
        raise Missing("finding")
    step = db.get_one(Exercise, contribution.exercise_id)
    if not pace.is_open_for(db, step, contribution.table_id):
        raise Closed("step")
    place = places.at(db, step.id, contribution.table_id, FINDING)
    if place is None or place.contribution_id != contribution.id or contribution.state != "shown":
        raise Missing("finding")
    if version != contribution.version:
        raise Conflict("the words were changed in the meantime")
    known = db.get(Agreement, (contribution_id, participant_id))
    fresh = known is None or known.version != version
    if known is None:
        known = Agreement(contribution_id=contribution_id, participant_id=participant_id)
        db.add(known)
    if fresh:
        known.version, known.given_at = version, now
        db.flush()
    # Words that lay aside for a while have their yeses still, but the table confirms them anew.
    confirms = place.confirmed_at is None and agreed(db, contribution) >= needed(db, contribution)
    if confirms:
        place.confirmed_at = now
    if fresh or confirms:
        actor = Actor("participant", participant_id)
        places.journal(db, step, Verb.FINDING_CONFIRMED, actor, [contribution.id], now)
    return place.confirmed_at is not None


def agreed(db: Session, contribution: Contribution) -> int:
    """How many people stand behind the present words, whoever wrote them counted."""
    others = select(func.count()).where(
        Agreement.contribution_id == contribution.id,
        Agreement.version == contribution.version,
        Agreement.participant_id.is_distinct_from(contribution.participant_id),
    )
    return 1 + (db.scalar(others) or 0)


def needed(db: Session, contribution: Contribution) -> int:
    """How many have to: never more than there are people at the table."""
    people = db.scalar(select(func.count()).where(Participant.table_id == contribution.table_id)) or 0
    return max(1, min(ENOUGH, people))


def tell(db: Session, workshop_id: int, table_number: int | None, actor: Actor, *, now: datetime) -> None:
    """The wall shows the finding of that table, or with None those of all tables.

    Raises: Missing when that table confirmed nothing.
    """
    workshop = db.get_one(Workshop, workshop_id)
    before = Before()
    before.of(workshop, only=("wall_view", "wall_table"))
    told = _confirmed(db, workshop_id, table_number) if table_number is not None else None
    if told is not None:
        before.of(told, only=("told_at",))
        told.told_at = told.told_at or now
    workshop.wall_view, workshop.wall_table = "findings", table_number
    record(
        db,
        workshop_id,
        Verb.FINDING_TOLD,
        actor,
        now=now,
        touched={
            "workshop": [workshop_id],
            "contribution": [told.contribution_id] if told else [],
        },
        inverse=before.inverse,
    )


@dataclass(frozen=True)
class Kept:
    """What a table agreed on: kept with the table when the day is over."""

    table: int
    text: str
    explanation: str
    told: bool


def kept(db: Session, workshop_id: int) -> list[Kept]:
    """The findings that their tables agreed on, by table and then by step."""
    rows = db.execute(
        select(Table.number, ContributionVersion, Place.told_at)
        .join(Place, Place.table_id == Table.id)
        .join(Contribution, Contribution.id == Place.contribution_id)
        .join(ContributionVersion, PRESENT_WORDS)
        .where(
            Place.workshop_id == workshop_id,
            Place.name == FINDING,
            Place.confirmed_at.is_not(None),
            Contribution.state == "shown",
        )
        .order_by(Table.number, Place.exercise_id)
    )
    return [
        Kept(number, version.text, version.fields.get("explanation") or "", told_at is not None)
        for number, version, told_at in rows
    ]


def _confirmed(db: Session, workshop_id: int, table_number: int) -> Place:
    place = db.scalar(
        select(Place)
        .join(Table, Table.id == Place.table_id)
        .join(Contribution, Contribution.id == Place.contribution_id)
        .where(
            Place.workshop_id == workshop_id,
            Place.name == FINDING,
            Place.confirmed_at.is_not(None),
            Table.number == table_number,
            Contribution.state == "shown",
        )
        .order_by(Place.exercise_id.desc())
        .limit(1)
    )
    if place is None:
        raise Missing("finding")
    return place
