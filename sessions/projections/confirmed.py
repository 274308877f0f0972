"""How many contributions their authors confirmed in their theme, and how many they meant otherwise."""

from __future__ import annotations

from sqlalchemy.orm import Session

from sessions.hall import meant
from sessions.projections.hall import analysis_ids
from sessions.projections.section import Ids, Item, Section, whenever


def _meant(db: Session, workshop_id: int, _ids: Ids | None) -> dict[int, Item]:
    found = meant.counts(db, analysis_ids(db, workshop_id)).values()
    return {0: {"yes": sum(each.yes for each in found), "no": sum(each.no for each in found)}}


MEANT = Section("meant", whenever("meant", "passage", "theme"), _meant)
