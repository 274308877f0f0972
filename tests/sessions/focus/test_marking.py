"""Words that moderators mark while they follow, and those that people mark in the text of a question."""

from __future__ import annotations

from typing import Any

import pytest
from builders import make_user
from focus_acts import answer
from focus_builders import WORDS, Focus, make_focus

from facilitator.house import House
from sessions.errors import Invalid, Missing
from sessions.exercises.answers import as_form
from sessions.focus import answering, marking
from sessions.focus.shape import Guide, GuideQuestion, GuideRound
from sessions.lexicon import marks

NAMES = "Mensen met een migratieachtergrond; de allochtonen; wij, de buurt, en wie er nog bij komt wonen."


def guide(**settings: Any) -> Guide:
    asked = GuideQuestion(
        "Welke woorden doen pijn?",
        title="Woorden",
        form="mark",
        settings={"text": f"{WORDS} {NAMES}", "most": 3, **settings},
    )
    return Guide(
        rounds=(GuideRound("Taal", "1T08:00", "4T20:00", "", (asked, GuideQuestion("En jij?", title="Jij"))),)
    )


@pytest.fixture
def facilitator(house: House) -> int:
    return make_user(house, "nel@lotus.example", "facilitator")


@pytest.fixture
def gathering(house: House, facilitator: int) -> Focus:
    """Its question says that what people mark goes to the lexicon."""
    return make_focus(house, facilitator, guide=guide(lexicon=True), members=2)


def marked(focus: Focus, *words: tuple[str, str]) -> int:
    """The first member marks these words, each with why; returns the answer."""
    given = as_form({"marks": [{"word": word, "why": why} for word, why in words]})
    one, question = focus.members[0].id, focus.questions["Woorden"]
    receipt = focus.write(answering.answer, question, one, key="woorden-00000000000000", data=given)
    return int(receipt["id"])


def standing(focus: Focus) -> list[tuple[str, str, int | None, int]]:
    with focus.house.store.reading() as db:
        found = marks.standing(db, focus.workshop_id)
        return [(word, mark.why, mark.participant_id, mark.version) for mark, word in found]


def test_what_people_mark_in_a_text_becomes_marks_where_the_question_says_so(gathering: Focus) -> None:
    one = gathering.members[0].id
    marked(gathering, ("allochtoon", "Het duwt je weg"), ("migratieachtergrond", ""))
    assert standing(gathering) == [
        ("allochtoon", "Het duwt je weg", one, 1),
        ("migratieachtergrond", "", one, 1),
    ]


def test_they_count_again_when_who_withdrew_everything_puts_the_answer_back(gathering: Focus) -> None:
    one, said = gathering.members[0].id, marked(gathering, ("allochtoon", "Het duwt je weg"))
    gathering.write(answering.withdraw_all, one)
    assert standing(gathering) == []
    gathering.write(answering.put_back, said, one)
    assert standing(gathering) == [("allochtoon", "Het duwt je weg", one, 1)]


def test_where_the_question_does_not_say_so_it_stays_an_answer(house: House, facilitator: int) -> None:
    focus = make_focus(house, facilitator, guide=guide(), members=1)
    marked(focus, ("allochtoon", "Het duwt je weg"))
    assert standing(focus) == []


def test_another_answer_takes_the_marks_of_the_earlier_one_along(gathering: Focus) -> None:
    one, said = gathering.members[0].id, marked(gathering, ("allochtoon", "Hard"), ("buurt", "Zacht"))
    better = as_form({"marks": [{"word": "allochtoon", "why": "Het duwt je weg"}]})
    gathering.write(answering.correct, said, one, version=1, data=better)
    assert standing(gathering) == [("allochtoon", "Het duwt je weg", one, 2)]
    gathering.write(answering.withdraw, said, one)
    assert standing(gathering) == []


def test_the_same_post_twice_marks_once_and_a_whole_sentence_is_an_answer_and_no_mark(
    gathering: Focus,
) -> None:
    whole = len(f"{WORDS} {NAMES}")
    assert whole > marks.LONGEST_MARK
    given = as_form({"marks": [{"starts_at": 0, "ends_at": whole, "why": "Alles"}]})
    one, question = gathering.members[1].id, gathering.questions["Woorden"]
    for _ in range(2):
        gathering.write(answering.answer, question, one, key="alles-0000000000000000", data=given)
    assert standing(gathering) == []
    for _ in range(2):
        marked(gathering, ("allochtoon", "Hard"))
    assert [word for word, *_ in standing(gathering)] == ["allochtoon"]


def test_a_moderator_marks_a_word_and_takes_it_back(gathering: Focus) -> None:
    by, where = gathering.moderator, gathering.workshop_id
    said = answer(gathering, gathering.members[0], "Jij", "Ze zeggen Allochtoon tegen mij")
    for _ in range(2):
        made = gathering.write(marking.by_staff, where, said, by, word="allochtoon", why="Het valt vaak")
    assert standing(gathering) == [("Allochtoon", "Het valt vaak", None, 1)]
    for word in ("", "vreemdeling"):
        with pytest.raises(Invalid):
            gathering.write(marking.by_staff, where, said, by, word=word, why="")
    with pytest.raises(Missing):
        gathering.write(marking.by_staff, where + 1, said, by, word="allochtoon", why="")
    gathering.write(marks.withdraw, made, by)
    assert standing(gathering) == []
    gathering.write(answering.withdraw, said, gathering.members[0].id)
    with pytest.raises(Missing):
        gathering.write(marking.by_staff, where, said, by, word="allochtoon", why="")
