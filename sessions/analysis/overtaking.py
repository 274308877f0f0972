"""Whether others went on with what an act on an analysis changed, so that taking it back would undo theirs.

Two things are looked at. What others did since: an act on the same rows, or a taking back of one, unless
it was itself taken back again. And what stands now: nothing may come to lean on what is gone, nothing that
others decided may go along, and no two themes may come to share a rank.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.analysis import parts
from sessions.errors import Conflict
from sessions.models import (
    Analysis,
    Change,
    Contribution,
    Dissent,
    KeyGroup,
    Note,
    Passage,
    Placement,
    Theme,
)

Row = tuple[str, int]
_RANKED: dict[str, type[Theme] | type[KeyGroup]] = {"theme": Theme, "key_group": KeyGroup}


class Overtaken(Conflict):
    """Somebody went on with what the act changed: `by` is the newest change that did, None when not known."""

    def __init__(self, by: Change | None) -> None:
        super().__init__("somebody went on with what this act changed")
        self.verb = by.verb if by else None
        self.user_id = by.actor_id if by and by.actor_kind == "user" else None


def require_alone(db: Session, change: Change) -> None:
    """Nobody went on with what that act of an analysis changed. Raises: Overtaken."""
    later = _later(db, change)
    for other in reversed(_standing(later)):
        if _meet(change, other):
            raise Overtaken(other)
    leaning = set(_leaning(db, change))
    if leaning:
        raise Overtaken(next((each for each in reversed(later) if leaning & _touched(each)), None))


def _later(db: Session, change: Change) -> Sequence[Change]:
    return db.scalars(
        select(Change)
        .where(
            Change.workshop_id == change.workshop_id,
            Change.analysis_id.is_not(None),
            Change.id > change.id,
            Change.inverse.is_not(None),
        )
        .order_by(Change.id)
    ).all()


def _standing(later: Sequence[Change]) -> list[Change]:
    """What made a difference since. An act, its undoing and its redoing are a chain in which each link turns
    the same rows round: an even number of links since then left them as they were."""
    known = {each.id: each for each in later}
    heads = known.keys() - {each.undone_by for each in later}
    found = []
    for head in heads:
        links = [known[head]]
        while (following := links[-1].undone_by) in known:
            links.append(known[following])
        if len(links) % 2:
            found.append(links[-1])
    return sorted(found, key=lambda each: each.id)


def _meet(change: Change, other: Change) -> bool:
    """Whether both changed the same row. Two analyses share no rows but passages, and a passage that one of
    them split or joined is another one for both."""
    if change.analysis_id == other.analysis_id:
        return bool(_rows(change) & _rows(other))
    return bool(_cut(change) & _rows(other) or _rows(change) & _cut(other))


def _cut(change: Change) -> set[Row]:
    return {("passage", int(row_id)) for row_id in (change.inverse or {}).get("passage", {})}


def _rows(change: Change) -> set[Row]:
    """The rows that it changed. A placement is known by its passage: out and in again it is another row."""
    rows = {
        (kind, int(row_id))
        for kind, ids in (change.inverse or {}).items()
        for row_id in ids
        if kind != "placement"
    }
    return rows | {("passage", each) for each in change.touched.get("passage", ())}


def _touched(change: Change) -> set[Row]:
    return {(kind, each) for kind, ids in change.touched.items() for each in ids}


def _leaning(db: Session, change: Change) -> Iterable[Row]:
    """The rows that stand in the way now."""
    inverse: dict[str, dict[str, dict[str, Any] | None]] = change.inverse or {}
    yield from _left_behind(db, inverse)
    yield from _without_ground(db, inverse)
    yield from _crowded(db, change)
    yield from _said_otherwise(db, inverse)
    for kind, model in _RANKED.items():
        yield from _same_rank(db, change, kind, model)


def _left_behind(db: Session, inverse: dict[str, Any]) -> Iterable[Row]:
    """What others put into a theme or a group that would go."""
    for theme_id in _going(inverse.get("theme", {})):
        for placement in db.scalars(select(Placement).where(Placement.theme_id == theme_id)):
            if str(placement.id) not in inverse.get("placement", {}):
                yield "passage", placement.passage_id
    gone = [int(row_id) for row_id, values in inverse.get("theme", {}).items() if values is None]
    notes = db.scalars(select(Note).where(Note.theme_id.in_(gone)))
    objections = db.scalars(select(Dissent).where(Dissent.theme_id.in_(gone)))
    for row in (*notes, *objections):
        if str(row.id) not in inverse.get(row.__tablename__, {}) and row.theme_id is not None:
            yield "theme", row.theme_id
    for group_id in _going(inverse.get("key_group", {})):
        for theme in db.scalars(select(Theme).where(Theme.key_group_id == group_id)):
            if str(theme.id) not in inverse.get("theme", {}):
                yield "theme", theme.id


def _going(rows: dict[str, Any]) -> list[int]:
    return [int(row_id) for row_id, values in rows.items() if values is None or values.get("dissolved_at")]


def _without_ground(db: Session, inverse: dict[str, Any]) -> Iterable[Row]:
    """The themes and groups that something would come back to, and that do not stand any more."""
    wanted = {("theme", values["theme_id"]) for values in inverse.get("placement", {}).values() if values}
    wanted |= {
        ("key_group", values["key_group_id"])
        for values in inverse.get("theme", {}).values()
        if values and values["key_group_id"] is not None
    }
    for kind, row_id in wanted:
        if str(row_id) in inverse.get(kind, {}):
            continue
        row = db.get(Theme, row_id) if kind == "theme" else db.get(KeyGroup, row_id)
        if row is None or row.dissolved_at is not None:
            yield kind, row_id
    for values in inverse.get("cluster", {}).values():
        # A proposal to add to a theme that was dissolved makes a theme of its own; to none it cannot point.
        if values and values["theme_id"] is not None and db.get(Theme, values["theme_id"]) is None:
            yield "theme", values["theme_id"]


def _crowded(db: Session, change: Change) -> Iterable[Row]:
    """The passages that would come to stand in more themes than their analysis allows."""
    rows: dict[str, Any] = (change.inverse or {}).get("placement", {})
    switched = (change.inverse or {}).get("analysis", {}).get(str(change.analysis_id)) or {}
    several = db.scalar(select(Analysis.several).where(Analysis.id == change.analysis_id))
    if switched.get("several", several) or not (rows or switched):
        return
    homes: dict[int, int] = {}
    query = select(Placement).where(Placement.analysis_id == change.analysis_id)
    if not switched:
        ids = {values["passage_id"] for values in rows.values() if values}
        query = query.where(Placement.passage_id.in_(ids))
    for placement in db.scalars(query):
        if str(placement.id) not in rows:
            homes[placement.passage_id] = homes.get(placement.passage_id, 0) + 1
    for values in rows.values():
        if values and values["analysis_id"] == change.analysis_id:
            homes[values["passage_id"]] = homes.get(values["passage_id"], 0) + 1
    yield from (("passage", passage_id) for passage_id, count in homes.items() if count > 1)


def _said_otherwise(db: Session, inverse: dict[str, Any]) -> Iterable[Row]:
    """What does not fit the words any more: a part of words that were corrected since, or a whole beside
    parts that came later and hold a piece of it."""
    rows = inverse.get("passage", {})
    coming = [int(row_id) for row_id, values in rows.items() if values and values["retired_at"] is None]
    newest = max((int(row_id) for row_id in rows), default=0)
    for passage in db.scalars(select(Passage).where(Passage.id.in_(coming))):
        if passage.version is not None:
            present = db.get_one(Contribution, passage.contribution_id).version
            if passage.version != present:
                yield "passage", passage.id
            continue
        for other in parts.standing(db, passage.contribution_id):
            if other.id > newest:
                yield "passage", other.id


def _same_rank(db: Session, change: Change, kind: str, model: type[Theme] | type[KeyGroup]) -> Iterable[Row]:
    """What others gave the rank that a row would come back with."""
    rows = (change.inverse or {}).get(kind, {})
    ranks = {
        values["rank"]
        for values in rows.values()
        if values and values["rank"] is not None and not values["dissolved_at"]
    }
    if not ranks:
        return
    holders = select(model.id).where(
        model.analysis_id == change.analysis_id, model.dissolved_at.is_(None), model.rank.in_(ranks)
    )
    for row_id in db.scalars(holders):
        if str(row_id) not in rows:
            yield kind, row_id
