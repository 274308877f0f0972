"""The array types that the steps hand each other, and the one operation they all need."""

from typing import Any

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]  # (n, d), rows of length 1 unless said otherwise
Indices = npt.NDArray[np.int64]  # (n,) or (n, m)
Floats = npt.NDArray[np.float64]


def unit_rows(rows: npt.NDArray[Any]) -> Vectors:
    """(n, d) float32 with every row of length 1; a row of zeros stays a row of zeros."""
    lengths = np.sqrt(np.einsum("nd,nd->n", rows, rows, dtype=np.float64))
    scale = np.where(lengths > 1e-9, 1.0 / np.maximum(lengths, 1e-9), 0.0)
    unit: Vectors = (rows * scale[:, None].astype(rows.dtype)).astype(np.float32, copy=False)
    return unit


def means_of(vectors: Vectors, labels: Indices, count: int, weights: Floats | None = None) -> Vectors:
    """(count, d) float32: the direction of each label's mean; zeros for a label nobody carries.

    Summed in double precision and in row order, so that the outcome is the same on every run.
    """
    weighed = vectors if weights is None else vectors * weights[:, None]
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float64)
    order = np.argsort(labels, kind="stable")
    present, starts = np.unique(labels[order], return_index=True)
    if len(present):
        sums[present] = np.add.reduceat(weighed[order].astype(np.float64), starts, axis=0)
    return unit_rows(sums)
