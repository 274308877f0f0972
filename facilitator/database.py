"""The request's way to the rows: one read-only `db` per request, and verbs handed to the writer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from typing import Any, TypeVar

from flask import current_app, g
from sqlalchemy.orm import Session

from facilitator.house import House
from sessions.errors import Missing

Value = TypeVar("Value")


def house() -> House:
    found: House = current_app.extensions["lotusbloem"]
    return found


def reading() -> Session:
    """The `db` of this request: one moment, read only. After a write a fresh one is opened."""
    if "db" not in g:
        g.db_open = ExitStack()
        g.db = g.db_open.enter_context(house().store.reading())
    db: Session = g.db
    return db


def row_in(model: type[Value], row_id: int, workshop_id: int) -> Value:
    """The row of that number, for this request. Raises: Missing for what is not of this workshop."""
    row: Any = reading().get(model, row_id)
    if row is None or row.workshop_id != workshop_id:
        raise Missing(model.__name__)
    found: Value = row
    return found


def write(verb: Callable[[Session], Value]) -> Value:
    """The verb's answer after its COMMIT. What this request reads next is newer than that."""
    close_reading()
    return house().write(verb)


def close_reading(_failure: BaseException | None = None) -> None:
    if "db_open" in g:
        g.pop("db", None)
        g.pop("db_open").close()


def now() -> datetime:
    return house().now()
