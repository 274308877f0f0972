"""Sorting and checking over HTTP: without script on the phone, the map of what people sorted for staff."""

from __future__ import annotations

import re
import time

import pytest
from builders import Cast, contribute, csrf_of, hold_phone, intervention, join, open_at, propose, sign_in

from sessions.analysis import themes
from sessions.hall import piles, programme
from sessions.models import Dissent, Exercise, Workshop

WHY = [f"Omdat {word}" for word in ("het kan", "het mag", "je durft", "het loont", "je wil", "het moet")]
PATIENCE_SECONDS = 300


@pytest.fixture
def sorting(cast: Cast) -> int:
    """The hall is open at a sorting of six statements; returns the step."""
    house = cast.house
    contribute(house, cast.phones[0], cast.step(), intervention(reasons=WHY))
    house.write(
        lambda db: programme.add_step(
            db, cast.gathering, "sorting", cast.moderator, after=None, now=house.now()
        )
    )
    return open_at(house, cast.gathering, "sorting")


def sort_all(cast: Cast, step: int, *sorted_as: str) -> None:
    """For each of these somebody puts every statement on the pile with that letter."""
    statements = cast.passages("why")
    people = [join(cast.house, cast.gathering) for _ in sorted_as]

    def act(db) -> None:
        for phone, keys in zip(people, sorted_as, strict=True):
            for statement, key in zip(statements, keys, strict=True):
                piles.put(db, step, phone.id, statement, pile=key, seen="", now=cast.house.now())

    cast.house.write(act)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_without_script_one_statement_after_the_other(cast: Cast, app, sorting: int) -> None:
    client, phone = app.test_client(), cast.phones[1]
    hold_phone(client, phone)
    here = f"/p/{cast.gathering}"
    token = csrf_of(client, here)
    for placed in range(6):
        page = client.get(here).text
        assert f"{placed} van 6" in page
        lay = page[page.index('data-slot="lay"') :]
        new = re.search(r'name="pile" value="([^"]+)" data-slot="new"', lay)
        known = re.search(r'name="pile" value="([^"]+)" data-pile', lay)
        key = (known if known and placed % 2 else new)[1]
        form = {"act": "put", "statement": hidden(lay, "statement"), "seen": "", "pile": key}
        answer = client.post(f"{here}/steps/{sorting}/piles", data=form | {"csrf_token": token})
        assert answer.status_code == 303
    page = client.get(here).text
    assert "6 van 6" in page and "Alles ligt op een stapel" in page
    with cast.house.store.reading() as db:
        mine = piles.of(db, sorting, phone.id)
        assert sum(len(pile.statements) for pile in mine) == 6
        assert not db.get_one(Exercise, sorting).settings.get("most")
    inside = {"act": "name", "pile": mine[0].key, "name": "Durven", "csrf_token": token}
    assert client.post(f"{here}/steps/{sorting}/piles", data=inside).status_code == 303
    assert "Durven" in client.get(here).text


def test_the_script_reads_its_piles_back_and_hears_what_was_refused(cast: Cast, app, sorting: int) -> None:
    client, phone = app.test_client(), cast.phones[1]
    hold_phone(client, phone)
    address, statement = f"/p/{cast.gathering}/steps/{sorting}/piles", cast.passages("why")[0]
    form = {"csrf_token": csrf_of(client, f"/p/{cast.gathering}"), "act": "put", "statement": statement}
    json = {"Accept": "application/json"}
    answer = client.post(address, data=form | {"pile": "a", "seen": ""}, headers=json)
    assert answer.json["ok"] is True
    assert answer.json["piles"] == [{"exercise": sorting, "key": "a", "name": "", "statements": [statement]}]
    with cast.house.store.reading() as db:
        assert answer.json["revision"] == db.get_one(Workshop, cast.gathering).revision
    refused = client.post(address, data=form | {"pile": "b", "seen": "c"}, headers=json)
    assert (refused.status_code, refused.json["why"]) == (409, "conflict")
    for wrong in ({"act": "eat"}, {"statement": "x"}):
        assert client.post(address, data=form | {"pile": "b"} | wrong, headers=json).status_code == 404


def test_staff_see_the_map_its_list_and_how_far_people_agree(cast: Cast, app, sorting: int) -> None:
    client = app.test_client()
    sign_in(client, cast.house, cast.analyst)
    analysis = cast.analysis("why")
    here = f"/workshops/{cast.gathering}/workbench/{analysis}/sorting"
    assert "Nog te weinig stapels" in client.get(here).text
    assert client.get(f"{here}.svg").status_code == 409
    sort_all(cast, sorting, "aabbcc", "aabbcc", "aabbbc", "abbccc")
    two = cast.passages("why")[:2]
    house = cast.house
    house.write(
        lambda db: themes.make(db, analysis, cast.moderator, title="Mogen", passage_ids=two, now=house.now())
    )
    house.write(
        lambda db: themes.make(
            db, analysis, cast.moderator, title="Rest", passage_ids=cast.passages("why")[2:], now=house.now()
        )
    )
    file = client.get(f"{here}.svg?k=3")
    numbers = set(re.findall(r"<text[^>]*>([^<]+)</text>", file.text))
    assert {"1", "2", "3", "4", "5", "6", "A", "B", "C"} <= numbers
    page = client.get(f"{here}?k=3").text
    assert all(text in page for text in WHY)
    assert 'aria-current="page">3</a>' in page
    assert "75 van de 100" in page, "three of four people put the first two together"
    assert page.index("Eén mens met alle anderen") < page.index("De besliste thema")
    picture = client.get(f"{here}.png")
    assert picture.data.startswith(b"\x89PNG")
    bench = here.removesuffix("/sorting")
    propose(house, analysis, [("mogen", two), ("de rest", cast.passages("why")[2:])])
    # It is calculated beside the server, and the page says so meanwhile.
    given_up = time.monotonic() + PATIENCE_SECONDS
    while "wordt nog berekend" in (runs := client.get(f"{bench}/runs").text):
        assert time.monotonic() < given_up
    assert "Bij het sorteren kwam één mens met alle anderen samen overeen: Rand 0," in runs
    assert "Rand 1,00, B-cubed 1,00, over 6 bijdragen" in runs
    pulled = client.get(f"{bench}/explain/{two[0]}", headers={"Accept": "application/json"}).json["lines"]
    assert "4 mensen legden dit bij het sorteren op een stapel, 3 bij iets dat hier staat." in pulled


def test_an_objection_without_script_also_after_the_day(cast: Cast, app) -> None:
    house, author = cast.house, cast.phones[0]
    contribute(house, author, cast.step(), intervention(reasons=["Je kent iemand"]))
    (passage,) = cast.passages("why")
    theme = house.write(
        lambda db: themes.make(
            db, cast.analysis(), cast.moderator, title="Gratis", passage_ids=[passage], now=house.now()
        )
    )
    client = app.test_client()
    hold_phone(client, author)
    here = f"/p/{cast.gathering}"
    page = client.get(f"{here}?view=mine").text
    assert "Dit bedoel ik niet" in page
    form = {"csrf_token": csrf_of(client, here), "theme": theme, "answer": "no", "why": "Het ging over geld."}
    assert client.post(f"{here}/passages/{passage}/meant", data=form).status_code == 303
    assert "Het ging over geld." in client.get(f"{here}?view=mine").text
    with house.store.reading() as db:
        assert [row.text for row in db.query(Dissent)] == ["Het ging over geld."]
    stranger = app.test_client()
    hold_phone(stranger, cast.phones[1])
    form["csrf_token"] = csrf_of(stranger, here)
    assert stranger.post(f"{here}/passages/{passage}/meant", data=form).status_code == 404
