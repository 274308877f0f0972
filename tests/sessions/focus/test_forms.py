"""Each form of a question: what it needs, what it takes, what it says about an answer."""

from __future__ import annotations

from typing import Any

import pytest

from sessions.errors import Invalid, Missing
from sessions.exercises.answers import as_form, errors_of
from sessions.focus.forms import FORMS, form_named

OPTIONS = [{"key": "k1", "text": "Taal"}, {"key": "k2", "text": "Werk"}, {"key": "k3", "text": "Buren"}]
TEXT = "Wie hier geboren is, heet soms allochtoon."

# Per form: settings, an answer in JSON, the words and the values that it becomes.
EXAMPLES: dict[str, tuple[dict[str, Any], dict[str, Any], str, dict[str, Any]]] = {
    "open": ({"length": "short"}, {"text": " Samen  eten \n\n\n\nen praten "}, "Samen eten\n\nen praten", {}),
    "choice": (
        {"options": OPTIONS, "several": True, "other": True, "why": True},
        {"chosen": ["k3", "k1"], "other": "Muziek", "why": "Daar begint het."},
        "Taal, Buren, Muziek\nDaar begint het.",
        {"chosen": ["k1", "k3"], "other": "Muziek", "why": "Daar begint het."},
    ),
    "scale": (
        {"steps": 5, "low": "nooit", "high": "altijd", "why": True},
        {"value": 5, "why": "Elke dag."},
        "5 van 5 (altijd)\nElke dag.",
        {"value": 5, "steps": 5, "why": "Elke dag."},
    ),
    "ranking": (
        {"items": OPTIONS},
        {"place": {"k1": 2, "k2": 3, "k3": 1}},
        "1. Buren\n2. Taal\n3. Werk",
        {"order": ["k3", "k1", "k2"], "why": ""},
    ),
    "react": (
        {"to": 7, "needed": 2, "note": True},
        {"text": "We bedoelen hetzelfde."},
        "We bedoelen hetzelfde.",
        {"needed": 2},
    ),
    "mark": (
        {"text": TEXT, "about": "woorden die raken", "most": 3},
        {"marks": [{"word": "Allochtoon", "why": "Ik ben hier thuis."}, {"starts_at": 0, "ends_at": 3}]},
        "“Wie”\n“allochtoon”: Ik ben hier thuis.",
        {
            "marks": [
                {"starts_at": 0, "ends_at": 3, "words": "Wie", "why": ""},
                {"starts_at": 31, "ends_at": 41, "words": "allochtoon", "why": "Ik ben hier thuis."},
            ]
        },
    ),
    "complete": (
        {"sentence": "Ik voel me thuis als …, want ..."},
        {"gap": {0: "iemand me groet", 1: "dan besta ik"}},
        "Ik voel me thuis als iemand me groet, want dan besta ik",
        {"gaps": ["iemand me groet", "dan besta ik"]},
    ),
}


def test_every_form_has_an_example() -> None:
    assert list(EXAMPLES) == [*FORMS]
    with pytest.raises(Missing):
        form_named("video")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_answer_becomes_words_and_values_and_fills_its_form_again(name: str) -> None:
    settings, given, text, fields = EXAMPLES[name]
    form = FORMS[name]
    draft = form.answer(settings, as_form(given), "nl")
    assert (draft.kind, draft.text, dict(draft.fields)) == ("answer", text, fields)
    again = form.answer(settings, as_form(form.again(draft.text, draft.fields)), "nl")
    assert again == draft
    assert form.told(settings, draft.text, draft.fields) == text


@pytest.mark.parametrize("name", EXAMPLES)
def test_settings_survive_their_own_form(name: str) -> None:
    settings, *_ = EXAMPLES[name]
    form = FORMS[name]
    asked: Any = form.settings_form.read(as_form(form.filled(settings)), "nl")
    if name == "react":
        asked["to"].choices = [(7, "Vraag 1")]
    assert asked.validate(), errors_of(asked)
    assert form.settings(asked, settings) == settings
    assert form.seconds(settings) > 0
    assert form.loses(settings, settings) == ""


EMPTY = [
    ("open", {"text": "  "}, "text"),
    ("open", {"text": "a" * 4001}, "text"),
    ("choice", {}, "chosen"),
    ("choice", {"chosen": ["k9"]}, "chosen"),
    ("choice", {"chosen": ["k1"], "why": "w" * 1001}, "why"),
    ("scale", {}, "value"),
    ("scale", {"value": "6"}, "value"),
    ("scale", {"value": "²"}, "value"),
    ("ranking", {"place": {"k1": 1, "k2": 2}}, "place-k3"),
    ("ranking", {"place": {"k1": 1, "k2": 2, "k3": 2}}, "place-k2"),
    ("ranking", {"place": {"k1": 1, "k2": 2, "k3": 4}}, "place-k3"),
    ("react", {}, "text"),
    ("mark", {}, "marks"),
    ("mark", {"marks": [{"word": "", "why": "zomaar"}]}, "marks-0-word"),
    ("mark", {"marks": [{"word": "elders"}]}, "marks-0-word"),
    ("mark", {"marks": [{"starts_at": 3, "ends_at": 3}]}, "marks-0-word"),
    ("mark", {"marks": [{"starts_at": 0, "ends_at": 999}]}, "marks-0-word"),
    ("mark", {"marks": [{"starts_at": 0, "ends_at": 5}, {"starts_at": 4, "ends_at": 8}]}, "marks-1-word"),
    ("mark", {"marks": [{"starts_at": each, "ends_at": each + 1} for each in range(4)]}, "marks-3-word"),
    ("complete", {"gap": {0: "iets"}}, "gap-1"),
    ("complete", {"gap": {0: "iets", 1: "x" * 301}}, "gap-1"),
]


@pytest.mark.parametrize(("name", "given", "field"), EMPTY)
def test_what_is_no_answer_is_refused_at_its_field(name: str, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        FORMS[name].answer(EXAMPLES[name][0], as_form(given), "nl")
    assert field in refused.value.errors
    assert all(
        sentence.endswith((".", "wijze.")) for said in refused.value.errors.values() for sentence in said
    )


def test_one_choice_is_one_and_another_word_excludes_it() -> None:
    settings = {"options": OPTIONS, "other": True}
    form = FORMS["choice"]
    assert form.answer(settings, as_form({"chosen": "k2"}), "nl").text == "Werk"
    assert form.answer(settings, as_form({"other": "Muziek"}), "nl").fields["other"] == "Muziek"
    with pytest.raises(Invalid):
        form.answer(settings, as_form({"chosen": "k2", "other": "Muziek"}), "nl")
    with pytest.raises(Invalid):
        form.answer({"options": OPTIONS}, as_form({"other": "Muziek"}), "nl")


WRONG_SETTINGS = [
    ("choice", {"options": "Alleen dit"}, "options"),
    ("choice", {"options": "Taal\ntaal"}, "options"),
    ("choice", {"options": "\n".join(f"Keuze {n}" for n in range(21))}, "options"),
    ("choice", {"options": f"Taal\n{'w' * 121}"}, "options"),
    ("scale", {"steps": "1", "low": "nooit", "high": "altijd"}, "steps"),
    ("scale", {"steps": "veel", "low": "nooit", "high": "altijd"}, "steps"),
    ("scale", {"steps": "5", "low": "", "high": "altijd"}, "low"),
    ("ranking", {"items": ""}, "items"),
    ("react", {"needed": "0"}, "needed"),
    ("mark", {"text": ""}, "text"),
    ("complete", {"sentence": "Een zin zonder open plaats"}, "sentence"),
    ("complete", {"sentence": "… … … … …"}, "sentence"),
]


@pytest.mark.parametrize(("name", "given", "field"), WRONG_SETTINGS)
def test_settings_that_ask_nothing_are_refused(name: str, given: dict[str, Any], field: str) -> None:
    form = FORMS[name].settings_form.read(as_form(given), "nl")
    assert not form.validate()
    assert field in errors_of(form)


@pytest.mark.parametrize(
    ("name", "wanted", "loses"),
    [
        ("choice", {"options": [{"key": "k1", "text": "De taal"}, *OPTIONS[1:]], "several": True}, False),
        ("choice", {"options": OPTIONS[:2], "several": True}, True),
        ("choice", {"options": OPTIONS}, True),
        ("scale", {"steps": 5, "low": "zelden", "high": "vaak"}, False),
        ("scale", {"steps": 7, "low": "nooit", "high": "altijd"}, True),
        ("ranking", {"items": [*OPTIONS, {"key": "k4", "text": "Sport"}]}, True),
        ("mark", {"text": TEXT + "!", "most": 3}, True),
        ("complete", {"sentence": "Thuis is … omdat …"}, False),
        ("complete", {"sentence": "Thuis is …"}, True),
        ("open", {"length": "long"}, False),
    ],
)
def test_a_form_says_when_answers_would_lose_their_meaning(
    name: str, wanted: dict[str, Any], loses: bool
) -> None:
    assert bool(FORMS[name].loses(EXAMPLES[name][0], wanted)) is loses


def test_a_line_keeps_its_key_when_it_is_worded_anew_or_moved() -> None:
    def keys(text: str) -> list[tuple[str, str]]:
        form = FORMS["choice"]
        asked = form.settings_form.read(as_form({"options": text}), "nl")
        assert asked.validate()
        return [(each["key"], each["text"]) for each in form.settings(asked, {"options": OPTIONS})["options"]]

    assert keys("Werk\nTaal\nBuren") == [("k2", "Werk"), ("k1", "Taal"), ("k3", "Buren")]
    assert keys("Taal\nEen baan\nBuren") == [("k1", "Taal"), ("k2", "Een baan"), ("k3", "Buren")]
    assert keys("Taal\nWerk\nBuren\nMuziek")[-1] == ("k4", "Muziek")
    assert keys("Taal\nMuziek") == [("k1", "Taal"), ("k4", "Muziek")]
