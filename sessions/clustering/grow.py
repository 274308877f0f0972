"""Grows the tree of a run: what people decided first, then what is alike, then a clean cut at one number.

1. Average linkage over the leaves; a human group is one leaf, and what people parted is never joined.
2. Cut at the number of clusters that the run proposes, and refined there: texts move to the nearest middle,
   but for texts that people placed or parted.
3. That cut becomes a level of the tree: below it each cluster's own leaves are joined, above it the clusters.

So the refined clusters are what the run proposes, and coarser or finer only joins or divides them. Refining
each cut by itself would be no better (docs/clustering.md) and would move texts between clusters that the
person at the screen did not touch.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Indices, Vectors, means_of
from .group import Pairs, Space, joins, labels_at, linked, refine

Step = tuple[float, int, int, int]  # distance, cluster, node, node


@dataclass(frozen=True)
class Grown:
    """home: (u,) the leaf of each row; leaf j below the number of human groups is that group's. merges: nodes
    joined, as `tree.Tree` keeps them."""

    home: Indices
    leaves: int
    merges: tuple[tuple[int, int], ...]


def grow(space: Space, k: int, decided: Indices, parted: Pairs = ()) -> Grown:
    """The tree over u rows whose cut at k is refined.

    decided: (u,) the number 0 .. g - 1 of the human group a row is in, or -1. parted: pairs of rows that are
    never in one cluster; a pair of rows in the same human group is ignored: the decision is the later word.
    """
    if len(decided) == 0:
        return Grown(decided, 0, ())
    groups = int(decided.max()) + 1
    labels = _first_cut(space, max(k, groups), decided, _apart(decided, parted))
    fixed = np.where(decided >= 0, decided, -1)
    held = sorted({row for pair in parted for row in pair})
    fixed[held] = labels[held]
    return _levels(space, refine(space.texts, labels, fixed), decided, _apart(decided, parted))


def _apart(decided: Indices, parted: Pairs) -> list[tuple[int, int]]:
    """The pairs that hold, as rows, the first being the smaller one."""
    pairs = {(min(pair), max(pair)) for pair in parted if pair[0] != pair[1]}
    return sorted((one, other) for one, other in pairs if decided[one] < 0 or decided[one] != decided[other])


def _first_cut(space: Space, k: int, decided: Indices, parted: Pairs) -> Indices:
    """(u,) labels of the cut at k, before refining; human group j is label j."""
    groups = int(decided.max(initial=-1)) + 1
    open_leaves = np.unique(space.home[decided < 0])
    node = np.full(len(space.leaves), -1, dtype=np.int64)
    node[open_leaves] = groups + np.arange(len(open_leaves))
    of_row = np.where(decided >= 0, decided, node[space.home])
    nodes = np.vstack([_people(space, decided), space.leaves[open_leaves]])
    steps = joins(nodes, _barred(groups, of_row, parted))
    return labels_at(steps, len(nodes), k)[of_row]


def _people(space: Space, decided: Indices) -> Vectors:
    """(g, d): the middle of each human group."""
    held = decided >= 0
    return means_of(space.texts[held], decided[held], int(decided.max(initial=-1)) + 1)


def _barred(groups: int, of_row: Indices, parted: Pairs) -> list[tuple[int, int]]:
    """Pairs of nodes that never meet: two human groups, and whatever holds rows that people parted."""
    pairs = {(one, other) for one in range(groups) for other in range(one + 1, groups)}
    for one, other in parted:
        nodes = sorted((int(of_row[one]), int(of_row[other])))
        if nodes[0] != nodes[1]:
            pairs.add((nodes[0], nodes[1]))
    return sorted(pairs)


def _levels(space: Space, labels: Indices, decided: Indices, parted: Pairs) -> Grown:
    """Joins inside every refined cluster, by distance over all of them, then joins of the clusters."""
    groups = int(decided.max(initial=-1)) + 1
    labels = _packed(labels, groups)
    count = int(labels.max(initial=-1)) + 1
    is_open = decided < 0
    pairs = np.column_stack([space.home, labels])[is_open]
    found, place = np.unique(pairs, axis=0, return_inverse=True)
    home = decided.copy()
    home[is_open] = groups + place.ravel()
    leaves = np.vstack([_people(space, decided), means_of(space.texts[is_open], place.ravel(), len(found))])
    cluster_of = np.concatenate([np.arange(groups), found[:, 1]]).astype(np.int64)
    inside: list[Step] = []
    for label in range(count):
        inside += _inside(leaves, np.flatnonzero(cluster_of == label), label)
    merges, tops = _numbered(inside, cluster_of, count)
    for one, other in _above(space.texts, labels, count, _barred(groups, labels, parted)):
        merges.append((tops[one], tops[other]))
        tops.append(len(leaves) + len(merges) - 1)
    return Grown(home, len(leaves), tuple(merges))


def _packed(labels: Indices, groups: int) -> Indices:
    """The labels without gaps; those of human groups keep their number."""
    _, inverse = np.unique(np.concatenate([np.arange(groups), labels]), return_inverse=True)
    return np.asarray(inverse[groups:], dtype=np.int64)


def _inside(leaves: Vectors, mine: Indices, label: int) -> list[Step]:
    """The joins of one cluster's leaves; a node below 0 is join number -1 - node of this same cluster."""

    def node(number: int) -> int:
        return int(mine[number]) if number < len(mine) else -1 - (number - len(mine))

    return [(high, label, node(one), node(other)) for high, one, other in joins(leaves[mine])]


def _numbered(
    inside: Sequence[Step], cluster_of: Indices, count: int
) -> tuple[list[tuple[int, int]], list[int]]:
    """The joins of all clusters in one order, the nearest first, and the top node of each cluster."""
    tops = [-1] * count
    for leaf, label in enumerate(cluster_of.tolist()):
        tops[label] = leaf
    made: list[list[int]] = [[] for _ in range(count)]
    merges: list[tuple[int, int]] = []
    for _, label, one, other in sorted(inside, key=lambda step: step[:2]):
        pair = [node if node >= 0 else made[label][-1 - node] for node in (one, other)]
        tops[label] = len(cluster_of) + len(merges)
        made[label].append(tops[label])
        merges.append((pair[0], pair[1]))
    return merges, tops


def _above(texts: Vectors, labels: Indices, count: int, parted: Pairs) -> list[tuple[int, int]]:
    """The joins of whole clusters by the mean similarity of their texts; clusters are the nodes below
    `count`."""
    sizes = np.maximum(np.bincount(labels, minlength=count), 1)
    sums = np.zeros((count, texts.shape[1]))
    np.add.at(sums, labels, texts.astype(np.float64))
    means = sums / sizes[:, None]
    return [(one, other) for _, one, other in linked(1.0 - means @ means.T, parted)]
