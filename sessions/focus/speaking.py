"""Members about words: which are delicate, and what they mean. What a member may read is asked before.

The lexicon itself is `sessions.lexicon`; a member sees only what people of their own group mean by a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from sessions import saying, words
from sessions.errors import Closed, Invalid, Missing
from sessions.focus import answering, asked, marking, threads
from sessions.focus.asked import Person
from sessions.journal import Actor
from sessions.lexicon import marks, meanings, terms
from sessions.models import Contribution, Meaning, Participant

SAID_BETTER = words.mark(
    "Deze tekst is intussen verbeterd. Laad de pagina opnieuw en duid het woord dan aan."
)


@dataclass(frozen=True)
class Place:
    """Which words: code points `start` up to `end` of that version, or where `word` first stands."""

    contribution_id: int
    version: int
    start: int | None = None
    end: int | None = None
    word: str = ""


def mark(db: Session, participant_id: int, place: Place, *, why: str, now: datetime) -> int:
    """These words are delicate to this member; returns the mark's id. Twice is once.

    Raises: Missing for what they may not read; Closed; Invalid, also for words that were said better since.
    """
    said = db.get(Contribution, place.contribution_id)
    if said is None or said.kind not in ("answer", "reply"):
        raise Missing("contribution")
    asking = answering.before(db, said.exercise_id, participant_id, now)
    if said.state != "shown" or not threads.readable(db, said, asking):
        raise Missing("contribution")
    language = _present(db, participant_id).participant.language
    if said.version != place.version:
        raise Invalid({"word": [words.say(language, SAID_BETTER)]})
    start, end = place.start, place.end
    if start is None or end is None:
        start, end = marking.where(saying.words_of(db, said).text, place.word)
        if place.word.strip() and start == end:
            raise Invalid({"word": [words.say(language, marking.LACKING)]})
    actor = Actor("participant", participant_id)
    return marks.mark(
        db, said.id, actor, version=said.version, starts_at=start, ends_at=end, why=why, now=now
    )


def withdraw_mark(db: Session, participant_id: int, mark_id: int, *, now: datetime) -> None:
    """The mark counts no more; who left may do that too. Raises: Missing for somebody else's; Closed."""
    _open(db, participant_id)
    marks.withdraw(db, mark_id, Actor("participant", participant_id), now=now)


def mean(db: Session, participant_id: int, term_id: int, *, text: str, now: datetime) -> int:
    """That is what the term means to this member; returns the id. Raises: Missing, Closed, Invalid."""
    person = _present(db, participant_id)
    if terms.term(db, term_id).workshop_id != person.member.workshop_id:
        raise Missing("term")
    return meanings.write(db, term_id, Actor("participant", participant_id), text=text, now=now)


def agree(db: Session, participant_id: int, meaning_id: int, *, agreed: bool, now: datetime) -> None:
    """Raises: Missing for a meaning that this member does not read; Closed; Invalid for one's own."""
    person = _present(db, participant_id)
    found = db.get(Meaning, meaning_id)
    if found is None or not reads_meaning(db, found.participant_id, person):
        raise Missing("meaning")
    meanings.agree(db, meaning_id, participant_id, agreed=agreed, now=now)


def take_back(db: Session, participant_id: int, meaning_id: int, *, now: datetime) -> None:
    """The meaning counts no more; who left may do that too. Raises: Missing for somebody else's; Closed."""
    _open(db, participant_id)
    meanings.take_back(db, meaning_id, Actor("participant", participant_id), now=now)


def reads_meaning(db: Session, author_id: int | None, person: Person) -> bool:
    """Whether this member reads what that author means by a word: people of their group, and moderators."""
    if author_id is None or author_id == person.id:
        return True
    author = db.get(Participant, author_id)
    return author is not None and author.group_id == person.participant.group_id


def _present(db: Session, participant_id: int) -> Person:
    person = _open(db, participant_id)
    if person.member.state != "present":
        raise Closed("workshop")
    return person


def _open(db: Session, participant_id: int) -> Person:
    """Who takes something back may have left."""
    person = asked.person(db, participant_id)
    if asked.focus_workshop(db, person.participant.workshop_id).state != "open":
        raise Closed("workshop")
    return person
