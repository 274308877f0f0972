"""The map of what people sorted: group concept mapping from piles to clusters (Trochim 1989).

Piles are counted per pair, pairs become a flat map, the map is clustered. Names and meaning are for people.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .agreement import HumanCeiling, human_ceiling
from .arrays import Floats, Indices, Vectors
from .piles import Sorting, co_sorted, pile_labels, similarity, text_prior
from .refusals import BadRequest
from .scaling import flat_map


@dataclass(frozen=True)
class ConceptMap:
    """points: (n, 2); stress: Kruskal's stress-1; tree: (n - 1, 4) Ward's tree over the points, as
    scipy.cluster.hierarchy writes it; bridging: (n,) 0 to 1; together, seen: (n, n) people; ceiling: how far
    people agree."""

    points: Floats
    stress: float
    tree: Floats
    bridging: Floats
    together: Floats
    seen: Floats
    people: int
    ceiling: HumanCeiling

    def clusters(self, k: int) -> Indices:
        """(n,) the cluster, from 0, of each statement in the cut into at most k, numbered by first
        statement; instant, so that coarser and finer can follow a slider.

        Raises: BadRequest for a k below 1.
        """
        if k < 1:
            raise BadRequest(f"the number of clusters must be 1 or more, not {k}")
        if len(self.points) < 2:
            return np.zeros(len(self.points), dtype=np.int64)
        from scipy.cluster.hierarchy import fcluster

        cut = fcluster(self.tree, k, "maxclust")
        firsts: dict[int, int] = {}
        return np.asarray([firsts.setdefault(int(one), len(firsts)) for one in cut], dtype=np.int64)


def concept_map(
    sortings: Sequence[Sorting], n: int, *, vectors: Vectors | None = None, seed: int = 0
) -> ConceptMap:
    """The map of n statements from each person's piles. vectors: (n, d), rows of length 1: the texts then
    weigh as one person would, for pairs that few people placed; the counts stay people's alone. The same
    piles give the same map; the seed only chooses the halves for the ceiling.

    Raises: BadRequest when a place is outside, or on two piles of one person; or vectors are not n rows.
    """
    if vectors is not None and len(vectors) != n:
        raise BadRequest(f"there are {n} statements and {len(vectors)} vectors")
    labels = pile_labels(sortings, n)
    counts = co_sorted(labels)
    shares = similarity(counts, text_prior(vectors) if vectors is not None else None)
    drawn = flat_map(1.0 - shares)
    return ConceptMap(
        points=drawn.points,
        stress=drawn.stress,
        tree=_ward(drawn.points),
        bridging=bridging(counts.together, drawn.points),
        together=counts.together,
        seen=counts.seen,
        people=counts.people,
        ceiling=human_ceiling(labels, seed=seed),
    )


def _ward(points: Floats) -> Floats:
    if len(points) < 2:
        return np.zeros((0, 4))
    from scipy.cluster.hierarchy import linkage

    return np.asarray(linkage(points, "ward"), dtype=np.float64)


def bridging(together: Floats, points: Floats) -> Floats:
    """(n,) 0 to 1: 0 for the statement that anchors its place on the map, 1 for the one that bridges most.

    How far away on the map, on average, the statements lie with which people put it, each weighed by how
    many people did; then stretched over the map. A statement that nobody put with another is a bridge: 1.
    """
    counts = together - np.diag(np.diag(together))
    apart = np.linalg.norm(points[:, None, :] - points[None, :, :], axis=2)
    weight = counts.sum(axis=1)
    joined = weight > 0
    reach = np.where(joined, (counts * apart).sum(axis=1) / np.where(joined, weight, 1.0), np.nan)
    if not joined.any():
        return np.ones(len(points))
    low, high = float(np.nanmin(reach)), float(np.nanmax(reach))
    stretched = (reach - low) / (high - low) if high > low else np.zeros(len(points))
    return np.where(joined, stretched, 1.0)
