"""Makes texts comparable: both models, centred and weighed; wording alone where the encoder is missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Vectors
from .blend import blended, centred
from .embed import Embedder, LsaEmbedder, ModelMissing, UseEmbedder, wake

_NONE = np.zeros((0, 1), dtype=np.float32)
WORDING_WEIGHT = 0.3  # the share of tf-idf/LSA beside the sentence encoder


@dataclass(frozen=True)
class Compared:
    """vectors: (n, d), rows of length 1, in which a cosine says how alike two texts are; model and version of
    what made them; sense: (n, d) the encoder's own rows, not centred, none where wording alone decides;
    fallback: why the sentence encoder is not among them, empty when it is."""

    vectors: Vectors
    sense: Vectors
    model: str
    version: str
    fallback: str


def compare(
    texts: Sequence[str],
    languages: Sequence[str],
    embedder: Embedder | None = None,
    tick: Callable[[float], None] | None = None,
) -> Compared:
    """The texts in one space. Without `embedder` the sentence encoder is taken; where that cannot be loaded,
    wording alone decides and `fallback` says so. `tick` is told the share of texts embedded."""
    waking = wake() if embedder is None else None
    wording = LsaEmbedder()
    words = centred(wording.embed(texts, languages), languages)
    if waking:
        waking.join()
    try:
        meaning = embedder or UseEmbedder()
    except ModelMissing as problem:
        return Compared(
            words, _NONE, wording.name, wording.version, f"sentence encoder missing ({problem}): wording only"
        )
    if meaning.name == wording.name:
        return Compared(words, _NONE, wording.name, wording.version, "wording only, as asked")
    sense = meaning.embed(texts, languages, tick)
    vectors = blended([(1 - WORDING_WEIGHT, centred(sense, languages)), (WORDING_WEIGHT, words)])
    name, version = f"{meaning.name}+{wording.name}", f"{meaning.version}+{wording.version}"
    return Compared(vectors, sense, name, version, "")
