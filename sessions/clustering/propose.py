"""The whole pipeline, in order: from texts to a proposal for people to decide on; and the same, cut anew."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from .arrays import Indices, Vectors
from .compare import WORDING_WEIGHT, Compared, compare
from .count import Graph, choices, count_clusters
from .describe import LOOSE_BELOW, Material, described, rows_of
from .duplicates import near_duplicates
from .embed import Embedder, one_blas_thread
from .group import EXACT
from .grow import Grown, grow
from .kept import KeptEmbedder, encoder
from .known import Known, claimed_by
from .names import without_names
from .nearest import nearest, nearest_within
from .parting import spread, taken_apart
from .piles import Sorting
from .proposal import NearDuplicate, Proposal
from .reading import Reading, read_anew, read_texts
from .refusals import BadRequest
from .sorted_prior import piled
from .space import Ground, ground, ground_of
from .steer import parted
from .tree import Choices, Tree, clusters_at, cut, from_json

Progress = Callable[[float, str], None]

_FEW = 3  # different texts up to which there is nothing to divide


def propose(
    texts: Sequence[str],
    *,
    ids: Sequence[str] | None = None,
    k: int | None = None,
    languages: Sequence[str | None] | None = None,
    seed: int = 0,
    given: Mapping[int, Hashable] | None = None,
    apart: Sequence[tuple[int, int]] = (),
    linked: Sequence[tuple[int, int]] = (),
    known: Sequence[Known] = (),
    sortings: Sequence[Sorting] = (),
    ignore_names: bool = False,
    progress: Progress | None = None,
    embedder: Embedder | None = None,
    vectors: Vectors | None = None,
) -> Proposal:
    """A proposal in which every text that people have not placed is in exactly one cluster.

    ids: the caller's names for the texts, echoed. k: the number of clusters wanted, human groups included
    (cut down to the number of different texts); None lets the texts decide. languages: nl, fr, en or None per
    text. given: place of a text -> key of the group people put it in; such a text never moves, and clusters
    of others that belong with it carry that key in `joins`. apart: pairs of places that are never in one
    cluster; linked: pairs that people said are the same, so what one is apart from, the other is. known: key,
    title and description of themes that draw what resembles them. sortings: per person their piles of places.
    ignore_names: compare and name the texts as if the names of places and people were not in them. progress:
    called with 0..1 and the name of the step. vectors: (n, d) the sentence encoder's rows for these texts,
    where they were kept. The same input and seed on the same machine give the same proposal, and its tree cut
    at k is what `propose(k=k)` gives.

    Raises BadRequest when lengths, places or k do not fit.
    """
    _check(texts, ids, k, languages)
    report = progress or (lambda share, step: None)
    shown = without_names(texts) if ignore_names else texts
    reading = read_texts(texts, shown, languages, given, parted(apart, len(texts)), linked)
    model = embedder or _kept(texts, vectors)
    with one_blas_thread():
        report(0.02, "reading")
        compared = compare(reading.different(), reading.told(), model, _share_of(report))
        report(0.6, "neighbours")
        claimed = claimed_by(known, reading.different(), reading.told(), compared, model)
        compared = replace(compared, sense=compared.sense[:0].copy())  # 200 MB for 100,000 texts
        piles = piled(sortings, reading.member) if sortings else None
        base = ground(compared.vectors, reading.decided, claimed, piles, alone=_held(reading))
        report(0.75, "grouping")
        number, how = _number(base.graph, len(reading.firsts), seed)
        grown = grow(base.space, number, reading.decided, reading.parted)
        tree = _tree(grown, reading, known, claimed)
        offered = _choices(tree, base, reading, number)
        if len(base.space.leaves) < len(reading.firsts):
            base = ground_of(compared.vectors, reading.decided, claimed, piles, grown.home)
        report(0.85, "naming")
        made = _cut(reading, compared, base, tree, k if k is not None else number)
        report(0.95, "near-duplicates")
        pairs = _near_duplicates(reading, compared.vectors, base)
    report(1.0, "done")
    return replace(
        made,
        near_duplicates=tuple(pairs),
        ids=_ids(ids, len(texts)),
        k_chosen="asked" if k is not None else how,
        seed=seed,
        parameters=_parameters(k, ignore_names),
        choices=asdict(offered),
    )


def recut(
    texts: Sequence[str],
    languages: Sequence[str | None] | None,
    vectors: Vectors | None,
    tree: Tree | Mapping[str, Any],
    k: int,
    *,
    ids: Sequence[str] | None = None,
    placed: Sequence[int] = (),
    apart: Sequence[tuple[int, int]] = (),
    linked: Sequence[tuple[int, int]] = (),
    barred: Mapping[Hashable, Collection[int]] | None = None,
    sortings: Sequence[Sorting] = (),
    ignore_names: bool = False,
    embedder: Embedder | None = None,
) -> Proposal:
    """The proposal that the stored tree gives at k: the same clusters as a run with that k, at once.

    texts, languages: as the run had them. vectors: (n, d) the sentence encoder's rows; or an `embedder` that
    has them. placed: texts that people have placed by now, beside those that the tree knows; they are in no
    cluster. apart, linked: as for `propose`, as they are by now; barred: key of a human group to places that
    are not proposed to it. sortings: as they are by now; without, sureness is judged by the texts alone.

    Raises BadRequest when the tree is another one's or k is below 1.
    """
    grown = tree if isinstance(tree, Tree) else from_json(tree)
    if len(grown.home) != len(texts):
        raise BadRequest(f"the tree holds {len(grown.home)} texts, not {len(texts)}")
    _check(texts, ids, k, languages)
    shown = without_names(texts) if ignore_names else texts
    pairs = spread(parted(apart, len(texts)), linked)
    reading = read_anew(texts, shown, languages, grown, placed, pairs, linked)
    with one_blas_thread():
        compared = compare(reading.different(), reading.told(), embedder or _kept(texts, vectors))
        claimed = _claims_of(grown, reading)
        piles = piled(sortings, reading.member) if sortings else None
        homes = np.asarray(grown.home, dtype=np.int64)[reading.firsts]
        base = ground_of(compared.vectors, reading.decided, claimed, piles, homes)
        made = _cut(reading, compared, base, grown, k, pairs, barred)
    return replace(made, ids=_ids(ids, len(texts)), parameters=_parameters(k, ignore_names))


def _cut(
    reading: Reading,
    compared: Compared,
    base: Ground,
    tree: Tree,
    k: int,
    apart: Sequence[tuple[int, int]] = (),
    barred: Mapping[Hashable, Collection[int]] | None = None,
) -> Proposal:
    """What the tree gives at k, described; the caller adds what it knows of the run."""
    at = clusters_at(tree, k) if tree.home else 0
    labels = taken_apart(tree, cut(tree, max(at, 1)), apart, barred)
    clusters = described(_material(reading, compared, base), tree, labels)
    return Proposal(
        clusters=tuple(clusters),
        near_duplicates=(),
        n=len(reading.texts),
        ids=(),
        languages=tuple(reading.languages),
        model=compared.model,
        version=compared.version,
        fallback=compared.fallback,
        k=len(clusters),
        k_chosen="asked",
        seed=0,
        cut=at,
        tree=tree.as_json(),
    )


def _check(
    texts: Sequence[str], ids: Sequence[str] | None, k: int | None, languages: Sequence[str | None] | None
) -> None:
    for name, given in (("ids", ids), ("languages", languages)):
        if given is not None and len(given) != len(texts):
            raise BadRequest(f"there are {len(texts)} texts and {len(given)} {name}")
    if k is not None and k < 1:
        raise BadRequest(f"the number of clusters must be 1 or more, not {k}")


def _ids(ids: Sequence[str] | None, n: int) -> tuple[str, ...]:
    return tuple(ids) if ids is not None else tuple(map(str, range(n)))


def _share_of(report: Progress) -> Callable[[float], None]:
    """Embedding is half of the work."""
    return lambda share: report(0.1 + 0.5 * share, "comparing")


def _parameters(k: int | None, ignore_names: bool) -> dict[str, Any]:
    return {
        "k": k,
        "ignore_names": ignore_names,
        "loose_below_share_of_median": LOOSE_BELOW,
        "wording_weight": WORDING_WEIGHT,
    }


def _kept(texts: Sequence[str], vectors: Vectors | None) -> Embedder | None:
    """An embedder that knows these texts already. Raises: BadRequest when rows are missing."""
    if vectors is None:
        return None
    if len(vectors) != len(texts):
        raise BadRequest(f"there are {len(texts)} texts and {len(vectors)} vectors")
    return KeptEmbedder(*encoder(), dict(zip(texts, np.asarray(vectors, dtype=np.float32), strict=True)))


def _held(reading: Reading) -> list[int]:
    """The rows that people parted from others."""
    return sorted({row for pair in reading.parted for row in pair})


def _number(graph: Graph, n: int, seed: int) -> tuple[int, str]:
    return (1, "trivial") if n <= _FEW else (count_clusters(graph, seed), "modularity")


def _choices(tree: Tree, base: Ground, reading: Reading, proposed: int) -> Choices:
    if not tree.home:
        return Choices(0, 0, 0)
    first = np.zeros(len(base.graph.near), dtype=np.int64)
    first[base.space.home[::-1]] = reading.firsts[::-1]

    def at(k: int) -> Indices:
        return np.asarray(cut(tree, k), dtype=np.int64)[first]

    return choices(base.graph, proposed, tree.fewest, tree.leaves, at)


def _tree(grown: Grown, reading: Reading, known: Sequence[Known], claimed: Indices) -> Tree:
    return Tree(
        home=tuple(grown.home[reading.member].tolist()),
        leaves=grown.leaves,
        merges=grown.merges,
        keys=reading.keys,
        claimed=_claimed(known, claimed, reading),
    )


def _claimed(
    known: Sequence[Known], claimed: Indices, reading: Reading
) -> tuple[tuple[Hashable, tuple[int, ...]], ...]:
    of_text = claimed[reading.member]
    found = [(key, tuple(np.flatnonzero(of_text == j).tolist())) for j, (key, _, _) in enumerate(known)]
    return tuple((key, places) for key, places in found if places)


def _claims_of(tree: Tree, reading: Reading) -> Indices:
    of_text = np.full(len(reading.member), -1, dtype=np.int64)
    for number, (_, places) in enumerate(tree.claimed):
        of_text[list(places)] = number
    return rows_of(of_text.tolist(), reading.member)


def _material(reading: Reading, compared: Compared, base: Ground) -> Material:
    return Material(
        texts=reading.texts,
        read=reading.read,
        languages=reading.languages,
        member=reading.member,
        placed=reading.placed,
        vectors=compared.vectors,
        space=base.space,
        graph=base.graph,
    )


def _near_duplicates(reading: Reading, vectors: Vectors, base: Ground) -> list[NearDuplicate]:
    """Pairs of texts that say nearly the same, people's own included."""
    if len(vectors) <= EXACT:
        near, similar = nearest(vectors, 5)
    else:
        near, similar = nearest_within(vectors, base.space.home, 5)
    return near_duplicates(reading.texts, reading.firsts, near, similar)
