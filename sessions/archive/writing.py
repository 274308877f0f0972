"""A workshop as one file: a zip with a manifest and one file of JSON lines per table."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from sessions.archive.limits import MOST_RATIO
from sessions.archive.references import Row, renumbered
from sessions.archive.tables import (
    FORMAT,
    KEPT,
    MANIFEST,
    PEOPLE,
    VERSION,
    columns,
    member,
    points_at,
    table,
)
from sessions.errors import Missing
from sessions.models import User, Workshop

Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class Taken:
    """Everything of one workshop, at one moment: `rows` as they go into the file, by table."""

    workshop_id: int
    title: str
    rows: Rows


def take(db: Session, workshop_id: int) -> Taken:
    """Everything of that workshop, under numbers of its own. Raises: Missing."""
    workshop = db.get(Workshop, workshop_id)
    if workshop is None:
        raise Missing("workshop")
    found = {name: _rows(db, name, workshop_id) for name in KEPT}
    seen: dict[str, set[int]] = {name: set() for name in (PEOPLE, *KEPT)}

    def note(name: str, number: int) -> int:
        seen[name].add(number)
        return number

    for name, rows in found.items():
        for row in rows:
            renumbered(name, row, note)
    people = _people(db, seen[PEOPLE])
    numbers = {name: _ranks(sorted(ids)) for name, ids in seen.items()}
    numbers[PEOPLE] = _ranks(user.id for user in people)
    taken = {
        name: [renumbered(name, row, lambda kind, each: numbers[kind].get(each)) for row in rows]
        for name, rows in found.items()
    }
    taken[PEOPLE] = [
        {"id": numbers[PEOPLE][user.id], "email": user.email, "name": user.name} for user in people
    ]
    return Taken(workshop_id, workshop.title, taken)


def _rows(db: Session, name: str, workshop_id: int) -> list[Row]:
    query = select(*columns(name)).where(_belongs(name, workshop_id))
    order = table(name).primary_key.columns
    return [dict(row) for row in db.execute(query.order_by(*order)).mappings()]


def _belongs(name: str, workshop_id: int) -> ColumnElement[bool]:
    column = table(name).columns[KEPT[name]]
    parent = points_at(name, KEPT[name]) or name
    if parent == "workshop":
        return column == workshop_id
    return column.in_(select(table(parent).columns["id"]).where(_belongs(parent, workshop_id)))


def _people(db: Session, ids: set[int]) -> list[User]:
    # By address and not by id: ids of accounts differ from one installation to the next.
    return list(db.scalars(select(User).where(User.id.in_(ids)).order_by(User.email)))


def _ranks(ids: Iterable[int]) -> dict[int, int]:
    return {each: rank for rank, each in enumerate(ids, start=1)}


def pack(taken: Taken, *, software: str, made_at: datetime) -> bytes:
    """The bytes of the archive. `software` names the program that made it."""
    members = {member(name): _lines(taken.rows[name]) for name in (PEOPLE, *KEPT)}
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "software": software,
        "made_at": made_at.isoformat(),
        "title": taken.title,
        "counts": {name: len(taken.rows[name]) for name in (PEOPLE, *KEPT)},
        "sha256": {name: sha256(content).hexdigest() for name, content in members.items()},
    }
    first = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in {MANIFEST: first, **members}.items():
            info = ZipInfo(name, made_at.timetuple()[:6])
            info.compress_type = _fitting(content)
            info.external_attr = 0o600 << 16
            archive.writestr(info, content)
    return packed.getvalue()


def _fitting(content: bytes) -> int:
    # What shrinks too well would look like a bomb to the reader.
    return ZIP_STORED if len(content) > MOST_RATIO * len(zlib.compress(content, 1)) / 4 else ZIP_DEFLATED


def _lines(rows: list[Row]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, default=_plain) + "\n" for row in rows).encode()


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not go into an archive")
