"""Counts what people sorted together: from piles per person to a similarity per pair of statements.

The first half of group concept mapping (Trochim 1989; Kane and Trochim 2007). Only people's piles are counted
here. What a machine thinks of the texts can be weighed in as a prior, which every sorting outweighs more; it
is never counted as if it had been sorted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Indices, Vectors
from .refusals import BadRequest

Sorting = Sequence[Sequence[int]]  # one person's piles; a pile is the places of its statements


@dataclass(frozen=True)
class CoSorted:
    """together: (n, n) how many people put two statements in one pile; seen: (n, n) how many people placed
    both at all. The diagonal says how many people placed the statement. people: who placed anything."""

    together: Floats
    seen: Floats
    people: int


def pile_labels(sortings: Sequence[Sorting], n: int) -> Indices:
    """(people, n): the number of the pile in which each person put each of n statements, -1 where in none.

    Raises: BadRequest for a place outside 0 .. n - 1, or twice in one person's piles.
    """
    labels = np.full((len(sortings), n), -1, dtype=np.int64)
    for person, piles in enumerate(sortings):
        for number, pile in enumerate(piles):
            for place in pile:
                if not 0 <= place < n:
                    raise BadRequest(f"a pile names statement {place}, but there are {n} (counted from 0)")
                if labels[person, place] >= 0:
                    raise BadRequest(f"person {person} put statement {place} on two piles")
                labels[person, place] = number
    return labels


def co_sorted(labels: Indices) -> CoSorted:
    """The counts over all people; labels: (people, n) as `pile_labels` makes them."""
    n = labels.shape[1]
    together, seen = np.zeros((n, n)), np.zeros((n, n))
    for mine in labels:
        placed = mine >= 0
        both = np.outer(placed, placed)
        seen += both
        together += (mine[:, None] == mine[None, :]) & both
    return CoSorted(together, seen, int((labels >= 0).any(axis=1).sum()))


def text_prior(vectors: Vectors) -> Floats:
    """(n, n) in 0..1: how alike the texts are, as one careful voice beside the people's piles.

    vectors: (n, d) rows of length 1. Opposite texts are no further apart than unrelated ones.
    """
    return np.clip((vectors @ vectors.T).astype(np.float64), 0.0, 1.0)


def similarity(counts: CoSorted, text: Floats | None = None) -> Floats:
    """(n, n) in 0..1, the diagonal 1: the share of people who put two statements together.

    With `text`, (n, n) in 0..1, it is (text + together) / (1 + seen): the text weighs as much as one person.
    Without it a pair that nobody placed is not a number.

    Raises: BadRequest when text has another shape or leaves 0..1.
    """
    if text is not None:
        if text.shape != counts.together.shape or not ((text >= 0) & (text <= 1)).all():
            raise BadRequest("the text prior must hold a number from 0 to 1 for every pair of statements")
        shares = (text + counts.together) / (1.0 + counts.seen)
    else:
        unseen = counts.seen == 0
        shares = np.where(unseen, np.nan, counts.together / np.where(unseen, 1.0, counts.seen))
    np.fill_diagonal(shares, 1.0)
    return shares
