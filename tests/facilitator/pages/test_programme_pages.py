"""Arranging the programme over plain forms, and scripts kept, brought in and copied, without a script."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from builders import Cast, contribute, csrf_of, intervention
from desk_pages import post
from flask.testing import FlaskClient

from sessions import undoing, workshops
from sessions.exercises import IN_HALL
from sessions.hall import own_scripts, pace, programme
from sessions.journal import Actor
from sessions.models import Contribution, Exercise, OwnScript, Table, Workshop
from sessions.scripts import load, read, text_of

JSON = {"Accept": "application/json"}
HALL = Actor("command")


def steps(cast: Cast, workshop_id: int | None = None) -> list[Exercise]:
    with cast.house.store.reading() as db:
        return workshops.steps_of(db, workshop_id or cast.gathering)


def kept(cast: Cast) -> list[OwnScript]:
    with cast.house.store.reading() as db:
        return db.query(OwnScript).all()


def base(cast: Cast) -> str:
    return f"/workshops/{cast.gathering}"


# --- steps -------------------------------------------------------------------------------------------


def test_every_kind_is_offered_with_what_it_is_for(cast: Cast, desk: FlaskClient) -> None:
    page = desk.get(f"{base(cast)}/steps/new?after={cast.step()}").text
    for kind in IN_HALL.values():
        assert f'value="{kind.name}"' in page
        assert kind.purpose in page.replace("&#39;", "'")
    assert f'<option value="{cast.step()}" selected>' in page


@pytest.mark.parametrize("kind", IN_HALL)
def test_a_new_step_has_its_page_and_its_phone(cast: Cast, desk: FlaskClient, kind: str) -> None:
    answer = post(desk, f"{base(cast)}/steps/new", kind=kind, after=cast.step())
    made = steps(cast)[3]
    assert (answer.status_code, made.kind) == (303, kind)
    assert f"/steps/{made.id}" in answer.location
    assert desk.get(answer.location).status_code == 200
    phone = desk.get(f"{base(cast)}/steps/{made.id}/preview")
    assert phone.status_code == 200
    assert "<script" not in phone.text, "what is only looked at does nothing"
    assert phone.text.count(" inert") >= 2


def test_earlier_later_copy_and_remove(cast: Cast, desk: FlaskClient) -> None:
    lotus = cast.step("lotus")
    before = [step.id for step in steps(cast)]
    place = before.index(lotus)
    post(desk, f"{base(cast)}/steps/{lotus}/move", by="-1")
    assert [step.id for step in steps(cast)].index(lotus) == place - 1
    post(desk, f"{base(cast)}/steps/{lotus}/move", by="1")
    assert [step.id for step in steps(cast)] == before
    post(desk, f"{base(cast)}/steps/{lotus}/move", place="2")
    assert steps(cast)[1].id == lotus
    answer = post(desk, f"{base(cast)}/steps/{lotus}/copy", headers=JSON)
    assert steps(cast)[2].id == answer.json["step"]
    gone = post(desk, f"{base(cast)}/steps/{lotus}/remove")
    assert gone.location.endswith(f"/steps/{answer.json['step']}?saved=removed")
    assert lotus not in [step.id for step in steps(cast)]


def test_a_step_with_words_in_it_stays_and_the_page_says_why(cast: Cast, desk: FlaskClient) -> None:
    step = cast.step()
    contribute(cast.house, cast.phones[0], step, intervention())
    cast.house.write(
        lambda db: workshops.go_to_step(
            db, cast.gathering, cast.step("findings"), HALL, seen=step, now=cast.house.now()
        )
    )
    answer = post(desk, f"{base(cast)}/steps/{step}/remove")
    assert answer.status_code == 422
    assert "Wat mensen schreven, gaat nooit weg" in answer.text
    told = post(desk, f"{base(cast)}/steps/{step}/remove", headers=JSON)
    assert (told.status_code, told.json["ok"]) == (422, False)
    with cast.house.store.reading() as db:
        assert db.query(Contribution).count() == 1
        assert db.get(Exercise, step) is not None


def test_the_settings_of_a_step_are_those_of_its_kind(cast: Cast, desk: FlaskClient) -> None:
    ranking = cast.step("ranking")
    page = desk.get(f"{base(cast)}/steps/{ranking}").text
    assert '<option value="preconditions" selected>Wat is ervoor nodig?</option>' in page
    data = {"title": "Rangorde", "prompt": "Wat eerst?", "minutes": "12", "wall": "themes", "analysis": "why"}
    assert post(desk, f"{base(cast)}/steps/{ranking}", **data).status_code == 303
    with cast.house.store.reading() as db:
        assert db.get_one(Exercise, ranking).settings == {"wall": "themes", "analysis": "why"}
    wrong = post(desk, f"{base(cast)}/steps/{ranking}", **data | {"analysis": "geluk", "wall": "film"})
    assert wrong.status_code == 422
    break_ = next(step for step in steps(cast) if programme.is_break(step))
    data = {"title": "Pauze", "prompt": "", "minutes": "15", "wall": "join"}
    told = post(desk, f"{base(cast)}/steps/{break_.id}", **data, headers=JSON).json
    assert "zonder pauze" in told["programme"]["advice"]


def test_a_page_that_says_what_was_changed_on_it_leaves_the_rest_as_a_colleague_wrote_it(
    cast: Cast, desk: FlaskClient
) -> None:
    """Without those names, as without a script, all of the form counts."""
    step, address = cast.step("interventions"), f"{base(cast)}/steps/{cast.step('interventions')}"
    older = {"title": "Oud", "prompt": "Een oude vraag", "minutes": "30", "wall": "cards", "approval": "yes"}
    newer = {"title": "Nieuw", "prompt": "Een nieuwe vraag", "minutes": "40", "wall": "cards"}
    assert post(desk, address, **older).status_code == 303

    def as_kept() -> dict[str, Any]:
        with cast.house.store.reading() as db:
            found = db.get_one(Exercise, step)
        return {"title": found.title, "prompt": found.prompt, "minutes": found.minutes, **found.settings}

    assert post(desk, address, **newer, touched=["", "approval"]).status_code == 303
    assert as_kept() == {
        "title": "Oud",
        "prompt": "Een oude vraag",
        "minutes": 30,
        "wall": "cards",
        "approval": False,
    }
    assert post(desk, address, **older, touched=[""]).status_code == 303
    assert not as_kept()["approval"]
    assert post(desk, address, **newer | {"minutes": "900"}, touched=["", "minutes"]).status_code == 422
    assert post(desk, address, **newer).status_code == 303
    assert as_kept()["title"] == "Nieuw"

    with cast.house.store.reading() as db:
        was = db.get_one(Workshop, cast.gathering)
    details = {"title": "Van lang geleden", "held_on": "2020-01-01", "language": "fr", "tables": "11"}
    assert post(desk, f"{base(cast)}/details", **details, touched=["", "tables"]).status_code == 303
    with cast.house.store.reading() as db:
        now = db.get_one(Workshop, cast.gathering)
        assert (now.title, now.held_on, now.language) == (was.title, was.held_on, was.language)
        assert (now.starts_at, now.time_zone, now.retention_on) == (
            was.starts_at,
            was.time_zone,
            was.retention_on,
        )
        assert db.query(Table).filter_by(workshop_id=cast.gathering).count() == 11


# --- the clock and the pace --------------------------------------------------------------------------


def test_the_planned_hour_is_the_clock_of_the_programme(cast: Cast, desk: FlaskClient) -> None:
    def prepare(db):
        db.get_one(Workshop, cast.gathering).state = "preparing"

    cast.house.write(prepare)
    data = {"title": "Dag", "held_on": "2026-11-23", "language": "nl", "tables": "10"}
    told = post(desk, f"{base(cast)}/details", **data, starts_at="09:30", headers=JSON).json
    assert told["programme"]["span"] == "9.30 tot 12.45"
    page = desk.get(f"{base(cast)}/programme").text
    assert re.findall(r"<time>(\d+\.\d+)</time>", page)[:4] == ["9.30", "9.50", "10.00", "10.40"]
    assert "Na elke 90 minuten is er een pauze." in page
    refused = post(desk, f"{base(cast)}/details", **data, starts_at="halftien")
    assert refused.status_code == 422
    assert "Schrijf het uur zo: 9.30." in refused.text
    post(desk, f"{base(cast)}/details", **data, starts_at="")
    page = desk.get(f"{base(cast)}/programme").text
    assert "De tijden tellen vanaf de opening." in page
    assert re.findall(r"<time>(\d+\.\d+)</time>", page)[:4] == ["0.00", "0.20", "0.30", "1.10"]


def test_tables_go_together_or_each_at_its_own_pace(cast: Cast, desk: FlaskClient) -> None:
    post(desk, f"{base(cast)}/pace", self_paced="yes")
    with cast.house.store.reading() as db:
        assert db.get_one(Workshop, cast.gathering).self_paced is True
        lotus = db.get_one(Exercise, cast.step("lotus"))
        assert pace.is_open_for(db, lotus, None) is False
    assert 'id="elk" checked' in desk.get(f"{base(cast)}/programme").text
    post(desk, f"{base(cast)}/pace", self_paced="no", headers=JSON)
    with cast.house.store.reading() as db:
        assert db.get_one(Workshop, cast.gathering).self_paced is False


# --- scripts -----------------------------------------------------------------------------------------


def test_a_programme_is_kept_and_a_workshop_made_from_it(cast: Cast, desk: FlaskClient) -> None:
    post(desk, f"{base(cast)}/steps/{cast.step('lotus')}/copy")
    answer = post(desk, f"{base(cast)}/script/keep", name="Twee bloemen", summary="Met twee lotussen.")
    assert answer.status_code == 303
    assert "“Twee bloemen” is bewaard." in desk.get(answer.location).text
    (own,) = kept(cast)
    assert own.made_by == cast.facilitator
    page = desk.get("/workshops/new").text
    assert f'value="own-{own.id}"' in page
    assert "Twee bloemen" in page
    data = {
        "title": "Nog eens",
        "held_on": "2027-01-10",
        "language": "nl",
        "tables": "3",
        "starts_at": "13:30",
    }
    made = post(desk, "/workshops/new", script=f"own-{own.id}", **data)
    workshop_id = int(re.search(r"/workshops/(\d+)/", made.location)[1])
    assert [step.kind for step in steps(cast, workshop_id)].count("lotus") == 2
    with cast.house.store.reading() as db:
        workshop = db.get_one(Workshop, workshop_id)
        assert (workshop.script, workshop.starts_at) == ("Twee bloemen", "13:30")
    assert post(desk, f"/scripts/{own.id}/remove").status_code == 303
    assert kept(cast) == []
    assert post(desk, f"{base(cast)}/script/keep", name=" ").status_code == 422
    assert post(desk, "/workshops/new", script=f"own-{own.id}", **data).status_code == 404


def test_a_file_goes_out_and_comes_in_again(cast: Cast, desk: FlaskClient) -> None:
    answer = desk.get(f"{base(cast)}/script")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="iedereen-aan-tafel.toml"'
    with cast.house.store.reading() as db:
        assert read(answer.text, name="startmoment") == own_scripts.of_workshop(db, cast.gathering)
    assert brought_in(desk, answer.data).status_code == 303
    (own,) = kept(cast)
    assert (own.name, own.text) == ("Iedereen aan tafel", answer.text)
    assert desk.get(f"/scripts/{own.id}").text == answer.text
    assert desk.get("/scripts/shipped/brainstorm").text == text_of("brainstorm")


def brought_in(desk: FlaskClient, data: bytes, **headers):
    form = {"file": (io.BytesIO(data), "draaiboek.toml"), "csrf_token": csrf_of(desk)}
    return desk.post("/scripts", data=form, content_type="multipart/form-data", headers=headers)


def test_a_file_never_takes_the_place_of_a_script_of_the_same_name(cast: Cast, desk: FlaskClient) -> None:
    first, other = (text_of("brainstorm").replace("minutes = 8", f"minutes = {each}") for each in (8, 9))
    for text in (first, other, other):
        assert brought_in(desk, text.encode()).status_code == 303
    one, two = kept(cast)
    assert (one.text, two.text, two.name) == (first, other, f"{one.name} (2)")
    assert "is bewaard" in desk.get(brought_in(desk, first.encode()).location).text


def test_a_file_in_all_its_languages_stays_so(cast: Cast, desk: FlaskClient) -> None:
    brought_in(desk, text_of("brainstorm").encode())
    (own,) = kept(cast)
    with cast.house.store.reading() as db:
        french = own_scripts.named(db, own.id, [1], "fr")
    assert french.steps == load("brainstorm", "fr").steps


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (text_of("brainstorm").replace("minutes = 8", "minutes = 800").encode(), "Regel 23: “minutes” moet"),
        (b"title = ", "Regel 1: hier klopt de schrijfwijze niet"),
        (b"\xff\xfe", "Dit bestand is geen tekst."),
        (b"", "Kies eerst een bestand."),
        (b"<script>alert(1)</script> = 3", "Regel 1: hier klopt de schrijfwijze niet"),
    ],
)
def test_a_file_that_is_wrong_leaves_nothing_behind(
    cast: Cast, desk: FlaskClient, data: bytes, sentence: str
) -> None:
    answer = brought_in(desk, data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<script>alert" not in answer.text
    assert kept(cast) == []
    told = brought_in(desk, data, **JSON)
    assert (told.status_code, told.json["ok"]) == (422, False)


def test_a_copy_of_a_workshop_has_its_programme_and_none_of_its_words(cast: Cast, desk: FlaskClient) -> None:
    contribute(cast.house, cast.phones[0], cast.step(), intervention())
    made = post(desk, f"{base(cast)}/script/copy")
    workshop_id = int(re.search(r"/workshops/(\d+)/", made.location)[1])
    with cast.house.store.reading() as db:
        twin, original = db.get_one(Workshop, workshop_id), db.get_one(Workshop, cast.gathering)
        assert (twin.title, twin.state) == ("Kopie van Iedereen aan tafel", "preparing")
        assert twin.join_code != original.join_code
        assert own_scripts.of_workshop(db, workshop_id, title="x") == own_scripts.of_workshop(
            db, cast.gathering, title="x"
        )
        assert db.query(Contribution).filter_by(workshop_id=workshop_id).count() == 0


# --- the clock that it goes by, and until when it is kept ------------------------------------------------


def test_a_hall_goes_by_another_clock_and_is_kept_until_another_day(cast: Cast, desk: FlaskClient) -> None:
    data = {"title": "Dag", "held_on": "2026-11-23", "language": "nl", "tables": "10", "starts_at": "09:30"}
    page = desk.get(f"{base(cast)}/programme").text
    assert re.search('<option selected value="Europe/Brussels">', page) and 'name="retention_on"' in page
    kept = {"time_zone": "Europe/Lisbon", "retention_on": "2029-01-01"}
    told = post(desk, f"{base(cast)}/details", **data, **kept, headers=JSON)
    assert told.status_code == 200

    def present() -> tuple[str, str]:
        with cast.house.store.reading() as db:
            workshop = db.get_one(Workshop, cast.gathering)
            return workshop.time_zone, workshop.retention_on.isoformat()

    assert present() == ("Europe/Lisbon", "2029-01-01")
    # A form of before, without these two, leaves them as they are.
    post(desk, f"{base(cast)}/details", **data)
    assert present() == ("Europe/Lisbon", "2029-01-01")
    for wrong, sentence in (
        ({"time_zone": "Europe/Gent"}, "Kies een tijdzone uit de lijst."),
        ({"retention_on": "2020-01-01"}, "Kies een dag die nog komt."),
        ({"retention_on": "2099-01-01"}, "Kies een dag binnen de tien jaar na de workshop."),
        ({"retention_on": ""}, "Kies een dag."),
    ):
        refused = post(desk, f"{base(cast)}/details", **data, **(kept | wrong))
        assert refused.status_code == 422 and sentence in refused.text
    assert present() == ("Europe/Lisbon", "2029-01-01")
    cast.house.write(
        lambda db: undoing.undo_in_hall(db, cast.gathering, cast.moderator, seen=None, now=cast.house.now())
    )
    cast.house.write(
        lambda db: undoing.undo_in_hall(db, cast.gathering, cast.moderator, seen=None, now=cast.house.now())
    )
    assert present()[0] == "Europe/Brussels"


def test_a_day_begins_where_the_workshop_is(cast: Cast, desk: FlaskClient) -> None:
    """Half past midnight in Brussels: that day is no day to come any more."""
    cast.house.clock.moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    data = {"title": "Dag", "held_on": "2026-11-23", "language": "nl", "tables": "10", "starts_at": "09:30"}
    for day, status in (("2026-11-24", 422), ("2026-11-25", 200)):
        told = post(desk, f"{base(cast)}/details", **data, retention_on=day, headers=JSON)
        assert told.status_code == status
