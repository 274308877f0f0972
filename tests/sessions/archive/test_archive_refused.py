"""A damaged or hostile archive is refused with what is wrong, and leaves nothing behind."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from archiving import bring_in, counts, rewritten, unzipped, zipped

from facilitator.house import House
from sessions import archive
from sessions.archive import unpacking
from sessions.errors import Invalid

Rows = list[dict[str, Any]]
STRANGE = ["../../etc/passwd", "/srv/x", "tables/../x.jsonl", "tables\\heart.jsonl", "é"]


@pytest.fixture
def refused(target: House) -> Callable[[bytes, str], None]:
    """Bringing in those bytes is refused with that sentence, and no table has a row more."""

    def check(content: bytes, sentence: str) -> None:
        before = counts(target)
        with pytest.raises(Invalid) as refusal:
            bring_in(target, content)
        assert list(refusal.value.errors) == ["archive"]
        assert sentence in refusal.value.errors["archive"][0]
        assert counts(target) == before

    return check


def as_zip(members: dict[str, bytes] | list[tuple[str, bytes]], kind: int = ZIP_DEFLATED) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", kind) as made:
        for name, content in members.items() if isinstance(members, dict) else members:
            made.writestr(name, content)
    return packed.getvalue()


# --- the file -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"PK", b"geen zip" * 100, b"PK\x05\x06" + b"\0" * 18, b"\0" * 4096])
def test_what_is_no_zip(refused: Any, content: bytes) -> None:
    refused(content, "geen archief van Lotusbloem")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off(refused: Any, packed: bytes, share: float) -> None:
    content = packed
    refused(content[: int(len(content) * share)], "of het is afgebroken")


def test_another_zip(refused: Any) -> None:
    refused(as_zip({"brief.docx": b"Beste"}), "iets dat er niet hoort: brief.docx")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/srv/x", "tables/../x.jsonl", "tables\\heart.jsonl", "é"]
)
def test_names_that_lead_elsewhere(refused: Any, packed: bytes, name: str) -> None:
    refused(as_zip({**unzipped(packed), name: b"x"}), "iets dat er niet hoort")


def test_a_member_that_is_there_twice(refused: Any, packed: bytes) -> None:
    members = [*unzipped(packed).items(), ("tables/heart.jsonl", b"")]
    with pytest.warns(UserWarning, match="Duplicate"):
        content = as_zip(members)
    refused(content, "tables/heart.jsonl twee keer")


@pytest.mark.parametrize("name", ["manifest.json", "tables/people.jsonl", "tables/contribution.jsonl"])
def test_a_member_that_is_missing(refused: Any, packed: bytes, name: str) -> None:
    members = unzipped(packed)
    del members[name]
    refused(as_zip(members), f"ontbreekt {name}")


def test_a_wrong_checksum(refused: Any, packed: bytes) -> None:
    members = unzipped(packed)
    members["tables/theme.jsonl"] = members["tables/theme.jsonl"].replace(b"Samen", b"Samem")
    refused(as_zip(members), "tables/theme.jsonl beschadigd")


def test_another_way_of_compressing(refused: Any, packed: bytes) -> None:
    refused(as_zip(unzipped(packed), ZIP_BZIP2), "beschadigd")


def test_a_password(refused: Any, packed: bytes) -> None:
    content = bytearray(packed)
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 0x1
    refused(bytes(content), "beschadigd")


# --- too much -------------------------------------------------------------------------------------------


def test_a_bomb(refused: Any, packed: bytes) -> None:
    bomb = {**unzipped(packed), "tables/heart.jsonl": b" " * 40_000_000}
    refused(zipped(bomb), "tables/heart.jsonl verdacht sterk samengeperst")


def test_more_than_fits_unpacked(refused: Any, packed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_UNPACKED_BYTES", 10_000)
    refused(packed, "te groot")


def test_a_file_that_is_too_large_is_not_opened(
    refused: Any, packed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MOST_FILE_BYTES", 1000)
    monkeypatch.setattr(unpacking, "ZipFile", None)
    refused(packed, "te groot")


def test_a_size_that_is_a_lie(refused: Any, packed: bytes) -> None:
    """The list of files says little, the file holds much: no more is read than was said."""
    content = bytearray(packed)
    at = content.index(b"tables/contribution.jsonl", content.rindex(b"tables/reading.jsonl") - 4000) - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    content[at + 24 : at + 28] = struct.pack("<L", 100)
    refused(bytes(content), "tables/contribution.jsonl beschadigd")


def test_a_list_of_files_that_is_too_long_is_not_read(
    refused: Any, packed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = as_zip({f"tables/{number}-{'x' * 60}.jsonl": b"" for number in range(1000)})
    monkeypatch.setattr(unpacking, "ZipFile", None)
    refused(content, "te groot")


def test_more_rows_than_fit(refused: Any, packed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessions.archive.checking.MOST_ROWS", 20)
    refused(packed, "te groot")


# --- the manifest ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"version": 2}, "nieuwere Lotusbloem (indeling 2)"),
        ({"version": 0}, "manifest niet: version"),
        ({"version": "1"}, "manifest niet: version"),
        ({"version": True}, "manifest niet: version"),
        ({"format": "iets-anders"}, "geen archief van Lotusbloem"),
        ({"title": 5}, "manifest niet: title"),
        ({"title": "Een andere naam"}, "manifest niet: title"),
        ({"counts": {}}, "manifest niet: counts"),
        ({"sha256": []}, "manifest niet: sha256"),
    ],
)
def test_a_manifest_that_is_not_right(
    refused: Any, packed: bytes, change: dict[str, Any], sentence: str
) -> None:
    members = unzipped(packed)
    manifest = json.loads(members["manifest.json"]) | change
    refused(as_zip({**members, "manifest.json": json.dumps(manifest).encode()}), sentence)


def test_a_count_that_is_not_right(refused: Any, packed: bytes) -> None:
    members = unzipped(packed)
    manifest = json.loads(members["manifest.json"])
    manifest["counts"]["heart"] += 1
    refused(as_zip({**members, "manifest.json": json.dumps(manifest).encode()}), "counts: heart")


# --- lines ----------------------------------------------------------------------------------------------


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
        ("change", "verb", "workshop.eaten"),
        ("change", "actor_kind", "machine"),
        ("change", "actor_id", 0),
        ("change", "touched", {"user": [1]}),
        ("change", "touched", {"theme": 1}),
        ("change", "touched", {"theme": ["1"]}),
        ("change", "touched", {"theme": [True]}),
        ("change", "inverse", {"user": {"1": {"is_administrator": True}}}),
        ("change", "inverse", {"workshop": {"1": {"organisation_id": 1}}}),
        ("change", "inverse", {"theme": {"x": None}}),
        ("change", "inverse", {"theme": {"١": None}}),
        ("change", "inverse", {"theme": {"1": {"title": 5}}}),
        ("change", "inverse", {"theme": {"1": {"id": 2}}}),
        ("change", "inverse", {"theme": {"1": {"decided_at": {"at": "gisteren"}}}}),
        ("change", "inverse", {"heart": {"1": None}}),
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


# --- what pages rely on ---------------------------------------------------------------------------------


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


def test_the_checks_need_no_database() -> None:
    with pytest.raises(Invalid) as refusal:
        archive.read(BytesIO(b"x"), language="nl")
    assert "geen archief" in str(refusal.value)


def test_the_helpers_make_an_archive_that_is_taken(packed: bytes, target: House) -> None:
    """Last: else every refusal above could be for another reason."""
    assert bring_in(target, rewritten(packed, "change", lambda rows: rows)) == 1
