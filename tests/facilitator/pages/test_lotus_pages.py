"""The lotus on paper and as a file: whole, only what is shared, and that it was read is known."""

from __future__ import annotations

import pytest
from builders import contribute, csrf_of, open_at, sign_in
from sqlalchemy import select

from sessions.hall import pace
from sessions.models import LOTUS, Reading, Workshop


@pytest.fixture
def lotus(cast):
    """The hall is at its lotus and shares."""
    step = open_at(cast.house, cast.gathering, "lotus")
    cast.house.write(
        lambda db: pace.set_stage(db, cast.gathering, step, "shared", cast.moderator, now=cast.house.now())
    )
    return step


@pytest.fixture
def base(cast):
    return f"/workshops/{cast.gathering}/lotus"


def words_on(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_all_seventy_two_texts_and_the_question_stand_on_the_sheet(client, cast, lotus, base):
    for place in LOTUS:
        contribute(cast.house, cast.phones[0], lotus, {"text": f"Reden {place}.", "place": place})
    sign_in(client, cast.house, cast.facilitator)
    page = words_on(client, f"{base}/1")
    assert all(f"Reden {place}." in page for place in LOTUS)
    assert "Waarom werken deze praktijken?" in page
    assert "64 van 64 blaadjes" in page
    assert page.count("<article") == 1


def test_there_is_a_sheet_for_every_table_also_before_the_day(client, cast, base):
    sign_in(client, cast.house, cast.facilitator)
    page = words_on(client, base)
    assert page.count("<article") == 10
    assert "Schrijf eerst elk voor jezelf" in page


def test_notes_of_ones_own_are_not_printed(client, cast, lotus, base):
    contribute(cast.house, cast.phones[0], lotus, {"text": "Alleen voor mij"})
    sign_in(client, cast.house, cast.observer)
    assert "Alleen voor mij" not in words_on(client, base)


@pytest.mark.parametrize(("form", "start"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_the_flower_is_handed_out_as_a_file(client, cast, lotus, base, form, start):
    contribute(cast.house, cast.phones[0], lotus, {"text": "Samen eten", "place": "A"})
    sign_in(client, cast.house, cast.observer)
    answer = client.get(f"{base}/1.{form}")
    assert answer.data.startswith(start)
    assert f"lotusbloem-tafel-1-2026-11-23.{form}" in answer.headers["Content-Disposition"]


def test_no_such_table_or_form(client, cast, lotus, base):
    sign_in(client, cast.house, cast.facilitator)
    assert [client.get(f"{base}{rest}").status_code for rest in ("/11", "/11.svg", "/1.gif")] == [404] * 3


def test_that_somebody_read_it_is_known(client, cast, base):
    sign_in(client, cast.house, cast.analyst)
    client.get(base)
    with cast.house.store.reading() as db:
        assert [(row.what, row.user_id) for row in db.scalars(select(Reading))] == [("lotus", cast.analyst)]


def test_paper_speaks_the_language_of_the_hall(client, cast, base):
    sign_in(client, cast.house, cast.facilitator)
    client.set_cookie("lotusbloem_language", "en")
    assert "Tafel 1" in words_on(client, base)


def shown_table(cast) -> tuple[str, int | None]:
    with cast.house.store.reading() as db:
        workshop = db.get_one(Workshop, cast.gathering)
        return workshop.wall_view, workshop.wall_table


def test_who_leads_chooses_whose_lotus_the_wall_shows(client, cast, lotus):
    sign_in(client, cast.house, cast.facilitator)
    studio = f"/workshops/{cast.gathering}/studio"
    assert 'id="wiens-lotus"' in words_on(client, studio)
    form = {"csrf_token": csrf_of(client, studio)}
    client.post(f"/workshops/{cast.gathering}/wall", data={**form, "table": "4"})
    assert shown_table(cast) == ("lotus", 4)
    assert '<option value="4" selected>' in words_on(client, studio)
    client.post(f"/workshops/{cast.gathering}/wall", data={**form, "view": "lotus", "table": ""})
    assert shown_table(cast) == ("lotus", None)
    client.post(f"/workshops/{cast.gathering}/wall", data={**form, "hidden": "yes"})
    assert shown_table(cast) == ("lotus", None)
