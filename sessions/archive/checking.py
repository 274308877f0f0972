"""From lines of JSON to rows that fit their columns. Nothing of what is read here is trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import IO, Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, String

from sessions.archive.documents import is_frozen, is_number, is_text_number, is_tree
from sessions.archive.limits import MOST_ROWS
from sessions.archive.making_sense import check_sense
from sessions.archive.references import Row, renumbered
from sessions.archive.tables import ACTORS, KEPT, PEOPLE, TOUCHED, columns, member, points_at
from sessions.archive.unpacking import (
    WRONG_MANIFEST,
    Damage,
    parsed,
    said,
    spoken,
    too_large,
    unpack,
)
from sessions.models import Moment
from sessions.models.base import Names
from sessions.verbs import Verb

NO_LINE = said("In dit archief is regel %(line)d van %(name)s niet te lezen.")
WRONG_COLUMNS = said("In dit archief heeft regel %(line)d van %(name)s andere kolommen dan verwacht.")
WRONG_VALUE = said("In dit archief past %(column)s op regel %(line)d van %(name)s niet.")
DANGLING = said("In dit archief wijst %(column)s op regel %(line)d van %(name)s naar iets dat er niet is.")
WRONG_NUMBERS = said("In dit archief klopt de nummering van %(name)s niet.")


@dataclass(frozen=True)
class Archive:
    """A workshop as the file holds it: rows by table, under the numbers of the file."""

    manifest: dict[str, Any]
    rows: dict[str, list[Row]]

    @property
    def title(self) -> str:
        return str(self.rows["workshop"][0]["title"])

    def count(self, name: str) -> int:
        """The highest number in that table, rows that are gone included."""
        return int(self.manifest["numbers"][name])


def read(file: IO[bytes], *, language: str) -> Archive:
    """The archive in that file, checked from its first byte to its last reference.

    Raises: Invalid with the field `archive`, which says in that language what is wrong.
    """
    with spoken(language):
        manifest, contents = unpack(file)
        if sum(content.count(b"\n") for content in contents.values()) > MOST_ROWS:
            too_large()
        rows = {name: _rows(name, contents[name]) for name in (PEOPLE, *KEPT)}
        for name, found in rows.items():
            if manifest["counts"][name] != len(found):
                raise Damage(WRONG_MANIFEST, what=f"counts: {name}")
        numbers = _check_references(rows)
        check_sense(rows, manifest["title"])
    return Archive({**manifest, "numbers": numbers}, rows)


def _rows(name: str, content: bytes) -> list[Row]:
    if content and not content.endswith(b"\n"):
        raise Damage(NO_LINE, name=member(name), line=content.count(b"\n") + 1)
    return [_row(name, line, at) for at, line in enumerate(content.split(b"\n")[:-1], start=1)]


def _row(name: str, line: bytes, at: int) -> Row:
    try:
        found = parsed(line)
    except ValueError as problem:
        raise Damage(NO_LINE, name=member(name), line=at) from problem
    expected = _COLUMNS_OF_PEOPLE if name == PEOPLE else {each.name: each for each in columns(name)}
    if not isinstance(found, dict) or found.keys() != expected.keys():
        raise Damage(WRONG_COLUMNS, name=member(name), line=at)
    row: Row = {}
    for key, column in expected.items():
        try:
            row[key] = _value(column, found[key])
        except (ValueError, OverflowError) as problem:
            raise Damage(WRONG_VALUE, name=member(name), line=at, column=key) from problem
    _check_documents(name, row, at)
    return row


def _check_documents(name: str, row: Row, at: int) -> None:
    """Raises: Damage for a document whose numbers `references.renumbered` could not read."""
    if name == "change":
        _check_change(row, at)
    if name == "run" and not is_tree(row["tree"]):
        raise Damage(WRONG_VALUE, name=member(name), line=at, column="tree")
    if name == "analysis" and not is_frozen(row["frozen"]):
        raise Damage(WRONG_VALUE, name=member(name), line=at, column="frozen")


def _value(column: Column[Any], value: Any) -> Any:
    """What goes into that column. Raises: ValueError, OverflowError."""
    if value is None:
        if not column.nullable:
            raise ValueError("empty")
        return None
    for kind, fitting in _FITTING.items():
        if isinstance(column.type, kind):
            return fitting(column, value)
    raise ValueError(f"no archive knows the type of {column}")


def _flag(_column: Column[Any], value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("no boolean")
    return value


def _whole(column: Column[Any], value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or (column.foreign_keys and value < 1):
        raise ValueError("no whole number")
    return value


def _real(_column: Column[Any], value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("no number")
    return float(value)


def _text(column: Column[Any], value: Any) -> str:
    length = getattr(column.type, "length", None)
    if not isinstance(value, str) or (length is not None and len(value) > length):
        raise ValueError("no text of that length")
    return value


def _moment(_column: Column[Any], value: Any) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    if moment is None or moment.tzinfo is None or moment.astimezone(UTC).isoformat() != value:
        raise ValueError("no moment in UTC")
    return moment.astimezone(UTC)


def _day(_column: Column[Any], value: Any) -> date:
    if not isinstance(value, str) or date.fromisoformat(value).isoformat() != value:
        raise ValueError("no day")
    return date.fromisoformat(value)


def _names(_column: Column[Any], value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("no list of words")
    return value


def _document(_column: Column[Any], value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("no object")
    return value


_FITTING: dict[type[Any], Callable[[Column[Any], Any], Any]] = {
    Boolean: _flag,
    Moment: _moment,
    Date: _day,
    Names: _names,
    JSON: _document,
    Float: _real,
    Integer: _whole,
    String: _text,
}
_COLUMNS_OF_PEOPLE: dict[str, Column[Any]] = {
    "id": Column("id", Integer, nullable=False),
    "email": Column("email", String(254), nullable=False),
    "name": Column("name", String(120), nullable=False),
}


# --- the journal, which names rows in its own way -------------------------------------------------------


def _check_change(row: Row, at: int) -> None:
    """Raises: Damage for what `references.renumbered` and undo could not read."""
    checks: Mapping[str, Callable[[], bool]] = {
        "verb": lambda: row["verb"] in set(Verb),
        "actor_kind": lambda: row["actor_kind"] in ACTORS,
        "actor_id": lambda: row["actor_id"] is None or row["actor_id"] >= 1,
        "touched": lambda: all(_is_touched(kind, ids) for kind, ids in row["touched"].items()),
        "inverse": lambda: all(_is_inverse(kind, rows) for kind, rows in (row["inverse"] or {}).items()),
    }
    for name, holds in checks.items():
        if not holds():
            raise Damage(WRONG_VALUE, name=member("change"), line=at, column=name)


def _is_touched(kind: str, ids: Any) -> bool:
    return TOUCHED.get(kind, kind) in KEPT and isinstance(ids, list) and all(is_number(each) for each in ids)


def _is_inverse(kind: str, rows: Any) -> bool:
    return kind in KEPT and isinstance(rows, dict) and all(_was(kind, *each) for each in rows.items())


def _was(kind: str, number: str, values: Any) -> bool:
    """Whether that is a row as it could have been before an act."""
    known = {column.name: column for column in columns(kind)}
    named = "id" in known or kind == "question"  # which has the number of its step
    if not is_text_number(number) or not named:
        return False
    if values is None:
        return True
    if not isinstance(values, dict) or not values.keys() <= known.keys():
        return False
    try:
        for name, value in values.items():
            column = known[name]
            if isinstance(column.type, Moment | Date) and isinstance(value, dict):
                value = value.get("at") if value.keys() == {"at"} else value
            _value(column, value)
    except (ValueError, OverflowError):
        return False
    if kind == "analysis" and not is_frozen(values.get("frozen")):
        return False
    return bool(values.get("id", int(number)) == int(number))


# --- references -----------------------------------------------------------------------------------------


def _check_references(rows: dict[str, list[Row]]) -> dict[str, int]:
    """Every reference leads to a row of this file; per table the numbers are 1, 2, 3 and so on without a
    hole, the rows counted in that only the journal still names; and no people are there that no row names.
    Returns: the highest number per table."""
    own = {name: {row["id"] for row in found if "id" in row} for name, found in rows.items()}
    seen = {name: set(ids) for name, ids in own.items()}
    seen[PEOPLE] = set()

    def note(name: str, number: int) -> int:
        seen[name].add(number)
        return number

    for name in KEPT:
        for at, row in enumerate(rows[name], start=1):
            _check_row(name, row, at, own)
            renumbered(name, row, note)
    for name, found in rows.items():
        unique = len(own[name]) == len(found) or not any("id" in row for row in found)
        if not unique or (seen[name] and (min(seen[name]), max(seen[name])) != (1, len(seen[name]))):
            raise Damage(WRONG_NUMBERS, name=member(name))
    if seen[PEOPLE] != own[PEOPLE]:
        raise Damage(WRONG_NUMBERS, name=member(PEOPLE))
    return {name: len(ids) for name, ids in seen.items()}


def _check_row(name: str, row: Row, at: int, own: dict[str, set[int]]) -> None:
    for column in columns(name):
        target, value = points_at(name, column.name), row[column.name]
        if target is not None and value is not None and value not in own[target]:
            raise Damage(DANGLING, name=member(name), line=at, column=column.name)
