"""What others contributed, as a participant may read it: what the wall shows, the newest first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.models import Contribution, Heart, Participant
from sessions.projections.cards import cards_query, hearts_of

PAGE = 20


def others(db: Session, participant: Participant, *, before: int | None = None) -> dict[str, Any]:
    """`items` (at most 20, ids below `before`) and `next`, the `before` of the following page or None.

    An item: id, text, table, levers (keys), hearts, given (whether this participant gave one).
    """
    query = (
        cards_query(participant.workshop_id, None)
        .where(Contribution.state == "shown", Contribution.participant_id.is_distinct_from(participant.id))
        .order_by(Contribution.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(Contribution.id < before)
    rows = db.execute(query).all()
    ids = frozenset(contribution.id for contribution, _, _ in rows)
    hearts = hearts_of(db, participant.workshop_id, ids)
    given = set(
        db.scalars(
            select(Heart.contribution_id).where(
                Heart.participant_id == participant.id, Heart.contribution_id.in_(ids)
            )
        )
    )
    items = [
        {
            "id": contribution.id,
            "text": version.text,
            "table": table,
            "levers": version.fields.get("levers", []),
            "hearts": hearts.get(contribution.id, 0),
            "given": contribution.id in given,
        }
        for contribution, version, table in rows[:PAGE]
    ]
    return {"items": items, "next": items[-1]["id"] if len(rows) > PAGE else None}
