"""The database file: its pragmas, its migrations, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from sessions import store
from sessions.errors import NotReady
from sessions.models import Base


@pytest.fixture
def made(tmp_path: Path):
    found = store.Store(tmp_path / "lotusbloem.db")
    yield found
    found.close()


def test_an_empty_file_gets_the_shape_that_the_models_have(made: store.Store) -> None:
    assert store.migrate(made) is None
    assert store.is_current(made)
    with made.writing.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    assert differences == [], "the migrations and the models say different things"


def test_what_was_committed_survives_a_power_cut(made: store.Store) -> None:
    with made.writing.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        mode = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())
    assert mode.upper() == store.journal_mode()


def test_wal_only_where_the_library_is_free_of_the_reset_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "sqlite_version", lambda: "3.40.1")
    assert store.journal_mode() == "DELETE"
    monkeypatch.setattr(store, "sqlite_version", lambda: "3.51.3")
    assert store.journal_mode() == "WAL"


def test_a_database_of_a_newer_version_is_left_alone(made: store.Store) -> None:
    store.migrate(made)
    with made.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NotReady, match="newer version"):
        store.migrate(made)


def test_an_older_database_is_copied_before_it_is_migrated(
    made: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.migrate(made)
    with made.writing.begin() as connection:
        row = "INSERT INTO organisation (id, name, created_at) VALUES (1, 'A', '2026-01-01')"
        connection.exec_driver_sql(row)
    _, known = store.known_revisions()
    monkeypatch.setattr(store, "known_revisions", lambda: ("9999", {*known, "9999"}))
    monkeypatch.setattr(store.command, "upgrade", lambda config, head: None)
    saved = store.migrate(made)
    assert saved is not None
    with store.driver.connect(saved) as copy:
        assert copy.execute("SELECT name FROM organisation").fetchone() == ("A",)
