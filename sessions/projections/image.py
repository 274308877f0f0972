"""The image that the hall works in: levers with their arrows, the tree and what hangs on it."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.models import Contribution, ContributionLever, Lever, LeverArrow, TreePart
from sessions.projections.cards import words_of
from sessions.projections.section import Ids, Item, Section, same, whenever

# A lever that fewer than half of an equal share of the mentions went to is called under-served.
UNDERSERVED = 0.5


def _levers(db: Session, workshop_id: int, _ids: Ids | None) -> dict[int, Item]:
    """Each lever with how many shown interventions name it, and whether it is under-served."""
    mentions = (
        select(ContributionLever.lever_id, func.count())
        .join(Contribution, Contribution.id == ContributionLever.contribution_id)
        .where(
            Contribution.workshop_id == workshop_id,
            Contribution.state == "shown",
            Contribution.kind == "intervention",
        )
        .group_by(ContributionLever.lever_id)
    )
    counts: dict[int, int] = dict(db.execute(mentions).all())
    levers = list(db.scalars(select(Lever).where(Lever.workshop_id == workshop_id).order_by(Lever.position)))
    total = sum(counts.values())
    threshold = UNDERSERVED * total / len(levers) if levers else 0
    return {
        lever.id: {
            "key": lever.key,
            "name": lever.name,
            "explanation": lever.explanation,
            "petal": lever.petal,
            "icon": lever.icon,
            "position": lever.position,
            "count": counts.get(lever.id, 0),
            "underserved": total > 0 and counts.get(lever.id, 0) < threshold,
        }
        for lever in levers
    }


def _arrows(db: Session, workshop_id: int, _ids: Ids | None) -> dict[int, Item]:
    named = select(Lever.id, Lever.key).where(Lever.workshop_id == workshop_id)
    keys: dict[int, str] = dict(db.execute(named).all())
    return {
        arrow.id: {
            "from": keys[arrow.from_lever_id],
            "to": keys[arrow.to_lever_id],
            "reason": arrow.reason,
        }
        for arrow in db.scalars(select(LeverArrow).where(LeverArrow.workshop_id == workshop_id))
    }


def _tree(db: Session, workshop_id: int, _ids: Ids | None) -> dict[int, Item]:
    return {
        part.id: {
            "kind": part.kind,
            "key": part.key,
            "name": part.name,
            "explanation": part.explanation,
            "position": part.position,
        }
        for part in db.scalars(select(TreePart).where(TreePart.workshop_id == workshop_id))
    }


def _visions(db: Session, workshop_id: int, ids: Ids | None) -> dict[int, Item]:
    return {
        contribution.id: {
            "part": version.fields.get("part"),
            "lever": version.fields.get("lever"),
            "text": version.text,
            "table": table,
        }
        for contribution, version, table in db.execute(words_of(workshop_id, ("vision",), ids))
        if contribution.state == "shown"
    }


LEVERS = Section("lever", whenever("lever", "contribution"), _levers)
ARROWS = Section("arrow", whenever("arrow", "lever"), _arrows)
TREE = Section("tree_part", whenever("tree_part"), _tree)
VISIONS = Section("vision", same("contribution"), _visions)
