"""Sorting: the statements for every phone, each person's own piles for that person alone, and for the hall
how much was sorted, never what with what."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.hall import decks, piles
from sessions.models import Twin
from sessions.projections.choices import open_steps
from sessions.projections.section import ALL, Ids, Item, Section, TouchedIds


def _statements(db: Session, workshop_id: int, ids: Ids | None) -> dict[int, Item]:
    """Passage id to its words, and the `exercises` in which it is sorted."""
    items: dict[int, Item] = {}
    for step in open_steps(db, workshop_id, decks.KIND):
        for each in decks.statements(db, step, ids):
            words = {"text": each.text, "language": each.language}
            items.setdefault(each.id, {"exercises": [], **words})["exercises"].append(step.id)
    return items


def _touched_statements(db: Session, workshop_id: int, touched: TouchedIds) -> Ids | None:
    """While a sorting is open: the passages that were touched, and those that stand for them now or did."""
    if touched.get("exercise") or touched.get("workshop") or touched.get("table"):
        return ALL
    passages = touched.get("passage", set())
    steps = open_steps(db, workshop_id, decks.KIND) if passages else []
    if not steps:
        return frozenset()
    if any(decks.is_drawn(db, step) for step in steps):
        # Where not everything fits, what goes makes place for another.
        return ALL
    links = select(Twin.passage_id, Twin.twin_id).where(Twin.state == "linked")
    analyses = {analysis.id for step in steps if (analysis := decks.analysis_of(db, step))}
    linked = db.execute(links.where(Twin.analysis_id.in_(analyses)))
    return frozenset(passages | {each for pair in linked for each in pair})


def _own(db: Session, participant_id: int, _ids: Ids | None) -> dict[int, Item]:
    return {
        mine.id: {
            "exercise": exercise_id,
            "key": mine.key,
            "name": mine.name,
            "place": place,
            "statements": list(mine.statements),
        }
        for exercise_id, own in piles.all_of(db, participant_id).items()
        for place, mine in enumerate(own, start=1)
    }


def _touched_own(_db: Session, participant_id: int, touched: TouchedIds) -> Ids | None:
    return ALL if participant_id in touched.get("sorter", set()) else frozenset()


def _progress(db: Session, workshop_id: int, _ids: Ids | None) -> dict[int, Item]:
    return {
        step.id: {
            "statements": found.statements,
            "people": found.people,
            "placed": found.placed,
            "finished": found.finished,
        }
        for step in open_steps(db, workshop_id, decks.KIND)
        for found in (piles.progress(db, step),)
    }


def _touched_progress(db: Session, workshop_id: int, touched: TouchedIds) -> Ids | None:
    if any(touched.get(kind) for kind in ("sorting", "exercise", "workshop", "table")):
        return ALL
    if touched.get("passage"):
        return ALL if open_steps(db, workshop_id, decks.KIND) else frozenset()
    return frozenset()


STATEMENTS = Section("statement", _touched_statements, _statements)
PILES = Section("pile", _touched_own, _own)
PROGRESS = Section("sorting", _touched_progress, _progress)
