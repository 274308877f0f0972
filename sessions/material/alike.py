"""Which interests may be alike: what a machine compares, and what people make of its proposal.

The machine proposes and nothing more: an objective is there when somebody adopts it, under their name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.errors import Missing
from sessions.journal import Actor
from sessions.material import coding, objectives
from sessions.material.coding import Coded
from sessions.models import Objective, ObjectiveMaterial


@dataclass(frozen=True)
class Asked:
    """n pieces of material that can stand behind an objective, in the order in which they were made, with
    their words and languages; `given` says behind which objective people put some of them."""

    material_ids: Sequence[int]
    texts: Sequence[str]
    languages: Sequence[str]
    given: Mapping[int, int]


@dataclass(frozen=True)
class Proposed:
    """Material that a machine proposes as alike, the one nearest to all first. `joins` is the objective that
    people made and that it may belong to; None when it may be a new one."""

    alike: Sequence[Coded]
    joins: Objective | None
    similarity: float

    @property
    def groups(self) -> list[str]:
        return sorted({each.group for each in self.alike} - {""})

    @property
    def people(self) -> int:
        return len({each.contribution.participant_id for each in self.alike} - {None})

    @property
    def shared(self) -> bool:
        """Whether it would be shared by more than one group, as `objectives.Held.shared`."""
        return len(self.groups) > 1 if self.groups else self.people > 1


@dataclass(frozen=True)
class Found:
    """What was proposed: what several groups have in common first. `why` says, in English, why wording alone
    compared; empty when the sentence encoder did."""

    proposed: Sequence[Proposed] = field(default=())
    why: str = ""


def asked(db: Session, workshop_id: int) -> Asked:
    """What there is to compare in that workshop, as things stand now."""
    coded = coding.of_workshop(db, workshop_id, kinds=objectives.BEHIND)
    there = {each.material.id for each in coded}
    behind = db.execute(
        select(ObjectiveMaterial.material_id, ObjectiveMaterial.objective_id)
        .join(Objective, Objective.id == ObjectiveMaterial.objective_id)
        .where(Objective.workshop_id == workshop_id, Objective.removed_at.is_(None))
        .order_by(ObjectiveMaterial.id.desc())
    )
    return Asked(
        material_ids=[each.material.id for each in coded],
        texts=[each.material.text for each in coded],
        languages=[each.contribution.language for each in coded],
        given={row.material_id: row.objective_id for row in behind if row.material_id in there},
    )


def told(
    db: Session, workshop_id: int, groups: Sequence[tuple[Sequence[int], int | None, float]], why: str
) -> Found:
    """The answer of the machine as it holds now: per group its material, the objective it may join, and how
    alike. What people decided on or took away since stands in no proposal."""
    now = asked(db, workshop_id)
    coded = {each.material.id: each for each in coding.of_workshop(db, workshop_id, kinds=objectives.BEHIND)}
    found = []
    for ids, joins, similarity in groups:
        alike = [coded[each] for each in ids if each in coded and each not in now.given]
        objective = db.get(Objective, joins) if joins is not None else None
        if objective is not None and objective.removed_at is not None:
            objective = None
        if len(alike) > 1 or (alike and objective is not None):
            found.append(Proposed(alike, objective, similarity))
    found.sort(key=lambda each: (not each.shared, -len(each.groups), -each.similarity))
    return Found(found, why)


def adopt(
    db: Session,
    workshop_id: int,
    actor: Actor,
    material_ids: Sequence[int],
    *,
    title: str = "",
    objective_id: int | None = None,
    now: datetime,
) -> int:
    """That material stands behind a new objective of that name, or behind the one given, beside what stands
    there; returns the id of the objective. One act.

    Raises: Missing; Invalid for an objective without a name.
    """
    if objective_id is None:
        return objectives.make(db, workshop_id, actor, title=title, behind=material_ids, now=now)
    if objectives.objective(db, objective_id).workshop_id != workshop_id:
        raise Missing("objective")
    standing = select(ObjectiveMaterial.material_id).where(ObjectiveMaterial.objective_id == objective_id)
    both = [*db.scalars(standing.order_by(ObjectiveMaterial.id)), *material_ids]
    objectives.put_behind(db, objective_id, actor, both, now=now)
    return objective_id
