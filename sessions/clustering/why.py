"""Why a text stands where it stands: its nearest neighbours and how near they are.

`explain` says more of one text: which of its words pulled it there and whose sorting did.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .arrays import Vectors
from .compare import compare
from .embed import Embedder, one_blas_thread
from .refusals import BadRequest
from .words import languages_of


@dataclass(frozen=True)
class Neighbour:
    """place: where the other text stands in the input; similarity: cosine, -1 to 1."""

    place: int
    similarity: float


def neighbours_of(place: int, vectors: Vectors, count: int = 5) -> list[Neighbour]:
    """The `count` nearest other rows of `vectors` (n, d), nearest first; ties in input order.

    Raises BadRequest when there is no such row.
    """
    if not 0 <= place < len(vectors):
        raise BadRequest(f"there is no text {place} among {len(vectors)} texts (counted from 0)")
    similar = (vectors @ vectors[place]).tolist()
    others = (other for other in range(len(vectors)) if other != place)
    ranked = sorted(others, key=lambda other: (-similar[other], other))[: max(count, 0)]
    return [Neighbour(other, round(float(similar[other]), 4)) for other in ranked]


def why(
    place: int,
    texts: Sequence[str],
    *,
    count: int = 5,
    languages: Sequence[str] | None = None,
    embedder: Embedder | None = None,
) -> list[Neighbour]:
    """The texts that drew the text at `place` to its cluster: the nearest in the space the clusters came
    from.

    Raises BadRequest when there is no such text.
    """
    told = list(languages) if languages is not None else languages_of(texts)
    with one_blas_thread():
        return neighbours_of(place, compare(texts, told, embedder).vectors, count)
