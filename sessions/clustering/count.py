"""How many clusters the texts seem to hold, when nobody said, and what a coarser and a finer number would be.

The number of communities that the Louvain method (Blondel et al. 2008) finds by modularity in the graph of
nearest neighbours. The graph is made of unsmoothed vectors: smoothing ties the knots it would have to find.
Many texts always leave some tiny communities beside the large ones, so these do not count in full: with more
than 50 texts it is the effective number, one over the sum of squared shares (Simpson 1949; Hill 1973).

Coarser and finer are the cuts of the tree with the largest modularity at half and at twice the resolution
(Reichardt and Bornholdt 2006), looked for well below and well above the proposed number: three numbers that
lie close together are no choice.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Indices, Vectors
from .louvain import Links, communities
from .nearest import nearest
from .tree import Choices

_SHARPNESS = 2.0  # similarities are squared: close neighbours count, vague ones hardly
_RESOLUTION = 1.0
_FEW = 50  # texts up to which every community counts in full: there, all of them are small
_COARSE, _FINE = 0.5, 2.0  # resolutions at which the two other numbers are looked for
_BELOW, _ABOVE, _MOST = 2 / 3, 1.5, 3.0  # shares of the proposed number between which they lie


@dataclass(frozen=True)
class Graph:
    """Who is near whom among n nodes: near (n, m), most similar first, and the weights of those links."""

    near: Indices
    weights: Floats


def neighbours_for(n: int) -> int:
    """How many neighbours each of n texts gets in the graph: few texts make small themes."""
    return int(np.clip(round(np.sqrt(n) / 2.2), 3, 12))


def graph_of(vectors: Vectors) -> Graph:
    """The graph of nearest neighbours of n rows of length 1."""
    near, similar = nearest(vectors, neighbours_for(len(vectors)))
    return Graph(near, np.clip(similar, 0, None) ** _SHARPNESS)


def count_clusters(graph: Graph, seed: int) -> int:
    """At least 1; communities of a single text do not count. The same on every run for one seed."""
    n = len(graph.near)
    if n <= 3:
        return min(n, 1)
    links: Links = [{} for _ in range(n)]
    for i, (others, weights) in enumerate(zip(graph.near.tolist(), graph.weights.tolist(), strict=True)):
        for other, weight in zip(others, weights, strict=True):
            if weight > 0:
                links[i][other] = links[other][i] = weight
    found = communities(links, _RESOLUTION, np.random.default_rng(seed).shuffle)
    sizes = np.asarray([len(community) for community in found if len(community) > 1], dtype=np.float64)
    if n <= _FEW or len(sizes) == 0:
        return max(1, len(sizes))
    return max(1, round(float(sizes.sum() ** 2 / (sizes**2).sum())))


def modularity(graph: Graph, labels: Indices, resolution: float = 1.0) -> float:
    """How much more of the links' weight lies inside the labels (n,) than chance would put there, at most 1
    (Newman and Girvan 2004); a finer resolution asks for smaller groups. 0 for a graph without links."""
    count = int(labels.max()) + 1
    total = float(graph.weights.sum())
    if total == 0:
        return 0.0
    same = labels[graph.near] == labels[:, None]
    degree = graph.weights.sum(axis=1) + np.bincount(
        graph.near.ravel(), weights=graph.weights.ravel(), minlength=len(labels)
    )
    shares = np.bincount(labels, weights=degree, minlength=count) / (2 * total)
    return float(graph.weights[same].sum() / total - resolution * (shares**2).sum())


def choices(graph: Graph, proposed: int, fewest: int, most: int, at: Callable[[int], Indices]) -> Choices:
    """Three numbers of clusters within fewest .. most, at least 2 where that is possible; `at` gives the
    labels (n,) of the graph's nodes when cut into that many."""

    def best(low: float, high: float, resolution: float) -> int:
        first, last = (max(min(round(number), most), fewest, 1) for number in (low, high))
        scored = [(modularity(graph, at(k), resolution), -k) for k in range(first, max(first, last) + 1)]
        return -max(scored)[1]

    proposed = max(min(proposed, most), fewest, 1)
    coarser = best(2, max(2.0, _BELOW * proposed), _COARSE)
    finer = best(max(_ABOVE * proposed, proposed + 1), _MOST * proposed, _FINE)
    return Choices(min(coarser, proposed), proposed, max(finer, proposed))
