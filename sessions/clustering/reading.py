"""What a run reads: the texts, which of them are different, and what people decided, row by row."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Indices
from .clean import bare, clean
from .parting import spread, units_of
from .steer import numbered, once
from .tree import Tree
from .words import LANGUAGES, languages_of


@dataclass(frozen=True)
class Reading:
    """n texts as people wrote them, `read` what is compared of each, and their languages.

    firsts: (u,) the place of the first of each different text; member: (n,) which of them each text is.
    decided: (u,) the number of the human group each different text is in, or -1; keys: those groups' keys.
    parted: pairs of different texts that never meet. placed: the texts that are in no cluster.
    """

    texts: Sequence[str]
    read: Sequence[str]
    languages: Sequence[str]
    firsts: Indices
    member: Indices
    decided: Indices
    keys: tuple[Hashable, ...]
    parted: Sequence[tuple[int, int]]
    placed: frozenset[int]

    def different(self) -> list[str]:
        return [self.read[place] for place in self.firsts.tolist()]

    def told(self) -> list[str]:
        """The language of each different text."""
        return [self.languages[place] for place in self.firsts.tolist()]


def read_texts(
    texts: Sequence[str],
    read: Sequence[str],
    languages: Sequence[str | None] | None,
    given: Mapping[int, Hashable] | None,
    apart: Sequence[tuple[int, int]],
    linked: Sequence[tuple[int, int]] = (),
) -> Reading:
    """The texts of a new run; what is linked with what is apart is apart as well. Raises BadRequest for a
    place that is not there."""
    keys, decided = numbered(given, len(texts))
    apart = spread(apart, linked)
    firsts, member = _once(texts, decided, _alone(apart, linked))
    return Reading(
        texts,
        read,
        _languages(texts, languages),
        firsts,
        member,
        decided[firsts],
        tuple(keys),
        [(int(member[one]), int(member[other])) for one, other in apart],
        frozenset(given or {}),
    )


def read_anew(
    texts: Sequence[str],
    read: Sequence[str],
    languages: Sequence[str | None] | None,
    tree: Tree,
    placed: Sequence[int],
    apart: Sequence[tuple[int, int]] = (),
    linked: Sequence[tuple[int, int]] = (),
) -> Reading:
    """The texts of an earlier run, with what people had decided then, as its tree tells it; `apart` as
    `spread` gives it."""
    home = np.asarray(tree.home, dtype=np.int64)
    firsts, member = _once(texts, home, _alone(apart, linked))
    decided = np.where(home < len(tree.keys), home, -1)
    return Reading(
        texts,
        read,
        _languages(texts, languages),
        firsts,
        member,
        decided[firsts],
        tree.keys,
        (),
        frozenset(np.flatnonzero(decided >= 0).tolist()) | frozenset(placed),
    )


def _alone(apart: Sequence[tuple[int, int]], linked: Sequence[tuple[int, int]]) -> dict[int, int]:
    """What is apart from something is one with nothing but what is linked with it."""
    units = units_of(linked)
    return {place: units.get(place, place) for pair in apart for place in pair}


def _once(texts: Sequence[str], decided: Indices, alone: Mapping[int, int]) -> tuple[Indices, Indices]:
    cleaned = [clean(text) for text in texts]
    return once(cleaned, [bare(text) for text in cleaned], decided, alone)


def _languages(texts: Sequence[str], stated: Sequence[str | None] | None) -> list[str]:
    """What was stated, where it is a language that is known here; what the text looks like elsewhere."""
    guessed = languages_of(texts)
    short = [(one or "")[:2].lower() for one in stated] if stated is not None else guessed
    return [one if one in LANGUAGES else guess for one, guess in zip(short, guessed, strict=True)]
