"""The files: read back with other people's readers."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from sessions.errors import Missing
from sessions.exports import FORMATS, Grade, file_name, format_named
from sessions.exports.csv_tables import guarded
from sessions.exports.json_document import schema

SCHEMA_FILE = Path(__file__).parents[3] / "docs" / "export.schema.json"


def workbook(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def table(page: Any) -> list[dict[str, Any]]:
    header, *lines = page.iter_rows(values_only=True)
    return [dict(zip(header, line, strict=True)) for line in lines]


def csv_files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_workbook_holds_every_contribution_once_and_no_formula(day):
    dossier = day.gather()
    book = workbook(FORMATS["xlsx"].write(dossier))
    found = table(book["contributions"])
    assert [row["id"] for row in found] == [row["id"] for row in dossier.sheet("contributions").rows]
    texts = {row["text"] for row in found}
    assert {"=Taalcafé in de wasserette", "-Er is koffie", "@Een vaste plek"} <= texts
    kinds = {cell.data_type for page in book for line in page.iter_rows() for cell in line}
    assert "f" not in kinds


def test_the_workbook_has_a_sheet_per_table_with_the_codebook(day):
    dossier = day.gather()
    book = workbook(FORMATS["xlsx"].write(dossier))
    assert book.sheetnames == [*(sheet.name for sheet in dossier.sheets), "codebook"]
    about = {row["what"]: row["value"] for row in table(book["about"])}
    assert about["grade"] == "analysis" and about["title"] == "Iedereen aan tafel"
    explained = {(row["table"], row["column"]) for row in table(book["codebook"])}
    assert ("contributions", "ended") in explained


def test_the_workbook_draws_proposals_dashed_and_decisions_solid(day):
    book = workbook(FORMATS["xlsx"].write(day.gather()))
    head = {cell.value: cell.border.bottom.style for cell in book["contributions"][1]}
    assert head["machine_words"] == "dashed" and head["theme"] == "medium" and head["text"] is None


def test_a_text_that_does_not_fit_a_cell_is_refused_and_not_cut(day):
    dossier = day.gather()
    dossier.sheet("contributions").rows[0]["text"] = "a" * 40_000
    with pytest.raises(ValueError, match="contributions"):
        FORMATS["xlsx"].write(dossier)


def test_both_csv_dialects_hold_the_same_tables(day):
    dossier = day.gather()
    files = csv_files(FORMATS["csv"].write(dossier))
    names = [*(sheet.name for sheet in dossier.sheets), "codebook"]
    assert sorted(files) == sorted(f"{folder}/{name}.csv" for folder in ("excel", "tools") for name in names)
    excel, tools = files["excel/contributions.csv"], files["tools/contributions.csv"]
    assert excel.startswith(b"\xef\xbb\xbf") and b";" in excel.splitlines()[0] and b"\r\n" in excel
    assert not tools.startswith(b"\xef\xbb\xbf") and b"\r" not in tools
    left = list(csv.DictReader(io.StringIO(excel.decode("utf-8-sig"), newline=""), delimiter=";"))
    right = list(csv.DictReader(io.StringIO(tools.decode(), newline="")))
    assert len(left) == len(right) == len(dossier.sheet("contributions").rows)
    assert [row["text"] for row in left] == [row["text"] for row in right]
    sure = next(row for row in left if row["machine_confidence"])["machine_confidence"]
    assert (
        sure == "0,8"
        and next(row for row in right if row["machine_confidence"])["machine_confidence"] == "0.8"
    )


def test_no_csv_cell_begins_like_a_formula(day):
    for name, content in csv_files(FORMATS["csv"].write(day.gather())).items():
        delimiter = ";" if name.startswith("excel/") else ","
        for line in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter):
            assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))], name


@pytest.mark.parametrize("text", ["=1+1", "+32 470", "-niet", "@iedereen", "\tTab", "\rTerug"])
def test_what_begins_like_a_formula_gets_a_quote(text):
    assert guarded(text) == "'" + text
    assert guarded("gewoon = ook") == "gewoon = ook"


@pytest.mark.parametrize("grade", list(Grade))
def test_the_json_document_keeps_to_its_schema(day, grade):
    document = json.loads(FORMATS["json"].write(day.gather(grade)))
    described = schema()
    Draft202012Validator.check_schema(described)
    Draft202012Validator(described).validate(document)
    assert document["schema"] == "lotusbloem-export-1" and document["grade"] == grade.word
    assert len(document["contributions"]) == (7 if grade is Grade.PUBLIC else 11)


def test_the_schema_refuses_a_row_without_a_place(day):
    document = json.loads(FORMATS["json"].write(day.gather()))
    del document["contributions"][0]["ended"]
    document["themes"][0]["secret"] = "x"
    problems = {
        tuple(error.absolute_path)[:1] for error in Draft202012Validator(schema()).iter_errors(document)
    }
    assert problems == {("contributions",), ("themes",)}


def test_the_schema_that_is_shipped_is_the_schema_that_is_kept():
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == schema()


def test_files_have_plain_names(day):
    dossier = day.gather()
    assert file_name(dossier, FORMATS["xlsx"]) == "iedereen-aan-tafel-analysis-2026-11-23.xlsx"
    assert file_name(dossier, FORMATS["csv"]) == "iedereen-aan-tafel-csv-analysis-2026-11-23.zip"
    with pytest.raises(Missing):
        format_named("odt")
