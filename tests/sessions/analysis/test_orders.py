"""An order by one measure: ties share a place, and what nobody knows has none."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sessions.analysis import orders


def theme(
    count: int = 0, hearts: int = 0, mean: float | None = None, rank: int | None = None, position: int = 1
) -> dict[str, Any]:
    rating = None if mean is None else {"mean": mean}
    return {"count": count, "hearts": hearts, "rating": rating, "rank": rank, "position": position}


def test_ties_share_a_place_and_the_next_is_skipped() -> None:
    items = {1: theme(count=9), 2: theme(count=5), 3: theme(count=5), 4: theme(count=1)}
    assert orders.places(items, "said") == {1: 1, 2: 2, 3: 2, 4: 4}


def test_the_three_measures_are_three_orders() -> None:
    items = {1: theme(9, 0, 3.2), 2: theme(5, 7, 1.4), 3: theme(2, 3, None)}
    assert [orders.in_order(items, measure) for measure in orders.MEASURES] == [
        [1, 2, 3],
        [2, 3, 1],
        [2, 1, 3],
    ]
    assert orders.places(items, "rating") == {2: 1, 1: 2}, "nobody rated the third"


def test_within_a_tie_what_people_decided_comes_first() -> None:
    items = {1: theme(4, position=1), 2: theme(4, rank=2, position=2), 3: theme(4, rank=1, position=3)}
    assert orders.in_order(items, "said") == [3, 2, 1]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_a_place_is_one_more_than_how_many_stand_higher(counts: list[int]) -> None:
    items = {number: theme(count) for number, count in enumerate(counts)}
    places = orders.places(items, "said")
    ordered = orders.in_order(items, "said")
    assert [places[number] for number in ordered] == sorted(places.values())
    for number, place in places.items():
        assert place == 1 + sum(count > counts[number] for count in counts)
