"""Notes of a depth interview, entered by whoever held it: contributions, with the same coding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import saying, words
from sessions.errors import Invalid, Missing
from sessions.exercises import Draft
from sessions.focus import laying
from sessions.focus.asked import focus_workshop
from sessions.journal import Actor, Before, record
from sessions.models import (
    PRESENT_WORDS,
    Contribution,
    ContributionVersion,
    Exercise,
    Interview,
    Participant,
    Workshop,
)
from sessions.saying import Speaker
from sessions.text import clean, fingerprint
from sessions.verbs import Verb

KIND = "interview"
LONGEST_NOTE, MOST_NOTES, LONGEST_NAME, LONGEST_CONSENT = 8000, 200, 60, 300
_HEADING = re.compile(r"^#{1,6}\s+(.*)$")


@dataclass(frozen=True)
class Told:
    """One interview with its notes: who was asked (a pseudonym), by whom, and what they said."""

    interview: Interview
    name: str
    notes: Sequence[tuple[int, str]]


def enter(
    db: Session,
    workshop_id: int,
    actor: Actor,
    *,
    name: str,
    interviewer: str,
    held_on: date,
    consent: str,
    notes: Sequence[str],
    secret: str,
    now: datetime,
) -> int:
    """The interview is there, each note a contribution of the person who was asked; returns its id.

    `consent` says what that person agreed with, and how; without it nothing is kept. `secret` is random: the
    person has no link. Raises: Missing where there are no focus groups; Invalid.
    """
    workshop = focus_workshop(db, workshop_id)
    kept = [text for note in notes if (text := clean(note, lines=True))]
    _check(workshop, clean(name), clean(consent), kept)
    person = _somebody(db, workshop, clean(name), secret, now)
    held = Interview(
        workshop_id=workshop_id,
        participant_id=person.id,
        interviewer=actor.id if actor.kind == "user" else None,
        interviewer_name=clean(interviewer)[:120],
        held_on=held_on,
        consent=clean(consent),
        entered_at=now,
    )
    db.add(held)
    db.flush()
    step = _step(db, workshop)
    speaker = Speaker(person.id, None, workshop.language, entered_by=actor.id)
    before, said = Before(), []
    for place, text in enumerate(kept):
        key = f"interview-{held.id}-{place}"
        made = saying.add(db, step, speaker, Draft(KIND, text), key=key, state="shown", now=now)
        before.instead(made, state="withdrawn")
        said.append(made.id)
    record(
        db,
        workshop_id,
        Verb.INTERVIEW_ENTERED,
        actor,
        now=now,
        touched={"participant": [person.id], "contribution": said},
        inverse=before.inverse,
    )
    return held.id


def _somebody(db: Session, workshop: Workshop, name: str, secret: str, now: datetime) -> Participant:
    """Who was asked is a participant, with the next number."""
    number = db.scalar(select(func.max(Participant.number)).where(Participant.workshop_id == workshop.id))
    person = Participant(
        workshop_id=workshop.id,
        number=(number or 0) + 1,
        name=name,
        language=workshop.language,
        secret_hash=fingerprint(secret),
        consent_version=1,
        joined_at=now,
    )
    db.add(person)
    db.flush()
    return person


def notes_in(text: str) -> list[str]:
    """The notes in a text of several: parted by empty lines, or under headings (#), which stay with them."""
    parts: list[list[str]] = [[]]
    headed = any(_HEADING.match(line) for line in text.splitlines())
    for line in clean(text, lines=True).splitlines():
        found = _HEADING.match(line)
        if found or (not headed and not line.strip()):
            parts.append([])
        parts[-1].append(found.group(1) if found else line)
    return [joined for part in parts if (joined := "\n".join(part).strip())]


def of_workshop(db: Session, workshop_id: int) -> list[Told]:
    """The interviews of that workshop, newest first, with the notes that count."""
    rows = db.execute(
        select(Interview, Participant.name)
        .join(Participant, Participant.id == Interview.participant_id)
        .where(Interview.workshop_id == workshop_id)
        .order_by(Interview.held_on.desc(), Interview.id.desc())
    )
    notes: dict[int, list[tuple[int, str]]] = {}
    for said, text in db.execute(
        select(Contribution, ContributionVersion.text)
        .join(ContributionVersion, PRESENT_WORDS)
        .where(
            Contribution.workshop_id == workshop_id,
            Contribution.kind == KIND,
            Contribution.state == "shown",
        )
        .order_by(Contribution.id)
    ):
        notes.setdefault(said.participant_id or 0, []).append((said.id, text))
    return [Told(held, name or "", notes.get(held.participant_id, [])) for held, name in rows]


def strike(db: Session, interview_id: int, actor: Actor, *, now: datetime) -> None:
    """The interview counts no more: its notes are withdrawn. Raises: Missing."""
    held = db.get(Interview, interview_id)
    if held is None:
        raise Missing("interview")
    before, said = Before(), []
    for each in db.scalars(
        select(Contribution).where(
            Contribution.participant_id == held.participant_id,
            Contribution.kind == KIND,
            Contribution.state != "withdrawn",
        )
    ):
        before.of(each, only=("state",))
        each.state = "withdrawn"
        said.append(each.id)
    db.flush()
    record(
        db,
        held.workshop_id,
        Verb.INTERVIEW_ENTERED,
        actor,
        now=now,
        touched={"contribution": said},
        inverse=before.inverse,
    )


def _step(db: Session, workshop: Workshop) -> Exercise:
    """The step that interviews belong to, with its analysis; made with the first one."""
    found = db.scalar(select(Exercise).where(Exercise.workshop_id == workshop.id, Exercise.kind == KIND))
    if found is None:
        place = db.scalar(select(func.max(Exercise.position)).where(Exercise.workshop_id == workshop.id))
        found = Exercise(
            workshop_id=workshop.id,
            position=(place or 0) + 1,
            kind=KIND,
            title=words.say(workshop.language, "Diepte-interviews"),
            minutes=0,
        )
        db.add(found)
        db.flush()
        question = words.say(workshop.language, "Wat zeiden mensen in de interviews?")
        laying.analysis_row(db, found, question, KIND)
    return found


def _check(workshop: Workshop, name: str, consent: str, notes: Sequence[str]) -> None:
    errors: dict[str, list[str]] = {}

    def wrong(field: str, sentence: str, **values: object) -> None:
        errors[field] = [words.say(workshop.language, sentence, **values)]

    if not name or len(name) > LONGEST_NAME:
        wrong("name", words.mark("Geef een schuilnaam van hoogstens %(limit)d tekens."), limit=LONGEST_NAME)
    if not consent or len(consent) > LONGEST_CONSENT:
        wrong("consent", words.mark("Zeg waarmee deze persoon akkoord ging, en hoe."))
    if not notes:
        wrong("notes", words.mark("Schrijf of plak wat er gezegd is."))
    elif len(notes) > MOST_NOTES or any(len(note) > LONGEST_NOTE for note in notes):
        sentence = words.mark("Dit is te veel ineens: hoogstens %(most)d stukken van %(limit)d tekens.")
        wrong("notes", sentence, most=MOST_NOTES, limit=LONGEST_NOTE)
    if errors:
        raise Invalid(errors)
