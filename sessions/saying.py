"""From a draft to rows and back to words: what is said, said again, and struck out.

Saying again keeps what has the same key: a reason that stays is the same contribution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from sessions.analysis import parts
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
    """Whose words they are: a participant (of a focus group: `group_id`), or a table whose paper somebody of
    the staff typed."""

    participant_id: int | None
    table_id: int | None
    language: str
    entered_by: int | None = None
    group_id: int | None = None


def add(
    db: Session, step: Exercise, speaker: Speaker, draft: Draft, *, key: str, state: str, now: datetime
) -> Contribution:
    """The draft is rows, with everything that hangs under it: few statements, each for many rows."""
    top = Contribution(**_row(step, speaker, draft, key=key, state=state, now=now))
    db.add(top)
    db.flush()
    lines = _hang(db, step, speaker, top, list(enumerate(draft.children)), state=state, now=now)
    _first_words(db, step, {top.id: draft, **lines}, now)
    return top


def _row(
    step: Exercise,
    speaker: Speaker,
    draft: Draft,
    *,
    key: str,
    state: str,
    now: datetime,
    parent: Contribution | None = None,
    place: int = 0,
) -> dict[str, Any]:
    return {
        "workshop_id": step.workshop_id,
        "exercise_id": step.id,
        "participant_id": speaker.participant_id,
        "table_id": parent.table_id if parent else speaker.table_id,
        "group_id": parent.group_id if parent else speaker.group_id,
        "entered_by": speaker.entered_by,
        "parent_id": parent.id if parent else None,
        "position": place,
        "kind": draft.kind,
        "key": key,
        "state": state,
        "version": 1,
        "language": speaker.language,
        "created_at": now,
    }


def _hang(
    db: Session,
    step: Exercise,
    speaker: Speaker,
    top: Contribution,
    drafts: Sequence[tuple[int, Draft]],
    *,
    state: str,
    now: datetime,
) -> dict[int, Draft]:
    """The lines, each at its place, hang under `top`: id to draft. Their words do not stand there yet."""
    if not drafts:
        return {}
    keys = _line_keys(db, top, [draft for _, draft in drafts])
    rows = [
        _row(step, speaker, draft, key=key, state=state, now=now, parent=top, place=place)
        for (place, draft), key in zip(drafts, keys, strict=True)
    ]
    by_key = {key: draft for key, (_, draft) in zip(keys, drafts, strict=True)}
    made = db.execute(insert(Contribution).returning(Contribution.id, Contribution.key), rows)
    return {line_id: by_key[key] for line_id, key in made}


def _first_words(db: Session, step: Exercise, said: Mapping[int, Draft], now: datetime) -> None:
    if not said:
        return
    feeding = _feeding(db, step)
    db.execute(insert(ContributionVersion), [_version(each, draft, 1, now) for each, draft in said.items()])
    asked = [
        {"workshop_id": step.workshop_id, "contribution_id": each, "starts_at": draft.own_from}
        for each, draft in said.items()
        if draft.kind in feeding and draft.own_from is not None
    ]
    if asked:
        db.execute(insert(Passage), asked)
    for each, draft in said.items():
        _name_levers(db, step.workshop_id, each, draft)


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
    state = top.state if top.state != "withdrawn" else "shown"
    fresh = [(place, said) for child, said, place in steps if child is None]
    lines = _hang(db, step, speaker, top, fresh, state=state, now=now)
    _first_words(db, step, lines, now)
    for child, said, place in steps:
        if child is None:
            continue
        child.position = place
        if _differs(db, child, said):
            _say_anew(db, child, said, now)
    for child in left.values():
        _strike(db, child, now)
    _say_anew(db, top, draft, now)
    return True


def words_of(db: Session, contribution: Contribution) -> ContributionVersion:
    return db.get_one(ContributionVersion, (contribution.id, contribution.version))


def version_of(db: Session, contribution_id: int, number: int) -> ContributionVersion | None:
    return db.get(ContributionVersion, (contribution_id, number))


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
    asking = [each for each in analyses if each.exercise_id in (None, step.id)]
    return {kind for each in asking for kind in each.kinds} & set(kind_named(step.kind).feeds)


def _line_keys(db: Session, top: Contribution, drafts: Sequence[Draft]) -> list[str]:
    """Each line's own key where that is free, else one derived from its parent's."""
    wanted = [clean(draft.key) for draft in drafts]
    free = _free(db, top.workshop_id, {key for key in wanted if 8 <= len(key) <= LONGEST_KEY})
    keys = [key if key in free and wanted.index(key) == place else "" for place, key in enumerate(wanted)]
    count = keys.count("")
    # Lines are never deleted, so the next numbers are free unless a client chose exactly such a key.
    number = 1 + (len(children(db, top)) if count else 0)
    derived: list[str] = []
    while len(derived) < count:
        candidates = [f"{top.id}/{number + ahead}" for ahead in range(count - len(derived))]
        open_keys = _free(db, top.workshop_id, set(candidates))
        derived += [key for key in candidates if key in open_keys]
        number += len(candidates)
    return [key or derived.pop(0) for key in keys]


def _free(db: Session, workshop_id: int, keys: set[str]) -> set[str]:
    if not keys:
        return set()
    taken = select(Contribution.key).where(
        Contribution.workshop_id == workshop_id, Contribution.key.in_(keys)
    )
    return keys - set(db.scalars(taken))


def _fields(draft: Draft) -> dict[str, Any]:
    return {**draft.fields, "levers": list(draft.levers)} if draft.levers else dict(draft.fields)


def _version(contribution_id: int, draft: Draft, number: int, now: datetime) -> dict[str, Any]:
    return {
        "contribution_id": contribution_id,
        "number": number,
        "text": draft.text,
        "fields": _fields(draft),
        "written_at": now,
    }


def _say_anew(db: Session, contribution: Contribution, draft: Draft, now: datetime) -> None:
    contribution.version += 1
    db.add(ContributionVersion(**_version(contribution.id, draft, contribution.version, now)))
    db.execute(delete(ContributionLever).where(ContributionLever.contribution_id == contribution.id))
    _name_levers(db, contribution.workshop_id, contribution.id, draft)
    db.flush()
    if draft.own_from != 0 and draft.kind in _feeding(db, db.get_one(Exercise, contribution.exercise_id)):
        parts.begin(db, contribution, draft.own_from, now)
    parts.follow(db, contribution, draft.text, own_from=draft.own_from or 0)


def _name_levers(db: Session, workshop_id: int, contribution_id: int, draft: Draft) -> None:
    if not draft.levers:
        return
    named = Lever.key.in_(list(draft.levers))
    ids = db.scalars(select(Lever.id).where(Lever.workshop_id == workshop_id, named)).all()
    if ids:
        rows = [{"contribution_id": contribution_id, "lever_id": each} for each in ids]
        db.execute(insert(ContributionLever), rows)


def _same_kind_without_key(left: dict[str, Contribution], said: Draft) -> Contribution | None:
    """A form without script sends no keys: the first that is left of the kind is the same line."""
    if said.key:
        return None
    key = next((key for key, child in left.items() if child.kind == said.kind), None)
    return left.pop(key) if key is not None else None


def _differs(db: Session, contribution: Contribution, draft: Draft) -> bool:
    present = words_of(db, contribution)
    return present.text != draft.text or present.fields != _fields(draft)


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
