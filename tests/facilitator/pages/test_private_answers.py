"""Answers to the moderator alone, and what was made of them: not for observers, the wall or a public file."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import pytest
from builders import Cast, make_user, propose, sign_in
from flask import Flask
from flask.testing import FlaskClient
from focus_acts import answer, reply_to_probe
from focus_builders import Focus, make_focus
from sqlalchemy import select

from facilitator.identity import Who, may_watch
from sessions.analysis import analyses, dissent, freezing, themes
from sessions.exports import Grade, gather
from sessions.focus import asked, laying, probes, questions
from sessions.hall import preparing
from sessions.models import Change, Contribution, Passage
from sessions.projections import Audience, patch, snapshot

WORDS = "verstomming"
"""Stands in the private answer, and in everything that a machine and people made of it."""
ROUTES = (
    "", "/why/{passage}", "/history", "/map", "/map.svg", "/compare/1/1", "/runs", "/runs/{run}/preview",
    "/themes/{theme}/history", "/explain/{passage}", "/known.json", "/suggestions.json", "/sorting",
    "/sorting.svg",
)  # fmt: skip
READ_AT_ONCE = ("", "/history", "/compare/1/1", "/runs", "/themes/{theme}/history", "/known.json")
PRIVATE, MASKED = "Liever niet in de groep", "Welkom"


@dataclass
class Bench:
    """A private question and a masked one, each with an answer, a proposal and a theme; `olga` observes."""

    focus: Focus
    olga: int
    analysis: dict[str, int]
    theme: dict[str, int]
    passage: dict[str, int]
    run: dict[str, int]

    def items(self, audience: str, scope: int) -> str:
        with self.focus.house.store.reading() as db:
            return json.dumps(snapshot(db, Audience(audience, scope)).items)


@pytest.fixture
def bench(cast: Cast) -> Bench:
    house, focus = cast.house, make_focus(cast.house, cast.facilitator, members=2)
    olga = make_user(house, "olga@lotus.example", "facilitator")
    given = {"email": "olga@lotus.example", "role": "observer"}
    focus.write(preparing.set_member, focus.workshop_id, focus.moderator, **given)
    made = Bench(focus, olga, {}, {}, {}, {})
    for title, text in ((PRIVATE, f"Van {WORDS} zei ik niets."), (MASKED, "Bij de buren aan tafel.")):
        answer(focus, focus.members[0], title, text)
        with house.store.reading() as db:
            analysis = laying.analysis_of(db, focus.questions[title])
            assert analysis is not None
            made.analysis[title] = analysis.id
            made.passage[title] = analyses.passages_of(db, analysis)[0][0].id
        word = WORDS if title == PRIVATE else "buren"
        made.run[title] = propose(house, analysis.id, [(f"{word} niets", [made.passage[title]])])
        theme = {"title": f"Over {word}", "passage_ids": []}
        made.theme[title] = focus.write(themes.make, analysis.id, focus.moderator, **theme)
        raised = {"about": "name", "text": f"Dat heet geen {word}.", "theme_id": made.theme[title]}
        focus.write(dissent.raise_, focus.workshop_id, user_id=focus.facilitator, **raised)
    return made


def address(bench: Bench, title: str, route: str = "") -> str:
    at = f"/workshops/{bench.focus.workshop_id}/workbench/{bench.analysis[title]}{route}"
    return at.format(passage=bench.passage[title], theme=bench.theme[title], run=bench.run[title])


def test_every_page_of_a_workbench_is_tried(app: Flask) -> None:
    """A new page of the workbench that is only read stands in ROUTES too."""
    start = "/workshops/<int:workshop_id>/workbench/<int:analysis_id>"
    read = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith(start) and _is_read(rule)]
    tried = {route.format(passage=1, theme=1, run=1) for route in ROUTES}
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        found = {adapter.match(f"/workshops/1/workbench/1{route}", "GET", True)[0].rule for route in tried}
    # Only who sorts comes on the list of themes: an observer has no right to it.
    assert sorted(set(read) - found - {f"{start}/list"}) == []


def _is_read(rule: Any) -> bool:
    return "GET" in (rule.methods or ())


def test_an_observer_finds_no_workbench_of_a_private_question(bench: Bench, client: FlaskClient) -> None:
    sign_in(client, bench.focus.house, bench.olga)
    for route in ROUTES:
        assert client.get(address(bench, PRIVATE, route)).status_code == 404, route
    for route in READ_AT_ONCE:
        page = client.get(address(bench, MASKED, route), headers={"Accept": "application/json"})
        assert page.status_code == 200, route
    listed = client.get(f"/workshops/{bench.focus.workshop_id}/guide/workbench").text
    assert address(bench, MASKED) in listed and address(bench, PRIVATE) not in listed
    assert address(bench, PRIVATE) not in client.get(address(bench, MASKED)).text


def test_nothing_live_and_no_page_tells_an_observer(bench: Bench, client: FlaskClient) -> None:
    here = bench.focus.workshop_id
    sign_in(client, bench.focus.house, bench.olga)
    assert client.get(f"/live/workbench:{bench.analysis[PRIVATE]}").status_code == 404
    assert client.get(f"/live/workbench:{bench.analysis[MASKED]}").status_code == 200
    for path in (f"/live/wall:{here}", f"/workshops/{here}/result"):
        page = client.get(path)
        assert page.status_code == 200 and WORDS not in page.text, path


def test_who_moderates_and_who_analyses_reads_all_of_it(bench: Bench, client: FlaskClient) -> None:
    house, focus = bench.focus.house, bench.focus
    sign_in(client, house, focus.facilitator)
    assert WORDS in client.get(address(bench, PRIVATE)).text
    assert WORDS in client.get(f"/workshops/{focus.workshop_id}/result").text
    with house.store.reading() as db:
        watched = Audience("workbench", bench.analysis[PRIVATE])
        assert may_watch(db, watched, Who(user_id=focus.facilitator))
        assert not may_watch(db, watched, Who(user_id=bench.olga))


@pytest.mark.parametrize("name", ["json", "md", "docx", "svg", "qdpx", "qdc", "csv", "xlsx"])
def test_no_public_file_holds_what_was_made_of_it(bench: Bench, client: FlaskClient, name: str) -> None:
    sign_in(client, bench.focus.house, bench.focus.facilitator)
    path = f"/workshops/{bench.focus.workshop_id}/exports/{name}"
    found = {
        grade: unpacked(client.get(path, query_string={"grade": grade}).data)
        for grade in ("public", "analysis")
    }
    assert WORDS not in found["public"] and "buren" in found["public"]
    assert WORDS in found["analysis"]


def unpacked(content: bytes) -> str:
    """Every part of a packed file as one text."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


def test_what_was_said_to_a_probe_to_one_alone_lies_only_where_all_of_it_is_private(bench: Bench) -> None:
    focus, one = bench.focus, bench.focus.members[0]
    here = {"group_id": focus.groups[0], "text": "Wie nog?"}
    for title in (MASKED, PRIVATE):
        alone = {"exercise_id": focus.questions[title], "participant_id": one.id, **here}
        further = focus.write(probes.ask, focus.workshop_id, focus.moderator, **alone)
        reply_to_probe(focus, one, further, "Alleen aan jou gezegd")
    to_all = {"exercise_id": focus.questions[MASKED], **here}
    further = focus.write(probes.ask, focus.workshop_id, focus.moderator, **to_all)
    reply_to_probe(focus, one, further, "Aan iedereen gezegd")
    focus.house.write(lambda db: _take_replies(db, focus.workshop_id))
    masked, private = (bench.items("workbench", bench.analysis[title]) for title in (MASKED, PRIVATE))
    assert "Aan iedereen gezegd" in masked and "Alleen aan jou" not in masked
    assert "Alleen aan jou gezegd" in private
    with focus.house.store.reading() as db:
        assert may_watch(db, Audience("workbench", bench.analysis[MASKED]), Who(user_id=bench.olga))
        given = {"random": Random(1), "language": "nl", "now": focus.house.now()}
        sheet = gather(db, focus.workshop_id, Grade.ANALYSIS, **given).sheet("contributions")
    asked_in = {row["text"]: row["ended"] for row in sheet.rows if row["question"] == MASKED}
    assert (asked_in["Aan iedereen gezegd"], asked_in["Alleen aan jou gezegd"]) == ("unplaced", "no_question")


def _take_replies(db: Any, workshop_id: int) -> None:
    """Replies lie on the workbenches too."""
    for analysis in analyses.of_workshop(db, workshop_id):
        analysis.feeds_on = "answer reply"
    laid = set(db.scalars(select(Passage.contribution_id)))
    replies = select(Contribution.id).where(
        Contribution.workshop_id == workshop_id, Contribution.kind == "reply"
    )
    db.add_all(
        Passage(workshop_id=workshop_id, contribution_id=each)
        for each in db.scalars(replies)
        if each not in laid
    )


@pytest.mark.parametrize("frozen", [False, True])
def test_a_question_that_becomes_private_leaves_the_wall(bench: Bench, frozen: bool) -> None:
    focus, wall = bench.focus, Audience("wall", bench.focus.workshop_id)
    if frozen:
        focus.write(freezing.freeze, bench.analysis[MASKED], focus.moderator)
    with focus.house.store.reading() as db:
        before = snapshot(db, wall)
        value = questions.value_of(asked.question(db, focus.workshop_id, focus.questions[MASKED]))
    assert "Over buren" in json.dumps(before.items)
    changed = replace(value, visibility="private")
    where = (focus.workshop_id, focus.questions[MASKED], focus.moderator)
    focus.write(questions.change_question, *where, changed)
    with focus.house.store.reading() as db:
        news = list(db.query(Change).where(Change.revision > before.revision, Change.workshop_id == where[0]))
        made, fresh = patch(db, wall, news), snapshot(db, wall)
    assert "buren" not in json.dumps(fresh.items)
    gone = {
        name
        for name in before.items
        if any(drop in (name, f"{name.partition(':')[0]}:*") for drop in made.drop)
    }
    assert {k: v for k, v in before.items.items() if k not in gone} | made.put == fresh.items
