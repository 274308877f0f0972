"""Every text's nearest neighbours in a process of its own: `python -m sessions.clustering.around`.

Reads {"texts": [...], "languages": [...], "count": 5} on standard input. Writes JSON lines on standard
output: {"progress": 0.0-1.0, "step": "..."} and lastly {"around": [[[place, similarity], ...], ...]} with
per text its neighbours, nearest first, similarity -1 to 1; or {"error": "..."} and exit status 1.
"""

import json
import sys
from io import TextIOWrapper
from typing import Any, TextIO

from .refusals import BadRequest, ClusteringRefused


def main(source: TextIO, out: TextIO) -> int:
    """Answers the one request in `source` on `out`; returns the exit status."""

    def tell(line: dict[str, Any]) -> None:
        out.write(json.dumps(line) + "\n")
        out.flush()

    try:
        request = json.load(source)
        tell({"progress": 0.0, "step": "starting"})
        tell({"around": around(request["texts"], request.get("languages"), request.get("count", 5))})
    except (ClusteringRefused, KeyError, ValueError) as refusal:
        tell({"error": str(refusal)})
        return 1
    return 0


def around(texts: list[str], languages: list[str] | None, count: int) -> list[list[tuple[int, float]]]:
    """Per text the `count` nearest others as (place, cosine), in the space that clusters come from.

    Raises: BadRequest when texts and languages do not go together.
    """
    from .compare import compare
    from .embed import one_blas_thread
    from .nearest import nearest
    from .words import languages_of

    if languages is not None and len(languages) != len(texts):
        raise BadRequest(f"there are {len(texts)} texts and {len(languages)} languages")
    if not texts:
        return []
    told = languages if languages is not None else languages_of(texts)
    with one_blas_thread():
        near, similar = nearest(compare(texts, told).vectors, count)
    return [
        [(int(place), round(float(value), 4)) for place, value in zip(places, values, strict=True)]
        for places, values in zip(near.tolist(), similar.tolist(), strict=True)
    ]


if __name__ == "__main__":
    sys.exit(main(TextIOWrapper(sys.stdin.buffer, encoding="utf-8"), sys.stdout))
