"""What a term means, in people's own words, and how many agree with each meaning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.access import reaches
from sessions.errors import Invalid, Missing
from sessions.journal import Actor, Before, record
from sessions.lexicon import terms
from sessions.models import Meaning, MeaningAgreement, Participant, Term, Workshop
from sessions.text import clean
from sessions.verbs import Verb

LONGEST = 600


@dataclass(frozen=True)
class Said:
    """One meaning: who agrees (their author included), and in how many groups."""

    id: int
    term_id: int
    text: str
    participant_id: int | None
    agreed: frozenset[int]
    groups: frozenset[int]


def write(db: Session, term_id: int, actor: Actor, *, text: str, now: datetime) -> int:
    """That is what the term means to the actor, in those words; returns the id. One meaning per person and
    term: another one replaces it, and whoever agreed is asked again.

    Raises: Missing; Invalid for nothing or too much.
    """
    term = terms.term(db, term_id)
    language = db.get_one(Workshop, term.workshop_id).language
    text = clean(text, lines=True)
    if not text:
        raise Invalid({"meaning": [words.say(language, "Schrijf wat dit woord voor jou betekent.")]})
    if len(text) > LONGEST:
        sentence = words.mark("Dit is te lang: er passen %(limit)d tekens.")
        raise Invalid({"meaning": [words.say(language, sentence, limit=LONGEST)]})
    own = Meaning.participant_id if actor.kind == "participant" else Meaning.written_by
    found = db.scalar(
        select(Meaning).where(Meaning.term_id == term_id, own == actor.id, Meaning.removed_at.is_(None))
    )
    if found is not None and found.text == text:
        return found.id
    before = Before()
    if found is not None:
        before.of(found, only=("removed_at",))
        found.removed_at = now
    made = Meaning(
        term_id=term_id,
        text=text,
        participant_id=actor.id if actor.kind == "participant" else None,
        written_by=actor.id if actor.kind == "user" else None,
        written_at=now,
    )
    db.add(made)
    db.flush()
    before.instead(made, removed_at={"at": now.isoformat()})
    _tell(db, term, actor, now, before)
    return made.id


def agree(db: Session, meaning_id: int, participant_id: int, *, agreed: bool, now: datetime) -> None:
    """The participant agrees (or no longer agrees) with that meaning. Twice is once.

    Raises: Missing for a meaning of another workshop or one that was taken back; Invalid for one's own.
    """
    found = _standing(db, meaning_id)
    term = terms.term(db, found.term_id)
    person = db.get(Participant, participant_id)
    if person is None or person.workshop_id != term.workshop_id:
        raise Missing("meaning")
    if found.participant_id == participant_id:
        raise Invalid({"meaning": [words.say(person.language, "Dit zijn je eigen woorden.")]})
    present = db.get(MeaningAgreement, (meaning_id, participant_id))
    if agreed == (present is not None):
        return
    if present is None:
        db.add(MeaningAgreement(meaning_id=meaning_id, participant_id=participant_id, given_at=now))
    else:
        db.delete(present)
    _tell(db, term, Actor("participant", participant_id), now)


def take_back(db: Session, meaning_id: int, actor: Actor, *, now: datetime) -> None:
    """The meaning counts no more: its author took it back, or a moderator took it out of the lexicon.

    Raises: Missing for a participant who did not write it.
    """
    found = _standing(db, meaning_id)
    if actor.kind == "participant" and found.participant_id != actor.id:
        raise Missing("meaning")
    before = Before()
    before.of(found, only=("removed_at",))
    found.removed_at = now
    _tell(db, terms.term(db, found.term_id), actor, now, before)


def take_out(db: Session, term_id: int, actor: Actor, meaning_id: int, *, now: datetime) -> None:
    """A moderator takes that meaning of the term out of the lexicon; twice is once. Raises: Missing."""
    found = db.get(Meaning, meaning_id)
    if found is not None and found.term_id != term_id:
        raise Missing("meaning")
    if found is not None and found.removed_at is None:
        take_back(db, meaning_id, actor, now=now)


def of_workshop(
    db: Session, workshop_id: int, *, within: frozenset[int] | None = None
) -> dict[int, list[Said]]:
    """Term id to its meanings, those with most agreement first; with `within` only those of staff and of
    members of those groups."""
    rows = list(
        db.scalars(
            select(Meaning)
            .join(Term, Term.id == Meaning.term_id)
            .where(Term.workshop_id == workshop_id, Meaning.removed_at.is_(None))
        )
    )
    people = select(Participant.id, Participant.group_id).where(Participant.workshop_id == workshop_id)
    group_of = {row.id: row.group_id for row in db.execute(people)}
    agreed: dict[int, set[int]] = {}
    for each in db.scalars(
        select(MeaningAgreement).where(MeaningAgreement.meaning_id.in_([row.id for row in rows]))
    ):
        agreed.setdefault(each.meaning_id, set()).add(each.participant_id)
    found: dict[int, list[Said]] = {}
    for row in rows:
        if row.participant_id is not None and not reaches(within, group_of.get(row.participant_id)):
            continue
        with_it = agreed.get(row.id, set()) | ({row.participant_id} if row.participant_id else set())
        groups = frozenset(group for one in with_it if (group := group_of.get(one)) is not None)
        said = Said(row.id, row.term_id, row.text, row.participant_id, frozenset(with_it), groups)
        found.setdefault(row.term_id, []).append(said)
    for meanings in found.values():
        meanings.sort(key=lambda said: (-len(said.agreed), said.id))
    return found


def _standing(db: Session, meaning_id: int) -> Meaning:
    found = db.get(Meaning, meaning_id)
    if found is None or found.removed_at is not None:
        raise Missing("meaning")
    return found


def _tell(db: Session, term: Term, actor: Actor, now: datetime, before: Before | None = None) -> None:
    """Staff take back what they did; what a member does is the member's own to change."""
    db.flush()
    inverse = before.inverse if before is not None and actor.kind == "user" else None
    touched = {"term": [term.id]}
    record(db, term.workshop_id, Verb.MEANING_CHANGED, actor, now=now, touched=touched, inverse=inverse)
