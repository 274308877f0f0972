"""Where texts lie on the map, in a process of its own: `python -m sessions.clustering.laying`.

Reads {"texts": [...], "languages": [...], "known": [[x, y] or null, ...]} on standard input. Writes JSON
lines on standard output: {"progress": 0.0-1.0, "step": "..."} and lastly {"points": [[x, y], ...]} with a
place per text, those that were known as they were; or {"error": "..."} and exit status 1.
"""

import json
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any, TextIO

from .refusals import BadRequest, ClusteringRefused

_DIGITS = 4


def main(source: TextIO, out: TextIO) -> int:
    """Answers the one request in `source` on `out`; returns the exit status."""

    def tell(line: dict[str, Any]) -> None:
        out.write(json.dumps(line) + "\n")
        out.flush()

    try:
        request = json.load(source)
        tell({"progress": 0.0, "step": "starting"})
        tell({"points": lay(request["texts"], request["languages"], request["known"])})
    except (ClusteringRefused, KeyError, ValueError) as refusal:
        tell({"error": str(refusal)})
        return 1
    return 0


def lay(
    texts: list[str], languages: list[str], known: Sequence[Sequence[float] | None]
) -> list[tuple[float, float]]:
    """A place for each text, in the space that clusters come from.

    Raises: BadRequest when texts, languages and known places do not go together.
    """
    import numpy as np

    from .compare import compare
    from .embed import one_blas_thread
    from .layout import laid_out

    if not len(texts) == len(languages) == len(known):
        raise BadRequest(f"there are {len(texts)} texts, {len(languages)} languages, {len(known)} places")
    if not texts:
        return []
    places = np.array([each or (np.nan, np.nan) for each in known], dtype=np.float64)
    with one_blas_thread():
        points = laid_out(compare(texts, languages).vectors, places)
    return [(round(float(x), _DIGITS), round(float(y), _DIGITS)) for x, y in points]


if __name__ == "__main__":
    sys.exit(main(TextIOWrapper(sys.stdin.buffer, encoding="utf-8"), sys.stdout))
