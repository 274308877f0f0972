"""A guide goes to Markdown or DOCX and back without loss; what is no guide is refused with its line."""

from __future__ import annotations

import struct
import zipfile
import zlib
from base64 import b64encode
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from focus_builders import GUIDE
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.focus import checking
from sessions.focus.documents import markdown, word
from sessions.focus.documents.reading import Unreadable
from sessions.focus.forms import FORMS, form_named
from sessions.focus.forms.lines import keyed
from sessions.focus.shape import Guide, GuideQuestion, GuideRound, GuideStimulus
from sessions.text import clean
from sessions.words import LANGUAGES


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff")) + chunk(b"IEND", b"")
    )


PICTURE = b64encode(png()).decode()
# What people type, and what a reader could take for something else.
NASTY = st.sampled_from(
    ["# kop", "- punt", "> citaat", "![x](y)", "\\", "**vet:** iets", "a: b", "{k1}", "<b>", "dag 1"]
)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp", "Co")),
    min_size=1,
    max_size=40,
)
LINE = (NASTY | WORDS | st.just("Wat werkt?")).map(clean).filter(bool)
SHORT = st.text("abcdefg hij", min_size=1, max_size=12).map(clean).filter(bool)
BLOCK = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
LINES = st.lists(SHORT, min_size=2, max_size=5, unique_by=str.casefold)


@st.composite
def questions(draw: Any, form: str) -> GuideQuestion:
    flag = st.sampled_from([{}, {"why": True}])
    made: dict[str, Any] = {
        "open": lambda: {"length": draw(st.sampled_from(["short", "usual", "long"]))},
        "choice": lambda: {"options": keyed(draw(LINES), ())} | draw(flag),
        "scale": lambda: (
            {"steps": draw(st.integers(2, 11)), "low": draw(SHORT), "high": draw(SHORT)} | draw(flag)
        ),
        "ranking": lambda: {"items": keyed(draw(LINES), ())} | draw(flag),
        "react": lambda: {"needed": draw(st.integers(1, 10))},
        "mark": lambda: {"text": draw(BLOCK), "most": draw(st.integers(1, 12))},
        "complete": lambda: {"sentence": "Ik … omdat …"},
    }[form]()
    stimulus = st.builds(lambda text: GuideStimulus("text", text), BLOCK) | st.builds(
        lambda words, caption: GuideStimulus("image", caption, words, "image/png", PICTURE),
        SHORT,
        SHORT | st.just(""),
    )
    return GuideQuestion(
        prompt=draw(LINE),
        title=draw(LINE),
        form=form,
        visibility=draw(st.sampled_from(["masked", "open", "private"])),
        required=draw(st.booleans()),
        segments=tuple(draw(st.lists(st.sampled_from(["ouder", "leerkracht"]), unique=True))),
        settings=made,
        stimuli=tuple(draw(st.lists(stimulus, max_size=3))),
        to=(1, 1) if form == "react" else None,
    )


@st.composite
def guides(draw: Any) -> Guide:
    first = GuideQuestion("Wie ben je?", title="Wie", visibility="open", settings={"length": "short"})
    rounds = []
    for number in range(draw(st.integers(1, 3))):
        forms = draw(st.lists(st.sampled_from(sorted(FORMS)), max_size=4))
        inside = [draw(questions(form)) for form in forms]
        times = ("2T09:00", "12T20:30") if draw(st.booleans()) else ("2026-11-23T09:00", "2026-11-29T20:30")
        asked = tuple([first, *inside] if number == 0 else inside)
        rounds.append(GuideRound(draw(LINE), *times, draw(BLOCK | st.just("")), asked))
    return Guide(tuple(rounds), draw(LINE))


def without_pictures(guide: Guide) -> Guide:
    def bare(asked: GuideQuestion) -> GuideQuestion:
        stimuli = tuple(replace(each, picture=None, media_type="") for each in asked.stimuli)
        return replace(asked, stimuli=stimuli)

    return replace(
        guide,
        rounds=tuple(replace(each, questions=tuple(map(bare, each.questions))) for each in guide.rounds),
    )


@pytest.mark.slow
@given(guide=guides(), language=st.sampled_from(sorted(LANGUAGES)))
@settings(max_examples=60, deadline=None)
def test_markdown_and_back_is_the_same_guide(guide: Guide, language: str) -> None:
    assert markdown.read(markdown.write(guide, language)) == without_pictures(guide)


@pytest.mark.slow
@given(guide=guides())
@settings(max_examples=10, deadline=None)
def test_docx_and_back_is_the_same_guide_with_its_pictures(guide: Guide) -> None:
    assert word.read(word.write(guide)) == guide


def test_the_guide_of_the_tests_survives_both() -> None:
    for again in (markdown.read(markdown.write(GUIDE)), word.read(word.write(GUIDE))):
        assert [each.title for each in again.rounds] == [each.title for each in GUIDE.rounds]
        assert again.rounds[1].questions[2].to == (1, 2)
        for asked in (each for day in again.rounds for each in day.questions):
            assert checking.question_errors(asked, "nl") == {}
            assert form_named(asked.form).seconds(asked.settings) > 0


HAND = """# Wat helpt?

## Kennismaken
- Gaat open: dag 1, 9.00
- Sluit: dag 2 20u00

Welkom allemaal.

### Wie ben je?
Vertel kort wie je bent.

> Denk aan thuis.

- Wie ziet de antwoorden: iedereen

### Wat eerst?
Wat komt voor jou eerst?
- Vorm: keuze
- Keuzes:
  - Taal
  - Werk
- Vraag waarom: ja
"""


def test_a_guide_written_by_hand_is_read() -> None:
    guide = markdown.read(HAND)
    (day,) = guide.rounds
    assert (day.opens, day.closes, day.welcome) == ("1T09:00", "2T20:00", "Welkom allemaal.")
    first, second = day.questions
    assert (first.visibility, first.form, first.stimuli[0].text) == ("open", "open", "Denk aan thuis.")
    assert second.settings == {
        "options": [{"key": "k1", "text": "Taal"}, {"key": "k2", "text": "Werk"}],
        "why": True,
    }


@pytest.mark.parametrize(
    ("found", "instead", "sentence"),
    [
        ("dag 1, 9.00", "morgen", "Regel 4: Kies een dag en een uur."),
        ("dag 2 20u00", "dag 1 8.00", "Regel 5: Een ronde sluit nadat ze opent."),
        ("- Vorm: keuze", "- Vorm: film", "Regel 18: Kies een vorm voor de vraag."),
        ("  - Werk\n", "", "Regel 19: Schrijf er minstens 2"),
        ("- Vraag waarom: ja", "- Vraag waarom: misschien", "Regel 22: zeg hier ja of nee."),
        ("- Vraag waarom: ja", "- Kleur: rood", "Regel 22: “Kleur” kennen we niet."),
        ("- Vraag waarom: ja", "- Stappen: 5", "Regel 22: dit punt hoort niet bij deze vorm van vraag."),
        ("Vertel kort wie je bent.\n", "", "Regel 9: Schrijf de vraag."),
        ("iedereen", "de buren", "Regel 14: Kies wie de antwoorden ziet."),
        ("- Vorm: keuze", "- Vorm: reageren op anderen", "Regel 16: schrijf op welke vraag mensen reageren"),
        ("> Denk aan thuis.", "![](tuin.png)", "Regel 12: Beschrijf wat op het beeld staat"),
        ("## Kennismaken\n", "", "Regel 3: dit staat voor de eerste ronde."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(found: str, instead: str, sentence: str) -> None:
    assert found in HAND
    with pytest.raises(Unreadable) as refused:
        markdown.read(HAND.replace(found, instead, 1))
    assert any(each.startswith(sentence) for each in refused.value.sentences), refused.value.sentences


@given(
    text=st.text(max_size=200) | st.builds(lambda a, b: HAND[:a] + HAND[b:], *[st.integers(0, len(HAND))] * 2)
)
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_guide_or_is_refused(text: str) -> None:
    try:
        guide = markdown.read(text)
    except Unreadable as refusal:
        assert refusal.sentences
    else:
        assert markdown.read(markdown.write(guide)) == guide


# --- files of somebody else ---------------------------------------------------------------------------


def packed(changes: dict[str, bytes]) -> bytes:
    """A good document in which these members read so."""
    good, made = zipfile.ZipFile(BytesIO(word.write(GUIDE))), BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in {*good.namelist(), *changes}:
            archive.writestr(name, changes.get(name) or good.read(name))
    return made.getvalue()


XXE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w">&x;</w:document>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 kapot",
        b"tekst",
        packed({"word/document.xml": XXE.encode()}),
        packed({"word/document.xml": XXE.encode("utf-16")}),
        packed({"word/styles.xml": b"<!ENTITY lol 'x'>"}),
        packed({"word/document.xml": b"<w:document"}),
        packed({"word/media/bomb.bin": b"\0" * (word.MOST_UNPACKED + 1)}),
        packed({f"word/{number}.xml": b"<a/>" for number in range(word.MOST_MEMBERS)}),
        b"\0" * (word.LARGEST + 1),
    ],
    ids=["empty", "cut", "text", "xxe", "xxe in utf-16", "entity", "broken", "bomb", "many", "large"],
)
def test_a_hostile_document_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        word.read(data)
    assert len(refused.value.sentences) == 1


def test_a_document_says_its_paragraph() -> None:
    bad = Guide((GuideRound("Een", "morgen", "2026-11-24T20:00", "", ()),), "Titel")
    with pytest.raises(Unreadable) as refused:
        word.read(word.write(bad))
    assert refused.value.sentences == ("Alinea 3: Kies een dag en een uur.",)
