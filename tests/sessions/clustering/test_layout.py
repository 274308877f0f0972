"""The map lies still: what had a place keeps it, whoever comes."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.clustering.arrays import Vectors, unit_rows
from sessions.clustering.layout import laid_out

GROUPS = 4


def texts(n: int, seed: int) -> Vectors:
    """Rows around a few subjects: row i is about subject i modulo GROUPS."""
    rng = np.random.default_rng(seed)
    subjects = rng.normal(size=(GROUPS, 24))
    return unit_rows(subjects[np.arange(n) % GROUPS] + 0.4 * rng.normal(size=(n, 24)))


@given(n=st.integers(0, 40), more=st.integers(0, 15), seed=st.integers(0, 5))
@settings(max_examples=30, deadline=None)
def test_whoever_comes_later_moves_nobody_and_gets_a_place_of_its_own(n: int, more: int, seed: int) -> None:
    rows = texts(n + more, seed)
    before = laid_out(rows[:n])
    known = np.vstack([before, np.full((more, 2), np.nan)])
    after = laid_out(rows, known)
    assert np.array_equal(after[:n], before)
    assert np.isfinite(after).all()
    assert len({(x, y) for x, y in after.tolist()}) == n + more


def test_the_same_texts_give_the_same_map_and_equal_texts_do_not_lie_on_each_other() -> None:
    rows = np.vstack([texts(30, 1), np.repeat(texts(1, 2), 5, axis=0)])
    assert np.array_equal(laid_out(rows), laid_out(rows))
    assert len({(x, y) for x, y in laid_out(rows)[30:].tolist()}) == 5


def test_what_is_alike_lies_close_also_when_it_came_later_or_there_are_very_many() -> None:
    rows = texts(160, 3)
    points = laid_out(rows, anchors=80)
    known = np.vstack([points, np.full((40, 2), np.nan)])
    points = laid_out(np.vstack([rows, rows[:40]]), known)
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    groups = np.concatenate([np.arange(160), np.arange(40)]) % GROUPS
    assert (groups[apart.argmin(axis=1)] == groups).mean() > 0.8
