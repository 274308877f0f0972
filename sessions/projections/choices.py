"""What people put in order on their phone: the themes of the ranking that is open now."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.hall import ratings
from sessions.models import Exercise, Table, Workshop
from sessions.projections.section import ALL, Ids, Item, Section, TouchedIds


def open_steps(db: Session, workshop_id: int, kind: str) -> list[Exercise]:
    """The steps of that kind that the hall, or a table at its own pace, is at. One statement: it is asked at
    every contribution."""
    own_pace = select(Table.exercise_id).where(Table.workshop_id == workshop_id)
    query = (
        select(Exercise)
        .join(Workshop, Workshop.id == Exercise.workshop_id)
        .where(
            Exercise.workshop_id == workshop_id,
            Exercise.kind == kind,
            (Exercise.state == "open") | (Workshop.self_paced & Exercise.id.in_(own_pace)),
        )
    )
    return list(db.scalars(query.order_by(Exercise.position)))


def _choices(db: Session, workshop_id: int, _ids: Ids | None) -> dict[int, Item]:
    """Theme id to its words, the `exercises` that put it in order, and how many themes are left out there."""
    items: dict[int, Item] = {}
    for step in open_steps(db, workshop_id, ratings.KIND):
        themes, left_out = ratings.choice(db, step)
        for theme in themes:
            words = {"title": theme.called, "description": theme.description, "left_out": left_out}
            items.setdefault(theme.id, {"exercises": [], **words})["exercises"].append(step.id)
    return items


def _touched(db: Session, workshop_id: int, touched: TouchedIds) -> Ids | None:
    """Everything when a ranking may have opened or closed, or when its themes or their sizes changed; phones
    hear nothing of what people sort before and after."""
    if touched.get("exercise") or touched.get("workshop"):
        return ALL
    if touched.get("table"):
        ranked = select(Exercise.id).where(Exercise.workshop_id == workshop_id, Exercise.kind == ratings.KIND)
        return ALL if db.scalar(ranked.limit(1)) else frozenset()
    if touched.get("theme") or touched.get("passage"):
        return ALL if open_steps(db, workshop_id, ratings.KIND) else frozenset()
    return frozenset()


CHOICES = Section("choice", _touched, _choices)
