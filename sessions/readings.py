"""That staff read people's own words: who, where, when, never what was read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from sessions.models import Reading


def note(db: Session, workshop_id: int, user_id: int, what: str, *, purpose: str = "", now: datetime) -> None:
    """It is known that this user read raw text there. `what` names the page, such as *studio*; `purpose`
    is what they said it is for, where they are asked."""
    db.add(Reading(workshop_id=workshop_id, user_id=user_id, what=what[:40], purpose=purpose[:200], at=now))
    db.flush()
