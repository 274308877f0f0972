"""Why a text stands here: its neighbours, the words that pulled it, whose sorting did, and how sure."""

import numpy as np
import pytest

from sessions.clustering import embed
from sessions.clustering.explain import explain
from sessions.clustering.refusals import BadRequest


class Fruit:
    """An embedder that knows apples, pears and everything else, whatever is embedded beside them."""

    name = "fruit"
    version = "1"

    def embed(self, texts, languages=None, tick=None):
        kinds = [0 if "appel" in text else 1 if "peer" in text else 2 for text in texts]
        return np.eye(3, dtype=np.float32)[kinds]


@pytest.fixture
def fruit():
    return Fruit()


def explained(reasons, text, **more):
    texts, themes = reasons
    names = sorted(set(themes))
    labels = [names.index(theme) for theme in themes]
    return explain(texts.index(text), texts, labels, languages=["nl"] * 60, **more)


def test_the_word_that_a_person_would_name_pulled_most(reasons):
    found = explained(reasons, "talenten van nieuwkomers worden eindelijk gewaardeerd")
    assert found.words[0].word == "talenten"
    assert found.words[0].weight == 1.0
    assert [one.weight for one in found.words] == sorted((one.weight for one in found.words), reverse=True)
    assert found.lead > 0
    assert len(found.neighbours) == 5


def test_meaning_pulls_where_nobody_shares_the_word(reasons):
    """No other reason speaks of a fine, so only its meaning can have pulled it to those about the law."""
    found = explained(reasons, "er staat een boete op wie de wet overtreedt")
    assert "boete" in [one.word for one in found.words]


def test_without_the_encoder_wording_is_explained(reasons, monkeypatch):
    def broken():
        raise embed.ModelMissing("no weights")

    monkeypatch.setattr(embed, "_use_model", broken)
    found = explained(reasons, "subsidies aanvragen kost minder tijd dan vroeger")
    assert found.words[0].word == "subsidies"


def test_people_who_put_it_with_the_others_are_named(fruit):
    texts = ["appel een", "appel twee", "appel drie", "peer een"]
    sortings = [[[0, 3], [1, 2]], [[0, 1], [2, 3]], [[0, 1, 2]], [[1, 2]]]
    found = explain(0, texts, [0, 0, 0, 1], embedder=fruit, sortings=sortings)
    assert [(one.person, one.together, one.seen) for one in found.sorters] == [(2, 2, 2), (1, 1, 2)]
    assert found.next == 1


def test_a_text_in_the_wrong_cluster_lags_behind(fruit):
    texts = ["appel een", "appel twee", "peer een", "peer twee", "appel drie"]
    assert explain(4, texts, [0, 0, 1, 1, 1], embedder=fruit).lead < 0


def test_one_cluster_has_no_next(fruit):
    found = explain(0, ["appel", "appel rood"], [0, 0], embedder=fruit)
    assert found.next is None


@pytest.mark.parametrize(("place", "labels"), [(5, [0, 0]), (0, [-1, 0]), (0, [0])])
def test_what_cannot_be_explained_is_refused(place, labels):
    with pytest.raises(BadRequest):
        explain(place, ["een", "twee"], labels)
