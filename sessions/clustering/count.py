"""How many clusters the texts seem to hold, when nobody said.

The number of communities that the Louvain method (Blondel et al. 2008) finds by modularity in the graph of
nearest neighbours. The graph is made of unsmoothed vectors: smoothing ties the knots it would have to find.
"""

import networkx as nx
import numpy as np

from .arrays import Vectors
from .nearest import nearest

_SHARPNESS = 2.0  # similarities are squared: close neighbours count, vague ones hardly
_RESOLUTION = 1.0


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
    return max(1, sum(len(community) > 1 for community in found))
