"""The communities are those that networkx finds in the same order, and clear ones are found."""

from random import Random

import networkx as nx
import numpy as np
import pytest

from sessions.clustering.louvain import communities


def linked(n, pairs):
    links = [{} for _ in range(n)]
    for one, other, weight in pairs:
        links[one][other] = links[other][one] = weight
    return links


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("resolution", [0.5, 1.0, 2.0])
def test_the_communities_are_those_of_networkx(seed, resolution):
    random = np.random.default_rng(seed)
    pairs = [
        (one, other, round(float(random.random()) + 0.01, 6))
        for one in range(60)
        for other in random.choice(60, 4, replace=False).tolist()
        if one != other
    ]
    graph = nx.Graph()
    graph.add_nodes_from(range(60))
    graph.add_weighted_edges_from(pairs)
    wanted = nx.community.louvain_communities(graph, resolution=resolution, seed=seed)
    assert sorted(map(sorted, communities(linked(60, pairs), resolution, Random(seed).shuffle))) == sorted(
        map(sorted, wanted)
    )


def test_two_knots_and_a_loose_node_are_three_communities():
    pairs = [(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (3, 4, 1.0), (4, 5, 1.0), (3, 5, 1.0), (2, 3, 0.1)]
    assert sorted(map(sorted, communities(linked(7, pairs), 1.0, Random(0).shuffle))) == [
        [0, 1, 2],
        [3, 4, 5],
        [6],
    ]
    assert communities(linked(2, []), 1.0, Random(0).shuffle) == [{0}, {1}]
