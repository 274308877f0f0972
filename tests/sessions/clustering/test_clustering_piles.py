"""From piles to a map: the counts, the prior, the scaling, the bridges, how far people agree."""

import numpy as np
import pytest

from sessions.clustering.agreement import agreement, b_cubed_each, consensus, human_ceiling
from sessions.clustering.arrays import unit_rows
from sessions.clustering.concept_map import bridging, concept_map
from sessions.clustering.piles import co_sorted, pile_labels, similarity
from sessions.clustering.refusals import BadRequest
from sessions.clustering.scaling import classical, flat_map

THREE = [[[0, 1], [2, 3]], [[0, 1, 2], [3]], [[0, 1]]]  # the third person left two statements on the table


def apart(points):
    return np.linalg.norm(points[:, None] - points[None, :], axis=2)


def test_only_pairs_that_somebody_placed_are_counted_as_seen():
    counts = co_sorted(pile_labels(THREE, 4))
    assert counts.people == 3
    assert counts.together[0, 1] == 3
    assert counts.together[0, 2] == 1
    assert counts.seen[0, 2] == 2
    assert counts.together[2, 3] == 1
    assert np.array_equal(np.diag(counts.seen), [3, 3, 2, 2])
    assert np.array_equal(counts.together, counts.together.T)


def test_similarity_is_a_share_and_unknown_where_nobody_looked():
    counts = co_sorted(pile_labels([*THREE, [[4]]], 5))
    shares = similarity(counts)
    assert shares[0, 1] == 1.0
    assert shares[0, 2] == 0.5
    assert np.isnan(shares[0, 4])
    assert np.array_equal(np.diag(shares), np.ones(5))


def test_the_text_weighs_as_much_as_one_person():
    counts = co_sorted(pile_labels([*THREE, [[4]]], 5))
    text = np.full((5, 5), 0.6)
    weighed = similarity(counts, text)
    assert weighed[0, 4] == pytest.approx(0.6)
    assert weighed[0, 2] == pytest.approx((0.6 + 1) / (1 + 2))
    with pytest.raises(BadRequest):
        similarity(counts, text * 2)
    with pytest.raises(BadRequest):
        similarity(counts, text[:3])


def test_machine_suggestions_never_enter_the_counts():
    vectors = unit_rows(np.random.default_rng(2).normal(size=(4, 6)))
    plain, primed = concept_map(THREE, 4), concept_map(THREE, 4, vectors=vectors)
    assert np.array_equal(plain.together, primed.together)
    assert np.array_equal(plain.seen, primed.seen)
    assert not np.allclose(apart(plain.points), apart(primed.points))
    assert plain.ceiling == primed.ceiling


@pytest.mark.parametrize("wrong", [[[[0, 4]]], [[[0, -1]]], [[[0, 1], [1, 2]]], [[[2, 2]]]])
def test_wrong_piles_are_refused(wrong):
    with pytest.raises(BadRequest):
        concept_map(wrong, 4)


def test_a_flat_arrangement_is_found_again_from_the_order_of_its_distances():
    places = np.random.default_rng(4).normal(size=(30, 2))
    found = flat_map(apart(places) ** 3)  # only the order is kept
    assert found.stress < 0.01
    there = np.corrcoef(apart(places)[np.triu_indices(30, 1)], apart(found.points)[np.triu_indices(30, 1)])
    assert there[0, 1] > 0.999


def test_the_map_is_the_same_each_time_and_does_not_depend_on_the_order_of_people():
    one, again, turned = concept_map(THREE, 4), concept_map(THREE, 4), concept_map(THREE[::-1], 4)
    assert np.array_equal(one.points, again.points)
    assert np.allclose(one.points, turned.points)
    assert np.allclose(one.points.mean(axis=0), 0)


def test_stress_is_kruskals_and_lower_than_at_the_start():
    table = apart(np.random.default_rng(5).normal(size=(20, 6)))
    found = flat_map(table)
    sides = np.triu_indices(20, 1)
    drawn, given = apart(found.points)[sides], table[sides]
    from sklearn.isotonic import IsotonicRegression

    def stress(distances):
        wanted = IsotonicRegression().fit_transform(given, distances)
        return np.sqrt(((distances - wanted) ** 2).sum() / (distances**2).sum())

    assert found.stress == pytest.approx(stress(drawn), abs=1e-4)
    assert found.stress < stress(apart(classical(table))[sides]) - 0.01


def test_free_ties_have_a_lower_stress():
    table = np.round(apart(np.random.default_rng(6).normal(size=(20, 6))))
    assert flat_map(table, fit="rising, ties free").stress < flat_map(table).stress - 0.01


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_few_statements_have_a_map_too(n):
    drawn = concept_map([[list(range(n))]] if n else [], n)
    assert drawn.points.shape == (n, 2)
    assert np.isfinite(drawn.points).all()
    assert len(drawn.clusters(2)) == n


def test_a_pair_that_nobody_placed_pulls_nowhere():
    table = apart(np.array([[0.0, 0], [1, 0], [2, 0], [3, 0.5], [4, 0]]))
    table[0, 4] = table[4, 0] = np.nan
    found = flat_map(table, fit="proportional")
    assert found.stress < 0.02
    assert apart(found.points)[0, 4] == apart(found.points)[0].max()
    with pytest.raises(BadRequest):
        flat_map(np.array([[0.0, 1], [2, 0]]))


def test_the_statement_between_two_piles_bridges_most():
    left, right = [0, 1, 2], [4, 5, 6]
    sortings = [[[*left, 3], right], [left, [3, *right]]] * 3
    drawn = concept_map(sortings, 7)
    assert int(drawn.bridging.argmax()) == 3
    assert drawn.bridging.min() == 0
    assert drawn.bridging[3] == 1
    assert bridging(np.eye(3), np.zeros((3, 2))).tolist() == [1, 1, 1]


def test_clusters_follow_the_slider_and_nest():
    drawn = concept_map([[[0, 1], [2, 3], [4, 5]], [[0, 1], [2, 3, 4, 5]]], 6)
    three, two = drawn.clusters(3).tolist(), drawn.clusters(2).tolist()
    assert three == [0, 0, 1, 1, 2, 2]
    assert two == [0, 0, 1, 1, 1, 1]
    with pytest.raises(BadRequest):
        drawn.clusters(0)


def test_agreement_agrees_with_scikit_learn_and_counts_only_what_both_placed():
    from sklearn.metrics import adjusted_rand_score

    one, other = np.random.default_rng(7).integers(0, 4, size=(2, 50))
    one[:5] = -1
    found = agreement(one, other)
    assert found.adjusted_rand == pytest.approx(adjusted_rand_score(one[5:], other[5:]), abs=1e-6)
    assert agreement(other, other).b_cubed == 1.0
    assert agreement(np.array([0, -1]), np.array([0, 0])) is None
    two = agreement(np.array([0, 0, 0, 0]), np.array([0, 0, 1, 1]))
    assert two.b_cubed == pytest.approx(2 * 0.5 * 1 / 1.5)
    assert two.adjusted_rand == 0


def test_people_who_agree_reach_the_ceiling_and_people_who_do_not_stay_below():
    same = pile_labels([[[0, 1, 2], [3, 4, 5]]] * 6, 6)
    assert human_ceiling(same).mean_one.adjusted_rand == 1
    assert human_ceiling(same).halves.b_cubed == 1
    chance = np.random.default_rng(8).integers(0, 3, size=(8, 30))
    assert human_ceiling(chance).mean_one.adjusted_rand < 0.3
    assert human_ceiling(same[:1]).mean_one is None
    assert consensus(np.array([[0, 0, -1], [0, 1, -1]]), 1).tolist() == [0, 0, -1]


def test_each_group_is_held_against_another_grouping_by_its_own_members() -> None:
    one, other = np.array([0, 0, 1, 1, 2, -1]), np.array([7, 7, 8, 9, -1, 9])
    assert b_cubed_each(one, other) == {7: 1.0, 8: pytest.approx(2 / 3), 9: pytest.approx(2 / 3)}
    assert b_cubed_each(one[:1], other[:1]) == {}
