"""The map of what people sorted, in a process of its own: `python -m sessions.clustering.sorting`.

Reads {"sortings": [[[place, ...], ...], ...], "n": 54, "others": {"machine": [0, 1, -1, ...]}, "seed": 0} on
standard input; `others` are groupings to compare people with, -1 is in none. Writes JSON lines on standard
output: {"progress": 0.0-1.0, "step": "..."} and lastly {"map": {...}} as `mapped` returns it; or
{"error": "..."} and exit status 1.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO

from .refusals import ClusteringRefused

if TYPE_CHECKING:
    from .agreement import Agreement
    from .arrays import Floats, Indices
    from .piles import Sorting

MOST_CLUSTERS = 16
_DIGITS = 4


def main(source: TextIO, out: TextIO) -> int:
    """Answers the one request in `source` on `out`; returns the exit status."""

    def tell(line: dict[str, Any]) -> None:
        out.write(json.dumps(line) + "\n")
        out.flush()

    try:
        request = json.load(source)
        tell({"progress": 0.0, "step": "starting"})
        others, seed = request.get("others", {}), request.get("seed", 0)
        tell({"map": mapped(request["sortings"], request["n"], others, seed=seed)})
    except (ClusteringRefused, KeyError, ValueError) as refusal:
        tell({"error": str(refusal)})
        return 1
    return 0


def mapped(
    sortings: Sequence["Sorting"], n: int, others: Mapping[str, Sequence[int]], *, seed: int = 0
) -> dict[str, Any]:
    """Plain values: `points` (n pairs), `stress`, `bridging` (n), `cuts` (number of clusters to the cluster
    of each statement), `own` (the median number of piles), `people`, `ceiling` (one person, half the people),
    and per grouping of `others` its `agreement` with people's consensus and `pairs`, per group the share of
    people who put two of its statements together, and one of its with one of another.

    Raises: BadRequest as `concept_map` does.
    """
    import numpy as np

    from .agreement import agreement, consensus
    from .concept_map import concept_map
    from .embed import one_blas_thread
    from .piles import pile_labels

    with one_blas_thread():
        drawn = concept_map(sortings, n, seed=seed)
        labels = pile_labels(sortings, n)
        together = consensus(labels)
    counts = [len(piles) for piles in sortings]
    compared = {name: np.asarray(grouping, dtype=np.int64) for name, grouping in others.items()}
    return {
        "points": [[round(float(x), _DIGITS), round(float(y), _DIGITS)] for x, y in drawn.points],
        "stress": drawn.stress,
        "bridging": [round(float(each), _DIGITS) for each in drawn.bridging],
        "cuts": {k: drawn.clusters(k).tolist() for k in range(2, min(n - 1, MOST_CLUSTERS) + 1)},
        "own": round(float(np.median(counts))) if counts else 0,
        "people": drawn.people,
        "ceiling": {"one": _plain(drawn.ceiling.mean_one), "halves": _plain(drawn.ceiling.halves)},
        "agreement": {name: _plain(agreement(together, each)) for name, each in compared.items()},
        "pairs": {name: _pairs(drawn.together, drawn.seen, each) for name, each in compared.items()},
    }


def _plain(found: "Agreement | None") -> dict[str, float] | None:
    if found is None:
        return None
    return {"b_cubed": found.b_cubed, "adjusted_rand": found.adjusted_rand}


def _pairs(together: "Floats", seen: "Floats", groups: "Indices") -> dict[int, dict[str, float | None]]:
    """Of every pair that people saw: the share that they put together, within a group and out of it."""
    found: dict[int, dict[str, float | None]] = {}
    for group in sorted({int(each) for each in groups if each >= 0}):
        inside, outside = groups == group, (groups >= 0) & (groups != group)
        within = inside[:, None] & inside[None, :]
        within = within & ~_diagonal(within)
        across = inside[:, None] & outside[None, :]
        found[group] = {"within": _share(together, seen, within), "across": _share(together, seen, across)}
    return found


def _diagonal(table: Any) -> Any:
    import numpy as np

    return np.eye(len(table), dtype=bool)


def _share(together: "Floats", seen: "Floats", which: Any) -> float | None:
    """None when nobody saw such a pair."""
    total = float(seen[which].sum())
    return round(float(together[which].sum()) / total, _DIGITS) if total > 0 else None


if __name__ == "__main__":
    sys.exit(main(TextIOWrapper(sys.stdin.buffer, encoding="utf-8"), sys.stdout))
