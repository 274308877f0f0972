"""The lexicon of one workshop goes along to the next, where it explains and never blocks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.errors import Missing
from sessions.journal import Actor, Before, record
from sessions.lexicon import meanings, terms
from sessions.models import AvoidedWord, Meaning, Term, Workshop
from sessions.verbs import Verb

MOST_MEANINGS = 5


def carry(db: Session, from_id: int, into_id: int, actor: Actor, *, now: datetime) -> int:
    """The terms of the first workshop are terms of the second too, with their wording, the meanings that
    people agreed with most and the words to avoid; returns how many came.

    A term that came before stays as the second workshop has it by now; one that it made itself under the same
    word is left alone. Meanings come without their authors. Raises: Missing.
    """
    if db.get(Workshop, into_id) is None or from_id == into_id:
        raise Missing("workshop")
    present = {each.text for each in db.scalars(select(Term).where(Term.workshop_id == into_id))}
    known = {each.origin_id for each in db.scalars(select(Term).where(Term.workshop_id == into_id))}
    said, avoided = meanings.of_workshop(db, from_id), terms.avoided(db, from_id)
    before, came = Before(), []
    for place, term in enumerate(terms.of_workshop(db, from_id), start=len(present) + 1):
        if term.id in known or term.text in present:
            continue
        copy = Term(
            workshop_id=into_id,
            position=place,
            text=term.text,
            language=term.language,
            forms=list(term.forms),
            wording=term.wording,
            explanation=term.explanation,
            origin_id=term.id,
            decided_by=term.decided_by,
            made_at=now,
        )
        db.add(copy)
        db.flush()
        before.instead(copy, removed_at={"at": now.isoformat()})
        came.append(copy.id)
        for meaning in said.get(term.id, [])[:MOST_MEANINGS]:
            db.add(Meaning(term_id=copy.id, text=meaning.text, written_at=now))
        for row in avoided.get(term.id, []):
            db.add(AvoidedWord(term_id=copy.id, text=row.text, reason=row.reason))
    if came:
        db.flush()
        record(
            db,
            into_id,
            Verb.LEXICON_CARRIED,
            actor,
            now=now,
            touched={"term": came},
            inverse=before.inverse,
        )
    return len(came)
