"""The ground on which a tree grows: the smoothed space with everything people said in it, and the graph."""

from collections.abc import Sequence
from dataclasses import dataclass

from .arrays import Indices, Vectors, means_of
from .count import Graph, graph_of
from .group import Space, settle, settled
from .sorted_prior import joined
from .steer import pulled


@dataclass(frozen=True)
class Ground:
    """space: the smoothed vectors, where texts are grouped; graph: who is near whom among the leaves of that
    space, before smoothing."""

    space: Space
    graph: Graph


def ground(
    vectors: Vectors,
    decided: Indices,
    claimed: Indices,
    piles: Indices | None,
    alone: Sequence[int] = (),
) -> Ground:
    """The ground for u texts, vectors (u, d). decided, claimed: (u,) the human group and the known theme that
    draws each, or -1. piles: (people, u) where people sorted. alone: rows that are leaves of their own."""
    space = settle(_steered(vectors, decided, claimed, piles), alone)
    return Ground(space, _graph(vectors, piles, space))


def ground_of(
    vectors: Vectors, decided: Indices, claimed: Indices, piles: Indices | None, home: Indices
) -> Ground:
    """The same from leaves that are known, home (u,)."""
    space = settled(_steered(vectors, decided, claimed, piles), home)
    return Ground(space, _graph(vectors, piles, space))


def _steered(vectors: Vectors, decided: Indices, claimed: Indices, piles: Indices | None) -> Vectors:
    drawn = pulled(pulled(vectors, claimed), decided)
    return drawn if piles is None else joined(drawn, piles)


def _graph(vectors: Vectors, piles: Indices | None, space: Space) -> Graph:
    told = vectors if piles is None else joined(vectors, piles)
    if len(space.leaves) < len(vectors):
        told = means_of(told, space.home, len(space.leaves))
    return graph_of(told)
