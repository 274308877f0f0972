"""Describes the clusters of one cut: their words, title and quote, how sure each member is, and what bridges.

Everything here follows from the labels and from vectors that are there already, so that a coarser or finer
cut of the same tree is described in the time that it takes to look at it.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .arrays import Floats, Indices, Vectors, unit_rows
from .clean import bare
from .count import Graph
from .group import Space, cohesion, confidences
from .label import distinctive, medoid, titles, vocabulary
from .proposal import Cluster
from .tree import Tree

LOOSE_BELOW = 0.6  # share of the run's median cohesion under which a cluster is still to sort
_ASTRAY = 0.03  # lead in likeness of another cluster from which a text is still to sort
_CLAIMED = 0.5  # share of a cluster's members that a known theme must have drawn to give it its name


@dataclass(frozen=True)
class Material:
    """n texts as people wrote them, what of each is read, and their languages; u different ones among them.

    member: (n,) which of the u each text is. placed: the texts that people have placed, in any group.
    vectors: (u, d), rows of length 1, in which texts are compared; space: the smoothed ones. graph: the
    nearest neighbours, over the leaves of that space, and node: (u,) the leaf of each text in it.
    """

    texts: Sequence[str]
    read: Sequence[str]
    languages: Sequence[str]
    member: Indices
    placed: frozenset[int]
    vectors: Vectors
    space: Space
    graph: Graph


def described(material: Material, tree: Tree, labels: Sequence[int]) -> list[Cluster]:
    """The clusters of texts that people have not placed, the largest first; labels: per text, as `tree.cut`
    gives them."""
    held: dict[int, list[int]] = {}
    for place, label in enumerate(labels):
        if place not in material.placed:
            held.setdefault(label, []).append(place)
    ordered = sorted(held, key=lambda label: (-len(held[label]), held[label][0]))
    of_row = rows_of(labels, material.member)
    sure = confidences(material.space.texts, of_row) if len(of_row) else np.zeros(0)
    bridge, astray = bridging(material, of_row), unsettled(material.vectors, of_row)
    known = vocabulary(material.read, material.languages)
    quotes = [medoid(held[label], material.member, material.vectors) for label in ordered]
    named = titles(
        [distinctive(held[label], known) for label in ordered], [material.texts[quote] for quote in quotes]
    )
    tight = [_cohesion(material, held[label]) for label in ordered]
    loose_below = LOOSE_BELOW * float(np.median([one for one in tight if one > 0] or [0.0]))
    drawn = {place: key for key, places in tree.claimed for place in places}
    out = []
    for place, label in enumerate(ordered):
        members, (words, title) = held[label], named[place]
        rows = material.member[members]
        wordless = not any(bare(material.texts[each]) for each in members)
        joins = tree.keys[label] if label < len(tree.keys) else None
        out.append(
            Cluster(
                members=tuple(members),
                words=words,
                title=title,
                medoid=quotes[place],
                cohesion=round(tight[place], 4),
                loose=joins is None and (tight[place] < loose_below or len(members) == 1 or wordless),
                confidence=_rounded(sure, rows),
                joins=joins,
                joins_known=_known_of(members, drawn),
                bridging=_rounded(bridge, rows),
                to_sort=tuple(astray[rows].tolist()),
            )
        )
    return out


def rows_of(labels: Sequence[int], member: Indices) -> Indices:
    """(u,) the label of each different text, from a label per text."""
    out = np.zeros(int(member.max(initial=-1)) + 1, dtype=np.int64)
    out[member] = labels
    return out


def bridging(material: Material, labels: Indices) -> Floats:
    """(u,) in 0..1: the share of a text's nearest neighbours, weighed by nearness, in other clusters.

    0 anchors its cluster, 1 belongs as much to others. Where texts were condensed it is that of their leaf.
    """
    home, graph = material.space.home, material.graph
    if graph.near.shape[1] == 0:
        return np.zeros(len(labels))
    of_node = np.zeros(len(graph.near), dtype=np.int64)
    of_node[home[::-1]] = labels[::-1]
    weights, near = graph.weights[home], graph.near[home]
    elsewhere = weights * (of_node[near] != labels[:, None])
    total = weights.sum(axis=1)
    return np.where(total > 0, elsewhere.sum(axis=1) / np.where(total > 0, total, 1.0), 0.0)


def unsettled(vectors: Vectors, labels: Indices) -> npt.NDArray[np.bool_]:
    """(u,) whether a text, judged by its own vector (u, d) and without the help of its neighbours, is clearly
    nearer to the middle of another cluster than to the middle of the others in its own."""
    count = int(labels.max(initial=-1)) + 1
    if count < 2:
        return np.zeros(len(labels), dtype=bool)
    sums = np.zeros((count, vectors.shape[1]))
    np.add.at(sums, labels, vectors.astype(np.float64))
    middles, out = unit_rows(sums), np.zeros(len(labels), dtype=bool)
    for start in range(0, len(labels), 2048):
        block, mine = vectors[start : start + 2048], labels[start : start + 2048]
        others = unit_rows(sums[mine] - block)
        near = block @ middles.T
        near[np.arange(len(block)), mine] = -np.inf
        out[start : start + 2048] = near.max(axis=1) - np.einsum("nd,nd->n", others, block) > _ASTRAY
    return out


def _cohesion(material: Material, members: Sequence[int]) -> float:
    rows = np.unique(material.member[list(members)])
    return cohesion(material.vectors[rows]) if len(rows) > 1 else float(len(members) > 1)


def _known_of(members: Sequence[int], drawn: dict[int, Hashable]) -> Hashable | None:
    """The known theme that drew at least half of the members."""
    found = Counter(drawn[place] for place in members if place in drawn)
    for key, count in found.most_common(1):
        if count >= _CLAIMED * len(members):
            return key
    return None


def _rounded(values: Floats, rows: Indices) -> tuple[float, ...]:
    return tuple(round(value, 4) for value in np.asarray(values)[rows].tolist())
