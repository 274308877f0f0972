"""What is alike is proposed on a page, adopted by somebody, kept as a file and shown in the hall."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from builders import Cast
from flask.testing import FlaskClient
from material_desk import Desk

from facilitator.house import House
from sessions.errors import NotReady
from sessions.material import objectives


@pytest.fixture
def desk(cast: Cast, client: FlaskClient) -> Desk:
    return Desk(cast, client)


def held(desk: Desk) -> list[objectives.Held]:
    return desk.read(objectives.of_workshop, desk.focus.workshop_id)


def test_the_machine_proposes_and_somebody_decides(desk: Desk) -> None:
    one = desk.code(0, text="Mijn kind hoort erbij op school")
    other = desk.code(1, words="wil dat", text="Ik wil dat mijn kind erbij hoort")
    page = desk.get("/objectives/alike")
    assert "Voorstel van de computer" in page and "in meer dan één groep" in page
    assert f'value="{one}" checked' in page and f'value="{other}" checked' in page
    assert held(desk) == [], "a proposal is no decision"

    refused = desk.post("/objectives/adopt", material=[one, other], about=one, title="")
    assert refused.status_code == 422 and "Geef de doelstelling een naam" in refused.text
    desk.post("/objectives/adopt", material=[one, other], title="Erbij <horen>")
    (made,) = held(desk)
    assert made.shared and len(made.behind) == 2
    assert "Geen voorstel" in desk.get("/objectives/alike")
    shown = desk.get("/objectives")
    assert "1 gedeelde doelstelling" in shown and "Erbij &lt;horen&gt;" in shown
    desk.post("/undo", page="alike")
    assert held(desk) == [] and "2 stukken waar nog geen doelstelling" in desk.get("/objectives")


def test_a_machine_that_fails_leaves_the_work_to_people(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_workshop_id: int) -> None:
        raise NotReady("no memory left")

    monkeypatch.setattr(house.jobs.thoughts, "alike", fail)
    assert "kan nu niet vergelijken" in desk.get("/objectives/alike")


def test_objectives_are_kept_as_a_document_and_as_tables_and_stand_in_the_hall(
    desk: Desk, cast: Cast
) -> None:
    behind = [desk.code(), desk.code(1, words="wil dat")]
    desk.post("/objectives/adopt", material=behind, title="Erbij horen")
    for file_type, starts in (("docx", b"PK"), ("pdf", b"%PDF"), ("md", b"# Basis")):
        kept = desk.client.get(desk.path(f"/objectives.{file_type}"))
        assert kept.data.startswith(starts), file_type
        assert "doelstellingen-2026" in kept.headers["Content-Disposition"]
    book = openpyxl.load_workbook(BytesIO(desk.client.get(desk.path("/objectives.xlsx")).data))
    rows = list(book["objectives"].iter_rows(min_row=2, values_only=True))
    assert [row[1:5] for row in rows] == [("Erbij horen", None, True, 2)]
    page = desk.post("/carry", into=cast.gathering).text
    assert "basisdoelstelling erbij" in page
    hall = desk.client.get(f"/workshops/{cast.gathering}/image").text
    assert "Basisdoelstellingen" in hall and "Erbij horen" in hall and "Groep 1, Groep 2" in hall
