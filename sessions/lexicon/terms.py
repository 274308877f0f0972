"""Terms: what moderators make of marks, the wording agreed on, and words to avoid with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Conflict, Invalid, Missing
from sessions.journal import Actor, Before, Inverse, record
from sessions.models import AvoidedWord, Mark, Meaning, Term, Workshop
from sessions.text import clean
from sessions.verbs import Verb

LONGEST = {"text": 80, "wording": 300, "explanation": 1000, "avoid": 80, "reason": 400}
MOST_FORMS = 40


def make(
    db: Session,
    workshop_id: int,
    actor: Actor,
    *,
    text: str,
    mark_ids: Sequence[int] = (),
    language: str | None = None,
    now: datetime,
) -> int:
    """There is a term with those marks; returns its id. A term that was removed comes back.

    Raises: Invalid without a word, for one that is too long or that is there already; Missing for a mark.
    """
    workshop = db.get_one(Workshop, workshop_id)
    text = _checked(workshop, "text", text)
    if not text:
        raise Invalid({"text": [words.say(workshop.language, "Schrijf het woord waarover het gaat.")]})
    before = Before()
    found = db.scalar(select(Term).where(Term.workshop_id == workshop_id, Term.text == text))
    if found is not None and found.removed_at is None:
        raise Invalid({"text": [words.say(workshop.language, "Dit begrip staat er al.")]})
    if found is None:
        place = db.scalar(select(func.max(Term.position)).where(Term.workshop_id == workshop_id))
        found = Term(
            workshop_id=workshop_id,
            position=(place or 0) + 1,
            text=text,
            language=language or workshop.language,
            decided_by=actor.id if actor.kind == "user" else None,
            made_at=now,
        )
        db.add(found)
        db.flush()
        before.instead(found, removed_at={"at": now.isoformat()})
    else:
        before.of(found, only=("removed_at",))
        found.removed_at = None
    for mark_id in mark_ids:
        each = db.get(Mark, mark_id)
        if each is None or each.workshop_id != workshop_id:
            raise Missing("mark")
        before.of(each, only=("term_id",))
        each.term_id = found.id
    _tell(db, found, actor, now, before.inverse)
    return found.id


def change(
    db: Session,
    term_id: int,
    actor: Actor,
    *,
    text: str | None = None,
    forms: Sequence[str] | None = None,
    wording: str | None = None,
    explanation: str | None = None,
    now: datetime,
) -> None:
    """The word, its further forms, the wording agreed on and the explanation are these; None leaves one as it
    is. Raises: Missing, Invalid."""
    found = term(db, term_id)
    workshop = db.get_one(Workshop, found.workshop_id)
    before = Before()
    before.of(found)
    if text is not None:
        text = _checked(workshop, "text", text)
        taken = db.scalar(
            select(Term.id).where(
                Term.workshop_id == workshop.id,
                Term.text == text,
                Term.id != term_id,
                Term.removed_at.is_(None),
            )
        )
        if not text or taken is not None:
            sentence = (
                words.mark("Dit begrip staat er al.")
                if text
                else words.mark("Schrijf het woord waarover het gaat.")
            )
            raise Invalid({"text": [words.say(workshop.language, sentence)]})
        found.text = text
    if forms is not None:
        kept = dict.fromkeys(each for form in forms if (each := _checked(workshop, "text", form)))
        found.forms = list(kept)[:MOST_FORMS]
    if wording is not None:
        found.wording = _checked(workshop, "wording", wording)
    if explanation is not None:
        found.explanation = _checked(workshop, "explanation", explanation, lines=True)
    found.decided_by = actor.id if actor.kind == "user" else found.decided_by
    _tell(db, found, actor, now, before.inverse)


def merge(db: Session, into_id: int, from_id: int, actor: Actor, *, now: datetime) -> None:
    """Everything of the second term is the first's; its word is one of the first's forms. Raises: Missing."""
    into, source = term(db, into_id), term(db, from_id)
    if into.workshop_id != source.workshop_id or into_id == from_id:
        raise Missing("term")
    before = Before()
    before.of(into, source)
    into.forms = list(dict.fromkeys((*into.forms, source.text, *source.forms)))[:MOST_FORMS]
    source.removed_at = now
    hanging: list[Mark | Meaning | AvoidedWord] = [
        *db.scalars(select(Mark).where(Mark.term_id == from_id)),
        *db.scalars(select(Meaning).where(Meaning.term_id == from_id)),
        *db.scalars(select(AvoidedWord).where(AvoidedWord.term_id == from_id)),
    ]
    for row in hanging:
        before.of(row, only=("term_id",))
        row.term_id = into_id
    _tell(db, into, actor, now, before.inverse, also=[from_id])


def remove(db: Session, term_id: int, actor: Actor, *, now: datetime) -> None:
    """The term is no part of the lexicon any more; its marks are loose. Raises: Missing."""
    found = term(db, term_id)
    before = Before()
    before.of(found, only=("removed_at",))
    found.removed_at = now
    for each in db.scalars(select(Mark).where(Mark.term_id == term_id)):
        before.of(each, only=("term_id",))
        each.term_id = None
    _tell(db, found, actor, now, before.inverse)


def avoid(db: Session, term_id: int, actor: Actor, *, text: str, reason: str, now: datetime) -> int:
    """That word is to be avoided, for that reason; returns the id. Raises: Missing; Invalid without both."""
    found = term(db, term_id)
    workshop = db.get_one(Workshop, found.workshop_id)
    text, reason = _checked(workshop, "avoid", text), _checked(workshop, "reason", reason)
    errors = {}
    if not text:
        errors["avoid"] = [words.say(workshop.language, "Schrijf het woord dat je liever niet gebruikt.")]
    if not reason:
        errors["reason"] = [words.say(workshop.language, "Zeg waarom: zonder reden helpt het niemand.")]
    if errors:
        raise Invalid(errors)
    row = AvoidedWord(term_id=term_id, text=text, reason=reason)
    db.add(row)
    db.flush()
    before = Before()
    before.made(row)
    _tell(db, found, actor, now, before.inverse)
    return row.id


def allow(db: Session, term_id: int, actor: Actor, avoided_id: int, *, now: datetime) -> None:
    """That word is no longer to be avoided; twice is once. Raises: Missing for a word of another term."""
    found, row = term(db, term_id), db.get(AvoidedWord, avoided_id)
    if row is None:
        return
    if row.term_id != term_id:
        raise Missing("avoided word")
    before = Before()
    before.of(row)
    db.delete(row)
    _tell(db, found, actor, now, before.inverse)


def term(db: Session, term_id: int) -> Term:
    """Raises: Missing for a term that was never there; Conflict for one that was removed."""
    found = db.get(Term, term_id)
    if found is None:
        raise Missing("term")
    if found.removed_at is not None:
        raise Conflict("the term was removed")
    return found


def of_workshop(db: Session, workshop_id: int) -> list[Term]:
    return list(
        db.scalars(
            select(Term)
            .where(Term.workshop_id == workshop_id, Term.removed_at.is_(None))
            .order_by(Term.position, Term.id)
        )
    )


def avoided(db: Session, workshop_id: int) -> dict[int, list[AvoidedWord]]:
    """Term id to the words to avoid for it."""
    rows = db.scalars(
        select(AvoidedWord)
        .join(Term, Term.id == AvoidedWord.term_id)
        .where(Term.workshop_id == workshop_id)
        .order_by(AvoidedWord.id)
    )
    found: dict[int, list[AvoidedWord]] = {}
    for row in rows:
        found.setdefault(row.term_id, []).append(row)
    return found


def _checked(workshop: Workshop, field: str, typed: str, *, lines: bool = False) -> str:
    text = clean(typed, lines=lines)
    if len(text) > LONGEST[field]:
        sentence = words.mark("Dit is te lang: er passen %(limit)d tekens.")
        raise Invalid({field: [words.say(workshop.language, sentence, limit=LONGEST[field])]})
    return text


def _tell(
    db: Session, found: Term, actor: Actor, now: datetime, inverse: Inverse, *, also: Sequence[int] = ()
) -> None:
    db.flush()
    touched = {"term": [found.id, *also]}
    record(db, found.workshop_id, Verb.TERM_CHANGED, actor, now=now, touched=touched, inverse=inverse)
