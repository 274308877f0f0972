"""What each audience may see: privacy lives here and nowhere else.

`snapshot()` reads all; `patch()` reads again what a list of changes touched. For every audience and every
act: snapshot + patches == fresh snapshot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from sessions.models import Change, Workshop
from sessions.projections import (
    at_tables,
    beside,
    cards,
    choices,
    confirmed,
    hall,
    hints,
    image,
    lotuses,
    mine,
    passages,
    proposed,
    sorting,
    studio,
    wall,
    workbench,
)
from sessions.projections.audience import KINDS, Audience
from sessions.projections.section import Item, Section
from sessions.touched import touched_by

__all__ = ["KINDS", "SECTIONS", "Audience", "Patch", "Snapshot", "patch", "snapshot"]

_IMAGE = (image.LEVERS, image.ARROWS, image.TREE, image.VISIONS)

SECTIONS: dict[str, tuple[Section, ...]] = {
    "wall": (
        hall.WORKSHOP,
        hall.STEP,
        hall.COUNTS,
        *_IMAGE,
        cards.CARDS,
        lotuses.LOTUSES,
        at_tables.PETALS,
        at_tables.FINDINGS,
        wall.ANALYSES,
        wall.THEMES,
        wall.GROUPS,
        sorting.PROGRESS,
    ),
    "studio": (
        hall.WORKSHOP,
        hall.STEP,
        hall.COUNTS,
        *_IMAGE,
        hall.PROGRAMME,
        hall.ANALYSES,
        studio.CARDS,
        studio.TABLES,
        studio.ACTS,
        at_tables.PETALS,
        at_tables.ALL_FINDINGS,
        sorting.PROGRESS,
        confirmed.MEANT,
    ),
    "phone": (hall.WORKSHOP, hall.STEP, hall.COUNTS, choices.CHOICES, hints.HINTS, sorting.STATEMENTS),
    "table": (
        at_tables.TABLE,
        at_tables.TABLE_STEP,
        at_tables.TABLE_PETALS,
        at_tables.TABLE_FINDING,
        at_tables.LONGLIST,
    ),
    "me": (mine.PERSON, mine.OWN, sorting.PILES),
    "workbench": (
        workbench.ANALYSIS,
        workbench.RUN,
        passages.PASSAGES,
        proposed.CLUSTERS,
        workbench.THEMES,
        workbench.GROUPS,
        beside.TWINS,
        beside.NOTES,
        beside.DISSENTS,
    ),
}


@dataclass(frozen=True)
class Snapshot:
    """`items` maps `kind:id` to what is shown of it, as of `revision` of the workshop's journal."""

    audience: Audience
    revision: int
    items: dict[str, Item]

    def as_json(self) -> dict[str, Any]:
        return {"audience": str(self.audience), "revision": self.revision, "items": self.items}


@dataclass(frozen=True)
class Patch:
    """From `since` to `revision`: items to put, items to drop, and the verbs of what happened."""

    audience: Audience
    since: int
    revision: int
    verbs: list[dict[str, Any]] = field(default_factory=list)
    put: dict[str, Item] = field(default_factory=dict)
    drop: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not self.put and not self.drop

    def as_json(self) -> dict[str, Any]:
        return {
            "audience": str(self.audience),
            "since": self.since,
            "revision": self.revision,
            "verbs": self.verbs,
            "put": self.put,
            "drop": self.drop,
        }


def snapshot(db: Session, audience: Audience) -> Snapshot:
    """Everything that this audience sees now. Raises: Missing when its scope does not exist."""
    workshop_id = audience.workshop_id(db)
    revision = db.get_one(Workshop, workshop_id).revision
    items: dict[str, Item] = {}
    for section in SECTIONS[audience.kind]:
        for item_id, item in section.read(db, audience.scope, None).items():
            items[f"{section.kind}:{item_id}"] = item
    return Snapshot(audience, revision, items)


def patch(db: Session, audience: Audience, changes: Sequence[Change]) -> Patch:
    """What these changes (of the audience's workshop, oldest first) mean for what this audience sees.

    Clients drop before they put. `kind:*` in `drop` means all items of that kind: a small section that
    was read again as a whole.
    """
    touched = touched_by(changes)
    put: dict[str, Item] = {}
    drop: list[str] = []
    for section in SECTIONS[audience.kind]:
        ids = section.concerned(db, audience.scope, touched)
        if ids is not None and not ids:
            continue
        found = section.read(db, audience.scope, ids)
        put |= {f"{section.kind}:{item_id}": item for item_id, item in found.items()}
        if ids is None:
            drop.append(f"{section.kind}:*")
        else:
            drop += [f"{section.kind}:{item_id}" for item_id in sorted(ids - found.keys())]
    return Patch(
        audience,
        since=changes[0].revision - 1 if changes else 0,
        revision=changes[-1].revision if changes else 0,
        verbs=_verbs(changes, put.keys() | set(drop)),
        put=put,
        drop=drop,
    )


def _verbs(changes: Sequence[Change], shown: set[str]) -> list[dict[str, Any]]:
    """What happened to items of this audience; of what it does not see it hears nothing."""
    verbs = []
    for change in changes:
        ids = [f"{kind}:{each}" for kind, all_ids in change.touched.items() for each in all_ids]
        seen = [each for each in ids if each in shown]
        if seen:
            verbs.append({"verb": change.verb, "ids": seen})
    return verbs
