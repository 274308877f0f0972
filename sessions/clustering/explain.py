"""Why one text stands in its cluster: who is near, which words pulled it, whose sorting did, and how sure.

Words are judged twice, as the clusters are. By meaning: how much less the text belongs to its cluster when
the word is left out of it (an occlusion, after Li, Monroe and Jurafsky 2016). By wording: how much more often
the others in the cluster say the word than people elsewhere do, weighed by its rarity. Neither is the whole
truth about a model, so the words are shown as what pulled most, without a figure that pretends to add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from .arrays import Floats, Indices, Vectors, unit_rows
from .blend import FEWEST
from .clean import clean
from .compare import WORDING_WEIGHT, Compared, compare
from .embed import Embedder, ModelMissing, UseEmbedder, one_blas_thread
from .label import Vocabulary, vocabulary
from .piles import Sorting, pile_labels
from .refusals import BadRequest
from .why import Neighbour, neighbours_of
from .words import languages_of, stem, words_of

_MOST_WORDS = 40  # words of a text that are left out in turn; a longer text is judged by its first ones


@dataclass(frozen=True)
class Pull:
    """word: as the text has it; weight: how strongly it pulled, 1 for the strongest, above 0."""

    word: str
    weight: float


@dataclass(frozen=True)
class Sorter:
    """person: number in the sortings; together: how many of the cluster's others that person put on the same
    pile as the text, of `seen` that the person placed at all."""

    person: int
    together: int
    seen: int


@dataclass(frozen=True)
class Explanation:
    """Of one text in one cluster.

    neighbours: the nearest texts, nearest first. words: what pulled it there, the strongest first. sorters:
    people who put it with at least one other of the cluster, most first. lead: how much nearer the middle of
    the cluster's others is than the middle of the next cluster (cosines, -2 to 2; below 0 the text is nearer
    to that one). next: the label of that next cluster, None when there is no other.
    """

    neighbours: tuple[Neighbour, ...]
    words: tuple[Pull, ...]
    sorters: tuple[Sorter, ...]
    lead: float
    next: int | None


@dataclass(frozen=True)
class Prepared:
    """What explaining any of these texts needs: how they compare, what they say; kept for the next one."""

    compared: Compared
    known: Vocabulary


def prepared(texts: Sequence[str], languages: Sequence[str], embedder: Embedder | None = None) -> Prepared:
    """The texts compared and read once. Without the sentence encoder by wording alone."""
    with one_blas_thread():
        return Prepared(compare(texts, languages, embedder), vocabulary(texts, languages))


def explain(
    place: int,
    texts: Sequence[str],
    labels: Sequence[int],
    *,
    languages: Sequence[str] | None = None,
    sortings: Sequence[Sorting] = (),
    count: int = 5,
    embedder: Embedder | None = None,
    ready: Prepared | None = None,
) -> Explanation:
    """Why the text at `place` stands among those with the same label; labels: per text, below 0 for none.

    ready: what `prepared` made of these texts. Without the sentence encoder the wording alone is explained.
    Raises BadRequest when there is no such text, it is in no cluster, or there is not a label for each text.
    """
    if not 0 <= place < len(texts) or len(labels) != len(texts) or labels[place] < 0:
        raise BadRequest(f"text {place} of {len(texts)} is in no cluster that {len(labels)} labels name")
    told = list(languages) if languages is not None else languages_of(texts)
    of = np.asarray(labels, dtype=np.int64)
    ready = ready or prepared(texts, told, embedder)
    compared = ready.compared
    with one_blas_thread():
        lead, following = _lead(compared.vectors, place, of)
        scores = _by_wording(place, ready.known, of, told[place], texts[place])
        if len(compared.sense):
            sense = _by_sense(place, texts[place], compared.sense, told, of, embedder)
            scores = {
                word: (1 - WORDING_WEIGHT) * sense.get(word, 0.0) + WORDING_WEIGHT * score
                for word, score in scores.items()
            }
        return Explanation(
            neighbours=tuple(neighbours_of(place, compared.vectors, count)),
            words=_strongest(scores, count),
            sorters=_sorters(place, of, sortings),
            lead=round(lead, 4),
            next=following,
        )


def _middles(vectors: Vectors, place: int, of: Indices) -> tuple[Vectors, list[int]]:
    """The middle of each cluster without the text itself, the text's own first, and their labels."""
    mine = int(of[place])
    found = [mine, *(label for label in np.unique(of[of >= 0]).tolist() if label != mine)]
    held = of.copy()
    held[place] = -1
    rows = [vectors[held == label].astype(np.float64).sum(axis=0) for label in found]
    return unit_rows(np.stack(rows)), found


def _lead(vectors: Vectors, place: int, of: Indices) -> tuple[float, int | None]:
    middles, found = _middles(vectors, place, of)
    near = (middles @ vectors[place]).astype(np.float64)
    if len(found) == 1:
        return float(near[0]), None
    best = 1 + int(near[1:].argmax())
    return float(near[0] - near[best]), found[best]


def _by_wording(place: int, known: Vocabulary, of: Indices, language: str, text: str) -> dict[str, float]:
    """Per word of the text, in its order, how much it speaks for the cluster, by who else uses it."""
    inside = [other for other in np.flatnonzero(of == of[place]).tolist() if other != place]
    n = len(known.stems)
    out: dict[str, float] = {}
    for word in words_of(text, language):
        family = {stem(word, language), *known.parts.get(stem(word, language), frozenset())}
        said = family & known.stems[place]
        if said and word not in out:
            out[word] = max(_speaks(base, inside, known, n) for base in sorted(said))
    length = float(np.sqrt(sum(score**2 for score in out.values()))) or 1.0
    return {word: score / length for word, score in out.items()}


def _speaks(base: str, inside: Sequence[int], known: Vocabulary, n: int) -> float:
    within = sum(base in known.stems[other] for other in inside)
    elsewhere = max(known.spread[base] - within - 1, 0)
    share, rest = within / max(len(inside), 1), elsewhere / max(n - len(inside) - 1, 1)
    return (share - rest) * log((1 + n) / (1 + known.spread[base]))


def _by_sense(
    place: int, text: str, sense: Vectors, told: Sequence[str], of: Indices, embedder: Embedder | None
) -> dict[str, float]:
    """Per word of the text how much of its lead it loses without that word, on the scale of its wording."""
    language = told[place]
    words = list(dict.fromkeys(words_of(text, language)))[:_MOST_WORDS]
    without = [" ".join(one for one in words_of(text, language) if one != word) for word in words]
    try:
        rows = (embedder or UseEmbedder()).embed([clean(text), *without])
    except ModelMissing:
        return {}
    mine = np.flatnonzero(np.asarray(told) == language)
    middle = sense[mine].mean(axis=0) if len(mine) >= FEWEST else sense.mean(axis=0)
    middles, found = _middles(unit_rows(sense - middle), place, of)
    near: Floats = (unit_rows(rows - middle) @ middles.T).astype(np.float64)
    leads = near[:, 0] - (near[:, 1:].max(axis=1) if len(found) > 1 else 0.0)
    lost = leads[0] - leads[1:]
    length = float(np.sqrt((lost**2).sum())) or 1.0
    return dict(zip(words, (lost / length).tolist(), strict=True))


def _strongest(scores: dict[str, float], count: int) -> tuple[Pull, ...]:
    pulling = sorted(
        ((word, score) for word, score in scores.items() if score > 0), key=lambda one: (-one[1], one[0])
    )[: max(count, 0)]
    return tuple(Pull(word, round(score / pulling[0][1], 4)) for word, score in pulling)


def _sorters(place: int, of: Indices, sortings: Sequence[Sorting]) -> tuple[Sorter, ...]:
    others = [other for other in np.flatnonzero(of == of[place]).tolist() if other != place]
    found = []
    for person, mine in enumerate(pile_labels(sortings, len(of)).tolist() if sortings else []):
        seen = [mine[other] for other in others if mine[other] >= 0]
        together = sum(pile == mine[place] for pile in seen)
        if mine[place] >= 0 and together:
            found.append(Sorter(person, together, len(seen)))
    return tuple(sorted(found, key=lambda one: (-one.together / one.seen, one.person)))
