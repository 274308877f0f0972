"""Lays texts on a flat map on which what is alike lies close together, and lets them lie.

The first drawing follows t-SNE (van der Maaten and Hinton 2008), exactly and from the principal axes, so that
nothing is random. Whoever comes later is laid at the weighed mean of the nearest that lie there already, and
those are not touched: people remember where things are. The directions of the map mean nothing.

Not `scaling`, which keeps every distance: hundreds of short texts are nearly equally far from each other, and
a map that keeps that shows one heap.
"""

import numpy as np

from .arrays import Floats, Vectors
from .nearest import smoothed

_ANCHORS = 700  # drawn exactly, which takes their square; more are laid among them
_STEPS = 300
_EARLY = 80  # steps in which likeness pulls four times as hard, so that groups find each other first
_AROUND = 5
_GAP = 0.012  # of the map's spread: two marks never lie exactly on each other
_TURN = np.pi * (3.0 - np.sqrt(5.0))  # the golden angle: a spiral that leaves no direction out
_TRIES = 48


def laid_out(vectors: Vectors, known: Floats | None = None, *, anchors: int = _ANCHORS) -> Floats:
    """(n, 2): a place for each of n rows of length 1. Rows of `known` (n, 2) that are numbers come back as
    they are; without any, the map is drawn anew from at most `anchors` of them: centred, longest axis first,
    root mean square distance from the middle 1."""
    n = len(vectors)
    points = np.full((n, 2), np.nan) if known is None else np.array(known, dtype=np.float64)
    lies = np.isfinite(points).all(axis=1)
    if n == 0 or lies.all():
        return points
    if not lies.any():
        first = np.unique(np.linspace(0, n - 1, min(n, anchors)).astype(np.int64))
        points[first] = drawn(vectors[first])
        lies[first] = True
        _free(points, first, np.zeros(n, dtype=bool))
    fresh = np.flatnonzero(~lies)
    if len(fresh):
        points[fresh] = _among(vectors[fresh], vectors[lies], points[lies])
        _free(points, fresh, lies)
    return points


def drawn(vectors: Vectors) -> Floats:
    """(n, 2): a map of all n rows at once; takes time and memory with the square of n."""
    n = len(vectors)
    if n < 4:
        return _shaped(np.column_stack([np.arange(n), np.zeros(n)]).astype(np.float64))
    rows = smoothed(vectors, rounds=1) if n > 30 else vectors
    start = _principal(rows)
    wanted = _neighbourhoods(rows, perplexity=min(25.0, max(2.0, n / 6)))
    return _shaped(_pulled(start, wanted))


def _principal(rows: Vectors) -> Floats:
    """The two principal axes, small, as t-SNE wants to start."""
    centred = (rows - rows.mean(axis=0)).astype(np.float64)
    sides, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    start = sides[:, :2] * sizes[:2]
    if start.shape[1] < 2:
        start = np.pad(start, ((0, 0), (0, 2 - start.shape[1])))
    outermost = np.abs(np.round(start, 9)).argmax(axis=0)
    start = start * np.where(start[outermost, [0, 1]] < 0, -1.0, 1.0)
    spread = float(start[:, 0].std())
    # Equal texts would start on one spot and never part: a spiral too small to see parts them.
    turn = np.arange(len(rows)) * _TURN
    spiral = 1e-6 * np.sqrt(np.arange(len(rows)) + 1.0)[:, None] * np.stack([np.cos(turn), np.sin(turn)], 1)
    return np.asarray(start * (1e-2 / spread if spread > 0 else 0.0) + spiral)


def _neighbourhoods(rows: Vectors, perplexity: float) -> Floats:
    """(n, n), symmetric, summing to 1: how much each pair belongs together. Each row's width is found by
    halving, so that everybody has about `perplexity` neighbours."""
    apart = np.clip(2.0 - 2.0 * (rows @ rows.T).astype(np.float64), 0.0, None)
    np.fill_diagonal(apart, np.inf)
    n = len(rows)
    low, high, sharp = np.zeros(n), np.full(n, np.inf), np.full(n, 4.0)
    aim = np.log(perplexity)
    nearest_one = apart.min(axis=1)
    table = np.zeros((n, n))
    for _ in range(40):
        table = np.exp(-(apart - nearest_one[:, None]) * sharp[:, None])
        table /= table.sum(axis=1, keepdims=True)
        entropy = -(table * np.log(np.maximum(table, 1e-300))).sum(axis=1)
        wide = entropy > aim
        low, high = np.where(wide, sharp, low), np.where(wide, high, sharp)
        sharp = np.where(np.isinf(high), sharp * 2.0, (low + high) / 2.0)
    return np.asarray((table + table.T) / (2.0 * n))


def _pulled(points: Floats, wanted: Floats) -> Floats:
    """Gradient descent with momentum and a step per coordinate, as in the paper."""
    n = len(points)
    pace = max(n / 4.0, 10.0)
    moved, gains = np.zeros_like(points), np.ones_like(points)
    for step in range(_STEPS):
        squares = (points**2).sum(axis=1)
        near = 1.0 / (1.0 + np.maximum(squares[:, None] + squares[None, :] - 2.0 * points @ points.T, 0.0))
        np.fill_diagonal(near, 0.0)
        pull = ((4.0 if step < _EARLY else 1.0) * wanted - near / near.sum()) * near
        slope = 4.0 * (pull.sum(axis=1)[:, None] * points - pull @ points)
        gains = np.maximum(np.where((slope > 0) == (moved > 0), gains * 0.8, gains + 0.2), 0.01)
        moved = (0.5 if step < _EARLY else 0.8) * moved - pace * gains * slope
        points = points + moved
        points = points - points.mean(axis=0)
    return points


def _among(fresh: Vectors, standing: Vectors, places: Floats) -> Floats:
    """The mean of the places of the nearest that stand, the nearer the heavier."""
    found = np.empty((len(fresh), 2))
    m = min(_AROUND, len(standing))
    for start in range(0, len(fresh), 1024):
        alike = (fresh[start : start + 1024] @ standing.T).astype(np.float64)
        best = np.argsort(-alike, axis=1, kind="stable")[:, :m]
        weights = np.clip(np.take_along_axis(alike, best, 1), 0.0, None) ** 4 + 1e-9
        weights /= weights.sum(axis=1, keepdims=True)
        found[start : start + 1024] = np.einsum("nm,nmd->nd", weights, places[best])
    return found


def _free(points: Floats, movable: np.ndarray, fixed: np.ndarray) -> None:
    """Each of the movable moves to the first free spot on a spiral around its place; nobody else moves."""
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}

    def cell(x: float, y: float) -> tuple[int, int]:
        return int(np.floor(x / _GAP)), int(np.floor(y / _GAP))

    def is_free(x: float, y: float) -> bool:
        column, row = cell(x, y)
        around = (taken.get((column + i, row + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
        return all((x - a) ** 2 + (y - b) ** 2 >= _GAP**2 for some in around for a, b in some)

    for x, y in points[fixed].tolist():
        taken.setdefault(cell(x, y), []).append((x, y))
    for place in movable.tolist():
        middle = points[place].tolist()
        x, y = middle
        for turn in range(1, _TRIES):
            if is_free(x, y):
                break
            away = _GAP * np.sqrt(turn)
            x, y = middle[0] + away * np.cos(turn * _TURN), middle[1] + away * np.sin(turn * _TURN)
        points[place] = x, y
        taken.setdefault(cell(x, y), []).append((x, y))


def _shaped(points: Floats) -> Floats:
    """Centred, turned to its longest axis, of one size."""
    if not len(points):
        return points
    centred: Floats = points - points.mean(axis=0)
    spread = float(np.sqrt((centred**2).sum(axis=1).mean()))
    if spread <= 0:
        return centred
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1] / spread
    outermost = np.abs(np.round(turned, 9)).argmax(axis=0)
    return np.asarray(turned * np.where(turned[outermost, [0, 1]] < 0, -1.0, 1.0))
