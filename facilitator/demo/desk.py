"""Deciding: the acts of the workbench, as the people of the day would take them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from facilitator.demo.day import Day
from facilitator.demo.lead import Lead

CHARACTERISTICS = 54
SHORTEST_TITLE, LONGEST_TITLE = 12, 60


def find_characteristics(lead: Lead, analysis: int, day: Day) -> Desk:
    """Many small groups, each a key characteristic in somebody's own words, gathered in key groups."""
    desk = Desk(lead, analysis, day, "why")
    desk.ask(k=CHARACTERISTICS)
    desk.adopt_each_in_own_words()
    desk.take_apart(CHARACTERISTICS)
    desk.gather()
    desk.rank(desk.themes_by_size())
    return desk


def find_themes(lead: Lead, analysis: int, day: Day) -> Desk:
    """Proposals become themes with a name, and what lies wrong is put right; their order is left open."""
    desk = Desk(lead, analysis, day, "preconditions")
    desk.ask()
    desk.adopt_by_name()
    desk.put_right()
    return desk


class Desk:
    """One analysis on the workbench, decided on as the people of the day would."""

    def __init__(self, lead: Lead, analysis: int, day: Day, key: str) -> None:
        self._lead, self._analysis = lead, analysis
        self._belongs, self._names = day.belongs[key], day.names[key]
        self.theme_of: dict[str, int] = {}
        """Group to the theme that stands for it."""
        self._stands_for: dict[str, str] = {}
        self.acts = self.asked = self.typed = 0

    def ask(self, *, k: int | None = None) -> None:
        """A machine proposes: asking for that is an act too."""
        self.acts, self.asked = self.acts + 1, self.asked + 1
        self._lead.propose(self._analysis, k=k)

    def figures(self) -> dict[str, int]:
        """What it took and what came of it: `acts`, of which `asked` for a proposal; `typed` names; and of
        the contributions that the day has a group for (`known`), how many stand in a theme of that group."""
        passages = [item for _, item in _of_kind(self._items(), "passage")]
        known = [each for each in passages if each["text"] in self._belongs]
        right = sum(self._stands_for.get(str(each["theme"])) == self._belongs[each["text"]] for each in known)
        counted = {"acts": self.acts, "asked": self.asked, "typed": self.typed}
        return {**counted, "known": len(known), "right": right}

    def adopt_each_in_own_words(self) -> None:
        """Every proposal is a key characteristic; all are then called after what one of their people said."""
        self._act("adopt-all", {})
        items = self._items()
        names = {}
        for name, passages in self._held(items).items():
            group = self._most(items, passages)
            if group is not None:
                names[name] = self._in_own_words(items, passages, group)
        self._act("name-all", {"theme": list(names), "title": list(names.values())})

    def gather(self) -> None:
        """The themes of one kind stand in one key group, unless it is of the rest; then they have a level."""
        items = self._items()
        of_group: dict[str, list[str]] = {}
        for name, passages in self._held(items).items():
            group = self._most(items, passages)
            if group is not None:
                of_group.setdefault(group, []).append(name)
                self._stands_for[name] = group
        for group, held in of_group.items():
            judged = self._names[group]
            form: dict[str, Any] = {"theme": held, "level": judged.level}
            if not judged.rest:
                form["title"] = judged.title
            if form.get("title") or judged.level != "characteristic":
                self._act("gather", form)

    def _held(self, items: dict[str, Any]) -> dict[str, list[int]]:
        """Theme to the passages in it."""
        held: dict[str, list[int]] = {}
        for name, passage in _of_kind(items, "passage"):
            if passage["theme"] is not None:
                held.setdefault(str(passage["theme"]), []).append(int(name.partition(":")[2]))
        return held

    def take_apart(self, wanted: int) -> None:
        """The largest that holds two things becomes two, until there are so many."""
        while len(_of_kind(items := self._items(), "theme")) < wanted:
            within: dict[tuple[int, str], list[int]] = {}
            for name, passage in _of_kind(items, "passage"):
                group = self._belongs.get(passage["text"])
                if passage["theme"] is not None and group is not None:
                    within.setdefault((passage["theme"], group), []).append(int(name.partition(":")[2]))
            seconds = [
                (len(passages), theme, group)
                for (theme, group), passages in within.items()
                if any(other == theme and len(rest) > len(passages) for (other, _), rest in within.items())
            ]
            if not seconds:
                return
            _, theme, group = max(seconds)
            passages = within[theme, group]
            title = self._in_own_words(items, passages, group)
            self._act("split", {"theme_id": str(theme), "passage": passages, "title": title})

    def _in_own_words(self, items: dict[str, Any], passages: Iterable[int], group: str) -> str:
        """Something short that somebody said and that surely belongs here; else the name of the group."""
        said = [str(items[f"passage:{each}"]["text"]) for each in passages]
        own = [text for text in said if self._belongs.get(text) == group]
        fitting = [text for text in own if SHORTEST_TITLE <= len(text) <= LONGEST_TITLE]
        return fitting[0][0].upper() + fitting[0][1:] if fitting else self._names[group].title

    def adopt_by_name(self) -> None:
        """Each proposal is a theme with the name that most of it deserves, or joins the one that has it."""
        items = self._items()
        for name, cluster in _of_kind(items, "cluster"):
            group = None if cluster["loose"] else self._most(items, cluster["members"])
            if group is None:
                continue
            if group in self.theme_of:
                self._move(cluster["members"], self.theme_of[group])
            else:
                form = {"cluster_id": name.partition(":")[2], "title": self._names[group].title}
                self._is_theme_of(group, self._act("adopt", form))

    def put_right(self) -> None:
        """What lies with the wrong theme goes to its own, a theme at a time."""
        items = self._items()
        wrong: dict[str, list[int]] = {}
        for name, passage in _of_kind(items, "passage"):
            group = self._belongs.get(passage["text"])
            if group is None or passage["theme"] is None or self.theme_of.get(group) == passage["theme"]:
                continue
            wrong.setdefault(group, []).append(int(name.partition(":")[2]))
        for group, passages in wrong.items():
            if group in self.theme_of:
                self._move(passages, self.theme_of[group])
            else:
                form = {"title": self._names[group].title, "passage": passages}
                self._is_theme_of(group, self._act("make", form))

    def _is_theme_of(self, group: str, made: dict[str, Any]) -> None:
        self.theme_of[group] = int(made["theme"])
        self._stands_for[str(made["theme"])] = group

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

    def _most(self, items: dict[str, Any], passages: Iterable[int]) -> str | None:
        texts = (items[f"passage:{each}"]["text"] for each in passages)
        votes = Counter(self._belongs[text] for text in texts if text in self._belongs)
        return votes.most_common(1)[0][0] if votes else None

    def _move(self, passages: Iterable[int], theme: int) -> None:
        self._act("move", {"passage": list(passages), "theme_id": str(theme)})

    def _act(self, act: str, form: dict[str, Any]) -> dict[str, Any]:
        self.acts += 1
        titles = form.get("title", [])
        self.typed += len(titles) if isinstance(titles, list) else 1
        return self._lead.act_on(self._analysis, act, form)

    def _items(self) -> dict[str, Any]:
        return self._lead.look(f"workbench:{self._analysis}")


def _of_kind(items: dict[str, Any], kind: str) -> list[tuple[str, dict[str, Any]]]:
    return [(name, item) for name, item in items.items() if name.startswith(f"{kind}:")]
