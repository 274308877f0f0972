"""The door and the desk, over HTTP: set-up, signing in and out, the start page, a new workshop, accounts."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from builders import PASSWORD, Cast, csrf_of, sign_in
from flask.testing import FlaskClient
from focus_builders import make_focus

from facilitator.house import House
from facilitator.identity import LOGIN_COOKIE
from facilitator.pages import home
from facilitator.pages.home import same_site
from sessions import users, workshops
from sessions.journal import Actor
from sessions.models import Exercise, User, Workshop

FIRST = {
    "organisation": "Samen Mechelen",
    "name": "Hilde Claes",
    "email": "hilde@samen.example",
    "password": "een zin van woorden",
}


def post(client: FlaskClient, path: str, data: dict[str, object], page: str | None = None):
    return client.post(path, data={**data, "csrf_token": csrf_of(client, page or path)})


def without_token(page: str) -> str:
    return re.sub(r'(csrf-token" content|csrf_token" value)="[^"]+"', "", page)


@pytest.fixture
def token(house: House) -> str:
    house.write(lambda db: users.offer_setup(db, "een-token", now=house.now()))
    return "een-token"


def test_the_first_administrator_is_made_once_and_is_signed_in(
    house: House, client: FlaskClient, token: str
) -> None:
    made = post(client, f"/setup/{token}", FIRST)
    assert made.status_code == 303
    start = client.get("/").get_data(as_text=True)
    assert "Je eerste workshop staat klaar" in start
    assert "Samen Mechelen" in start
    client.delete_cookie(LOGIN_COOKIE)
    assert client.get(f"/setup/{token}").status_code == 404
    assert client.get("/setup/iets-anders").status_code == 404
    with house.store.reading() as db:
        assert db.query(User).one().is_administrator


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("password", "kort", "minstens 10 tekens"),
        ("email", "geen-adres", "Dit is geen e-mailadres"),
        ("organisation", "", "Vul de naam van je organisatie in"),
        ("name", " ", "Vul je naam in"),
    ],
)
def test_what_set_up_cannot_use_is_said_and_the_rest_stays(
    house: House, client: FlaskClient, token: str, field: str, value: str, sentence: str
) -> None:
    refused = post(client, f"/setup/{token}", {**FIRST, field: value})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert sentence in page
    kept = "Hilde Claes" if field != "name" else "Samen Mechelen"
    assert f'value="{kept}"' in page
    with house.store.reading() as db:
        assert users.needs_setup(db)


def test_signing_in_leads_to_where_one_was_going(cast: Cast, client: FlaskClient) -> None:
    asked = client.get(f"/workshops/{cast.gathering}/studio")
    assert asked.status_code == 302
    wanted = f"/workshops/{cast.gathering}/studio"
    answer = post(
        client,
        "/login",
        {
            "email": "Hilde@lotus.example ",
            "password": PASSWORD,
            "next": wanted,
        },
    )
    assert answer.status_code == 303
    assert answer.location == wanted
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/ok\nLocation: x",
        "",
        None,
    ],
)
def test_nobody_is_led_to_another_site(target: str | None) -> None:
    assert same_site(target) == "/"


def test_a_path_of_ours_is_followed_with_its_question() -> None:
    assert same_site("/workshops/3/studio?feed=all") == "/workshops/3/studio?feed=all"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(cast: Cast, client: FlaskClient) -> None:
    wrong = post(client, "/login", {"email": "hilde@lotus.example", "password": "niet dit", "next": "/"})
    unknown = post(client, "/login", {"email": "niemand@lotus.example", "password": "niet dit", "next": "/"})
    assert wrong.status_code == unknown.status_code == 401
    pages = [
        without_token(answer.get_data(as_text=True)).replace(name, "")
        for answer, name in ((wrong, "hilde@lotus.example"), (unknown, "niemand@lotus.example"))
    ]
    assert pages[0] == pages[1]
    assert "horen niet bij elkaar" in pages[0]
    assert "niet dit" not in pages[0]


def test_after_too_many_failures_even_the_right_password_waits(cast: Cast, client: FlaskClient) -> None:
    wrong = {"email": "hilde@lotus.example", "password": "niet dit", "next": "/"}
    right = {**wrong, "password": PASSWORD}
    for _attempt in range(users.ATTEMPTS_PER_WINDOW):
        assert post(client, "/login", wrong).status_code == 401
    stopped = post(client, "/login", right)
    assert stopped.status_code == 429
    assert stopped.headers["Retry-After"] == "600"
    cast.house.clock.passes(minutes=11)
    assert post(client, "/login", right).status_code == 303


def test_signing_out_ends_it_on_the_server(cast: Cast, client: FlaskClient, app) -> None:
    sign_in(client, cast.house, cast.facilitator)
    kept = client.get_cookie(LOGIN_COOKIE).value
    post(client, "/logout", {}, "/")
    other = app.test_client()
    other.set_cookie(LOGIN_COOKIE, kept)
    assert other.get(f"/workshops/{cast.gathering}/studio").status_code == 302


def test_without_an_account_the_door_asks_for_a_code(client: FlaskClient, house: House) -> None:
    page = client.get("/").get_data(as_text=True)
    assert "Doe mee met je code" in page
    assert "/login" in page
    assert post(client, "/j", {"code": "k7m4 pq39"}, "/").location.startswith("/j/K7M4PQ39")


def test_the_start_page_shows_what_each_may_do(cast: Cast, client: FlaskClient) -> None:
    sign_in(client, cast.house, cast.facilitator)
    page = client.get("/").get_data(as_text=True)
    assert "Iedereen aan tafel" in page and "Ergens anders" not in page
    assert f"/workshops/{cast.gathering}/studio" in page
    assert "/workshops/new?script=startmoment" in page
    sign_in(client, cast.house, cast.observer)
    page = client.get("/").get_data(as_text=True)
    assert f"/workshops/{cast.gathering}/result" in page
    assert "/studio" not in page and "/workshops/new" not in page


def test_a_new_workshop_comes_from_the_script(cast: Cast, client: FlaskClient) -> None:
    sign_in(client, cast.house, cast.facilitator)
    details = {
        "script": "startmoment",
        "title": "Taal op elke hoek",
        "held_on": "2026-12-12",
        "language": "fr",
        "tables": "3",
    }
    made = post(client, "/workshops/new", details)
    assert made.status_code == 303
    assert made.location.endswith("/programme")
    with cast.house.store.reading() as db:
        workshop = db.query(Workshop).filter_by(title="Taal op elke hoek").one()
        assert (workshop.language, workshop.held_on.isoformat()) == ("fr", "2026-12-12")
        assert "Accueil" in [step.title for step in workshops.steps_of(db, workshop.id)]
        assert db.query(Exercise).filter_by(workshop_id=workshop.id).count() == 9


def test_workshops_of_one_trajectory_stand_together(cast: Cast, client: FlaskClient) -> None:
    sign_in(client, cast.house, cast.facilitator)
    details = {"held_on": "2026-12-12", "language": "nl", "tables": "3", "trajectory": "Samen sterker"}
    for script, title in (("focusgroep", "Een week in gesprek"), ("startmoment", "De dag zelf")):
        assert post(client, "/workshops/new", details | {"script": script, "title": title}).status_code == 303
    page = client.get("/").get_data(as_text=True)
    chapter = page[page.index("Samen sterker") :]
    assert "Een week in gesprek" in chapter and "De dag zelf" in chapter
    assert "Iedereen aan tafel" not in chapter
    assert '<option value="Samen sterker">' in client.get("/workshops/new").get_data(as_text=True)
    refused = post(client, "/workshops/new", details | {"script": "startmoment", "trajectory": "n" * 161})
    assert refused.status_code == 422


def test_the_start_page_leads_a_facilitator_of_focus_groups_to_the_groups(
    cast: Cast, client: FlaskClient
) -> None:
    """Not to a studio, and without tables and minutes: a week has none."""
    preparing = make_focus(cast.house, cast.facilitator, opened=False, title="Nog niet open")
    focus = make_focus(cast.house, cast.facilitator, title="Deze week")
    cast.house.write(
        lambda db: workshops.close_workshop(
            db, cast.gathering, Actor("user", cast.facilitator), now=cast.house.now()
        )
    )
    sign_in(client, cast.house, cast.facilitator)
    start = client.get("/").get_data(as_text=True)
    assert f'href="/workshops/{focus.workshop_id}/follow"' in start
    assert f'href="/workshops/{preparing.workshop_id}/guide"' in start
    assert "Volg de groepen" in start
    assert f"/workshops/{focus.workshop_id}/studio" not in start
    assert ">0 tafels" not in start


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", " ", "Geef de workshop een naam."),
        ("title", "x" * 121, "Dit is te lang"),
        ("held_on", "ooit", "Kies een dag."),
        ("tables", "0", "Kies een aantal tafels van 1 tot 60."),
        ("tables", "veel", "Vul een getal in."),
    ],
)
def test_a_new_workshop_that_cannot_be_made_keeps_what_was_typed(
    cast: Cast, client: FlaskClient, field: str, value: str, sentence: str
) -> None:
    sign_in(client, cast.house, cast.facilitator)
    details = {
        "script": "startmoment",
        "title": "Taal op elke hoek",
        "held_on": "2026-12-12",
        "language": "nl",
        "tables": "3",
        field: value,
    }
    refused = post(client, "/workshops/new", details)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert sentence in page
    kept = "12" if field == "title" else "Taal op elke hoek"
    assert kept in page
    assert 'aria-invalid="true"' in page


def test_a_code_that_is_taken_is_drawn_again(
    cast: Cast, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cast.house.store.reading() as db:
        taken = db.get_one(Workshop, cast.gathering).join_code
    codes = iter([taken, taken, "ZZZZ2222"])
    monkeypatch.setattr(home, "join_code", lambda random: next(codes))
    sign_in(client, cast.house, cast.facilitator)
    details = {"title": "Nog een", "held_on": "2026-12-12", "language": "nl", "tables": "3"}
    assert post(client, "/workshops/new", {**details, "script": "startmoment"}).status_code == 303
    with cast.house.store.reading() as db:
        assert db.query(Workshop).filter_by(title="Nog een").one().join_code == "ZZZZ2222"


def test_after_midnight_it_is_the_next_day(cast: Cast, client: FlaskClient) -> None:
    """Half past midnight in Brussels, where a new workshop is until somebody says otherwise."""
    cast.house.clock.moment = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    sign_in(client, cast.house, cast.facilitator)
    assert 'value="2026-11-25"' in client.get("/workshops/new").get_data(as_text=True)


def test_an_observer_makes_no_workshop(cast: Cast, client: FlaskClient) -> None:
    sign_in(client, cast.house, cast.observer)
    assert client.get("/workshops/new").status_code == 403


def test_the_administrator_makes_accounts_and_nobody_else(cast: Cast, client: FlaskClient) -> None:
    account = {"name": "Bart", "email": "bart@lotus.example", "role": "analyst", "password": PASSWORD}
    sign_in(client, cast.house, cast.facilitator)
    assert client.get("/accounts").status_code == 403
    assert post(client, "/accounts", account, "/").status_code == 403
    sign_in(client, cast.house, cast.administrator)
    assert post(client, "/accounts", account).status_code == 303
    assert "bart@lotus.example" in client.get("/accounts").get_data(as_text=True)
    again = post(client, "/accounts", account)
    assert again.status_code == 422
    assert "Er is al een account met dit adres." in again.get_data(as_text=True)


def test_the_language_stays_and_brings_one_back(cast: Cast, client: FlaskClient) -> None:
    answer = client.post(
        "/language",
        data={"language": "fr", "csrf_token": csrf_of(client)},
        headers={"Referer": "http://localhost/login?next=/accounts"},
    )
    assert answer.location == "/login?next=/accounts"
    assert '<html lang="fr"' in client.get("/login").get_data(as_text=True)
    client.post("/language", data={"language": "xx", "csrf_token": csrf_of(client)})
    assert '<html lang="fr"' in client.get("/login").get_data(as_text=True)
