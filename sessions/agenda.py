"""What somebody of the staff finds on their desk: their workshops, with figures, by trajectory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from sessions import workshops
from sessions.models import Contribution, Exercise, Phase, Table, Trajectory, Workshop


@dataclass(frozen=True)
class Entry:
    """One workshop and the role that this user has in it. `said` counts the interventions that stand."""

    workshop: Workshop
    role: str
    said: int
    tables: int
    minutes: int


@dataclass(frozen=True)
class Chapter:
    """The workshops of one trajectory, or (None) those that stand alone."""

    trajectory: Trajectory | None
    phases: tuple[Phase, ...]
    entries: tuple[Entry, ...]


def of_user(db: Session, user_id: int) -> list[Entry]:
    """The workshops in which this user has a role, the newest day first."""
    led = workshops.led_by(db, user_id)
    ids = [workshop.id for workshop, _ in led]
    contributed = Contribution.workshop_id.in_(ids), Contribution.parent_id.is_(None)
    said = _figures(
        db,
        select(Contribution.workshop_id, func.count())
        .where(*contributed, Contribution.state != "withdrawn")
        .group_by(Contribution.workshop_id),
    )
    of_tables = select(Table.workshop_id, func.count()).group_by(Table.workshop_id)
    tables = _figures(db, of_tables.where(Table.workshop_id.in_(ids)))
    of_steps = select(Exercise.workshop_id, func.sum(Exercise.minutes)).group_by(Exercise.workshop_id)
    minutes = _figures(db, of_steps.where(Exercise.workshop_id.in_(ids)))
    return [
        Entry(each, role, said.get(each.id, 0), tables.get(each.id, 0), minutes.get(each.id, 0))
        for each, role in led
    ]


def _figures(db: Session, query: Select[int, int]) -> dict[int, int]:
    return dict(db.execute(query).all())


def next_up(entries: Sequence[Entry], today: date) -> Entry | None:
    """What to do first: a workshop that is open, else the first one that is today or still to come."""
    running = [entry for entry in entries if entry.workshop.state == "open"]
    if running:
        return min(running, key=lambda entry: abs(entry.workshop.held_on - today))
    ahead = [
        entry for entry in entries if entry.workshop.state == "preparing" and entry.workshop.held_on >= today
    ]
    return min(ahead, key=lambda entry: (entry.workshop.held_on, entry.workshop.id), default=None)


def by_trajectory(db: Session, entries: Sequence[Entry]) -> list[Chapter]:
    """The same workshops, those of one trajectory together; what stands alone comes first."""
    ids = {entry.workshop.trajectory_id for entry in entries if entry.workshop.trajectory_id is not None}
    chapters = []
    alone = tuple(entry for entry in entries if entry.workshop.trajectory_id is None)
    if alone:
        chapters.append(Chapter(None, (), alone))
    for trajectory in db.scalars(select(Trajectory).where(Trajectory.id.in_(ids)).order_by(Trajectory.id)):
        phases = db.scalars(
            select(Phase).where(Phase.trajectory_id == trajectory.id).order_by(Phase.position)
        )
        its = tuple(entry for entry in entries if entry.workshop.trajectory_id == trajectory.id)
        chapters.append(Chapter(trajectory, tuple(phases), its))
    return chapters
