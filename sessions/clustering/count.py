"""How many clusters the texts seem to hold, when nobody said.

The number of communities that the Louvain method (Blondel et al. 2008) finds by modularity in the graph of
nearest neighbours. The graph is made of unsmoothed vectors: smoothing ties the knots it would have to find.
Many texts always leave some tiny communities beside the large ones, so these do not count in full: with more
than 50 texts it is the effective number, one over the sum of squared shares (Simpson 1949; Hill 1973).
"""

import networkx as nx
import numpy as np

from .arrays import Vectors
from .nearest import nearest

_SHARPNESS = 2.0  # similarities are squared: close neighbours count, vague ones hardly
_RESOLUTION = 1.0
_FEW = 50  # texts up to which every community counts in full: there, all of them are small


def neighbours_for(n: int) -> int:
    """How many neighbours each of n texts gets in the graph: few texts make small themes."""
    return int(np.clip(round(np.sqrt(n) / 2.2), 3, 12))


def count_clusters(vectors: Vectors, seed: int) -> int:
    """At least 1; communities of a single text do not count. The same on every run for one seed."""
    n = len(vectors)
    if n <= 3:
        return min(n, 1)
    near, similar = nearest(vectors, neighbours_for(n))
    weights = np.clip(similar, 0, None) ** _SHARPNESS
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    for i in range(n):
        links = zip(near[i].tolist(), weights[i].tolist(), strict=True)
        graph.add_weighted_edges_from((i, j, weight) for j, weight in links if weight > 0)
    found = nx.community.louvain_communities(graph, weight="weight", resolution=_RESOLUTION, seed=seed)
    sizes = np.asarray([len(community) for community in found if len(community) > 1], dtype=np.float64)
    if n <= _FEW or len(sizes) == 0:
        return max(1, len(sizes))
    return max(1, round(float(sizes.sum() ** 2 / (sizes**2).sum())))
