"""Takes what people decided into account: their groups keep their texts and draw in what resembles them."""

from collections.abc import Hashable, Mapping, Sequence

import numpy as np

from .arrays import Indices, Vectors, means_of, unit_rows
from .refusals import BadRequest

_PULL = 0.5  # how far a decided text moves towards the middle of its group before neighbours are looked up


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


def once(texts: Sequence[str], plain: Sequence[str], decided: Indices) -> tuple[Indices, Indices]:
    """Texts that say the same and are in the same human group (or in none) are grouped as one.

    Returns the place of the first of each, (u,), and per text which of them it is, (n,). Texts without words
    (`plain` is empty) are told apart by what they show.
    """
    keys: dict[tuple[str, str, int], int] = {}
    firsts: list[int] = []
    member = np.zeros(len(texts), dtype=np.int64)
    for place, (text, bare_text) in enumerate(zip(texts, plain, strict=True)):
        key = (bare_text, "" if bare_text else text, int(decided[place]))
        if key not in keys:
            keys[key] = len(firsts)
            firsts.append(place)
        member[place] = keys[key]
    return np.asarray(firsts, dtype=np.int64), member
