"""One new text among themes: the right theme, an honest confidence, the reason beside it."""

import numpy as np
import pytest

from sessions.clustering.arrays import unit_rows
from sessions.clustering.embed import UseEmbedder
from sessions.clustering.refusals import BadRequest
from sessions.clustering.suggest import learn, suggest


@pytest.fixture(scope="module")
def embedded(reasons):
    texts, themes = reasons
    return texts, np.asarray(themes), UseEmbedder().embed(texts)


def judged(vectors, themes, known_themes, rounds=12, seed=2):
    """(confidence, was it right) of the first suggestion for texts held out, of known and other themes."""
    chance = np.random.default_rng(seed)
    out = []
    for _ in range(rounds):
        order = chance.permutation(len(vectors))
        held = order[:15]
        kept = np.asarray([place for place in order[15:] if themes[place] in known_themes])
        known = learn(vectors[kept], themes[kept].tolist())
        for place in held:
            best = suggest(vectors[place], known)[0]
            out.append((best.confidence, best.theme == themes[place]))
    return np.asarray(out, dtype=float)


def test_suggestions_are_mostly_right_and_as_sure_as_they_are_right(embedded):
    _, themes, vectors = embedded
    found = judged(vectors, themes, sorted(set(themes))[:5])  # a sixth of the texts is of no theme
    assert 0.7 < found[:, 1].mean() < 0.85
    sure = found[found[:, 0] >= 0.5]
    assert len(sure) > 0.4 * len(found)
    assert sure[:, 1].mean() > 0.8
    assert abs(found[:, 0].mean() - found[:, 1].mean()) < 0.1


def test_a_text_of_no_theme_gets_less_confidence(embedded):
    _, themes, vectors = embedded
    some = sorted(set(themes))[:3]
    inside, outside = np.isin(themes, some), ~np.isin(themes, some)
    known = learn(vectors[inside][::2], themes[inside][::2].tolist())

    def mean_of(rows):
        return np.mean([suggest(row, known)[0].confidence for row in rows])

    assert mean_of(vectors[inside][1::2]) > mean_of(vectors[outside]) + 0.2


def test_the_reason_is_a_member_of_the_theme_and_confidences_are_shares(embedded):
    texts, themes, vectors = embedded
    known = learn(vectors[1:], themes[1:].tolist())
    found = suggest(vectors[0], known, count=4)
    assert len(found) == 4
    assert all(themes[1:][one.nearest] == one.theme for one in found)
    assert sum(one.confidence for one in found) <= 1.0
    assert [one.confidence for one in found] == sorted((one.confidence for one in found), reverse=True)
    assert texts[1:][found[0].nearest] != texts[0]


def test_a_language_is_no_theme():
    """French texts about a, Dutch about b; a French text about b belongs with b."""
    a, b, french = np.eye(6)[:3]
    noise = np.random.default_rng(1).normal(size=(40, 6)) * 0.02
    rows = unit_rows(np.array([a + 3 * french] * 20 + [b + 3 * french] * 4 + [b] * 12 + [a] * 4) + noise)
    themes, told = ["a"] * 20 + ["b"] * 16 + ["a"] * 4, ["fr"] * 24 + ["nl"] * 16
    text = unit_rows((0.7 * b + 0.4 * a + 3 * french)[None, :])[0]
    assert suggest(text, learn(rows, themes, told), language="fr")[0].theme == "b"


@pytest.mark.parametrize("themes", [["one"], ["one", "two"], ["one", "one"]])
def test_very_few_members_are_enough_for_a_careful_guess(themes):
    rows = unit_rows(np.eye(4)[: len(themes)] + 0.1)
    found = suggest(rows[0], learn(rows, themes))
    assert found[0].theme == "one"
    assert 0 < found[0].confidence <= 0.75
    assert found == suggest(rows[0], learn(rows, themes))


def test_what_does_not_fit_is_refused():
    rows = unit_rows(np.eye(3))
    with pytest.raises(BadRequest):
        learn(rows, ["a"])
    with pytest.raises(BadRequest):
        learn(rows[:0], [])
    with pytest.raises(BadRequest):
        learn(rows, ["a", "b", "c"], ["nl"])
    with pytest.raises(BadRequest):
        suggest(np.zeros(2, dtype=np.float32), learn(rows, ["a", "b", "c"]))
