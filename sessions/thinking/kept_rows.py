"""The vectors that are kept beside the passages, as rows to compute with."""

from __future__ import annotations

import numpy as np
from sqlalchemy.orm import Session

from sessions.clustering.arrays import Vectors
from sessions.clustering.clean import clean
from sessions.clustering.embed import Embedder, ModelMissing
from sessions.clustering.kept import KeptEmbedder, encoder
from sessions.proposing import vectors
from sessions.proposing.run_input import Asked

NUMBERS = np.dtype("<f4")


def known_rows(db: Session, here: Asked) -> dict[int, Vectors]:
    """Passage id to its vector, (d,) float32, for the passages that have one. Raises: ModelMissing."""
    words = dict(zip(here.passage_ids, here.texts, strict=True))
    kept = vectors.of(db, vectors.model_name(*encoder()), words)
    return {each: np.frombuffer(numbers, dtype=NUMBERS) for each, numbers in kept.items()}


def known_embedder(db: Session, here: Asked) -> Embedder | None:
    """The sentence encoder, which asks its model only about words without a vector; None when there is no
    encoder on this machine."""
    try:
        rows = known_rows(db, here)
        name, version = encoder()
    except ModelMissing:
        return None
    return KeptEmbedder(
        name,
        version,
        {
            shown: rows[each]
            for each, text in zip(here.passage_ids, here.texts, strict=True)
            if each in rows
            for shown in (text, clean(text))
        },
    )
