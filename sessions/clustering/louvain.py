"""Communities in a weighted graph by modularity: the Louvain method (Blondel et al. 2008).

Written here because the library that has it takes longer to load than 1,000 texts take to count; in one
order it finds the same communities as networkx 3 does (`test_clustering_louvain.py`).
"""

from collections.abc import Callable, Mapping, Sequence

Shuffle = Callable[[list[int]], None]
Links = list[dict[int, float]]  # per node its neighbours with the weight of the link, both ways

_LEAST_GAIN = 1e-7  # of modularity, below which another level is not worth having


def communities(links: Sequence[Mapping[int, float]], resolution: float, shuffle: Shuffle) -> list[set[int]]:
    """The nodes 0 .. n - 1 in communities, each node in one. links: per node its neighbours with positive
    weights, the same both ways. `shuffle` gives the order in which nodes are visited."""
    graph: Links = [dict(near) for near in links]
    members = [{node} for node in range(len(graph))]
    total = sum(weight for node, near in enumerate(graph) for other, weight in near.items() if other >= node)
    if total == 0:
        return members
    reached = _modularity(graph, [{node} for node in range(len(graph))], total, resolution)
    while True:
        parts = _one_level(graph, total, resolution, shuffle)
        if len(parts) == len(graph):
            return members
        found = _modularity(graph, parts, total, resolution)
        members = [set().union(*(members[node] for node in part)) for part in parts]
        if found - reached <= _LEAST_GAIN:
            return members
        reached, graph = found, _merged(graph, parts)


def _degrees(graph: Links) -> list[float]:
    """The weight at each node; a link to itself counts at both of its ends."""
    return [sum(near.values()) + near.get(node, 0.0) for node, near in enumerate(graph)]


def _one_level(graph: Links, total: float, resolution: float, shuffle: Shuffle) -> list[set[int]]:
    """Moves each node to the neighbouring community where modularity gains most, until no node moves."""
    home = list(range(len(graph)))
    parts = [{node} for node in home]
    degrees = _degrees(graph)
    weight_of = degrees.copy()
    order = list(home)
    shuffle(order)
    moved = True
    while moved:
        moved = False
        for node in order:
            best = _best_home(node, graph[node], home, weight_of, degrees[node], total, resolution)
            if best != home[node]:
                parts[home[node]].remove(node)
                parts[best].add(node)
                home[node] = best
                moved = True
    return [part for part in parts if part]


def _best_home(
    node: int,
    near: Mapping[int, float],
    home: Sequence[int],
    weight_of: list[float],
    degree: float,
    total: float,
    resolution: float,
) -> int:
    """Where the node had best be; `weight_of`, the weight at each community, is kept in step."""
    old = best = home[node]
    to: dict[int, float] = {}
    for other, weight in near.items():
        if other != node:
            to[home[other]] = to.get(home[other], 0.0) + weight
    weight_of[old] -= degree
    cost = resolution * degree / (2 * total**2)
    leaving = -to.get(old, 0.0) / total + weight_of[old] * cost
    most = 0.0
    for community, weight in to.items():
        gain = leaving + weight / total - weight_of[community] * cost
        if gain > most:
            most, best = gain, community
    weight_of[best] += degree
    return best


def _merged(graph: Links, parts: Sequence[set[int]]) -> Links:
    """The graph of which the parts are the nodes."""
    home = {node: number for number, part in enumerate(parts) for node in part}
    out: Links = [{} for _ in parts]
    for node, near in enumerate(graph):
        for other, weight in near.items():
            if other >= node:
                one, two = home[node], home[other]
                out[one][two] = out[one].get(two, 0.0) + weight
                if one != two:
                    out[two][one] = out[two].get(one, 0.0) + weight
    return out


def _modularity(graph: Links, parts: Sequence[set[int]], total: float, resolution: float) -> float:
    degrees = _degrees(graph)
    score = 0.0
    for part in parts:
        inside = sum(
            w for node in part for other, w in graph[node].items() if other in part and other >= node
        )
        score += inside / total - resolution * (sum(degrees[node] for node in part) / (2 * total)) ** 2
    return score
