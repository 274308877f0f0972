"""From a draft to rows and back to words: what is said, said again, and struck out.

Saying again keeps what has the same key: a reason that stays is the same contribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from sessions.errors import Conflict
from sessions.exercises import Draft, kind_named
from sessions.models import (
    Analysis,
    Contribution,
    ContributionLever,
    ContributionVersion,
    Exercise,
    Lever,
    Passage,
)
from sessions.text import clean

LONGEST_KEY = 64


@dataclass(frozen=True)
class Speaker:
    """Whose words they are: a participant, or a table whose paper somebody of the staff typed."""

    participant_id: int | None
    table_id: int | None
    language: str
    entered_by: int | None = None


def add(
    db: Session,
    step: Exercise,
    speaker: Speaker,
    draft: Draft,
    *,
    key: str,
    parent: Contribution | None,
    place: int,
    state: str,
    now: datetime,
    feeding: set[str] | None = None,
) -> Contribution:
    """The draft is rows, with everything that hangs under it.

    `feeding` are the kinds that some analysis asks for; looked up when it is not given.
    """
    feeding = _feeding(db, step) if feeding is None else feeding
    contribution = Contribution(
        workshop_id=step.workshop_id,
        exercise_id=step.id,
        participant_id=speaker.participant_id,
        table_id=parent.table_id if parent else speaker.table_id,
        entered_by=speaker.entered_by,
        parent_id=parent.id if parent else None,
        position=place,
        kind=draft.kind,
        key=key,
        state=state,
        language=speaker.language,
        created_at=now,
    )
    db.add(contribution)
    db.flush()
    _say(db, contribution, draft, 1, now)
    if draft.kind in feeding:
        db.add(Passage(workshop_id=step.workshop_id, contribution_id=contribution.id))
    for inner_place, child in enumerate(draft.children):
        add(
            db,
            step,
            speaker,
            child,
            key=_child_key(db, contribution, child),
            parent=contribution,
            place=inner_place,
            state=state,
            now=now,
            feeding=feeding,
        )
    return contribution


def rewrite(
    db: Session,
    top: Contribution,
    draft: Draft,
    step: Exercise,
    speaker: Speaker,
    version: int | None,
    now: datetime,
) -> bool:
    """Whether anything was said differently. Children keep their identity by key, then by place."""
    present = {child.key: child for child in children(db, top) if child.state != "withdrawn"}
    steps: list[tuple[Contribution | None, Draft, int]] = []
    left = dict(present)
    for place, said in enumerate(draft.children):
        match = left.pop(clean(said.key), None) or _same_kind_without_key(left, said)
        steps.append((match, said, place))
    changed = (
        _differs(db, top, draft)
        or bool(left)
        or any(
            child is None or child.position != place or _differs(db, child, said)
            for child, said, place in steps
        )
    )
    if not changed:
        return False
    if version is not None and version != top.version:
        raise Conflict("corrected elsewhere in the meantime")
    for child, said, place in steps:
        if child is None:
            state = top.state if top.state != "withdrawn" else "shown"
            key = _child_key(db, top, said)
            add(db, step, speaker, said, key=key, parent=top, place=place, state=state, now=now)
            continue
        child.position = place
        if _differs(db, child, said):
            _say(db, child, said, child.version + 1, now)
    for child in left.values():
        _strike(db, child, now)
    _say(db, top, draft, top.version + 1, now)
    return True


def words_of(db: Session, contribution: Contribution) -> ContributionVersion:
    return db.get_one(ContributionVersion, (contribution.id, contribution.version))


def by_key(db: Session, workshop_id: int, key: str) -> Contribution | None:
    return db.scalar(
        select(Contribution).where(Contribution.workshop_id == workshop_id, Contribution.key == clean(key))
    )


def children(db: Session, top: Contribution) -> list[Contribution]:
    return list(
        db.scalars(
            select(Contribution).where(Contribution.parent_id == top.id).order_by(Contribution.position)
        )
    )


def struck(db: Session, contribution: Contribution) -> bool:
    return bool(words_of(db, contribution).fields.get("struck"))


def _feeding(db: Session, step: Exercise) -> set[str]:
    analyses = db.scalars(select(Analysis).where(Analysis.workshop_id == step.workshop_id))
    return {kind for each in analyses for kind in each.kinds} & set(kind_named(step.kind).feeds)


def _child_key(db: Session, parent: Contribution, child: Draft) -> str:
    """The child's own key where that is free, else one derived from its parent's."""
    wanted = clean(child.key)
    if 8 <= len(wanted) <= LONGEST_KEY and by_key(db, parent.workshop_id, wanted) is None:
        return wanted
    # Lines are never deleted, so the next number is free unless a client chose exactly this key.
    number = 1 + len(children(db, parent))
    while by_key(db, parent.workshop_id, f"{parent.id}/{number}") is not None:
        number += 1
    return f"{parent.id}/{number}"


def _say(db: Session, contribution: Contribution, draft: Draft, number: int, now: datetime) -> None:
    db.add(
        ContributionVersion(
            contribution_id=contribution.id,
            number=number,
            text=draft.text,
            fields={**draft.fields, "levers": list(draft.levers)} if draft.levers else dict(draft.fields),
            written_at=now,
        )
    )
    contribution.version = number
    if number > 1:
        db.execute(delete(ContributionLever).where(ContributionLever.contribution_id == contribution.id))
    if draft.levers:
        named = Lever.key.in_(list(draft.levers))
        ids = db.scalars(select(Lever.id).where(Lever.workshop_id == contribution.workshop_id, named))
        db.add_all(ContributionLever(contribution_id=contribution.id, lever_id=each) for each in ids.all())
    db.flush()


def _same_kind_without_key(left: dict[str, Contribution], said: Draft) -> Contribution | None:
    """A form without script sends no keys: the first that is left of the kind is the same line."""
    if said.key:
        return None
    key = next((key for key, child in left.items() if child.kind == said.kind), None)
    return left.pop(key) if key is not None else None


def _differs(db: Session, contribution: Contribution, draft: Draft) -> bool:
    present = words_of(db, contribution)
    fields = {**draft.fields, "levers": list(draft.levers)} if draft.levers else dict(draft.fields)
    return present.text != draft.text or present.fields != fields


def _strike(db: Session, child: Contribution, now: datetime) -> None:
    present = words_of(db, child)
    db.add(
        ContributionVersion(
            contribution_id=child.id,
            number=child.version + 1,
            text=present.text,
            fields={**present.fields, "struck": True},
            written_at=now,
        )
    )
    child.version += 1
    child.state = "withdrawn"
