"""A damaged or hostile archive file is refused with what is wrong, and leaves nothing behind."""

from __future__ import annotations

import json
import struct
from io import BytesIO
from typing import Any
from zipfile import ZIP_BZIP2

import pytest
from archiving import as_zip, unzipped, zipped

from sessions import archive
from sessions.archive import unpacking
from sessions.errors import Invalid

STRANGE = ["../../etc/passwd", "/srv/x", "tables/../x.jsonl", "tables\\heart.jsonl", "é"]


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


@pytest.mark.parametrize("name", STRANGE)
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


# --- what pages rely on ---------------------------------------------------------------------------------


def test_the_checks_need_no_database() -> None:
    with pytest.raises(Invalid) as refusal:
        archive.read(BytesIO(b"x"), language="nl")
    assert "geen archief" in str(refusal.value)
