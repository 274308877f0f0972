"""Every shape that was ever released becomes today's, with all its rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, select, table, text

from sessions import store
from sessions.models import Base

ROWS = """
INSERT INTO organisation (id, name, created_at) VALUES (1, 'A', '2026-01-01');
INSERT INTO workshop (id, organisation_id, script, title, held_on, language, time_zone, state, join_code,
  wall_secret, wall_view, wall_hidden, revision, created_at, retention_on)
  VALUES (1, 1, 'startmoment', 'W', '2026-01-01', 'nl', 'Europe/Brussels', 'open', 'K7M4PQ39', 's',
  'cards', 0, 3, '2026-01-01', '2028-01-01');
INSERT INTO exercise (id, workshop_id, position, kind, title, prompt, minutes, settings, state)
  VALUES (1, 1, 1, 'interventions', 'I', '', 20, '{}', 'open');
INSERT INTO "table" (id, workshop_id, number) VALUES (1, 1, 1);
INSERT INTO participant (id, workshop_id, table_id, number, language, secret_hash, consent_version, joined_at)
  VALUES (1, 1, 1, 1, 'nl', 'h', 1, '2026-01-01');
INSERT INTO contribution (id, workshop_id, exercise_id, participant_id, table_id, position, kind, key,
  state, version, language, created_at)
  VALUES (1, 1, 1, 1, 1, 0, 'intervention', 'k1', 'shown', 1, 'nl', '2026-01-01');
INSERT INTO contribution (id, workshop_id, exercise_id, participant_id, table_id, parent_id, position, kind,
  key, state, version, language, created_at)
  VALUES (2, 1, 1, 1, 1, 1, 0, 'reason', 'k2', 'shown', 1, 'nl', '2026-01-01');
INSERT INTO contribution_version (contribution_id, number, text, fields, written_at)
  VALUES (2, 1, 'Omdat', '{}', '2026-01-01');
INSERT INTO passage (id, workshop_id, contribution_id, starts_at) VALUES (1, 1, 2, 0);
INSERT INTO heart (contribution_id, participant_id, given_at) VALUES (1, 1, '2026-01-01');
INSERT INTO analysis (id, workshop_id, position, key, question, feeds_on, towards)
  VALUES (1, 1, 1, 'why', 'Waarom?', 'reason', 'key_characteristics');
"""
KEPT = (
    "workshop",
    "exercise",
    "table",
    "participant",
    "contribution",
    "contribution_version",
    "passage",
    "heart",
)


def at(made: store.Store, revision: str) -> None:
    config = store._config()
    with made.writing.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@pytest.fixture
def old(tmp_path: Path) -> Any:
    made = store.Store(tmp_path / "old.db")
    at(made, "0001")
    with made.writing.begin() as connection:
        for statement in ROWS.split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    yield made
    made.close()


def counts(made: store.Store) -> dict[str, int]:
    with made.writing.connect() as connection:
        return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in KEPT}


def test_no_row_is_lost_on_the_way(old: store.Store) -> None:
    before = counts(old)
    store.migrate(old)
    assert all(before.values())
    assert counts(old) == before
    with old.writing.begin() as connection:
        assert connection.scalar(text("SELECT stage FROM exercise")) == ""
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        connection.exec_driver_sql("UPDATE contribution SET state = 'replaced' WHERE id = 2")


def test_a_migrated_database_has_the_shape_of_the_models(old: store.Store) -> None:
    store.migrate(old)
    with old.writing.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    assert differences == []
