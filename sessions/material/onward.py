"""What became of material: the objective that it serves, and the later workshops to which it went along."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.material import objectives
from sessions.models import (
    Contribution,
    Ingredient,
    LeverArgument,
    Material,
    Objective,
    Term,
    Workshop,
)

VISION_KEY = "material-"
"""How the key of a contribution begins that hangs on a tree for material."""


@dataclass(frozen=True)
class Served:
    """An objective that stands: its name, whether more than one group wants it, and where it went along."""

    title: str
    shared: bool
    workshops: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Onward:
    """By material: the titles of the workshops where it stands too, and the objectives that it is behind."""

    workshops: dict[int, list[str]]
    objectives: dict[int, list[Served]]


def of_workshop(db: Session, workshop_id: int) -> Onward:
    """What became of all material of that workshop. What was taken back there counts no more."""
    return Onward(_workshops(db, workshop_id), _objectives(db, workshop_id))


def _workshops(db: Session, workshop_id: int) -> dict[int, list[str]]:
    counting = Material.removed_at.is_(None)
    own = list(db.scalars(select(Material).where(Material.workshop_id == workshop_id, counting)))
    ids = {each.id for each in own}
    lines, arguments = _stands(db, Ingredient, ids), _stands(db, LeverArgument, ids)
    terms = _stands(db, Term, {each.term_id for each in own if each.term_id})
    visions = _hangs(db, ids)
    # The same words of several people are one line of the longlist, which knows the first of them.
    together: dict[str, list[str]] = {}
    for each in own:
        if each.kind == "ingredient":
            together.setdefault(each.text.casefold(), []).extend(lines.get(each.id, ()))
    found: dict[int, list[str]] = {}
    for each in own:
        where: dict[str, list[str]] = {
            "ingredient": together.get(each.text.casefold(), []),
            "lever_argument": arguments.get(each.id, []),
            "vision": visions.get(each.id, []),
            "term": terms.get(each.term_id or 0, []),
        }
        if titles := where.get(each.kind):
            found[each.id] = list(dict.fromkeys(titles))
    return found


def _stands(
    db: Session, model: type[Ingredient | LeverArgument | Term | Objective], origins: Collection[int]
) -> dict[int, list[str]]:
    """Origin to the titles of the workshops where something that came from it stands."""
    query = (
        select(model.origin_id, Workshop.title)
        .join(Workshop, Workshop.id == model.workshop_id)
        .where(model.origin_id.in_(origins))
        .order_by(model.id)
    )
    if model in (Objective, Term):
        query = query.where(model.removed_at.is_(None))
    found: dict[int, list[str]] = {}
    for origin, title in db.execute(query) if origins else ():
        found.setdefault(origin or 0, []).append(title)
    return found


def _hangs(db: Session, material_ids: Collection[int]) -> dict[int, list[str]]:
    """The same for what hangs on a tree: there the key of the contribution names the material."""
    keys = {f"{VISION_KEY}{each}": each for each in material_ids}
    query = (
        select(Contribution.key, Workshop.title)
        .join(Workshop, Workshop.id == Contribution.workshop_id)
        .where(Contribution.key.in_(keys), Contribution.kind == "vision", Contribution.state == "shown")
        .order_by(Contribution.id)
    )
    found: dict[int, list[str]] = {}
    for key, title in db.execute(query) if keys else ():
        found.setdefault(keys[key], []).append(title)
    return found


def _objectives(db: Session, workshop_id: int) -> dict[int, list[Served]]:
    held = objectives.of_workshop(db, workshop_id)
    went = _stands(db, Objective, {each.objective.id for each in held})
    found: dict[int, list[Served]] = {}
    for each in held:
        served = Served(each.objective.title, each.shared, went.get(each.objective.id, []))
        for one in each.behind:
            found.setdefault(one.material.id, []).append(served)
    return found
