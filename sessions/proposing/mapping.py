"""Where the passages of an analysis lie on its map: drawn once, kept, and added to.

A drawing decides nothing and says nothing about anybody: like the vectors it comes from, it is no line of the
journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from sessions.models import Analysis, MapPoint, Passage

Spot = tuple[float, float]


@dataclass(frozen=True)
class Drawing:
    """Passage id to its place, about -2 to 2 each way; `later`: how many were laid among the others."""

    spots: dict[int, Spot]
    later: int


def drawing_of(db: Session, analysis_id: int) -> Drawing:
    rows = db.execute(
        select(MapPoint.passage_id, MapPoint.x, MapPoint.y, MapPoint.later)
        .where(MapPoint.analysis_id == analysis_id)
        .order_by(MapPoint.passage_id)
    ).all()
    return Drawing({each: (x, y) for each, x, y, _ in rows}, sum(later for *_, later in rows))


def add(db: Session, analysis_id: int, spots: Mapping[int, Spot]) -> None:
    """Those passages lie there too, except where one lies somewhere already or is gone by now."""
    lies = drawing_of(db, analysis_id).spots
    workshop_id = db.get_one(Analysis, analysis_id).workshop_id
    alive = set(db.scalars(select(Passage.id).where(Passage.workshop_id == workshop_id)))
    rows = [
        {"analysis_id": analysis_id, "passage_id": each, "x": x, "y": y, "later": bool(lies)}
        for each, (x, y) in sorted(spots.items())
        if each not in lies and each in alive
    ]
    if rows:
        db.execute(insert(MapPoint), rows)


def forget(db: Session, analysis_id: int) -> None:
    """The next who looks gets a new drawing."""
    db.execute(
        delete(MapPoint)
        .where(MapPoint.analysis_id == analysis_id)
        .execution_options(synchronize_session=False)
    )
