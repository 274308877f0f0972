"""Beside the board: the history of one theme, the list of proposals, the lens of objections."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, contribute, csrf_of, intervention, propose, sign_in

from facilitator.board import board_of
from facilitator.house import House
from facilitator.lens import Lens
from facilitator.pages.workbench_beside import stretches
from sessions.projections import Audience, snapshot

JSON = {"Accept": "application/json"}


class Desk:
    def __init__(self, house: House, cast: Cast, client: Any) -> None:
        contribute(house, cast.phones[0], cast.step(), intervention(reasons=["Dichtbij", "Gratis", "Samen"]))
        self.house, self.cast, self.client = house, cast, client
        self.analysis, self.ids = cast.analysis(), cast.passages()
        self.path = f"/workshops/{cast.gathering}/workbench/{self.analysis}"
        sign_in(client, house, cast.facilitator)
        self.token = csrf_of(client, self.path)

    def posts(self, act: str, **fields: Any) -> Any:
        form = {"csrf_token": self.token, **fields}
        answer = self.client.post(f"{self.path}/acts/{act}", data=form, headers=JSON)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    def page(self, **said: Any) -> str:
        return self.client.get(self.path, query_string=said).get_data(as_text=True)


@pytest.fixture
def desk(house: House, cast: Cast, client) -> Desk:
    return Desk(house, cast, client)


def test_the_history_of_a_theme_tells_its_own_acts_and_no_others(desk: Desk) -> None:
    propose(desk.house, desk.analysis, [("nabij", desk.ids[:1]), ("gratis", desk.ids[1:2])])
    near, free = desk.posts("adopt-all")["themes"]
    desk.posts("change", theme_id=free, title="Kost niets", seen_title="gratis")
    told = desk.client.get(f"{desk.path}/themes/{free}/history", headers=JSON).json["lines"]
    assert len(told) == 2 and told[0]["who"] and "Kost niets" in told[0]["words"]
    assert len(desk.client.get(f"{desk.path}/themes/{near}/history", headers=JSON).json["lines"]) == 1
    assert desk.client.get(f"{desk.path}/themes/{free + 99}/history", headers=JSON).status_code == 404
    assert desk.client.get(f"{desk.path}/themes/{free}/history").status_code == 302


def test_the_lens_of_objections_looks_at_the_theme_and_at_the_passage(desk: Desk) -> None:
    first = desk.posts("make", title="Nabij", passage=desk.ids[:1])["theme"]
    second = desk.posts("make", title="Rest", passage=desk.ids[1:])["theme"]
    desk.posts("dissent", theme_id=first, about="name", text="Zeg het anders")
    desk.posts("dissent", theme_id=second, about="membership", passage_id=desk.ids[2], text="Hoort elders")
    with desk.house.store.reading() as db:
        board = board_of(snapshot(db, Audience("workbench", desk.analysis)), Lens.of({"dissent": "yes"}))
    shown = {each["id"] for theme in board.themes for each in theme["passages"]}
    # An objection to where one stands is one to the theme as well: all of it is looked at.
    assert desk.ids[0] in shown and desk.ids[2] in shown
    assert "Zeg het anders" in desk.page(theme=first)
    assert "Hoort elders" in desk.page(passage=desk.ids[2])


def test_two_proposals_are_chosen_from_the_list_and_compared(desk: Desk) -> None:
    propose(desk.house, desk.analysis, [("alles", desk.ids)])
    propose(desk.house, desk.analysis, [("een", desk.ids[:1]), ("twee", desk.ids[1:])])
    page = desk.client.get(f"{desk.path}/runs").get_data(as_text=True)
    assert "Vergelijk voorstel" in page
    answer = desk.client.get(f"{desk.path}/runs?one=1&other=2")
    assert answer.status_code == 302
    assert "Voorstel 1 en 2 vergeleken" in desk.client.get(answer.location).get_data(as_text=True)


def test_the_list_of_known_themes_comes_back_as_it_was_written(desk: Desk) -> None:
    form = {"csrf_token": desk.token, "lines": "Nabij | om de hoek\nGratis", "back": "runs"}
    answer = desk.client.post(f"{desk.path}/known", data=form)
    assert answer.location.endswith("/runs")
    assert "Nabij | om de hoek\nGratis" in desk.client.get(answer.location).get_data(as_text=True)


def test_what_is_not_used_stands_apart_and_a_working_title_is_no_name(desk: Desk) -> None:
    propose(desk.house, desk.analysis, [("nabij", desk.ids[:1])])
    (theme,) = desk.posts("adopt-all")["themes"]
    desk.posts("aside", passage=[desk.ids[1]], reason="Dubbel")
    page = desk.page(theme=theme)
    assert "Neem deze naam" in page and "Niet gebruikt" in page and "Dubbel" in page
    desk.posts("change", theme_id=theme, title="", seen_title="", description="Om de hoek")
    with desk.house.store.reading() as db:
        item = snapshot(db, Audience("workbench", desk.analysis)).items[f"theme:{theme}"]
    assert (item["named"], item["description"]) == (False, "Om de hoek")


def test_what_pulled_a_contribution_is_told_in_words(desk: Desk) -> None:
    desk.posts("make", title="Nabij", passage=desk.ids[:2])
    desk.posts("make", title="Rest", passage=desk.ids[2:])
    told = desk.client.get(f"{desk.path}/explain/{desk.ids[0]}", headers=JSON).json["lines"]
    assert told and all(line.endswith(".") for line in told)
    assert "“Rest”" in told[-1], "the group that lies next to it"
    assert desk.client.get(f"{desk.path}/explain/{desk.ids[2] + 99}", headers=JSON).status_code == 404


def test_words_are_counted_in_code_points_of_the_contribution() -> None:
    passage = {"text": "🌸 bloem  en blad", "range": {"starts_at": 10}}
    assert stretches(passage) == [(10, 11, "🌸"), (12, 17, "bloem"), (19, 21, "en"), (22, 26, "blad")]
