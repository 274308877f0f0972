"""The page of the image, the solution space, and the pictures as files."""

from __future__ import annotations

import html
import re

import pytest
from builders import (
    Cast,
    adopt_everything,
    contribute,
    csrf_of,
    intervention,
    propose,
    sign_in,
)
from desk_pages import post
from drawings import Drawing
from flask.testing import FlaskClient
from sqlalchemy import select

from sessions import workshops
from sessions.analysis import themes
from sessions.hall import image, levers
from sessions.models import Contribution, Exercise, Lever, Workshop


@pytest.fixture
def lead(client: FlaskClient, cast: Cast) -> FlaskClient:
    sign_in(client, cast.house, cast.facilitator)
    return client


@pytest.fixture
def at(cast: Cast) -> str:
    return f"/workshops/{cast.gathering}"


def names(cast: Cast) -> list[str]:
    with cast.house.store.reading() as db:
        return [lever.name for lever in levers.levers_of(db, cast.gathering)]


def test_the_page_holds_the_whole_image(lead: FlaskClient, at: str) -> None:
    page = lead.get(f"{at}/image").text
    for heading in ("Ons streefbeeld", "Hefbomen", "Pijlen", "De boom", "Longlist van actieve bestanddelen"):
        assert f">{heading}</h2>" in page
    assert "Elkaar echt ontmoeten | startmoment 2017" in page
    assert page.count('class="beeld"') == 2 and "var(--ink)" in page


def test_a_lever_is_added_renamed_and_removed(lead: FlaskClient, cast: Cast, at: str) -> None:
    added = post(lead, f"{at}/levers/new", name="Veiligheid", explanation="Je durft over straat.")
    assert added.status_code == 303 and added.location.endswith("/image?saved=levers#levers")
    assert names(cast)[-1] == "Veiligheid"
    with cast.house.store.reading() as db:
        made = levers.levers_of(db, cast.gathering)[-1].id
    renamed = {f"name-{made}": "Veilig", f"explanation-{made}": ""}
    assert post(lead, f"{at}/levers", **renamed).status_code == 303
    assert names(cast)[-1] == "Veilig"
    assert post(lead, f"{at}/levers/{made}/remove").status_code == 303
    assert "Veilig" not in names(cast)


def test_a_lever_that_was_chosen_stays_and_the_page_says_why(lead: FlaskClient, cast: Cast, at: str) -> None:
    contribute(cast.house, cast.phones[0], cast.step(), intervention(levers=["vertrouwen"]))
    with cast.house.store.reading() as db:
        chosen = db.scalar(
            select(Lever.id).where(Lever.workshop_id == cast.gathering, Lever.key == "vertrouwen")
        )
    answer = post(lead, f"{at}/levers/{chosen}/remove")
    assert answer.status_code == 422
    assert "al gekozen en kan niet meer weg" in answer.text
    assert "Vertrouwen" in names(cast)


def test_an_arrow_is_drawn_worded_and_removed(lead: FlaskClient, cast: Cast, at: str) -> None:
    with cast.house.store.reading() as db:
        first, second = (lever.id for lever in levers.levers_of(db, cast.gathering)[2:4])
    ends = {"start": str(second), "end": str(first)}
    refused = post(lead, f"{at}/arrows/new", **ends, reason="")
    assert refused.status_code == 422 and "Zeg in één zin waarom" in refused.text
    assert post(lead, f"{at}/arrows/new", **ends, reason="Omdat het helpt").status_code == 303
    with cast.house.store.reading() as db:
        arrow = levers.arrows_of(db, cast.gathering)[-1]
    assert arrow.reason == "Omdat het helpt"
    assert post(lead, f"{at}/arrows", **{f"reason-{arrow.id}": "Daarom"}).status_code == 303
    assert "Daarom" in lead.get(f"{at}/image").text
    assert post(lead, f"{at}/arrows/{arrow.id}/remove").status_code == 303
    assert "Daarom" not in lead.get(f"{at}/image").text


def test_what_is_typed_is_kept_as_you_type(lead: FlaskClient, cast: Cast, at: str) -> None:
    with cast.house.store.reading() as db:
        part = image.parts_of(db, cast.gathering)[1]
    for address, form in (
        ("vision", {"vision": "Samen sterk"}),
        ("tree", {f"part-{part.id}": "Meedoen", f"meaning-{part.id}": "Iedereen telt"}),
        ("longlist", {"lines": "Samen eten | focusgroep 1\n\nMuziek"}),
    ):
        headers = {"Accept": "application/json"}
        data = {"csrf_token": csrf_of(lead), **form}
        assert lead.post(f"{at}/{address}", data=data, headers=headers).json == {"ok": True}
    page = lead.get(f"{at}/image").text
    for words in ("Samen sterk", "Meedoen", "Iedereen telt", "Samen eten | focusgroep 1\nMuziek"):
        assert words in page


def test_the_longlist_of_a_colleague_is_not_typed_over(lead: FlaskClient, at: str) -> None:
    post(lead, f"{at}/longlist", lines="Samen eten", was=longlist_on(lead, at))
    shown = longlist_on(lead, at)
    post(lead, f"{at}/longlist", lines="Samen eten\nMuziek", was=shown)
    post(lead, f"{at}/longlist", lines="Een trekker\nSamen eten", was=shown)
    assert longlist_on(lead, at).split("\n") == ["Een trekker", "Samen eten", "Muziek"]
    refused = post(lead, f"{at}/longlist", lines="x" * 130, was=shown).text
    assert longlist_in(refused) == shown, "what it was made from goes along to the next time"


def longlist_on(lead: FlaskClient, at: str) -> str:
    return longlist_in(lead.get(f"{at}/image").text)


def longlist_in(page: str) -> str:
    """The lines that the page says it was made from."""
    return html.unescape(re.search(r'<textarea name="was"[^>]*>([^<]*)</textarea>', page)[1])


def test_too_long_a_line_is_said_and_kept_on_the_page(lead: FlaskClient, at: str) -> None:
    answer = post(lead, f"{at}/longlist", lines="x" * 130)
    assert answer.status_code == 422
    assert "Deze regel is te lang" in answer.text and "x" * 130 in answer.text


def tree_step(cast: Cast) -> None:
    def act(db) -> None:
        last = len(workshops.steps_of(db, cast.gathering))
        step = {"kind": "tree", "title": "De boom", "minutes": 10, "settings": {}}
        db.add(Exercise(workshop_id=cast.gathering, position=last + 1, **step))

    cast.house.write(act)


def test_who_leads_hangs_something_on_the_tree(lead: FlaskClient, cast: Cast, at: str) -> None:
    hung = {"text": "Gelijke rechten", "part": "roots", "lever": "", "table": "2"}
    refused = post(lead, f"{at}/tree/hang", **hung)
    assert refused.status_code == 422 and "Zet eerst een stap" in refused.text
    tree_step(cast)
    assert post(lead, f"{at}/tree/hang", **hung).status_code == 303
    with cast.house.store.reading() as db:
        made = db.scalars(select(Contribution).where(Contribution.kind == "vision")).one()
    assert (made.entered_by, made.participant_id, made.state) == (cast.facilitator, None, "shown")
    assert "Gelijke rechten" in lead.get(f"{at}/solution-space").text
    assert post(lead, f"{at}/tree/hang", text="", part="roots").status_code == 422


def test_the_solution_space_teaches_while_it_is_empty(lead: FlaskClient, at: str) -> None:
    page = lead.get(f"{at}/solution-space").text
    assert "Een veerkrachtige samenleving, die steunt op diversiteit" in page
    assert "Nog niemand koos een hefboom." in page
    assert "Breng op de werkbank samen wat mensen nodig vonden" in page
    assert "Ze ontstaan op de werkbank" in page


def test_the_solution_space_holds_the_four_elements(lead: FlaskClient, cast: Cast, at: str) -> None:
    for number in range(4):
        answer = intervention(
            f"Tuin {number}", reasons=["Je leert een naam"], preconditions=["Geld"], levers=["vertrouwen"]
        )
        contribute(cast.house, cast.phones[number % 2], cast.step(), answer)
    for key, words in (("why", "Ontmoeten"), ("preconditions", "Middelen")):
        analysis = cast.analysis(key)
        propose(cast.house, analysis, [(words, cast.passages(key))])
        if key == "preconditions":
            made = adopt_everything(cast.house, analysis, cast.moderator)
            cast.house.write(
                lambda db, a=analysis, made=made: themes.rank(
                    db, a, cast.moderator, theme_ids=made, now=cast.house.now()
                )
            )
    page = lead.get(f"{at}/solution-space").text
    assert "1 randvoorwaarde<" in page and "<li>Middelen</li>" in page
    assert "voorstel</span> Ontmoeten" in page  # nobody decided on it yet, and the page says so
    assert "Het minst aandacht kregen: Grondrechten" in page
    assert page.count("data-leaf=") == 4


@pytest.mark.parametrize("name", ["tree", "levers"])
def test_a_picture_is_a_file_that_stands_on_its_own(lead: FlaskClient, at: str, name: str) -> None:
    svg = lead.get(f"{at}/pictures/{name}.svg")
    assert svg.mimetype == "image/svg+xml" and "attachment" in svg.headers["Content-Disposition"]
    assert "var(--" not in svg.text and Drawing(svg.text).elements[0].get("aria-label")
    png = lead.get(f"{at}/pictures/{name}.png")
    assert png.mimetype == "image/png" and png.data.startswith(b"\x89PNG")
    assert lead.get(f"{at}/pictures/{name}.pdf").status_code == 404
    assert lead.get(f"{at}/pictures/other.svg").status_code == 404


def test_the_wall_gets_its_pictures_and_none_while_it_is_covered(client: FlaskClient, cast: Cast) -> None:
    contribute(cast.house, cast.phones[0], cast.step(), intervention("Geheim", levers=["vertrouwen"]))
    with cast.house.store.reading() as db:
        secret = db.get_one(Workshop, cast.gathering).wall_secret
    tree = client.get(f"/wall/{secret}/pictures/tree.svg")
    assert tree.mimetype == "image/svg+xml" and "Geheim" in tree.text
    assert "Geheim" not in client.get(f"/wall/{secret}/pictures/tree.svg?bare").text
    cast.house.write(
        lambda db: workshops.turn_wall(
            db, cast.gathering, cast.moderator, now=cast.house.now(), view=None, hidden=True
        )
    )
    assert client.get(f"/wall/{secret}/pictures/tree.svg").status_code == 404
    assert client.get("/wall/unknown/pictures/tree.svg").status_code == 404
