"""The whole pipeline: good on texts like a hall writes, safe on odd input, the same every time."""

import json

import pytest
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from sessions.clustering import embed
from sessions.clustering.propose import propose
from sessions.clustering.refusals import BadRequest, ClusteringRefused


def everyone_once(proposal, expected):
    return sorted(member for cluster in proposal.clusters for member in cluster.members) == sorted(expected)


def test_sixty_reasons_fall_into_their_six_themes(reasons, proposal):
    themes, labels = reasons[1], proposal.labels()
    assert adjusted_mutual_info_score(themes, labels) > 0.7
    assert adjusted_rand_score(themes, labels) > 0.6
    assert 4 <= proposal.k <= 9
    assert proposal.k_chosen == "modularity"
    assert proposal.fallback == ""


def test_labels_name_the_theme_and_the_quote_is_a_member(reasons, proposal):
    said = {word for cluster in proposal.clusters for word in cluster.words}
    assert {"talenten", "ontmoeten", "geld", "taal", "wet"} <= said
    for cluster in proposal.clusters:
        assert cluster.medoid in cluster.members
        assert len(cluster.confidence) == len(cluster.members)
        assert all(0.0 <= sure <= 1.0 for sure in cluster.confidence)
    assert len({cluster.title for cluster in proposal.clusters}) == len(proposal.clusters)


def test_clear_members_are_surer_than_misplaced_ones(reasons, proposal):
    themes = reasons[1]
    right, wrong = [], []
    for cluster in proposal.clusters:
        names = [themes[member] for member in cluster.members]
        home = max(sorted(set(names)), key=names.count)
        for name, sure in zip(names, cluster.confidence, strict=True):
            (right if name == home else wrong).append(sure)
    assert wrong, "the set is too easy to say anything about confidence"
    assert sum(right) / len(right) > sum(wrong) / len(wrong)


def test_the_same_input_gives_the_same_proposal(reasons, proposal):
    again = propose(reasons[0], languages=["nl"] * len(reasons[0]))
    assert json.dumps(again.as_json()) == json.dumps(proposal.as_json())


def test_wording_alone_says_that_the_encoder_is_missing(reasons, monkeypatch):
    def broken():
        raise embed.ModelMissing("no weights")

    monkeypatch.setattr(embed, "_use_model", broken)
    alone = propose(reasons[0])
    assert "no weights" in alone.fallback
    assert alone.model == "tfidf-lsa"
    assert everyone_once(alone, range(60))
    assert adjusted_mutual_info_score(reasons[1], alone.labels()) > 0.1


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["één"],
        ["één", "twee"],
        ["één", "twee", "drie"],
        ["zelfde"] * 12,
        [""] * 6,
        ["", " ", "\x00", "\ud800", "?!", "👍", "👎", "12"],
        ["a\x00b", "c\ud83d", "e\u0301", "\u202ertl", "x" * 20000, "و" * 40],
    ],
)
@pytest.mark.parametrize("k", [None, 1, 2, 50])
def test_every_odd_input_gets_every_text_in_one_cluster(texts, k):
    found = propose(texts, k=k)
    assert everyone_once(found, range(len(texts)))
    assert len(found.clusters) == found.k <= max(len(texts), 0)
    json.dumps(found.as_json()).encode("utf-8")


def test_equal_texts_are_never_parted(reasons):
    texts = reasons[0] + [text.upper() + "!" for text in reasons[0]]
    labels = propose(texts, k=15).labels()
    assert labels[:60] == labels[60:]


@pytest.mark.parametrize("k", [1, 3, 6])
def test_an_asked_number_is_kept(reasons, k):
    found = propose(reasons[0], k=k)
    assert found.k == k
    assert found.k_chosen == "asked"


def test_progress_rises_to_one(reasons):
    told = []
    propose(reasons[0], progress=lambda share, step: told.append((share, step)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len({step for _, step in told}) >= 4


@pytest.mark.parametrize(
    "wrong",
    [{"ids": ["1"]}, {"languages": ["nl"]}, {"k": 0}, {"given": {9: "a"}}, {"given": {-1: "a"}}],
)
def test_what_does_not_fit_is_refused(wrong):
    with pytest.raises(BadRequest) as refusal:
        propose(["een", "twee"], **wrong)
    assert isinstance(refusal.value, ClusteringRefused)


def test_three_languages_meet_in_one_theme():
    texts = [
        "buren eten samen in de straat",
        "buren koken samen in de wijk",
        "les voisins mangent ensemble dans la rue",
        "les voisins cuisinent ensemble dans le quartier",
        "neighbours eat together in the street",
        "neighbours cook together in the area",
        "de wet tegen discriminatie wordt toegepast",
        "discriminatie is strafbaar volgens de wet",
        "la loi contre la discrimination est appliquée",
        "la discrimination est punie par la loi",
        "the law against discrimination is enforced",
        "discrimination is punished by law",
    ]
    found = propose(texts, k=2)
    assert found.languages == ("nl", "nl", "fr", "fr", "en", "en") * 2
    assert adjusted_rand_score([0] * 6 + [1] * 6, found.labels()) == 1.0
