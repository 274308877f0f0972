"""No table is forgotten: each one is archived, or stays behind for a reason that stands here."""

from __future__ import annotations

from pathlib import Path

from sessions.archive.tables import COLUMNS_LEFT_OUT, KEPT, LEFT_OUT, PEOPLE, columns, points_at, table
from sessions.models import Base

DOCUMENT = Path(__file__).parents[3] / "docs" / "archive.md"


def test_every_table_is_archived_or_left_out_for_a_reason() -> None:
    assert set(Base.metadata.tables) == set(KEPT) | set(LEFT_OUT)
    assert not set(KEPT) & set(LEFT_OUT)
    assert all(LEFT_OUT.values())


def test_every_column_that_is_left_out_exists_and_has_a_reason() -> None:
    for name, left_out in COLUMNS_LEFT_OUT.items():
        assert left_out.keys() <= set(table(name).columns.keys())
        assert all(left_out.values())


def test_nothing_that_is_archived_points_at_what_stays_behind() -> None:
    for name in KEPT:
        for column in columns(name):
            assert points_at(name, column.name) in {None, PEOPLE, *KEPT}, f"{name}.{column.name}"


def test_a_row_comes_after_the_rows_that_it_points_at() -> None:
    order = list(KEPT)
    for name in KEPT:
        for column in columns(name):
            target = points_at(name, column.name)
            if target in KEPT and target != name:
                assert order.index(target) < order.index(name), f"{name}.{column.name}"


def test_secrets_are_named_as_left_out() -> None:
    """A column that sounds like a secret is never archived by accident."""
    for name in KEPT:
        for column in columns(name):
            for word in ("secret", "hash", "token", "password", "join_code"):
                assert word not in column.name, f"{name}.{column.name}"


def test_the_document_names_every_table() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name in (PEOPLE, *KEPT, *LEFT_OUT):
        assert f"`{name}`" in text, f"docs/archive.md does not say what becomes of {name}"
