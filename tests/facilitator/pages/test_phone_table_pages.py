"""What people do at their table, over HTTP: with the script, as an outside client, and without any script."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Any

import pytest
from builders import Cast, contribute, csrf_of, hold_phone, open_at, sign_in
from flask.testing import FlaskClient

from facilitator.pages.phone_lotus_words import of_the_lotus
from sessions.hall import pace
from sessions.models import Participant, Table
from sessions.projections import Audience, snapshot

JSON = {"Accept": "application/json"}


@pytest.fixture
def step(cast: Cast) -> int:
    made = open_at(cast.house, cast.gathering, "lotus")
    share(cast, made, "shared")
    return made


def share(cast: Cast, step: int, stage: str) -> None:
    now, by = cast.house.now(), cast.moderator
    cast.house.write(lambda db: pace.set_stage(db, cast.gathering, step, stage, by, now=now))


@pytest.fixture
def phone(app: Any, cast: Cast, step: int) -> FlaskClient:
    client = app.test_client()
    hold_phone(client, cast.phones[0])
    return client


def post(client: FlaskClient, cast: Cast, path: str, **form: Any) -> Any:
    """As the page's script sends it."""
    token = csrf_of(client, f"/p/{cast.gathering}")
    data = {**form, "csrf_token": token}
    return client.post(f"/p/{cast.gathering}/{path}", data=data, headers=JSON)


def flower(cast: Cast) -> dict[str, str]:
    with cast.house.store.reading() as db:
        table = db.get_one(Participant, cast.phones[0].id).table_id
        items = snapshot(db, Audience("table", table)).items
    return {item["place"]: item["text"] for name, item in items.items() if name.startswith("petal:")}


def say(cast: Cast, step: int, text: str, place: str = "", person: int = 0) -> int:
    return contribute(cast.house, cast.phones[person], step, {"text": text, "place": place})["id"]


def test_laying_and_taking_away(phone: FlaskClient, cast: Cast, step: int) -> None:
    note = say(cast, step, "Om de hoek")
    path = f"contributions/{note}"
    assert post(phone, cast, f"{path}/place", place="B4").json == {"ok": True, "placed": True}
    assert flower(cast) == {"B4": "Om de hoek"}
    say(cast, step, "Iets anders", "C", person=1)
    assert post(phone, cast, f"{path}/place", place="C").json == {"ok": True, "placed": False}
    stale = post(phone, cast, f"{path}/clear", version="7")
    assert (stale.status_code, stale.json["why"]) == (409, "conflict")
    assert post(phone, cast, f"{path}/clear", version="1").json == {"ok": True}
    assert flower(cast) == {"C": "Iets anders"}


@pytest.mark.parametrize("place", ["", "Z", "A9", "finding"])
def test_a_place_that_is_not_there_is_refused(phone: FlaskClient, cast: Cast, step: int, place: str) -> None:
    note = say(cast, step, "Waar?")
    assert post(phone, cast, f"contributions/{note}/place", place=place).status_code == 404


def test_nothing_is_laid_while_the_table_writes_in_private(phone: FlaskClient, cast: Cast, step: int) -> None:
    share(cast, step, "private")
    note = say(cast, step, "Nog niet")
    refused = post(phone, cast, f"contributions/{note}/place", place="A")
    assert (refused.status_code, refused.json["why"]) == (409, "closed")


def test_a_table_goes_on_once_and_only_at_its_own_pace(phone: FlaskClient, cast: Cast, step: int) -> None:
    following = cast.step("ranking")
    onward = {"exercise_id": following, "seen": step, "seen_stage": "shared", "stage": ""}
    refused = post(phone, cast, "onward", **onward)
    assert (refused.status_code, refused.json["why"]) == (409, "closed")
    now, by = cast.house.now(), cast.moderator
    cast.house.write(lambda db: pace.set_pace(db, cast.gathering, True, by, now=now))
    assert post(phone, cast, "onward", **onward).json == {"ok": True}
    assert post(phone, cast, "onward", **onward).json == {"ok": True}, "twice is once"
    late = post(phone, cast, "onward", **{**onward, "exercise_id": cast.step()})
    assert (late.status_code, late.json["why"]) == (409, "conflict")
    with cast.house.store.reading() as db:
        own = db.get_one(Participant, cast.phones[0].id).table_id
        other = db.get_one(Participant, cast.phones[2].id).table_id
        assert db.get_one(Table, own).exercise_id == following
        assert db.get_one(Table, other).exercise_id is None


def forms(page: str) -> list[str]:
    return re.findall(r"<form.*?</form>", page, re.DOTALL)


def action(form: str) -> str:
    """Where the form goes; empty for one that only the script reads."""
    found = re.search(r'action="([^"]+)"', form)
    return found.group(1) if found else ""


def test_without_script_the_flower_is_a_list_and_forms(phone: FlaskClient, cast: Cast, step: int) -> None:
    address = f"/p/{cast.gathering}"
    token = csrf_of(phone, address)
    page = phone.get(address).get_data(as_text=True)
    write = next(each for each in forms(page) if 'id="plain-place"' in each)
    assert '<option value="A1"' in write and '<option value="H8"' in write
    sent = {"csrf_token": token, "key": secrets.token_hex(16), "text": "Samen eten", "place": "A"}
    assert phone.post(action(write), data=sent).status_code == 303
    sent |= {"key": secrets.token_hex(16), "text": "Voor straks", "place": ""}
    assert phone.post(action(write), data=sent).status_code == 303
    assert flower(cast) == {"A": "Samen eten"}

    page = phone.get(address).get_data(as_text=True)
    assert '<option value="A"' not in page, "what is taken is not offered"
    lay = next(each for each in forms(page) if "/place" in action(each))
    assert "Voor straks" in lay
    assert phone.post(action(lay), data={"csrf_token": token, "place": "B"}).status_code == 303
    page = phone.get(address).get_data(as_text=True)
    away = next(each for each in forms(page) if "/clear" in action(each) and "Samen eten" in each)
    assert phone.post(action(away), data={"csrf_token": token, "version": "1"}).status_code == 303
    assert flower(cast) == {"B": "Voor straks"}


def test_without_script_a_table_goes_on_with_one_form(phone: FlaskClient, cast: Cast, step: int) -> None:
    share(cast, step, "private")
    now, by = cast.house.now(), cast.moderator
    cast.house.write(lambda db: pace.set_pace(db, cast.gathering, True, by, now=now))
    page = phone.get(f"/p/{cast.gathering}").get_data(as_text=True)
    onward = next(each for each in forms(page) if action(each).endswith("/onward"))
    assert "Onze tafel is klaar om te delen" in onward
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', onward))
    assert phone.post(action(onward), data=fields).status_code == 303
    say(cast, step, "Wij delen", "A")
    assert flower(cast) == {"A": "Wij delen"}


def test_no_sentence_of_the_flower_is_missing(app: Any) -> None:
    """Every sentence that the script asks for is among those that the page holds, and no other."""
    scripts = Path(__file__).parents[3].glob("static/js/phone_lotus*.js")
    text = "\n".join(each.read_text(encoding="utf-8") for each in scripts)
    with app.test_request_context():
        known = set(of_the_lotus())
    assert {name for name in known if f'"{name}"' not in text} == set()
    asked = set(re.findall(r'[wW]ord\("(\w+)"', text))
    assert asked <= known


def test_a_petal_keeps_its_letter_on_the_workbench(client: FlaskClient, cast: Cast, step: int) -> None:
    say(cast, step, "Je durft iets te vragen", "G3")
    sign_in(client, cast.house, cast.facilitator)
    address = f"/workshops/{cast.gathering}/workbench/{cast.analysis()}?passage={cast.passages()[0]}"
    page = client.get(address).get_data(as_text=True)
    assert re.search(r'<span class="petal" data-slot="petal" data-p="g">G3</span>', page)
