"""Which of a few short statements mean about the same: small groups, and no group where nothing is near.

A proposal divides everything that was said; here most may stay alone. So nothing is smoothed over neighbours:
average linkage (Sokal and Michener 1958) on the similarity of the texts themselves, cut where they stop being
alike. Nothing here is random.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Floats
from .clean import clean
from .compare import compare
from .embed import Embedder, one_blas_thread
from .group import linked
from .proposal import GroupKey

ALIKE = 0.45
"""The mean similarity from which statements are proposed as alike; `docs/material.md` says how it was
found."""
ALIKE_IN_WORDING = 0.3
"""The same where the sentence encoder is missing, and wording alone compares."""


@dataclass(frozen=True)
class Alike:
    """members: places in the input that mean about the same, the one nearest to all first. joins: the key of
    the group of people's that they are proposed to be added to, or None. similarity: 0 to 1."""

    members: tuple[int, ...]
    joins: GroupKey | None
    similarity: float


@dataclass(frozen=True)
class Compared:
    """What is alike, the most alike first; `fallback` is empty, or says why wording alone compared."""

    alike: tuple[Alike, ...]
    fallback: str


def find_alike(
    texts: Sequence[str],
    languages: Sequence[str],
    *,
    given: Mapping[int, Hashable] | None = None,
    embedder: Embedder | None = None,
) -> Compared:
    """Groups of two and more texts that nobody placed, and single ones that belong to a group of people's.

    given: place of a text -> key of the group that people put it in; such a text is in none of the groups.
    """
    placed = dict(given or {})
    loose = [place for place, text in enumerate(texts) if place not in placed and clean(text)]
    if not loose:
        return Compared((), "")
    with one_blas_thread():
        near, least, fallback = _similarities(texts, languages, embedder)
        found = [_described(members, placed, near, least) for members in _together(loose, near, least)]
    kept = [each for each in found if each.joins is not None or len(each.members) > 1]
    ordered = sorted(kept, key=lambda each: (-each.similarity, each.members))
    return Compared(tuple(ordered), fallback)


def _similarities(
    texts: Sequence[str], languages: Sequence[str], embedder: Embedder | None
) -> tuple[Floats, float, str]:
    """(n, n) how alike each two texts are, and from where that counts."""
    compared = compare([clean(text) for text in texts], languages, embedder)
    # Not centred: few texts have no middle, what they share would be taken for what any two texts share.
    rows, least = (compared.sense, ALIKE) if len(compared.sense) else (compared.vectors, ALIKE_IN_WORDING)
    return np.asarray(rows.astype(np.float64) @ rows.astype(np.float64).T), least, compared.fallback


def _together(loose: Sequence[int], near: Floats, least: float) -> list[list[int]]:
    """The places that belong together as long as their mean similarity is at least that; the rest alone."""
    groups: dict[int, list[int]] = {number: [place] for number, place in enumerate(loose)}
    table = 1.0 - near[np.ix_(loose, loose)]
    for number, (distance, one, other) in enumerate(linked(table), start=len(loose)):
        if distance > 1.0 - least:
            break
        groups[number] = groups.pop(one) + groups.pop(other)
    return [sorted(members) for members in groups.values()]


def _described(members: Sequence[int], placed: Mapping[int, GroupKey], near: Floats, least: float) -> Alike:
    """The group with what it joins: the group of people's that is nearest, where that is near enough."""
    own = near[np.ix_(members, members)]
    order = np.argsort(-np.round(own.sum(axis=1), 6), kind="stable")
    pairs = own[~np.eye(len(members), dtype=bool)]
    similarity = float(pairs.mean()) if len(pairs) else 0.0
    joins, nearest = None, least
    for key in dict.fromkeys(placed.values()):
        theirs = [place for place, group in placed.items() if group == key]
        # People put different things behind one objective: what it is like is the nearest of them.
        mean = float(near[np.ix_(members, theirs)].max(axis=1).mean())
        if mean >= nearest:
            joins, nearest = key, mean
    return Alike(
        members=tuple(members[number] for number in order.tolist()),
        joins=joins,
        similarity=round(min(max(similarity, nearest if joins is not None else 0.0), 1.0), 4),
    )
