"""The whole pipeline, in order: from texts to a proposal that people can decide on."""

from collections.abc import Callable, Hashable, Mapping, Sequence

import numpy as np

from .arrays import Floats, Indices, Vectors, means_of
from .clean import bare, clean
from .compare import WORDING_WEIGHT, compare
from .duplicates import near_duplicates
from .embed import Embedder, one_blas_thread
from .group import Space, cohesion, confidences, group, settle
from .label import distinctive, medoid, titles, vocabulary
from .names import without_names
from .nearest import nearest, nearest_within
from .proposal import Cluster, GroupKey, NearDuplicate, Proposal
from .refusals import BadRequest
from .steer import numbered, once, pulled
from .words import LANGUAGES, languages_of

Progress = Callable[[float, str], None]

LOOSE_BELOW = 0.6  # share of the run's median cohesion under which a cluster is still to sort
_FEW = 3  # different texts up to which there is nothing to divide


def propose(
    texts: Sequence[str],
    *,
    ids: Sequence[str] | None = None,
    k: int | None = None,
    languages: Sequence[str | None] | None = None,
    seed: int = 0,
    given: Mapping[int, Hashable] | None = None,
    ignore_names: bool = False,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
) -> Proposal:
    """A proposal in which every text that people have not placed is in exactly one cluster.

    ids: the caller's names for the texts, echoed. k: the number of clusters wanted, human groups included
    (cut down to the number of different texts); None lets the texts decide. languages: nl, fr, en or None per
    text. given: place of a text -> key of the group people put it in; such a text never moves, and clusters
    of others that belong with it carry that key in `joins`. ignore_names: compare and name the texts as if
    the names of places and people were not in them. progress: called with 0..1 and the name of the
    step. The same input and seed on the same machine give the same proposal.

    Raises BadRequest when lengths, places or k do not fit.
    """
    _check(texts, ids, k, languages)
    keys, decided = numbered(given, len(texts))
    told = _languages(texts, languages)
    report = progress or (lambda share, step: None)
    read = without_names(texts) if ignore_names else texts
    with one_blas_thread():
        run = _Run(texts, read, told, decided, keys, seed, report)
        run.compare(embedder)
        run.group(k)
        clusters, pairs = run.clusters(), run.near_duplicates()
    report(1.0, "done")
    return Proposal(
        clusters=tuple(clusters),
        near_duplicates=tuple(pairs),
        n=len(texts),
        ids=tuple(ids) if ids is not None else tuple(map(str, range(len(texts)))),
        languages=tuple(told),
        model=run.model,
        version=run.version,
        fallback=run.fallback,
        k=len(clusters),
        k_chosen=run.k_chosen,
        seed=seed,
        parameters={
            "k": k,
            "ignore_names": ignore_names,
            "loose_below_share_of_median": LOOSE_BELOW,
            "wording_weight": WORDING_WEIGHT,
        },
    )


def _check(
    texts: Sequence[str], ids: Sequence[str] | None, k: int | None, languages: Sequence[str | None] | None
) -> None:
    for name, given in (("ids", ids), ("languages", languages)):
        if given is not None and len(given) != len(texts):
            raise BadRequest(f"there are {len(texts)} texts and {len(given)} {name}")
    if k is not None and k < 1:
        raise BadRequest(f"the number of clusters must be 1 or more, not {k}")


def _languages(texts: Sequence[str], stated: Sequence[str | None] | None) -> list[str]:
    """What was stated, where it is a language that is known here; what the text looks like elsewhere."""
    guessed = languages_of(texts)
    short = [(one or "")[:2].lower() for one in stated] if stated is not None else guessed
    return [one if one in LANGUAGES else guess for one, guess in zip(short, guessed, strict=True)]


class _Run:
    """One run on its way from texts to clusters; works on different texts, speaks of places in the input.
    `read` is what is compared of each of `texts`."""

    def __init__(
        self,
        texts: Sequence[str],
        read: Sequence[str],
        languages: Sequence[str],
        decided: Indices,
        keys: Sequence[GroupKey],
        seed: int,
        report: Progress,
    ) -> None:
        self.texts, self.read, self.languages = texts, read, languages
        self.keys, self.seed, self.report = keys, seed, report
        cleaned = [clean(text) for text in texts]
        self.firsts, self.member = once(cleaned, [bare(text) for text in cleaned], decided)
        self.decided = decided[self.firsts]
        self.model = self.version = self.fallback = ""
        self.k_chosen = "trivial"
        self.vectors: Vectors = np.zeros((0, 1), dtype=np.float32)
        self.space = Space(self.vectors, self.vectors, np.zeros(0, dtype=np.int64))
        self.labels: Indices = np.zeros(0, dtype=np.int64)

    def compare(self, embedder: Embedder | None) -> None:
        """Sets the vectors, (u, d) for u different texts, and what made them."""
        self.report(0.02, "reading")
        different = [self.read[place] for place in self.firsts]
        told = [self.languages[place] for place in self.firsts]
        found = compare(different, told, embedder, lambda share: self.report(0.1 + 0.5 * share, "comparing"))
        self.vectors = found.vectors
        self.model, self.version, self.fallback = found.model, found.version, found.fallback

    def group(self, k: int | None) -> None:
        """Sets the labels (u,); label j below the number of human groups is human group j."""
        self.report(0.6, "neighbours")
        n, groups = len(self.vectors), len(self.keys)
        if n == 0:
            return
        self.space = settle(pulled(self.vectors, self.decided))
        self.report(0.75, "grouping")
        if k is not None:
            wanted, self.k_chosen = min(k, n), "asked"
        elif n <= _FEW:
            wanted = 1
        else:
            wanted, self.k_chosen = self._counted(), "modularity"
        self.labels = group(self.space, max(wanted, groups), self.decided)

    def _counted(self) -> int:
        from .count import count_clusters

        each_alone = len(self.space.leaves) == len(self.vectors)
        leaves = (
            self.vectors if each_alone else means_of(self.vectors, self.space.home, len(self.space.leaves))
        )
        return count_clusters(leaves, self.seed)

    def clusters(self) -> list[Cluster]:
        """The clusters of texts that people have not placed, the largest first."""
        self.report(0.85, "naming")
        sure = confidences(self.space.texts, self.labels) if len(self.labels) else np.zeros(0)
        known = vocabulary(self.read, self.languages)
        held: dict[int, list[int]] = {}
        for place, row in enumerate(self.member.tolist()):
            if self.decided[row] < 0:
                held.setdefault(int(self.labels[row]), []).append(place)
        ordered = sorted(held, key=lambda label: (-len(held[label]), held[label][0]))
        quotes = [medoid(held[label], self.member, self.vectors) for label in ordered]
        words = [distinctive(held[label], known) for label in ordered]
        named = titles(words, [self.texts[quote] for quote in quotes])
        tight = [self._cohesion(held[label]) for label in ordered]
        loose_below = LOOSE_BELOW * float(np.median([one for one in tight if one > 0] or [0.0]))
        return [
            self._cluster(label, held[label], named[place], quotes[place], sure, tight[place], loose_below)
            for place, label in enumerate(ordered)
        ]

    def _cohesion(self, members: list[int]) -> float:
        rows = np.unique(self.member[members])
        return cohesion(self.vectors[rows]) if len(rows) > 1 else float(len(members) > 1)

    def _cluster(
        self,
        label: int,
        members: list[int],
        name: tuple[tuple[str, ...], str],
        quote: int,
        sure: Floats,
        tight: float,
        loose_below: float,
    ) -> Cluster:
        wordless = not any(bare(self.texts[place]) for place in members)
        joins = self.keys[label] if label < len(self.keys) else None
        return Cluster(
            members=tuple(members),
            words=name[0],
            title=name[1],
            medoid=quote,
            cohesion=round(tight, 4),
            loose=joins is None and (tight < loose_below or len(members) == 1 or wordless),
            confidence=tuple(round(float(sure[self.member[place]]), 4) for place in members),
            joins=joins,
        )

    def near_duplicates(self) -> list[NearDuplicate]:
        """Pairs of texts that say nearly the same, people's own included."""
        self.report(0.95, "near-duplicates")
        if len(self.space.leaves) == len(self.vectors):
            near, similar = nearest(self.vectors, 5)
        else:
            near, similar = nearest_within(self.vectors, self.space.home, 5)
        return near_duplicates(self.texts, self.firsts, near, similar)
