"""From two taps on a word to a lexicon that the next hall takes along."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, make_workshop

from sessions import contributions, undoing
from sessions.errors import Invalid, Missing
from sessions.lexicon import carrying, context, marks, meanings, terms
from sessions.models import Mark, Term
from sessions.projections import Audience, snapshot


def marked(week: Any, place: int, word: str, why: str = "") -> int:
    text = week.read(context.texts, week.workshop)
    said = next(each.text for each in text if each.contribution_id == week.said[place])
    start = said.index(word)
    return week.write(
        marks.mark,
        week.said[place],
        week.member(place),
        version=1,
        starts_at=start,
        ends_at=start + len(word),
        why=why,
    )


def test_a_tap_inside_a_word_marks_the_whole_word(week: Any) -> None:
    start = len("Ze noemen ons alloch")
    week.write(
        marks.mark, week.said[0], week.member(0), version=1, starts_at=start, ends_at=start + 3, why="Pijn"
    )
    assert [word for _, word in week.read(marks.standing, week.workshop)] == ["allochtonen"]


def test_the_same_words_twice_are_one_mark_with_the_last_reason(week: Any) -> None:
    first, again = marked(week, 0, "allochtonen", "a"), marked(week, 0, "allochtonen", "b")
    assert first == again
    assert [found.why for found, _ in week.read(marks.standing, week.workshop)] == ["b"]


def test_nothing_to_mark_and_whole_sentences_are_refused(week: Any) -> None:
    for start, end in ((3, 3), (0, 0), (900, 950)):
        with pytest.raises(Invalid):
            week.write(marks.mark, week.said[0], week.member(0), version=1, starts_at=start, ends_at=end)
    with pytest.raises(Missing):
        week.write(marks.mark, week.said[0], week.member(0), version=9, starts_at=0, ends_at=3)


def test_a_mark_is_taken_back_by_who_put_it_only(week: Any) -> None:
    mark = marked(week, 0, "allochtonen")
    with pytest.raises(Missing):
        week.write(marks.withdraw, mark, week.member(1))
    week.write(marks.withdraw, mark, week.member(0))
    assert week.read(marks.standing, week.workshop) == []


def test_a_mark_on_what_was_withdrawn_or_hidden_does_not_count(week: Any) -> None:
    marked(week, 0, "allochtonen")
    week.write(contributions.hide, week.said[0], week.moderator, reason="Er staat een naam in")
    assert week.read(marks.standing, week.workshop) == []


def test_marks_become_a_term_with_wording_and_words_to_avoid(week: Any) -> None:
    found = [marked(week, 0, "allochtonen"), marked(week, 2, "allochtone")]
    term = week.write(terms.make, week.workshop, week.moderator, text="allochtoon", mark_ids=found)
    week.write(
        terms.change,
        term,
        week.moderator,
        wording="mensen met een migratiegeschiedenis",
        forms=["vreemdeling"],
    )
    week.write(terms.avoid, term, week.moderator, text="vreemdeling", reason="Het maakt iemand tot gast")
    with pytest.raises(Invalid):
        week.write(terms.avoid, term, week.moderator, text="gast", reason=" ")
    with pytest.raises(Invalid):
        week.write(terms.make, week.workshop, week.moderator, text=" allochtoon ")
    assert {each.term_id for each, _ in week.read(marks.standing, week.workshop)} == {term}


def back(week: Any) -> None:
    week.write(undoing.undo_in_hall, week.workshop, week.moderator, seen=None)


def test_every_act_of_a_moderator_is_taken_back_exactly(week: Any) -> None:
    mark = marked(week, 0, "allochtonen")
    one = week.write(terms.make, week.workshop, week.moderator, text="allochtoon", mark_ids=[mark])
    two = week.write(terms.make, week.workshop, week.moderator, text="migrant")
    week.write(terms.avoid, one, week.moderator, text="vreemdeling", reason="Gast")
    week.write(terms.merge, two, one, week.moderator)
    standing = week.read(lambda db: {each.text for each in terms.of_workshop(db, week.workshop)})
    assert standing == {"migrant"}
    back(week)
    assert week.read(lambda db: db.get_one(Mark, mark).term_id) == one
    assert week.read(lambda db: [row.text for row in terms.avoided(db, week.workshop)[one]]) == [
        "vreemdeling"
    ]
    for _ in range(3):
        back(week)
    assert week.read(terms.of_workshop, week.workshop) == []
    assert week.read(lambda db: db.get_one(Mark, mark).term_id) is None


def test_meanings_in_peoples_own_words_with_agreement_per_meaning(week: Any) -> None:
    term = week.write(terms.make, week.workshop, week.moderator, text="allochtoon")
    own = week.write(meanings.write, term, week.member(0), text="Iemand die nooit van hier wordt")
    other = week.write(meanings.write, term, week.member(2), text="Een woord van vroeger")
    week.write(meanings.agree, own, week.people[1], agreed=True)
    week.write(meanings.agree, own, week.people[3], agreed=True)
    week.write(meanings.agree, own, week.people[3], agreed=True)
    with pytest.raises(Invalid):
        week.write(meanings.agree, own, week.people[0], agreed=True)
    first, second = week.read(meanings.of_workshop, week.workshop)[term]
    assert (first.id, len(first.agreed), len(first.groups)) == (own, 3, 2)
    assert (second.id, len(second.agreed), len(second.groups)) == (other, 1, 1)
    # Other words are another meaning: nobody agreed with those.
    again = week.write(meanings.write, term, week.member(0), text="Iemand met een verhaal")
    said = {each.id: each for each in week.read(meanings.of_workshop, week.workshop)[term]}
    assert set(said) == {again, other} and len(said[again].agreed) == 1


def test_a_meaning_of_somebody_else_is_not_taken_back_by_a_member(week: Any) -> None:
    term = week.write(terms.make, week.workshop, week.moderator, text="allochtoon")
    own = week.write(meanings.write, term, week.member(0), text="Van elders")
    with pytest.raises(Missing):
        week.write(meanings.take_back, own, week.member(1))
    week.write(meanings.take_back, own, week.moderator)
    assert week.read(meanings.of_workshop, week.workshop) == {}


def test_where_a_term_stands_over_groups_and_rounds(week: Any) -> None:
    term = week.write(terms.make, week.workshop, week.moderator, text="allochtoon")
    said = week.read(context.texts, week.workshop)
    used = context.usage(week.read(lambda db: db.get_one(Term, term)), said)
    assert used.table == {("Ouders", "Dag 1"): 2, ("Scholen", "Dag 1"): 1}
    assert (used.contributions, used.people) == (3, 3)
    assert used.forms == {"allochtone": 1, "allochtonen": 1, "allochtonenbeleid": 1}
    first = used.lines[0]
    assert (first.left, first.word, first.right) == ("Ze noemen ons", "allochtonen", ", ook na veertig jaar.")


def test_context_is_cut_at_a_word() -> None:
    before = "woord " * 30
    said = [context.Text(1, f"{before}kern{' achter' * 30}", 1, "", "", "")]
    (line,) = context.usage(Term(text="kern", forms=[], language="nl"), said).lines
    assert line.left.startswith("… woord") and line.right.endswith("achter …")
    assert len(line.left) <= context.AROUND + 2 and len(line.right) <= context.AROUND + 2


def test_phones_of_the_hall_hear_of_terms_and_of_no_author(week: Any, cast: Cast) -> None:
    term = week.write(terms.make, week.workshop, week.moderator, text="allochtoon")
    week.write(meanings.write, term, week.member(0), text="Van elders")
    into = make_workshop(cast.house, cast.facilitator, "De zaal")
    assert week.write(carrying.carry, week.workshop, into, week.moderator) == 1
    items = week.read(snapshot, Audience("phone", into)).items
    (hint,) = [item for name, item in items.items() if name.startswith("term:")]
    assert hint["text"] == "allochtoon" and hint["meanings"] == ["Van elders"]
    assert "participant" not in str(hint)


def test_carrying_twice_changes_nothing_and_leaves_what_the_hall_made_itself(week: Any, cast: Cast) -> None:
    term = week.write(terms.make, week.workshop, week.moderator, text="allochtoon")
    week.write(terms.change, term, week.moderator, wording="zo zeggen we het")
    week.write(terms.make, week.workshop, week.moderator, text="armoede")
    into = make_workshop(cast.house, cast.facilitator, "De zaal")
    own = week.write(terms.make, into, week.moderator, text="armoede")
    assert week.write(carrying.carry, week.workshop, into, week.moderator) == 1
    assert week.write(carrying.carry, week.workshop, into, week.moderator) == 0
    there = {each.text: each for each in week.read(terms.of_workshop, into)}
    assert set(there) == {"allochtoon", "armoede"} and there["armoede"].id == own
    assert there["allochtoon"].origin_id == term and there["allochtoon"].wording == "zo zeggen we het"
