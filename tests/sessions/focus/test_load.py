"""How much a guide asks of people, per day and per segment."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sessions.focus import load
from sessions.focus.asked import Asked
from sessions.models import Exercise, Question, Round, Stimulus

MONDAY = date(2026, 11, 23)
DAYS = [MONDAY + timedelta(days=each) for each in range(7)]


def a_round(number: int, opens: str, closes: str) -> Round:
    return Round(id=number, position=number, title=f"Ronde {number}", opens=opens, closes=closes)


def asked(day: Round, form: str = "open", *, prompt: str = "Wat werkt?", **given: Any) -> Asked:
    settings, stimuli = given.pop("settings", {}), given.pop("stimuli", ())
    step = Exercise(id=1, prompt=prompt, settings=settings)
    question = Question(
        form=form, visibility=given.get("visibility", "masked"), segments=given.get("segments", [])
    )
    return Asked(step, question, day, stimuli)


FIRST = a_round(1, "2026-11-23T09:00", "2026-11-29T20:00")


def test_reading_takes_a_minute_for_two_hundred_words() -> None:
    short = load.effort(asked(FIRST, prompt="woord " * 20))
    long = load.effort(asked(FIRST, prompt="woord " * 220))
    assert long.reading - short.reading == 60
    text = Stimulus(kind="text", text="woord " * 400)
    assert load.effort(asked(FIRST, prompt="", stimuli=(text,))).reading == 120
    picture = Stimulus(kind="image", text="", alternative="Een tuin met veel woorden die niemand leest")
    assert load.effort(asked(FIRST, prompt="", stimuli=(picture,))).reading == load.SECONDS_PER_PICTURE


def test_a_form_says_how_long_it_takes_and_words_of_others_count_unless_they_are_private() -> None:
    long, short = ({"length": each} for each in ("long", "short"))
    assert (
        load.effort(asked(FIRST, settings=long)).answering
        > load.effort(asked(FIRST, settings=short)).answering
    )
    one, two = (load.effort(asked(FIRST, "react", settings={"needed": each})) for each in (1, 2))
    assert two.answering == 2 * one.answering
    assert load.effort(asked(FIRST)).others == load.SECONDS_FOR_OTHERS
    assert load.effort(asked(FIRST, visibility="private")).others == 0
    marked = load.effort(asked(FIRST, "mark", settings={"text": "woord " * 200, "most": 2}))
    assert marked.reading >= 60


def test_a_round_weighs_until_the_next_one_opens() -> None:
    second = a_round(2, "2026-11-24T09:00", "2026-11-29T20:00")
    assert load.days_of(FIRST, [FIRST, second]) == DAYS[:1]
    assert load.days_of(second, [FIRST, second]) == DAYS[1:]
    assert load.days_of(FIRST, [FIRST]) == DAYS


@pytest.mark.parametrize(
    ("closes", "days"),
    [("2026-11-23T10:00", 1), ("2026-11-24T09:00", 1), ("2026-11-24T12:01", 2), ("2026-11-25T12:00", 2)],
)
def test_a_morning_on_which_it_closes_is_no_day_to_answer(closes: str, days: int) -> None:
    day = a_round(1, "2026-11-23T09:00", closes)
    assert load.days_of(day, [day]) == DAYS[:days]


def test_rounds_on_the_same_day_weigh_together() -> None:
    other = a_round(2, "2026-11-23T14:00", "2026-11-23T22:00")
    alone = a_round(1, "2026-11-23T09:00", "2026-11-23T20:00")
    questions = [asked(alone), asked(other)]
    (day,) = load.per_day([alone, other], questions)
    assert day.seconds == sum(load.seconds_of(each) for each in questions)


def test_above_45_minutes_is_too_much() -> None:
    day = a_round(1, "2026-11-23T09:00", "2026-11-23T20:00")
    each = asked(day, prompt="", settings={"length": "long"}, visibility="private")
    assert load.seconds_of(each) == 360
    (seven,) = load.per_day([day], [each] * 7)
    (eight,) = load.per_day([day], [each] * 8)
    assert (seven.minutes, seven.too_much) == (42, False)
    assert (eight.minutes, eight.too_much) == (48, True)


def test_a_segment_has_a_load_of_its_own() -> None:
    day = a_round(1, "2026-11-23T09:00", "2026-11-23T20:00")
    questions = [
        asked(day),
        asked(day, segments=["leerkracht"]),
        asked(day, segments=["ouder", "leerkracht"]),
    ]
    assert load.segments_of(questions) == ["leerkracht", "ouder"]
    minutes = {
        name: load.per_day([day], questions, segment=name)[0].minutes for name in ("", "leerkracht", "ouder")
    }
    assert minutes[""] < minutes["ouder"] < minutes["leerkracht"]


def test_a_round_without_questions_asks_nothing() -> None:
    assert [each.seconds for each in load.per_day([FIRST], [])] == [0] * 7
    assert load.per_day([], []) == []
