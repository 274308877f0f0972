"""The editor of the guide over plain forms: rounds, questions, pictures, and how much a day asks."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections import Counter
from typing import Any

import pytest
from builders import Cast
from desk_pages import post
from flask.testing import FlaskClient
from focus_builders import Focus, add_member, make_focus

from sessions.focus import asked
from sessions.focus.forms import FORMS
from sessions.models import Participant

JSON = {"Accept": "application/json"}


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xff" * 3 * min(width, 4) for _row in range(min(height, 4)))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def focus(cast: Cast) -> Focus:
    return make_focus(cast.house, cast.facilitator, members=1, opened=False)


def base(focus: Focus) -> str:
    return f"/workshops/{focus.workshop_id}/guide"


def questions(focus: Focus) -> list[asked.Asked]:
    with focus.house.store.reading() as db:
        return asked.questions(db, focus.workshop_id)


def test_the_guide_stands_on_one_page_with_what_each_day_asks(focus: Focus, desk: FlaskClient) -> None:
    page = desk.get(base(focus)).text
    for each in questions(focus):
        assert each.step.prompt in page
    assert "2 rondes, 7 vragen" in page
    assert "maandag 23 november" in page and "Wie in geen segment zit" in page
    assert 'data-segment="leerkracht"' in page


def test_the_pages_of_a_hall_lead_to_the_guide(focus: Focus, desk: FlaskClient) -> None:
    for path in ("programme", "studio"):
        answer = desk.get(f"/workshops/{focus.workshop_id}/{path}")
        assert (answer.status_code, answer.location) == (303, base(focus))


@pytest.mark.parametrize("name", FORMS)
def test_every_form_can_be_chosen_and_filled_in(focus: Focus, desk: FlaskClient, name: str) -> None:
    into = f"{base(focus)}/rounds/{focus.rounds[1]}/questions/new"
    assert f"form={name}" in desk.get(into).text
    assert desk.get(f"{into}?form={name}").status_code == 200
    given = {
        "options": "Taal\nWerk",
        "items": "Taal\nWerk",
        "steps": "5",
        "low": "nooit",
        "high": "altijd",
        "to": str(focus.questions["Welkom"]),
        "needed": "2",
        "most": "3",
        "text": "Een tekst met woorden.",
        "sentence": "Thuis is …",
        "length": "short",
    }
    given |= {"prompt": "Nieuw gevraagd?", "visibility": "open", "required": "y"}
    answer = post(desk, f"{into}?form={name}", **given)
    assert answer.status_code == 303, answer.text
    made = next(each for each in questions(focus) if each.step.prompt == "Nieuw gevraagd?")
    assert (made.question.form, made.question.visibility) == (name, "open")
    page = desk.get(answer.location)
    assert page.status_code == 200 and "Nieuw gevraagd?" in page.text


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(focus: Focus, desk: FlaskClient) -> None:
    into = f"{base(focus)}/rounds/{focus.rounds[1]}/questions/new?form=choice"
    answer = post(desk, into, prompt="Wat dan?", options="Alleen dit", visibility="masked")
    assert answer.status_code == 422
    assert (
        "Schrijf er minstens 2" in answer.text and "Alleen dit" in answer.text and "Wat dan?" in answer.text
    )
    assert len(questions(focus)) == 7


def test_a_question_is_kept_while_it_is_written_and_says_what_a_day_asks_now(
    focus: Focus, desk: FlaskClient
) -> None:
    exercise_id = focus.questions["Welkom"]
    page = f"{base(focus)}/questions/{exercise_id}"
    answer = post(desk, page, prompt="Waar hoor je bij?", visibility="private", length="long", headers=JSON)
    found = answer.get_json()
    assert answer.status_code == 200 and found["ok"]
    assert set(found["guide"]) == {"loads", "minutes", "efforts", "changes"}
    assert found["guide"]["minutes"][str(exercise_id)] == 6
    each = next(one for one in questions(focus) if one.id == exercise_id)
    assert (each.step.prompt, each.question.visibility, each.question.required) == (
        "Waar hoor je bij?",
        "private",
        False,
    )
    refused = post(desk, page, prompt="", visibility="private", headers=JSON)
    assert refused.status_code == 422 and "prompt" in refused.get_json()["errors"]


def test_questions_and_rounds_are_moved_copied_removed_and_taken_back(
    focus: Focus, desk: FlaskClient
) -> None:
    first = [each.step.title for each in questions(focus)]
    one = f"{base(focus)}/questions/{focus.questions['Welkom']}"
    acts = [
        (f"{one}/move", {"by": "-1"}),
        (f"{one}/copy", {}),
        (f"{base(focus)}/questions/{focus.questions['Wie ben je?']}/remove", {}),
        (f"{base(focus)}/rounds/{focus.rounds[1]}/move", {"by": "-1"}),
        (f"{base(focus)}/rounds/{focus.rounds[1]}/remove", {}),
    ]
    for path, data in acts:
        assert post(desk, path, **data).status_code == 303, path
    assert [each.step.title for each in questions(focus)] == ["Welkom", "Welkom", "Liever niet in de groep"]
    for _act in acts:
        assert post(desk, f"{base(focus)}/undo").status_code == 303
    assert [each.step.title for each in questions(focus)] == first
    assert post(desk, f"{base(focus)}/redo").status_code == 303
    assert questions(focus)[0].step.title == "Welkom"


def test_a_refusal_is_said_on_the_guide(focus: Focus, desk: FlaskClient) -> None:
    answer = post(desk, f"{base(focus)}/questions/{focus.questions['Welkom']}/remove")
    assert answer.status_code == 422 and "laat mensen hierop reageren" in answer.text


def test_a_round_over_the_end_of_summer_time_says_so(focus: Focus, desk: FlaskClient) -> None:
    proposed = desk.get(f"{base(focus)}/rounds/new").text
    assert "Dag 3" in proposed and 'value="2026-11-25T08:00"' in proposed
    values = {"title": "Herfst", "opens": "2026-10-24T09:00", "closes": "2026-10-26T20:00"}
    answer = post(desk, f"{base(focus)}/rounds/new", **values)
    page = desk.get(answer.location).text
    assert "Op zondag 25 oktober gaat de klok een uur terug" in page and "20:00" in page
    spring = values | {"opens": "2027-03-27T09:00", "closes": "2027-03-29T20:00"}
    kept = post(desk, answer.location.partition("?")[0], headers=JSON, **spring).get_json()
    assert any("vooruit" in each for each in kept["guide"]["changes"].values())
    late = post(desk, f"{base(focus)}/rounds/new", **(values | {"closes": "2026-10-24T08:00"}))
    assert late.status_code == 422 and "Een ronde sluit nadat ze opent." in late.text


# --- pictures and texts --------------------------------------------------------------------------------


def upload(desk: FlaskClient, focus: Focus, data: bytes, name: str = "tuin.png", **given: str) -> Any:
    path = f"{base(focus)}/questions/{focus.questions['Wie ben je?']}/stimuli"
    values = {"kind": "image", "alternative": "Een tuin", **given, "picture": (io.BytesIO(data), name)}
    return post(desk, path, **values)


def stimuli(focus: Focus) -> list[Any]:
    return list(next(each for each in questions(focus) if each.step.title == "Wie ben je?").stimuli)


def test_a_picture_is_shown_as_what_its_bytes_are(focus: Focus, desk: FlaskClient) -> None:
    assert upload(desk, focus, png(), "tuin.html").status_code == 303
    (made,) = stimuli(focus)
    shown = desk.get(f"{base(focus)}/stimuli/{made.id}/picture")
    assert (shown.data, shown.mimetype) == (png(), "image/png")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert (
        post(desk, f"{base(focus)}/stimuli/{made.id}", text="", alternative="Een tuin met bomen").status_code
        == 303
    )
    assert stimuli(focus)[0].alternative == "Een tuin met bomen"
    assert post(desk, f"{base(focus)}/stimuli/{made.id}/remove").status_code == 303
    assert stimuli(focus) == []


@pytest.mark.parametrize(
    "data",
    [
        b"<svg onload=alert(1)></svg>",
        b"GIF89a",
        b"<html>",
        png(50_000, 50_000),
        png(0, 5),
        b"\xff\xd8\xff" + b"x" * 50,
    ],
)
def test_what_is_no_picture_is_refused(focus: Focus, desk: FlaskClient, data: bytes) -> None:
    answer = upload(desk, focus, data)
    assert answer.status_code == 422 and "geen beeld dat we kunnen tonen" in answer.text
    assert stimuli(focus) == []


def test_a_picture_without_description_or_file_is_refused(focus: Focus, desk: FlaskClient) -> None:
    answer = upload(desk, focus, png(), alternative=" ")
    assert answer.status_code == 422 and "voor wie het niet ziet" in answer.text
    assert upload(desk, focus, b"").status_code == 422
    assert upload(desk, focus, png() + b"\0" * 3_000_000).status_code == 422
    assert stimuli(focus) == []


def test_a_text_comes_with_a_question(focus: Focus, desk: FlaskClient) -> None:
    path = f"{base(focus)}/questions/{focus.questions['Wie ben je?']}/stimuli"
    assert post(desk, path, kind="text", text="Lees dit eerst.").status_code == 303
    assert post(desk, path, kind="text", text="").status_code == 422
    assert [each.text for each in stimuli(focus)] == ["Lees dit eerst."]


# --- groups --------------------------------------------------------------------------------------------


def where(focus: Focus) -> dict[int, int]:
    with focus.house.store.reading() as db:
        return {each.id: each.group.id for each in asked.people(db, focus.workshop_id)}


def test_dividing_is_shown_before_it_is_done_and_taken_back(focus: Focus, desk: FlaskClient) -> None:
    page = f"/workshops/{focus.workshop_id}/groups"
    for number in range(4):
        add_member(focus, focus.groups[0], name=f"Vink {number}", segment="ouder")
    first = where(focus)
    shown = post(desk, f"{page}/divide", how="random", attributes="segment")
    assert "Voorstel" in shown.text and "segment: ouder" in shown.text
    assert where(focus) == first
    seed = re.search(r'name="seed" value="(\d+)"', shown.text)[1]
    assert (
        post(desk, f"{page}/divide", how="random", attributes="segment", seed=seed, apply="yes").status_code
        == 303
    )
    assert sorted(Counter(where(focus).values()).values()) == [3, 3]
    post(desk, f"{page}/undo")
    assert where(focus) == first
    assert post(desk, f"{page}/divide", how="attribute").status_code == 422
    post(desk, f"{page}/put", member=focus.members[0].id, group=focus.groups[1])
    assert where(focus)[focus.members[0].id] == focus.groups[1]


def test_how_many_get_another_name_is_shown_before_dividing(focus: Focus, desk: FlaskClient) -> None:
    page = f"/workshops/{focus.workshop_id}/groups"
    for number in range(4):
        add_member(focus, focus.groups[0], name=f"Vink {number}", segment="ouder")
    with focus.house.store.reading() as db:
        comes = db.get_one(Participant, focus.members[0].id).name
    assert "andere schuilnaam" not in post(desk, f"{page}/divide", how="attribute", attributes="segment").text
    add_member(focus, focus.groups[1], name=comes)
    shown = post(desk, f"{page}/divide", how="attribute", attributes="segment")
    assert "1 mens krijgt een andere schuilnaam" in shown.text


def test_groups_are_arranged_on_their_page(focus: Focus, desk: FlaskClient, cast: Cast) -> None:
    page = f"/workshops/{focus.workshop_id}/groups"
    assert "2 groepen, 2 mensen" in desk.get(page).text
    post(desk, page)
    with focus.house.store.reading() as db:
        made = asked.groups(db, focus.workshop_id)[-1].id
    post(desk, f"{page}/{made}", name="Ouders", moderator=str(cast.facilitator))
    post(desk, f"{page}/{made}/close", closed="yes")
    text = desk.get(page).text
    assert "Ouders" in text and "gesloten" in text
    assert post(desk, f"{page}/{made}", name=" ").status_code == 422
    assert post(desk, f"{page}/{focus.groups[0]}/remove").status_code == 422
    assert post(desk, f"{page}/{made}/remove").status_code == 303
    assert "Ouders" not in desk.get(page).text
    answer = post(
        desk, f"/workshops/{focus.workshop_id}/members", email="analist@lotus.example", role="observer"
    )
    assert answer.status_code in (303, 422)


# --- documents -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["md", "docx"])
def test_the_guide_goes_out_and_comes_back(focus: Focus, desk: FlaskClient, kind: str) -> None:
    first = [(each.step.prompt, each.question.form, each.question.visibility) for each in questions(focus)]
    taken = desk.get(f"{base(focus)}/guide.{kind}")
    assert taken.status_code == 200 and f".{kind}" in taken.headers["Content-Disposition"]
    values = {"how": "instead", "document": (io.BytesIO(taken.data), f"gids.{kind}")}
    answer = post(desk, f"{base(focus)}/documents", **values)
    assert answer.status_code == 303, answer.text
    again = [(each.step.prompt, each.question.form, each.question.visibility) for each in questions(focus)]
    assert again == first
    assert desk.get(f"{base(focus)}/guide.pdf").status_code == 404


def test_a_document_that_is_wrong_changes_nothing_and_says_where(focus: Focus, desk: FlaskClient) -> None:
    first = [each.id for each in questions(focus)]
    for data, sentence in (
        (b"", "Kies eerst een bestand."),
        (b"# Titel\n\n## Dag\n- Gaat open: morgen\n", "Regel 4: Kies een dag en een uur."),
        (b"PK\x03\x04 kapot", "geen DOCX"),
        (b"\xff\xfe\x00", "geen tekst in UTF-8"),
    ):
        values = {"how": "instead", "document": (io.BytesIO(data), "gids.md")}
        answer = post(desk, f"{base(focus)}/documents", **values)
        assert answer.status_code == 422 and sentence in answer.text
    assert [each.id for each in questions(focus)] == first


def test_the_groups_are_opened_closed_and_opened_again_from_the_guide(
    focus: Focus, desk: FlaskClient
) -> None:
    """Closing is the end for all groups, and what the thanks wait for."""
    for act, word in (("open", "Open de groepen<"), ("close", "Sluit alle groepen"), ("open", "opnieuw<")):
        page = desk.get(base(focus)).text
        assert word in page
        assert re.findall(rf'action="/workshops/{focus.workshop_id}/(open|close)"', page) == [act]
        assert post(desk, f"/workshops/{focus.workshop_id}/{act}").status_code == 303
    assert "Sluit alle groepen" in desk.get(base(focus)).text
