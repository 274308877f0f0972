"""What the script of the demonstration decides, beside a machine that proposes anything at all."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from facilitator.demo.day import Day, load
from facilitator.demo.desk import CHARACTERISTICS, find_characteristics, find_themes

ANALYSIS = 1
LOOSE_ONE_IN, STRAY_ONE_IN = 5, 3


@pytest.fixture(scope="module")
def day() -> Day:
    return load()


class Workbench:
    """A workbench in memory with what the day says of that question, in the order of `seed`. Its machine
    makes `count` proposals: of what belongs together most lies together, the rest anywhere or loose."""

    def __init__(self, day: Day, key: str, *, count: int, seed: int) -> None:
        self.chance = random.Random(seed)
        self.belongs, self.count = day.belongs[key], count
        said = list(self.belongs)
        self.chance.shuffle(said)
        self.text = dict(enumerate(said, start=1))
        self.place: dict[int, int | None] = dict.fromkeys(self.text)
        self.proposed: dict[int, int] = {}
        self.themes: dict[int, dict[str, Any]] = {}
        self.order: list[int] = []
        self.made = 0

    def propose(self, analysis: int, *, k: int | None = None) -> None:
        assert analysis == ANALYSIS
        groups = sorted(self.belongs.values())
        about = [self.chance.choice(groups) for _ in range(self.count)]
        for passage, text in self.text.items():
            alike = [place for place, group in enumerate(about) if group == self.belongs[text]]
            if self.chance.randrange(LOOSE_ONE_IN) == 0:
                continue
            strays = not alike or self.chance.randrange(STRAY_ONE_IN) == 0
            self.proposed[passage] = self.chance.choice(range(self.count) if strays else alike)

    def look(self, audience: str) -> dict[str, Any]:
        assert audience == f"workbench:{ANALYSIS}"
        count = Counter(self.place.values())
        themes = {
            f"theme:{each}": {"key_group": theme["group"], "count": count[each]}
            for each, theme in self.themes.items()
        }
        return themes | {
            f"passage:{each}": {"text": text, "theme": self.place[each]} for each, text in self.text.items()
        }

    def act_on(self, analysis: int, act: str, form: dict[str, Any]) -> dict[str, Any]:
        assert analysis == ANALYSIS
        answer: dict[str, Any] = getattr(self, "do_" + act.replace("-", "_"))(form) or {}
        return answer

    def do_adopt_all(self, _form: dict[str, Any]) -> None:
        made = {place: self._new("")["theme"] for place in sorted(set(self.proposed.values()))}
        for passage, place in self.proposed.items():
            self.place[passage] = made[place]

    def do_merge(self, form: dict[str, Any]) -> None:
        gone = {int(each) for each in form["theme"]}
        assert gone and int(form["into_id"]) in self.themes.keys() - gone
        for passage, theme in self.place.items():
            self.place[passage] = int(form["into_id"]) if theme in gone else theme
        for each in gone:
            del self.themes[each]

    def do_name_all(self, form: dict[str, Any]) -> None:
        for theme, title in zip(form["theme"], form["title"], strict=True):
            self.themes[int(theme)]["title"] = title

    def do_make(self, form: dict[str, Any]) -> dict[str, int]:
        made = self._new(form["title"])
        self.do_move({"passage": form["passage"], "theme_id": made["theme"]})
        return made

    def do_move(self, form: dict[str, Any]) -> None:
        assert form["passage"] and int(form["theme_id"]) in self.themes
        self.place.update(dict.fromkeys(form["passage"], int(form["theme_id"])))

    def do_gather(self, form: dict[str, Any]) -> None:
        for theme in form["theme"]:
            self.themes[int(theme)] |= {"group": form.get("title"), "level": form["level"]}

    def do_rank_all(self, form: dict[str, Any]) -> None:
        self.order = [int(each) for each in form["theme"]]

    def _new(self, title: str) -> dict[str, int]:
        self.made += 1
        self.themes[self.made] = {"title": title, "group": None, "level": None}
        return {"theme": self.made}

    def where(self) -> dict[str, dict[str, Any] | None]:
        """What was said, and the theme in which it lies."""
        themes = {None: None, **self.themes}
        return {text: themes[self.place[each]] for each, text in self.text.items()}


# From as few proposals as leave room for a theme a group, to more than there are to be key characteristics.
@pytest.mark.parametrize(("count", "most"), [(38, 29), (46, 29), (54, 30), (62, 31)])
@pytest.mark.parametrize("seed", range(4))
def test_everything_ends_in_a_key_characteristic_of_its_group(
    day: Day, count: int, most: int, seed: int
) -> None:
    workbench = Workbench(day, "why", count=count, seed=seed)
    desk = find_characteristics(workbench, ANALYSIS, day)
    for text, theme in workbench.where().items():
        judged = day.names["why"][workbench.belongs[text]]
        assert theme is not None, text
        assert theme["group"] == (None if judged.rest else judged.title)
        assert judged.level == "characteristic" or theme["level"] == judged.level
    assert len(workbench.themes) == CHARACTERISTICS
    assert set(workbench.order) == set(workbench.themes) == set(workbench.place.values())
    assert len({theme["group"] for theme in workbench.themes.values()} - {None}) == 7
    assert all(theme["title"] for theme in workbench.themes.values())
    figures = desk.figures()
    assert figures["right"] == figures["known"] == len(workbench.text)
    assert figures["acts"] <= most
    assert figures["chosen"] < len(workbench.text), "what the machine had right is not chosen again"


@pytest.mark.parametrize("count", [5, 8, 13, 20])
@pytest.mark.parametrize("seed", range(4))
def test_everything_ends_in_the_one_theme_of_its_group(day: Day, count: int, seed: int) -> None:
    workbench = Workbench(day, "preconditions", count=count, seed=seed)
    desk = find_themes(workbench, ANALYSIS, day)
    named = {text: theme and theme["title"] for text, theme in workbench.where().items()}
    names = day.names["preconditions"]
    assert named == {text: names[group].title for text, group in workbench.belongs.items()}
    assert len(workbench.themes) == len(names) == 8
    assert {group: workbench.themes[theme]["title"] for group, theme in desk.theme_of.items()} == {
        group: judged.title for group, judged in names.items()
    }
    assert desk.figures()["acts"] <= 3 + 2 * len(names)
