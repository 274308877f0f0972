"""Weighs the models' vectors together into the one space in which texts are compared."""

from collections.abc import Sequence

import numpy as np

from .arrays import Vectors, unit_rows

FEWEST = 8  # texts of one language that can have a middle of their own


def centred(vectors: Vectors, languages: Sequence[str]) -> Vectors:
    """Rows minus the mean of their language, length 1: what a text says beyond the language it is in.

    A language with fewer than 8 texts is centred on the mean of all: the mean of three texts is those texts.
    """
    if len(vectors) < 2:
        return vectors
    out = vectors - vectors.mean(axis=0)
    told = np.asarray(languages)
    for language in sorted(set(languages)):
        mine = told == language
        if mine.sum() >= FEWEST:
            out[mine] = vectors[mine] - vectors[mine].mean(axis=0)
    return unit_rows(out)


def blended(parts: Sequence[tuple[float, Vectors]]) -> Vectors:
    """(n, sum of d), rows of length 1: cosines in it are the weighed mean of the cosines in the parts."""
    total = sum(weight for weight, _ in parts)
    return unit_rows(np.hstack([np.sqrt(weight / total) * vectors for weight, vectors in parts]))
