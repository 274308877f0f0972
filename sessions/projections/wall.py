"""What the wall shows of the analyses: what people decide as they do, or what stood when they froze it.

Of answers that only moderators and analysts read, the wall shows nothing that was made of them either.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.focus import promises
from sessions.models import Analysis
from sessions.projections import hall
from sessions.projections.section import ALL, Ids, Item, Section, TouchedIds

_LIVE = (hall.ANALYSES, hall.THEMES, hall.GROUPS)
KINDS = tuple(section.kind for section in _LIVE)
"""The kinds of items that can be frozen."""


def standing(db: Session, analysis: Analysis) -> dict[str, Item]:
    """What the wall shows of that analysis while it follows, item by item: what to freeze."""
    items = live(db, analysis.workshop_id)
    held = {
        name: item
        for name, item in items.items()
        if name == f"analysis:{analysis.id}" or item.get("analysis") == analysis.id
    }
    held[f"analysis:{analysis.id}"]["frozen"] = True
    return held


def live(db: Session, workshop_id: int, *, raw: bool = True) -> dict[str, Item]:
    """The analyses, themes and key groups as they are decided now, frozen or not; without `raw` those that
    the wall may show."""
    closed = frozenset() if raw else promises.closed_analyses(db, workshop_id)
    return {
        f"{section.kind}:{row_id}": item
        for section in _LIVE
        for row_id, item in section.read(db, workshop_id, None).items()
        if item.get("analysis", row_id) not in closed
    }


def _unless_frozen(section: Section) -> Section:
    def concerned(db: Session, scope: int, touched: TouchedIds) -> Ids | None:
        # Another visibility of a question may take all of its analysis off the wall.
        again = touched.get("wall") or touched.get("question")
        return ALL if again else section.concerned(db, scope, touched)

    def read(db: Session, workshop_id: int, ids: Ids | None) -> dict[int, Item]:
        closed = promises.closed_analyses(db, workshop_id)
        frozen = {each: held for each, held in _frozen(db, workshop_id).items() if each not in closed}
        items = section.read(db, workshop_id, ids)
        if not frozen and not closed:
            return items
        other = closed | frozen.keys()
        shown = {row_id: item for row_id, item in items.items() if item.get("analysis", row_id) not in other}
        for held in frozen.values():
            for name, item in held.items():
                kind, _, number = name.partition(":")
                if kind == section.kind and (ids is None or int(number) in ids):
                    shown[int(number)] = item
        return shown

    return Section(section.kind, concerned, read)


def _frozen(db: Session, workshop_id: int) -> dict[int, dict[str, Item]]:
    rows = db.execute(
        select(Analysis.id, Analysis.frozen).where(
            Analysis.workshop_id == workshop_id, Analysis.frozen.is_not(None)
        )
    )
    return {analysis_id: held for analysis_id, held in rows if held is not None}


ANALYSES, THEMES, GROUPS = (_unless_frozen(section) for section in _LIVE)
