"""Copies of the whole database: made while it is in use, checked, and put back.

A copy is an ordinary SQLite file, compacted by `VACUUM INTO`, with everything in it: also what an archive
leaves behind, passwords as hashes among it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sessions.errors import Conflict, NotReady, Refused
from sessions.store import SQLITE, known_revisions

SIDECARS = ("", "-wal", "-shm")
"""What belongs to a database file, by the end of its name."""


class Damaged(Refused):
    """A file that is no database of Lotusbloem, or not a whole one."""

    code = "damaged"


def copy(source: Path, target: Path) -> dict[str, int]:
    """`target` is a whole copy of the database, for its owner's eyes; returns the rows of each table in it.

    It sees one moment and keeps nobody from writing. When anything fails there is no `target`.
    Raises: Conflict when `target` exists; Damaged when the copy does not pass the checks; OSError.
    """
    if target.exists():
        raise Conflict(f"{target} is there already; choose another name")
    partial = target.with_name(f".{target.name}.part")
    partial.unlink(missing_ok=True)
    try:
        # Made with its rights before anything is in it.
        partial.touch(mode=0o600)
        with _opened(source) as database:
            database.execute("VACUUM INTO ?", (str(partial),))
        counts = check(partial)
        _to_the_disk(partial)
        partial.rename(target)
        _to_the_disk(target.parent)
    except SQLITE.Error as problem:
        raise Damaged(f"{source} could not be copied: {problem}") from problem
    finally:
        partial.unlink(missing_ok=True)
    return counts


def check(path: Path) -> dict[str, int]:
    """The rows of each table of that database, which is whole and of this Lotusbloem or an older one.

    Raises: Damaged; NotReady when a newer Lotusbloem made it.
    """
    try:
        with _opened(path) as database:
            problems = [row[0] for row in database.execute("PRAGMA integrity_check(1)")]
            if problems != ["ok"]:
                raise Damaged(f"{path} is damaged: {problems[0]}")
            if database.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise Damaged(f"{path} is damaged: it holds rows that point nowhere")
            names = [row[0] for row in database.execute(_TABLES)]
            if "alembic_version" not in names:
                raise Damaged(f"{path} is no database of Lotusbloem")
            _require_known(path, database.execute("SELECT version_num FROM alembic_version").fetchone())
            return {name: database.execute(_COUNT.format(name)).fetchone()[0] for name in names}
    except SQLITE.Error as problem:
        raise Damaged(f"{path} is no database of Lotusbloem, or it is damaged: {problem}") from problem


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
_COUNT = 'SELECT count(*) FROM "{}"'


def _require_known(path: Path, found: Any) -> None:
    if found is None or found[0] not in known_revisions()[1]:
        raise NotReady(
            f"{path} was made by a newer version of Lotusbloem. Install that version, then restore it."
        )


def put_back(backup: Path, database: Path, *, aside: Path | None) -> dict[str, int]:
    """The database is what `backup` holds; returns the rows of each table. Nobody else may be using it.

    What was there before is moved to `aside`; without that, there must be nothing.
    Raises: Conflict when a database is there and `aside` is not given; Damaged, NotReady as `check()`, in
    which case nothing changed.
    """
    before = check(backup)
    if is_there(database) and aside is None:
        raise Conflict(f"there is a database in {database.parent} already")
    waiting = database.with_name(f".{database.name}.restored")
    waiting.unlink(missing_ok=True)
    try:
        after = copy(backup, waiting)
        if after != before:
            raise Damaged(f"the copy of {backup} holds other rows than {backup} itself")
        _hold_letters(waiting)
        if aside is not None:
            move(database, aside)
        waiting.rename(database)
        _to_the_disk(database.parent)
    finally:
        waiting.unlink(missing_ok=True)
    return after


def _hold_letters(path: Path) -> None:
    """Mail that waited when the backup was made may have left since: it does not leave by itself again."""
    database = SQLITE.connect(str(path))
    try:
        if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'letter'").fetchone() is not None:
            database.execute(_HELD)
            database.commit()
    finally:
        database.close()
    _to_the_disk(path)


_HELD = "UPDATE letter SET state = 'uncertain' WHERE state IN ('waiting', 'sending')"


def is_there(database: Path) -> bool:
    """Whether there is a database, or what is left of one: SQLite would play an old log into a new file."""
    return any(database.with_name(database.name + end).exists() for end in SIDECARS)


def move(database: Path, target: Path) -> None:
    """The database and what belongs to it have that name."""
    for end in SIDECARS:
        part = database.with_name(database.name + end)
        if part.exists():
            part.rename(target.with_name(target.name + end))


def _to_the_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Read only: a file that is looked at must not change, nor come to be."""
    database = SQLITE.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)
    try:
        database.isolation_level = None
        yield database
    finally:
        database.close()
