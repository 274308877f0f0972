"""A workshop of focus groups is made with its guide, groups and image, and an analysis per open question."""

from __future__ import annotations

from datetime import date

import pytest
from builders import make_user
from focus_builders import GUIDE, make_focus

from facilitator.house import House
from sessions.analysis import analyses
from sessions.errors import Invalid
from sessions.focus import asked, load, making, replacing, times
from sessions.focus.documents import markdown
from sessions.focus.shape import Guide
from sessions.hall import levers, own_scripts
from sessions.models import TreePart, Workshop
from sessions.scripts import load as load_script
from sessions.scripts import read as read_script
from sessions.scripts import write as write_script


def test_everything_of_the_guide_is_there(house: House) -> None:
    focus = make_focus(house, make_user(house, "a@lotus.example", "facilitator"))
    with house.store.reading() as db:
        workshop = asked.focus_workshop(db, focus.workshop_id)
        assert (workshop.mode, workshop.state, workshop.revision) == ("focus", "open", 2)
        first, second = asked.rounds(db, focus.workshop_id)
        assert (first.opens, first.closes, second.opens) == (
            "2026-11-23T08:00",
            "2026-11-24T20:00",
            "2026-11-24T08:00",
        )
        found = asked.questions(db, focus.workshop_id)
        assert [each.step.title for each in found] == [
            question.title for each in GUIDE.rounds for question in each.questions
        ]
        assert all(each.step.state == "waiting" for each in found)
        assert found[1].stimuli[0].text.startswith("Denk aan")
        react = next(each for each in found if each.question.form == "react")
        assert react.step.settings["to"] == focus.questions["Welkom"]
        assert [each.name for each in asked.groups(db, focus.workshop_id)] == ["Groep 1", "Groep 2"]
        assert len(asked.people(db, focus.workshop_id)) == 6
        assert times.is_open(workshop, first, house.now(), group=asked.groups(db, workshop.id)[0])


def test_what_is_answered_in_own_words_has_an_analysis(house: House) -> None:
    focus = make_focus(house, make_user(house, "a@lotus.example", "facilitator"), members=0)
    with house.store.reading() as db:
        found = {each.key: each for each in analyses.of_workshop(db, focus.workshop_id)}
        own_words = ("Wie ben je?", "Welkom", "Liever niet in de groep", "Belangrijkst", "In de klas")
        assert sorted(found) == sorted(f"q{focus.questions[title]}" for title in own_words)
        welcome = found[f"q{focus.questions['Welkom']}"]
        assert (welcome.feeds_on, welcome.towards, welcome.exercise_id) == (
            "answer",
            "themes",
            focus.questions["Welkom"],
        )


def test_levers_and_tree_come_along_with_their_arrows(house: House) -> None:
    focus = make_focus(house, make_user(house, "a@lotus.example", "facilitator"), members=0)
    script = load_script("startmoment", "nl")
    with house.store.reading() as db:
        assert len(levers.levers_of(db, focus.workshop_id)) == len(script.levers) == 6
        assert len(levers.arrows_of(db, focus.workshop_id)) == len(script.arrows)
        parts = db.query(TreePart).filter(TreePart.workshop_id == focus.workshop_id).count()
        assert parts == len(script.tree)


@pytest.mark.parametrize(("title", "groups"), [("", 4), ("Wat helpt?", 0), ("Wat helpt?", 13)])
def test_what_is_no_workshop_is_refused_and_nothing_is_made(house: House, title: str, groups: int) -> None:
    user_id = make_user(house, "a@lotus.example", "facilitator")
    with pytest.raises(Invalid):
        house.write(
            lambda db: making.make(
                db,
                load_script("startmoment", "nl"),
                title=title,
                held_on=date(2026, 11, 23),
                language="nl",
                groups=groups,
                organisation_id=1,
                user_id=user_id,
                join_code="ABCDEFGH",
                wall_secret="w" * 32,
                now=house.now(),
            )
        )
    with house.store.reading() as db:
        assert db.query(Workshop).count() == 0


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_the_shipped_script_makes_a_week_that_nobody_is_asked_too_much_in(
    house: House, language: str
) -> None:
    user_id = make_user(house, "a@lotus.example", "facilitator")
    focus = make_focus(house, user_id, guide=read_guide(language), groups=4, members=0, language=language)
    with house.store.reading() as db:
        rounds, questions = asked.rounds(db, focus.workshop_id), asked.questions(db, focus.workshop_id)
        assert (len(rounds), len(questions)) == (5, 16)
        assert {each.question.visibility for each in questions} == {"masked", "open", "private"}
        days = load.per_day(rounds, questions)
        assert len(days) == 7 and not any(each.too_much for each in days)


def read_guide(language: str) -> Guide:
    return markdown.read(load_script("focusgroep", language).guide)


def test_a_guide_is_kept_as_a_script_that_makes_the_same_one_in_another_week(house: House) -> None:
    user_id = make_user(house, "a@lotus.example", "facilitator")
    first = make_focus(house, user_id, members=0)
    with house.store.reading() as db:
        kept = own_scripts.of_workshop(db, first.workshop_id, title="Onze week")
        guide = replacing.of_workshop(db, first.workshop_id)
    script = read_script(write_script(kept), name="onze")
    assert (script.mode, script.tables, script.steps, len(script.levers)) == ("focus", 2, (), 6)
    made = house.write(
        lambda db: making.from_script(
            db,
            script,
            title="Later",
            held_on=date(2027, 3, 22),
            language="nl",
            tables=3,
            organisation_id=1,
            user_id=user_id,
            join_code="ABCDEFGH",
            wall_secret="w" * 32,
            now=house.now(),
        )
    )
    with house.store.reading() as db:
        again = replacing.of_workshop(db, made)
        assert len(asked.groups(db, made)) == 3
    assert [each.opens for each in again.rounds] == ["2027-03-22T08:00", "2027-03-23T08:00"]
    prompts = [[each.prompt for each in day.questions] for day in guide.rounds]
    assert [[each.prompt for each in day.questions] for day in again.rounds] == prompts
