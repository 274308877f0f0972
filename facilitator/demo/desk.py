"""Deciding: the acts of the workbench, as the people of the day would take them.

The script holds the answer key of the day: to which group each contribution belongs. No machine sees it; what
the machine proposed, and left without a theme, is put right by hand until it agrees with the key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from facilitator.demo.day import Day
from facilitator.demo.lead import Lead

CHARACTERISTICS = 54
SHORTEST_TITLE, LONGEST_TITLE = 12, 60
Items = dict[str, Any]
Called = Callable[[Items, Iterable[int], str], str]
"""What a theme with these passages, of this group, is called."""


def find_characteristics(lead: Lead, analysis: int, day: Day) -> Desk:
    """Many small groups, each a key characteristic in somebody's own words, put right and gathered in key
    groups."""
    desk = Desk(lead, analysis, day, "why")
    desk.ask(k=CHARACTERISTICS)
    desk.adopt()
    desk.join(CHARACTERISTICS)
    desk.name(desk.in_own_words)
    desk.put_right(desk.in_own_words, CHARACTERISTICS)
    desk.gather()
    desk.rank(desk.themes_by_size())
    return desk


def find_themes(lead: Lead, analysis: int, day: Day) -> Desk:
    """Proposals become themes with a name, one a group, and what lies wrong is put right; their order is left
    open."""
    desk = Desk(lead, analysis, day, "preconditions")
    desk.ask()
    desk.adopt()
    desk.join(0)
    desk.name(desk.as_group)
    desk.put_right(desk.as_group)
    return desk


class Desk:
    """One analysis on the workbench, decided on as the people of the day would."""

    def __init__(self, lead: Lead, analysis: int, day: Day, key: str) -> None:
        self._lead, self._analysis = lead, analysis
        self._belongs, self._names = day.belongs[key], day.names[key]
        self._stands_for: dict[str, str] = {}
        """Theme to the group that most of it belonged to when it was made."""
        self.acts = self.asked = self.typed = self.chosen = 0

    @property
    def theme_of(self) -> dict[str, int]:
        """Group to the theme that stands for it; to one of them where there are several."""
        return {group: int(name) for name, group in self._stands_for.items()}

    def figures(self) -> dict[str, int]:
        """What it took and what came of it: `acts`, of which `asked` for a proposal; `typed` names;
        contributions that were `chosen` to be placed; and of the contributions that the day has a group for
        (`known`), how many stand in a theme of that group."""
        passages = [item for _, item in _of_kind(self._items(), "passage")]
        known = [each for each in passages if each["text"] in self._belongs]
        right = sum(self._stands_for.get(str(each["theme"])) == self._belongs[each["text"]] for each in known)
        took = {"acts": self.acts, "asked": self.asked, "typed": self.typed, "chosen": self.chosen}
        return {**took, "known": len(known), "right": right}

    def ask(self, *, k: int | None = None) -> None:
        """A machine proposes: asking for that is an act too."""
        self.acts, self.asked = self.acts + 1, self.asked + 1
        self._lead.propose(self._analysis, k=k)

    def adopt(self) -> None:
        """Every proposal is a theme; what is still to sort stays without."""
        self._act("adopt-all", {})
        items = self._items()
        for name, passages in _held(items).items():
            group = self._most(items, passages)
            if group is not None:
                self._stands_for[name] = group

    def join(self, wanted: int) -> None:
        """The smallest of the group that has most themes are one, until there are no more than `wanted`, with
        those that other groups lack still, or one a group."""
        items = self._items()
        size = {name: len(passages) for name, passages in _held(items).items()}
        lacking = self._spoken(items) - set(self._stands_for.values())
        while (surplus := len(self._stands_for) + len(lacking) - wanted) > 0:
            of_group: dict[str, list[str]] = {}
            for name in sorted(self._stands_for, key=lambda each: size[each]):
                of_group.setdefault(self._stands_for[name], []).append(name)
            themes = max(of_group.values(), key=len)
            count = min(surplus, len(themes) - 1)
            if count == 0:
                return
            into, gone = themes[count], themes[:count]
            self._act("merge", {"into_id": into, "theme": gone})
            for name in gone:
                size[into] += size.pop(name)
                del self._stands_for[name]

    def name(self, called: Called) -> None:
        """All are called after what they stand for, in one list."""
        items = self._items()
        names = {
            name: called(items, passages, self._stands_for[name])
            for name, passages in _held(items).items()
            if name in self._stands_for
        }
        self._act("name-all", {"theme": list(names), "title": list(names.values())})

    def put_right(self, called: Called, wanted: int = 0) -> None:
        """What lies with the wrong theme, or with none, goes to its own: an act a group. It is a new theme
        where the group had none, and while there are fewer than `wanted` also where most of it lies wrong;
        elsewhere it goes to the largest theme of the group."""
        items = self._items()
        wrong = self._wrong(items)
        largest = self._largest(items)
        lacking = [group for group in wrong if group not in largest]
        short = max(0, wanted - len(self._stands_for) - len(lacking))
        others = sorted(largest.keys() & wrong.keys(), key=lambda group: (-len(wrong[group]), group))
        new = {*lacking, *others[:short]}
        for group, passages in wrong.items():
            if group in new:
                title = called(items, passages, group)
                made = self._act("make", {"title": title, "passage": passages})
                self._stands_for[str(made["theme"])] = group
            else:
                self._act("move", {"passage": passages, "theme_id": largest[group]})

    def gather(self) -> None:
        """The themes of one kind stand in one key group, unless it is of the rest; and they have a level."""
        of_form: dict[tuple[str, str], list[str]] = {}
        for name, group in self._stands_for.items():
            judged = self._names[group]
            of_form.setdefault(("" if judged.rest else judged.title, judged.level), []).append(name)
        for (title, level), themes in of_form.items():
            if title:
                self._act("gather", {"theme": themes, "level": level, "title": title})
            elif level != "characteristic":
                self._act("gather", {"theme": themes, "level": level})

    def themes_by_size(self) -> list[str]:
        """The ids of the themes: the group that was spoken of most first, and in it what was said most."""
        themes = _of_kind(self._items(), "theme")
        spoken: Counter[int | str] = Counter()
        for name, item in themes:
            spoken[item["key_group"] or name] += item["count"]

        def importance(each: tuple[str, dict[str, Any]]) -> tuple[int, str, int]:
            name, item = each
            group = item["key_group"] or name
            return -spoken[group], str(group), -item["count"]

        return [name.partition(":")[2] for name, _ in sorted(themes, key=importance)]

    def rank(self, themes: Iterable[str]) -> None:
        """The order of the list is the order of importance."""
        self._act("rank-all", {"theme": list(themes)})

    def adopt_the_order_of_people(self) -> None:
        """The themes stand as people put them: the lowest mean place first."""
        rated = [(item["rating"]["mean"], name) for name, item in _of_kind(self._items(), "theme")]
        self._act("rank-all", {"theme": [name.partition(":")[2] for _, name in sorted(rated)]})

    def in_own_words(self, items: Items, passages: Iterable[int], group: str) -> str:
        """Something short that somebody said and that surely belongs here; else the name of the group."""
        said = [str(items[f"passage:{each}"]["text"]) for each in passages]
        own = [text for text in said if self._belongs.get(text) == group]
        fitting = [text for text in own if SHORTEST_TITLE <= len(text) <= LONGEST_TITLE]
        return fitting[0][0].upper() + fitting[0][1:] if fitting else self._names[group].title

    def as_group(self, _items: Items, _passages: Iterable[int], group: str) -> str:
        """The name of the group."""
        return self._names[group].title

    def _spoken(self, items: Items) -> set[str]:
        """The groups that something was said of."""
        texts = (str(passage["text"]) for _, passage in _of_kind(items, "passage"))
        return {self._belongs[text] for text in texts if text in self._belongs}

    def _wrong(self, items: Items) -> dict[str, list[int]]:
        """Group to what belongs to it and is in no theme of it."""
        wrong: dict[str, list[int]] = {}
        for name, passage in _of_kind(items, "passage"):
            group = self._belongs.get(passage["text"])
            if group is not None and self._stands_for.get(str(passage["theme"])) != group:
                wrong.setdefault(group, []).append(int(name.partition(":")[2]))
        return wrong

    def _largest(self, items: Items) -> dict[str, str]:
        """Group to the theme of it that holds most."""
        by_size = sorted(_held(items).items(), key=lambda each: len(each[1]))
        return {self._stands_for[name]: name for name, _ in by_size if name in self._stands_for}

    def _most(self, items: Items, passages: Iterable[int]) -> str | None:
        texts = (items[f"passage:{each}"]["text"] for each in passages)
        votes = Counter(self._belongs[text] for text in texts if text in self._belongs)
        return votes.most_common(1)[0][0] if votes else None

    def _act(self, act: str, form: dict[str, Any]) -> dict[str, Any]:
        self.acts += 1
        titles = form.get("title", [])
        self.typed += len(titles) if isinstance(titles, list) else 1
        self.chosen += len(form.get("passage", []))
        return self._lead.act_on(self._analysis, act, form)

    def _items(self) -> Items:
        return self._lead.look(f"workbench:{self._analysis}")


def _held(items: Items) -> dict[str, list[int]]:
    """Theme to the passages in it."""
    held: dict[str, list[int]] = {}
    for name, passage in _of_kind(items, "passage"):
        if passage["theme"] is not None:
            held.setdefault(str(passage["theme"]), []).append(int(name.partition(":")[2]))
    return held


def _of_kind(items: Items, kind: str) -> list[tuple[str, dict[str, Any]]]:
    return [(name, item) for name, item in items.items() if name.startswith(f"{kind}:")]
