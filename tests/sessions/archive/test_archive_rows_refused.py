"""An archive whose rows do not fit is refused with what is wrong, and leaves nothing behind."""

from __future__ import annotations

from typing import Any
from zipfile import ZIP_STORED

import pytest
from archiving import bring_in, rewritten, unzipped, zipped

from facilitator.house import House

Rows = list[dict[str, Any]]


@pytest.mark.parametrize(
    "line",
    [
        b"geen json",
        b"[" * 100_000,
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
        b'{"id": NaN}',
        b'{"id": 1, "id": 1}',
        b'{"id": 1e999}',
        b'{"id": 99999999999999999999999}',
        b'{"id": ' + b"9" * 5_000 + b"}",
        b'"\\ud800"',
        b'"\\u0000"',
        b'"\xff"',
        b'"' + b"a" * 1_000_001 + b'"',
        b"\xef\xbb\xbf{}",
    ],
)
def test_a_line_that_is_not_to_be_read(refused: Any, packed: bytes, line: bytes) -> None:
    members = unzipped(packed)
    members["tables/heart.jsonl"] = line + b"\n"
    refused(zipped(members, kind=ZIP_STORED), "regel 1 van tables/heart.jsonl niet te lezen")


def test_a_line_without_its_end(refused: Any, packed: bytes) -> None:
    members = unzipped(packed)
    members["tables/heart.jsonl"] += b"{"
    refused(zipped(members), "regel 2 van tables/heart.jsonl niet te lezen")


@pytest.mark.parametrize("line", ["[]", "5", "null", "{}", '{"contribution_id": 1}'])
def test_a_row_with_other_columns(refused: Any, packed: bytes, line: str) -> None:
    members = unzipped(packed)
    members["tables/heart.jsonl"] = line.encode() + b"\n"
    refused(zipped(members), "regel 1 van tables/heart.jsonl andere kolommen")


def test_a_column_more(refused: Any, packed: bytes) -> None:
    def more(rows: Rows) -> None:
        rows[0]["secret_hash"] = "x"

    refused(rewritten(packed, "participant", more), "andere kolommen")


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("workshop", "title", None),
        ("workshop", "title", 5),
        ("workshop", "title", "a" * 121),
        ("workshop", "held_on", "2026-13-01"),
        ("workshop", "held_on", "20261123"),
        ("workshop", "created_at", "2026-11-23T09:30:00"),
        ("workshop", "created_at", "2026-11-23T09:30:00+01:00"),
        ("workshop", "created_at", "0001-01-01T00:00:00+14:00"),
        ("workshop", "created_at", 1),
        ("workshop", "wall_hidden", 1),
        ("workshop", "revision", True),
        ("workshop", "revision", 1.5),
        ("exercise", "settings", []),
        ("exercise", "settings", None),
        ("exercise", "workshop_id", "1"),
        ("exercise", "workshop_id", -1),
        ("run", "progress", "half"),
        ("run", "seed", 0.5),
        ("run", "tree", {"passages": [1]}),
        ("run", "tree", {"passages": 5, "tree": {"keys": [], "claimed": []}}),
        ("run", "tree", {"passages": ["a"], "tree": {"keys": [], "claimed": []}}),
        ("run", "tree", {"passages": [1], "tree": {"keys": [[1]], "claimed": []}}),
        ("run", "tree", {"passages": [1], "tree": {"keys": [], "claimed": [[1]]}}),
        ("analysis", "frozen", {"theme": {}}),
        ("analysis", "frozen", {"theme:x": {}}),
        ("analysis", "frozen", {"workshop:1": {}}),
        ("analysis", "frozen", {"theme:1": []}),
        ("analysis", "frozen", {"theme:1": {"analysis": "1"}}),
        ("change", "verb", "workshop.eaten"),
        ("change", "actor_kind", "machine"),
        ("change", "actor_id", 0),
        ("change", "touched", {"user": [1]}),
        ("change", "touched", {"theme": 1}),
        ("change", "touched", {"theme": ["1"]}),
        ("change", "touched", {"theme": [True]}),
        ("change", "touched", {"letter": [1]}),
        ("change", "inverse", {"user": {"1": {"is_administrator": True}}}),
        ("change", "inverse", {"workshop": {"1": {"organisation_id": 1}}}),
        ("change", "inverse", {"theme": {"x": None}}),
        ("change", "inverse", {"theme": {"١": None}}),
        ("change", "inverse", {"theme": {"1": {"title": 5}}}),
        ("change", "inverse", {"theme": {"1": {"id": 2}}}),
        ("change", "inverse", {"theme": {"1": {"decided_at": {"at": "gisteren"}}}}),
        ("change", "inverse", {"heart": {"1": None}}),
        ("change", "inverse", {"analysis": {"1": {"frozen": {"theme:x": {}}}}}),
    ],
)
def test_a_value_that_does_not_fit(refused: Any, packed: bytes, name: str, column: str, value: Any) -> None:
    def change(rows: Rows) -> None:
        rows[0][column] = value

    refused(rewritten(packed, name, change), f"past {column} op regel 1 van tables/{name}.jsonl")


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("contribution", "participant_id"),
        ("contribution", "exercise_id"),
        ("contribution_version", "contribution_id"),
        ("heart", "participant_id"),
        ("placement", "theme_id"),
        ("theme", "key_group_id"),
        ("workshop_member", "user_id"),
        ("reading", "user_id"),
        ("change", "undone_by"),
        ("lever_arrow", "to_lever_id"),
        ("exercise", "workshop_id"),  # a row of another workshop
    ],
)
def test_a_reference_to_something_that_is_not_there(
    refused: Any, packed: bytes, name: str, column: str
) -> None:
    def change(rows: Rows) -> None:
        rows[0][column] = 4_000

    refused(rewritten(packed, name, change), f"wijst {column} op regel 1 van tables/{name}.jsonl")


def more_ids(rows: Rows) -> None:
    rows[-1]["id"] += 1_000_000_000


def twice(rows: Rows) -> Rows:
    return [*rows, rows[-1]]


def far_touched(rows: Rows) -> None:
    rows[0]["touched"] = {"theme": [2**62]}


@pytest.mark.parametrize(
    ("name", "change", "whose"),
    [
        ("reading", more_ids, "reading"),
        ("reading", twice, "reading"),
        ("people", twice, "people"),
        ("change", far_touched, "theme"),
    ],
)
def test_numbers_with_a_hole_or_a_double(
    refused: Any, packed: bytes, name: str, change: Any, whose: str
) -> None:
    refused(rewritten(packed, name, change), f"nummering van tables/{whose}.jsonl")


def test_somebody_whom_no_row_names(refused: Any, packed: bytes) -> None:
    """An archive cannot fill an installation with names."""

    def crowd(rows: Rows) -> Rows:
        extra = [{"id": len(rows) + 1, "email": "zz@elders.example", "name": "Zz"}]
        return rows + extra

    refused(rewritten(packed, "people", crowd), "nummering van tables/people.jsonl")


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("workshop", "language", "tlh"),
        ("workshop", "wall_view", "disco"),
        ("workshop", "time_zone", "../../etc/passwd"),
        ("workshop", "revision", 2),
        ("people", "email", "Hilde@Lotus.example"),
        ("people", "email", "geen adres"),
        ("people", "email", "wout@lotus.example"),
        ("exercise", "kind", "karaoke"),
        ("exercise", "settings", {"wall": "disco"}),
        ("exercise", "settings", {"wall": {}}),
        ("exercise", "minutes", 2**62),
        ("exercise", "minutes", -1),
        ("workshop", "starts_at", "99.99"),
        ("workshop", "starts_at", "99:99"),
        ("lever", "name", " "),
        ("lever", "petal", "Z"),
        ("stimulus", "picture", "PHN2Zy8+"),
        ("stimulus", "picture", "geen beeld"),
        ("contribution", "version", 99),
        ("contribution", "parent_id", 1),
        ("change", "revision", 99_999),
    ],
)
def test_what_makes_no_sense(refused: Any, packed: bytes, name: str, column: str, value: Any) -> None:
    def change(rows: Rows) -> None:
        rows[0][column] = value

    where = "change" if (name, column) == ("workshop", "revision") else name
    what = "revision" if column == "revision" else column
    refused(rewritten(packed, name, change), f"klopt {what} in tables/{where}.jsonl niet")


def test_an_archive_holds_one_workshop(refused: Any, packed: bytes) -> None:
    def none(rows: Rows) -> Rows:
        return [*rows, {**rows[0], "id": 2}]

    refused(rewritten(packed, "workshop", none), "precies één workshop")


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("workshop", "state", "burning"),
        ("workshop_member", "role", "emperor"),
        ("exercise", "state", "half"),
        ("contribution", "state", "eaten"),
        ("tree_part", "kind", "leaf"),
        ("dissent", "about", "weather"),
    ],
)
def test_the_database_has_the_last_word(
    refused: Any, packed: bytes, name: str, column: str, value: Any
) -> None:
    """Refused by a constraint, after rows were written: they are gone again."""

    def change(rows: Rows) -> None:
        rows[0][column] = value

    refused(rewritten(packed, name, change), "spreekt zichzelf tegen")


def test_two_rows_that_cannot_both_be(refused: Any, packed: bytes) -> None:
    def same_number(rows: Rows) -> None:
        rows[1]["number"] = rows[0]["number"]

    refused(rewritten(packed, "participant", same_number), "spreekt zichzelf tegen")


def test_the_helpers_make_an_archive_that_is_taken(packed: bytes, target: House) -> None:
    """Last: else every refusal above could be for another reason."""
    assert bring_in(target, rewritten(packed, "change", lambda rows: rows)) == 1
