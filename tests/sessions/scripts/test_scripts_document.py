"""docs/scripts.md says what the program does: its example is read, its tables name what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sessions.exercises import IN_HALL, WALL_VIEWS
from sessions.models import TREE_PARTS
from sessions.scripts import read, write
from sessions.scripts.reading import TOPS, TOWARDS

DOCUMENT = (Path(__file__).parents[3] / "docs" / "scripts.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)[1]


def test_the_example_is_a_script() -> None:
    script = read(EXAMPLE, name="avond", language="en")
    assert (script.title, script.minutes) == ("Evening with the neighbours", 70)
    assert read(write(script), name="avond") == script


def test_the_example_shows_every_part_of_a_script() -> None:
    lists = ("steps", "levers", "arrows", "tree", "longlist", "analyses")
    assert all(f"[[{name}]]" in EXAMPLE for name in lists)
    for name in TOPS:
        assert f"`{name}`" in DOCUMENT or f"`[[{name}]]`" in DOCUMENT, name


@pytest.mark.parametrize("kind", IN_HALL.values(), ids=list(IN_HALL))
def test_every_kind_and_its_settings_are_named(kind) -> None:
    row = next(line for line in DOCUMENT.splitlines() if line.startswith(f"| `{kind.name}` |"))
    for name in (*kind.contributes, *(set(kind.settings_form.read(None, "nl").data) - {"wall"})):
        assert f"`{name}`" in row


@pytest.mark.parametrize("word", [*WALL_VIEWS, *TREE_PARTS, *TOWARDS])
def test_every_choice_is_named(word: str) -> None:
    assert f"`{word}`" in DOCUMENT
