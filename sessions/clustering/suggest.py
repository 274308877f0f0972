"""Where one new text may belong, among themes that already hold texts: at once, with how sure that is.

Nearest theme means nearest middle. How sure follows from three things: how much nearer the best theme is than
the next; how well these very themes tell their own members apart (each left out in turn); and how this text's
nearness compares with that of members to their own theme, so that a text about something new is not forced
into an old theme. The three were weighed by logistic regression on labelled texts, a fifth of them belonging
to none of the themes (docs/clustering.md has the figures). A suggestion places nothing.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np

from .arrays import Floats, Indices, Vectors, means_of, unit_rows
from .blend import FEWEST
from .refusals import BadRequest

_BASE, _LEAD, _APART, _LIKE = -2.18, 6.49, 0.29, 2.42


@dataclass(frozen=True)
class Suggestion:
    """theme: the caller's key; confidence: 0 to 1, of ten suggestions at .8 about eight are right; nearest:
    place of the theme's member most like the text, to show as the reason."""

    theme: Hashable
    confidence: float
    nearest: int


@dataclass(frozen=True)
class Known:
    """What is learned once from the themes: their middles and how well their members stand apart."""

    keys: tuple[Hashable, ...]
    numbers: Indices  # (n,) the theme of each member
    members: Vectors  # (n, d), centred, rows of length 1
    middles: Vectors  # (themes, d), rows of length 1
    language_means: Mapping[str, Floats]
    mean: Floats
    own: Floats  # sorted: how near members are to the middle of the others in their theme
    apart: float  # log odds that a member left out finds its theme back


def learn(vectors: Vectors, themes: Sequence[Hashable], languages: Sequence[str] | None = None) -> Known:
    """The themes as their members draw them: vectors (n, d) as one embedder made them, a theme per row, and
    where known its language, so that a language is no theme. A few milliseconds for 1,000 members.

    Raises: BadRequest when lengths differ or there is no member.
    """
    if len(vectors) == 0 or len(themes) != len(vectors) or len(languages or themes) != len(vectors):
        raise BadRequest(f"there are {len(vectors)} vectors and {len(themes)} themes; languages go along")
    keys = tuple(dict.fromkeys(themes))
    places = {key: number for number, key in enumerate(keys)}
    numbers = np.asarray([places[theme] for theme in themes], dtype=np.int64)
    mean = vectors.mean(axis=0) if len(keys) > 1 else np.zeros(vectors.shape[1])
    told = np.asarray(languages if languages is not None else [""] * len(vectors))
    language_means = {
        str(one): vectors[told == one].mean(axis=0)
        for one in np.unique(told)
        if len(keys) > 1 and (told == one).sum() >= FEWEST
    }
    members = unit_rows(
        vectors - np.asarray([language_means.get(str(one), mean) for one in told], dtype=np.float32)
    )
    own, apart = _left_out(members, numbers, len(keys))
    middles = means_of(members, numbers, len(keys))
    return Known(keys, numbers, members, middles, language_means, mean, own, apart)


def _left_out(members: Vectors, numbers: Indices, count: int) -> tuple[Floats, float]:
    """Each member's nearness to the middle of the others in its theme, sorted, and the log odds that this is
    nearer than any other theme; one success and one failure are counted in: few members say little."""
    sums = np.eye(count)[numbers].T @ members
    near = (members @ unit_rows(sums).T).astype(np.float64)
    rows = np.arange(len(members))
    rest = unit_rows(sums[numbers] - members)
    own = np.einsum("nd,nd->n", rest, members, dtype=np.float64)
    near[rows, numbers] = -np.inf
    counted = np.bincount(numbers, minlength=count)[numbers] > 1
    right = int((counted & (own > near.max(axis=1))).sum()) + 1
    wrong = int(counted.sum()) + 2 - right
    return np.sort(own[counted]), log(right / wrong)


def suggest(vector: Vectors, known: Known, *, language: str = "", count: int = 3) -> list[Suggestion]:
    """Up to `count` themes for one text, the likeliest first; vector: (d,) from the embedder that made the
    members'. Confidences add up to at most 1; what is missing is the chance that it is none of these.

    Raises: BadRequest when the vector is not as long as the members'.
    """
    if vector.shape != known.mean.shape:
        raise BadRequest(f"the vector has shape {vector.shape}, the members have {known.mean.shape}")
    centred = vector - np.asarray(known.language_means.get(language, known.mean), dtype=np.float32)
    text = unit_rows(centred[None, :])[0]
    near = (known.middles @ text).astype(np.float64)
    order = np.argsort(-near, kind="stable")[: max(count, 0)]
    likeness = known.members @ text
    out: list[Suggestion] = []
    left = 1.0
    for number in order.tolist():
        sure = min(_sure(near, number, known), left)
        left -= sure
        nearest = int(np.where(known.numbers == number, likeness, -np.inf).argmax())
        out.append(Suggestion(known.keys[number], round(sure, 4), nearest))
    return out


def _sure(near: Floats, number: int, known: Known) -> float:
    others = np.delete(near, number)
    lead = float(near[number] - others.max()) if len(others) else 0.0
    like = (
        float(np.searchsorted(known.own, near[number], "right")) / len(known.own) if len(known.own) else 0.5
    )
    sure = 1.0 / (1.0 + exp(-(_BASE + _LEAD * lead + _APART * known.apart + _LIKE * like)))
    return min(sure, 1.0 - 1.0 / (len(known.members) + 2))  # two members cannot make anyone certain
