"""Themes as a list: names agreed on at once, and many themes to one key group."""

from __future__ import annotations

from builders import Cast, contribute, intervention, propose, sign_in
from flask.testing import FlaskClient

from sessions.analysis import key_groups, themes
from sessions.proposing import proposals


def test_names_and_groups_in_two_acts(cast: Cast, client: FlaskClient) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = False
    sign_in(client, cast.house, cast.facilitator)
    contribute(cast.house, cast.phones[0], cast.step(), intervention("Café", reasons=["Een naam", "Koffie"]))
    analysis, now = cast.analysis(), cast.house.now()
    propose(cast.house, analysis, [("naam leren", cast.passages()[:1]), ("koffie", cast.passages()[1:])])
    made = cast.house.write(lambda db: proposals.adopt_all(db, analysis, cast.moderator, now=now))
    address = f"/workshops/{cast.gathering}/workbench/{analysis}/list"

    page = client.get(address).text
    assert page.count('class="proposal"') == 2 and 'value="koffie"' in page
    answer = client.post(f"{address}/name-all", data={"theme": made, "title": ["x" * 130, "Koffie"]})
    assert answer.status_code == 422 and "x" * 130 in answer.text and "te lang" in answer.text
    client.post(f"{address}/name-all", data={"theme": made, "title": ["Elkaar kennen", "Koffie"]})
    client.post(f"{address}/gather", data={"theme": made, "title": "Nabijheid", "level": "goal"})
    with cast.house.store.reading() as db:
        standing = themes.alive(db, analysis)
        assert [(theme.title, theme.level) for theme in standing] == [
            ("Elkaar kennen", "goal"),
            ("Koffie", "goal"),
        ]
        (group,) = key_groups.alive(db, analysis)
        assert {theme.key_group_id for theme in standing} == {group.id} and group.title == "Nabijheid"
    assert "Kies eerst" in client.post(f"{address}/gather", data={"title": "Leeg"}).text
