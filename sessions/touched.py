"""Which rows changes of the journal touched, and which changes touched a row: that is asked of the database,
so that a long history is not read to find a few lines of it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import Session

from sessions.models import Change


def touches(kind: str, row_id: int) -> ColumnElement[bool]:
    """That a change touched that row."""
    rows = func.json_each(Change.touched, f"$.{kind}").table_valued("value", joins_implicitly=True)
    return select(literal(1)).where(rows.c.value == row_id).correlate(Change).exists()


def newest(db: Session, workshop_id: int, *kinds: str) -> int:
    """The revision of the newest change of that workshop that touched a row of these kinds; 0 for none."""
    touching = or_(*(func.json_array_length(Change.touched, f"$.{kind}") > 0 for kind in kinds))
    query = select(Change.revision).where(Change.workshop_id == workshop_id, touching)
    return db.scalar(query.order_by(Change.revision.desc()).limit(1)) or 0


def touched_by(changes: Iterable[Change]) -> dict[str, set[int]]:
    """The rows that these changes touched: kind to ids."""
    touched: dict[str, set[int]] = {}
    for change in changes:
        for kind, ids in change.touched.items():
            touched.setdefault(kind, set()).update(ids)
    return touched
