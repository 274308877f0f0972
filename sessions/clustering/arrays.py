"""The array types that the steps hand each other, and the one operation they all need."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]  # (n, d), rows of length 1 unless said otherwise
Indices = npt.NDArray[np.int64]  # (n,) or (n, m)
Floats = npt.NDArray[np.float64]


def unit_rows(rows: npt.NDArray[Any]) -> Vectors:
    """(n, d) float32 with every row of length 1; a row of zeros stays a row of zeros."""
    wide = np.asarray(rows, dtype=np.float64)
    lengths = np.linalg.norm(wide, axis=1, keepdims=True)
    return cast(Vectors, (wide / np.where(lengths > 1e-12, lengths, 1.0)).astype(np.float32))


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


def indices(values: Sequence[int] | npt.NDArray[Any]) -> Indices:
    """The values as (n,) int64."""
    return np.asarray(values, dtype=np.int64)
