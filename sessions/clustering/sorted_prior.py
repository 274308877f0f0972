"""Joins what people sorted with what the texts say, as vectors: (text + together) / (1 + seen) per pair.

A text's vector gets, beside what it says, one axis for each pile it lies on, and is brought back to length 1.
Between two texts that the same people placed the cosine is then exactly that formula: the text weighs as one
more person. A text that nobody sorted is taken to lie softly where the sorted texts nearest to it lie.
"""

from collections.abc import Sequence

import numpy as np

from .arrays import Indices, Vectors, unit_rows
from .piles import Sorting, co_sorted, pile_labels

_NEAREST = 5  # sorted texts that speak for one that nobody sorted


def piled(sortings: Sequence[Sorting], member: Indices) -> Indices:
    """(people, u): the pile in which each person put each of the u different texts, -1 where in none; of
    equal texts the first that the person placed counts. member: (n,) which of the u each text is.

    Raises: BadRequest as `pile_labels` does.
    """
    labels = pile_labels(sortings, len(member))
    out = np.full((len(sortings), int(member.max(initial=-1)) + 1), -1, dtype=np.int64)
    for place in range(len(member) - 1, -1, -1):
        here = labels[:, place] >= 0
        out[here, member[place]] = labels[here, place]
    return out


def joined(vectors: Vectors, piles: Indices) -> Vectors:
    """(u, d + rank), rows of length 1, from vectors (u, d) with rows of length 1 and piles (people, u)."""
    sorted_rows = np.flatnonzero((piles >= 0).any(axis=0))
    if len(sorted_rows) < 2:
        return vectors
    axes = np.zeros((len(vectors), len(sorted_rows)), dtype=np.float32)
    axes[sorted_rows] = _axes(piles[:, sorted_rows])
    others = np.flatnonzero((piles < 0).all(axis=0))
    if len(others):
        similar = np.clip(vectors[others] @ vectors[sorted_rows].T, 0.0, 1.0)
        best = np.argsort(-similar, axis=1, kind="stable")[:, :_NEAREST]
        near = np.take_along_axis(similar, best, 1)
        shares = near**2 / np.maximum(near.sum(axis=1, keepdims=True), 1e-9)
        axes[others] = np.einsum("nm,nmd->nd", shares, axes[sorted_rows][best])
    return unit_rows(np.hstack([vectors, axes]))


def _axes(piles: Indices) -> Vectors:
    """(m, m): rows whose products say how many people put two texts together."""
    squares, sides = np.linalg.eigh(co_sorted(piles).together)
    return np.asarray(sides * np.sqrt(np.clip(squares, 0.0, None)), dtype=np.float32)
