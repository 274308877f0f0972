"""Findings in turn, undo and redo, paper and the second device, over plain forms."""

from __future__ import annotations

import re
import secrets

from builders import PASSWORD, Cast, contribute, csrf_of, hold_phone, open_at
from desk_pages import post
from flask.testing import FlaskClient
from sqlalchemy import select

from facilitator.pages.studio_words import words
from sessions import undoing
from sessions.hall import findings
from sessions.models import Contribution, Exercise, Reading, Workshop
from sessions.verbs import Verb

JSON = {"Accept": "application/json"}
# Acts of people in the hall, of the workbench and of focus groups have words of their own or need none.
ELSEWHERE = (
    "participant.", "heart.", "pile", "statement.", "meant.",
    "run.", "cluster.", "theme.", "themes.", "passage", "key-group.", "known.", "twins.", "note.", "dissent.",
    "several.", "wall.frozen", "wall.follows",
    "guide.", "groups.", "member", "consent.", "letters.", "link.", "probe", "back-note.",
)  # fmt: skip
NOT_TAKEN_BACK = {
    Verb.WORKSHOP_MADE, Verb.WORKSHOP_IMPORTED, Verb.WORKSHOP_OPENED, Verb.WORKSHOP_CLOSED,
    Verb.MEMBER_CHANGED, Verb.CONTRIBUTION_CORRECTED, Verb.PETAL_PLACED, Verb.PLACE_CLEARED,
    Verb.FINDING_CONFIRMED, Verb.RATING_GIVEN, Verb.CONTRIBUTION_ERASED, Verb.SOURCE_WITHDRAWN,
    Verb.ACT_UNDONE, Verb.ACT_REDONE,
}  # fmt: skip


def here(cast: Cast, rest: str) -> str:
    return f"/workshops/{cast.gathering}/{rest}"


def workshop(cast: Cast) -> Workshop:
    with cast.house.store.reading() as db:
        return db.get_one(Workshop, cast.gathering)


def last_act(cast: Cast) -> int:
    with cast.house.store.reading() as db:
        found = undoing.undoable_in_hall(db, cast.gathering)
        assert found is not None
        return found.id


def agreed(cast: Cast, text: str = "Klein begint het.") -> None:
    step = open_at(cast.house, cast.gathering, "findings")
    said = contribute(cast.house, cast.phones[2], step, {"text": text})["id"]
    now = cast.house.now()
    cast.house.write(lambda db: findings.agree(db, said, cast.phones[2].id, version=1, now=now))


def test_a_finding_goes_to_the_wall_from_the_studio_and_all_together_after_it(cast: Cast, desk: FlaskClient):
    agreed(cast)
    page = desk.get(here(cast, "studio")).get_data(as_text=True)
    assert "Volgende tafel: 2" in page and "de tafel is het eens" in page
    assert post(desk, here(cast, "tell"), table=2).status_code == 303
    assert (workshop(cast).wall_view, workshop(cast).wall_table) == ("findings", 2)
    assert "nu op de wand" in desk.get(here(cast, "studio")).get_data(as_text=True)
    post(desk, here(cast, "tell"), table="")
    assert workshop(cast).wall_table is None
    assert post(desk, here(cast, "tell"), table=1).status_code == 404


def test_undo_names_the_act_and_takes_back_what_was_seen(cast: Cast, desk: FlaskClient) -> None:
    post(desk, here(cast, "wall"), hidden="yes")
    page = desk.get(here(cast, "studio")).get_data(as_text=True)
    assert "Ongedaan maken: wand verborgen of getoond" in page
    seen = last_act(cast)
    answer = post(desk, here(cast, "undo"), seen=seen, headers=JSON)
    assert answer.get_json() == {"ok": True, "act": "wall.covered"}
    assert workshop(cast).wall_hidden is False
    late = post(desk, here(cast, "undo"), seen=seen, headers=JSON)
    assert (late.status_code, late.get_json()["why"]) == (409, "conflict")
    assert "news=faster" in post(desk, here(cast, "undo"), seen=seen).location
    assert "Opnieuw: wand verborgen of getoond" in desk.get(here(cast, "studio")).get_data(as_text=True)
    post(desk, here(cast, "redo"))
    assert workshop(cast).wall_hidden is True


def test_every_act_that_can_be_taken_back_has_a_name(app) -> None:
    with app.test_request_context():
        named = {key.removeprefix("act.") for key in words() if key.startswith("act.")}
    finer = {name for names in undoing.FINER.values() for name, _ in names}
    acts = {verb.value for verb in Verb if not verb.value.startswith(ELSEWHERE)}
    assert (acts - {verb.value for verb in NOT_TAKEN_BACK}) | finer <= named


def test_the_hall_shares_when_somebody_says_so(cast: Cast, desk: FlaskClient) -> None:
    lotus = open_at(cast.house, cast.gathering, "lotus")
    assert post(desk, here(cast, "stage"), exercise_id=lotus, stage="shared").status_code == 303
    with cast.house.store.reading() as db:
        assert db.get_one(Exercise, lotus).stage == "shared"
    assert post(desk, here(cast, "stage"), exercise_id=lotus, stage="later").status_code == 404


def test_paper_is_typed_and_named_and_reading_it_is_noted(cast: Cast, desk: FlaskClient) -> None:
    step = cast.step("findings")
    given = {"step": step, "table": 4, "key": secrets.token_hex(16), "text": "Eten brengt mensen samen."}
    assert post(desk, here(cast, "paper"), **given).status_code == 303
    page = desk.get(here(cast, f"paper?step={step}&table=4")).get_data(as_text=True)
    assert "Ingevoerd door Hilde" in page and "Van deze tafel is er al" in page
    again = post(desk, here(cast, "paper"), **{**given, "key": secrets.token_hex(16), "text": "Anders"})
    assert again.status_code == 422
    assert "Vink aan" in again.get_data(as_text=True) and "Anders" in again.get_data(as_text=True)
    with cast.house.store.reading() as db:
        assert len(db.scalars(select(Contribution)).all()) == 1
        assert "paper" in db.scalars(select(Reading.what)).all()


def test_a_link_for_the_second_device_signs_in_once_after_a_press(cast: Cast, desk: FlaskClient, app) -> None:
    page = post(desk, here(cast, "handover")).get_data(as_text=True)
    path = re.search(r"/handover/[A-Z0-9]{16}", page).group(0)
    other = app.test_client()
    assert "Hilde" in other.get(path).get_data(as_text=True)
    assert other.get(here(cast, "studio")).status_code == 302
    assert post_to(other, path).location == here(cast, "studio")
    assert other.get(here(cast, "studio")).status_code == 200
    assert post_to(app.test_client(), path).status_code == 404
    assert PASSWORD not in page


def post_to(client: FlaskClient, path: str):
    return client.post(path, data={"csrf_token": csrf_of(client, "/login")})


def test_a_phone_that_let_go_says_where_its_person_is(cast: Cast, client: FlaskClient, app) -> None:
    hold_phone(client, cast.phones[0])
    made = client.post(
        f"/p/{cast.gathering}/elsewhere",
        data={"csrf_token": csrf_of(client, f"/p/{cast.gathering}")},
        headers=JSON,
    )
    code = made.get_json()["code"]
    with cast.house.store.reading() as db:
        join_code = db.get_one(Workshop, cast.gathering).join_code
    other = app.test_client()
    path = f"/j/{join_code}/again"
    wrong = other.post(path, data={"code": "AAAAAA", "csrf_token": csrf_of(other, path)})
    assert wrong.status_code == 422
    other.post(path, data={"code": code, "csrf_token": csrf_of(other, path)})
    assert "Tafel 1" in other.get(f"/p/{cast.gathering}").get_data(as_text=True)
    gone = client.get(f"/p/{cast.gathering}")
    assert gone.status_code == 410
    assert "Je doet verder op een andere telefoon" in gone.get_data(as_text=True)


def test_guessing_codes_is_slowed_down(cast: Cast, client: FlaskClient) -> None:
    with cast.house.store.reading() as db:
        path = f"/j/{db.get_one(Workshop, cast.gathering).join_code}/again"
    token = csrf_of(client, path)
    answers = [client.post(path, data={"code": "AAAAAA", "csrf_token": token}).status_code for _ in range(30)]
    assert answers[0] == 422 and answers[-1] == 503
