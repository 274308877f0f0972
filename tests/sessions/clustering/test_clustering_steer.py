"""What people decided stays; it draws in what resembles it; the rest forms groups of its own."""

import pytest

from sessions.clustering.propose import propose


@pytest.fixture(scope="module")
def half_decided(reasons):
    texts, themes = reasons
    wanted = {"talent": "T", "geld": "G"}
    given = {place: wanted[theme] for place, theme in enumerate(themes) if theme in wanted and place < 30}
    return given, propose(texts, given=given)


def test_a_decided_text_is_in_no_cluster(half_decided):
    given, found = half_decided
    members = [member for cluster in found.clusters for member in cluster.members]
    assert sorted(members) == sorted(set(range(60)) - set(given))
    assert all(found.labels()[place] == -1 for place in given)


def test_groups_of_people_draw_in_what_belongs_with_them(reasons, half_decided):
    themes = reasons[1]
    joining = {cluster.joins: cluster.members for cluster in half_decided[1].clusters if cluster.joins}
    assert set(joining) == {"T", "G"}
    for key, theme in (("T", "talent"), ("G", "geld")):
        right = sum(themes[member] == theme for member in joining[key])
        assert right >= 4, f"of five undecided texts about {theme} only {right} join"
        assert right / len(joining[key]) >= 0.6


def test_what_people_did_not_name_still_becomes_clusters(reasons, half_decided):
    new = [cluster for cluster in half_decided[1].clusters if cluster.joins is None]
    assert len(new) >= 3


def test_people_may_part_what_a_machine_would_join(drawn):
    texts = [f"appel {number}" for number in range(6)] + [f"peer {number}" for number in range(6)]
    found = propose(texts, given={0: "rood", 1: "groen"}, k=2, embedder=drawn)
    assert {cluster.joins for cluster in found.clusters} <= {"rood", "groen", None}
    assert sorted(m for c in found.clusters for m in c.members) == list(range(2, 12))


def test_equal_texts_decided_differently_stay_decided(drawn):
    texts = ["zelfde"] * 4 + ["anders"] * 3
    found = propose(texts, given={0: "a", 1: "b"}, embedder=drawn)
    assert sorted(m for c in found.clusters for m in c.members) == [2, 3, 4, 5, 6]
    twins = next(cluster for cluster in found.clusters if 2 in cluster.members)
    assert twins.joins in {"a", "b"}
    assert 3 in twins.members


def test_everything_decided_leaves_nothing_to_propose(reasons):
    found = propose(reasons[0], given=dict(enumerate(reasons[1])))
    assert found.clusters == ()
    assert found.k == 0


def test_more_groups_than_clusters_asked_all_stay(reasons):
    given = {place: theme for place, theme in enumerate(reasons[1]) if place < 12}
    found = propose(reasons[0], k=1, given=given)
    assert {cluster.joins for cluster in found.clusters} <= set(reasons[1])
    assert len(found.clusters) >= 5
