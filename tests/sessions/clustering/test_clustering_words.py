"""Words and their stems are the same in every thread: an export is written beside the hall."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from sessions.clustering.words import stem

BASES = ("vertrouw", "gemeente", "samenwerk", "vrijwillig", "buurt")
ENDINGS = ("ing", "ingen", "ende", "lijkheid", "heden", "bare", "jes")
WORDS = [base + ending for base in BASES for ending in ENDINGS]
TIMES = 8


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns many times a word, as on a machine that has a lot to do."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def stems(_thread: int) -> list[str]:
    # Behind the memory of earlier words: it is the stemmer that is asked.
    return [stem.__wrapped__(word, "nl") for _ in range(TIMES) for word in WORDS]


def test_threads_that_stem_at_once_get_their_own_words(hasty: None) -> None:
    alone = [stem.__wrapped__(word, "nl") for word in WORDS]
    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(stems, range(3))) == [alone * TIMES] * 3


def test_a_language_without_stemmer_keeps_its_words() -> None:
    assert stem("vertrouwen", "nl") == stem("vertrouw", "nl") == "vertrouw"
    assert stem("güvenmek", "tr") == "güvenmek"
