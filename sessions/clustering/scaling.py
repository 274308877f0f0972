"""Draws statements on a flat map: two-dimensional non-metric multidimensional scaling.

Kruskal's stress-1 (1964) is lowered by SMACOF (De Leeuw 1977): in turn the best monotone distances for the
present map (isotonic regression) and the best map for those distances (the Guttman transform). It starts from
classical scaling (Torgerson 1952), so that nothing is random. An own loop, because scikit-learn's takes a
second to load, starts at random, and found worse maps. Ties are kept: ten people give only eleven different
similarities, and a map that may draw equal pairs at any distance has a low stress and says little.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from .arrays import Floats
from .refusals import BadRequest

_STEPS = 500
_STILL = 1e-6  # the loop ends when a step lowers the squared stress by less, as R's smacof does

# How distances may follow dissimilarities: rising, and equal where those are equal (Kruskal's secondary
# approach to ties); rising, and free where those are equal (primary); or in proportion (metric scaling).
Fit = Literal["rising", "rising, ties free", "proportional"]


@dataclass(frozen=True)
class FlatMap:
    """points: (n, 2) on their principal axes, centred, mean squared distance between two points 1; stress:
    Kruskal's stress-1, 0 is perfect, .285 is usual for group concept mapping (Rosas and Kane 2012)."""

    points: Floats
    stress: float


def flat_map(dissimilarity: Floats, *, fit: Fit = "rising", steps: int = _STEPS) -> FlatMap:
    """The map on which two statements lie the further apart the less alike they are.

    dissimilarity: (n, n), symmetric; not a number where a pair is unknown, such a pair pulls nowhere.

    Raises: BadRequest when it is not square and symmetric.
    """
    _check(dissimilarity)
    n = len(dissimilarity)
    if n < 3 or np.nanmax(dissimilarity) - np.nanmin(dissimilarity[~np.eye(n, dtype=bool)]) <= 0:
        return FlatMap(_on_axes(classical(dissimilarity)), 0.0)
    pairs = _Pairs(dissimilarity, fit)
    points, stress = classical(dissimilarity), np.inf
    for _ in range(steps):
        distances = pairs.distances(points)
        wanted = pairs.wanted(distances)
        found = pairs.stress(distances, wanted)
        if stress**2 - found**2 < _STILL:
            break
        stress = found
        points = pairs.moved(points, distances, wanted)
    distances = pairs.distances(points)
    return FlatMap(_on_axes(points), round(pairs.stress(distances, pairs.wanted(distances)), 6))


def _check(table: Floats) -> None:
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        raise BadRequest("the dissimilarities must be a square table")
    if not np.allclose(table, table.T, equal_nan=True):
        raise BadRequest("the dissimilarities must be the same both ways")


def classical(dissimilarity: Floats) -> Floats:
    """(n, 2): the two principal axes of the doubly centred squares; unknown pairs count as the mean pair."""
    n = len(dissimilarity)
    if n < 2:
        return np.zeros((n, 2))
    known = np.isfinite(dissimilarity) & ~np.eye(n, dtype=bool)
    mean = float(dissimilarity[known].mean()) if known.any() else 1.0
    table = np.where(known, dissimilarity, mean)
    np.fill_diagonal(table, 0.0)
    squares = -0.5 * table**2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean()
    values, axes = np.linalg.eigh(centred)
    return _signed(axes[:, ::-1][:, :2] * np.sqrt(np.clip(values[::-1][:2], 1e-12, None)))


class _Pairs:
    """The known pairs of n statements, each once, and the two halves of a SMACOF step over them."""

    def __init__(self, dissimilarity: Floats, fit: Fit) -> None:
        self.n = len(dissimilarity)
        rows, columns = np.triu_indices(self.n, 1)
        known = np.isfinite(dissimilarity[rows, columns])
        self.rows, self.columns = rows[known], columns[known]
        self.given = np.round(dissimilarity[self.rows, self.columns], 12)
        self.fit = fit
        self.group = np.unique(self.given, return_inverse=True)[1]
        weights = np.zeros((self.n, self.n))
        weights[self.rows, self.columns] = weights[self.columns, self.rows] = 1.0
        self.inverse = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)

    def distances(self, points: Floats) -> Floats:
        apart: Floats = np.linalg.norm(points[self.rows] - points[self.columns], axis=1)
        return apart

    def wanted(self, distances: Floats) -> Floats:
        """The distances nearest to the map's that follow the dissimilarities."""
        if self.fit == "proportional":
            size = float((self.given**2).sum())
            return self.given * (float(distances @ self.given) / size)
        from scipy.optimize import isotonic_regression

        if self.fit == "rising, ties free":
            order = np.lexsort((distances, self.given))
            wanted = np.empty_like(distances)
            wanted[order] = isotonic_regression(distances[order]).x
            return wanted
        sizes = np.bincount(self.group)
        means = np.bincount(self.group, weights=distances) / sizes
        return np.asarray(isotonic_regression(means, weights=sizes.astype(np.float64)).x[self.group])

    def stress(self, distances: Floats, wanted: Floats) -> float:
        """Kruskal's stress-1 of the map."""
        size = float((distances**2).sum())
        return float(np.sqrt(((distances - wanted) ** 2).sum() / size)) if size > 0 else 0.0

    def moved(self, points: Floats, distances: Floats, wanted: Floats) -> Floats:
        """The Guttman transform; the wanted distances are brought to the map's size, so it never shrinks."""
        size = float((wanted**2).sum())
        scale = np.sqrt(float((distances**2).sum()) / size) if size > 0 else 1.0
        pull: Any = np.where(distances > 1e-12, scale * wanted / np.maximum(distances, 1e-12), 0.0)
        table = np.zeros((self.n, self.n))
        table[self.rows, self.columns] = table[self.columns, self.rows] = -pull
        np.fill_diagonal(table, -table.sum(axis=1))
        return np.asarray(self.inverse @ (table @ points))


def _on_axes(points: Floats) -> Floats:
    """Turned to its principal axes, centred, and of one size, so that equal maps look equal."""
    centred = points - points.mean(axis=0) if len(points) else points
    spread = np.sqrt(2.0 * (centred**2).sum() / max(len(centred) - 1, 1))
    if spread <= 0:
        return centred
    _, axes = np.linalg.eigh(centred.T @ centred)
    return _signed(centred @ axes[:, ::-1] / spread)


def _signed(points: Floats) -> Floats:
    """Each axis points to where its outermost statement lies: an axis has no direction of its own."""
    outermost = np.round(np.abs(points), 9).argmax(axis=0)
    return points * np.where(points[outermost, range(points.shape[1])] < 0, -1.0, 1.0)
