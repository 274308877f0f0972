"""Staff writes the guide: every act can be taken back, and nothing that people answered is lost by one."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from builders import make_user
from focus_builders import OPTIONS, Focus, make_focus
from focus_guide_acts import ACTS, DAY, MORE, PIXEL, act, answer, on, redo, rows, titles, undo, value, worded
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator.house import House
from sessions.errors import Conflict, Invalid, Missing
from sessions.focus import asked, laying, questions, replacing, rounds, stimuli, wording
from sessions.focus.shape import GuideQuestion, GuideRound, GuideStimulus
from sessions.models import Contribution


@pytest.fixture
def focus(house: House) -> Focus:
    return make_focus(house, make_user(house, "a@lotus.example", "facilitator"), members=1)


@pytest.mark.parametrize("name", ACTS)
def test_every_act_is_taken_back_exactly_and_done_again(focus: Focus, name: str) -> None:
    first = rows(focus)
    ACTS[name](focus)
    changed = rows(focus)
    assert changed != first
    undo(focus)
    assert rows(focus) == first
    redo(focus)
    assert rows(focus) == changed
    with pytest.raises(Conflict):
        redo(focus)


def test_the_same_act_once_more_is_no_act(focus: Focus) -> None:
    first = rows(focus)
    ACTS["another form"](focus)
    ACTS["another form"](focus)
    undo(focus)
    assert rows(focus) == first


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(list(ACTS)), min_size=1, max_size=5))
def test_any_acts_one_after_the_other_are_taken_back_to_the_beginning(house: House, names: list[str]) -> None:
    email = f"{secrets.token_hex(6)}@lotus.example"
    focus = make_focus(house, make_user(house, email, "facilitator"), members=0, title=email)
    seen = [rows(focus)]
    for name in names:
        try:
            ACTS[name](focus)
        except (Missing, Invalid):
            continue
        if rows(focus) != seen[-1]:
            seen.append(rows(focus))
            positions(focus)
    for earlier in reversed(seen[:-1]):
        undo(focus)
        assert rows(focus) == earlier
    with pytest.raises(Conflict):
        undo(focus)


def positions(focus: Focus) -> None:
    """Positions go from 1 without gaps, rounds and questions alike."""
    with focus.house.store.reading() as db:
        days = asked.rounds(db, focus.workshop_id)
        assert [each.position for each in days] == list(range(1, len(days) + 1))
        steps = asked.questions(db, focus.workshop_id)
        assert [each.step.position for each in steps] == list(range(1, len(steps) + 1))


def test_questions_move_within_and_over_rounds(focus: Focus) -> None:
    ACTS["earlier"](focus)
    ACTS["into the next round"](focus)
    ACTS["a copy"](focus)
    assert titles(focus) == [
        ["Welkom", "Welkom", "Wie ben je?"],
        ["Liever niet in de groep", "Belangrijkst", "Woorden", "Reageren", "In de klas"],
    ]
    first = focus.questions["Welkom"]
    act(focus, questions.move_question, first, -1)
    assert titles(focus)[0][0] == "Welkom", "the first stays where it is"
    positions(focus)


def test_a_round_is_proposed_after_the_last_one(focus: Focus) -> None:
    with focus.house.store.reading() as db:
        proposed = rounds.proposed_round(db, focus.workshop_id)
    assert proposed == GuideRound("Dag 3", "2026-11-25T08:00", "2026-11-27T20:00")


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (replace(DAY, title=" "), "title"),
        (replace(DAY, title="w" * 121), "title"),
        (replace(DAY, welcome="w" * 1001), "welcome"),
        (replace(DAY, opens=""), "opens"),
        (replace(DAY, closes="2026-11-31T09:00"), "closes"),
        (replace(DAY, closes=DAY.opens), "closes"),
        (replace(DAY, closes="2027-11-27T20:00"), "closes"),
        # The clock goes back from 3 to 2: both ends are the same moment.
        (replace(DAY, opens="2027-03-28T02:15", closes="2027-03-28T02:45"), "closes"),
    ],
)
def test_an_impossible_round_is_refused(focus: Focus, wanted: GuideRound, field: str) -> None:
    before = rows(focus)
    for verb, first in ((rounds.add_round, ()), (rounds.change_round, focus.rounds[:1])):
        with pytest.raises(Invalid) as refused:
            act(focus, verb, *first, wanted)
        assert field in refused.value.errors
    assert rows(focus) == before


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (replace(MORE, prompt=" "), "prompt"),
        (replace(MORE, prompt="w" * 401), "prompt"),
        (replace(MORE, title="w" * 121), "title"),
        (replace(MORE, form="video"), "form"),
        (replace(MORE, visibility="everybody"), "visibility"),
        (replace(MORE, segments=("w" * 41,)), "segments"),
        (replace(MORE, segments=tuple("abcdefghi")), "segments"),
        (replace(MORE, form="choice"), "options"),
        (replace(MORE, form="react", settings={"needed": 2}), "to"),
        (replace(MORE, form="react", settings={"needed": 2, "to": 10**9}), "to"),
        (replace(MORE, form="complete", settings={"sentence": "Zonder plaats"}), "sentence"),
    ],
)
def test_a_question_that_asks_nothing_is_refused(focus: Focus, wanted: GuideQuestion, field: str) -> None:
    before = rows(focus)
    with pytest.raises(Invalid) as refused:
        act(focus, questions.add_question, focus.rounds[1], wanted)
    assert field in refused.value.errors
    with pytest.raises(Invalid):
        act(focus, questions.change_question, focus.questions["Welkom"], wanted)
    assert rows(focus) == before


def test_nobody_is_asked_to_react_to_what_they_cannot_read(focus: Focus) -> None:
    for title in ("Liever niet in de groep", "Reageren"):
        wanted = GuideQuestion("Reageer.", form="react", settings={"needed": 1, "to": focus.questions[title]})
        with pytest.raises(Invalid):
            act(focus, questions.add_question, focus.rounds[1], wanted)
    to = focus.questions["Belangrijkst"]
    later = GuideQuestion("Reageer.", form="react", settings={"needed": 1, "to": to})
    with pytest.raises(Invalid):
        act(focus, questions.add_question, focus.rounds[0], later)


def test_other_words_after_an_answer_keep_it_and_are_kept_themselves(focus: Focus, clock: Any) -> None:
    said = answer(focus, "Welkom", {"text": "Bij de buren."})
    exercise_id = focus.questions["Welkom"]
    clock.passes(minutes=5)
    for prompt in ("Waar hoor je bij?", "Waar voel je je thuis?"):
        act(focus, questions.change_question, exercise_id, value(focus, "Welkom", prompt=prompt))
        clock.passes(minutes=5)
    with focus.house.store.reading() as db:
        assert db.get_one(Contribution, said).state == "shown"
        (earlier,) = wording.earlier(db, focus.workshop_id, exercise_id)
        assert earlier.prompt == "Wanneer voelde je je voor het laatst echt welkom?"
        assert earlier.answers == 1
        analysis = laying.analysis_of(db, exercise_id)
        assert analysis is not None and analysis.question == "Waar voel je je thuis?"
    undo(focus)
    undo(focus)
    with focus.house.store.reading() as db:
        assert wording.earlier(db, focus.workshop_id, exercise_id) == []


NOT_ANY_MORE: dict[str, Callable[[Focus], Any]] = {
    "another form": ACTS["another form"],
    "out of the guide": on("Welkom", questions.remove_question),
    "its round out of the guide": lambda focus: act(focus, rounds.remove_round, focus.rounds[0]),
    "open to all": worded("Welkom", visibility="open"),
    "for others": worded("Welkom", segments=("ouder",)),
    "another guide": ACTS["another guide"],
    "its round later": lambda focus: act(focus, rounds.change_round, focus.rounds[0], DAY),
}


@pytest.mark.parametrize("name", NOT_ANY_MORE)
def test_what_was_answered_keeps_its_question_and_its_promise(focus: Focus, name: str) -> None:
    answer(focus, "Welkom", {"text": "Bij de buren."})
    before = rows(focus)
    with pytest.raises(Invalid):
        NOT_ANY_MORE[name](focus)
    assert rows(focus) == before


def test_an_answered_question_stays_in_its_round(focus: Focus) -> None:
    answer(focus, "Liever niet in de groep", {"text": "Ja."})
    with pytest.raises(Invalid):
        ACTS["into the next round"](focus)


def test_fewer_readers_and_more_choices_are_still_possible(focus: Focus) -> None:
    answer(focus, "Welkom", {"text": "Bij de buren."})
    answer(focus, "Belangrijkst", {"chosen": ["k1"]})
    worded("Welkom", visibility="private")(focus)
    more = [*OPTIONS, {"key": "k4", "text": "Sport"}]
    worded("Belangrijkst", settings={"options": more, "several": True})(focus)
    with pytest.raises(Invalid):
        worded("Belangrijkst", settings={"options": more[1:], "several": True})(focus)


def test_what_people_answered_since_is_not_taken_back_from_under_them(focus: Focus, clock: Any) -> None:
    made = ACTS["a question more"](focus)
    focus.questions["Meenemen"] = made
    clock.passes(minutes=1)
    answer(focus, "Meenemen", {"text": "Moed."})
    with pytest.raises(Conflict):
        undo(focus)
    ACTS["a picture"](focus)
    undo(focus)
    assert "Meenemen" in titles(focus)[0]


def test_a_question_that_others_point_at_stays(focus: Focus) -> None:
    with pytest.raises(Invalid) as refused:
        act(focus, questions.remove_question, focus.questions["Welkom"])
    assert "reageren" in refused.value.errors["question"][0]
    act(focus, questions.remove_question, focus.questions["Reageren"])
    act(focus, questions.remove_question, focus.questions["Welkom"])


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (GuideStimulus("text", " "), "text"),
        (GuideStimulus("text", "w" * 4001), "text"),
        (GuideStimulus("image", "", " ", "image/png", PIXEL), "alternative"),
        (GuideStimulus("image", "", "Een tuin"), "picture"),
    ],
)
def test_a_picture_without_description_is_refused(focus: Focus, wanted: GuideStimulus, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        act(focus, stimuli.add, focus.questions["Welkom"], wanted)
    assert field in refused.value.errors


def test_pictures_and_texts_are_moved_changed_and_removed(focus: Focus) -> None:
    exercise_id = focus.questions["Welkom"]
    made = ACTS["a picture"](focus)
    first = rows(focus)
    act(focus, stimuli.move, made, -1)
    act(focus, stimuli.change, made, text="De tuin", alternative="Een tuin met appelbomen")
    with focus.house.store.reading() as db:
        found = asked.question(db, focus.workshop_id, exercise_id).stimuli
        assert [(each.kind, each.alternative) for each in found] == [
            ("image", "Een tuin met appelbomen"),
            ("text", ""),
        ]
    with pytest.raises(Invalid):
        act(focus, stimuli.change, made, text="De tuin", alternative="")
    act(focus, stimuli.remove, made)
    for _act in range(3):
        undo(focus)
    assert rows(focus) == first


def test_rows_of_another_guide_do_not_exist_here(house: House, focus: Focus) -> None:
    other = make_focus(house, make_user(house, "b@lotus.example", "facilitator"), members=0, title="Elders")
    made = ACTS["a picture"](other)
    theirs = other.questions["Welkom"]
    tries: list[tuple[Any, ...]] = [
        (rounds.change_round, other.rounds[0], DAY),
        (rounds.move_round, other.rounds[0], 1),
        (rounds.remove_round, other.rounds[0]),
        (questions.add_question, other.rounds[0], MORE),
        (questions.change_question, theirs, MORE),
        (questions.copy_question, theirs),
        (questions.move_question, theirs, 1),
        (questions.remove_question, theirs),
        (stimuli.add, theirs, GuideStimulus("text", "Lees.")),
        (stimuli.move, made, 1),
        (stimuli.remove, made),
    ]
    before = rows(focus)
    for verb, *arguments in tries:
        with pytest.raises(Missing):
            act(focus, verb, *arguments)
    assert rows(focus) == before


def test_a_guide_as_a_value_makes_the_same_guide_elsewhere(house: House, focus: Focus) -> None:
    ACTS["a picture"](focus)
    with house.store.reading() as db:
        guide = replacing.of_workshop(db, focus.workshop_id)
    other = make_focus(house, make_user(house, "b@lotus.example", "facilitator"), guide=guide, members=0)
    with house.store.reading() as db:
        again = replacing.of_workshop(db, other.workshop_id)
    assert again == guide
    assert guide.rounds[1].questions[2].to == (1, 2)
