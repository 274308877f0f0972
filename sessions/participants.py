"""Joining, coming back, changing tables. Nobody needs an account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Closed, Invalid, Missing
from sessions.journal import Actor, record
from sessions.models import Participant, Table, Workshop
from sessions.text import clean, fingerprint
from sessions.verbs import Verb

CONSENT_VERSION = 1
LONGEST_NAME = 60


def join(
    db: Session,
    workshop_id: int,
    *,
    table_number: int | None,
    name: str,
    language: str,
    secret: str,
    now: datetime,
) -> int:
    """The phone that keeps `secret` is a participant; returns the id. The same secret joins once.

    Raises: Closed when the workshop is not open; Invalid for a table that is not there or a name that is
    too long.
    """
    workshop = db.get_one(Workshop, workshop_id)
    if workshop.state != "open":
        raise Closed("workshop")
    known = db.scalar(select(Participant).where(Participant.secret_hash == fingerprint(secret)))
    if known is not None:
        if known.workshop_id != workshop_id:
            raise Missing("participant")
        return known.id
    table_id = _table(db, workshop, table_number, language)
    number = db.scalar(
        select(func.coalesce(func.max(Participant.number), 0)).where(Participant.workshop_id == workshop_id)
    )
    participant = Participant(
        workshop_id=workshop_id,
        table_id=table_id,
        number=(number or 0) + 1,
        name=_name(name, language),
        language=language,
        secret_hash=fingerprint(secret),
        consent_version=CONSENT_VERSION,
        joined_at=now,
    )
    db.add(participant)
    db.flush()
    record(
        db,
        workshop_id,
        Verb.PARTICIPANT_JOINED,
        Actor("participant", participant.id),
        now=now,
        touched={"participant": [participant.id], "table": [table_id] if table_id else []},
    )
    return participant.id


def change(
    db: Session, participant_id: int, *, table_number: int | None, name: str, language: str, now: datetime
) -> None:
    """Table, name and language are these. What was contributed stays with the table of that moment.

    Raises: Closed, Invalid.
    """
    participant = db.get_one(Participant, participant_id)
    workshop = db.get_one(Workshop, participant.workshop_id)
    if workshop.state != "open":
        raise Closed("workshop")
    before = participant.table_id
    participant.table_id = _table(db, workshop, table_number, language)
    participant.name, participant.language = _name(name, language), language
    record(
        db,
        workshop.id,
        Verb.PARTICIPANT_CHANGED,
        Actor("participant", participant_id),
        now=now,
        touched={
            "participant": [participant_id],
            "table": [table for table in (before, participant.table_id) if table],
        },
    )


def by_secret(db: Session, secret: str) -> Participant | None:
    return db.scalar(select(Participant).where(Participant.secret_hash == fingerprint(secret)))


def _table(db: Session, workshop: Workshop, number: int | None, language: str) -> int | None:
    if number is None:
        raise Invalid({"table": [words.say(language, "Kies de tafel waaraan je zit.")]})
    table = db.scalar(select(Table.id).where(Table.workshop_id == workshop.id, Table.number == number))
    if table is None:
        raise Invalid({"table": [words.say(language, "Deze tafel is er niet. Kies een andere.")]})
    return table


def _name(name: str, language: str) -> str | None:
    name = clean(name)
    if len(name) > LONGEST_NAME:
        sentence = words.mark("Deze naam is te lang: er passen %(limit)d tekens.")
        raise Invalid({"name": [words.say(language, sentence, limit=LONGEST_NAME)]})
    return name or None
