"""Vectors for the passages that have none yet."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import numpy as np

from sessions.clustering.clean import clean
from sessions.clustering.embed import ModelMissing, UseEmbedder
from sessions.clustering.kept import encoder
from sessions.proposing import vectors
from sessions.store import Store
from sessions.thinking.kept_rows import NUMBERS


def embed(store: Store, question: dict[str, Any], _tell: Callable[[float, str], None]) -> dict[str, Any]:
    """At most `limit` new vectors as [passage, hash of its words, base64]; with `first` also which kept ones
    must go. `missing` says why there is no model.

    {"model", "made", "gone", "left"} or {"missing"}
    """
    try:
        model = vectors.model_name(*encoder())
        with store.reading() as db:
            gone = vectors.outdated(db, model) if question.get("first") else vectors.out_of_sight(db)
            wanted = vectors.wanted(db, model, int(question["limit"]))
            left = vectors.left(db, model)
        # Loaded only when there is something to do: most looks find nothing.
        texts = [clean(each.text) for each in wanted]
        made = UseEmbedder(threads=1).embed(texts) if texts else np.zeros((0, 1), dtype=NUMBERS)
    except ModelMissing as problem:
        return {"missing": str(problem)}
    return {
        "model": model,
        "made": [
            [each.passage_id, vectors.hash_of(each.text), b64encode(row.astype(NUMBERS).tobytes()).decode()]
            for each, row in zip(wanted, made, strict=True)
        ],
        "gone": gone,
        "left": left - len(wanted),
    }
