"""Two proposals of one analysis beside each other."""

from __future__ import annotations

import pytest
from builders import Cast, contribute, intervention, propose, sign_in

from facilitator.house import House
from sessions.analysis import themes
from sessions.errors import Missing
from sessions.proposing import comparing, runs

SAID = [f"reden {place}" for place in range(6)]


@pytest.fixture
def ids(house: House, cast: Cast) -> list[int]:
    contribute(house, cast.phones[0], cast.step(), intervention(reasons=SAID))
    ids = cast.passages()
    propose(house, cast.analysis(), [("a", ids[:3]), ("b", ids[3:])])
    propose(house, cast.analysis(), [("x", ids[:2]), ("y", ids[2:])])
    return ids


def test_it_tells_what_stayed_together_and_who_changed_company(
    house: House, cast: Cast, ids: list[int]
) -> None:
    with house.store.reading() as db:
        found = comparing.runs(db, cast.analysis(), 1, 2)
        same = comparing.runs(db, cast.analysis(), 2, 2)
        with pytest.raises(Missing):
            comparing.runs(db, cast.analysis(), 1, 3)
    words = {group.id: group.words for group in (*found.one, *found.other)}
    told = [(words[each.one], words[each.other], each.count) for each in found.overlaps]
    assert told == [("b", "y", 3), ("a", "x", 2), ("a", "y", 1)]
    assert [(each.passage_id, words[each.one], words[each.other]) for each in found.moved] == [
        (ids[2], "a", "y")
    ]
    assert found.cards == 6
    assert found.adjusted_rand is not None and 0 < found.adjusted_rand < 1
    assert (same.adjusted_rand, same.b_cubed, same.moved) == (1.0, 1.0, ())


def test_each_proposal_is_held_against_what_people_decided(house: House, cast: Cast, ids: list[int]) -> None:
    analysis, by, now = cast.analysis(), cast.moderator, house.now()
    with house.store.reading() as db:
        assert comparing.with_decisions(db, analysis) == {}, "nothing is decided yet"

    def decide(db) -> None:
        for title, held in (("links", ids[:3]), ("rechts", ids[3:5])):
            themes.make(db, analysis, by, title=title, passage_ids=held, now=now)
        gone = themes.make(db, analysis, by, title="weg", passage_ids=ids[5:], now=now)
        themes.dissolve(db, gone, by, now=now)
        loose = runs.Proposed("rest", [(ids[0], 0.1), (ids[3], 0.1)], loose=True)
        third = runs.start_run(db, analysis, user_id=None, now=now)
        runs.finish_run(db, third, [loose], runs.Outcome("by hand", {}), now=now)

    house.write(decide)
    with house.store.reading() as db:
        first, second = comparing.with_decisions(db, analysis).values()
    assert (first.cards, first.adjusted_rand, first.b_cubed) == (5, 1.0, 1.0)
    assert list(first.themes.values()) == [1.0, 1.0]
    assert second.cards == 5 and second.adjusted_rand is not None and second.adjusted_rand < 0.5


def test_staff_reads_it_as_a_page_and_as_data(app, house: House, cast: Cast, ids: list[int]) -> None:
    client = app.test_client()
    sign_in(client, house, cast.observer)
    path = f"/workshops/{cast.gathering}/workbench/{cast.analysis()}/compare/1/2"
    page = client.get(path).get_data(as_text=True)
    assert "Voorstel 1 en 2 vergeleken" in page
    told = client.get(path, headers={"Accept": "application/json"}).get_json()
    assert [each["passage_id"] for each in told["moved"]] == [ids[2]]
