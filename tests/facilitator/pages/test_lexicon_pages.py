"""A moderator gathers marks, agrees on a wording, and takes the lexicon home."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from builders import Cast, contribute, intervention, sign_in
from flask.testing import FlaskClient

from sessions.journal import Actor
from sessions.lexicon import marks, terms
from sessions.models import Reading


@pytest.fixture
def desk(cast: Cast, client: FlaskClient) -> FlaskClient:
    """The facilitator, in a workshop where two people marked forms of one word."""
    client.application.config["WTF_CSRF_ENABLED"] = False
    for place, title in enumerate(("Allochtonen aan het woord", "Een allochtone leerling")):
        phone = cast.phones[place]
        said = contribute(cast.house, phone, cast.step(), intervention(title))["id"]
        start = title.lower().index("alloch")
        by = Actor("participant", phone.id)
        end, now = start + 3, cast.house.now()
        cast.house.write(
            lambda db, said=said, by=by, start=start, end=end, now=now: marks.mark(
                db, said, by, version=1, starts_at=start, ends_at=end, why="Dat doet <b>pijn</b>", now=now
            )
        )
    sign_in(client, cast.house, cast.facilitator)
    return client


def page(cast: Cast, path: str = "") -> str:
    return f"/workshops/{cast.gathering}/lexicon{path}"


def made(cast: Cast) -> list[Any]:
    with cast.house.store.reading() as db:
        return terms.of_workshop(db, cast.gathering)


def test_forms_of_one_word_stand_in_one_bundle_and_become_a_term(desk: FlaskClient, cast: Cast) -> None:
    shown = desk.get(page(cast)).text
    assert shown.count('name="mark"') == 2 and shown.count('class="aanduidingen"') == 1
    assert "&lt;b&gt;pijn" in shown and "<b>pijn" not in shown
    with cast.house.store.reading() as db:
        ids = [found.id for found, _ in marks.standing(db, cast.gathering)]
    answer = desk.post(page(cast, "/terms"), data={"text": "allochtoon", "mark": ids})
    assert answer.status_code == 303
    (term,) = made(cast)
    detail = desk.get(answer.location).text
    assert "2 keer, in 2 bijdragen van 2 mensen" in detail and "Allochtonen" in detail
    desk.post(
        page(cast, f"/{term.id}/change"), data={"wording": "mensen met een verhaal", "forms": "vreemd, "}
    )
    desk.post(page(cast, f"/{term.id}/avoid"), data={"avoid": "vreemdeling", "reason": "Het sluit uit"})
    assert (made(cast)[0].wording, made(cast)[0].forms) == ("mensen met een verhaal", ["vreemd"])


def test_what_is_refused_is_said_with_what_was_typed(desk: FlaskClient, cast: Cast) -> None:
    desk.post(page(cast, "/terms"), data={"text": "allochtoon"})
    (term,) = made(cast)
    answer = desk.post(page(cast, f"/{term.id}/avoid"), data={"avoid": "vreemdeling", "reason": ""})
    assert answer.status_code == 422
    assert "Zeg waarom" in answer.text and 'value="vreemdeling"' in answer.text


def test_a_removed_term_comes_back_with_undo(desk: FlaskClient, cast: Cast) -> None:
    desk.post(page(cast, "/terms"), data={"text": "allochtoon"})
    (term,) = made(cast)
    desk.post(page(cast, f"/{term.id}/remove"))
    assert made(cast) == []
    desk.post(page(cast, "/undo"))
    assert [each.id for each in made(cast)] == [term.id]


def test_the_lexicon_goes_home_as_document_and_as_table(desk: FlaskClient, cast: Cast) -> None:
    desk.post(page(cast, "/terms"), data={"text": "allochtoon"})
    (term,) = made(cast)
    desk.post(page(cast, f"/{term.id}/meanings"), data={"meaning": "=Iemand die nooit van hier wordt"})
    text = desk.get(page(cast, "/lexicon.md")).text
    assert "## allochtoon" in text and "nooit van hier" in text
    word = docx.Document(BytesIO(desk.get(page(cast, "/lexicon.docx")).data))
    assert "allochtoon" in [each.text for each in word.paragraphs]
    assert desk.get(page(cast, "/lexicon.pdf")).data.startswith(b"%PDF-")
    book = openpyxl.load_workbook(BytesIO(desk.get(page(cast, "/lexicon.xlsx")).data))
    assert [cell.value for cell in book["terms"][2]][:1] == ["allochtoon"]
    assert book["meanings"]["B2"].value == "=Iemand die nooit van hier wordt"
    assert book["meanings"]["B2"].data_type == "s"
    assert len(list(book["places"].rows)) == 3


def test_a_public_lexicon_of_a_hall_quotes_what_the_wall_shows(desk: FlaskClient, cast: Cast) -> None:
    desk.post(page(cast, "/terms"), data={"text": "allochtoon"})
    answer = intervention("Thee", reasons=["Hier is niemand allochtoon genoemd"])
    contribute(cast.house, cast.phones[2], cast.step(), answer)
    public, whole = (
        desk.get(page(cast, f"/lexicon.md?grade={each}")).text for each in ("public", "analysis")
    )
    assert "aan het woord" in public and "aan het woord" in whole
    assert "genoemd" not in public and "genoemd" in whole
    assert "Aangehaald wordt alleen wat de wand toont." in desk.get(page(cast)).text


def test_that_staff_read_it_is_known(desk: FlaskClient, cast: Cast) -> None:
    desk.get(page(cast))
    with cast.house.store.reading() as db:
        assert "lexicon" in {row.what for row in db.query(Reading)}
