"""Numbers instead of ids: everything in a row that points at another row goes through one function.

In an archive the rows of a table are numbered from 1, in the order in which they came to be, so that an
archive of a workshop and one of its import hold the same lines. The journal also names rows that are gone
(a theme whose making was undone): they have a number like the others, so that undo still works.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sessions.archive.tables import ACTORS, TOUCHED, columns, points_at

Row = dict[str, Any]
Number = Callable[[str, int], int | None]


def renumbered(name: str, row: Row, number: Number) -> Row:
    """The archived columns of the row, every id and reference replaced by `number(table, id)`."""
    new: Row = {column.name: row[column.name] for column in columns(name)}
    for column in new:
        target = points_at(name, column)
        if target is not None and new[column] is not None:
            new[column] = number(target, new[column])
    return new | _journal(new, number) if name == "change" else new


def _journal(change: Row, number: Number) -> Row:
    whose = ACTORS.get(change["actor_kind"])
    actor = change["actor_id"]
    inverse = change["inverse"]
    return {
        "actor_id": number(whose, actor) if whose is not None and actor is not None else None,
        "touched": {
            kind: [number(TOUCHED.get(kind, kind), each) for each in ids]
            for kind, ids in change["touched"].items()
        },
        "inverse": None if inverse is None else _inverse(inverse, number),
    }


def _inverse(inverse: Row, number: Number) -> Row:
    return {
        kind: {
            str(number(kind, int(each))): None if values is None else _values(kind, values, number)
            for each, values in rows.items()
        }
        for kind, rows in inverse.items()
    }


def _values(kind: str, values: Row, number: Number) -> Row:
    # Narrowed to what is archived: a row as it was may hold a secret or a column that is gone.
    known = {column.name for column in columns(kind)}
    new = {name: value for name, value in values.items() if name in known}
    for name, value in new.items():
        target = points_at(kind, name)
        if target is not None and value is not None:
            new[name] = number(target, value)
    return new
