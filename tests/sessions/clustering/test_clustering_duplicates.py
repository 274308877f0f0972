"""Near-duplicates are linked when they say the same, not when they say the opposite."""

from sessions.clustering.propose import propose


def pairs(texts):
    return {(pair.first, pair.second) for pair in propose(texts).near_duplicates}


def test_typing_differences_are_linked_and_nothing_is_removed():
    texts = [
        "Meer geld voor de buurt!",
        "geluk",
        "meer  geld voor de buurt",
        "MEER GELD VOOR DE BUURT",
        "de wet",
    ]
    found = propose(texts)
    assert {(p.first, p.second, p.similarity) for p in found.near_duplicates} == {(0, 2, 1.0), (0, 3, 1.0)}
    assert sorted(m for c in found.clusters for m in c.members) == [0, 1, 2, 3, 4]


def test_a_small_change_of_words_is_linked(reasons):
    texts = [*reasons[0], "er is een subsidie voor meerdere jaren"]
    assert pairs(texts) == {(texts.index("er is subsidie voor meerdere jaren"), 60)}


def test_denial_and_other_numbers_are_not_the_same():
    texts = [
        "iedereen mag hier zijn eigen taal spreken in de klas",
        "niemand mag hier zijn eigen taal spreken in de klas",
        "er is geld genoeg voor 3 jaar werking in de wijk",
        "er is geld genoeg voor 5 jaar werking in de wijk",
        "de buren eten samen",
    ]
    assert pairs(texts) == set()
