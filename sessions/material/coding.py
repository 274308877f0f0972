"""Words of a contribution become material: an interest, an obstacle, an ingredient of the longlist ..."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Conflict, Invalid, Missing
from sessions.journal import Actor, Before, Inverse, record
from sessions.material import third_persons
from sessions.models import (
    MATERIALS,
    Contribution,
    ContributionVersion,
    FocusGroup,
    Lever,
    Material,
    Participant,
    Term,
    TreePart,
    Workshop,
)
from sessions.text import clean
from sessions.verbs import Verb

LONGEST = 400
LONGEST_INGREDIENT = 120
_NEEDS: dict[str, tuple[str, type[Any], str]] = {
    "lever_argument": ("lever_id", Lever, words.mark("Kies de hefboom.")),
    "vision": ("tree_part_id", TreePart, words.mark("Kies waar het in de boom hoort.")),
    "term": ("term_id", Term, words.mark("Kies het begrip.")),
}
"""Kind to the column that says what it belongs to, the table of that, and what is said when it is empty."""


@dataclass(frozen=True)
class Coded:
    """One piece of material with the words that it came from, and where they were said. `stale` says that the
    author has put them differently since."""

    material: Material
    quote: str
    contribution: Contribution
    group: str
    stale: bool


def code(
    db: Session,
    contribution_id: int,
    actor: Actor,
    *,
    kind: str,
    starts_at: int = 0,
    ends_at: int | None = None,
    text: str = "",
    lever_id: int | None = None,
    tree_part_id: int | None = None,
    term_id: int | None = None,
    now: datetime,
) -> int:
    """These words are material of that kind; returns its id. Without `text` the words say it themselves, with
    the names masked that somebody decided to mask.

    Raises: Missing; Conflict for words that are not shown; Invalid.
    """
    said = db.get(Contribution, contribution_id)
    if said is None:
        raise Missing("contribution")
    if said.state != "shown":
        raise Conflict("these words are not shown")
    whole = db.get_one(ContributionVersion, (contribution_id, said.version)).text
    ends_at = len(whole) if ends_at is None else ends_at
    workshop = db.get_one(Workshop, said.workshop_id)
    if not 0 <= starts_at < ends_at <= len(whole) or not clean(whole[starts_at:ends_at]):
        raise _refused(workshop, "start", words.mark("Duid eerst woorden aan."))
    made = Material(
        workshop_id=workshop.id,
        contribution_id=contribution_id,
        version=said.version,
        starts_at=starts_at,
        ends_at=ends_at,
        kind=kind,
        text="",
        made_by=actor.id if actor.kind == "user" else None,
        made_at=now,
    )
    _say(db, workshop, made, kind, clean(text) or clean(_proposed(db, made, whole)))
    _belong(db, workshop, made, {"lever_id": lever_id, "tree_part_id": tree_part_id, "term_id": term_id})
    db.add(made)
    db.flush()
    before = Before()
    before.instead(made, removed_at={"at": now.isoformat()})
    _tell(db, made, actor, now, before.inverse)
    return made.id


def change(
    db: Session,
    material_id: int,
    actor: Actor,
    *,
    kind: str | None = None,
    text: str | None = None,
    lever_id: int | None = None,
    tree_part_id: int | None = None,
    term_id: int | None = None,
    now: datetime,
) -> None:
    """The material is of that kind, put in that way, and belongs there. Raises: Missing, Invalid."""
    found = material(db, material_id)
    workshop = db.get_one(Workshop, found.workshop_id)
    before = Before()
    before.of(found)
    _say(db, workshop, found, kind or found.kind, found.text if text is None else clean(text))
    given = {"lever_id": lever_id, "tree_part_id": tree_part_id, "term_id": term_id}
    _belong(db, workshop, found, {name: given[name] or getattr(found, name) for name in given})
    _tell(db, found, actor, now, before.inverse)


def remove(db: Session, material_id: int, actor: Actor, *, now: datetime) -> None:
    """The words are no material any more. Raises: Missing."""
    found = material(db, material_id)
    before = Before()
    before.of(found, only=("removed_at",))
    found.removed_at = now
    _tell(db, found, actor, now, before.inverse)


def material(db: Session, material_id: int) -> Material:
    """Raises: Missing for material that is not there or was removed."""
    found = db.get(Material, material_id)
    if found is None or found.removed_at is not None:
        raise Missing("material")
    return found


def of_workshop(db: Session, workshop_id: int, *, kinds: Sequence[str] = MATERIALS) -> list[Coded]:
    """The material of those kinds whose words still count, in the order in which it was made."""
    rows = db.execute(
        select(Material, ContributionVersion.text, Contribution, FocusGroup.name)
        .join(Contribution, Contribution.id == Material.contribution_id)
        .join(
            ContributionVersion,
            (ContributionVersion.contribution_id == Material.contribution_id)
            & (ContributionVersion.number == Material.version),
        )
        .outerjoin(Participant, Participant.id == Contribution.participant_id)
        .outerjoin(FocusGroup, FocusGroup.id == Contribution.group_id)
        .where(
            Material.workshop_id == workshop_id,
            Material.removed_at.is_(None),
            Material.kind.in_(kinds),
            Contribution.state == "shown",
        )
        .order_by(Material.id)
    )
    return [
        Coded(found, text[found.starts_at : found.ends_at], said, group or "", said.version != found.version)
        for found, text, said, group in rows
    ]


def _proposed(db: Session, found: Material, whole: str) -> str:
    """The very words, with a mark for each name in them that is to be masked."""
    text, at = "", found.starts_at
    for start, end in third_persons.to_mask(db, found.contribution_id, found.version):
        if at < end and start < found.ends_at:
            text += whole[at : max(at, start)] + third_persons.MASK
            at = min(end, found.ends_at)
    return text + whole[at : found.ends_at]


def _say(db: Session, workshop: Workshop, found: Material, kind: str, text: str) -> None:
    if kind not in MATERIALS:
        raise _refused(workshop, "kind", words.mark("Kies wat het is."))
    most = LONGEST_INGREDIENT if kind == "ingredient" else LONGEST
    if not text:
        raise _refused(workshop, "text", words.mark("Schrijf hoe je het zegt."))
    if len(text) > most:
        sentence = words.mark("Zeg het korter: er passen %(limit)d tekens.")
        raise _refused(workshop, "text", sentence, limit=most)
    found.kind, found.text = kind, text


def _belong(db: Session, workshop: Workshop, found: Material, given: dict[str, int | None]) -> None:
    """Only what that kind belongs to is kept; it must be of the same workshop."""
    for kind, (column, model, sentence) in _NEEDS.items():
        wanted = given[column] if kind == found.kind else None
        if kind == found.kind:
            row = db.get(model, wanted) if wanted is not None else None
            if row is None or row.workshop_id != workshop.id:
                raise _refused(workshop, column.removesuffix("_id"), sentence)
        setattr(found, column, wanted)


def _refused(workshop: Workshop, field: str, sentence: str, **values: object) -> Invalid:
    return Invalid({field: [words.say(workshop.language, sentence, **values)]})


def _tell(db: Session, found: Material, actor: Actor, now: datetime, inverse: Inverse) -> None:
    db.flush()
    touched = {"material": [found.id], "contribution": [found.contribution_id]}
    record(db, found.workshop_id, Verb.MATERIAL_CHANGED, actor, now=now, touched=touched, inverse=inverse)
