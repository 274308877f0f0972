"""What a phone needs to explain a delicate word while somebody types it. The text stays on the phone."""

from __future__ import annotations

from sqlalchemy.orm import Session

from sessions.lexicon import hints
from sessions.projections.section import Ids, Item, Section, same


def _hints(db: Session, workshop_id: int, ids: Ids | None) -> dict[int, Item]:
    found = hints.of_workshop(db, workshop_id)
    return {term_id: item for term_id, item in found.items() if ids is None or term_id in ids}


HINTS = Section("term", same("term"), _hints)
