"""Numbers instead of ids: everything in a row that points at another row goes through one function.

In an archive the rows of a table are numbered from 1, in the order in which they came to be, so that an
archive of a workshop and one of its import hold the same lines. The journal also names rows that are gone
(a theme whose making was undone): they have a number like the others, so that undo still works.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeGuard

from sessions.archive.tables import ACTORS, TOUCHED, UNNAMED, columns, points_at

Row = dict[str, Any]
Number = Callable[[str, int], int | None]


def renumbered(name: str, row: Row, number: Number) -> Row:
    """The archived columns of the row, every id and reference replaced by `number(table, id)`."""
    new: Row = {column.name: row[column.name] for column in columns(name)}
    for column in new:
        target = points_at(name, column)
        if target is not None and new[column] is not None:
            new[column] = number(target, new[column])
    if name == "exercise":
        new["settings"] = _settings(new["settings"], number)
    if name == "run":
        new |= _run(new, number)
    if name == "analysis":
        new["frozen"] = _frozen(new["frozen"], number)
    return new | _journal(new, number) if name == "change" else new


def _run(run: Row, number: Number) -> Row:
    """A run names others in its parameters, and in its tree passages, themes and themes known beforehand."""
    parameters = {
        name: number("run", value) if name in ("again", "cut_of") and _is_id(value) else value
        for name, value in run["parameters"].items()
    }
    kept = run["tree"]
    if not isinstance(kept, dict) or "passages" not in kept:
        return {"parameters": parameters}
    grown = kept["tree"]
    tree = {
        "passages": [number("passage", each) for each in kept["passages"]],
        "tree": {
            **grown,
            "keys": [number("theme", each) for each in grown["keys"]],
            "claimed": [[number("known_theme", each), places] for each, places in grown["claimed"]],
        },
    }
    return {"parameters": parameters, "tree": tree}


def _settings(settings: Row, number: Number) -> Row:
    """A question that asks to react says to which question."""
    to = settings.get("to")
    return {**settings, "to": number("exercise", to)} if _is_id(to) else settings


def _frozen(held: Row | None, number: Number) -> Row | None:
    """What a wall goes on showing: an analysis, its themes and key groups, each by its name `kind:number`."""
    if held is None:
        return None
    renamed: Row = {}
    for name, item in held.items():
        kind, _, each = name.partition(":")
        new = dict(item)
        for column in ("analysis", "key_group"):
            if new.get(column) is not None:
                new[column] = number(column, new[column])
        renamed[f"{kind}:{number(kind, int(each))}"] = new
    return renamed


def _is_id(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _journal(change: Row, number: Number) -> Row:
    whose = ACTORS.get(change["actor_kind"])
    actor = change["actor_id"]
    inverse = change["inverse"]
    return {
        "actor_id": number(whose, actor) if whose is not None and actor is not None else None,
        "touched": {
            kind: [number(TOUCHED.get(kind, kind), each) for each in ids]
            for kind, ids in change["touched"].items()
            if kind not in UNNAMED
        },
        "inverse": None if inverse is None else _inverse(inverse, number),
    }


def _inverse(inverse: Row, number: Number) -> Row:
    return {
        kind: {
            str(number(TOUCHED.get(kind, kind), int(each))): None
            if values is None
            else _values(kind, values, number)
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
    if kind == "exercise" and "settings" in new:
        new["settings"] = _settings(new["settings"], number)
    if kind == "analysis" and "frozen" in new:
        new["frozen"] = _frozen(new["frozen"], number)
    return new
