"""What lies at the tables: petals and findings, for the wall, the studio, and the people of one table."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from sessions.hall import findings, pace
from sessions.models import Contribution, Ingredient, Participant, Place, Table, Workshop
from sessions.projections.cards import words_of
from sessions.projections.hall import step_item
from sessions.projections.section import Ids, Item, Section, TouchedIds, same, whenever


def _lying(
    db: Session, workshop_id: int, kind: str, ids: Ids | None, which: ColumnElement[bool] | None
) -> list[tuple[Contribution, Any, int, Place]]:
    """What is shown on a place: contribution, its words, the number of the table, the place."""
    query = words_of(workshop_id, (kind,), ids).join(Place, Place.contribution_id == Contribution.id)
    query = query.where(Contribution.state == "shown")
    if which is not None:
        query = query.where(which)
    rows = db.execute(query.add_columns(Place)).all()
    return [(contribution, version, number, place) for contribution, version, number, place in rows]


def _petal_items(db: Session, workshop_id: int, ids: Ids | None, which: Any = None) -> dict[int, Item]:
    return {
        contribution.id: {
            "table": number,
            "exercise": contribution.exercise_id,
            "place": place.name,
            "text": version.text,
            "version": contribution.version,
        }
        for contribution, version, number, place in _lying(db, workshop_id, "petal", ids, which)
    }


def _finding_items(db: Session, workshop_id: int, ids: Ids | None, which: Any = None) -> dict[int, Item]:
    return {
        contribution.id: {
            "table": number,
            "exercise": contribution.exercise_id,
            "text": version.text,
            "explanation": version.fields.get("explanation"),
            "version": contribution.version,
            "agreed": findings.agreed(db, contribution),
            "needed": findings.needed(db, contribution),
            "confirmed": place.confirmed_at is not None,
            "told": place.told_at is not None,
        }
        for contribution, version, number, place in _lying(db, workshop_id, "finding", ids, which)
    }


def _confirmed(db: Session, workshop_id: int, ids: Ids | None) -> dict[int, Item]:
    items = _finding_items(db, workshop_id, ids, Place.confirmed_at.is_not(None))
    shown = ("table", "exercise", "text", "explanation", "told")
    return {each: {name: item[name] for name in shown} for each, item in items.items()}


def _of_table(db: Session, table_id: int) -> tuple[Table, Workshop] | None:
    table = db.get(Table, table_id)
    return None if table is None else (table, db.get_one(Workshop, table.workshop_id))


def _table(db: Session, table_id: int, _ids: Ids | None) -> dict[int, Item]:
    table = db.get(Table, table_id)
    if table is None:
        return {}
    people = db.scalar(select(func.count()).where(Participant.table_id == table_id)) or 0
    return {table.id: {"number": table.number, "people": people}}


def _table_step(db: Session, table_id: int, _ids: Ids | None) -> dict[int, Item]:
    found = _of_table(db, table_id)
    step = pace.step_for(db, found[1], table_id) if found else None
    if step is None:
        return {}
    own = found is not None and found[1].self_paced
    return {0: {**step_item(db, step, pace.stage_for(db, step, table_id)), "own_pace": own}}


def _table_petals(db: Session, table_id: int, ids: Ids | None) -> dict[int, Item]:
    found = _of_table(db, table_id)
    return _petal_items(db, found[1].id, ids, Place.table_id == table_id) if found else {}


def _table_finding(db: Session, table_id: int, ids: Ids | None) -> dict[int, Item]:
    found = _of_table(db, table_id)
    return _finding_items(db, found[1].id, ids, Place.table_id == table_id) if found else {}


def _longlist(db: Session, table_id: int, _ids: Ids | None) -> dict[int, Item]:
    table = db.get(Table, table_id)
    if table is None:
        return {}
    query = select(Ingredient).where(Ingredient.workshop_id == table.workshop_id)
    return {
        each.id: {"text": each.text, "source": each.source, "position": each.position}
        for each in db.scalars(query.order_by(Ingredient.position))
    }


def _findings_touched(db: Session, scope: int, touched: TouchedIds) -> Ids | None:
    """People who come or go change how many have to agree: then all findings of the scope are read again."""
    if touched.get("participant"):
        return None
    return frozenset(touched.get("contribution", set()))


def _said_here(db: Session, table_id: int, kind: str, touched: TouchedIds) -> Ids:
    """Of what was touched only what was said at this table: of another table's this one hears nothing."""
    ids = touched.get("contribution", set())
    if not ids:
        return frozenset()
    here = Contribution.id.in_(ids) & (Contribution.table_id == table_id) & (Contribution.kind == kind)
    return frozenset(db.scalars(select(Contribution.id).where(here)))


def _petals_here(db: Session, table_id: int, touched: TouchedIds) -> Ids | None:
    return _said_here(db, table_id, "petal", touched)


def _findings_here(db: Session, table_id: int, touched: TouchedIds) -> Ids | None:
    if table_id in touched.get("table", set()):
        return None
    return _said_here(db, table_id, "finding", touched)


def _this_table(_db: Session, table_id: int, touched: TouchedIds) -> Ids | None:
    return None if table_id in touched.get("table", set()) else frozenset()


def _step_here(db: Session, table_id: int, touched: TouchedIds) -> Ids | None:
    """The programme is everybody's; where a table is in it, its own."""
    if touched.get("exercise") or touched.get("workshop"):
        return None
    return _this_table(db, table_id, touched)


PETALS = Section("petal", same("contribution"), _petal_items)
FINDINGS = Section("finding", same("contribution"), _confirmed)
ALL_FINDINGS = Section("finding", _findings_touched, _finding_items)

TABLE = Section("table", _this_table, _table)
TABLE_STEP = Section("step", _step_here, _table_step)
TABLE_PETALS = Section("petal", _petals_here, _table_petals)
TABLE_FINDING = Section("finding", _findings_here, _table_finding)
LONGLIST = Section("ingredient", whenever("ingredient"), _longlist)
