"""Groups vectors: a tree, its cut, a few refining steps; many texts are condensed to micro-clusters first.

Average linkage (Sokal and Michener 1958) on cosine distance follows uneven themes better than Ward or
complete linkage did on every labelled set tried. The refining steps are spherical k-means (Dhillon and Modha
2001) started from the cut. Nothing here is random.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .arrays import Indices, Vectors, means_of, unit_rows
from .nearest import calmed

EXACT = 4000  # up to here every text is a leaf of the tree; its distance matrix takes n * n * 4 bytes, twice
MICRO = 2000  # above: so many micro-clusters are the leaves
_PRINCIPAL = 128
# The distance of what people parted. However many others it is averaged with (two clusters hold at most a
# thousand million pairs of leaves) the mean stays above 2, the largest distance there is otherwise: average
# linkage then joins such clusters last, and those joins are left out.
_PARTED = 1e12
_LARGEST = 2.0
_STEPS = 8

Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Space:
    """texts: (n, d) smoothed vectors; leaves: (l, d); home: (n,) the leaf of each text."""

    texts: Vectors
    leaves: Vectors
    home: Indices


def settle(vectors: Vectors, alone: Sequence[int] = (), exact: int = EXACT, micro: int = MICRO) -> Space:
    """The smoothed space in which texts are grouped; each text is its own leaf up to `exact` texts. `alone`:
    rows that are leaves of their own in any case."""
    n = len(vectors)
    if n <= exact:
        calm = calmed(vectors)
        return Space(calm, calm, np.arange(n, dtype=np.int64))
    vectors = principal(vectors)
    home = condense(vectors, micro)
    if len(alone):
        home[list(alone)] = int(home.max()) + 1 + np.arange(len(alone))
        home = np.unique(home, return_inverse=True)[1].astype(np.int64)
    return _condensed(vectors, home)


def settled(vectors: Vectors, home: Indices) -> Space:
    """The same space again, from the leaf of each text (n,) as a tree kept it; no looking for leaves."""
    if len(vectors) <= EXACT:
        calm = calmed(vectors)
        return Space(calm, calm, np.arange(len(vectors), dtype=np.int64))
    return _condensed(principal(vectors), home)


def _condensed(vectors: Vectors, home: Indices) -> Space:
    leaves = calmed(means_of(vectors, home, int(home.max()) + 1))
    return Space(unit_rows(vectors + leaves[home]), leaves, home)


def principal(vectors: Vectors, dimensions: int = _PRINCIPAL) -> Vectors:
    """(n, at most `dimensions`): the rows on their principal axes, length 1; a fifth of the work for 20,000
    texts, and on the labelled sets no worse."""
    if vectors.shape[1] <= dimensions:
        return vectors
    _, axes = np.linalg.eigh((vectors.T @ vectors).astype(np.float64))
    return unit_rows(vectors @ axes[:, ::-1][:, :dimensions].astype(np.float32))


def condense(vectors: Vectors, count: int, steps: int = 4) -> Indices:
    """(n,) a micro-cluster of 0 .. at most count - 1 per row: spherical k-means from evenly spread rows."""
    start = np.unique(np.linspace(0, len(vectors) - 1, count).astype(np.int64))
    centres = vectors[start]
    home = closest(vectors, centres)
    for _ in range(steps):
        centres = means_of(vectors, home, len(centres))
        home = closest(vectors, centres)
    return np.unique(home, return_inverse=True)[1].astype(np.int64)


def closest(vectors: Vectors, centres: Vectors) -> Indices:
    """(n,) the number of the most similar centre; the first among equals."""
    blocks = [vectors[start : start + 2048] @ centres.T for start in range(0, len(vectors), 2048)]
    return np.concatenate([block.argmax(axis=1) for block in blocks]).astype(np.int64)


def joins(vectors: Vectors, parted: Pairs = ()) -> list[tuple[float, int, int]]:
    """The tree over l rows, from the bottom: (distance, node, node) per join, in order; rows are the nodes
    below l and join m makes node l + m. Rows in `parted` never meet, so that joins may be missing at the top.
    """
    if len(vectors) < 2:
        return []
    return linked(1.0 - vectors @ vectors.T, parted)


def linked(distances: Any, parted: Pairs = ()) -> list[tuple[float, int, int]]:
    """As `joins`, from a table of distances (l, l) of at most 2."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    if len(distances) < 2:
        return []
    table = np.clip((distances + distances.T) / 2, 0.0, _LARGEST)
    if len(parted):
        table = table.astype(np.float64)
        one, other = np.asarray(parted).T
        table[one, other] = table[other, one] = _PARTED
    np.fill_diagonal(table, 0.0)
    rows = linkage(squareform(table, checks=False), "average").tolist()
    return [(high, int(one), int(other)) for one, other, high, _ in rows if high <= _LARGEST * (1 + 1e-9)]


def labels_at(steps: Sequence[tuple[float, int, int]], leaves: int, k: int) -> Indices:
    """(leaves,) labels from 0 in order of first leaf: what `joins` leaves of them at k clusters."""
    made = max(0, min(len(steps), leaves - k))
    top = np.arange(leaves + made)
    for step in range(made - 1, -1, -1):
        _, one, other = steps[step]
        top[one] = top[other] = top[leaves + step]
    _, first, inverse = np.unique(top[:leaves], return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return np.asarray(rank[inverse], dtype=np.int64)


def refine(vectors: Vectors, labels: Indices, fixed: Indices, steps: int = _STEPS) -> Indices:
    """(n,) labels after moving each free row to its nearest cluster mean until nothing moves; `fixed` (n,) is
    a label that must stay, or -1."""
    free = fixed < 0
    count = int(labels.max()) + 1
    for _ in range(steps):
        moved = closest(vectors, means_of(vectors, labels, count))
        moved[~free] = fixed[~free]
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels


def cohesion(vectors: Vectors) -> float:
    """Mean similarity of two different rows; 0 for fewer than two rows."""
    m = len(vectors)
    if m < 2:
        return 0.0
    total = vectors.astype(np.float64).sum(axis=0)
    own = float((vectors.astype(np.float64) ** 2).sum())
    return float((total @ total - own) / (m * (m - 1)))


def confidences(vectors: Vectors, labels: Indices, sharpness: float = 10.0) -> Any:
    """(n,) in 0..1: logistic in how much nearer the own cluster's mean is than the next best; .5 is a
    toss-up.

    With one cluster there is nothing to doubt between: the similarity to its mean, half to one.
    """
    count = int(labels.max()) + 1
    centres = means_of(vectors, labels, count)
    out = np.zeros(len(vectors), dtype=np.float64)
    for start in range(0, len(vectors), 2048):
        block = (vectors[start : start + 2048] @ centres.T).astype(np.float64)
        rows, mine = np.arange(len(block)), labels[start : start + 2048]
        own = block[rows, mine].copy()
        block[rows, mine] = -np.inf
        other = block.max(axis=1) if count > 1 else np.zeros(len(block))
        out[start : start + 2048] = 1.0 / (1.0 + np.exp(-sharpness * (own - other)))
    return out
