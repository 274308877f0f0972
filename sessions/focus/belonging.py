"""Whom a group belongs to for good: who answered or reacted stays in it, because it read their words, and
they read those of others there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.journal import Inverse
from sessions.models import Contribution, Participant

_SAID = Contribution.kind.in_(("answer", "reply"))


def settled(db: Session, workshop_id: int) -> set[int]:
    """The members who answered or reacted."""
    query = select(Contribution.participant_id).where(Contribution.workshop_id == workshop_id, _SAID)
    return {each for each in db.scalars(query.distinct()) if each is not None}


def parts(db: Session, inverse: Inverse) -> bool:
    """Whether setting these rows back would take somebody out of the group in which they answered by now."""
    moved = [
        row.id
        for each, values in inverse.get("participant", {}).items()
        if (row := db.get(Participant, int(each))) is not None
        and (values or {}).get("group_id", row.group_id) != row.group_id
    ]
    said = select(Contribution.id).where(Contribution.participant_id.in_(moved), _SAID)
    return bool(moved) and db.scalar(said.limit(1)) is not None
