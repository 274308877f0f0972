"""`lotusbloem export`: the same files as the web pages, with the same log."""

from __future__ import annotations

import json
import stat
import zipfile

import openpyxl
import pytest
from builders import Cast, contribute, intervention
from sqlalchemy import select

from sessions.models import Reading


@pytest.fixture
def export(lotusbloem, cast: Cast):
    contribute(cast.house, cast.phones[0], cast.step(), intervention("Tuin", reasons=["Iedereen kan iets"]))

    def call(*words: object, workshop: int | None = None):
        return lotusbloem("export", workshop or cast.gathering, "--data", cast.house.settings.data, *words)

    return call


def readings(cast: Cast) -> list[tuple[str, str, int]]:
    with cast.house.store.reading() as db:
        return [(row.what, row.purpose, row.user_id) for row in db.scalars(select(Reading))]


def test_every_format_is_written_for_its_owner_alone(export, cast: Cast, tmp_path):
    for name in ("xlsx", "csv", "json"):
        target = tmp_path / f"uit.{name}"
        said = export("--format", name, "--out", target, "--json")
        assert said.code == 0
        assert said.json["contributions"] == 2 and said.json["file"] == str(target)
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert openpyxl.load_workbook(tmp_path / "uit.xlsx")["contributions"].max_row == 3
    assert "excel/contributions.csv" in zipfile.ZipFile(tmp_path / "uit.csv").namelist()
    assert json.loads((tmp_path / "uit.json").read_text())["grade"] == "analysis"
    assert readings(cast)[0] == ("export analysis xlsx by command", "", cast.administrator)


def test_a_folder_gets_a_file_with_a_fitting_name(export, tmp_path):
    said = export("--format", "json", "--grade", "public", "--out", tmp_path)
    assert said.code == 0 and "holds 2 contributions" in said.out
    assert len(list(tmp_path.glob("iedereen-aan-tafel-public-*.json"))) == 1


def test_restricted_needs_a_purpose(export, cast: Cast, tmp_path):
    target = tmp_path / "namen.json"
    refused = export("--format", "json", "--grade", "restricted", "--out", target)
    assert (refused.code, refused.out) == (1, "") and "--purpose" in refused.err
    assert not target.exists() and readings(cast) == []
    given = ("--purpose", " Nabellen ", "--by", "wout@lotus.example")
    assert export("--format", "json", "--grade", "restricted", "--out", target, *given).code == 0
    assert readings(cast) == [("export restricted json by command", "Nabellen", cast.analyst)]
    assert json.loads(target.read_text())["about"]["made_for"] == "Wout"


FIRST_BYTES = {
    "docx": b"PK",
    "pdf": b"%PDF-",
    "md": b"# ",
    "svg": b"<svg",
    "qdpx": b"PK",
    "qdc": b"<?xml",
    "archive": b"PK",
}


@pytest.mark.parametrize("name", FIRST_BYTES)
def test_the_other_formats_are_what_they_say(export, tmp_path, name):
    said = export("--format", name, "--out", tmp_path / "uit")
    assert said.code == 0, said.err
    assert (tmp_path / "uit").read_bytes().startswith(FIRST_BYTES[name])


def test_a_format_that_is_not_there_says_which_are(export, tmp_path):
    said = export("--format", "pptx", "--out", tmp_path / "uit")
    assert (said.code, said.out) == (1, "")
    there = "xlsx, csv, json, docx, pdf, md, svg, qdpx, qdc, archive"
    assert f"There is no export format 'pptx'. There is: {there}." in said.err


def test_refusals_leave_nothing_behind(export, tmp_path):
    said = export("--format", "xlsx", "--out", tmp_path / "weg" / "uit.xlsx")
    assert said.code == 1 and "cannot be written" in said.err
    assert export("--format", "xlsx", "--out", tmp_path / "uit.xlsx", workshop=99).code == 1
    assert export("--format", "xlsx", "--out", tmp_path / "uit.xlsx", "--grade", "secret").code == 2
    assert [path.name for path in tmp_path.glob("**/*xlsx*")] == []
