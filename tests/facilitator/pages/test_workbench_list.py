"""Themes as a list: names agreed on one by one, many themes to one key group, and nobody's work undone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from builders import Cast, contribute, intervention, propose, sign_in
from flask.testing import FlaskClient

from sessions.analysis import key_groups, themes
from sessions.proposing import proposals


class List:
    """The page of one facilitator, with two themes that were taken over without a name."""

    def __init__(self, cast: Cast, client: FlaskClient) -> None:
        client.application.config["WTF_CSRF_ENABLED"] = False
        sign_in(client, cast.house, cast.facilitator)
        reasons = intervention("Café", reasons=["Een naam", "Koffie"])
        contribute(cast.house, cast.phones[0], cast.step(), reasons)
        self.cast, self.client, self.analysis = cast, client, cast.analysis()
        proposed = [("naam leren", cast.passages()[:1]), ("koffie, thee", cast.passages()[1:])]
        propose(cast.house, self.analysis, proposed)
        self.made = self.writes(proposals.adopt_all, self.analysis)
        self.address = f"/workshops/{cast.gathering}/workbench/{self.analysis}/list"

    def writes(self, verb: Any, *args: Any, **given: Any) -> Any:
        now = self.cast.house.now()
        return self.cast.house.write(lambda db: verb(db, *args, self.cast.moderator, **given, now=now))

    def page(self) -> str:
        return self.client.get(self.address).text

    def sends(self, many: str, page: str = "", **fields: Any) -> Any:
        """That form as `page` holds it, with what somebody did in it."""
        held: dict[str, Any] = {}
        for name in ("theme", "seen_title", "seen") if page else ():
            values = re.findall(rf'type="hidden" name="{name}" value="([^"]*)"', page)
            if values:
                held[name] = values
        return self.client.post(f"{self.address}/{many}", data={**held, **fields})

    def names(self) -> dict[int, str]:
        with self.cast.house.store.reading() as db:
            return {theme.id: theme.title for theme in themes.alive(db, self.analysis)}


@pytest.fixture
def listed(cast: Cast, client: FlaskClient) -> List:
    return List(cast, client)


def fields_of(page: str) -> dict[str, str]:
    """Theme to what stands in its field."""
    return dict(re.findall(r'id="naam-(\d+)" name="title"[^>]*? value="([^"]*)"', page))


def test_names_and_groups_in_two_acts(listed: List) -> None:
    made = listed.made
    answer = listed.sends("name-all", theme=made, title=["x" * 130, "Koffie"])
    assert answer.status_code == 422 and "x" * 130 in answer.text and "te lang" in answer.text
    listed.sends("name-all", theme=made, title=["Elkaar kennen", "Koffie"])
    listed.sends("gather", theme=made, title="Nabijheid", level="goal")
    with listed.cast.house.store.reading() as db:
        standing = themes.alive(db, listed.analysis)
        assert [(theme.title, theme.level) for theme in standing] == [
            ("Elkaar kennen", "goal"),
            ("Koffie", "goal"),
        ]
        (group,) = key_groups.alive(db, listed.analysis)
        assert {theme.key_group_id for theme in standing} == {group.id} and group.title == "Nabijheid"
    assert "Kies eerst" in listed.sends("gather", title="Leeg").text


def test_a_working_title_is_a_name_for_who_ticks_it_and_for_nobody_else(listed: List) -> None:
    page, (first, second) = listed.page(), listed.made
    assert set(fields_of(page).values()) == {""} and 'placeholder="koffie, thee"' in page
    listed.sends("name-all", page, title=["", ""])
    assert set(listed.names().values()) == {""}, "saving a list agrees with nothing"
    listed.sends("name-all", page, title=["", ""], take=[second])
    assert listed.names() == {first: "", second: "koffie, thee"}
    assert f'value="{first}"' in re.findall(r'<input type="checkbox" name="take"[^>]*>', listed.page())[0]


def test_an_old_list_undoes_no_name_that_a_colleague_gave(listed: List) -> None:
    first, second = listed.made
    listed.sends("name-all", theme=listed.made, title=["Elkaar kennen", "Koffie"])
    old = listed.page()
    listed.writes(lambda db, by, now: themes.change(db, first, by, title="Buren", now=now))
    listed.sends("name-all", old, title=["Elkaar kennen", "Samen koffie"])
    assert listed.names() == {first: "Buren", second: "Samen koffie"}

    refused = listed.sends("name-all", old, title=["Wie woont hier", "Altijd koffie"])
    assert refused.status_code == 422 and "noemde dit intussen “Buren”" in refused.text
    assert fields_of(refused.text) == {str(first): "Wie woont hier", str(second): "Altijd koffie"}
    assert listed.names() == {first: "Buren", second: "Samen koffie"}
    listed.sends("name-all", refused.text, title=["Wie woont hier", "Altijd koffie"])
    assert listed.names() == {first: "Wie woont hier", second: "Altijd koffie"}, "now it was seen"


def test_a_theme_that_went_meanwhile_takes_nothing_along_of_what_was_typed(listed: List) -> None:
    old, (first, second) = listed.page(), listed.made
    listed.writes(lambda db, by, now: themes.dissolve(db, first, by, now=now))
    untouched = listed.sends("name-all", old, title=["", "Koffie"])
    assert untouched.status_code == 303 and listed.names() == {second: "Koffie"}
    refused = listed.sends("name-all", old, title=["Elkaar kennen", "Thee"])
    assert "Jij noemde het “Elkaar kennen”" in refused.text
    assert fields_of(refused.text) == {str(second): "Thee"}

    gone = listed.sends("gather", old, theme=[first, second], title="Nabijheid", level="goal")
    assert gone.status_code == 409 and 'value="Nabijheid"' in gone.text
    assert re.search(rf'name="theme" value="{second}" checked', gone.text)
    assert '<option value="goal" selected>' in gone.text


def test_a_group_that_a_colleague_gave_is_not_taken_away_unseen(listed: List) -> None:
    old, (first, second) = listed.page(), listed.made
    listed.sends("gather", old, theme=[first], title="Nabijheid")
    refused = listed.sends("gather", old, theme=[first, second], title="Warmte")
    assert refused.status_code == 422 and "naam leren” kreeg intussen" in refused.text
    with listed.cast.house.store.reading() as db:
        assert [group.title for group in key_groups.alive(db, listed.analysis)] == ["Nabijheid"]
    assert listed.sends("gather", refused.text, theme=[first, second], title="Warmte").status_code == 303
