"""The page with what the whole is called, its language and its clocks; the zone of a new workshop."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, csrf_of
from flask.testing import FlaskClient
from focus_builders import Focus, make_focus
from sqlalchemy import select

from sessions.focus import asked
from sessions.models import Workshop


@pytest.fixture
def focus(cast: Cast) -> Focus:
    return make_focus(cast.house, cast.facilitator, members=1)


def post(desk: FlaskClient, path: str, **data: str) -> Any:
    return desk.post(path, data={**data, "csrf_token": csrf_of(desk)})


def present(focus: Focus) -> Workshop:
    with focus.house.store.reading() as db:
        return asked.focus_workshop(db, focus.workshop_id)


def filled(focus: Focus, **other: str) -> dict[str, str]:
    there = present(focus)
    names = ("title", "held_on", "language", "time_zone", "retention_on")
    return {name: str(getattr(there, name)) for name in names} | other


def test_the_name_and_how_long_it_is_kept_are_changed_at_once(focus: Focus, desk: FlaskClient) -> None:
    where = f"/workshops/{focus.workshop_id}/guide/details"
    assert 'selected value="Europe/Brussels"' in desk.get(where).text
    answer = post(desk, where, **filled(focus, title="Samen in de wijk", retention_on="2027-09-01"))
    assert answer.status_code == 303
    assert (present(focus).title, str(present(focus).retention_on)) == ("Samen in de wijk", "2027-09-01")
    assert "Maak ongedaan" in desk.get(where).text
    wrong = post(desk, where, **filled(focus, title=""))
    assert wrong.status_code == 422 and "Geef de workshop een naam" in wrong.text


def test_another_zone_is_kept_once_it_was_said_what_it_does(focus: Focus, desk: FlaskClient) -> None:
    where = f"/workshops/{focus.workshop_id}/guide/details"
    wanted = filled(focus, time_zone="America/New_York", title="Overzee")
    shown = post(desk, where, **wanted)
    assert shown.status_code == 200 and present(focus).time_zone == "Europe/Brussels"
    assert "6 uur later dan nu" in shown.text and "ze sluit meteen" in shown.text and "Overzee" in shown.text
    assert post(desk, where, **wanted, seen="America/New_York").status_code == 303
    assert (present(focus).time_zone, present(focus).title) == ("America/New_York", "Overzee")
    refused = post(desk, where, **filled(focus, time_zone="Europe/Atlantis"))
    assert refused.status_code == 422 and "tijdzone uit de lijst" in refused.text


@pytest.mark.parametrize("script", ["focusgroep", "startmoment"])
def test_a_new_workshop_is_on_the_clocks_that_were_chosen(cast: Cast, desk: FlaskClient, script: str) -> None:
    details = {"script": script, "held_on": "2026-12-01", "language": "nl", "tables": "2"}
    assert post(desk, "/workshops/new", **details, title="A", time_zone="Europe/Lisbon").status_code == 303
    assert post(desk, "/workshops/new", **details, title="B").status_code == 303
    wrong = post(desk, "/workshops/new", **details, title="C", time_zone="Mars/Base")
    assert wrong.status_code == 422 and "tijdzone uit de lijst" in wrong.text
    with cast.house.store.reading() as db:
        zones = dict(db.execute(select(Workshop.title, Workshop.time_zone)).all())
    assert (zones["A"], zones["B"]) == ("Europe/Lisbon", "Europe/Brussels") and "C" not in zones
