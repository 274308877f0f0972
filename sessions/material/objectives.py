"""The basic objectives behind what people want: shared by several groups, or of one alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Invalid, Missing
from sessions.journal import Actor, Before, Inverse, record
from sessions.material import coding
from sessions.material.coding import Coded
from sessions.models import Material, Objective, ObjectiveMaterial, Workshop
from sessions.text import clean
from sessions.verbs import Verb

BEHIND = ("interest", "opportunity", "obstacle")
"""The kinds of material that can stand behind an objective."""
LONGEST_TITLE, LONGEST_DESCRIPTION = 160, 1000


@dataclass(frozen=True)
class Held:
    """An objective, the material behind it, how many people and which groups said that."""

    objective: Objective
    behind: Sequence[Coded]
    people: int
    groups: Sequence[str]

    @property
    def shared(self) -> bool:
        """Whether more than one group wants it; where there are no groups, more than one person; where it
        came along from an earlier workshop, whether it was shared there."""
        if self.objective.came_shared:
            return True
        return len(self.groups) > 1 if self.groups else self.people > 1


def make(
    db: Session,
    workshop_id: int,
    actor: Actor,
    *,
    title: str,
    behind: Sequence[int] = (),
    now: datetime,
) -> int:
    """There is an objective of that name, with that material behind it; returns its id.

    Raises: Invalid; Missing for what cannot stand behind an objective of that workshop.
    """
    workshop = db.get_one(Workshop, workshop_id)
    place = db.scalar(select(func.max(Objective.position)).where(Objective.workshop_id == workshop_id))
    made = Objective(
        workshop_id=workshop_id,
        position=(place or 0) + 1,
        title=_title(workshop, title),
        decided_by=actor.id if actor.kind == "user" else None,
        decided_at=now,
    )
    db.add(made)
    db.flush()
    before = Before()
    before.instead(made, removed_at={"at": now.isoformat()})
    for material_id in dict.fromkeys(behind):
        _require_possible(db, workshop_id, material_id)
        _stand(db, made.id, material_id)
    _tell(db, made, actor, now, before.inverse)
    return made.id


def change(
    db: Session,
    objective_id: int,
    actor: Actor,
    *,
    title: str | None = None,
    description: str | None = None,
    now: datetime,
) -> None:
    """Name and description are these; None leaves one as it is. Raises: Missing, Invalid."""
    found = objective(db, objective_id)
    workshop = db.get_one(Workshop, found.workshop_id)
    before = Before()
    before.of(found)
    if title is not None:
        found.title = _title(workshop, title)
    if description is not None:
        found.description = clean(description, lines=True)[:LONGEST_DESCRIPTION]
    _tell(db, found, actor, now, before.inverse)


def remove(db: Session, objective_id: int, actor: Actor, *, now: datetime) -> None:
    """The objective counts no more; what stood behind it stays material. Raises: Missing."""
    found = objective(db, objective_id)
    before = Before()
    before.of(found, only=("removed_at",))
    found.removed_at = now
    _tell(db, found, actor, now, before.inverse)


def put_behind(
    db: Session, objective_id: int, actor: Actor, material_ids: Sequence[int], *, now: datetime
) -> None:
    """Exactly this material stands behind the objective. Raises: Missing."""
    found = objective(db, objective_id)
    wanted = list(dict.fromkeys(material_ids))
    for material_id in wanted:
        _require_possible(db, found.workshop_id, material_id)
    before = Before()
    standing = select(ObjectiveMaterial).where(ObjectiveMaterial.objective_id == objective_id)
    present = {row.material_id: row for row in db.scalars(standing)}
    for material_id, row in present.items():
        if material_id not in wanted:
            before.of(row)
            db.delete(row)
    for material_id in wanted:
        if material_id not in present:
            before.made(_stand(db, objective_id, material_id))
    _tell(db, found, actor, now, before.inverse)


def objective(db: Session, objective_id: int) -> Objective:
    """Raises: Missing for one that is not there or was removed."""
    found = db.get(Objective, objective_id)
    if found is None or found.removed_at is not None:
        raise Missing("objective")
    return found


def of_workshop(db: Session, workshop_id: int) -> list[Held]:
    """The objectives of that workshop: shared ones first, then by how many people are behind them."""
    coded = {each.material.id: each for each in coding.of_workshop(db, workshop_id, kinds=BEHIND)}
    behind: dict[int, list[Coded]] = {}
    rows = db.scalars(
        select(ObjectiveMaterial)
        .join(Material, Material.id == ObjectiveMaterial.material_id)
        .where(Material.workshop_id == workshop_id)
        .order_by(ObjectiveMaterial.material_id)
    )
    for row in rows:
        if row.material_id in coded:
            behind.setdefault(row.objective_id, []).append(coded[row.material_id])
    standing = db.scalars(
        select(Objective)
        .where(Objective.workshop_id == workshop_id, Objective.removed_at.is_(None))
        .order_by(Objective.position)
    )
    held = [_held(each, behind.get(each.id, [])) for each in standing]
    return sorted(held, key=lambda each: (not each.shared, -each.people))


def loose(db: Session, workshop_id: int) -> list[Coded]:
    """The interests, opportunities and obstacles behind which nobody found an objective yet."""
    behind = {each.material.id for held in of_workshop(db, workshop_id) for each in held.behind}
    coded = coding.of_workshop(db, workshop_id, kinds=BEHIND)
    return [each for each in coded if each.material.id not in behind]


def _require_possible(db: Session, workshop_id: int, material_id: int) -> None:
    each = coding.material(db, material_id)
    if each.workshop_id != workshop_id or each.kind not in BEHIND:
        raise Missing("material")


def _stand(db: Session, objective_id: int, material_id: int) -> ObjectiveMaterial:
    made = ObjectiveMaterial(objective_id=objective_id, material_id=material_id)
    db.add(made)
    db.flush()
    return made


def _held(found: Objective, behind: Sequence[Coded]) -> Held:
    people = {each.contribution.participant_id for each in behind} - {None}
    groups = sorted({each.group for each in behind} - {""})
    return Held(found, behind, len(people), groups)


def _title(workshop: Workshop, typed: str) -> str:
    title = clean(typed)
    if not title or len(title) > LONGEST_TITLE:
        short = words.mark("Geef de doelstelling een naam.")
        long = words.mark("Zeg het korter: er passen %(limit)d tekens.")
        sentence = long if title else short
        raise Invalid({"title": [words.say(workshop.language, sentence, limit=LONGEST_TITLE)]})
    return title


def _tell(db: Session, found: Objective, actor: Actor, now: datetime, inverse: Inverse) -> None:
    db.flush()
    touched = {"objective": [found.id]}
    record(db, found.workshop_id, Verb.OBJECTIVE_CHANGED, actor, now=now, touched=touched, inverse=inverse)
