"""The leaves of the tree: one for each shown contribution at each lever that it names now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.hall.levers import levers_in
from sessions.models import Contribution, ContributionVersion

NAMING = ("intervention", "vision")


@dataclass
class Leaves:
    """`at` maps the key of a lever to (contribution id, place) of its leaves; `newest` is what the newest of
    all those contributions says, or empty."""

    at: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    newest: str = ""


def leaves_of(db: Session, workshop_id: int) -> Leaves:
    """The leaves of that workshop.

    A contribution gets its place on a limb when it first names the lever, and keeps it for good: who
    withdraws leaves the place open, and who comes back hangs where they hung.
    """
    rows = db.execute(
        select(Contribution, ContributionVersion)
        .join(ContributionVersion, ContributionVersion.contribution_id == Contribution.id)
        .where(Contribution.workshop_id == workshop_id, Contribution.kind.in_(NAMING))
        .order_by(
            ContributionVersion.written_at,
            ContributionVersion.contribution_id,
            ContributionVersion.number,
        )
    )
    places: dict[str, dict[int, int]] = {}
    leaves, newest = Leaves(), 0
    for contribution, version in rows:
        named = levers_in(version.fields)
        for key in named:
            limb = places.setdefault(key, {})
            place = limb.setdefault(contribution.id, len(limb))
            if _hangs(contribution, version):
                leaves.at.setdefault(key, []).append((contribution.id, place))
        if named and _hangs(contribution, version) and contribution.id > newest:
            newest, leaves.newest = contribution.id, version.text
    return leaves


def _hangs(contribution: Contribution, version: ContributionVersion) -> bool:
    return contribution.state == "shown" and version.number == contribution.version


def said_at(visions: Mapping[int, Mapping[str, object]], keys: Mapping[str, str]) -> dict[str, list[str]]:
    """What people hung at each part of the tree, the newest first. `visions` are the items of that kind,
    `keys` maps the key of each part to its kind; what names a kind hangs at the first part of that kind."""
    first: dict[str, str] = {}
    for key, kind in keys.items():
        first.setdefault(kind, key)
    found: dict[str, list[str]] = {}
    for _, item in sorted(visions.items(), reverse=True):
        part = str(item["part"] or "crown")
        key = part if part in keys else first.get(part, first.get("crown", ""))
        found.setdefault(key, []).append(str(item["text"]))
    return found
