"""A member answers a question, says it better, takes it back.

Everybody has one answer to a question that stands; whatever comes after it is a correction of it or a reply
in its thread. A key that the same member used before is answered with what it made then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import saying, words
from sessions.contributions import checked_key, journal
from sessions.errors import Closed, Conflict, Invalid, Missing
from sessions.exercises import Draft
from sessions.focus import asked as guide
from sessions.focus import marking, times
from sessions.focus.asked import Asked, Person
from sessions.focus.forms import form_named
from sessions.journal import Actor
from sessions.lexicon import leaving
from sessions.models import Contribution, Exercise, Workshop
from sessions.text import clean
from sessions.verbs import Verb

STANDING = ("shown", "waiting", "hidden")
LONGEST_REPLY = 2000


@dataclass(frozen=True)
class Asking:
    """A member before a question that has opened for them."""

    workshop: Workshop
    asked: Asked
    person: Person

    def is_open(self, now: datetime) -> bool:
        """Whether they may answer it now."""
        return self.person.member.state == "present" and times.is_open(
            self.workshop, self.asked.round, now, question=self.asked.question, group=self.person.group
        )


def before(db: Session, exercise_id: int, participant_id: int, now: datetime) -> Asking:
    """Raises: Missing for a question of another workshop, for another segment, or whose round did not open
    yet: who asks may not know that it is there."""
    person = guide.person(db, participant_id)
    workshop = guide.focus_workshop(db, person.participant.workshop_id)
    asked = guide.question(db, workshop.id, exercise_id)
    if not asked.is_for(person.member.segment) or not times.has_opened(workshop, asked.round, now):
        raise Missing("question")
    return Asking(workshop, asked, person)


def answer(
    db: Session, exercise_id: int, participant_id: int, *, key: str, data: Any, now: datetime
) -> dict[str, Any]:
    """What was filled in is the member's answer; returns its receipt: id, key, state, version, again.

    Raises: Missing, Closed, Invalid; Conflict when the key is somebody else's, or this member's answer to
    this question stands already.
    """
    asking = before(db, exercise_id, participant_id, now)
    known = known_by_key(db, asking.asked.step, participant_id, key)
    if known is not None:
        return receipt(known, again=True)
    form = form_named(asking.asked.question.form)
    if not asking.is_open(now) or not form.takes_answer(asking.asked.step.settings):
        raise Closed("question")
    if standing(db, exercise_id, participant_id) is not None:
        raise Conflict("answered already")
    draft = drafted(asking, data)
    said = add(db, asking, draft, key=key, now=now)
    journal(db, said, Verb.CONTRIBUTION_MADE, Actor("participant", participant_id), now)
    marking.gather(db, said, asking.asked, now=now)
    return receipt(said, again=False)


def correct(
    db: Session, contribution_id: int, participant_id: int, *, version: int | None, data: Any, now: datetime
) -> dict[str, Any]:
    """The answer or reply says this now; what it said before is kept as an earlier version.

    `version` is the version that its author saw; a retry of the same words changes nothing.

    Raises: Missing, Closed, Invalid; Conflict when it was corrected elsewhere in the meantime.
    """
    said, asking = own(db, contribution_id, participant_id, now)
    if not asking.is_open(now):
        raise Closed("question")
    draft = drafted(asking, data) if said.kind == "answer" else reply_draft(asking, data)
    changed = saying.rewrite(db, said, draft, asking.asked.step, speaker(asking), version, now)
    if changed:
        journal(db, said, Verb.CONTRIBUTION_CORRECTED, Actor("participant", participant_id), now)
        if said.kind == "answer":
            marking.gather(db, said, asking.asked, now=now)
    return receipt(said, again=not changed)


def withdraw(db: Session, contribution_id: int, participant_id: int, *, now: datetime) -> dict[str, Any]:
    """Nobody reads the answer or reply any more, nor what was replied to it; the author may put it back.

    That may be done as long as the whole is open, also when the question is closed and by who left.
    Raises: Missing, Closed.
    """
    said, asking = own(db, contribution_id, participant_id, now)
    if asking.workshop.state != "open":
        raise Closed("workshop")
    if said.state == "withdrawn":
        return receipt(said, again=True)
    said.state = "withdrawn"
    journal(db, said, Verb.CONTRIBUTION_WITHDRAWN, Actor("participant", participant_id), now)
    return receipt(said, again=False)


def withdraw_all(db: Session, participant_id: int, *, now: datetime) -> int:
    """Nobody reads anything of this member any more, also not what a word means to them or why it is
    delicate; returns how much that was. Raises: Missing, Closed."""
    person = guide.person(db, participant_id)
    if guide.focus_workshop(db, person.participant.workshop_id).state != "open":
        raise Closed("workshop")
    said = list(
        db.scalars(
            select(Contribution).where(
                Contribution.participant_id == participant_id,
                Contribution.kind.in_(("answer", "reply")),
                Contribution.state != "withdrawn",
            )
        )
    )
    for each in said:
        each.state = "withdrawn"
    if said:
        also = [each.id for each in said[1:]]
        actor = Actor("participant", participant_id)
        journal(db, said[0], Verb.CONTRIBUTION_WITHDRAWN, actor, now, also=also)
    return len(said) + leaving.take_all_back(db, person.participant.workshop_id, participant_id, now=now)


def put_back(db: Session, contribution_id: int, participant_id: int, *, now: datetime) -> dict[str, Any]:
    """A withdrawn answer or reply is read again; one that was hidden stays hidden.

    Raises: Missing, Closed; Conflict when the member gave another answer since.
    """
    said, asking = own(db, contribution_id, participant_id, now)
    if asking.workshop.state != "open" or asking.person.member.state != "present":
        raise Closed("workshop")
    if said.state != "withdrawn":
        return receipt(said, again=True)
    if said.kind == "answer" and standing(db, said.exercise_id, participant_id) is not None:
        raise Conflict("answered anew")
    said.state = "hidden" if said.hidden_reason else "shown"
    journal(db, said, Verb.CONTRIBUTION_RESTORED, Actor("participant", participant_id), now)
    if said.kind == "answer":
        marking.gather(db, said, asking.asked, now=now)
    return receipt(said, again=False)


def standing(db: Session, exercise_id: int, participant_id: int) -> Contribution | None:
    """The member's answer to that question, unless they withdrew it."""
    return db.scalar(
        select(Contribution).where(
            Contribution.exercise_id == exercise_id,
            Contribution.participant_id == participant_id,
            Contribution.kind == "answer",
            Contribution.state.in_(STANDING),
        )
    )


def own(db: Session, contribution_id: int, participant_id: int, now: datetime) -> tuple[Contribution, Asking]:
    """What this member said, and the question. Raises: Missing for anything else."""
    said = db.get(Contribution, contribution_id)
    if said is None or said.participant_id != participant_id or said.kind not in ("answer", "reply"):
        raise Missing("contribution")
    return said, before(db, said.exercise_id, participant_id, now)


def add(db: Session, asking: Asking, draft: Draft, *, key: str, now: datetime) -> Contribution:
    """The words are rows. Raises: Invalid for a key that is none."""
    said = saying.add(
        db, asking.asked.step, speaker(asking), draft, key=checked_key(key), state="shown", now=now
    )
    db.flush()
    return said


def speaker(asking: Asking) -> saying.Speaker:
    participant = asking.person.participant
    return saying.Speaker(participant.id, None, participant.language, group_id=participant.group_id)


def drafted(asking: Asking, data: Any) -> Draft:
    """Raises: Invalid, with what is wrong next to the field."""
    form = form_named(asking.asked.question.form)
    return form.answer(asking.asked.step.settings, data, asking.person.participant.language)


def reply_draft(asking: Asking, data: Any) -> Draft:
    """Raises: Invalid for nothing, or too much."""
    typed = data.getlist("text")
    text = clean(typed[0] if typed else "", lines=True)
    language = asking.person.participant.language
    if not text:
        raise Invalid({"text": [words.say(language, "Schrijf eerst je reactie.")]})
    if len(text) > LONGEST_REPLY:
        sentence = words.mark(
            "Dit is te lang: %(length)d tekens, er passen er %(limit)d. Je tekst staat er nog."
        )
        raise Invalid({"text": [words.say(language, sentence, length=len(text), limit=LONGEST_REPLY)]})
    return Draft("reply", text)


def known_by_key(db: Session, step: Exercise, participant_id: int, key: str) -> Contribution | None:
    """What that key made before. Raises: Conflict when it was not this member at this question."""
    known = saying.by_key(db, step.workshop_id, key)
    if known is not None and (known.participant_id != participant_id or known.exercise_id != step.id):
        raise Conflict("this key is in use")
    return known


def receipt(said: Contribution, *, again: bool) -> dict[str, Any]:
    return {
        "id": said.id,
        "key": said.key,
        "state": said.state,
        "version": said.version,
        "again": again,
    }
