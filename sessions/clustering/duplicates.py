"""Finds texts that say nearly the same, so that they can be linked; nothing is ever removed.

Two texts are near-duplicates when they are equal but for typing, or when their letter groups overlap largely
and they deny the same number of things: "wel" and "niet" differ by one word and mean the opposite.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from .arrays import Floats, Indices
from .clean import bare, clean
from .proposal import NearDuplicate
from .stopwords import NEGATIONS

_OVERLAP = 0.7  # share of letter groups two texts must have in common
_CLOSE = 0.6  # cosine below which letters are not even compared


def near_duplicates(
    texts: Sequence[str], firsts: Indices, near: Indices, similar: Floats
) -> list[NearDuplicate]:
    """Pairs in input order. firsts: (u,) the places of the different texts; near, similar: (u, m) the nearest
    of those different texts, as rows of `firsts`, and their cosines.

    Of a set of m equal texts each is linked to the first only: m - 1 pairs say as much as all of them.
    """
    plain = [bare(text) for text in texts]
    pairs = {(pair.first, pair.second): pair for pair in _equal(plain)}
    grams: dict[int, frozenset[str]] = {}
    places = firsts.tolist()
    for row, column in np.argwhere(similar >= _CLOSE).tolist():
        i, j = places[row], places[int(near[row, column])]
        first, second = min(i, j), max(i, j)
        if i == j or (first, second) in pairs or plain[first] == plain[second]:
            continue
        overlap = _overlap(plain, first, second, grams)
        if overlap >= _OVERLAP and _same_stance(texts[first], texts[second]):
            pairs[first, second] = NearDuplicate(first, second, round(overlap, 4))
    return [pairs[key] for key in sorted(pairs)]


def _equal(plain: Sequence[str]) -> list[NearDuplicate]:
    places = defaultdict(list)
    for place, text in enumerate(plain):
        if text:
            places[text].append(place)
    return [NearDuplicate(same[0], other, 1.0) for same in places.values() for other in same[1:]]


def _overlap(plain: Sequence[str], first: int, second: int, grams: dict[int, frozenset[str]]) -> float:
    for place in (first, second):
        if place not in grams:
            padded = f" {plain[place]} "
            grams[place] = frozenset(padded[start : start + 3] for start in range(max(len(padded) - 2, 1)))
    union = len(grams[first] | grams[second])
    return len(grams[first] & grams[second]) / union if union else 0.0


def _same_stance(one: str, other: str) -> bool:
    def stance(text: str) -> list[str]:
        words = clean(text).lower().replace(",", " ").replace(".", " ").split()
        return sorted(word for word in words if word in NEGATIONS or word.isdigit())

    return stance(one) == stance(other)
