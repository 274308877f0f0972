"""What may not be quoted says so while it becomes material, and reaches no hall in the very words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from builders import Cast, make_workshop, sign_in
from flask.testing import FlaskClient
from focus_acts import answer
from focus_builders import FIRST, Focus, make_focus
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sessions.exercises.answers import as_form
from sessions.focus import answering, consent
from sessions.focus.promises import Seal
from sessions.hall import programme
from sessions.material import carrying, coding, interviews, third_persons
from sessions.material.said import Wanted, everything
from sessions.material.very_words import quotes
from sessions.models import Contribution, ContributionVersion, Ingredient, Lever, LeverArgument, TreePart

SAID = {
    "willing": ("Wie ben je?", "Fatima wees ons de weg naar Joris in de buurt."),
    "silent": ("Wie ben je?", "Ik voel me nergens echt welkom, zei Wilg 1."),
    "private": ("Liever niet in de groep", "Op het werk lachen ze mij altijd uit."),
}


@dataclass
class Week:
    focus: Focus
    said: dict[str, int]
    into: int

    def code(self, name: str, kind: str, words: str, text: str = "", **more: Any) -> int:
        at = SAID[name][1].index(words)
        given = {"kind": kind, "starts_at": at, "ends_at": at + len(words), "text": text, **more}
        return self.focus.write(coding.code, self.said[name], self.focus.moderator, **given)

    def carry(self) -> tuple[list[tuple[str, str]], list[str]]:
        """What stands on the longlist of the hall (text, source), and what is said of the rest."""
        done = self.focus.write(carrying.carry, self.focus.workshop_id, self.into, self.focus.moderator)
        with self.focus.house.store.reading() as db:
            rows = db.scalars(
                select(Ingredient).where(
                    Ingredient.workshop_id == self.into, Ingredient.origin_id.is_not(None)
                )
            )
            return [(each.text, each.source) for each in rows], done.left

    def first(self, model: Any) -> int:
        with self.focus.house.store.reading() as db:
            return db.scalars(select(model.id).where(model.workshop_id == self.focus.workshop_id)).first()


@pytest.fixture
def week(cast: Cast) -> Week:
    """The first member agreed to be quoted, the second did not. Fatima is to be masked; on Joris nobody
    decided."""
    focus = make_focus(cast.house, cast.facilitator, members=2)
    one, two = focus.members[:2]
    for who, yes in ((one, True), (two, False)):
        focus.write(consent.answer, who.id, {"taking_part": True, "quoting": yes})
    who = {"willing": one, "silent": two, "private": one}
    said = {name: answer(focus, who[name], *SAID[name]) for name in SAID}
    place = (said["willing"], 1, 0, len("Fatima"))
    with cast.house.store.reading() as db:
        row = db.get_one(ContributionVersion, (said["willing"], 1))
    assert row.text[: place[3]] == "Fatima"
    focus.write(third_persons.decide_all, focus.workshop_id, focus.moderator, [place], decision="mask")
    return Week(focus, said, make_workshop(cast.house, cast.facilitator, "De zaal"))


def test_a_name_that_is_to_be_masked_is_masked_in_what_the_words_propose(week: Week) -> None:
    for words in (SAID["willing"][1], "Fatima wees ons", "tima wees ons", "wees ons"):
        week.code("willing", "interest", words)
    week.code("willing", "interest", "Fatima wees ons", text="Fatima als gids")
    with week.focus.house.store.reading() as db:
        texts = [each.material.text for each in coding.of_workshop(db, week.focus.workshop_id)]
    assert texts == [
        "[…] wees ons de weg naar Joris in de buurt.",
        "[…] wees ons",
        "[…] wees ons",
        "wees ons",
        "Fatima als gids",
    ]


def test_what_was_decided_on_a_name_holds_when_its_author_says_it_better(week: Week) -> None:
    focus, said = week.focus, week.said["willing"]
    better = {"version": 1, "data": as_form({"text": "Het was Fatima die ons de weg wees, met Joris."})}
    focus.write(answering.correct, said, focus.members[0].id, **better)
    with focus.house.store.reading() as db:
        found = [each for each in third_persons.found(db, focus.workshop_id) if each.contribution_id == said]
    assert [(each.name, each.version, each.decision) for each in found] == [
        ("Fatima", 2, "mask"),
        ("Joris", 2, "open"),
    ]
    coded = focus.write(coding.code, said, focus.moderator, kind="interest", starts_at=0, ends_at=18)
    # Asking again about the name in the words of now goes before what was decided then.
    place = (said, 2, found[0].starts_at, found[0].ends_at)
    focus.write(third_persons.decide_all, focus.workshop_id, focus.moderator, [place], decision="open")
    again = focus.write(coding.code, said, focus.moderator, kind="interest", starts_at=0, ends_at=18)
    with focus.house.store.reading() as db:
        texts = [coding.material(db, each).text for each in (coded, again)]
    assert texts == ["Het was […] die", "Het was Fatima die"]


def test_what_may_not_be_quoted_bears_a_sign(week: Week, client: FlaskClient) -> None:
    held = {"name": "Mevrouw Es", "interviewer": "Els", "held_on": FIRST, "consent": "Mondeling"}
    notes = {"notes": ["Je moet iemand kennen."], "secret": "nobody holds this one"}
    focus = week.focus
    focus.write(interviews.enter, focus.workshop_id, focus.moderator, **held, **notes)
    kept = week.code("private", "obstacle", "lachen ze mij altijd uit")
    week.code("private", "obstacle", "lachen ze mij altijd uit", text="Spot van collega’s")
    with focus.house.store.reading() as db:
        found = {each.text: each for each in everything(db, focus.workshop_id, Wanted())}
    assert {text: each.seal for text, each in found.items()} == {
        SAID["willing"][1]: None,
        SAID["silent"][1]: Seal.UNQUOTED,
        SAID["private"][1]: Seal.PRIVATE,
        "Je moet iemand kennen.": Seal.UNQUOTED,
    }
    assert found[SAID["private"][1]].held == {kept}
    sign_in(client, focus.house, focus.facilitator)
    page = client.get(f"/workshops/{focus.workshop_id}/material").text
    assert page.count("<span>besloten</span>") == 1 and page.count("<span>niet citeren</span>") == 2
    assert page.count("Zo gaat dit niet mee naar de zaal") == 1


def test_the_longlist_gets_no_words_that_may_not_be_quoted(week: Week) -> None:
    week.code("private", "ingredient", "lachen ze mij altijd uit")
    week.code("silent", "ingredient", "nergens echt welkom")
    assert week.carry()[0] == []
    told = week.carry()[1]
    assert told[0].startswith("2 stukken kwamen niet mee")
    week.code("private", "ingredient", "lachen ze mij altijd uit", text="Elkaar ernstig nemen")
    week.code("silent", "ingredient", "welkom", text="Welkom zijn")
    came, left = week.carry()
    # Where something was said to the moderator alone is not told either.
    assert came == [
        ("Elkaar ernstig nemen", "Wat helpt om mee te doen?"),
        ("Welkom zijn", "Wat helpt om mee te doen?: Groep 1"),
    ]
    assert left[0].startswith("2 stukken")


def test_arguments_and_the_tree_of_the_hall_follow_the_same_rule(week: Week, cast: Cast) -> None:
    week.focus.write(programme.add_step, week.into, "tree", week.focus.moderator, after=None)
    lever, part = week.first(Lever), week.first(TreePart)
    words = "lachen ze mij altijd uit"
    week.code("private", "lever_argument", words, lever_id=lever)
    week.code("private", "vision", words, tree_part_id=part)
    week.code("private", "lever_argument", words, text="Spot maakt stil", lever_id=lever)
    week.code("private", "vision", words, text="Niemand wordt bespot", tree_part_id=part)
    week.carry()
    with cast.house.store.reading() as db:
        arguments = list(db.scalars(select(LeverArgument.text).where(LeverArgument.workshop_id == week.into)))
        said = select(ContributionVersion.text).join(
            Contribution, Contribution.id == ContributionVersion.contribution_id
        )
        visions = list(db.scalars(said.where(Contribution.workshop_id == week.into)))
    assert (arguments, visions) == (["Spot maakt stil"], ["Niemand wordt bespot"])


def test_names_are_masked_on_the_longlist_whatever_was_decided_first(week: Week) -> None:
    quoted = week.code(
        "willing", "ingredient", "wees ons de weg naar Joris", text="wees ons de weg naar Joris"
    )
    worded = week.code("willing", "ingredient", "de weg", text="Iemand als Fatima en Joris, vraag Wilg 2")
    came, _left = week.carry()
    assert quoted and worded
    assert [text for text, _source in came] == [
        # The very words follow a public file: nobody decided on Joris.
        "wees ons de weg naar […]",
        # A moderator's own words hold the names that were not decided to be masked.
        "Iemand als […] en Joris, vraag […]",
    ]


ANSWER = "Iedereen kent wel iemand die aan het loket bleef steken, en dan?"


@pytest.mark.parametrize(
    ("text", "is_quote"),
    [
        ("iemand die aan het loket bleef steken", True),
        ("IEMAND  die aan,  het loket", True),
        ("Wie blijft hangen aan het loket bleef steken in zorgen", True),
        ("aan het loket", True),
        ("het loket", False),
        ("loket aan het", False),
        ("Hulp aan het loket", False),
        ("kent wel iemand […] het loket bleef", True),
        ("[…] die aan het", True),
        ("", False),
    ],
)
def test_what_is_a_quote(text: str, is_quote: bool) -> None:
    assert quotes(text, ANSWER) is is_quote


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["wij", "zij", "hier", "daar", "nooit", "altijd"]), min_size=3), st.data())
def test_every_run_of_words_is_a_quote_of_what_it_is_from(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 3))
    end = data.draw(st.integers(start + 3, len(words)))
    assert quotes(" ".join(words[start:end]).upper(), ", ".join(words))
