"""What a run found nearly the same: pairs of passages, proposed until people decide about each.

All at once, or for thousands of pairs in lots: then those of earlier runs go after those of this one came.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from sessions.journal import SYSTEM, record
from sessions.models import Analysis, Run, Twin
from sessions.store import slices
from sessions.verbs import Verb

Pair = tuple[int, int, float]
"""Two passages and how alike they are, 0 to 1."""


def propose(db: Session, run: Run, pairs: Sequence[Pair]) -> list[int]:
    """The pairs are proposed; what people decided about a pair stands, and what only an earlier run found is
    gone. Returns the ids of what came and of what went."""
    proposed = (Twin.analysis_id == run.analysis_id) & (Twin.state == "proposed")
    gone = list(db.scalars(select(Twin.id).where(proposed)))
    db.execute(delete(Twin).where(proposed).execution_options(synchronize_session="fetch"))
    return gone + _add(db, run, pairs)


def keep(db: Session, run_id: int, pairs: Sequence[Pair], *, now: datetime) -> None:
    """These pairs are proposed by that run, a lot of many."""
    run = db.get_one(Run, run_id)
    _tell(db, run, _add(db, run, pairs), now)


def drop_earlier(db: Session, run_id: int, most: int, *, now: datetime) -> bool:
    """At most so many of the pairs that only earlier runs proposed are gone; whether there may be more."""
    run = db.get_one(Run, run_id)
    gone = list(
        db.scalars(
            select(Twin.id)
            .where(Twin.analysis_id == run.analysis_id, Twin.state == "proposed")
            .where(Twin.run_id.is_(None) | (Twin.run_id < run_id))
            .limit(most)
        )
    )
    if gone:
        db.execute(delete(Twin).where(Twin.id.in_(gone)).execution_options(synchronize_session="fetch"))
        _tell(db, run, gone, now)
    return len(gone) == most


def _add(db: Session, run: Run, pairs: Sequence[Pair]) -> list[int]:
    """Rows for pairs that have none; one that an earlier run proposed is this one's now."""
    wanted = {(min(one, other), max(one, other)): near for one, other, near in pairs if one != other}
    known: dict[tuple[int, int], Twin] = {}
    for some in slices(sorted({one for one, _ in wanted})):
        here = select(Twin).where(Twin.analysis_id == run.analysis_id)
        rows = db.scalars(here.where(Twin.passage_id.in_(some) | Twin.twin_id.in_(some)))
        known |= {_pair(row): row for row in rows}
    again = [row for pair, row in known.items() if pair in wanted and row.state == "proposed"]
    for row in again:
        row.run_id, row.similarity = run.id, wanted[_pair(row)]
    new = [
        {
            "analysis_id": run.analysis_id,
            "passage_id": one,
            "twin_id": other,
            "similarity": near,
            "state": "proposed",
            "run_id": run.id,
        }
        for (one, other), near in wanted.items()
        if (one, other) not in known
    ]
    made: list[int] = []
    for rows_of_a_time in slices(new):
        made += db.scalars(insert(Twin).returning(Twin.id), list(rows_of_a_time))
    return [row.id for row in again] + made


def _pair(row: Twin) -> tuple[int, int]:
    return min(row.passage_id, row.twin_id), max(row.passage_id, row.twin_id)


def _tell(db: Session, run: Run, twins: Sequence[int], now: datetime) -> None:
    analysis = db.get_one(Analysis, run.analysis_id)
    touched = {"run": [run.id], "analysis": [analysis.id], "twin": twins}
    verb = Verb.RUN_PROGRESSED
    record(db, analysis.workshop_id, verb, SYSTEM, now=now, touched=touched, analysis_id=analysis.id)
