"""Script files: read with every error on its line, written so that reading gives the same again."""

from __future__ import annotations

import pytest
from builders import make_from, make_user
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from facilitator.house import House
from sessions.models import Ingredient, Lever, LeverArrow, TreePart
from sessions.scripts import FOLDER, LARGEST, Script, Unreadable, library, load, read, write
from sessions.words import LANGUAGES

SHIPPED = sorted(path.stem for path in FOLDER.glob("*.toml"))

GOOD = """\
title = "Avond"
tables = 4
vision = "Een straat waar iedereen meetelt."

[[steps]]
kind = "moment"
minutes = 10
title = { nl = "Welkom", en = "Welcome" }
settings = { wall = "join", pause = true }

[[levers]]
key = "vertrouwen"
petal = "A"
icon = "handshake"
name = "Vertrouwen"

[[levers]]
key = "rechten"
petal = "E"
icon = "scale"
name = "Rechten"

[[arrows]]
from = "vertrouwen"
to = "rechten"
reason = { nl = "Wie elkaar kent, komt voor elkaar op.", en = "Who knows you stands up for you." }

[[tree]]
key = "wortels"
kind = "roots"
name = "Wortels"

[[longlist]]
text = "Iemand die je bij naam kent"
source = "focusgroep 2"

[[analyses]]
key = "why"
feeds_on = "reason petal"
towards = "key_characteristics"
question = "Waarom werkt het?"
"""


def problems(text: str, spoken: str = "nl") -> list[str]:
    with pytest.raises(Unreadable) as refusal:
        read(text, spoken=spoken)
    return list(refusal.value.sentences)


def test_a_file_says_everything_that_a_workshop_starts_with() -> None:
    script = read(GOOD, name="avond", language="en")
    assert (script.name, script.title, script.tables, script.minutes) == ("avond", "Avond", 4, 10)
    assert script.steps[0].title == "Welcome"
    assert script.arrows[0].reason.startswith("Who knows you")
    assert read(GOOD, language="fr").steps[0].title == "Welkom", "a language that is missing reads Dutch"
    assert (script.tree[0].kind, script.longlist[0].source) == ("roots", "focusgroep 2")


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_reads_as_the_same_script(name: str, language: str) -> None:
    script = load(name, language)
    assert read(write(script), name=name, language=language) == script


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_shipped_speaks_every_language(name: str) -> None:
    spoken = [load(name, language) for language in LANGUAGES]
    for steps in zip(*(script.steps for script in spoken), strict=True):
        assert len({step.prompt for step in steps}) == len(LANGUAGES), steps[0].title


def test_the_library_begins_with_the_startmoment() -> None:
    names = [script.name for script in library("nl")]
    assert names[0] == "startmoment"
    assert {"projectatelier", "brainstorm"} <= set(names)
    assert load("brainstorm", "nl").minutes == 20


@pytest.mark.parametrize(
    ("found", "instead", "sentence"),
    [
        ("minutes = 10", "minutes = 481", "Regel 7: “minutes” moet een getal van 1 tot 480 zijn."),
        ("minutes = 10", "minutes = true", "Regel 7: “minutes” moet een getal van 1 tot 480 zijn."),
        ("minutes = 10\n", "", "Regel 5: “minutes” moet een getal van 1 tot 480 zijn."),
        ('kind = "moment"', 'kind = "quiz"', "Regel 6: “kind” moet een van deze zijn: moment"),
        ('wall = "join"', 'wall = "film"', "Regel 9: “wall” moet een van deze zijn: join"),
        ('wall = "join"', "wall = [1]", "Regel 9: “wall” heeft een waarde die niet past."),
        ('wall = "join"', 'walls = "join"', "Regel 9: “walls” is geen instelling van deze soort stap."),
        ("pause = true", 'pause = "yes"', "Regel 9: “pause” heeft een waarde die niet past."),
        ('en = "Welcome"', 'xx = "W"', "Regel 8: “title”: de taal “xx” kennen we niet. Kies uit nl, en, fr."),
        ('"Avond"', '"' + "x" * 121 + '"', "Regel 1: “title” is te lang: 121 tekens, er passen er 120."),
        ("tables = 4", "tables = 61", "Regel 2: “tables” moet een getal van 1 tot 60 zijn."),
        ("tables = 4", "tables = 4\ntafels = 3", "Regel 3: “tafels” kennen we hier niet."),
        ('key = "rechten"', 'key = "vertrouwen"', "Regel 18: “key” komt twee keer voor: vertrouwen."),
        ('key = "rechten"', 'key = "Mijn rechten"', "Regel 18: “key” moet een korte naam zijn"),
        ('to = "rechten"', 'to = "vertrouwen"', "Regel 25: Een pijl gaat van een hefboom naar een andere."),
        ('to = "rechten"', 'to = "geluk"', "Regel 25: “to” moet een van deze zijn: vertrouwen, rechten."),
        ('kind = "roots"', 'kind = "leaf"', "Regel 30: “kind” moet een van deze zijn: roots"),
        ('"reason petal"', '"reason joy"', "Regel 39: “feeds_on” moet een of meer van deze zijn"),
        ('towards = "key_characteristics"', "", "Regel 37: “towards” moet een van deze zijn"),
        ('kind = "moment"', 'kind = "ranking"', "Regel 9: “pause” is geen instelling"),
        ("tables = 4", "tables = ", "Regel 2: hier klopt de schrijfwijze niet"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(found: str, instead: str, sentence: str) -> None:
    assert found in GOOD
    said = problems(GOOD.replace(found, instead, 1))
    assert any(each.startswith(sentence) for each in said), said


def test_every_error_is_told_at_once() -> None:
    text = GOOD.replace("minutes = 10", "minutes = 0").replace('petal = "A"', 'petal = "Z"')
    assert [each.split(":")[0] for each in problems(text)] == ["Regel 7", "Regel 13"]


def test_a_header_within_a_text_is_no_entry() -> None:
    text = GOOD.replace('"Rechten"', '"""\n[[steps]]\nRechten"""').replace('kind = "roots"', "kind = 3")
    assert problems(text) == [next(each for each in problems(text) if each.startswith("Regel 32: “kind”"))]


def test_a_list_that_is_written_as_one_has_lines_too() -> None:
    steps = ['{ kind = "moment", title = "B", minutes = 5 }', '{ kind = "x" }']
    text = 'title = "A"\ntables = 1\nsteps = [\n' + ",\n".join(steps) + "\n]\n"
    assert {each.split(":")[0] for each in problems(text)} == {"Regel 5"}


@pytest.mark.parametrize(
    "text", ["", "a = " + "[" * 5000, "a = 1" + "0" * 5000, "steps = 3", "steps = [1]", "# " + "x" * LARGEST]
)
def test_what_is_no_script_is_refused(text: str) -> None:
    assert problems(text)


@given(st.text(max_size=300) | st.builds(lambda a, b: GOOD[:a] + GOOD[b:], *[st.integers(0, len(GOOD))] * 2))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_script_or_is_refused(text: str) -> None:
    try:
        script = read(text)
    except Unreadable as refusal:
        assert refusal.sentences
    else:
        assert isinstance(script, Script)
        assert read(write(script)) == script


def test_a_workshop_is_furnished_with_the_whole_image(house: House) -> None:
    workshop_id = make_from(
        house, make_user(house, "a@lotus.example", "facilitator"), read(GOOD, name="avond")
    )
    with house.store.reading() as db:
        arrow = db.scalars(select(LeverArrow).where(LeverArrow.workshop_id == workshop_id)).one()
        ends = [db.get_one(Lever, each).key for each in (arrow.from_lever_id, arrow.to_lever_id)]
        assert ends == ["vertrouwen", "rechten"]
        assert db.scalars(select(TreePart.key)).all() == ["wortels"]
        assert db.scalars(select(Ingredient.text)).all() == ["Iemand die je bij naam kent"]
