"""The ranking on the phone over HTTP: a number per theme without script, a list of themes with it."""

from __future__ import annotations

import re

import pytest
from builders import Cast, csrf_of, hold_phone, open_at
from flask.testing import FlaskClient

from sessions.analysis import themes
from sessions.hall import ratings

JSON = {"Accept": "application/json"}
NAMES = ("Middelen", "Samenwerking", "Mentaliteit")


class Desk:
    """A phone at an open ranking of three themes."""

    def __init__(self, cast: Cast, client: FlaskClient) -> None:
        self.cast, self.client = cast, client
        now, analysis = cast.house.now(), cast.analysis("preconditions")
        self.step = open_at(cast.house, cast.gathering, "ranking")
        self.themes = [
            cast.house.write(
                lambda db, title=title: themes.make(db, analysis, cast.moderator, title=title, now=now)
            )
            for title in NAMES
        ]
        hold_phone(client, cast.phones[0])
        self.page_path = f"/p/{cast.gathering}"
        self.path = f"{self.page_path}/steps/{self.step}/order"

    def page(self) -> str:
        return self.client.get(self.page_path).get_data(as_text=True)

    def fields(self) -> list[tuple[int, str]]:
        """Theme and number of each field, as the page lists them."""
        found = re.findall(r'name="place-(\d+)" value="([^"]*)"', self.page())
        return [(int(theme), number) for theme, number in found]

    def send(self, headers=None, **fields):
        token = csrf_of(self.client, self.page_path)
        return self.client.post(self.path, data={"csrf_token": token, **fields}, headers=headers or {})

    def given(self) -> list[int]:
        with self.cast.house.store.reading() as db:
            return ratings.order_of(db, self.step, self.cast.phones[0].id)


@pytest.fixture
def desk(cast: Cast, client: FlaskClient) -> Desk:
    return Desk(cast, client)


def test_the_form_starts_from_an_order_of_its_own_and_says_who_sees_it(desk: Desk) -> None:
    own = ratings.starting_order(desk.step, desk.cast.phones[0].id, desk.themes)
    assert desk.fields() == [(theme, str(place)) for place, theme in enumerate(own, start=1)]
    assert "Jouw volgorde is alleen voor jou" in desk.page()
    assert "nog niet verstuurd" in desk.page()


def test_a_number_per_theme_is_an_order(desk: Desk) -> None:
    first, second, third = desk.themes
    answer = desk.send(**{f"place-{first}": "3", f"place-{second}": "1", f"place-{third}": "2"})
    assert (answer.status_code, answer.location) == (303, desk.page_path)
    assert desk.given() == [second, third, first]
    assert [theme for theme, _ in desk.fields()] == [second, third, first]
    assert "verzonden: je volgorde telt mee" in desk.page()


@pytest.mark.parametrize("numbers", [("1", "1", "2"), ("1", "", "2"), ("1", "x", "2"), ("1", "-1", "2")])
def test_numbers_that_are_no_order_come_back_as_they_were_typed(desk: Desk, numbers: tuple[str, ...]) -> None:
    typed = {f"place-{theme}": number for theme, number in zip(desk.themes, numbers, strict=True)}
    answer = desk.send(**typed)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Geef elk thema een eigen nummer, van 1 tot 3." in text
    for theme, number in zip(desk.themes, numbers, strict=True):
        assert f'name="place-{theme}" value="{number}"' in text
    assert desk.given() == []


def test_a_script_sends_the_themes_and_hears_what_counts(desk: Desk) -> None:
    answer = desk.send(JSON, theme=desk.themes[::-1])
    assert answer.get_json() == {"ok": True, "order": desk.themes[::-1]}
    assert desk.given() == desk.themes[::-1]
    again = desk.send(JSON, theme=[desk.themes[0]] * 2)
    assert (again.status_code, again.get_json()["why"]) == (422, "invalid")
    assert desk.given() == desk.themes[::-1]


@pytest.mark.parametrize("theme", ["0", "999", "1e3", "٣", "-1", "9" * 40])
def test_what_is_no_theme_here_is_refused(desk: Desk, theme: str) -> None:
    assert desk.send(JSON, theme=[theme]).status_code == 404


def test_after_the_step_the_order_that_was_sent_stays_and_no_other_comes(desk: Desk) -> None:
    desk.send(JSON, theme=desk.themes)
    open_at(desk.cast.house, desk.cast.gathering, "interventions")
    answer = desk.send(JSON, theme=desk.themes[::-1])
    assert (answer.status_code, answer.get_json()["why"]) == (409, "closed")
    assert desk.given() == desk.themes


def test_without_themes_it_says_that_they_will_come(desk: Desk) -> None:
    for theme in desk.themes:
        desk.cast.house.write(
            lambda db, theme=theme: themes.dissolve(db, theme, desk.cast.moderator, now=desk.cast.house.now())
        )
    shown = re.sub(r"(?s)<template.*?</template>", "", desk.page())
    assert re.search(r'data-slot="some" hidden', shown)
    assert "Er zijn nog geen thema’s om te rangschikken" in shown
