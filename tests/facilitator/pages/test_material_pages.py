"""Staff read what was said, make material of it, and take it to the hall."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from io import BytesIO

import docx
import pytest
from builders import Cast
from flask.testing import FlaskClient
from material_desk import SAID, Desk
from sqlalchemy import select

from sessions.hall import image, levers
from sessions.material import interviews, objectives, third_persons
from sessions.models import Reading, Workshop


@pytest.fixture
def desk(cast: Cast, client: FlaskClient) -> Desk:
    return Desk(cast, client)


def test_everything_said_is_found_by_group_material_and_words(desk: Desk) -> None:
    shown = desk.get()
    assert "wijzen, zoals Fatima" in shown and "&lt;b&gt;belt" in shown and "<b>belt" not in shown
    assert f'data-said="{desk.said[0]}"' not in desk.get(f"?group={desk.focus.groups[1]}")
    assert f'data-said="{desk.said[1]}"' not in desk.get("?words=WIJZEN+weg")
    desk.code()
    only = desk.get("?kind=interest")
    assert f'data-said="{desk.said[0]}"' in only and f'data-said="{desk.said[1]}"' not in only
    assert f'data-said="{desk.said[0]}"' not in desk.get("?kind=none")
    assert "material" in desk.read(lambda db: set(db.scalars(select(Reading.what))))


def test_trimmed_words_are_found_where_they_stand(desk: Desk) -> None:
    desk.code(words="school.\r\nIemand  moet")
    (coded,) = desk.made()
    assert coded.quote == "school.\nIemand moet"


def test_selected_words_are_taken_at_their_place_in_code_points(desk: Desk) -> None:
    start = SAID.rindex("Iemand moet")
    desk.code(words="Iemand moet", start=start, end=start + len("Iemand moet"))
    assert desk.made()[0].material.starts_at == start
    # A selection that does not say these words is not trusted.
    desk.code(words="Iemand moet", start=0, end=5)
    assert desk.made()[1].material.starts_at == SAID.index("Iemand moet")


def test_words_that_nobody_said_are_refused_with_what_was_typed(desk: Desk) -> None:
    answer = desk.post(f"/words/{desk.said[0]}?words=weg", kind="obstacle", words="Niemand belt", text="Stil")
    assert answer.status_code == 422 and desk.made() == []
    assert "staan zo niet" in answer.text and "Niemand belt" in answer.text and 'value="Stil"' in answer.text
    argument = desk.post(f"/words/{desk.said[0]}", kind="lever_argument", words="bellen")
    assert argument.status_code == 422 and "Kies de hefboom" in argument.text


def test_material_is_changed_and_removed_and_each_act_is_taken_back(desk: Desk) -> None:
    one = desk.code()
    lever = desk.read(levers.levers_of, desk.focus.workshop_id)[0]
    back = desk.post(
        f"/{one}/change?words=weg", kind="lever_argument", text="Bel <i>zelf</i>", where=f"lever-{lever.id}"
    )
    assert "words=weg" in back.location and back.location.endswith(f"#c{desk.said[0]}")
    found = desk.made()[0].material
    assert (found.kind, found.text, found.lever_id) == ("lever_argument", "Bel <i>zelf</i>", lever.id)
    assert "Bel &lt;i&gt;zelf" in desk.get()
    desk.post(f"/{one}/remove")
    assert desk.made() == []
    for kind in ("lever_argument", "interest"):
        seen = re.search(r'name="seen" value="(\d+)"', desk.get())
        assert seen is not None
        desk.post("/undo", seen=seen[1])
        assert desk.made()[0].material.kind == kind


def test_an_objective_is_shared_when_two_groups_stand_behind_it(desk: Desk) -> None:
    desk.post("/objectives", title="Erbij horen")
    behind = [desk.code(), desk.code(1, words="wil dat")]
    (held,) = desk.read(objectives.of_workshop, desk.focus.workshop_id)
    own = f"/objectives/{held.objective.id}"
    desk.post(f"{own}/behind", material=behind[:1])
    assert "van één groep of één mens" in desk.get("/objectives")
    desk.post(f"{own}/behind", material=behind)
    page = desk.get("/objectives")
    assert "gedeeld" in page and "2 mensen" in page and "Groep 1, Groep 2" in page
    refused = desk.post(f"{own}/change", title="")
    assert refused.status_code == 422 and "Geef de doelstelling een naam" in refused.text
    desk.post(f"{own}/remove")
    assert desk.read(objectives.of_workshop, desk.focus.workshop_id) == []
    desk.post("/undo", page="objective_list")
    assert desk.read(objectives.of_workshop, desk.focus.workshop_id)[0].people == 2


def as_docx(*paragraphs: str) -> BytesIO:
    document, made = docx.Document(), BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(made)
    made.seek(0)
    return made


def test_an_interview_is_entered_from_paste_and_from_files(desk: Desk) -> None:
    given = {"name": "Mevrouw Es", "interviewer": "Els", "held_on": "2026-11-20", "consent": "Mondeling"}
    desk.post("/interviews", **given, notes="Eén.\n\nTwee.")
    desk.post("/interviews", **given, notes="", document=(BytesIO(b"# Kop\nDrie"), "a.md"))
    desk.post("/interviews", **given, notes="", document=(as_docx("Vier", "", "Vijf"), "a.docx"))
    told = desk.read(interviews.of_workshop, desk.focus.workshop_id)
    assert [[text for _, text in each.notes] for each in told] == [
        ["Vier", "Vijf"],
        ["Kop\nDrie"],
        ["Eén.", "Twee."],
    ]
    assert told[0].interview.held_on == date(2026, 11, 20)
    assert "Mevrouw Es" in desk.get("/interviews") and "Twee." in desk.get()
    desk.post(f"/interviews/{told[0].interview.id}/strike")
    assert "telt niet mee" in desk.get("/interviews") and "Vijf" not in desk.get()


def test_an_interview_after_midnight_is_of_that_day(desk: Desk) -> None:
    """Half past midnight where the workshop is."""
    desk.cast.house.clock.moment = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert 'value="2026-11-25"' in desk.get("/interviews")


def test_without_consent_or_with_a_broken_file_nothing_is_kept(desk: Desk) -> None:
    given = {"name": "Mevrouw Es", "held_on": "2026-11-20", "notes": "Lange <notitie>"}
    answer = desk.post("/interviews", **given, consent="")
    assert answer.status_code == 422
    assert "Zeg waarmee" in answer.text and "Lange &lt;notitie&gt;" in answer.text
    given |= {"consent": "Ja"}
    broken = desk.post("/interviews", **given, document=(BytesIO(b"PK broken"), "a.docx"))
    assert broken.status_code == 422 and "geen DOCX" in broken.text
    dayless = desk.post("/interviews", **(given | {"held_on": "gisteren"}))
    assert dayless.status_code == 422 and "Kies de dag" in dayless.text
    assert desk.read(interviews.of_workshop, desk.focus.workshop_id) == []


def test_names_are_decided_on_many_at_a_time_and_taken_back_as_one_act(desk: Desk) -> None:
    def decisions() -> list[tuple[str, str]]:
        found = desk.read(third_persons.found, desk.focus.workshop_id)
        return [(each.name, each.decision) for each in found]

    assert decisions() == [("Fatima", "open")] * 2
    assert "2 plaatsen zijn nog open" in desk.get("/names")
    desk.post("/names", name="Fatima", decision="mask")
    assert decisions() == [("Fatima", "mask")] * 2
    second = desk.read(third_persons.found, desk.focus.workshop_id)[1]
    place = f"{second.contribution_id}-{second.version}-{second.starts_at}"
    desk.post("/names", place=place, decision="keep")
    assert decisions() == [("Fatima", "mask"), ("Fatima", "keep")]
    desk.post("/undo", page="names")
    desk.post("/undo", page="names")
    assert decisions() == [("Fatima", "open")] * 2
    assert desk.post("/names", decision="mask").status_code == 422


def test_groups_stand_beside_each_other(desk: Desk) -> None:
    desk.code()
    shown = desk.get("/groups")
    assert "Groep 1" in shown and "Groep 2" in shown and "Wie ben je?" in shown and "belang" in shown


def test_material_goes_to_the_hall_says_what_stays_and_comes_back(desk: Desk, cast: Cast) -> None:
    lever = desk.read(levers.levers_of, desk.focus.workshop_id)[0]
    desk.code(kind="ingredient", text="Een vaste buur")
    desk.code(kind="lever_argument", text="Wie belt, wint", where=f"lever-{lever.id}")
    assert "Kies een workshop" in desk.post("/carry").text
    page = desk.post("/carry", into=cast.gathering)
    assert page.status_code == 200 and f"/workshops/{cast.gathering}/image#longlist" in page.text
    assert "Een vaste buur" in longlist(desk, cast.gathering)
    shown = desk.client.get(f"/workshops/{cast.gathering}/image").text
    assert "Wie belt, wint" in shown and "1 argument uit een eerdere workshop" in shown
    assert "1 mens zei het" in shown and "Groep 1" in shown
    seen = re.search(r'name="seen" value="(\d+)"', page.text)
    assert seen is not None
    assert desk.post("/carry/undo", into=cast.gathering, seen=seen[1]).status_code == 303
    assert "Een vaste buur" not in longlist(desk, cast.gathering)
    assert desk.read(levers.arguments_of, cast.gathering) == {}


def test_nothing_goes_to_a_workshop_of_somebody_else_or_to_other_focus_groups(desk: Desk, cast: Cast) -> None:
    for into in (cast.elsewhere, desk.focus.workshop_id):
        assert desk.post("/carry", into=into).status_code == 404
    assert desk.client.get(f"/workshops/{cast.gathering}/material").status_code == 404


def test_the_way_around_leads_to_material(desk: Desk) -> None:
    guide = desk.client.get(f"/workshops/{desk.focus.workshop_id}/guide").text
    assert f'href="{desk.path()}"' in guide
    assert desk.read(lambda db: db.get_one(Workshop, desk.focus.workshop_id).mode) == "focus"


def longlist(desk: Desk, workshop_id: int) -> list[str]:
    return [each.text for each in desk.read(image.longlist_of, workshop_id)]
