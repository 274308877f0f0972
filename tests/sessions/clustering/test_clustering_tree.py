"""The tree of a run: any cut at once, each within the next, the same as a run asked for that number."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.clustering.arrays import unit_rows
from sessions.clustering.group import settle
from sessions.clustering.grow import grow
from sessions.clustering.propose import propose, recut
from sessions.clustering.refusals import BadRequest
from sessions.clustering.tree import Tree, clusters_at, cut, from_json


def tree_over(rows, k, decided=None, parted=(), **settled):
    decided = np.full(len(rows), -1) if decided is None else np.asarray(decided)
    made = grow(settle(rows, **settled), k, decided, parted)
    keys = tuple(range(int(decided.max(initial=-1)) + 1))
    return Tree(tuple(made.home.tolist()), made.leaves, made.merges, keys)


def within(finer, coarser):
    home = {}
    return all(home.setdefault(one, other) == other for one, other in zip(finer, coarser, strict=True))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_people_decided_holds_in_every_cut(data):
    n = data.draw(st.integers(4, 40))
    rows = unit_rows(np.random.default_rng(data.draw(st.integers(0, 9))).normal(size=(n, 6)))
    groups = data.draw(st.integers(0, 3))
    decided = np.full(n, -1)
    decided[:groups] = np.arange(groups)
    more = data.draw(st.lists(st.integers(groups, n - 1), max_size=6)) if groups else []
    decided[more] = groups - 1
    pair = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda one: one[0] != one[1])
    apart = data.draw(st.lists(pair, max_size=8))
    condensed = {"exact": 10, "micro": 8} if data.draw(st.booleans()) else {}
    alone = sorted({row for one in apart for row in one})
    tree = tree_over(rows, data.draw(st.integers(1, n)), decided, apart, alone=alone, **condensed)
    finer = None
    for k in range(tree.leaves, 0, -1):
        labels = cut(tree, k)
        assert len(set(labels)) == clusters_at(tree, k)
        assert all(labels[row] == decided[row] for row in range(n) if decided[row] >= 0)
        for one, other in apart:
            assert labels[one] != labels[other] or decided[one] == decided[other] >= 0
        assert finer is None or within(finer, labels)
        finer = labels


def test_a_tree_survives_being_written_down():
    rows = unit_rows(np.random.default_rng(4).normal(size=(30, 5)))
    tree = tree_over(rows, 5, [0, 0, 1] + [-1] * 27)
    assert from_json(json.loads(json.dumps(tree.as_json()))) == tree


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"format": 99},
        {"format": 1, "home": [3], "leaves": 2, "merges": [], "keys": [], "claimed": []},
        {"format": 1, "home": [0], "leaves": 2, "merges": [[0, 2]], "keys": [], "claimed": []},
        {"format": 1, "home": [0], "leaves": 3, "merges": [[0, 1], [1, 2]], "keys": [], "claimed": []},
        {"format": 1, "home": [0], "leaves": "x", "merges": [], "keys": [], "claimed": []},
    ],
)
def test_what_is_no_tree_is_refused(wrong):
    with pytest.raises(BadRequest):
        from_json(wrong)


def test_a_cut_below_one_is_refused():
    with pytest.raises(BadRequest):
        cut(Tree((0,), 1, ()), 0)


def test_cutting_anew_is_asking_for_that_number(reasons, proposal):
    texts, told = reasons[0], ["nl"] * 60
    for k in sorted({2, *proposal.choices.values(), 11}):
        asked = propose(texts, k=k, languages=told)
        again = recut(texts, told, None, json.loads(json.dumps(proposal.tree)), k)
        assert asked.clusters == again.clusters
        assert asked.tree == proposal.tree
        assert len(again.clusters) == again.cut == k


def test_the_three_choices_are_apart_and_the_middle_one_is_shown(proposal):
    chosen = proposal.choices
    assert 2 <= chosen["coarser"] < chosen["proposed"] < chosen["finer"] <= 60
    assert proposal.cut == proposal.k == chosen["proposed"]


def test_a_text_placed_since_is_in_no_cluster_of_another_cut(reasons, proposal):
    again = recut(reasons[0], ["nl"] * 60, None, proposal.tree, 4, placed=[7])
    members = [member for cluster in again.clusters for member in cluster.members]
    assert sorted(members) == [place for place in range(60) if place != 7]


def test_the_tree_of_other_texts_is_refused(proposal):
    with pytest.raises(BadRequest):
        recut(["een", "twee"], None, None, proposal.tree, 2)
