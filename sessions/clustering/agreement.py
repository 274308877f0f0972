"""How far two groupings of the same statements agree, and how far people agree with each other.

What one person shares with the consensus of the others, and one half of the people with the other half, is
the human ceiling: no map can be expected to agree better with people than they do among themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Indices
from .piles import co_sorted, similarity


@dataclass(frozen=True)
class Agreement:
    """b_cubed: B-cubed F, 0 to 1; adjusted_rand: 0 is what chance gives, 1 is the same grouping."""

    b_cubed: float
    adjusted_rand: float


@dataclass(frozen=True)
class HumanCeiling:
    """one: each person against the consensus of all others, in input order, None for who placed too little;
    mean_one: their mean; halves: the mean of half the people against the other half; both None with too few
    people."""

    one: tuple[Agreement | None, ...]
    mean_one: Agreement | None
    halves: Agreement | None


def agreement(one: Indices, other: Indices) -> Agreement | None:
    """How alike two groupings (n,) are; -1 is *not placed*, and only what both placed counts.

    B-cubed after Bagga and Baldwin (1998), the adjusted Rand index after Hubert and Arabie (1985). None when
    they have fewer than two statements in common.
    """
    both = (one >= 0) & (other >= 0)
    m = int(both.sum())
    if m < 2:
        return None
    mine = np.unique(one[both], return_inverse=True)[1]
    theirs = np.unique(other[both], return_inverse=True)[1]
    table = np.zeros((mine.max() + 1, theirs.max() + 1))
    np.add.at(table, (mine, theirs), 1.0)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    precision = float((table**2 / rows[:, None]).sum() / m)
    recall = float((table**2 / columns[None, :]).sum() / m)
    return Agreement(round(2 * precision * recall / (precision + recall), 6), round(_rand(table, m), 6))


def b_cubed_each(one: Indices, other: Indices) -> dict[int, float]:
    """Per group of `other` (n,) how far `one` (n,) keeps its members together and apart from others: the F of
    the B-cubed precision and recall of those members alone, 0 to 1. -1 is *not placed*, as in `agreement`; a
    group without members in common is not there, and none is when fewer than two statements are.
    """
    both = (one >= 0) & (other >= 0)
    if int(both.sum()) < 2:
        return {}
    mine = np.unique(one[both], return_inverse=True)[1]
    groups, theirs = np.unique(other[both], return_inverse=True)
    table = np.zeros((mine.max() + 1, len(groups)))
    np.add.at(table, (mine, theirs), 1.0)
    sizes = table.sum(axis=0)
    precision = (table**2 / table.sum(axis=1)[:, None]).sum(axis=0) / sizes
    recall = (table**2).sum(axis=0) / sizes**2
    found = 2 * precision * recall / (precision + recall)
    return {int(group): round(float(f), 6) for group, f in zip(groups, found, strict=True)}


def _rand(table: Floats, m: int) -> float:
    def pairs(counts: Floats) -> float:
        return float((counts * (counts - 1) / 2).sum())

    together, mine, theirs = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    chance = mine * theirs / (m * (m - 1) / 2)
    most = (mine + theirs) / 2
    return 1.0 if most == chance else (together - chance) / (most - chance)


def consensus(labels: Indices, k: int | None = None) -> Indices:
    """(n,) one grouping for all people together, -1 for what nobody placed: average linkage on the share of
    people who parted two statements, cut into `k` groups, or as many as people made piles (the median).

    labels: (people, n) as `piles.pile_labels` makes them.
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    out = np.full(labels.shape[1], -1, dtype=np.int64)
    placed = np.flatnonzero((labels >= 0).any(axis=0))
    if len(placed) < 2:
        out[placed] = 0
        return out
    apart = 1.0 - similarity(co_sorted(labels[:, placed]))
    apart[np.isnan(apart)] = 1.0
    piles = [len(np.unique(mine[mine >= 0])) for mine in labels if (mine >= 0).any()]
    wanted = k if k is not None else max(1, round(float(np.median(piles))))
    tree = linkage(squareform(apart, checks=False), "average")
    out[placed] = fcluster(tree, wanted, "maxclust") - 1
    return out


def human_ceiling(labels: Indices, *, rounds: int = 20, seed: int = 0) -> HumanCeiling:
    """How far the people agree; labels: (people, n). `rounds` random halvings, the same for one seed."""
    people = len(labels)
    one = tuple(
        agreement(labels[person], consensus(np.delete(labels, person, axis=0))) if people > 1 else None
        for person in range(people)
    )
    halves: list[Agreement | None] = []
    chance = np.random.default_rng(seed)
    for _ in range(rounds if people > 3 else 0):
        order = chance.permutation(people)
        first, second = order[: people // 2], order[people // 2 :]
        halves.append(agreement(consensus(labels[first]), consensus(labels[second])))
    return HumanCeiling(one, _mean(one), _mean(halves))


def _mean(found: Sequence[Agreement | None]) -> Agreement | None:
    told = [each for each in found if each is not None]
    if not told:
        return None
    return Agreement(
        round(float(np.mean([each.b_cubed for each in told])), 6),
        round(float(np.mean([each.adjusted_rand for each in told])), 6),
    )
