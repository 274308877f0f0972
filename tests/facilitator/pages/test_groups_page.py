"""How groups divide over what could be chosen: on the page, behind every number, and as a file."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from builders import Cast, sign_in
from flask.testing import FlaskClient
from focus_acts import answer
from focus_builders import OPTIONS, add_member, make_focus

from sessions.analysis import themes
from sessions.focus import consent
from sessions.focus.shape import Guide, GuideQuestion, GuideRound
from sessions.material import coding, comparing, third_persons
from sessions.models import Analysis, Passage, Reading

SCALE = {"steps": 4, "low": "nooit", "high": "altijd"}
ITEMS = [{"key": "a", "text": "=Eerst taal"}, {"key": "b", "text": "Eerst werk"}]
GUIDE = Guide(
    title="Kiezen",
    rounds=(
        GuideRound(
            "Dag 1",
            "1T08:00",
            "4T20:00",
            "",
            (
                GuideQuestion(
                    "Wat eerst?",
                    title="Wat eerst",
                    form="choice",
                    settings={"options": OPTIONS, "several": True, "other": True, "why": True},
                ),
                GuideQuestion("Hoe vaak?", title="Hoe vaak", form="scale", settings=SCALE),
                GuideQuestion("Welke volgorde?", title="Volgorde", form="ranking", settings={"items": ITEMS}),
                GuideQuestion("Vertel", title="Vertel"),
                GuideQuestion("Wat durf je niet te zeggen?", title="Besloten", visibility="private"),
            ),
        ),
    ),
)


class Board:
    """Two groups of two who chose, stood on a scale and put in order."""

    def __init__(self, cast: Cast, client: FlaskClient) -> None:
        client.application.config["WTF_CSRF_ENABLED"] = False
        sign_in(client, cast.house, cast.facilitator)
        self.cast, self.client = cast, client
        self.focus = make_focus(cast.house, cast.facilitator, guide=GUIDE, groups=2, members=2)
        given: list[tuple[dict[str, Any], int, str]] = [
            ({"chosen": ["k1", "k2"], "why": "Wie de taal kent, spreekt mee"}, 1, "ab"),
            ({"chosen": ["k1"]}, 2, "ba"),
            ({"chosen": ["k2"]}, 4, "ba"),
            ({"chosen": [], "other": "Een tuin"}, 4, "ba"),
        ]
        for who, (choice, step, order) in zip(self.focus.members, given, strict=True):
            answer(self.focus, who, "Wat eerst", choice)
            answer(self.focus, who, "Hoe vaak", {"value": str(step)})
            places = {f"place-{key}": str(place) for place, key in enumerate(order, start=1)}
            answer(self.focus, who, "Volgorde", places)
        self.told = answer(self.focus, self.focus.members[0], "Vertel", "In de bibliotheek")
        self.one, self.other = self.focus.groups

    def get(self, path: str) -> Any:
        return self.client.get(f"/workshops/{self.focus.workshop_id}/material{path}")

    def compared(self) -> comparing.Compared:
        with self.cast.house.store.reading() as db:
            return comparing.compared(db, self.focus.workshop_id)


@pytest.fixture
def board(cast: Cast, client: FlaskClient) -> Board:
    return Board(cast, client)


def test_each_form_is_counted_per_group(board: Board) -> None:
    choice, scale, ranking = board.compared().spread
    assert {line.label: dict(line.people) for line in choice.lines} == {
        "Taal": {board.one: 2},
        "Werk": {board.one: 1, board.other: 1},
        "Buren": {},
        "": {board.other: 1},
    }
    assert [dict(line.people) for line in scale.lines] == [
        {board.one: 1},
        {board.one: 1},
        {},
        {board.other: 2},
    ]
    assert scale.mean == {board.one: 1.5, board.other: 4.0}
    first, second = ranking.lines
    assert first.people == {board.one: 1} and first.place == {board.one: 1.5, board.other: 2.0}
    assert second.people == {board.one: 1, board.other: 2}


def test_a_number_leads_to_exactly_the_answers_behind_it(board: Board) -> None:
    page = board.get("/groups").text
    assert "iets anders" in page and "1,5" in page and "4: altijd" in page
    links = re.findall(r'href="[^"]*/material\?([^"]*)"[^>]*>(\d+)<', page)
    assert len(links) > 8
    for address, number in links:
        found = board.get("?" + address.replace("&amp;", "&")).text
        shown = len(re.findall(r'data-said="', found))
        assert shown == int(number), address


def test_a_theme_leads_to_what_stands_in_it(board: Board) -> None:
    with board.cast.house.store.reading() as db:
        passage = db.query(Passage).filter_by(contribution_id=board.told).one().id
        analysis = db.query(Analysis).filter_by(exercise_id=board.focus.questions["Vertel"]).one().id
    board.focus.write(themes.make, analysis, board.focus.moderator, title="Plekken", passage_ids=[passage])
    (theme,) = board.compared().themes
    assert (theme.title, theme.question, dict(theme.people)) == ("Plekken", "Vertel", {board.one: 1})
    found = board.get(f"?theme={theme.theme_id}&group={board.one}").text
    assert "In de bibliotheek" in found and found.count('data-said="') == 1


def test_the_comparison_is_a_file(board: Board) -> None:
    book = openpyxl.load_workbook(BytesIO(board.get("/groups.xlsx").data))
    assert book.sheetnames == ["questions", "spread", "material", "themes"]
    rows = list(book["spread"].iter_rows(min_row=2, values_only=True))
    assert ("Wat eerst", "choice", "Taal", "Groep 1", 2, 2, None) in rows
    assert ("Hoe vaak", "scale", None, "Groep 1", 2, None, 1.5) in rows
    assert ("Volgorde", "ranking", "=Eerst taal", "Groep 2", 2, 0, 2) in rows
    text = board.get("/groups.csv").data.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text, newline=""), delimiter=";"))
    assert lines[0] == ["table", "question", "line", "group", "measure", "value"]
    assert ["spread", "Volgorde", "'=Eerst taal", "Groep 1", "mean", "1,5"] in lines
    assert "spreekt mee" not in text and "bibliotheek" not in text.replace("bibliotheek;", "")


def own_words(board: Board, grade: str, **given: str) -> dict[tuple[str, str], str]:
    """Question and group to the words that stand there in the file of that grade."""
    query = "&".join(f"{name}={value}" for name, value in {"grade": grade, **given}.items())
    book = openpyxl.load_workbook(BytesIO(board.get(f"/groups.xlsx?{query}").data))
    rows = book["questions"].iter_rows(min_row=2, values_only=True)
    return {(row[0], row[1]): row[4] or "" for row in rows}


@pytest.fixture
def talk(cast: Cast, client: FlaskClient) -> Board:
    """One group writes names and pseudonyms, also to a private question that became material and a theme."""
    board = Board(cast, client)
    focus, words = board.focus, "Wilg 1 en Fatima dansen samen met Youssef en Wilg 1"
    members = [add_member(focus, focus.groups[0], name=f"Eik {each}") for each in range(3)]
    for who in members:
        answer(focus, who, "Vertel", words)
    secret = [answer(focus, who, "Besloten", "Mijn verstomming duurt") for who in members]
    for who in focus.members[2:4]:
        answer(focus, who, "Vertel", "Een tuin")
        answer(focus, who, "Besloten", "Niets")
    focus.write(coding.code, secret[0], focus.moderator, kind="obstacle")
    by, now, here = focus.moderator, focus.house.now(), focus.workshop_id
    with focus.house.store.reading() as db:
        found = [each for each in third_persons.found(db, here) if each.name == "Youssef"]
        passage = db.query(Passage).filter_by(contribution_id=secret[0]).one().id
        analysis = db.query(Analysis).filter_by(exercise_id=focus.questions["Besloten"]).one().id
    places = [(each.contribution_id, each.version, each.starts_at, each.ends_at) for each in found]
    assert len(places) == 3
    focus.house.write(lambda db: third_persons.decide_all(db, here, by, places, decision="mask", now=now))
    focus.write(themes.make, analysis, by, title="Stilte van Youssef", passage_ids=[passage])
    for who in (*members[:2], focus.members[2]):
        focus.house.write(lambda db, who=who: consent.answer(db, who.id, {"quoting": True}, now=now))
    return board


def test_names_are_masked_in_the_file_by_its_grade(talk: Board) -> None:
    here = ("Vertel", "Groep 1")
    public = own_words(talk, "public")[here]
    analysis = own_words(talk, "analysis")[here]
    restricted = own_words(talk, "restricted", purpose="Onderzoek")[here]
    assert "dansen" in public and "fatima" not in public and "wilg" not in public
    assert "fatima [?]" in analysis and "wilg" not in analysis
    assert "wilg" in restricted and "fatima" in restricted and "[?]" not in restricted
    assert not any("youssef" in each for each in (public, analysis, restricted))


def test_a_public_file_holds_nothing_that_was_said_to_the_moderator_alone(talk: Board) -> None:
    public, analysis = (talk.get(f"/groups.csv?grade={grade}").text for grade in ("public", "analysis"))
    assert "Besloten" not in public and "obstacle" not in public and "Stilte" not in public
    assert "Besloten" in analysis and "obstacle" in analysis and "Stilte van […]" in analysis
    assert ("Besloten", "Groep 1") in own_words(talk, "analysis")
    assert ("Besloten", "Groep 1") not in own_words(talk, "public")


def test_own_words_of_who_may_not_be_quoted_stay_inside(talk: Board) -> None:
    """Of the other group only one agreed: what one person wrote is no word of a group."""
    there = ("Vertel", "Groep 2")
    assert "tuin" in own_words(talk, "analysis")[there] and own_words(talk, "public")[there] == ""


def test_a_restricted_file_says_what_it_is_for_and_every_file_is_known(talk: Board) -> None:
    refused = talk.get("/groups.xlsx?grade=restricted")
    assert refused.status_code == 422 and 'value="restricted" checked' in refused.text
    assert talk.get("/groups.xlsx?grade=secret").status_code == 404
    kept = talk.get("/groups.csv?grade=restricted&purpose=Onderzoek")
    assert "groepen-restricted" in kept.headers["Content-Disposition"]
    with talk.cast.house.store.reading() as db:
        made = [(each.what, each.purpose) for each in db.query(Reading) if each.what.startswith("groups")]
    assert made == [("groups restricted csv", "Onderzoek")]
