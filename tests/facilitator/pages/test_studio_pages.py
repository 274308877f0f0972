"""Preparing and leading, over plain forms: what the buttons of studio and programme do without a script."""

from __future__ import annotations

import re

import pytest
from builders import Cast, contribute, hold_phone, intervention, join, make_workshop, sign_in
from desk_pages import post
from flask.testing import FlaskClient

from sessions import access, workshops
from sessions.models import Contribution, Exercise, Lever, Reading, Table, Workshop

JSON = {"Accept": "application/json"}


def row(cast: Cast, model: type, row_id: int):
    with cast.house.store.reading() as db:
        return db.get_one(model, row_id)


def present(cast: Cast) -> Exercise:
    with cast.house.store.reading() as db:
        found = workshops.present_step(db, cast.gathering)
        assert found is not None
        return found


def at(cast: Cast, position: int) -> int:
    with cast.house.store.reading() as db:
        return workshops.steps_of(db, cast.gathering)[position - 1].id


# --- leading -----------------------------------------------------------------------------------------


def test_next_and_back_move_the_hall(cast: Cast, desk: FlaskClient) -> None:
    path = f"/workshops/{cast.gathering}/step"
    moved = post(desk, path, exercise_id=at(cast, 4), seen=at(cast, 3))
    assert moved.status_code == 303
    assert present(cast).position == 4
    post(desk, path, exercise_id=at(cast, 3), seen=at(cast, 4))
    assert present(cast).position == 3


def test_two_facilitators_press_next_at_once_and_the_hall_moves_once(cast: Cast, desk: FlaskClient) -> None:
    path = f"/workshops/{cast.gathering}/step"
    post(desk, path, exercise_id=at(cast, 4), seen=at(cast, 3))
    second = post(desk, path, exercise_id=at(cast, 5), seen=at(cast, 3))
    assert second.status_code == 303
    assert present(cast).position == 4
    page = desk.get(second.location)
    assert page.status_code == 200
    assert "Iemand anders was je net voor" in page.get_data(as_text=True)
    script = post(desk, path, exercise_id=at(cast, 5), seen=at(cast, 3), headers=JSON)
    assert (script.status_code, script.get_json()["why"]) == (409, "conflict")


def test_a_step_of_strangers_cannot_be_opened_here(cast: Cast, desk: FlaskClient) -> None:
    foreign = cast.step(workshop_id=cast.elsewhere)
    path = f"/workshops/{cast.gathering}/step"
    assert post(desk, path, exercise_id=foreign, seen=at(cast, 3)).status_code == 404


def test_two_minutes_more(cast: Cast, desk: FlaskClient) -> None:
    before = present(cast).closes_at
    post(desk, f"/workshops/{cast.gathering}/extend")
    assert (present(cast).closes_at - before).total_seconds() == 120


def test_the_wall_turns_and_hides(cast: Cast, desk: FlaskClient) -> None:
    path = f"/workshops/{cast.gathering}/wall"
    assert post(desk, path, view="levers").status_code == 303
    answer = post(desk, path, hidden="yes", headers=JSON).get_json()
    workshop = row(cast, Workshop, cast.gathering)
    assert answer == {"ok": True, "revision": workshop.revision}
    assert (workshop.wall_view, workshop.wall_hidden) == ("levers", True)
    post(desk, path, hidden="no")
    assert row(cast, Workshop, cast.gathering).wall_hidden is False
    assert post(desk, path, view="keuken").status_code == 404


def test_closing_and_opening_again(cast: Cast, desk: FlaskClient) -> None:
    studio = f"/workshops/{cast.gathering}/studio"
    post(desk, f"/workshops/{cast.gathering}/close")
    assert row(cast, Workshop, cast.gathering).state == "closed"
    assert "Open opnieuw" in desk.get(studio).get_data(as_text=True)
    late = post(desk, f"/workshops/{cast.gathering}/step", exercise_id=at(cast, 4), seen=at(cast, 3))
    assert late.status_code == 303
    assert post(desk, f"/workshops/{cast.gathering}/extend", headers=JSON).status_code == 409
    post(desk, f"/workshops/{cast.gathering}/open")
    assert row(cast, Workshop, cast.gathering).state == "open"


def test_under_a_number_that_no_row_can_have_there_is_nothing(cast: Cast, desk: FlaskClient) -> None:
    """An address or a form that was typed by hand or by a program: never a page that broke."""
    far = 10**20
    for path in (f"/workshops/{far}/studio", f"/workshops/{cast.gathering}/steps/{far}", f"/scripts/{far}"):
        assert desk.get(path).status_code == 404
    assert "Kijk het adres na" in desk.get(f"/workshops/{far}/studio").get_data(as_text=True)
    base = f"/workshops/{cast.gathering}"
    assert post(desk, f"{base}/step", exercise_id=far, seen=at(cast, 3)).status_code == 404
    hold_phone(desk, cast.phones[0])
    given = post(desk, f"/p/{cast.gathering}/contributions/{far}/heart", given="yes", headers=JSON)
    assert (given.status_code, given.json["why"]) == (404, "missing")


def test_hiding_asks_why_and_showing_takes_it_back(cast: Cast, desk: FlaskClient) -> None:
    said = contribute(cast.house, cast.phones[0], cast.step(), intervention("Bel Jan Peeters"))["id"]
    path = f"/workshops/{cast.gathering}/contributions/{said}"
    asked = desk.get(f"{path}/hide")
    assert "Bel Jan Peeters" in asked.get_data(as_text=True)
    refused = post(desk, f"{path}/hide", reason=" ")
    assert refused.status_code == 422
    assert "Zeg kort waarom" in refused.get_data(as_text=True)
    assert post(desk, f"{path}/hide", reason="", headers=JSON).get_json()["errors"].keys() == {"reason"}
    assert row(cast, Contribution, said).state == "shown"
    post(desk, f"{path}/hide", reason="Er staat een naam in")
    hidden = row(cast, Contribution, said)
    assert (hidden.state, hidden.hidden_reason) == ("hidden", "Er staat een naam in")
    assert "Er staat een naam in" in desk.get(f"/workshops/{cast.gathering}/studio").get_data(as_text=True)
    post(desk, f"{path}/show")
    assert row(cast, Contribution, said).state == "shown"


def test_what_hangs_under_another_workshop_is_not_there(cast: Cast, desk: FlaskClient) -> None:
    stranger = join(cast.house, cast.elsewhere)
    foreign = contribute(cast.house, stranger, cast.step(workshop_id=cast.elsewhere), intervention("Geheim"))[
        "id"
    ]
    for act in ("hide", "show"):
        path = f"/workshops/{cast.gathering}/contributions/{foreign}/{act}"
        assert post(desk, path, reason="x").status_code == 404
    assert row(cast, Contribution, foreign).state == "shown"


def test_each_look_at_the_studio_is_noted(cast: Cast, desk: FlaskClient) -> None:
    for _look in range(2):
        desk.get(f"/workshops/{cast.gathering}/studio")
    with cast.house.store.reading() as db:
        noted = [(each.user_id, each.workshop_id, each.what) for each in db.query(Reading)]
    assert noted == [(cast.facilitator, cast.gathering, "studio")] * 2


def test_the_studio_says_how_late_the_day_runs(cast: Cast, desk: FlaskClient) -> None:
    cast.house.clock.passes(minutes=44)
    page = desk.get(f"/workshops/{cast.gathering}/studio").get_data(as_text=True)
    # Two steps were skipped (30 minutes), and this one lasts 4 minutes too long.
    assert "Je loopt 26 minuten voor. Einde om 13.19, gepland was 13.45." in page
    assert "over de tijd" in page


def test_what_waits_for_approval_stands_apart(cast: Cast, desk: FlaskClient) -> None:
    step = cast.step()
    data = {"title": "Interventies", "prompt": "Wat werkt?", "minutes": "40", "wall": "cards"}
    post(desk, f"/workshops/{cast.gathering}/steps/{step}", **data, approval="yes")
    said = contribute(cast.house, cast.phones[0], step, intervention("Nog na te lezen"))["id"]
    page = desk.get(f"/workshops/{cast.gathering}/studio").get_data(as_text=True)
    waiting = page[page.index('id="wachten"') : page.index('id="binnen"')]
    assert "Nog na te lezen" in waiting
    assert "1 bijdrage wacht op jou." in page
    post(desk, f"/workshops/{cast.gathering}/contributions/{said}/show")
    assert row(cast, Contribution, said).state == "shown"


@pytest.mark.parametrize("who", ["analyst", "observer", "administrator", "stranger"])
def test_only_a_facilitator_of_the_workshop_leads(cast: Cast, client: FlaskClient, who: str) -> None:
    sign_in(client, cast.house, getattr(cast, who))
    status = 403 if who in ("analyst", "observer") else 404
    base = f"/workshops/{cast.gathering}"
    for path in ("studio", "programme", "cards", "qr.svg", f"steps/{cast.step()}"):
        assert client.get(f"{base}/{path}").status_code == status
    for path in ("open", "close", "step", "extend", "wall", "details", "levers", "members"):
        assert post(client, f"{base}/{path}").status_code == status
    assert row(cast, Workshop, cast.gathering).state == "open"


def test_acts_need_the_form_token(cast: Cast, desk: FlaskClient) -> None:
    assert desk.post(f"/workshops/{cast.gathering}/close").status_code == 400
    assert row(cast, Workshop, cast.gathering).state == "open"


# --- preparing ---------------------------------------------------------------------------------------


def test_details_are_kept_or_refused_next_to_the_field(cast: Cast, desk: FlaskClient) -> None:
    path = f"/workshops/{cast.gathering}/details"
    data = {"title": "Iedereen mee", "held_on": "2026-12-01", "language": "fr", "tables": "12"}
    assert post(desk, path, **data).status_code == 303
    workshop = row(cast, Workshop, cast.gathering)
    assert (workshop.title, workshop.language) == ("Iedereen mee", "fr")
    with cast.house.store.reading() as db:
        assert db.query(Table).filter_by(workshop_id=cast.gathering).count() == 12
    # At table 2 there are people.
    taken = post(desk, path, **{**data, "tables": "1"}, headers=JSON)
    assert taken.status_code == 422
    assert taken.get_json()["errors"].keys() == {"tables"}
    page = post(desk, path, **{**data, "title": ""}).get_data(as_text=True)
    assert "Geef de workshop een naam." in page


def test_a_step_is_changed_in_place(cast: Cast, desk: FlaskClient) -> None:
    step = cast.step()
    path = f"/workshops/{cast.gathering}/steps/{step}"
    assert "Waar krijg je een warm hart van?" in desk.get(path).get_data(as_text=True)
    data = {"title": "Oplijsten", "prompt": "Wat werkt?", "minutes": "25", "wall": "levers"}
    assert post(desk, path, **data, approval="yes", headers=JSON).get_json()["ok"] is True
    changed = row(cast, Exercise, step)
    assert (changed.title, changed.prompt, changed.minutes) == ("Oplijsten", "Wat werkt?", 25)
    assert changed.settings == {"wall": "levers", "approval": True}
    refused = post(desk, path, **{**data, "minutes": "0", "wall": "keuken"}, headers=JSON)
    assert refused.status_code == 422
    refused = post(desk, path, **{**data, "minutes": "0"}, headers=JSON)
    assert refused.get_json()["errors"].keys() == {"minutes"}
    foreign = cast.step(workshop_id=cast.elsewhere)
    assert desk.get(f"/workshops/{cast.gathering}/steps/{foreign}").status_code == 404


def test_levers_keep_their_key_when_they_are_renamed(cast: Cast, desk: FlaskClient) -> None:
    with cast.house.store.reading() as db:
        lever = db.query(Lever).filter_by(workshop_id=cast.gathering, key="vertrouwen").one().id
    path = f"/workshops/{cast.gathering}/levers"
    post(desk, path, **{f"name-{lever}": "Vertrouwen in elkaar", f"explanation-{lever}": "Je kent elkaar."})
    renamed = row(cast, Lever, lever)
    assert (renamed.key, renamed.name) == ("vertrouwen", "Vertrouwen in elkaar")
    page = post(desk, path, **{f"name-{lever}": "", f"explanation-{lever}": "Nieuwe uitleg"})
    assert page.status_code == 422
    assert "Geef deze hefboom een naam." in page.get_data(as_text=True)
    assert "Nieuwe uitleg" in page.get_data(as_text=True)
    assert row(cast, Lever, lever).explanation == "Je kent elkaar."


def test_members_come_change_and_go_but_one_facilitator_stays(cast: Cast, desk: FlaskClient) -> None:
    path = f"/workshops/{cast.gathering}/members"

    def roles() -> dict[str, str]:
        with cast.house.store.reading() as db:
            return {user.email.partition("@")[0]: role for user, role in access.members(db, cast.gathering)}

    post(desk, path, email="Vreemd@lotus.example", role="analyst")
    assert roles()["vreemd"] == "analyst"
    post(desk, path, email="vreemd@lotus.example", role="observer")
    assert roles()["vreemd"] == "observer"
    post(desk, path, email="vreemd@lotus.example", role="none")
    assert "vreemd" not in roles()
    unknown = post(desk, path, email="niemand@lotus.example", role="analyst")
    assert "Er is geen account met dit adres" in unknown.get_data(as_text=True)
    last = post(desk, path, email="hilde@lotus.example", role="none")
    assert last.status_code == 422
    assert "Er moet minstens één begeleider blijven" in last.get_data(as_text=True)
    assert roles()["hilde"] == "facilitator"


def test_every_table_has_a_card_with_its_own_code(cast: Cast, desk: FlaskClient) -> None:
    page = desk.get(f"/workshops/{cast.gathering}/cards").get_data(as_text=True)
    assert len(re.findall(r'class="kaartje"', page)) == 10
    assert f"/workshops/{cast.gathering}/qr.svg?t=7" in page
    one, other = (desk.get(f"/workshops/{cast.gathering}/qr.svg?t={n}").data for n in (1, 2))
    assert one.startswith(b"<svg") and one != other


def test_a_workshop_in_preparation_is_opened_from_its_programme(cast: Cast, desk: FlaskClient) -> None:
    workshop_id = make_workshop(cast.house, cast.facilitator, "Taal op elke hoek")
    page = desk.get(f"/workshops/{workshop_id}/programme").get_data(as_text=True)
    assert "Open de workshop" in page
    assert "De code werkt zodra je de workshop opent." in page
    assert "Nog niet open" in desk.get(f"/workshops/{workshop_id}/studio").get_data(as_text=True)
    opened = post(desk, f"/workshops/{workshop_id}/open")
    assert opened.location.endswith(f"/workshops/{workshop_id}/studio")
    assert row(cast, Workshop, workshop_id).state == "open"
