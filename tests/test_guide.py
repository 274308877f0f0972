"""The guides show what the journeys saw, and name what stands on the screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDES = [ROOT / "docs" / f"gids-{name}.md" for name in ("startmoment", "focusgroepen")]
README = ROOT / "README.md"
MOST_BYTES = 150_000
PICTURE = re.compile(r"!\[([^\]]*)\]\((?:docs/)?pictures/([a-z-]+)\.png\)")
# What is pressed stands in bold, in running text; what is explained in bold ends as a sentence.
BOLD = re.compile(r"\*\*(.+?)\*\*")


def pictures_in(page: Path) -> dict[str, str]:
    """Name of each picture to what it says for whoever does not see it."""
    return {name: words for words, name in PICTURE.findall(page.read_text(encoding="utf-8"))}


def taken() -> set[str]:
    """The pictures that the journeys take."""
    journeys = (ROOT / "tests" / "journeys").glob("*.py")
    told = "\n".join(each.read_text(encoding="utf-8") for each in journeys)
    return set(re.findall(r'pictures\.take\(\s*"([a-z-]+)"', told))


@pytest.mark.parametrize("page", [*GUIDES, README], ids=lambda page: page.name)
def test_every_picture_is_made_by_a_journey_and_is_small(page: Path) -> None:
    shown = pictures_in(page)
    assert shown
    assert set(shown) <= taken()
    for name, words in shown.items():
        file = ROOT / "docs" / "pictures" / f"{name}.png"
        assert file.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n", name
        assert file.stat().st_size < MOST_BYTES, name
        assert len(words) > 10, f"{name} says nothing to whoever does not see it"


def test_no_picture_is_left_that_nothing_shows() -> None:
    kept = {file.stem for file in (ROOT / "docs" / "pictures").glob("*.png")}
    assert kept == {name for page in [*GUIDES, README] for name in pictures_in(page)}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_what_the_guide_says_to_press_stands_on_the_screen(guide: Path) -> None:
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "facilitator").rglob("*.py")]
    screen = "\n".join(each.read_text(encoding="utf-8") for each in sources)
    prose = [line for line in guide.read_text(encoding="utf-8").splitlines() if not line.startswith("|")]
    bold = [words for line in prose for words in BOLD.findall(line)]
    pressed = {words.partition(":")[0] for words in bold if words[-1] not in ".?"}
    assert len(pressed) > 12
    assert {each for each in pressed if each not in screen} == set()
