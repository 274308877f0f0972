"""Members are divided over groups: evenly, as shown beforehand, and never away from what they wrote."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest
from builders import make_user
from focus_acts import answer as say
from focus_builders import Focus, add_member, make_focus
from focus_guide_acts import answer
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.house import House
from sessions import erasing, undoing
from sessions.errors import Conflict, Invalid, Missing
from sessions.focus import asked, belonging, coming, dividing, groups
from sessions.models import FocusGroup, Participant
from sessions.projections import focus as screen

GROUPS = frozenset({"focus_group"})
VALUES = st.sampled_from(["school", "bedrijf", "vereniging", ""])


def even(counts: dict[Any, int], among: list[int]) -> bool:
    found = [counts.get(each, 0) for each in among]
    return max(found) - min(found) <= 1


@given(
    kinds=st.lists(st.tuples(VALUES, st.sampled_from("mvx")), max_size=90),
    among=st.integers(1, 12),
    seed=st.integers(0, 2**32),
    several=st.booleans(),
)
@settings(max_examples=120, deadline=None)
def test_at_random_groups_and_values_are_spread_within_one(
    kinds: list[tuple[str, str]], among: int, seed: int, several: bool
) -> None:
    people = {number: kind if several else kind[:1] for number, kind in enumerate(kinds, start=1)}
    ids = list(range(100, 100 + among))
    found = dividing.at_random(people, ids, seed=seed)
    assert set(found) == set(people)
    assert even(Counter(found.values()), ids)
    for value in {kind[0] for kind in people.values()}:
        assert even(Counter(found[each] for each, kind in people.items() if kind[0] == value), ids)
    for kind in set(people.values()):
        assert even(Counter(found[each] for each, one in people.items() if one == kind), ids)
    assert dividing.at_random(people, ids, seed=seed) == found


def test_another_seed_is_another_division() -> None:
    people = dict.fromkeys(range(40), ("",))
    assert len({tuple(dividing.at_random(people, [1, 2, 3, 4], seed=seed).items()) for seed in range(5)}) == 5


@given(values=st.dictionaries(st.integers(1, 60), VALUES), among=st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_by_an_attribute_who_is_alike_is_together(values: dict[int, str], among: int) -> None:
    found = dividing.by_attribute(values, list(range(among)))
    assert set(found) == set(values)
    for value in set(values.values()):
        assert len({found[each] for each in values if values[each] == value}) == 1


@pytest.fixture
def focus(house: House) -> Focus:
    made = make_focus(house, make_user(house, "a@lotus.example", "facilitator"), groups=3, members=0)
    sectors = ("school", "bedrijf", "vereniging")
    for number in range(10):
        person = add_member(
            made,
            made.groups[0],
            name=f"Wilg {number}",
            segment="ouder" if number % 2 else "leerkracht",
            attributes={"sector": sectors[number % 3]},
        )
        made.members.append(person)
    return made


def where(focus: Focus) -> dict[int, int]:
    with focus.house.store.reading() as db:
        return {each.id: each.group.id for each in asked.people(db, focus.workshop_id)}


def preview(focus: Focus, how: str, *names: str, seed: int = 1) -> dividing.Preview:
    with focus.house.store.reading() as db:
        return dividing.preview(db, focus.workshop_id, how=how, attributes=names, seed=seed)


def test_what_was_shown_is_what_happens_and_is_taken_back(focus: Focus) -> None:
    first = where(focus)
    shown = preview(focus, "random", "segment", "sector")
    assert where(focus) == first, "looking changes nothing"
    assert sorted(shown.sizes.values()) == [3, 3, 4]
    assert set(shown.spread) == {"segment", "sector"}
    assert all(max(each.values()) - min(each.values()) <= 1 for each in shown.spread["segment"].values())
    focus.write(dividing.apply, focus.workshop_id, focus.moderator, shown.division)
    assert where(focus) == shown.division
    focus.write(undoing.undo_in_hall, focus.workshop_id, focus.moderator, seen=None, kinds=GROUPS)
    assert where(focus) == first


def test_a_segment_or_an_attribute_can_fill_a_group(focus: Focus) -> None:
    shown = preview(focus, "attribute", "sector")
    assert sorted(shown.sizes.values()) == [3, 3, 4]
    assert all(sorted(each.values())[:2] == [0, 0] for each in shown.spread["sector"].values())
    with pytest.raises(Invalid):
        preview(focus, "attribute")
    with pytest.raises(Invalid):
        preview(focus, "by birthday", "sector")


def test_by_hand_one_person_goes_to_a_group(focus: Focus) -> None:
    person, target = focus.members[0].id, focus.groups[2]
    focus.write(dividing.apply, focus.workshop_id, focus.moderator, {person: target})
    assert Counter(where(focus).values()) == {focus.groups[0]: 9, target: 1}


def test_who_answered_stays_in_their_group(focus: Focus) -> None:
    answer(focus, "Welkom", {"text": "Bij de buren."})
    person = focus.members[0]
    shown = preview(focus, "random", "sector")
    assert shown.stay == 1 and shown.division[person.id] == person.group_id
    with pytest.raises(Invalid):
        focus.write(dividing.apply, focus.workshop_id, focus.moderator, {person.id: focus.groups[1]})


def test_a_closed_group_and_people_of_elsewhere_are_refused(house: House, focus: Focus) -> None:
    other = make_focus(house, make_user(house, "b@lotus.example", "facilitator"), members=1)
    focus.write(groups.set_closed, focus.workshop_id, focus.groups[1], focus.moderator, closed=True)
    assert focus.groups[1] not in set(preview(focus, "random").division.values())
    for division, refusal in (
        ({focus.members[0].id: focus.groups[1]}, Invalid),
        ({focus.members[0].id: other.groups[0]}, Missing),
        ({other.members[0].id: focus.groups[0]}, Missing),
    ):
        with pytest.raises(refusal):
            focus.write(dividing.apply, focus.workshop_id, focus.moderator, division)
    for each in (focus.groups[0], focus.groups[2]):
        focus.write(groups.set_closed, focus.workshop_id, each, focus.moderator, closed=True)
    with pytest.raises(Invalid):
        preview(focus, "random")


def test_groups_are_added_named_closed_removed_and_taken_back(focus: Focus) -> None:
    def rows() -> list[tuple[int, str, bool]]:
        with focus.house.store.reading() as db:
            found = asked.groups(db, focus.workshop_id)
            return [(each.number, each.name, each.closed_at is None) for each in found]

    first, by = rows(), focus.moderator
    made = focus.write(groups.add, focus.workshop_id, by, name=" Ouders ")
    focus.write(groups.rename, focus.workshop_id, made, by, name="Ouders van nu")
    focus.write(groups.set_closed, focus.workshop_id, made, by, closed=True)
    assert rows()[-1] == (4, "Ouders van nu", False)
    focus.write(groups.remove, focus.workshop_id, made, by)
    assert rows() == first
    for _act in range(4):
        focus.write(undoing.undo_in_hall, focus.workshop_id, by, seen=None, kinds=GROUPS)
    assert rows() == first
    for name in ("", "w" * 81):
        with pytest.raises(Invalid):
            focus.write(groups.rename, focus.workshop_id, focus.groups[0], by, name=name)
    with pytest.raises(Invalid):
        focus.write(groups.remove, focus.workshop_id, focus.groups[0], by)


def test_a_group_has_moderators_of_its_own_or_all(house: House, focus: Focus) -> None:
    stranger = make_user(house, "b@lotus.example", "facilitator")
    one, by = focus.groups[0], focus.moderator
    focus.write(groups.set_moderators, focus.workshop_id, one, by, [focus.facilitator])
    with house.store.reading() as db:
        assert groups.moderators(db, focus.workshop_id)[one] == [focus.facilitator]
    with pytest.raises(Missing):
        focus.write(groups.set_moderators, focus.workshop_id, one, by, [stranger])
    focus.write(groups.set_moderators, focus.workshop_id, one, by, [])
    with house.store.reading() as db:
        assert groups.moderators(db, focus.workshop_id) == {each: [] for each in focus.groups}
        assert db.query(FocusGroup).count() == 3


def test_a_group_that_people_came_into_is_not_taken_back(focus: Focus) -> None:
    made = focus.write(groups.add, focus.workshop_id, focus.moderator)
    add_member(focus, made)
    with focus.house.store.reading() as db:
        found = undoing.undoable_in_hall(db, focus.workshop_id, GROUPS)
    assert found is None


def turn(focus: Focus, verb: Any) -> None:
    focus.write(verb, focus.workshop_id, focus.moderator, seen=None, kinds=GROUPS)


def test_who_answered_in_the_new_group_is_not_taken_back_to_read_the_first(focus: Focus) -> None:
    one, late = focus.members[0], focus.members[1]
    say(focus, one, "Welkom", "Bij de buren van de eerste groep.")
    focus.write(dividing.apply, focus.workshop_id, focus.moderator, {late.id: focus.groups[1]})
    say(focus, late, "Welkom", "In de tweede groep.")
    with focus.house.store.reading() as db:
        assert undoing.undoable_in_hall(db, focus.workshop_id, GROUPS) is None
    with pytest.raises(Conflict):
        turn(focus, undoing.undo_in_hall)
    assert where(focus)[late.id] == focus.groups[1]
    with focus.house.store.reading() as db:
        seen = screen.thread(db, late.id, focus.questions["Welkom"], focus.house.now())
    assert "eerste groep" not in str(seen) and "tweede groep" in str(seen)


def test_who_answered_after_a_division_was_taken_back_is_not_moved_again(focus: Focus) -> None:
    late = focus.members[1]
    focus.write(dividing.apply, focus.workshop_id, focus.moderator, {late.id: focus.groups[1]})
    turn(focus, undoing.undo_in_hall)
    say(focus, late, "Welkom", "Bij de eerste.")
    with focus.house.store.reading() as db:
        assert undoing.redoable_in_hall(db, focus.workshop_id, GROUPS) is None
    with pytest.raises(Conflict):
        turn(focus, undoing.redo_in_hall)
    assert where(focus)[late.id] == focus.groups[0]


def test_a_division_is_taken_back_when_only_others_answered(focus: Focus) -> None:
    one, moved = focus.members[0], focus.members[1]
    focus.write(dividing.apply, focus.workshop_id, focus.moderator, {moved.id: focus.groups[1]})
    say(focus, one, "Welkom", "Thuis.")
    turn(focus, undoing.undo_in_hall)
    assert where(focus)[moved.id] == focus.groups[0]
    turn(focus, undoing.redo_in_hall)
    assert where(focus)[moved.id] == focus.groups[1]


# --- names -------------------------------------------------------------------------------------------


def named(focus: Focus) -> dict[int, str]:
    with focus.house.store.reading() as db:
        return {each: place.name for each, place in belonging.places(db, focus.workshop_id).items()}


@given(
    people=st.lists(
        st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from(["Merel", "MEREL", "Vink", "Uil", ""])),
        max_size=40,
    ),
    seed=st.integers(0, 2**32),
)
@settings(max_examples=80, deadline=None)
def test_no_division_makes_two_of_one_name_in_a_group(people: list[tuple[int, str]], seed: int) -> None:
    there, taken = dict[int, belonging.Place](), set[tuple[int | None, str]]()
    for number, each in enumerate(people, start=1):
        place = belonging.Place(*each)
        if not place.name or place.taken not in taken:
            there[number] = place
            taken.add(place.taken)
    division = dividing.at_random(dict.fromkeys(there, ()), [1, 2, 3], seed=seed)
    found = belonging.renamed(there, division, "nl")
    after = {each: belonging.Place(division[each], found.get(each, there[each].name)) for each in there}
    bearing = [place.taken for place in after.values() if place.name]
    assert len(bearing) == len(set(bearing))
    # Nobody is renamed for nothing: somebody where they come bears the name that they had.
    for each in found:
        assert after[each].group_id != there[each].group_id
        assert belonging.Place(division[each], there[each].name).taken in bearing
    assert belonging.renamed(there, division, "nl") == found


def test_who_comes_into_a_taken_name_gets_another_and_their_own_when_it_is_taken_back(focus: Focus) -> None:
    for number in range(10):
        add_member(focus, focus.groups[1], name=f"wilg {number}")
    before, first = named(focus), where(focus)
    shown = preview(focus, "random")
    focus.write(dividing.apply, focus.workshop_id, focus.moderator, shown.division)
    after, places = named(focus), where(focus)
    assert len({(places[each], after[each].casefold()) for each in after}) == 20
    assert sum(before[each] != after[each] for each in before) == shown.renamed > 0
    turn(focus, undoing.undo_in_hall)
    assert (named(focus), where(focus)) == (before, first)
    turn(focus, undoing.redo_in_hall)
    assert (named(focus), where(focus)) == (after, places)


def test_by_hand_only_who_meets_their_own_name_gets_another(focus: Focus) -> None:
    here, there = focus.members[0], add_member(focus, focus.groups[1], name="WILG 0")
    free = focus.members[1]
    division = {here.id: focus.groups[1], free.id: focus.groups[1]}
    focus.write(dividing.apply, focus.workshop_id, focus.moderator, division)
    found = named(focus)
    assert found[there.id] == "WILG 0" and found[free.id] == "Wilg 1"
    assert found[here.id].casefold() not in ("wilg 0", "wilg 1")


@pytest.mark.parametrize("since", ["somebody else bears it", "they chose another"])
def test_a_name_that_cannot_be_given_back_keeps_the_division(focus: Focus, since: str) -> None:
    here = focus.members[0]
    add_member(focus, focus.groups[1], name="Wilg 0")
    focus.write(dividing.apply, focus.workshop_id, focus.moderator, {here.id: focus.groups[1]})
    if since == "they chose another":
        focus.write(coming.prefer, here.id, pseudonym="Zilverreiger", random=Random(1))
    else:
        add_member(focus, focus.groups[0], name="wilg 0")
    left = named(focus)
    with pytest.raises(Conflict):
        turn(focus, undoing.undo_in_hall)
    assert named(focus) == left and where(focus)[here.id] == focus.groups[1]


def test_no_name_of_who_was_erased_comes_back(focus: Focus) -> None:
    here = focus.members[0]
    add_member(focus, focus.groups[1], name="Wilg 0")
    focus.write(dividing.apply, focus.workshop_id, focus.moderator, {here.id: focus.groups[1]})
    with focus.house.store.reading() as db:
        number = db.get_one(Participant, here.id).number
    focus.write(erasing.of_person, focus.workshop_id, number, focus.moderator)
    turn(focus, undoing.undo_in_hall)
    assert named(focus)[here.id] == "" and where(focus)[here.id] == focus.groups[0]
