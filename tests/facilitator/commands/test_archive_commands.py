"""`lotusbloem export --format archive` and `lotusbloem import`: from one data folder into another."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from archiving import Full, make_full, taken
from builders import Cast, make_user
from sqlalchemy import select

from facilitator.house import House, build
from facilitator.settings import Settings
from sessions import access, archive
from sessions.models import Organisation, Reading, Workshop


@pytest.fixture
def full(cast: Cast) -> Full:
    return make_full(cast)


@pytest.fixture
def file(lotusbloem, full: Full, tmp_path: Path) -> Path:
    """An archive, written by the command."""
    target = tmp_path / "startmoment.zip"
    data = full.house.settings.data
    said = lotusbloem("export", full.id, "--format", "archive", "--out", target, "--data", data)
    assert said.code == 0, said.err
    return target


def readings(house: House) -> list[tuple[str, str]]:
    with house.store.reading() as db:
        return [(row.what, row.purpose) for row in db.scalars(select(Reading).order_by(Reading.id))]


def test_an_archive_is_restricted_whatever_the_default_says(lotusbloem, full: Full, tmp_path: Path) -> None:
    target = tmp_path / "uit.zip"
    words = ("export", full.id, "--format", "archive", "--data", full.house.settings.data, "--json")
    said = lotusbloem(*words, "--out", target)
    assert said.code == 0 and said.json["grade"] == "restricted"
    assert said.json["contributions"] == len(full.take()["contribution"])
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert "manifest.json" in ZipFile(target).namelist()
    assert readings(full.house)[-1] == ("export restricted archive by command", "archive")
    given = lotusbloem(*words, "--out", target, "--grade", "restricted", "--purpose", " Verhuis ")
    assert given.code == 0 and readings(full.house)[-1][1] == "Verhuis"


@pytest.mark.parametrize("grade", ["public", "analysis"])
def test_whoever_asks_for_less_is_not_handed_everything(
    lotusbloem, full: Full, tmp_path: Path, grade: str
) -> None:
    target, data = tmp_path / "uit.zip", full.house.settings.data
    before = readings(full.house)
    said = lotusbloem(
        "export", full.id, "--format", "archive", "--grade", grade, "--out", target, "--data", data
    )
    assert (said.code, said.out) == (1, "") and f"none in the grade {grade}" in said.err
    assert not target.exists() and readings(full.house) == before


def test_a_folder_gets_a_file_with_a_fitting_name(lotusbloem, full: Full, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    folder.mkdir()
    words = ("export", full.id, "--format", "archive", "--out", folder, "--data", full.house.settings.data)
    assert lotusbloem(*words).code == 0
    assert [path.name.rpartition("-archive-")[0] for path in folder.iterdir()] == ["iedereen-aan-tafel"]


def test_an_empty_installation_gets_the_workshop(lotusbloem, full: Full, file: Path, tmp_path: Path) -> None:
    said = lotusbloem("import", file, "--data", tmp_path / "leeg", "--json")
    assert said.code == 0
    assert said.out == '{"workshop": 1}\n', "this and nothing else"
    assert "lotusbloem user create" in said.err, "nobody has an account there"
    house = build(Settings(data=tmp_path / "leeg"))
    try:
        with file.open("rb") as opened:
            original = archive.read(opened, language="nl").rows
        imported = taken(house, 1)
        for name in set(original) - {"workshop", "change"}:
            assert imported[name] == original[name], name
        with house.store.reading() as db:
            assert db.scalars(select(Organisation.name)).one() == "Iedereen aan tafel"
    finally:
        house.close()


def test_exporting_the_import_again_gives_the_same_tables(
    lotusbloem, full, file: Path, tmp_path: Path
) -> None:
    here, there = full.house.settings.data, tmp_path / "leeg"
    workshop = lotusbloem("import", file, "--data", there, "--json").json["workshop"]
    tables = []
    for data, number in ((here, full.id), (there, workshop)):
        target = tmp_path / "tabellen.json"
        words = ("--format", "json", "--grade", "restricted", "--purpose", "Vergelijken", "--out", target)
        assert lotusbloem("export", number, *words, "--data", data).code == 0
        tables.append(without_what_each_file_draws(json.loads(target.read_text())))
    assert tables[0] == tables[1]


def without_what_each_file_draws(document: dict[str, Any]) -> dict[str, Any]:
    """Participants under their numbers instead of the codes of that file, and no moment of making."""
    numbers = {person["participant"]: person["number"] for person in document["participants"]}
    for rows in document.values():
        for row in rows if isinstance(rows, list) else ():
            if row.get("participant") in numbers:
                row["participant"] = numbers[row["participant"]]
    document["participants"].sort(key=lambda person: person["number"])
    for what in ("made", "made_for"):
        del document["about"][what]
    return document


def test_whoever_is_named_leads_it(lotusbloem, full: Full, file: Path) -> None:
    data, house = full.house.settings.data, full.house
    said = lotusbloem(
        "import", file, "--no-roles", "--facilitator", "wout@lotus.example", "--data", data, "--json"
    )
    assert (said.code, said.err) == (0, "")
    with house.store.reading() as db:
        members = access.members(db, said.json["workshop"])
    assert [(user.email, role) for user, role in members] == [("wout@lotus.example", "facilitator")]


def test_an_account_that_is_not_there_is_refused_first(lotusbloem, full: Full, file: Path) -> None:
    said = lotusbloem(
        "import", file, "--facilitator", "niemand@lotus.example", "--data", full.house.settings.data
    )
    assert (said.code, said.out) == (1, "") and "there is no account for niemand@lotus.example" in said.err
    with full.house.store.reading() as db:
        assert len(list(db.scalars(select(Workshop)))) == 2


def test_somebody_gets_an_account_by_command_and_finds_the_workshop(
    lotusbloem, file: Path, tmp_path: Path
) -> None:
    data = tmp_path / "leeg"
    assert lotusbloem("import", file, "--data", data).code == 0
    house = build(Settings(data=data))
    try:
        hilde = make_user(house, "hilde@lotus.example", "facilitator")
        with house.store.reading() as db:
            assert access.role_in(db, 1, hilde) == "facilitator"
    finally:
        house.close()


@pytest.mark.parametrize("content", [b"geen zip", b"", b"PK\x03\x04" + b"\0" * 200])
def test_what_is_no_archive_does_not_even_make_a_data_folder(
    lotusbloem, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "iets.zip"
    file.write_bytes(content)
    said = lotusbloem("import", file, "--data", tmp_path / "leeg", "--json")
    assert (said.code, said.out) == (1, "") and f"{file} was not brought in." in said.err
    assert not (tmp_path / "leeg").exists()


def test_a_file_that_is_not_there_is_wrong_use(lotusbloem, tmp_path: Path) -> None:
    said = lotusbloem("import", tmp_path / "weg.zip", "--data", tmp_path / "leeg")
    assert (said.code, said.out) == (2, "")


def test_the_help_says_the_exit_codes() -> None:
    for command in ("import", "export"):
        said = subprocess.run(
            [sys.executable, "-c", "from facilitator.cli import main; main()", command, "--help"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert "Exit codes: 0" in said.stdout
