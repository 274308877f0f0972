"""Workshops from the command line, beside a server or without one."""

from __future__ import annotations

import pytest
from builders import Cast, make_user
from sqlalchemy import select

from facilitator import links
from facilitator.house import House
from sessions import journal, workshops
from sessions.access import role_in
from sessions.hall import own_scripts
from sessions.models import Organisation, Workshop
from sessions.scripts import load


@pytest.fixture
def data(house: House):
    return house.settings.data


def make(lotusbloem, data, *more: object):
    return lotusbloem(
        "workshop", "create", "--script", "startmoment", "--title", "Proef", "--json", "--data", data, *more
    )


def test_create_prints_the_links_and_nothing_else(lotusbloem, cast: Cast, data):
    said = make(lotusbloem, data, "--tables", 4, "--date", "2027-01-15", "--language", "fr")
    assert said.code == 0
    told = said.json
    with cast.house.store.reading() as db:
        made = db.get_one(Workshop, told["workshop"])
        assert (made.title, made.held_on.isoformat(), made.language) == ("Proef", "2027-01-15", "fr")
        assert made.state == told["state"] == "preparing"
        assert told["join_code"] == made.join_code
        assert told["join"] == f"http://127.0.0.1:8000/j/{made.join_code}"
        assert told["wall"] == f"http://127.0.0.1:8000/wall/{made.wall_secret}"
        assert told["studio"] == f"http://127.0.0.1:8000/workshops/{made.id}/studio"
        assert role_in(db, made.id, cast.administrator) == "facilitator"


def test_without_a_day_it_is_today_where_the_workshop_is(lotusbloem, cast: Cast, data):
    """It is never the same day in these two zones, whatever the clock of this machine shows."""
    days = []
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        told = make(lotusbloem, data, "--time-zone", zone).json
        with cast.house.store.reading() as db:
            days.append(db.get_one(Workshop, told["workshop"]).held_on)
    assert days[0] > days[1]
    refused = make(lotusbloem, data, "--time-zone", "Pacific/Nergens")
    assert refused.code == 1 and "Traceback" not in refused.err


def test_the_links_lead_to_the_server_that_runs(lotusbloem, cast: Cast, data, monkeypatch):
    links.note_address(data, "http://127.0.0.1:45678")
    assert make(lotusbloem, data).json["join"].startswith("http://127.0.0.1:45678/j/")
    links.forget_address(data, "http://elsewhere")
    assert links.noted_address(data) == "http://127.0.0.1:45678", "another server's address stays"
    monkeypatch.setenv("LOTUSBLOEM_PUBLIC_URL", "https://lotus.example/")
    assert make(lotusbloem, data).json["wall"].startswith("https://lotus.example/wall/")


def test_the_named_account_leads(lotusbloem, cast: Cast, data):
    workshop_id = make(lotusbloem, data, "--facilitator", "hilde@lotus.example").json["workshop"]
    with cast.house.store.reading() as db:
        assert role_in(db, workshop_id, cast.facilitator) == "facilitator"
        assert role_in(db, workshop_id, cast.administrator) is None
    said = make(lotusbloem, data, "--facilitator", "niemand@lotus.example")
    assert (said.code, said.out) == (1, "")
    assert "there is no account for niemand@lotus.example" in said.err


def test_an_empty_installation_can_have_a_workshop_and_then_somebody_to_lead_it(lotusbloem, house, data):
    said = make(lotusbloem, data)
    assert said.code == 0 and "Nobody has an account yet" in said.err
    workshop_id = said.json["workshop"]
    user_id = make_user(house, "hilde@lotus.example", "facilitator")
    given = lotusbloem(
        "workshop",
        "member",
        workshop_id,
        "--email",
        "hilde@lotus.example",
        "--role",
        "facilitator",
        "--data",
        data,
    )
    assert given.code == 0
    with house.store.reading() as db:
        assert role_in(db, workshop_id, user_id) == "facilitator"
        assert len(db.scalars(select(Organisation)).all()) == 1


def test_open_and_close_are_in_the_journal_once(lotusbloem, cast: Cast, data):
    workshop_id = make(lotusbloem, data).json["workshop"]
    for _ in range(2):
        assert lotusbloem("workshop", "open", workshop_id, "--json", "--data", data).json["state"] == "open"
    for _ in range(2):
        assert (
            lotusbloem("workshop", "close", workshop_id, "--json", "--data", data).json["state"] == "closed"
        )
    with cast.house.store.reading() as db:
        changes = journal.since(db, workshop_id, 0)
    assert [change.verb for change in changes] == ["workshop.made", "workshop.opened", "workshop.closed"]
    assert {change.actor_kind for change in changes[1:]} == {"command"}


def test_what_another_process_wrote_is_seen_by_the_server(lotusbloem, cast: Cast, data):
    before = cast.house.store.data_version()
    workshop_id = make(lotusbloem, data).json["workshop"]
    lotusbloem("workshop", "open", workshop_id, "--data", data)
    assert cast.house.store.data_version() != before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["open", "99"], "there is no workshop 99"),
        (["close", "99", "--json"], "there is no workshop 99"),
        (
            ["create", "--script", "feest", "--title", "X"],
            "There is no script 'feest'. There is: brainstorm, focusgroep, projectatelier, startmoment.",
        ),
        (["create", "--script", "startmoment", "--title", " "], "title: Geef de workshop een naam."),
        (["create", "--script", "startmoment", "--title", "X", "--tables", "0"], "tables: Kies een aantal"),
    ],
)
def test_refusals_are_sentences(lotusbloem, cast: Cast, data, words, sentence):
    said = lotusbloem("workshop", *words, "--data", data)
    assert (said.code, said.out) == (1, "")
    assert sentence in said.err


def test_a_wrong_command_line_is_told_apart(lotusbloem, data):
    assert lotusbloem("workshop", "create", "--title", "X", "--data", data).code == 2
    assert lotusbloem("workshop", "create", "--help").code == 0


def test_an_own_script_is_found_by_its_name(lotusbloem, cast: Cast, data):
    def keep(db):
        script = load("brainstorm", "nl")
        own_scripts.keep(db, 1, script, "Ons uur", user_id=None, now=cast.house.now(), language="nl")

    cast.house.write(keep)
    made = ("workshop", "create", "--title", "Kort", "--json", "--data", data)
    said = lotusbloem(*made, "--script", "Ons uur")
    with cast.house.store.reading() as db:
        assert len(workshops.steps_of(db, said.json["workshop"])) == 5
    refused = lotusbloem(*made, "--script", "Feest")
    assert "There is: brainstorm, focusgroep, projectatelier, startmoment, Ons uur." in refused.err
