"""Takes what people decided into account: their groups keep their texts and draw in what resembles them.

Themes known beforehand draw too, but hold nothing: a text that clearly resembles one is moved towards it
before neighbours are looked up, and a cluster made of such texts says which theme it could join.
"""

from collections.abc import Hashable, Mapping, Sequence

import numpy as np

from .arrays import Indices, Vectors, means_of, unit_rows
from .refusals import BadRequest

_PULL = 0.5  # how far a decided text moves towards the middle of its group before neighbours are looked up
_CLEARLY = 1.5  # standard deviations above the mean likeness of all texts to all known themes


def numbered(given: Mapping[int, Hashable] | None, n: int) -> tuple[list[Hashable], Indices]:
    """The group keys in order of first text, and (n,) each text's group number or -1.

    Raises BadRequest for a place outside 0 .. n - 1.
    """
    decided = np.full(n, -1, dtype=np.int64)
    numbers: dict[Hashable, int] = {}
    for place in sorted(given or {}):
        if not 0 <= place < n:
            raise BadRequest(f"given names text {place}, but there are {n} texts (counted from 0)")
        key = (given or {})[place]
        decided[place] = numbers.setdefault(key, len(numbers))
    return list(numbers), decided


def parted(apart: Sequence[tuple[int, int]], n: int) -> list[tuple[int, int]]:
    """The pairs of texts that people want in different clusters, each once, in order.

    Raises BadRequest for a place outside 0 .. n - 1, or a text apart from itself.
    """
    for one, other in apart:
        if not (0 <= one < n and 0 <= other < n) or one == other:
            raise BadRequest(f"apart names texts {one} and {other}, of {n} texts (counted from 0)")
    return sorted({(min(pair), max(pair)) for pair in apart})


def pulled(vectors: Vectors, decided: Indices) -> Vectors:
    """(n, d): decided texts halfway to the mean of their group, so that what people saw in them spreads."""
    groups = int(decided.max(initial=-1)) + 1
    if groups == 0:
        return vectors
    held = decided >= 0
    means = means_of(vectors[held], decided[held], groups)
    out = vectors.copy()
    out[held] = unit_rows((1 - _PULL) * vectors[held] + _PULL * means[decided[held]])
    return out


def claims(vectors: Vectors, themes: Vectors) -> Indices:
    """(n,) the number of the known theme that draws each text, or -1; vectors (n, d), themes (t, d).

    A text is drawn by the theme it resembles most, where that is far more than texts resemble themes at all.
    """
    if len(vectors) == 0 or len(themes) == 0:
        return np.full(len(vectors), -1, dtype=np.int64)
    similar = vectors @ themes.T
    enough = float(similar.mean() + _CLEARLY * similar.std())
    best = similar.argmax(axis=1)
    return np.where(similar.max(axis=1) > max(enough, 0.0), best, -1).astype(np.int64)


def drawn(vectors: Vectors, themes: Vectors, claimed: Indices) -> Vectors:
    """(n, d): claimed texts halfway to their known theme."""
    held = claimed >= 0
    out = vectors.copy()
    out[held] = unit_rows((1 - _PULL) * vectors[held] + _PULL * themes[claimed[held]])
    return out


def once(
    texts: Sequence[str], plain: Sequence[str], decided: Indices, alone: Mapping[int, int] | None = None
) -> tuple[Indices, Indices]:
    """Texts that say the same and are in the same human group (or in none) are grouped as one.

    Returns the place of the first of each, (u,), and per text which of them it is, (n,). Texts without words
    (`plain` is empty) are told apart by what they show. A text whose place is in `alone` is one with those of
    the same value there only: people said something about these very texts.
    """
    keys: dict[tuple[str, str, int, int], int] = {}
    firsts: list[int] = []
    member = np.zeros(len(texts), dtype=np.int64)
    for place, (text, bare_text) in enumerate(zip(texts, plain, strict=True)):
        own = (alone or {}).get(place, -1)
        key = (bare_text, "" if bare_text else text, int(decided[place]), own)
        if key not in keys:
            keys[key] = len(firsts)
            firsts.append(place)
        member[place] = keys[key]
    return np.asarray(firsts, dtype=np.int64), member
