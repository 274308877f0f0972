"""The analysis against a sorting that was published with its outcome (see concept_map/README.md)."""

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage

from sessions.clustering.agreement import agreement, human_ceiling
from sessions.clustering.concept_map import concept_map
from sessions.clustering.piles import co_sorted, pile_labels, similarity
from sessions.clustering.scaling import flat_map

HERE = Path(__file__).with_name("concept_map")
N = 80


def read(name):
    with (HERE / name).open(newline="", encoding="utf-8") as file:
        for key, cards in list(csv.reader(file))[1:]:
            yield key, [int(card) - 1 for card in cards.split()]


@pytest.fixture(scope="module")
def sortings():
    people = defaultdict(list)
    for sorter, cards in read("piles.csv"):
        people[sorter].append(cards)
    return list(people.values())


@pytest.fixture(scope="module")
def published():
    clusters = np.full(N, -1)
    for cluster, cards in read("published_clusters.csv"):
        clusters[cards] = int(cluster)
    assert (clusters > 0).all()
    return clusters


@pytest.fixture(scope="module")
def apart(sortings):
    return 1.0 - similarity(co_sorted(pile_labels(sortings, N)))


def test_the_published_clusters_come_back_with_the_published_method(apart, published):
    """Metric scaling, then Ward, is what the published program does; its start is not ours."""
    points = flat_map(apart, fit="proportional").points
    found = agreement(fcluster(linkage(points, "ward"), 10, "maxclust"), published)
    assert found.adjusted_rand > 0.9
    assert found.b_cubed > 0.9


def test_the_map_of_this_program_is_nearly_the_published_one(sortings, published):
    drawn = concept_map(sortings, N)
    assert agreement(drawn.clusters(10), published).adjusted_rand > 0.75
    assert drawn.stress == pytest.approx(0.292, abs=0.003)


def test_the_stress_is_no_worse_than_that_of_scikit_learn(apart):
    from sklearn.manifold import MDS

    theirs = MDS(
        2,
        metric_mds=False,
        metric="precomputed",
        init="random",
        n_init=2,
        max_iter=500,
        random_state=0,
        normalized_stress=True,
    ).fit(apart)
    assert flat_map(apart).stress < theirs.stress_ + 0.001


def test_the_map_agrees_with_people_better_than_they_do_with_each_other(sortings):
    labels = pile_labels(sortings, N)
    ceiling = human_ceiling(labels)
    drawn = concept_map(sortings, N).clusters(12)
    with_map = np.mean([agreement(mine, drawn).b_cubed for mine in labels])
    assert ceiling.mean_one.b_cubed == pytest.approx(0.554, abs=0.01)
    assert ceiling.halves.b_cubed > ceiling.mean_one.b_cubed
    assert with_map > ceiling.mean_one.b_cubed - 0.02
