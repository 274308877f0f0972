"""Names of places and people are left out of the comparison when that is asked, and only then."""

import numpy as np
import pytest

from sessions.clustering.arrays import unit_rows
from sessions.clustering.names import names_in, without_names
from sessions.clustering.propose import propose

TEXTS = [
    "in Gent eten de buren samen",
    "Gent heeft te weinig tolken",
    "de buren van Fatima Ben-Ali helpen",
    "het OCMW vertaalt brieven naar het Nederlands",
    "Buren eten samen. Tolken helpen ook.",
]


def test_names_go_and_subjects_stay():
    assert names_in(TEXTS) == {"Gent", "Fatima", "Ben-Ali"}
    assert without_names(TEXTS) == [
        "in eten de buren samen",
        "heeft te weinig tolken",
        "de buren van helpen",
        "het OCMW vertaalt brieven naar het Nederlands",
        "Buren eten samen. Tolken helpen ook.",
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ["Meer Geld Voor De Wijk", "MEER TOLKEN GRAAG"],  # capitals everywhere say nothing
        ["Samen: Eten is goed", "wat? Niets", "(Zeker) weten", "- Taal en werk"],  # a new start, not a name
        ["een plek voor Jeugd", "de jeugd telt", "jeugd aan zet"],  # mostly written without
        ["we work on Monday and I like it"],
        [],
        ["", "\ud800", "👍"],
    ],
)
def test_what_is_no_name_stays(texts):
    assert without_names(texts) == texts


def test_a_text_of_only_names_stays_whole():
    assert without_names(["met de trein naar Brussel", "Brussel"]) == ["met de trein naar", "Brussel"]


class Towns:
    """An embedder that sees nothing but the town, where a town is mentioned."""

    name = "towns"
    version = "1"

    def embed(self, texts, languages=None, tick=None):
        keys = ["Gent", "Luik", "tolk", "eten"]
        rows = np.array(
            [
                [10.0 * (key in text) if key[0].isupper() else 1.0 * (key in text) for key in keys]
                for text in texts
            ]
        )
        return unit_rows(rows + 1e-3)


def test_a_proposal_without_names_parts_by_subject_and_says_so():
    texts = [f"in {town} is {what} nodig" for town in ("Gent", "Luik") for what in ("een tolk", "samen eten")]
    texts = [f"{text} {number}" for text in texts for number in ("nu", "straks", "morgen", "later")]
    subject = ["tolk" in text for text in texts]
    town = ["Gent" in text for text in texts]

    def parted(**asked):
        labels = propose(texts, k=2, embedder=Towns(), languages=["nl"] * 16, **asked).labels()
        return [label == labels[0] for label in labels]

    assert parted() == town
    assert parted(ignore_names=True) == subject
    assert propose(texts, ignore_names=True, embedder=Towns()).parameters["ignore_names"] is True
    assert not any("gent" in one.words for one in propose(texts, k=2, ignore_names=True).clusters)
