"""That a member has read a question: the day only. No hour is kept, and the journal does not hear of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.focus import answering, times
from sessions.models import Seen


def see(db: Session, exercise_id: int, participant_id: int, *, now: datetime) -> None:
    """The member read that question today, where the workshop is. Raises: Missing."""
    asking = answering.before(db, exercise_id, participant_id, now)
    today = times.day(now, asking.workshop.time_zone)
    known = db.get(Seen, (participant_id, exercise_id))
    if known is None:
        db.add(Seen(participant_id=participant_id, exercise_id=exercise_id, seen_on=today))
    elif known.seen_on < today:
        known.seen_on = today
    db.flush()


def is_seen_today(db: Session, exercise_id: int, participant_id: int, today: date) -> bool:
    """Whether `see` would change nothing."""
    known = db.get(Seen, (participant_id, exercise_id))
    return known is not None and known.seen_on >= today


def seen_by(db: Session, participant_id: int) -> dict[int, date]:
    """Question to the last day on which the member read it."""
    rows = db.execute(select(Seen.exercise_id, Seen.seen_on).where(Seen.participant_id == participant_id))
    return dict(rows.all())
