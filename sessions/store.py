"""Where the rows live: one writing engine for the one writer, one reading engine for everybody else.

SQLite comes from the package pysqlite3: versions up to 3.51.2 can corrupt a database that several
connections use in WAL mode, and a machine's own library is often older. Where the package is missing and
the machine's library is old, the journal mode falls back to DELETE.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

from sessions.errors import NotReady

try:
    import pysqlite3.dbapi2 as driver
except ImportError:
    driver = sqlite3

SQLITE: Any = driver
"""The SQLite that everything here goes through."""
WAL_IS_SAFE_FROM = (3, 51, 3)
MIGRATIONS = Path(__file__).parent / "migrations"
VALUES_AT_ONCE = 500

Item = TypeVar("Item")


def slices(items: Sequence[Item], size: int = VALUES_AT_ONCE) -> Iterator[Sequence[Item]]:
    """The items in order, `size` at a time: a statement takes a limited number of values."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def sqlite_version() -> str:
    return str(driver.sqlite_version)


def journal_mode() -> str:
    """WAL where the library is free of the WAL-reset bug, else DELETE."""
    version = tuple(int(part) for part in sqlite_version().split("."))
    return "WAL" if version >= WAL_IS_SAFE_FROM else "DELETE"


class Store:
    """The database in one file. `reading()` gives a read-only `db`; the writer alone uses `writing`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writing = _engine(path, begin="BEGIN IMMEDIATE", read_only=False)
        self._reading = _engine(path, begin="BEGIN", read_only=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A `db` that sees one consistent moment and can change nothing."""
        with Session(self._reading, autoflush=False) as db:
            yield db

    def data_version(self) -> int:
        """A number that grows when another process has written to the file."""
        if not hasattr(self, "_watcher"):
            self._watcher = driver.connect(str(self.path), check_same_thread=False)
        return int(self._watcher.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        if hasattr(self, "_watcher"):
            self._watcher.close()
        self.writing.dispose()
        self._reading.dispose()


def _engine(path: Path, *, begin: str, read_only: bool) -> Engine:
    # max_overflow=-1: a pool that waits would block every greenlet of the server, not one request.
    engine = create_engine(
        f"sqlite:///{path}",
        module=driver,
        pool_size=8,
        max_overflow=-1,
        connect_args={"check_same_thread": False, "timeout": 15},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=15000")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.execute("PRAGMA cache_size=-16000")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        else:
            cursor.execute(f"PRAGMA journal_mode={journal_mode()}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


@cache
def known_revisions() -> tuple[str | None, frozenset[str]]:
    """The newest migration of this Lotusbloem, and all of them."""
    scripts = ScriptDirectory.from_config(_config())
    return scripts.get_current_head(), frozenset(script.revision for script in scripts.walk_revisions())


def revision_of(store: Store) -> str | None:
    """The migration that the file stands at; None for an empty file."""
    with store.writing.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(store: Store) -> bool:
    return revision_of(store) == known_revisions()[0]


def migrate(store: Store) -> str | None:
    """The database is at the newest shape; an older one was copied beside itself first.

    Returns: the path of that copy, or None when nothing had to be saved.
    Raises: NotReady when the file was written by a newer Lotusbloem.
    """
    present = revision_of(store)
    head, known = known_revisions()
    if present == head:
        return None
    if present is not None and present not in known:
        raise NotReady(
            f"The database {store.path} was made by a newer version of Lotusbloem. "
            "Install that version, or restore an older backup."
        )
    saved = _copy(store, present) if present is not None else None
    config = _config()
    with store.writing.connect() as connection, _without_foreign_keys(connection), connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise NotReady(f"The database {store.path} holds rows that point nowhere; nothing was changed.")
    return saved


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew: what points at the old one must not go along with it."""
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def _copy(store: Store, label: str) -> str:
    target = store.path.with_name(f"{store.path.stem}-before-migration-from-{label}.db")
    target.unlink(missing_ok=True)
    with driver.connect(str(store.path)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)
    return str(target)
