"""The tree that a run keeps: every number of clusters is a cut of it, at once and without any vector.

A tree is a list of joins in the order in which they are made. The k clusters of a run are what stands after
all joins but the last k - 1; so a coarser cut only joins whole clusters of a finer one, and nobody has to
look again at a cluster that stayed. Plain Python and plain values: it is stored as JSON and cut in the web
process.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from .refusals import BadRequest

FORMAT = 1


@dataclass(frozen=True)
class Choices:
    """Three numbers of clusters for the same texts, human groups included; coarser <= proposed <= finer."""

    coarser: int
    proposed: int
    finer: int


@dataclass(frozen=True)
class Tree:
    """home: per text the leaf it is in, in the order of the input. leaves: how many leaves there are.

    merges: pairs of nodes in the order in which they are joined; nodes below `leaves` are leaves and join m
    makes node `leaves` + m. keys: the groups that people made; leaf j is group j, holds the texts they put
    there and is never joined with another such leaf. claimed: per known theme (its key) the texts it drew.
    """

    home: tuple[int, ...]
    leaves: int
    merges: tuple[tuple[int, int], ...]
    keys: tuple[Hashable, ...] = ()
    claimed: tuple[tuple[Hashable, tuple[int, ...]], ...] = ()

    @property
    def fewest(self) -> int:
        """The smallest number of clusters: what people parted is never joined."""
        return self.leaves - len(self.merges)

    def as_json(self) -> dict[str, Any]:
        """The tree as values that `json.dumps` accepts, provided the keys are."""
        return {
            "format": FORMAT,
            "home": list(self.home),
            "leaves": self.leaves,
            "merges": [list(pair) for pair in self.merges],
            "keys": list(self.keys),
            "claimed": [[key, list(places)] for key, places in self.claimed],
        }


def from_json(stored: Mapping[str, Any]) -> Tree:
    """The tree that `as_json` wrote. Raises: BadRequest when it is none."""
    try:
        if stored["format"] != FORMAT:
            raise BadRequest(f"a tree in format {stored['format']}; this program reads {FORMAT}")
        tree = Tree(
            home=tuple(int(leaf) for leaf in stored["home"]),
            leaves=int(stored["leaves"]),
            merges=tuple((int(one), int(other)) for one, other in stored["merges"]),
            keys=tuple(stored["keys"]),
            claimed=tuple((key, tuple(map(int, places))) for key, places in stored["claimed"]),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise BadRequest(f"this is no tree: {type(problem).__name__} {problem}") from problem
    _check(tree)
    return tree


def _check(tree: Tree) -> None:
    if any(not 0 <= leaf < tree.leaves for leaf in tree.home):
        raise BadRequest("the tree has texts in leaves that it does not hold")
    joined = [node for pair in tree.merges for node in pair]
    made_before = all(max(pair) < tree.leaves + step for step, pair in enumerate(tree.merges))
    if len(set(joined)) != len(joined) or not made_before or min(joined, default=0) < 0:
        raise BadRequest("the tree joins what it does not hold, or twice")


def cut(tree: Tree, k: int) -> list[int]:
    """Per text the number of its cluster, from 0, in input order: k clusters, or as near to k as the tree
    goes. Cluster j below the number of keys is the one of that human group; others follow in leaf order.

    The same tree and k always give the same numbers. A millisecond or so for 1,000 leaves.
    Raises: BadRequest when k is below 1.
    """
    if k < 1:
        raise BadRequest(f"the number of clusters must be 1 or more, not {k}")
    made = max(0, min(len(tree.merges), tree.leaves - k))
    top = list(range(tree.leaves + made))
    for step in range(made - 1, -1, -1):
        one, other = tree.merges[step]
        top[one] = top[other] = top[tree.leaves + step]
    numbers: dict[int, int] = {}
    of_leaf = [numbers.setdefault(top[leaf], len(numbers)) for leaf in range(tree.leaves)]
    return [of_leaf[leaf] for leaf in tree.home]


def clusters_at(tree: Tree, k: int) -> int:
    """How many clusters `cut` makes when asked for k."""
    return min(max(k, tree.fewest), tree.leaves)
