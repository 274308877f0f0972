"""The lotus of a table: the question in its heart, and what lies on its 72 places. For reading only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.hall import pace
from sessions.models import (
    PETALS,
    PRESENT_WORDS,
    Contribution,
    ContributionVersion,
    Exercise,
    Participant,
    Place,
    Table,
)

# Whoever wrote something for the lotus, also what nobody else may read yet, is one of those who write.
_WROTE = ("shown", "private", "replaced")


@dataclass
class Lotus:
    """One table's flower. `words` maps places (A to H, A1 to H8) to what is shown there."""

    table_id: int
    number: int
    exercise_id: int
    question: str
    stage: str
    people: int = 0
    writing: int = 0
    words: dict[str, str] = field(default_factory=dict)

    @property
    def leaves(self) -> int:
        """How many of the 64 leaves are filled."""
        return sum(name not in PETALS for name in self.words)

    @property
    def longest(self) -> int:
        """How many characters the longest text behind a petal has."""
        return max((len(text) for name, text in self.words.items() if name not in PETALS), default=0)


def step_of(db: Session, workshop_id: int, *, coming: bool = False) -> Exercise | None:
    """The lotus step that the hall is at, else the last one it was at, else one that a table is at.

    With `coming` also one that is still to come: paper can be printed before the day.
    """
    query = select(Exercise).where(Exercise.workshop_id == workshop_id, Exercise.kind == "lotus")
    steps = list(db.scalars(query.order_by(Exercise.position)))
    seen = [step for step in steps if step.opened_at is not None]
    if seen:
        return max(seen, key=lambda step: (step.state == "open", step.opened_at, step.position))
    by_themselves = set(db.scalars(select(Table.exercise_id).where(Table.workshop_id == workshop_id)))
    reached = [step for step in steps if step.id in by_themselves]
    return next(iter(reached + (steps if coming else [])), None)


def of_tables(
    db: Session, workshop_id: int, ids: Collection[int] | None = None, *, coming: bool = False
) -> list[Lotus]:
    """The lotuses of the tables with those ids (all when None) by number, without their words."""
    step = step_of(db, workshop_id, coming=coming)
    if step is None:
        return []
    query = select(Table).where(Table.workshop_id == workshop_id).order_by(Table.number)
    if ids is not None:
        query = query.where(Table.id.in_(ids))
    people, writing = _seated(db, workshop_id), _writing(db, step.id)
    return [
        Lotus(
            table.id,
            table.number,
            step.id,
            step.prompt or step.title,
            pace.stage_for(db, step, table.id),
            people.get(table.id, 0),
            writing.get(table.id, 0),
        )
        for table in db.scalars(query)
    ]


def with_words(db: Session, workshop_id: int) -> list[Lotus]:
    """The lotuses of all tables, with what is shown on their places: what the wall shows, and no more."""
    lotuses = of_tables(db, workshop_id, coming=True)
    if not lotuses:
        return []
    by_table = {lotus.table_id: lotus for lotus in lotuses}
    rows = db.execute(
        select(Place.table_id, Place.name, ContributionVersion.text)
        .join(Contribution, Contribution.id == Place.contribution_id)
        .join(ContributionVersion, PRESENT_WORDS)
        .where(Place.exercise_id == lotuses[0].exercise_id, Contribution.state == "shown")
        .order_by(Place.name)
    )
    for table_id, name, text in rows:
        by_table[table_id].words[name] = text
    return lotuses


def tables_with_words(db: Session, contribution_ids: Collection[int]) -> set[int]:
    """The tables whose lotuses those contributions belong to."""
    query = select(Contribution.table_id).where(
        Contribution.id.in_(contribution_ids), Contribution.kind == "petal"
    )
    return {table_id for table_id in db.scalars(query) if table_id is not None}


def _seated(db: Session, workshop_id: int) -> dict[int | None, int]:
    rows = db.execute(
        select(Participant.table_id, func.count())
        .where(Participant.workshop_id == workshop_id, Participant.table_id.is_not(None))
        .group_by(Participant.table_id)
    )
    return dict(rows.all())


def _writing(db: Session, exercise_id: int) -> dict[int | None, int]:
    rows = db.execute(
        select(Contribution.table_id, func.count(func.distinct(Contribution.participant_id)))
        .where(
            Contribution.exercise_id == exercise_id,
            Contribution.kind == "petal",
            Contribution.state.in_(_WROTE),
        )
        .group_by(Contribution.table_id)
    )
    return dict(rows.all())
