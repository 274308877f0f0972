"""The phone without script: finding the workshop by its code, and joining."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from builders import Cast, csrf_of, hold_phone
from phone_pages import page_of, post, step_path

from facilitator.pages import phone_join
from facilitator.throttle import Throttle
from sessions import workshops
from sessions.journal import Actor
from sessions.models import Participant, Workshop

HALL = Actor("command")


@pytest.fixture(autouse=True)
def fresh_throttle(monkeypatch):
    monkeypatch.setattr(phone_join, "unknown_codes", Throttle(burst=5, seconds=1))


@pytest.fixture
def code(cast: Cast) -> str:
    with cast.house.store.reading() as db:
        return db.get_one(Workshop, cast.gathering).join_code


def how_many(cast: Cast) -> int:
    with cast.house.store.reading() as db:
        return db.query(Participant).filter_by(workshop_id=cast.gathering).count()


@pytest.mark.parametrize(
    "shape", [str.upper, str.lower, lambda c: f"{c[:4]} {c[4:]}", lambda c: f"{c[:4]}-{c[4:].lower()}"]
)
def test_any_way_of_writing_the_code_leads_to_the_join_page(client, code, shape):
    answer = client.get(f"/j/{shape(code)}")
    assert answer.status_code == 200
    assert "Iedereen aan tafel" in answer.text


def test_a_typed_code_becomes_its_address(client, code):
    answer = post(client, "/j", "/j", code=f" {code[:4].lower()} {code[4:]} ")
    assert answer.status_code == 303
    assert urlsplit(answer.location).path == f"/j/{code}"


def test_no_typed_code_is_said_next_to_the_field(client):
    answer = post(client, "/j", "/j", code="  ")
    assert answer.status_code == 422
    assert "Typ eerst de code." in answer.text


def test_unknown_closed_and_unopened_codes_get_the_same_page(cast, client, code):
    cast.house.write(lambda db: workshops.close_workshop(db, cast.gathering, HALL, now=cast.house.now()))
    closed, unknown = client.get(f"/j/{code}"), client.get("/j/ZZZZZZZZ")
    assert closed.status_code == unknown.status_code == 404

    def bare(answer):
        return re.sub(r'csrf[^>]*>|value="[A-Z0-9]{8}"|content="[^"]*"', "", answer.text)

    assert bare(closed) == bare(unknown)
    assert 'name="code"' in closed.text


def test_a_character_that_no_code_has_is_pointed_out(client):
    answer = client.get("/j/K7M4PQ3O")
    assert "In onze codes staat geen O. Bedoel je een Q?" in " ".join(answer.text.split())


def test_guessing_codes_is_slowed_down_and_a_phone_that_takes_part_is_not(cast, client, code):
    for _ in range(5):
        assert client.get("/j/ZZZZZZZZ").status_code == 404
    refused = client.get(f"/j/{code}")
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) >= 1
    hold_phone(client, cast.phones[0])
    assert client.get(f"/j/{code}").status_code == 303
    cast.house.clock.passes(seconds=2)
    client.delete_cookie(f"lotusbloem_p_{cast.gathering}")
    assert client.get(f"/j/{code}").status_code == 200


def test_the_join_page_says_exactly_who_sees_what(client, code):
    text = client.get(f"/j/{code}").text
    assert "komt met je tafelnummer op het grote scherm" in text
    assert "Je naam zien alleen de begeleiders" in text


def test_the_tables_own_address_preselects_the_table(client, code):
    text = client.get(f"/j/{code}?t=4").text
    assert re.search(r'value="4" id="t4" required checked', text)
    assert "Start aan tafel 4" in text
    assert "checked" not in client.get(f"/j/{code}?t=99").text


@pytest.mark.parametrize(("language", "sentence"), [("nl", "Taal"), ("fr", 'lang="fr"'), ("en", 'lang="en"')])
def test_the_language_is_chosen_by_hand_over_the_browsers(client, code, language, sentence):
    answer = client.get(f"/j/{code}?language={language}", headers={"Accept-Language": "nl"})
    assert f'<html lang="{language}"' in answer.text
    assert sentence in answer.text


def test_joining_takes_one_post_and_is_kept_by_the_phone(cast, client, code):
    before = how_many(cast)
    answer = post(client, f"/j/{code}", f"/j/{code}", table="4", name="Amina", language="fr")
    assert answer.status_code == 303
    assert urlsplit(answer.location).path == page_of(cast)
    cookie = client.get_cookie(f"lotusbloem_p_{cast.gathering}")
    assert cookie.http_only
    assert how_many(cast) == before + 1
    page = client.get(answer.location)
    assert '<html lang="fr"' in page.text
    assert client.get(f"/j/{code}").status_code == 303


def test_two_taps_on_the_button_join_once(cast, client, code):
    before = how_many(cast)
    token = csrf_of(client, f"/j/{code}")
    secret = client.get_cookie(f"lotusbloem_p_{cast.gathering}").value
    for _ in range(2):
        client.set_cookie(f"lotusbloem_p_{cast.gathering}", secret)
        client.post(f"/j/{code}", data={"csrf_token": token, "table": "2", "language": "nl"})
    assert how_many(cast) == before + 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "Amina"}, "Kies de tafel waaraan je zit."),
        ({"table": "77"}, "Deze tafel is er niet."),
        ({"table": "2", "name": "A" * 61}, "Deze naam is te lang"),
    ],
)
def test_what_is_wrong_at_joining_is_said_next_to_the_field(cast, client, code, fields, sentence):
    answer = post(client, f"/j/{code}", f"/j/{code}", **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    if "name" in fields:
        assert fields["name"] in answer.text


def test_an_outside_client_joins_and_contributes_with_a_secret_of_its_own(cast, client, code):
    headers = {"Authorization": f"Bearer {'s' * 40}", "Accept": "application/json"}
    joined = client.post(f"/j/{code}", data={"table": "3"}, headers=headers)
    assert joined.status_code == 200
    assert joined.json["workshop"] == cast.gathering
    said = {"key": "abcdefgh1", "title": "Van buiten", "reasons": [{"text": "Het kan"}]}
    made = client.post(step_path(cast), json=said, headers=headers)
    again = client.post(step_path(cast), json=said, headers=headers)
    assert made.json["contribution"]["id"] == again.json["contribution"]["id"]
    assert again.json["contribution"]["again"] is True
