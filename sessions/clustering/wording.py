"""Texts as weighed terms: a sparse table of stems, pairs of stems and letter groups (tf-idf).

Written here rather than taken from a library because loading that library costs more than a second, which is
a fifth of what a hall of 1,000 texts may wait; the weights are the usual ones (Salton and Buckley 1988): a
damped count times a smoothed inverse document frequency, rows of length 1.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from .clean import clean
from .words import stem, words_of

_MOST_TERMS = 30_000  # columns kept, the most widespread first: bounds the memory of the basis learned later
_GROUPS = (3, 4, 5)  # letters per group


def weighed_terms(texts: Sequence[str], languages: Sequence[str]) -> Any:
    """Sparse (n, terms), rows of length 1: half the weight on stems and pairs of stems, half on letter
    groups.

    A text without a term that others share too is a row of zeros; None when that holds for every text.
    """
    from scipy.sparse import hstack

    parts = [part for part in (_table(_stems(texts, languages)), _table(_letters(texts))) if part is not None]
    return hstack(parts).tocsr() * float(np.sqrt(1 / len(parts))) if parts else None


def _stems(texts: Sequence[str], languages: Sequence[str]) -> Iterable[list[str]]:
    for text, language in zip(texts, languages, strict=True):
        stems = [stem(word, language) for word in words_of(text, language)]
        yield stems + [f"{one} {other}" for one, other in pairwise(stems)]


def _letters(texts: Sequence[str]) -> Iterable[list[str]]:
    known: dict[str, list[str]] = {}
    for text in texts:
        groups: list[str] = []
        for word in clean(text).lower().split():
            if word not in known:
                known[word] = _groups_of(f" {word} ")
            groups += known[word]
        yield groups


def _groups_of(padded: str) -> list[str]:
    if len(padded) <= _GROUPS[0]:
        return [padded]
    return [padded[at : at + size] for size in _GROUPS for at in range(len(padded) - size + 1)]


def _table(documents: Iterable[list[str]]) -> Any:
    """Sparse (n, terms) tf-idf, or None when no term is left; terms of nearly all or hardly any text are left
    out."""
    from scipy.sparse import csr_matrix, diags

    numbers: dict[str, int] = {}
    found: list[int] = []
    ends = [0]
    for terms in documents:
        found.extend([numbers.setdefault(term, len(numbers)) for term in terms])
        ends.append(len(found))
    n = len(ends) - 1
    shape = (n, max(len(numbers), 1))
    ones, columns, rows = np.ones(len(found)), np.asarray(found, dtype=np.int32), np.asarray(ends)
    counts = csr_matrix((ones, columns, rows), shape=shape)
    counts.sum_duplicates()
    spread = np.bincount(counts.indices, minlength=shape[1])
    kept = _kept(spread, n)
    if len(kept) == 0:
        return None
    counts = counts[:, kept]
    counts.data = 1.0 + np.log(counts.data)
    weighed = counts @ diags(np.log((1 + n) / (1 + spread[kept])) + 1.0)
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return diags(1.0 / np.where(lengths > 0, lengths, 1.0)) @ weighed


def _kept(spread: Any, n: int) -> Any:
    """The columns worth keeping, in their order; spread: in how many of the n texts each term stands."""
    fewest, most = (2 if n > 100 else 1), (0.3 * n if n > 50 else n)
    kept = np.flatnonzero((spread >= fewest) & (spread <= most))
    if len(kept) > _MOST_TERMS:
        kept = np.sort(kept[np.argsort(-spread[kept], kind="stable")[:_MOST_TERMS]])
    return kept
