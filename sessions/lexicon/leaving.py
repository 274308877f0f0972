"""Somebody takes back everything that they did with delicate words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.journal import Actor, forget, record
from sessions.models import Mark, Meaning, MeaningAgreement
from sessions.verbs import Verb


def take_all_back(db: Session, workshop_id: int, participant_id: int, *, now: datetime) -> int:
    """No meaning and no mark of this participant counts any more, nor that they agreed with one; returns how
    many meanings and marks that were. What a moderator took out of the lexicon is never put back."""
    actor = Actor("participant", participant_id)
    own = list(db.scalars(select(Meaning).where(Meaning.participant_id == participant_id)))
    forget(db, workshop_id, {"meaning": [each.id for each in own]})
    standing = [each for each in own if each.removed_at is None]
    for meaning in standing:
        meaning.removed_at = now
    terms = {each.term_id for each in standing} | _agree_no_more(db, participant_id)
    db.flush()
    if terms:
        record(db, workshop_id, Verb.MEANING_CHANGED, actor, now=now, touched={"term": sorted(terms)})
    marks = list(
        db.scalars(select(Mark).where(Mark.participant_id == participant_id, Mark.withdrawn_at.is_(None)))
    )
    for mark in marks:
        mark.withdrawn_at = now
    db.flush()
    if marks:
        gathered = sorted({each.term_id for each in marks if each.term_id is not None})
        touched = {"mark": [each.id for each in marks], "term": gathered}
        record(db, workshop_id, Verb.MARK_WITHDRAWN, actor, now=now, touched=touched)
    return len(standing) + len(marks)


def _agree_no_more(db: Session, participant_id: int) -> set[int]:
    """The terms of the meanings that they agreed with."""
    terms = set()
    rows = db.execute(
        select(MeaningAgreement, Meaning.term_id)
        .join(Meaning, Meaning.id == MeaningAgreement.meaning_id)
        .where(MeaningAgreement.participant_id == participant_id)
    )
    for agreement, term_id in rows.all():
        db.delete(agreement)
        terms.add(term_id)
    return terms
