"""The lexicon of one workshop goes along to the next, where it explains and never blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.errors import Missing
from sessions.exports.anonymous import Rules
from sessions.exports.grade import Grade
from sessions.focus import promises
from sessions.journal import Actor, Before, record
from sessions.lexicon import meanings, terms
from sessions.lexicon.meanings import Said
from sessions.material.third_persons import MASK
from sessions.models import AvoidedWord, Meaning, Term, Workshop
from sessions.verbs import Verb

MOST_MEANINGS = 5


def carry(db: Session, from_id: int, into_id: int, actor: Actor, *, now: datetime) -> int:
    """The terms of the first workshop are terms of the second too, with their wording, the meanings that
    people agreed with most and the words to avoid; returns how many came. Only meanings whose author agreed
    to be quoted, with names masked as in a public file.

    A term that came before stays as the second workshop has it by now; one that it made itself under the same
    word is left alone. Meanings come without their authors. Raises: Missing.
    """
    source = db.get(Workshop, from_id)
    if source is None or db.get(Workshop, into_id) is None or from_id == into_id:
        raise Missing("workshop")
    rules = Rules(db, from_id, Grade.PUBLIC, defaultdict(lambda: MASK)) if source.mode == "focus" else None
    present = {each.text for each in db.scalars(select(Term).where(Term.workshop_id == into_id))}
    known = {each.origin_id for each in db.scalars(select(Term).where(Term.workshop_id == into_id))}
    said, avoided = meanings.of_workshop(db, from_id), terms.avoided(db, from_id)
    before, came = Before(), []
    for place, term in enumerate(terms.of_workshop(db, from_id), start=len(present) + 1):
        if term.id in known or term.text in present:
            continue
        copy = _copy_of(term, into_id, place, now)
        db.add(copy)
        db.flush()
        before.instead(copy, removed_at={"at": now.isoformat()})
        came.append(copy.id)
        for text in _sayable(db, source, rules, said.get(term.id, []))[:MOST_MEANINGS]:
            db.add(Meaning(term_id=copy.id, text=text, written_at=now))
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


def _copy_of(term: Term, into_id: int, place: int, now: datetime) -> Term:
    return Term(
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


def _sayable(db: Session, source: Workshop, rules: Rules | None, said: Sequence[Said]) -> list[str]:
    """The meanings that may be told in another workshop; `rules` are those of focus groups."""
    if rules is None:
        return [each.text for each in said]
    willing = [each for each in said if promises.may_quote(db, source.id, each.participant_id)]
    return [rules.worded(each.text) if each.participant_id is not None else each.text for each in willing]
