"""People's rating: what each person puts in order, and what that adds up to."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fractions import Fraction

import pytest
from builders import Cast, Phone, contribute, intervention, join, open_at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from sessions import journal, undoing, workshops
from sessions.analysis import themes
from sessions.errors import Closed, Conflict, Invalid, Missing
from sessions.hall import pace, ratings
from sessions.models import Exercise, Participant, Rating
from sessions.projections import Audience, snapshot

NAMES = ("Middelen", "Samenwerking", "Mentaliteit", "Beleid", "Engagement")


@dataclass
class Hall:
    """A hall that is open at its ranking, with themes to put in order."""

    cast: Cast
    step: int
    themes: list[int] = field(default_factory=list)

    def write(self, verb, *args, **values):
        house = self.cast.house
        return house.write(lambda db: verb(db, *args, **values, now=house.clock.passes(seconds=1)))

    def theme(self, title: str, passages=(), key: str = "preconditions") -> int:
        analysis = self.cast.analysis(key)
        return self.write(themes.make, analysis, self.cast.moderator, title=title, passage_ids=passages)

    def puts(self, phone: Phone, *places: int) -> list[int]:
        """The person puts the themes with these numbers in order."""
        return self.write(ratings.give, self.step, phone.id, [self.themes[place] for place in places])

    def rated(self) -> dict[int, ratings.Rated]:
        """Number of a theme to people's rating."""
        with self.cast.house.store.reading() as db:
            found = ratings.rated(db, [self.cast.analysis("preconditions")])
        return {self.themes.index(theme_id): each for theme_id, each in found.items()}

    def verbs(self) -> list[str]:
        with self.cast.house.store.reading() as db:
            return [change.verb for change in journal.since(db, self.cast.gathering, 0)]


@pytest.fixture
def hall(cast: Cast) -> Hall:
    answer = intervention(preconditions=["Geld", "Tijd", "Mensen", "Regels"])
    contribute(cast.house, cast.phones[0], cast.step(), answer)
    found = Hall(cast, open_at(cast.house, cast.gathering, "ranking"))
    found.themes = [found.theme(name) for name in NAMES]
    return found


def test_each_person_has_an_order_and_the_mean_place_tells_what_they_add_up_to(hall: Hall) -> None:
    one, two, three = hall.cast.phones
    hall.puts(one, 0, 1, 2, 3, 4)
    hall.puts(two, 0, 2, 1, 3, 4)
    hall.puts(three, 4, 3, 2, 1, 0)
    found = hall.rated()
    assert [round(found[k].mean, 3) for k in range(5)] == [2.333, 3.0, 2.667, 3.333, 3.667]
    assert {each.people for each in found.values()} == {3}
    assert (found[0].low, found[0].high, found[0].spread) == (1.0, 3.0, 2.0)
    assert found[0].shown_mean == 2.3


def test_sending_again_replaces_and_the_same_order_changes_nothing(hall: Hall) -> None:
    one, *_ = hall.cast.phones
    hall.puts(one, 0, 1, 2)
    before = hall.verbs()
    assert hall.puts(one, 0, 1, 2) == hall.themes[:3]
    assert hall.verbs() == before
    hall.puts(one, 2, 0)
    assert hall.verbs() == [*before, "rating.given"]
    assert {number: each.mean for number, each in hall.rated().items()} == {2: 1.0, 0: 2.0}


def test_only_while_the_step_is_open_for_that_table(hall: Hall) -> None:
    one, two, three = hall.cast.phones
    hall.puts(one, 0, 1)
    open_at(hall.cast.house, hall.cast.gathering, "interventions")
    with pytest.raises(Closed):
        hall.puts(two, 0, 1)
    hall.write(pace.set_pace, hall.cast.gathering, True, hall.cast.moderator)
    with hall.cast.house.store.reading() as db:
        table = db.get_one(Participant, two.id).table_id
    hall.write(pace.move_table, table, hall.step, hall.cast.moderator, seen=(hall.cast.step(), ""))
    assert hall.puts(two, 0, 1) == hall.themes[:2]
    with pytest.raises(Closed):
        hall.puts(three, 0, 1)
    hall.write(workshops.close_workshop, hall.cast.gathering, hall.cast.moderator)
    with pytest.raises(Closed):
        hall.puts(two, 1, 0)


def test_what_is_no_order_of_these_themes_is_refused_and_changes_nothing(hall: Hall) -> None:
    one, *_ = hall.cast.phones
    why = hall.theme("Een sleutelkenmerk", key="why")
    for order, refusal in (
        ([], Invalid),
        ([hall.themes[0]] * 2, Invalid),
        ([why], Missing),
        ([999], Missing),
    ):
        with pytest.raises(refusal):
            hall.write(ratings.give, hall.step, one.id, order)
    with pytest.raises(Missing):
        hall.write(ratings.give, hall.cast.step(), one.id, hall.themes)
    stranger = join(hall.cast.house, hall.cast.elsewhere)
    with pytest.raises(Missing):
        hall.write(ratings.give, hall.step, stranger.id, hall.themes)
    assert hall.rated() == {}


def test_what_was_dissolved_leaves_no_gap_and_comes_back_with_undo(hall: Hall) -> None:
    one, two, _ = hall.cast.phones
    hall.puts(one, 0, 1, 2)
    hall.puts(two, 0, 2, 1)
    before = hall.rated()
    hall.write(themes.dissolve, hall.themes[0], hall.cast.moderator)
    assert {number: each.mean for number, each in hall.rated().items()} == {1: 1.5, 2: 1.5}
    assert hall.puts(one, 0, 1, 2) == [hall.themes[1], hall.themes[2]], (
        "an order from a phone that did not hear"
    )
    with pytest.raises(Conflict):
        hall.puts(two, 0)
    hall.write(undoing.undo, hall.cast.analysis("preconditions"), hall.cast.moderator)
    assert hall.rated()[0].people == before[0].people - 1, "who sent again left it out"


def test_a_theme_that_came_later_has_fewer_raters(hall: Hall) -> None:
    one, two, _ = hall.cast.phones
    hall.puts(one, 0, 1)
    hall.themes.append(hall.theme("Later"))
    hall.puts(two, 5, 0, 1)
    assert {number: each.people for number, each in hall.rated().items()} == {0: 2, 1: 2, 5: 1}


def test_at_most_twelve_are_put_in_order_the_most_said_first(hall: Hall) -> None:
    passages = hall.cast.passages("preconditions")
    large = [hall.theme(f"Groot {number}", [passage]) for number, passage in enumerate(passages)]
    small = [hall.theme(f"Klein {number}") for number in range(5)]
    with hall.cast.house.store.reading() as db:
        chosen, left_out = ratings.choice(db, db.get_one(Exercise, hall.step))
        ids = [theme.id for theme in chosen]
        shown = snapshot(db, Audience("phone", hall.cast.gathering)).items
    assert (len(ids), left_out) == (ratings.MOST, 2)
    assert ids[:4] == large
    assert set(ids[4:]) == {*hall.themes, *small[:3]}
    choices = {int(name[7:]): item for name, item in shown.items() if name.startswith("choice:")}
    assert set(choices) == set(ids)
    assert choices[large[0]] == {
        "exercises": [hall.step],
        "title": "Groot 0",
        "description": "",
        "left_out": 2,
    }


def test_phones_see_no_themes_to_order_outside_the_ranking(hall: Hall) -> None:
    open_at(hall.cast.house, hall.cast.gathering, "interventions")
    with hall.cast.house.store.reading() as db:
        items = snapshot(db, Audience("phone", hall.cast.gathering)).items
    assert not [name for name in items if name.startswith("choice:")]


def test_everybody_starts_from_an_order_of_their_own_that_stays(hall: Hall) -> None:
    ids = list(range(101, 109))
    orders = [ratings.starting_order(7, participant, ids) for participant in range(1, 2001)]
    assert orders[4] == ratings.starting_order(7, 5, ids[::-1])
    assert all(sorted(order) == ids for order in orders)
    for place in (0, 7):
        there = [sum(order[place] == each for order in orders) for each in ids]
        assert min(there) > 200 and max(there) < 300, "2000 people, 8 themes: about 250 each"


def test_a_theme_more_only_slips_in_between() -> None:
    ids = list(range(1, 9))
    longer = ratings.starting_order(3, 12, [*ids, 9])
    assert [each for each in longer if each != 9] == ratings.starting_order(3, 12, ids)


def test_the_newest_ranking_of_a_person_counts(hall: Hall) -> None:
    one, two, _ = hall.cast.phones
    hall.puts(one, 0, 1)
    hall.puts(two, 0, 1)

    def again(db, *, now):
        first = db.get_one(Exercise, hall.step)
        more = Exercise(
            workshop_id=first.workshop_id,
            position=90,
            kind="ranking",
            title="Nog eens",
            prompt="",
            minutes=5,
            settings=dict(first.settings),
            state="open",
        )
        first.state = "closed"
        db.add(more)
        db.flush()
        return more.id

    hall.step = hall.write(again)
    hall.puts(one, 1, 0)
    assert {number: (each.mean, each.people) for number, each in hall.rated().items()} == {
        0: (1.5, 2),
        1: (1.5, 2),
    }


PEOPLE = st.lists(st.permutations(range(4)), min_size=1, max_size=3)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(PEOPLE)
def test_orders_in_means_out_in_the_order_of_borda(hall: Hall, people: list[list[int]]) -> None:
    hall.write(lambda db, *, now: db.execute(delete(Rating)))
    for phone, order in zip(hall.cast.phones, people, strict=False):
        hall.puts(phone, *order)
    found = hall.rated()
    for theme in range(4):
        places = [order.index(theme) + 1 for order in people]
        assert found[theme].mean == pytest.approx(float(Fraction(sum(places), len(places))))
        assert found[theme].people == len(people)
        assert min(places) <= found[theme].low <= found[theme].high <= max(places)
    points = {theme: sum(4 - order.index(theme) for order in people) for theme in range(4)}
    by_borda = sorted(range(4), key=lambda theme: (-points[theme], theme))
    assert sorted(range(4), key=lambda theme: (round(found[theme].mean, 9), theme)) == by_borda


def test_a_tie_in_the_mean_is_a_tie(hall: Hall) -> None:
    shuffled = random.Random(5)
    phones = [join(hall.cast.house, hall.cast.gathering) for _ in range(4)]
    for phone in phones:
        order = [0, 1]
        shuffled.shuffle(order)
        hall.puts(phone, *order)
    hall.puts(phones[0], 0, 1)
    hall.puts(phones[1], 1, 0)
    hall.puts(phones[2], 0, 1)
    hall.puts(phones[3], 1, 0)
    found = hall.rated()
    assert found[0].shown_mean == found[1].shown_mean == 1.5
