"""Who is let in, who may watch what, and what they are told when they join."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from builders import contribute, intervention, make_user
from focus_builders import make_focus
from sqlalchemy import delete

from facilitator.live.watch import EVENTS_AT_ONCE, cookies_count, same_origin
from sessions import workshops
from sessions.focus import asked, laying, questions
from sessions.hall import preparing
from sessions.models import Login
from tests.facilitator.live.live_hall import apply
from tests.facilitator.live.raw_client import RawClient, until


def environ(origin=None, host="lotus.example", scheme="http", query="transport=websocket", **more):
    named = {"HTTP_HOST": host, "wsgi.url_scheme": scheme, "QUERY_STRING": query, **more}
    return named | ({"HTTP_ORIGIN": origin} if origin else {})


@pytest.mark.parametrize(
    ("origin", "host", "scheme", "same"),
    [
        ("http://lotus.example", "lotus.example", "http", True),
        ("http://LOTUS.example:8000", "lotus.example:8000", "http", True),
        ("https://lotus.example", "lotus.example", "http", True),
        ("https://lotus.example", "lotus.example", "https", True),
        ("http://lotus.example", "lotus.example", "https", False),
        ("http://lotus.example:8000", "lotus.example", "http", False),
        ("http://evil.example", "lotus.example", "http", False),
        ("http://lotus.example.evil.example", "lotus.example", "http", False),
        ("null", "lotus.example", "http", False),
        ("null", "", "http", False),
        ("", "lotus.example", "http", False),
        (None, "lotus.example", "http", False),
        ("file://lotus.example", "lotus.example", "http", False),
    ],
)
def test_same_origin_means_the_host_that_is_talked_to(origin, host, scheme, same):
    assert same_origin(origin, environ(host=host, scheme=scheme)) is same


def test_a_forwarded_host_is_no_origin():
    forwarded = environ(HTTP_X_FORWARDED_HOST="evil.example", HTTP_X_FORWARDED_PROTO="http")
    assert not same_origin("http://evil.example", forwarded)


@pytest.mark.parametrize(
    ("given", "count"),
    [
        (environ("http://lotus.example"), True),
        (environ("http://evil.example"), False),
        (environ(), False),
        (environ(query="EIO=4&transport=polling"), False),
        (environ(query="EIO=4&transport=polling", HTTP_X_LOTUSBLOEM="1"), True),
        (environ(HTTP_X_LOTUSBLOEM="1"), False),
    ],
)
def test_cookies_count_only_when_our_own_page_sent_them(given, count):
    assert cookies_count(given) is count


def test_a_page_of_another_site_is_not_even_heard(hall):
    headers = hall.holding(hall.cast.phones[0]) | {"Origin": "http://evil.example"}
    assert RawClient(hall.port, headers=headers).head.startswith("HTTP/1.1 400")


def refused(hall, headers=None, auth=None) -> bool:
    client = RawClient(hall.port, headers=headers or {})
    try:
        client.join(auth)
    except AssertionError as answer:
        return str(answer).startswith("44")
    finally:
        client.close()
    return False


def test_cookies_without_an_origin_are_not_believed(hall):
    cookie = {"Cookie": hall.holding(hall.cast.phones[0])["Cookie"]}
    assert refused(hall, cookie)
    assert not refused(hall, cookie, {"secret": hall.cast.phones[0].secret})


@pytest.mark.parametrize(
    "auth", [None, {"secret": "wrong"}, {"wall": "wrong"}, {"secret": ["x"]}, {"wall": None}]
)
def test_a_stranger_is_not_let_in(hall, auth):
    assert refused(hall, {"Origin": hall.origin}, auth)
    assert until(lambda: len(hall.live.watchers) == 0)


@pytest.mark.parametrize("way", ["auth", "header"])
def test_an_outside_client_comes_in_with_its_secret_alone(hall, way):
    phone = hall.cast.phones[0]
    if way == "auth":
        client = hall.connect(auth={"secret": phone.secret})
    else:
        client = hall.connect({"Authorization": f"Bearer {phone.secret}"})
    assert client.watch(f"me:{phone.id}")["ok"]
    assert client.watch(f"wall:{phone.workshop_id}") == {"ok": False, "why": "missing", "message": "audience"}


def test_a_wall_comes_in_with_its_own_secret(hall):
    client = hall.connect(auth={"wall": hall.wall_secret()})
    assert client.watch(f"wall:{hall.cast.gathering}")["ok"]
    for other in (
        f"wall:{hall.cast.elsewhere}",
        f"studio:{hall.cast.gathering}",
        f"phone:{hall.cast.gathering}",
    ):
        assert client.watch(other)["why"] == "missing"


SEES = {
    "facilitator": {"wall", "studio", "workbench"},
    "analyst": {"wall", "workbench"},
    "observer": {"wall", "workbench"},
    "stranger": set(),
    "administrator": set(),
    "phone": {"phone", "me"},
    "wall link": {"wall"},
}


@pytest.mark.parametrize("role", SEES)
def test_everybody_watches_what_is_theirs_and_nothing_else(hall, role):
    cast = hall.cast
    phone = cast.phones[0]
    if role == "phone":
        client = hall.connect(hall.holding(phone))
    elif role == "wall link":
        client = hall.connect(auth={"wall": hall.wall_secret()})
    else:
        client = hall.connect(hall.signed_in(getattr(cast, role)))
    audiences = {
        "wall": f"wall:{cast.gathering}",
        "studio": f"studio:{cast.gathering}",
        "phone": f"phone:{cast.gathering}",
        "workbench": f"workbench:{cast.analysis()}",
        "me": f"me:{phone.id}",
    }
    allowed = {kind for kind, audience in audiences.items() if client.watch(audience)["ok"]}
    assert allowed == SEES[role]
    elsewhere = cast.analysis(workshop_id=cast.elsewhere)
    for audience in (f"wall:{cast.elsewhere}", f"workbench:{elsewhere}", f"me:{cast.phones[1].id}"):
        assert client.watch(audience)["ok"] is (role == "stranger" and not audience.startswith("me"))


NONSENSE = [
    None,
    7,
    [],
    {},
    {"audience": 7},
    {"audience": "wall"},
    {"audience": "wall:x"},
    {"audience": "all:1"},
]


@pytest.mark.parametrize("message", NONSENSE)
def test_a_question_that_is_none_is_refused_and_nothing_breaks(hall, message):
    client = hall.connect(hall.holding(hall.cast.phones[0]))
    assert client.ask("watch", message)["why"] == "missing"
    client.send(f'42["here",{json.dumps(message)}]')
    client.send(f'42["leave",{json.dumps(message)}]')
    assert client.watch(f"phone:{hall.cast.gathering}")["ok"]


@pytest.mark.parametrize("since", [-1, True, "3", 10**9])
def test_a_revision_that_cannot_be_leads_to_a_snapshot(hall, since):
    client = hall.connect(hall.holding(hall.cast.phones[0]))
    answer = client.watch(f"phone:{hall.cast.gathering}", since)
    assert answer["ok"] and answer["snapshot"] == f"/live/phone:{hall.cast.gathering}" and not answer["patch"]


def test_watching_anew_is_answered_with_what_lacks(hall):
    audience, phone = f"studio:{hall.cast.gathering}", hall.cast.phones[0]
    staff = hall.signed_in(hall.cast.facilitator)
    client = hall.connect(staff)
    first = client.watch(audience)
    snapshot = hall.snapshot(audience, staff)
    assert first["revision"] == snapshot["revision"]
    assert client.watch(audience, snapshot["revision"]) == first | {"snapshot": None}
    contribute(hall.house, phone, hall.cast.step(), intervention("Leesclub"))
    again = hall.connect(staff).watch(audience, snapshot["revision"])
    assert again["snapshot"] is None and again["patch"]["since"] == snapshot["revision"]
    fresh = hall.snapshot(audience, staff)
    assert again["patch"]["revision"] == again["revision"] == fresh["revision"]
    assert apply(snapshot["items"], again["patch"]) == fresh["items"]


def test_nobody_watches_everything(hall, monkeypatch):
    monkeypatch.setattr("facilitator.live.watch.MOST_AUDIENCES", 2)
    client = hall.connect(hall.signed_in(hall.cast.facilitator))
    wall, studio, bench = (f"wall:{hall.cast.gathering}", f"studio:{hall.cast.gathering}", "workbench:1")
    assert client.watch(wall)["ok"] and client.watch(studio)["ok"] and client.watch(wall)["ok"]
    assert client.watch(bench)["why"] == "refused"
    client.send(f'42["leave",{{"audience":"{wall}"}}]')
    assert client.watch(bench)["ok"]


def test_who_asks_without_end_is_told_to_wait(hall, monkeypatch):
    # As if the questions took no time at all, however long this machine is about them.
    monkeypatch.setattr("facilitator.live.watch.EVENTS_PER_SECOND", 0.0)
    client, audience = hall.connect(hall.holding(hall.cast.phones[0])), f"phone:{hall.cast.gathering}"
    answers = [client.watch(audience).get("why") for _ in range(EVENTS_AT_ONCE + 2)]
    assert answers == [None] * EVENTS_AT_ONCE + ["busy"] * 2
    monkeypatch.setattr("facilitator.live.watch.EVENTS_PER_SECOND", 1e9)
    assert client.watch(audience)["ok"], "and may ask again after a while"


def goodbye(client):
    """What it says; changes, and once a second who is there, may be told before it."""
    while True:
        name, message = client.event()
        if name == "goodbye":
            return message


def test_leaving_stops_the_news(hall):
    audience = f"wall:{hall.cast.gathering}"
    client = hall.connect(auth={"wall": hall.wall_secret()})
    client.watch(audience)
    client.send(f'42["leave",{{"audience":"{audience}"}}]')
    assert until(lambda: not hall.live.publisher.audiences_of(hall.cast.gathering))


def test_a_client_that_is_gone_leaves_nothing_behind(hall):
    client = hall.connect(hall.holding(hall.cast.phones[0]))
    client.watch(f"phone:{hall.cast.gathering}")
    client.close()
    assert until(lambda: len(hall.live.watchers) == 0)
    assert not hall.live.publisher.audiences_of(hall.cast.gathering)
    assert hall.live.attendance.present(hall.cast.gathering)["people"] == []


def test_a_lost_right_counts_at_the_next_question(hall):
    client = hall.connect(hall.signed_in(hall.cast.facilitator))
    assert client.watch(f"studio:{hall.cast.gathering}")["ok"]
    hall.house.write(lambda db: db.execute(delete(Login)) and None)
    assert client.watch(f"wall:{hall.cast.gathering}")["why"] == "missing"


def test_signing_out_disconnects_at_once(hall):
    client = hall.connect(hall.signed_in(hall.cast.facilitator))
    client.watch(f"studio:{hall.cast.gathering}")
    phone = hall.connect(hall.holding(hall.cast.phones[0]))
    phone.watch(f"phone:{hall.cast.gathering}")
    hall.house.write(lambda db: db.execute(delete(Login)) and None)
    hall.live.signed_out()
    assert goodbye(client) == {"why": "signed-out"}
    assert until(lambda: len(hall.live.watchers) == 1)
    assert phone.watch(f"phone:{hall.cast.gathering}")["ok"]


def test_closing_the_workshop_disconnects_the_wall_at_once(hall):
    wall = hall.connect(auth={"wall": hall.wall_secret()})
    wall.watch(f"wall:{hall.cast.gathering}")
    hall.house.write(
        lambda db: workshops.close_workshop(
            db, hall.cast.gathering, hall.cast.moderator, now=hall.house.now()
        )
    )
    assert goodbye(wall) == {"why": "closed"}
    assert until(lambda: len(hall.live.watchers) == 0)


def test_losing_a_role_disconnects_at_once(hall):
    cast = hall.cast
    client = hall.connect(hall.signed_in(cast.analyst))
    client.watch(f"workbench:{cast.analysis()}")
    hall.house.write(
        lambda db: preparing.set_member(
            db, cast.gathering, cast.moderator, email="wout@lotus.example", role=None, now=hall.house.now()
        )
    )
    assert goodbye(client) == {"why": "removed"}


def test_an_observer_is_disconnected_at_once_when_a_question_becomes_private(hall):
    focus = make_focus(hall.house, hall.cast.facilitator, members=1)
    olga = make_user(hall.house, "olga@lotus.example", "facilitator")
    given = {"email": "olga@lotus.example", "role": "observer"}
    focus.write(preparing.set_member, focus.workshop_id, focus.moderator, **given)
    with hall.house.store.reading() as db:
        analysis = laying.analysis_of(db, focus.questions["Welkom"])
        value = questions.value_of(asked.question(db, focus.workshop_id, focus.questions["Welkom"]))
    client = hall.connect(hall.signed_in(olga))
    assert client.watch(f"workbench:{analysis.id}")["ok"]
    where = (focus.workshop_id, focus.questions["Welkom"], focus.moderator)
    focus.write(questions.change_question, *where, replace(value, visibility="private"))
    assert goodbye(client) == {"why": "removed"}
