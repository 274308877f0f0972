"""Statements that mean about the same stand together; what is like nothing else stays alone."""

from __future__ import annotations

import numpy as np
import pytest

from sessions.clustering.alike import find_alike
from sessions.clustering.arrays import unit_rows
from sessions.clustering.embed import LsaEmbedder

SAID = [
    "Tijd om te luisteren",
    "Minder formulieren invullen",
    "We missen tijd om naar ouders te luisteren",
    "Een job die past bij mijn diploma",
    "Werk vinden op mijn niveau",
    "",
]


class Told:
    """Vectors by hand: the first number is the subject, the second sets texts of it apart."""

    name, version = "told", "1"

    def __init__(self, rows: list[list[float]]) -> None:
        self.rows = rows

    def embed(self, texts, languages=None, tick=None):
        return unit_rows(np.asarray(self.rows[: len(texts)], dtype=np.float32))


def found(**given):
    return [
        ([SAID[place] for place in each.members], each.joins)
        for each in find_alike(SAID, ["nl"] * len(SAID), **given).alike
    ]


def test_what_means_the_same_in_other_words_stands_together_and_the_rest_stays_alone():
    alike = [(sorted(members), joins) for members, joins in found()]
    assert sorted(alike) == sorted([(sorted([SAID[0], SAID[2]]), None), (sorted([SAID[3], SAID[4]]), None)])


def test_what_people_placed_is_in_no_proposal_but_draws_what_belongs_there():
    assert found(given={0: 7, 4: 8}) == [([SAID[3]], 8), ([SAID[2]], 7)]
    # People put more behind it than what is alike: the nearest of it draws.
    assert found(given={0: 7, 1: 7, 3: 7, 4: 8}) == [([SAID[2]], 7)]
    # Near to nothing: it joins nobody.
    assert found(given={0: 7, 2: 7, 3: 7, 4: 7}) == []


def test_groups_are_cut_where_the_mean_similarity_ends_and_begin_with_the_nearest_to_all():
    rows = [[1, 0.1, 0], [1, 0, 0], [1, -0.9, 0], [0, 0, 1]]
    told = find_alike(["a", "b", "c", "d"], ["nl"] * 4, embedder=Told(rows))
    assert [each.members for each in told.alike] == [(1, 0, 2)]
    assert 0 < told.alike[0].similarity < 1


def test_without_the_sentence_encoder_wording_alone_compares_and_that_is_told():
    texts = ["tijd om te luisteren", "tijd om te luisteren naar ouders", "formulieren", "een tuin"]
    told = find_alike(texts, ["nl"] * 4, embedder=LsaEmbedder())
    assert [sorted(each.members) for each in told.alike] == [[0, 1]]
    assert told.fallback


@pytest.mark.parametrize("texts", [[], ["een"], ["", " "]])
def test_too_little_to_compare_is_no_proposal(texts):
    assert find_alike(texts, ["nl"] * len(texts)).alike == ()
