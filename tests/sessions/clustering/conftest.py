"""The sixty made-up reasons, one proposal over them, and a model whose vectors a test can write down."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from sessions.clustering.arrays import Vectors, unit_rows
from sessions.clustering.propose import propose


def _reasons():
    place = Path(__file__).with_name("reasons.py")
    spec = importlib.util.spec_from_file_location("reasons_of_the_clustering_tests", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.labelled()


class Drawn:
    """An embedder in which a text lies where the test put its first word; other words lie each elsewhere."""

    name = "drawn"
    version = "1"

    def embed(self, texts: Sequence[str], languages=None, tick=None) -> Vectors:
        first = [(text.split() or [""])[0] for text in texts]
        axes = {word: axis for axis, word in enumerate(dict.fromkeys(first))}
        rows = np.zeros((len(texts), max(len(axes), 1)))
        for row, word in enumerate(first):
            rows[row, axes[word]] = 1.0
        return unit_rows(rows)


@pytest.fixture(scope="session")
def reasons():
    return _reasons()


@pytest.fixture(scope="session")
def proposal(reasons):
    return propose(reasons[0], languages=["nl"] * len(reasons[0]))


@pytest.fixture
def drawn():
    return Drawn()
