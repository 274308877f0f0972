"""What clustering hands back: plain values that can be written as JSON.

A proposal is a machine's and disposable. Everything in it refers to texts by their place in the input.
"""

from collections.abc import Hashable
from dataclasses import asdict, dataclass, field
from typing import Any

BRIDGES = 0.5  # share of neighbours elsewhere from which a text is shown as one that bridges
GroupKey = Hashable  # whatever the caller calls a group that people made


@dataclass(frozen=True)
class Cluster:
    """A group of texts that a machine proposes; never holds a text on which people decided.

    members: places in the input, in input order, at least one.
    words: up to three distinctive words, the most telling first; empty when the texts hold none.
    title: the words as a title, different from every other title in the run.
    medoid: the member that stands nearest to all others; quote this text.
    cohesion: mean similarity between two members, about 0 (no more alike than any two texts) to 1 (the same).
    loose: not a theme but what is still to sort: a text alone, texts without words, or members that have far
        less in common than those of the run's other clusters.
    confidence: per member, 0 to 1: how much nearer this cluster is than the next best; .5 is a toss-up.
    joins: the key of the human-made group to which the members are proposed to be added, or None.
    joins_known: the key of the theme known beforehand that drew at least half of the members, or None.
    bridging: per member, 0 to 1: the share of its nearest neighbours that lie in other clusters.
    to_sort: per member whether it is still to sort: by itself it is nearer to the middle of another cluster
        than to the others here, and stands here only through what lies between. Two in three are right.
    """

    members: tuple[int, ...]
    words: tuple[str, ...]
    title: str
    medoid: int
    cohesion: float
    loose: bool
    confidence: tuple[float, ...]
    joins: GroupKey | None = None
    joins_known: GroupKey | None = None
    bridging: tuple[float, ...] = ()
    to_sort: tuple[bool, ...] = ()


@dataclass(frozen=True)
class NearDuplicate:
    """Two texts that say nearly the same: link them, keep both. first < second; similarity 0 to 1."""

    first: int
    second: int
    similarity: float


@dataclass(frozen=True)
class Proposal:
    """One run over n texts; every text that people have not placed is in exactly one cluster.

    model and version say what compared the texts; fallback says in one line of English why the sentence
    encoder was not used, and is empty when it was. k_chosen is "asked", "modularity" or "trivial". tree: what
    `recut` needs to make these texts coarser or finer, as JSON; cut: the number at which it was cut; choices:
    {"coarser", "proposed", "finer"}, numbers to cut it at. Those three count human groups too, k does not
    count the ones that nothing joins.
    """

    clusters: tuple[Cluster, ...]
    near_duplicates: tuple[NearDuplicate, ...]
    n: int
    ids: tuple[str, ...]
    languages: tuple[str, ...]
    model: str
    version: str
    fallback: str
    k: int
    k_chosen: str
    seed: int
    parameters: dict[str, Any] = field(default_factory=dict)
    cut: int = 0
    choices: dict[str, int] = field(default_factory=dict)
    tree: dict[str, Any] = field(default_factory=dict)

    def labels(self) -> list[int]:
        """Per text the number of its cluster in `clusters`, or -1 for a text that people placed."""
        out = [-1] * self.n
        for number, cluster in enumerate(self.clusters):
            for member in cluster.members:
                out[member] = number
        return out

    def as_json(self) -> dict[str, Any]:
        """The proposal as values that `json.dumps` accepts, provided the group keys are."""
        return asdict(self)
