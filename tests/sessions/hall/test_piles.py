"""Sorting: everybody puts statements on piles of their own, and what that adds up to."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations

import pytest
from builders import Cast, Phone, contribute, intervention, join, open_at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from sessions import contributions, journal
from sessions.errors import Closed, Conflict, Invalid, Missing
from sessions.hall import decks, piles, programme
from sessions.models import Contribution, Exercise, Participant, Passage, Pile, PileMember, Twin

WHY = tuple(f"Omdat {word}" for word in ("het dichtbij is", "je iemand kent", "het gratis is", "er tijd is"))


@dataclass
class Hall:
    """A hall that is open at its sorting, with statements to sort."""

    cast: Cast
    step: int
    statements: list[int] = field(default_factory=list)

    def write(self, verb, *args, **values):
        house = self.cast.house
        return house.write(lambda db: verb(db, *args, **values, now=house.clock.passes(seconds=1)))

    def put(self, phone: Phone, place: int, pile: str, seen: str = "") -> None:
        self.write(piles.put, self.step, phone.id, self.statements[place], pile=pile, seen=seen)

    def of(self, phone: Phone) -> dict[str, list[int]]:
        """Key of each pile to the places of its statements."""
        with self.cast.house.store.reading() as db:
            found = piles.of(db, self.step, phone.id)
        return {mine.key: [self.statements.index(each) for each in mine.statements] for mine in found}

    def sortings(self) -> list[list[list[int]]]:
        with self.cast.house.store.reading() as db:
            return piles.sortings(db, self.cast.analysis("why"))

    def verbs(self) -> list[str]:
        with self.cast.house.store.reading() as db:
            return [change.verb for change in journal.since(db, self.cast.gathering, 0)]


@pytest.fixture
def hall(cast: Cast) -> Hall:
    contribute(cast.house, cast.phones[0], cast.step(), intervention(reasons=WHY))
    house = cast.house
    house.write(
        lambda db: programme.add_step(
            db, cast.gathering, "sorting", cast.moderator, after=None, now=house.now()
        )
    )
    return Hall(cast, open_at(house, cast.gathering, "sorting"), cast.passages("why"))


def test_a_statement_goes_on_a_pile_and_another_pile_and_off_again(hall: Hall) -> None:
    one, *_ = hall.cast.phones
    hall.put(one, 0, "a")
    hall.put(one, 1, "a")
    hall.put(one, 2, "b")
    assert hall.of(one) == {"a": [0, 1], "b": [2]}
    hall.put(one, 1, "b", seen="a")
    hall.write(piles.take_back, hall.step, one.id, hall.statements[0], seen="a")
    assert hall.of(one) == {"b": [1, 2]}, "a pile without a name goes with its last statement"


def test_the_same_act_again_changes_nothing(hall: Hall) -> None:
    one, *_ = hall.cast.phones
    hall.put(one, 0, "a")
    before = hall.verbs()
    hall.put(one, 0, "a")
    hall.write(piles.take_back, hall.step, one.id, hall.statements[3], seen="a")
    hall.write(piles.name, hall.step, one.id, pile="a", name="")
    assert hall.verbs() == before
    assert hall.of(one) == {"a": [0]}


def test_an_older_act_of_another_phone_never_undoes_a_newer_one(hall: Hall) -> None:
    one, *_ = hall.cast.phones
    hall.put(one, 0, "a")
    hall.put(one, 0, "b", seen="a")
    with pytest.raises(Conflict):
        hall.put(one, 0, "c", seen="a")
    with pytest.raises(Conflict):
        hall.write(piles.take_back, hall.step, one.id, hall.statements[0], seen="a")
    assert hall.of(one) == {"b": [0]}


def test_piles_have_names_and_can_be_put_together(hall: Hall) -> None:
    one, *_ = hall.cast.phones
    for place, pile in enumerate("abb"):
        hall.put(one, place, pile)
    hall.write(piles.name, hall.step, one.id, pile="a", name="  Dicht\nbij ")
    hall.write(piles.merge, hall.step, one.id, pile="a", into="b")
    hall.write(piles.merge, hall.step, one.id, pile="a", into="b")
    with hall.cast.house.store.reading() as db:
        (mine,) = piles.of(db, hall.step, one.id)
    assert (mine.key, mine.name, len(mine.statements)) == ("b", "Dicht bij", 3)
    with pytest.raises(Conflict):
        hall.write(piles.name, hall.step, one.id, pile="a", name="Weg")
    with pytest.raises(Invalid):
        hall.write(piles.name, hall.step, one.id, pile="b", name="x" * 61)


def test_only_what_is_there_to_sort_and_only_while_the_step_is_open(hall: Hall) -> None:
    one, *_ = hall.cast.phones
    with pytest.raises(Missing):
        hall.write(piles.put, hall.step, one.id, 10**6, pile="a", seen="")
    with pytest.raises(Invalid):
        hall.put(one, 0, "")
    with pytest.raises(Missing):
        hall.write(piles.put, hall.cast.step(), one.id, hall.statements[0], pile="a", seen="")
    hall.put(one, 0, "a")
    open_at(hall.cast.house, hall.cast.gathering, "interventions")
    for act in (lambda: hall.put(one, 1, "a"), lambda: hall.put(one, 0, "b", seen="a")):
        with pytest.raises(Closed):
            act()
    assert hall.of(one) == {"a": [0]}


def test_what_people_put_together_counts_and_a_single_pile_does_not(hall: Hall) -> None:
    one, two, three = hall.cast.phones
    for phone, sorted_as in ((one, "aabb"), (two, "aaaa"), (three, "ab")):
        for place, pile in enumerate(sorted_as):
            hall.put(phone, place, pile)
    first, second, third, fourth = hall.statements
    assert hall.sortings() == [[[first, second], [third, fourth]], [[first], [second]]]


def test_what_is_hidden_counts_no_more_and_twins_count_as_one(hall: Hall) -> None:
    one, two, _ = hall.cast.phones
    for phone, sorted_as in ((one, "aabb"), (two, "abab")):
        for place, pile in enumerate(sorted_as):
            hall.put(phone, place, pile)
    first, second, third, fourth = hall.statements

    def link(db, now) -> None:
        db.add(Twin(analysis_id=hall.cast.analysis("why"), passage_id=second, twin_id=third, state="linked"))

    hall.write(link)
    # A person put the twins on two piles: the pile that comes first counts, so nobody counts twice.
    assert hall.sortings() == [[[first, second], [fourth]]] * 2
    with hall.cast.house.store.reading() as db:
        assert decks.statement_ids(db, db.get_one(Exercise, hall.step)) == [first, second, fourth]
        intervention_id = db.get_one(Contribution, db.get_one(Passage, first).contribution_id).parent_id
    hall.write(contributions.hide, intervention_id, hall.cast.moderator, reason="Een naam")
    assert hall.sortings() == []


def test_the_hall_hears_how_much_was_sorted(hall: Hall) -> None:
    one, two, _ = hall.cast.phones
    for place, pile in enumerate("aabb"):
        hall.put(one, place, pile)
    hall.put(two, 0, "a")
    with hall.cast.house.store.reading() as db:
        assert piles.progress(db, db.get_one(Exercise, hall.step)) == piles.Progress(4, 2, 5, 1)


def test_a_part_is_dealt_so_that_each_statement_goes_to_about_equally_many_people() -> None:
    step = Exercise(id=7, settings={"most": 10})
    ids = list(range(100, 132))
    hands = [decks.dealt(step, ids, number) for number in range(1, 41)]
    assert {len(hand) for hand in hands} == {8}
    assert set(Counter(each for hand in hands for each in hand).values()) == {10}
    assert [decks.dealt_count(step, 32, number) for number in range(1, 41)] == [8] * 40
    pairs = {pair for hand in hands for pair in combinations(sorted(hand), 2)}
    assert len(pairs) > 0.85 * 32 * 31 / 2, "in every round others come together"


def test_what_somebody_placed_stays_with_them_when_statements_come_and_go() -> None:
    step, person = Exercise(id=7, settings={"most": 10}), Participant(id=3, number=5)
    ids = list(range(100, 132))
    before = decks.deck(step, ids, person, set())
    placed = set(before[:4])
    after = decks.deck(step, [*ids[1:], 140, 141], person, placed)
    assert [each for each in after if each in placed] == sorted(placed - {100})
    assert len(after) in (8, 9)


keys = st.sampled_from("abcd")
acts = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 3), keys, st.booleans()),
        st.tuples(st.just("back"), st.integers(0, 3), keys, st.booleans()),
        st.tuples(st.just("name"), st.sampled_from(["", "Dichtbij", "Tijd"]), keys, st.booleans()),
        st.tuples(st.just("merge"), keys, keys, st.booleans()),
    ),
    max_size=25,
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_whatever_somebody_does_each_statement_is_on_one_pile_at_most(hall: Hall, acts) -> None:
    house, phone = hall.cast.house, hall.cast.phones[random.Random(len(acts)).randrange(3)]

    def clear(db) -> None:
        db.execute(delete(PileMember))
        db.execute(delete(Pile))

    house.write(clear)
    placed: dict[int, str] = {}
    for what, value, key, honest in acts:
        seen = placed.get(value, "") if honest else "d"
        try:
            if what == "put":
                hall.put(phone, value, key, seen)
                placed[value] = key
            elif what == "back":
                hall.write(piles.take_back, hall.step, phone.id, hall.statements[value], seen=seen)
                placed.pop(value, None)
            elif what == "name":
                hall.write(piles.name, hall.step, phone.id, pile=key, name=value)
            else:
                hall.write(piles.merge, hall.step, phone.id, pile=value, into=key)
                placed = {place: key if pile == value else pile for place, pile in placed.items()}
        except Conflict:
            pass
        lying = hall.of(phone)
        assert {place: key for key, places in lying.items() for place in places} == placed
        assert sum(map(len, lying.values())) == len(placed)


def test_somebody_who_comes_later_sorts_too(hall: Hall) -> None:
    late = join(hall.cast.house, hall.cast.gathering, table=2)
    hall.put(late, 0, "a")
    assert hall.of(late) == {"a": [0]}
