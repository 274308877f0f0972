"""Takes apart, in a cut of a stored tree, what people have parted since the tree was grown.

A tree knows what was apart when it grew. Later decisions are kept by breaking a piece off: at the join that
first brought two parted texts together the smaller side becomes a cluster of its own, and all else stays as
the cut gave it. A piece of one leaf is the parted texts alone.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence

from .tree import Tree


def spread(apart: Sequence[tuple[int, int]], linked: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs that are apart because they were said to be, or because one is linked with one that was.

    Both are pairs of places; what is linked with its own opposite is not apart from it.
    """
    units = units_of(linked)
    held: dict[int, list[int]] = {}
    for place, unit in sorted(units.items()):
        held.setdefault(unit, []).append(place)
    found: set[tuple[int, int]] = set()
    for one, other in apart:
        mine, theirs = units.get(one, one), units.get(other, other)
        if mine != theirs:
            pairs = [(a, b) for a in held.get(mine, [one]) for b in held.get(theirs, [other])]
            found.update((min(pair), max(pair)) for pair in pairs)
    return sorted(found)


def units_of(linked: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Place to the first of those that it hangs together with, for places in a pair."""
    units: dict[int, int] = {}

    def root(place: int) -> int:
        while units.setdefault(place, place) != place:
            place = units[place]
        return place

    for one, other in linked:
        low, high = sorted((root(one), root(other)))
        units[high] = low
    return {place: root(place) for place in sorted(units)}


def taken_apart(
    tree: Tree,
    labels: Sequence[int],
    apart: Sequence[tuple[int, int]],
    barred: Mapping[Hashable, Collection[int]] | None = None,
) -> list[int]:
    """The labels of a cut, per text, with every pair of places in `apart` under different ones; new clusters
    are numbered after all others. barred: key of a human group to the places that are not proposed to it."""
    out = list(labels)
    following = max(max(out, default=-1) + 1, len(tree.keys))
    for number, key in enumerate(tree.keys):
        for leaf in sorted({tree.home[each] for each in (barred or {}).get(key, ()) if out[each] == number}):
            for each in (barred or {})[key]:
                if out[each] == number and tree.home[each] == leaf:
                    out[each] = following
            following += 1
    above = {node: tree.leaves + step for step, pair in enumerate(tree.merges) for node in pair}
    against = _against(apart)
    for one, other in apart:
        if out[one] == out[other]:
            for each in _piece(tree, above, out, one, other, against):
                out[each] = following
            following += 1
    return out


def _against(apart: Sequence[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, other in apart:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _piece(
    tree: Tree,
    above: Mapping[int, int],
    labels: Sequence[int],
    one: int,
    other: int,
    against: Mapping[int, set[int]],
) -> list[int]:
    """The texts of this cluster that go with `other`, or with `one`: the fewer, never the human group."""
    mine = [place for place, label in enumerate(labels) if label == labels[one]]
    if tree.home[one] == tree.home[other]:
        return [each for each in mine if tree.home[each] == tree.home[other] and each in against[one]]
    leaves = [_below(tree, top) for top in _sides(above, tree.home[one], tree.home[other])]
    sides = [[each for each in mine if tree.home[each] in below] for below in leaves]
    decided = labels[one] if labels[one] < len(tree.keys) else -1
    for below, side in ((leaves[0], sides[1]), (leaves[1], sides[0])):
        if decided in below:
            return side
    return min(sides[::-1], key=len)


def _sides(above: Mapping[int, int], one: int, other: int) -> tuple[int, int]:
    """The two nodes that were joined when these leaves came together."""
    mine, theirs = _upwards(above, one), _upwards(above, other)
    while len(mine) > 1 and len(theirs) > 1 and mine[-2] == theirs[-2]:
        mine.pop()
        theirs.pop()
    return mine[-2], theirs[-2]


def _upwards(above: Mapping[int, int], leaf: int) -> list[int]:
    """The leaf and every node that holds it, from the bottom."""
    found = [leaf]
    while found[-1] in above:
        found.append(above[found[-1]])
    return found


def _below(tree: Tree, top: int) -> set[int]:
    """The leaves that a node holds."""
    found, open_nodes = set(), [top]
    while open_nodes:
        node = open_nodes.pop()
        if node < tree.leaves:
            found.add(node)
        else:
            open_nodes += tree.merges[node - tree.leaves]
    return found
