"""What people keep apart no proposal puts together: not a new one, not a cut, not what is taken over."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, propose
from run_builders import FREE, NEAR, Runs
from sqlalchemy import select

from sessions.analysis import apart, aside, themes, twins
from sessions.clustering.tree import from_json
from sessions.errors import Conflict, Invalid
from sessions.models import Cluster, Placement, Run
from sessions.proposing import cuts, proposals
from sessions.proposing.runs import Wishes


@pytest.fixture
def bench(cast: Cast) -> Runs:
    return Runs(cast)


def keeps(bench: Runs, verb: Any, *texts: str) -> list[int]:
    ids = [bench.ids[each] for each in texts]
    bench.write(verb, bench.analysis, bench.by, passage_ids=ids)
    return ids


def offered(bench: Runs) -> list[set[int]]:
    """What the clusters on the table hold, those that are still to sort left out."""
    with bench.house.store.reading() as db:
        clusters = [each for each in proposals.on_the_table(db, bench.analysis) if not each.loose]
        run = clusters[0].run_id
        members = proposals.undecided_members(db, bench.analysis, run)
        return [{each for each, _ in members[cluster.id]} for cluster in clusters]


def homes(bench: Runs) -> dict[int, int]:
    with bench.house.store.reading() as db:
        return {row.passage_id: row.theme_id for row in db.scalars(select(Placement))}


def left(bench: Runs, clusters: list[int]) -> list[int]:
    with bench.house.store.reading() as db:
        rows = [db.get_one(Cluster, each) for each in clusters]
        return proposals.left_behind(db, bench.analysis, rows)


def by_hand(bench: Runs, *groups: list[str]) -> list[int]:
    """A proposal with these groups; returns the ids of its clusters."""
    propose(bench.house, bench.analysis, [("werktitel", [bench.ids[t] for t in one]) for one in groups])
    with bench.house.store.reading() as db:
        return [each.id for each in proposals.on_the_table(db, bench.analysis)]


@pytest.mark.parametrize("k", [1, 2, 3, 5, 9])
def test_no_cut_joins_what_was_parted_after_the_run(bench: Runs, monkeypatch, k: int) -> None:
    run_id = bench.runs(Wishes(k=3))
    pairs = [keeps(bench, apart.say, *FREE[:2]), keeps(bench, apart.say, FREE[0], NEAR[0])]
    with bench.house.store.reading() as db:
        told = cuts.preview(db, run_id, k)
        run = db.get_one(Run, run_id)
        foreseen = cuts.of_cut(db, run, from_json(cuts.kept_tree(db, run)["tree"]), k)
    bench.cuts(run_id, k, monkeypatch)
    table = bench.table()
    assert not any(set(pair) <= group for pair in pairs for group in table)
    assert set().union(*table) == set(bench.ids.values())
    assert len(table) == told.groups
    assert sorted(map(sorted, table)) == sorted(sorted(each.cards) for each in foreseen)


def test_what_is_linked_with_what_is_apart_is_apart_too_in_a_run_and_in_a_cut(
    bench: Runs, monkeypatch
) -> None:
    one, other = keeps(bench, twins.link, FREE[0], FREE[1])
    _, against = keeps(bench, apart.say, FREE[0], FREE[2])
    run_id = bench.runs(Wishes(k=2))
    for k in (2, 1, 4):
        if k != 2:
            bench.cuts(run_id, k, monkeypatch)
        for group in bench.table():
            assert not (against in group and {one, other} & group)
            assert {one, other} & group in (set(), {one, other})


def test_taking_over_leaves_what_people_keep_apart_from_a_surer_one(bench: Runs) -> None:
    (cluster,) = by_hand(bench, FREE)
    first, second = keeps(bench, apart.say, FREE[0], FREE[1])
    assert offered(bench) == [bench.of(FREE) - {second}]
    theme = bench.write(proposals.adopt, cluster, bench.by)
    assert homes(bench) == dict.fromkeys(bench.of(FREE) - {second}, theme)
    assert left(bench, [cluster]) == [second]
    assert first in homes(bench)


def test_what_is_pulled_along_brings_nothing_beside_what_it_is_apart_from(bench: Runs) -> None:
    # B is in the proposal, A is linked with it and stands elsewhere, C is apart from A.
    pulled, holding = FREE[0], FREE[1]
    cluster, _other = by_hand(bench, [holding, FREE[2]], [pulled, *NEAR])
    keeps(bench, twins.link, pulled, holding)
    (_, against) = keeps(bench, apart.say, pulled, FREE[2])
    bench.write(proposals.adopt, cluster, bench.by)
    found = homes(bench)
    assert {bench.ids[pulled], bench.ids[holding]} <= found.keys()
    assert against not in found
    assert left(bench, [cluster]) == [against]


def test_taking_over_everything_passes_a_group_that_went_along_with_another(bench: Runs) -> None:
    by_hand(bench, FREE[:2], [FREE[2]])
    keeps(bench, twins.link, FREE[0], FREE[2])
    (theme,) = bench.write(proposals.adopt_all, bench.analysis, bench.by)
    assert homes(bench) == dict.fromkeys(bench.of(FREE[:3]), theme)


def test_nothing_is_proposed_to_a_theme_that_holds_what_it_is_apart_from(bench: Runs, monkeypatch) -> None:
    theme = bench.makes("Gratis", FREE[:2])
    run_id = bench.runs(Wishes(k=3))
    with bench.house.store.reading() as db:
        joining = next(each for each in proposals.on_the_table(db, bench.analysis) if each.theme_id == theme)
        members = {each for each, _ in proposals.undecided_members(db, bench.analysis, run_id)[joining.id]}
    late = bench.ids[NEAR[0]]
    bench.write(themes.move, bench.analysis, bench.by, passage_ids=[late], theme_id=theme)
    for each in members:
        bench.write(apart.say, bench.analysis, bench.by, passage_ids=[late, each])
    assert not any(members & group for group in offered(bench))
    with pytest.raises(Invalid):
        bench.write(proposals.adopt, joining.id, bench.by)
    for k in (2, 3):
        bench.cuts(run_id, k, monkeypatch)
        with bench.house.store.reading() as db:
            for group in cuts.now_on_the_table(db, bench.analysis):
                assert group.theme_id != theme or not members & group.cards


def test_what_is_kept_apart_is_not_linked_as_the_same(bench: Runs) -> None:
    keeps(bench, apart.say, FREE[0], FREE[1])
    keeps(bench, twins.link, FREE[1], FREE[2])
    with pytest.raises(Invalid):
        keeps(bench, twins.link, FREE[0], FREE[2])
    with pytest.raises(Conflict):
        keeps(bench, apart.say, FREE[1], FREE[2])


def test_the_preview_counts_neither_what_is_set_aside_nor_what_was_taken_out_of_a_theme(
    bench: Runs, monkeypatch
) -> None:
    theme = bench.makes("Gratis", FREE[:2])
    run_id = bench.runs(Wishes(k=3))
    bench.write(themes.move, bench.analysis, bench.by, passage_ids=[bench.ids[FREE[0]]], theme_id=None)
    unused = bench.of(NEAR[:2])
    reason = "Gaat over iets anders"
    bench.write(aside.set_, bench.analysis, bench.by, passage_ids=sorted(unused), reason=reason)
    for k in (2, 4, 6):
        with bench.house.store.reading() as db:
            told = cuts.preview(db, run_id, k)
            now = bench.table()
        bench.cuts(run_id, k, monkeypatch)
        table = bench.table()
        assert told.groups == len(table)
        assert told.same == sum(group in now for group in table)
        assert not unused & set().union(*table)
    assert homes(bench) == {bench.ids[FREE[1]]: theme}


def test_piles_of_people_say_how_sure_a_cut_is(bench: Runs, monkeypatch) -> None:
    run_id = bench.runs(Wishes(k=3))

    def sure() -> dict[int, float]:
        run = bench.cuts(run_id, 3, monkeypatch)
        with bench.house.store.reading() as db:
            found = proposals.undecided_members(db, bench.analysis, run)
            return {each: confidence for members in found.values() for each, confidence in members}

    before = sure()
    together = [bench.ids[FREE[0]], bench.ids[NEAR[0]]]
    rest = [each for each in bench.ids.values() if each not in together]
    monkeypatch.setattr(
        "sessions.proposing.run_input.piles.sortings", lambda _db, _analysis: [[together, rest]] * 5
    )
    after = sure()
    assert all(after[each] < before[each] for each in together)
