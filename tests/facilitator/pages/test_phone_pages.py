"""The phone without script: contributing, correcting, reading others, the page after the day."""

from __future__ import annotations

import re

import pytest
from builders import Cast, adopt_everything, contribute, hold_phone, intervention, join, propose
from flask.testing import FlaskClient
from phone_pages import page_of, post, step_path

from sessions import contributions, workshops
from sessions.exercises import kind_named
from sessions.exercises.answers import as_form
from sessions.journal import Actor
from sessions.models import Contribution
from sessions.projections import Audience, snapshot

HALL = Actor("command")


@pytest.fixture
def phone(cast: Cast, client: FlaskClient) -> FlaskClient:
    """A client that is the first participant's phone."""
    hold_phone(client, cast.phones[0])
    return client


def test_contributing_by_form_ends_at_my_contributions(cast, phone):
    fields = {
        "key": "abcdefgh",
        "title": "Taalcafé",
        "levers": ["vertrouwen"],
        "reasons-0-text": "Je bent er toch al",
        "reasons-2-text": "Niemand kijkt op",
        "preconditions-0-text": "Een vaste plek",
        "formal": "no",
    }
    answer = post(phone, step_path(cast), page_of(cast), **fields)
    assert answer.status_code == 303
    text = phone.get(answer.location).text
    for said in ("Taalcafé", "Je bent er toch al", "Niemand kijkt op", "Een vaste plek", "op het scherm"):
        assert said in text


def test_a_refused_form_comes_back_with_every_letter(cast, phone):
    fields = {
        "key": "abcdefgh",
        "title": "",
        "reasons-0-text": "x" * 281,
        "obstacle": "De huur",
        "who": "Wij",
    }
    answer = post(phone, step_path(cast), page_of(cast), **fields)
    assert answer.status_code == 422
    assert "Geef het eerst een naam." in answer.text
    assert "x" * 281 in answer.text
    assert "Dit is te lang: 281 tekens, er passen er 280." in answer.text
    assert "De huur" in answer.text
    assert re.search(r'id="reasons-0-text"[^>]*aria-invalid="true"', answer.text)


def test_the_script_gets_the_errors_field_by_field(cast, phone):
    answer = post(
        phone, step_path(cast), page_of(cast), json=True, key="abcdefgh", **{"reasons-0-text": "x" * 281}
    )
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"title", "reasons-0-text"}


def test_a_post_without_the_forms_token_is_refused(cast, phone):
    answer = phone.post(
        step_path(cast), data={"key": "abcdefgh", "title": "X"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json["why"] == "csrf"
    token = phone.get(page_of(cast, "/token"), headers={"Accept": "application/json"}).json["csrf"]
    again = phone.post(
        step_path(cast),
        data={"key": "abcdefgh", "title": "X"},
        headers={"Accept": "application/json", "X-CSRFToken": token},
    )
    assert again.json["ok"] is True


def test_correcting_without_script_keeps_what_was_not_touched(cast, phone):
    made = contribute(
        cast.house,
        cast.phones[0],
        cast.step(),
        intervention(
            reasons=["Eerst", "Dan"], levers=["vertrouwen"], formal="yes", obstacle="Geld", who="Wij"
        ),
    )
    path = page_of(cast, f"/contributions/{made['id']}")
    form = phone.get(path).text
    fields = {
        name: value
        for name, value in re.findall(r'name="([^"]+)" (?:id="[^"]*" )?value="([^"]*)"', form)
        if name.endswith("-key") or name == "version"
    }
    fields |= {
        "title": "Taalcafé, beter",
        "levers": "vertrouwen",
        "formal": "yes",
        "obstacle": "Geld",
        "who": "Wij",
    }
    fields |= {"reasons-0-text": "Eerst", "reasons-1-text": "Dan"}
    answer = post(phone, path, path, **fields)
    assert answer.status_code == 303
    text = phone.get(page_of(cast, "?view=mine")).text
    assert "Taalcafé, beter" in text
    with cast.house.store.reading() as db:
        first = (
            db.query(Contribution).filter_by(parent_id=made["id"], kind="reason").order_by("position").first()
        )
        assert first.version == 1


def test_the_form_for_correcting_sends_back_what_it_got(cast, phone):
    """Sent unchanged, nothing is corrected: what an item says and what its form says are the same."""
    answer = intervention(
        reasons=["Eerst"],
        preconditions=["Plek"],
        levers=["vertrouwen"],
        formal="no",
        existing="yes",
        obstacle="Geld",
        who="Wij",
        what="Wat er gebeurt",
    )
    made = contribute(cast.house, cast.phones[0], cast.step(), answer)
    with cast.house.store.reading() as db:
        item = snapshot(db, Audience("me", cast.phones[0].id)).items[f"contribution:{made['id']}"]
    receipt = cast.house.write(
        lambda db: contributions.correct(
            db,
            made["id"],
            cast.phones[0].id,
            version=1,
            data=as_form(kind_named("interventions").again(item)),
            now=cast.house.now(),
        )
    )
    assert receipt["again"] is True


def test_withdrawing_and_putting_back(cast, phone):
    made = contribute(cast.house, cast.phones[0], cast.step(), intervention("Picknick op de dijk"))
    path = page_of(cast, f"/contributions/{made['id']}")
    assert post(phone, f"{path}/withdraw", page_of(cast)).status_code == 303
    text = phone.get(page_of(cast, "?view=mine")).text
    assert "Weggehaald:" in text
    assert f"{path}/put-back" in text
    post(phone, f"{path}/put-back", page_of(cast))
    assert "op het scherm" in phone.get(page_of(cast, "?view=mine")).text


def test_somebody_elses_contribution_is_not_there(cast, phone):
    made = contribute(cast.house, cast.phones[1], cast.step(), intervention())
    path = page_of(cast, f"/contributions/{made['id']}")
    assert phone.get(path).status_code == 404
    for act in ("", "/withdraw", "/put-back"):
        assert post(phone, path + act, page_of(cast), title="Gekaapt").status_code == 404


def test_who_wrote_a_hidden_text_sees_why(cast, phone):
    made = contribute(cast.house, cast.phones[0], cast.step(), intervention())
    cast.house.write(
        lambda db: contributions.hide(
            db, made["id"], cast.moderator, reason="Er staat een naam in.", now=cast.house.now()
        )
    )
    text = phone.get(page_of(cast, "?view=mine")).text
    assert "niet op het scherm" in text
    assert "Er staat een naam in." in text


def test_others_are_twenty_at_a_time_without_my_own(cast, phone):
    contribute(cast.house, cast.phones[0], cast.step(), intervention("Van mijzelf"))
    for number in range(23):
        contribute(cast.house, cast.phones[1], cast.step(), intervention(f"Nummer {number}"))
    first = phone.get(page_of(cast, "/others"), headers={"Accept": "application/json"}).json
    assert [item["text"] for item in first["items"]] == [f"Nummer {n}" for n in range(22, 2, -1)]
    rest = phone.get(
        page_of(cast, f"/others?before={first['next']}"), headers={"Accept": "application/json"}
    ).json
    assert [item["text"] for item in rest["items"]] == ["Nummer 2", "Nummer 1", "Nummer 0"]
    assert rest["next"] is None
    page = phone.get(page_of(cast, "/others")).text
    assert "Nummer 22" in page
    assert f"before={first['next']}" in page


def test_others_hold_no_name_and_no_hidden_text(cast, phone):
    named = join(cast.house, cast.gathering, table=3, name="Zeldzame Naam")
    contribute(cast.house, named, cast.step(), intervention("Van iemand"))
    made = contribute(cast.house, named, cast.step(), intervention("Verborgen ding"))
    cast.house.write(
        lambda db: contributions.hide(db, made["id"], cast.moderator, reason="Nee", now=cast.house.now())
    )
    for headers in ({}, {"Accept": "application/json"}):
        text = phone.get(page_of(cast, "/others"), headers=headers).text
        assert "Van iemand" in text
        assert "Zeldzame" not in text
        assert "Verborgen ding" not in text


def test_a_warm_heart_is_given_and_taken_back(cast, phone):
    made = contribute(cast.house, cast.phones[1], cast.step(), intervention())
    path = page_of(cast, f"/contributions/{made['id']}/heart")
    assert post(phone, path, page_of(cast), given="yes").status_code == 303
    assert 'aria-pressed="true"' in phone.get(page_of(cast, "/others")).text
    answer = post(phone, path, page_of(cast), json=True, given="no")
    assert answer.json == {"ok": True, "given": False}


def test_another_table_name_and_language(cast, phone):
    answer = post(phone, page_of(cast, "/me"), page_of(cast), table="7", name="Bert", language="en")
    assert answer.status_code == 303
    page = phone.get(page_of(cast)).text
    assert '<html lang="en"' in page
    refused = post(phone, page_of(cast, "/me"), page_of(cast), table="7", name="B" * 61, language="nl")
    assert refused.status_code == 422
    assert "B" * 61 in refused.text


def test_a_moment_shows_its_words_and_what_comes(cast, phone):
    def moment(db):
        steps = workshops.steps_of(db, cast.gathering)
        workshops.go_to_step(db, cast.gathering, steps[4].id, HALL, seen=cast.step(), now=cast.house.now())

    cast.house.write(moment)
    text = phone.get(page_of(cast)).text
    assert "Kijk gerust wat anderen schreven." in text
    assert "Straks: Lotusbloem" in text
    assert "nog 15 minuten" in text


def test_after_closing_the_page_says_where_everything_ended(cast, phone):
    contribute(
        cast.house, cast.phones[0], cast.step(), intervention(reasons=["Je leert elkaar kennen", "Gratis"])
    )
    first = cast.passages()[0]
    propose(cast.house, cast.analysis(), [("ontmoeten", [first])])
    adopt_everything(cast.house, cast.analysis(), cast.moderator)
    cast.house.write(lambda db: workshops.close_workshop(db, cast.gathering, HALL, now=cast.house.now()))
    text = phone.get(page_of(cast)).text
    assert "Dit gebeurde er met wat jij zei" in text
    assert "In thema ontmoeten" in text
    assert "nog niet geplaatst" in text
    assert (
        "Pas aan"
        not in re.sub(r"<template.*?</template>", "", text, flags=re.S).split("data-here")[1].split(">", 1)[1]
    )
    assert phone.get(page_of(cast, "/others")).status_code == 409


def test_a_stranger_does_not_learn_that_the_page_exists(cast, client):
    for rest in ("", "/others", "/token", "/contributions/1"):
        there, nowhere = client.get(page_of(cast, rest)), client.get(f"/p/99999{rest}")
        assert there.status_code == nowhere.status_code == 404
