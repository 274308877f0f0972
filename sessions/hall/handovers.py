"""Going on elsewhere: a participant on another phone, staff on a second device.

Short-lived, used once, and only a hash of the code is kept.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from sessions.errors import Closed, Missing
from sessions.journal import Actor, record
from sessions.models import Handover, Participant, User, Workshop
from sessions.text import JOIN_ALPHABET, as_join_code, fingerprint
from sessions.verbs import Verb

LASTS = timedelta(minutes=10)
CODE_LENGTH = 6


def code(random: Random) -> str:
    """Six characters that nobody confuses: 30 bits, for ten minutes, behind a brake on guessing."""
    return "".join(random.choice(JOIN_ALPHABET) for _ in range(CODE_LENGTH))


def offer_place(db: Session, participant_id: int, typed: str, *, now: datetime) -> datetime:
    """Whoever types that code in this workshop is this participant; until when it can be used.

    An earlier code of the same participant ends. Raises: Closed before and after the day, when no phone comes
    in by a code.
    """
    participant = db.get_one(Participant, participant_id)
    if db.get_one(Workshop, participant.workshop_id).state != "open":
        raise Closed("workshop")
    _end(db, now, Handover.participant_id == participant_id)
    kept = _kept(participant.workshop_id, typed)
    # A code that was used or that ran out makes room for the same one, by chance, once more.
    for old in db.scalars(select(Handover).where(Handover.code_hash == kept)):
        db.delete(old)
    db.flush()
    db.add(
        Handover(
            workshop_id=participant.workshop_id,
            participant_id=participant_id,
            code_hash=kept,
            expires_at=now + LASTS,
        )
    )
    return now + LASTS


def take_place(db: Session, workshop_id: int, typed: str, secret: str, *, now: datetime) -> int:
    """The phone that keeps `secret` is that participant from now on, and the earlier one is not; the id.

    Raises: Missing for a code that is wrong, used, or too old.
    """
    found = _valid(db, _kept(workshop_id, typed), now)
    if found is None or found.participant_id is None or found.workshop_id != workshop_id:
        raise Missing("code")
    found.used_at = now
    participant = db.get_one(Participant, found.participant_id)
    participant.secret_hash = fingerprint(secret)
    record(
        db,
        workshop_id,
        Verb.PARTICIPANT_MOVED,
        Actor("participant", participant.id),
        now=now,
        touched={"participant": [participant.id]},
    )
    return participant.id


def offer_device(db: Session, workshop_id: int, user_id: int, token: str, *, now: datetime) -> datetime:
    """Whoever opens that token and confirms is signed in as this user; until when. An earlier one ends."""
    _end(db, now, Handover.user_id == user_id)
    db.add(
        Handover(
            workshop_id=workshop_id, user_id=user_id, code_hash=fingerprint(token), expires_at=now + LASTS
        )
    )
    return now + LASTS


def offered(db: Session, token: str, *, now: datetime) -> tuple[Workshop, User]:
    """What is behind that token: looking at it does not use it up. Raises: Missing."""
    found = _valid(db, fingerprint(token), now)
    user = db.get(User, found.user_id) if found is not None and found.user_id is not None else None
    if found is None or user is None or user.disabled_at is not None:
        raise Missing("handover")
    return db.get_one(Workshop, found.workshop_id), user


def take_device(db: Session, token: str, *, now: datetime) -> tuple[int, int]:
    """The token is used up; returns the workshop and the user. Raises: Missing."""
    workshop, user = offered(db, token, now=now)
    db.execute(update(Handover).where(Handover.code_hash == fingerprint(token)).values(used_at=now))
    return workshop.id, user.id


def withdraw_device(db: Session, workshop_id: int, user_id: int, *, now: datetime) -> None:
    """What this user offered there can no longer be used. Twice is once."""
    _end(db, now, (Handover.user_id == user_id) & (Handover.workshop_id == workshop_id))


def _kept(workshop_id: int, typed: str) -> str:
    return fingerprint(f"{workshop_id} {as_join_code(typed)}")


def _valid(db: Session, kept: str, now: datetime) -> Handover | None:
    return db.scalar(
        select(Handover).where(
            Handover.code_hash == kept, Handover.used_at.is_(None), Handover.expires_at > now
        )
    )


def _end(db: Session, now: datetime, whose: ColumnElement[bool]) -> None:
    ended = update(Handover).where(whose, Handover.used_at.is_(None), Handover.expires_at > now)
    db.execute(ended.values(expires_at=now))
