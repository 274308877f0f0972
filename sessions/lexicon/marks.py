"""Somebody found words delicate, and why. A mark stays with the version of the words that it was put on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Invalid, Missing
from sessions.journal import Actor, Before, record
from sessions.models import Contribution, ContributionVersion, Mark, Term, Workshop
from sessions.text import clean
from sessions.verbs import Verb

LONGEST_WHY, LONGEST_MARK = 400, 120


def mark(
    db: Session,
    contribution_id: int,
    actor: Actor,
    *,
    version: int,
    starts_at: int,
    ends_at: int,
    why: str = "",
    now: datetime,
) -> int:
    """These code points of that version are marked as delicate; returns the mark's id. The same words twice
    by the same person are one mark, with the last reason. Whether the actor may read them is asked before.

    Raises: Missing; Invalid for a range without words, or too long a range or reason.
    """
    said = db.get(ContributionVersion, (contribution_id, version))
    contribution = db.get(Contribution, contribution_id)
    if said is None or contribution is None:
        raise Missing("contribution")
    starts_at, ends_at = _around(said.text, starts_at, ends_at)
    language = db.get_one(Workshop, contribution.workshop_id).language
    why = clean(why)
    if not clean(said.text[starts_at:ends_at]):
        raise Invalid({"start": [words.say(language, "Duid eerst een woord aan.")]})
    if ends_at - starts_at > LONGEST_MARK:
        raise Invalid(
            {"start": [words.say(language, "Duid een woord of een paar woorden aan, geen hele zin.")]}
        )
    if len(why) > LONGEST_WHY:
        sentence = words.mark("Deze uitleg is te lang: er passen %(limit)d tekens.")
        raise Invalid({"why": [words.say(language, sentence, limit=LONGEST_WHY)]})
    found, before = _same(db, contribution_id, version, starts_at, ends_at, actor), Before()
    if found is None:
        found = Mark(
            workshop_id=contribution.workshop_id,
            contribution_id=contribution_id,
            version=version,
            starts_at=starts_at,
            ends_at=ends_at,
            participant_id=actor.id if actor.kind == "participant" else None,
            marked_by=actor.id if actor.kind == "user" else None,
            marked_at=now,
        )
        db.add(found)
        db.flush()
        before.instead(found, withdrawn_at={"at": now.isoformat()})
    else:
        before.of(found, only=("why", "withdrawn_at"))
    found.why, found.withdrawn_at = why, None
    _tell(db, found, Verb.WORD_MARKED, actor, now, before)
    return found.id


def withdraw(db: Session, mark_id: int, actor: Actor, *, now: datetime) -> None:
    """The mark counts no more. Raises: Missing for a mark of somebody else."""
    found = db.get(Mark, mark_id)
    if found is None or _owner(found) != actor:
        raise Missing("mark")
    if found.withdrawn_at is None:
        before = Before()
        before.of(found, only=("withdrawn_at",))
        found.withdrawn_at = now
        _tell(db, found, Verb.MARK_WITHDRAWN, actor, now, before)


def gather(
    db: Session,
    workshop_id: int,
    actor: Actor,
    mark_ids: Sequence[int],
    term_id: int | None,
    *,
    now: datetime,
) -> None:
    """These marks belong to that term; without one they are loose again. Undoable. Raises: Missing."""
    term = db.get(Term, term_id) if term_id is not None else None
    if term_id is not None and (term is None or term.workshop_id != workshop_id or term.removed_at):
        raise Missing("term")
    before, touched = Before(), {term_id} if term_id is not None else set()
    for mark_id in dict.fromkeys(mark_ids):
        found = db.get(Mark, mark_id)
        if found is None or found.workshop_id != workshop_id:
            raise Missing("mark")
        before.of(found, only=("term_id",))
        if found.term_id is not None:
            touched.add(found.term_id)
        found.term_id = term_id
    db.flush()
    record(
        db,
        workshop_id,
        Verb.TERM_CHANGED,
        actor,
        now=now,
        touched={"term": touched},
        inverse=before.inverse,
    )


def standing(
    db: Session, workshop_id: int, *, within: frozenset[int] | None = None
) -> list[tuple[Mark, str]]:
    """The marks that count, oldest first, each with the words that it is put on. Not those on what was
    withdrawn or hidden; with `within` only those on what was said in those groups."""
    inside = () if within is None else (Contribution.group_id.in_(within),)
    rows = db.execute(
        select(Mark, ContributionVersion.text)
        .join(Contribution, Contribution.id == Mark.contribution_id)
        .join(
            ContributionVersion,
            (ContributionVersion.contribution_id == Mark.contribution_id)
            & (ContributionVersion.number == Mark.version),
        )
        .where(Mark.workshop_id == workshop_id, Mark.withdrawn_at.is_(None), Contribution.state == "shown")
        .where(*inside)
        .order_by(Mark.id)
    )
    return [(found, text[found.starts_at : found.ends_at]) for found, text in rows]


def _around(text: str, starts_at: int, ends_at: int) -> tuple[int, int]:
    """The range grown to whole words: nobody marks half a word on purpose."""
    starts_at, ends_at = max(0, min(starts_at, len(text))), max(0, min(ends_at, len(text)))
    if starts_at >= ends_at:
        return starts_at, starts_at
    while starts_at < ends_at and not text[starts_at].isalnum():
        starts_at += 1
    while ends_at > starts_at and not text[ends_at - 1].isalnum():
        ends_at -= 1
    while starts_at < ends_at and starts_at > 0 and text[starts_at - 1].isalnum():
        starts_at -= 1
    while starts_at < ends_at < len(text) and text[ends_at].isalnum():
        ends_at += 1
    return starts_at, ends_at


def _same(
    db: Session, contribution_id: int, version: int, starts_at: int, ends_at: int, actor: Actor
) -> Mark | None:
    alike = db.scalars(
        select(Mark).where(
            Mark.contribution_id == contribution_id,
            Mark.version == version,
            Mark.starts_at == starts_at,
            Mark.ends_at == ends_at,
        )
    )
    return next((each for each in alike if _owner(each) == actor), None)


def _owner(found: Mark) -> Actor:
    if found.participant_id is not None:
        return Actor("participant", found.participant_id)
    return Actor("user", found.marked_by)


def _tell(db: Session, found: Mark, verb: Verb, actor: Actor, now: datetime, before: Before) -> None:
    """Staff take back what they did; what a member marks is the member's own to withdraw."""
    db.flush()
    touched = {"mark": [found.id], "term": [found.term_id] if found.term_id else []}
    inverse = before.inverse if actor.kind == "user" else None
    record(db, found.workshop_id, verb, actor, now=now, touched=touched, inverse=inverse)
