"""Staff take the transcript home: in which order and grade, for what; and that it is known."""

from __future__ import annotations

from io import BytesIO

import docx
import openpyxl
import pytest
from builders import Cast, sign_in
from flask.testing import FlaskClient
from focus_acts import answer
from focus_builders import Focus, make_focus

from sessions.models import Reading


@pytest.fixture
def focus(cast: Cast, client: FlaskClient) -> Focus:
    """The facilitator of focus groups in which one member answered."""
    made = make_focus(cast.house, cast.facilitator, members=1)
    answer(made, made.members[0], "Wie ben je?", "Ik zag Fatima bij <b>Joris</b>.")
    sign_in(client, cast.house, cast.facilitator)
    return made


def page(focus: Focus, path: str = "") -> str:
    return f"/workshops/{focus.workshop_id}/transcript{path}"


def read(focus: Focus) -> list[tuple[str, str]]:
    with focus.house.store.reading() as db:
        return [(each.what, each.purpose) for each in db.query(Reading).order_by(Reading.id)]


def test_the_menu_says_what_there_is_and_which_names_wait(focus: Focus, client: FlaskClient) -> None:
    shown = client.get(page(focus)).text
    for part in ("Per vraag", "Per deelnemer", "Per groep", "REFI-QDA-project", "Over 2 namen van anderen"):
        assert part in shown
    assert "Ik zag" not in shown
    assert f'href="{page(focus)}" aria-current="page"' in shown
    assert f'href="{page(focus)}"' in client.get(f"/workshops/{focus.workshop_id}/exports").text


def test_each_file_is_what_it_says_and_is_known(focus: Focus, client: FlaskClient) -> None:
    word = client.get(page(focus, "/docx?order=member"))
    told = "\n".join(each.text for each in docx.Document(BytesIO(word.data)).paragraphs)
    assert "Fatima [?]" in told and "Wilg" not in told
    assert "transcript-analysis" in word.headers["Content-Disposition"]
    book = openpyxl.load_workbook(BytesIO(client.get(page(focus, "/xlsx?grade=public")).data))
    assert book["said"].max_row == 1  # nobody agreed to be quoted
    assert client.get(page(focus, "/qdpx?order=group")).data.startswith(b"PK")
    assert read(focus) == [
        ("transcript analysis docx", ""),
        ("transcript public xlsx", ""),
        ("transcript analysis qdpx", ""),
    ]


def test_pseudonyms_leave_for_a_purpose_only(focus: Focus, client: FlaskClient) -> None:
    refused = client.get(page(focus, "/md?grade=restricted"))
    assert refused.status_code == 422 and "Zeg waarvoor" in refused.text and read(focus) == []
    given = client.get(page(focus, "/md?grade=restricted&purpose=Nabellen"))
    assert given.status_code == 200 and "Wilg 1" in given.text
    assert read(focus) == [("transcript restricted md", "Nabellen")]


def test_a_hall_has_no_transcript_and_other_files_and_orders_are_not_there(
    focus: Focus, cast: Cast, client: FlaskClient
) -> None:
    assert client.get(f"/workshops/{cast.gathering}/transcript").status_code == 404
    assert client.get(page(focus, "/odt")).status_code == 404
    assert client.get(page(focus, "/md?order=day")).status_code == 404
    assert read(focus) == []
