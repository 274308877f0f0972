"""How a question was worded before it was changed: what people read who answered earlier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.focus import asked
from sessions.models import Change, Contribution
from sessions.verbs import Verb


@dataclass(frozen=True)
class Wording:
    """The question read so until that moment; `answers` were begun while it did."""

    prompt: str
    until: datetime
    answers: int


def earlier(db: Session, workshop_id: int, exercise_id: int) -> list[Wording]:
    """The wordings that somebody answered to and that are no longer the present one, the newest first.

    Raises: Missing for a question of another guide.
    """
    asked.question(db, workshop_id, exercise_id)
    changes = db.scalars(
        select(Change)
        .where(
            Change.workshop_id == workshop_id,
            Change.verb.in_((Verb.GUIDE_CHANGED.value, Verb.ACT_UNDONE.value, Verb.ACT_REDONE.value)),
            Change.inverse.is_not(None),
        )
        .order_by(Change.id)
    )
    found: list[Wording] = []
    since: datetime | None = None
    for each in changes:
        was = ((each.inverse or {}).get("exercise") or {}).get(str(exercise_id)) or {}
        if "prompt" not in was:
            continue
        answers = _answers(db, exercise_id, since, each.at)
        since = each.at
        if answers:
            found.append(Wording(was["prompt"], each.at, answers))
    present = asked.question(db, workshop_id, exercise_id).step.prompt
    return [each for each in reversed(found) if each.prompt != present]


def _answers(db: Session, exercise_id: int, since: datetime | None, until: datetime) -> int:
    query = select(func.count()).where(
        Contribution.exercise_id == exercise_id,
        Contribution.kind == "answer",
        Contribution.created_at <= until,
    )
    if since is not None:
        query = query.where(Contribution.created_at > since)
    return db.scalar(query) or 0
