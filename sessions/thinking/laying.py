"""Where the passages of an analysis lie on its map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sessions.clustering.embed import one_blas_thread
from sessions.proposing import mapping
from sessions.proposing.run_input import asked
from sessions.store import Store
from sessions.thinking.kept_rows import known_embedder

Tell = Callable[[float, str], None]
_DIGITS = 4


def lay(store: Store, question: dict[str, Any], _tell: Tell) -> dict[str, Any]:
    """Per passage of `analysis` its place, in the space that clusters come from; those that lie somewhere
    already lie there.

    {"spots"}
    """
    from sessions.clustering.compare import compare
    from sessions.clustering.layout import laid_out

    with store.reading() as db:
        here = asked(db, int(question["analysis"]))
        embedder = known_embedder(db, here)
        known = mapping.drawing_of(db, int(question["analysis"])).spots
    if not here.passage_ids:
        return {"spots": {}}
    nowhere = (np.nan, np.nan)
    places = np.array([known.get(each, nowhere) for each in here.passage_ids], dtype=np.float64)
    with one_blas_thread():
        points = laid_out(compare(here.texts, here.languages, embedder).vectors, places).tolist()
    return {
        "spots": {
            each: (round(x, _DIGITS), round(y, _DIGITS))
            for each, (x, y) in zip(here.passage_ids, points, strict=True)
        }
    }
