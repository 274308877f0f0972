"""The lotus of every table, for the wall: its question, its stage, how many people sit and write there.

What lies on its places are the petals, which come apart.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from sessions.hall import lotuses
from sessions.projections.section import ALL, Ids, Item, Section, TouchedIds


def _lotuses(db: Session, workshop_id: int, ids: Ids | None) -> dict[int, Item]:
    return {
        lotus.table_id: {
            "number": lotus.number,
            "exercise": lotus.exercise_id,
            "question": lotus.question,
            "stage": lotus.stage,
            "people": lotus.people,
            "writing": lotus.writing,
        }
        for lotus in lotuses.of_tables(db, workshop_id, ids)
    }


def _touched(db: Session, _scope: int, touched: TouchedIds) -> Ids | None:
    """A petal concerns its own table; somebody who sits down elsewhere also the table they left."""
    if any(touched.get(kind) for kind in ("exercise", "participant", "table", "workshop")):
        return ALL
    contributions = touched.get("contribution")
    return frozenset(lotuses.tables_with_words(db, contributions) if contributions else ())


LOTUSES = Section("lotus", _touched, _lotuses)
