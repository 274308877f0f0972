"""A term is found in its Dutch, French and English forms, in compounds, and nowhere else."""

from __future__ import annotations

import pytest

from sessions.lexicon.forms import Recogniser


@pytest.mark.parametrize(
    ("term", "forms", "language", "text", "found"),
    [
        ("allochtoon", [], "nl", "Allochtonen en allochtone ouders", ["Allochtonen", "allochtone"]),
        ("allochtoon", [], "nl", "het allochtonenbeleid", ["allochtonenbeleid"]),
        ("allochtoon", [], "nl", "autochtone bewoners", []),
        ("armoede", [], "nl", "kinderarmoede en armoedebeleid", ["kinderarmoede", "armoedebeleid"]),
        ("nieuwe Vlaming", [], "nl", "De nieuwe Vlamingen, nieuwe wegen", ["nieuwe Vlamingen"]),
        (
            "integratie",
            ["inburgering"],
            "nl",
            "Inburgeren is geen inburgering",
            ["Inburgeren", "inburgering"],
        ),
        ("étranger", [], "fr", "Les étrangers et l'étrangère", ["étrangers", "étrangère"]),
        ("refugee", [], "en", "Refugees welcome", ["Refugees"]),
        ("ras", [], "nl", "gras, terras en rassen", ["rassen"]),
    ],
)
def test_it_is_found(term: str, forms: list[str], language: str, text: str, found: list[str]) -> None:
    assert [each.word for each in Recogniser.of(term, forms, language).find(text)] == found


def test_a_place_is_where_the_word_stands() -> None:
    text = "Over «allochtonen» gesproken: Allochtonenraad"
    for each in Recogniser.of("allochtoon", [], "nl").find(text):
        assert text[each.start : each.end] == each.word
    assert [each.inside for each in Recogniser.of("allochtoon", [], "nl").find(text)] == [False, True]


def test_the_longest_form_goes_first_and_nothing_overlaps() -> None:
    found = Recogniser.of("nieuwkomer", ["anderstalige nieuwkomer"], "nl").find(
        "anderstalige nieuwkomers en nieuwkomers"
    )
    assert [each.word for each in found] == ["anderstalige nieuwkomers", "nieuwkomers"]


def test_a_language_without_stems_is_read_as_it_is_written() -> None:
    recogniser = Recogniser.of("göçmen", [], "tr")
    assert [each.word for each in recogniser.find("Göçmen ve göçmenler")] == ["Göçmen"]
