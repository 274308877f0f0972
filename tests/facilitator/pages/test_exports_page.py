"""The export menu and the files: who gets which, and that it is known."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pytest
from builders import contribute, intervention, sign_in
from sqlalchemy import select

from sessions.models import Reading


@pytest.fixture
def menu(cast):
    contribute(cast.house, cast.phones[0], cast.step(), intervention("Tuin", reasons=["Iedereen kan iets"]))
    return f"/workshops/{cast.gathering}/exports"


def readings(cast) -> list[tuple[str, str, int]]:
    with cast.house.store.reading() as db:
        return [(row.what, row.purpose, row.user_id) for row in db.scalars(select(Reading))]


def test_the_menu_says_what_each_file_is_for(client, cast, menu):
    sign_in(client, cast.house, cast.facilitator)
    page = client.get(menu)
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    for words in ("Excel", "CSV", "JSON", "Publiek", "Analyse", "Beperkt", "R, Python"):
        assert words in text
    assert f'formaction="{menu}/json"' in text
    assert readings(cast) == [], "looking at the menu reads nothing"


def test_observers_are_offered_the_public_file_only(client, cast, menu):
    sign_in(client, cast.house, cast.observer)
    text = client.get(menu).get_data(as_text=True)
    assert "Publiek" in text and "Beperkt" not in text
    assert client.get(f"{menu}/json").get_json()["grade"] == "public"
    for grade in ("analysis", "restricted"):
        assert client.get(f"{menu}/json?grade={grade}&purpose=Nabellen").status_code == 403
    assert [what for what, _, _ in readings(cast)] == ["export public json"]


def test_a_download_is_a_file_with_a_name_and_is_logged(client, cast, menu):
    sign_in(client, cast.house, cast.analyst)
    answer = client.get(f"{menu}/xlsx")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith(
        "attachment; filename=iedereen-aan-tafel-analysis-"
    )
    assert answer.headers["Cache-Control"] == "no-store"
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book["contributions"].max_row == 1 + 2
    assert readings(cast) == [("export analysis xlsx", "", cast.analyst)]


def test_csv_and_json_come_in_the_asked_grade(client, cast, menu):
    sign_in(client, cast.house, cast.analyst)
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"{menu}/csv?grade=public").data))
    assert "tools/contributions.csv" in archive.namelist()
    assert "tools/participants.csv" not in archive.namelist()
    document = json.loads(client.get(f"{menu}/json?grade=analysis").data)
    assert len(document["contributions"]) == 2 and document["about"]["made_for"] == "Wout"


def test_restricted_asks_for_a_purpose_and_keeps_it(client, cast, menu):
    sign_in(client, cast.house, cast.analyst)
    refused = client.get(f"{menu}/json?grade=restricted&purpose=+")
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert "Zeg waarvoor je de namen nodig hebt" in text
    assert 'value="restricted" checked' in text, "what was chosen stays chosen"
    assert readings(cast) == []
    given = client.get(f"{menu}/json?grade=restricted&purpose=Nabellen+wie+dat+vroeg")
    assert given.get_json()["about"]["purpose"] == "Nabellen wie dat vroeg"
    assert readings(cast) == [("export restricted json", "Nabellen wie dat vroeg", cast.analyst)]


def test_a_purpose_that_is_too_long_is_said_and_not_cut(client, cast, menu):
    sign_in(client, cast.house, cast.analyst)
    answer = client.get(f"{menu}/json?grade=restricted&purpose={'a' * 201}")
    assert answer.status_code == 422 and "a" * 201 in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["", "/xlsx", "/json?grade=public"])
def test_strangers_learn_nothing(client, cast, menu, path):
    assert client.get(menu + path).status_code == 302
    sign_in(client, cast.house, cast.stranger)
    assert client.get(menu + path).status_code == 404
    sign_in(client, cast.house, cast.administrator)
    assert client.get(menu + path).status_code == 404


def test_what_does_not_exist_is_not_there(client, cast, menu):
    sign_in(client, cast.house, cast.facilitator)
    assert client.get(f"{menu}/odt").status_code == 404
    assert client.get(f"{menu}/json?grade=secret").status_code == 404
