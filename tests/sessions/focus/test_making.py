"""A workshop of focus groups is made with its guide, groups and image, and an analysis per open question."""

from __future__ import annotations

from datetime import date

import pytest
from builders import make_user
from focus_builders import GUIDE, make_focus

from facilitator.house import House
from sessions import analyses, levers
from sessions.errors import Invalid
from sessions.focus import asked, making, times
from sessions.models import TreePart, Workshop
from sessions.scripts import load


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
        own_words = ("Wie ben je?", "Welkom", "Liever niet in de groep", "In de klas")
        assert sorted(found) == sorted(f"q{focus.questions[title]}" for title in own_words)
        welcome = found[f"q{focus.questions['Welkom']}"]
        assert (welcome.feeds_on, welcome.towards, welcome.exercise_id) == (
            "answer",
            "themes",
            focus.questions["Welkom"],
        )


def test_levers_and_tree_come_along_with_their_arrows(house: House) -> None:
    focus = make_focus(house, make_user(house, "a@lotus.example", "facilitator"), members=0)
    script = load("startmoment", "nl")
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
                load("startmoment", "nl"),
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
