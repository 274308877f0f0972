"""Themes known beforehand draw, piles of people count, what people parted stays apart; each cluster tells."""

import numpy as np
import pytest

from sessions.clustering.arrays import unit_rows
from sessions.clustering.describe import unsettled
from sessions.clustering.piles import co_sorted, pile_labels, similarity, text_prior
from sessions.clustering.propose import propose
from sessions.clustering.refusals import BadRequest
from sessions.clustering.sorted_prior import joined, piled
from sessions.clustering.steer import claims


def labels_of(proposal):
    return np.asarray(proposal.labels())


def test_joined_vectors_say_text_plus_together_over_one_plus_seen():
    rows = unit_rows(np.abs(np.random.default_rng(2).normal(size=(7, 5))))
    labels = pile_labels([[[0, 1, 2], [3, 4, 5, 6]], [[0, 1], [2, 3], [4, 5, 6]]], 7)
    both = joined(rows, labels)
    wanted = similarity(co_sorted(labels), text_prior(rows))
    assert np.allclose(both @ both.T, wanted, atol=1e-5)


def test_what_nobody_sorted_lies_where_its_nearest_lie():
    rows = unit_rows(np.array([[1, 0, 0], [0.9, 0.1, 0], [0, 1, 0], [0, 0.9, 0.1], [0.95, 0.05, 0]]))
    labels = pile_labels([[[0, 1], [2, 3]]] * 3, 5)
    near = joined(rows, labels)
    assert near[4] @ near[0] > 0.9
    assert near[4] @ near[2] < rows[4] @ rows[2] + 0.1


def test_of_equal_texts_the_first_that_was_placed_counts():
    assert piled([[[1], [2]]], np.array([0, 0, 1])).tolist() == [[0, 1]]


def test_people_who_sort_otherwise_than_the_words_are_followed(drawn):
    texts = [f"{fruit} {number}" for number in range(4) for fruit in ("appel", "peer")]
    by_number = [[place for place in range(8) if place // 4 == half] for half in (0, 1)]
    alone = labels_of(propose(texts, k=2, embedder=drawn))
    told = labels_of(propose(texts, k=2, embedder=drawn, sortings=[by_number] * 6))
    assert alone.tolist() == [0, 1] * 4
    assert len(set(told[:4])) == len(set(told[4:])) == 1
    assert told[0] != told[4]


def test_a_known_theme_gives_its_name_to_what_resembles_it(reasons):
    texts, themes = reasons
    known = [(7, "Geld en middelen", "subsidies, budget, financiering"), (8, "Ruimtevaart", "raketten")]
    found = propose(texts, languages=["nl"] * 60, known=known)
    named = [cluster for cluster in found.clusters if cluster.joins_known == 7]
    assert named
    members = [member for cluster in named for member in cluster.members]
    assert sum(themes[member] == "geld" for member in members) >= 6
    assert sum(themes[member] == "geld" for member in members) / len(members) > 0.6
    assert all(cluster.joins_known != 8 for cluster in found.clusters)


def test_nothing_is_drawn_where_there_is_nothing_to_draw():
    rows = unit_rows(np.random.default_rng(1).normal(size=(5, 4)))
    assert claims(rows, rows[:0]).tolist() == [-1] * 5
    assert claims(rows[:0], rows).tolist() == []


def test_equal_texts_that_people_parted_are_parted(drawn):
    found = labels_of(propose(["zelfde"] * 5 + ["anders"] * 3, k=2, embedder=drawn, apart=[(1, 3)]))
    assert found[1] != found[3]


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_a_text_parted_from_a_decided_one_does_not_join_its_group(drawn, k):
    texts = ["appel een", "appel twee", "peer een", "peer twee"]
    free = propose(texts, k=k, embedder=drawn, given={0: "rood"})
    assert {m: c.joins for c in free.clusters for m in c.members}[1] == ("rood" if k < 4 else None)
    held = propose(texts, k=k, embedder=drawn, given={0: "rood"}, apart=[(0, 1)])
    assert {m: c.joins for c in held.clusters for m in c.members}[1] is None


@pytest.mark.parametrize("wrong", [[(0, 2)], [(-1, 0)], [(1, 1)]])
def test_what_cannot_be_parted_is_refused(wrong):
    with pytest.raises(BadRequest):
        propose(["een", "twee"], apart=wrong)


def test_vectors_that_were_kept_give_the_same_proposal(reasons, proposal):
    from sessions.clustering.embed import UseEmbedder

    kept = UseEmbedder().embed(reasons[0])
    assert propose(reasons[0], languages=["nl"] * 60, vectors=kept).as_json() == proposal.as_json()
    with pytest.raises(BadRequest):
        propose(reasons[0], vectors=kept[:3])


def test_bridging_and_still_to_sort_are_told_per_member(reasons, proposal):
    for cluster in proposal.clusters:
        assert len(cluster.bridging) == len(cluster.to_sort) == len(cluster.members)
        assert all(0.0 <= share <= 1.0 for share in cluster.bridging)
    sure = np.concatenate([cluster.confidence for cluster in proposal.clusters])
    bridge = np.concatenate([cluster.bridging for cluster in proposal.clusters])
    assert np.corrcoef(sure, bridge)[0, 1] < -0.3


def test_a_text_among_strangers_is_still_to_sort():
    rows = unit_rows(np.array([[1, 0.1], [1, 0], [1, 0.2], [0, 1], [0.1, 1], [1, 0.05]]))
    labels = np.array([0, 0, 0, 1, 1, 1])
    assert unsettled(rows, labels).tolist() == [False, False, False, False, False, True]
    assert not unsettled(rows, np.zeros(6, dtype=np.int64)).any()
