"""Nearest neighbours by cosine, exact, in blocks that bound the memory; and vectors smoothed over them."""

from typing import Any

import numpy as np

from .arrays import Floats, Indices, Vectors, unit_rows

_FEW = 60  # texts up to which nearest neighbours are near enough
_BLOCK = 1024  # rows at once: 1024 x 5000 float32 is 20 MB


def nearest(vectors: Vectors, m: int) -> tuple[Indices, Floats]:
    """For each of n rows the m nearest other rows, nearest first: (n, m) indices and (n, m) similarities.

    `m` is cut down to n - 1. Equal similarities are ordered by index.
    """
    n = len(vectors)
    m = max(0, min(m, n - 1))
    found = np.zeros((n, m), dtype=np.int64)
    similar = np.zeros((n, m), dtype=np.float64)
    if m == 0:
        return found, similar
    for start in range(0, n, _BLOCK):
        block = vectors[start : start + _BLOCK] @ vectors.T
        rows = np.arange(len(block))
        block[rows, rows + start] = -np.inf
        best = np.sort(np.argpartition(-block, m - 1, axis=1)[:, :m], axis=1)
        values = np.take_along_axis(block, best, 1)
        order = np.argsort(-values, axis=1, kind="stable")
        found[start : start + _BLOCK] = np.take_along_axis(best, order, 1)
        similar[start : start + _BLOCK] = np.take_along_axis(values, order, 1)
    return found, similar


def nearest_within(vectors: Vectors, home: Indices, m: int) -> tuple[Indices, Floats]:
    """As `nearest`, but looking only among rows with the same `home` (n,); cheap for very many rows.

    A row with fewer than m others around it is its own neighbour, with similarity -1, for the rest.
    """
    n = len(vectors)
    found = np.repeat(np.arange(n, dtype=np.int64)[:, None], m, axis=1)
    similar = np.full((n, m), -1.0)
    order = np.argsort(home, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(home[order])) + 1):
        near, close = nearest(vectors[rows], m)
        found[rows, : near.shape[1]] = rows[near]
        similar[rows, : near.shape[1]] = close
    return found, similar


def smoothed(vectors: Vectors, neighbours: int = 4, share: float = 0.5, rounds: int = 2) -> Vectors:
    """(n, d), rows of length 1: each row drawn halfway to the weighed mean of its nearest rows, `rounds`
    times.

    A short text says too little about its subject; its neighbours say the rest.
    """
    for _ in range(rounds):
        near, similar = nearest(vectors, neighbours)
        if near.shape[1] == 0:
            return vectors
        weights = np.clip(similar, 0, None) + 1e-6
        around = unit_rows(np.einsum("nmd,nm->nd", vectors[near], weights))
        vectors = unit_rows((1 - share) * vectors + share * around)
    return vectors


def walked(vectors: Vectors, back: float = 0.35, steps: int = 12) -> Vectors:
    """(n, d), rows of length 1: each row the mean of where a random walk from it gets, over the graph of
    nearest neighbours, when it goes home with chance `back` at every step (Tong et al. 2006).

    What its neighbours leave unsaid of a short text, theirs say. Twelve steps
    carry all but half a percent of the weight.
    """
    if len(vectors) < 2:
        return vectors
    chances = _chances(*nearest(vectors, _links_for(len(vectors))))
    here = vectors
    for _ in range(steps):
        here = np.float32(1 - back) * (chances @ here) + np.float32(back) * vectors
    return unit_rows(here)


def _links_for(n: int) -> int:
    """How many neighbours a walk can go to: among few texts far ones are soon reached."""
    return int(np.clip(round(np.sqrt(n) / 2.2), 3, 8))


def _chances(near: Indices, similar: Floats) -> Any:
    """Sparse (n, n) float32, rows that sum to 1: links count both ways and by the square of similarity."""
    from scipy.sparse import csr_matrix, diags

    n, m = near.shape
    weights = np.clip(similar, 0, None) ** 2 + 1e-9
    one_way = csr_matrix((weights.ravel(), near.ravel(), np.arange(0, n * m + 1, m)), shape=(n, n))
    both = (one_way + one_way.T).tocsr()
    return (diags(1.0 / np.asarray(both.sum(axis=1)).ravel()) @ both).astype(np.float32)


def calmed(vectors: Vectors) -> Vectors:
    """(n, d), rows of length 1: smoothed for few texts, walked for more; where a walk among few gets is soon
    everywhere."""
    return smoothed(vectors) if len(vectors) <= _FEW else walked(vectors)
