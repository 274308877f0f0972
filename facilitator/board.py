"""The workbench as it is drawn without script: themes with their passages, proposals, what is unplaced.

The same rules stand in static/js/workbench/model.js, which draws it live.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from facilitator.lens import Item, Lens
from sessions import orders, sharpening
from sessions.projections import Snapshot


@dataclass
class Board:
    """`themes` in order of rank; `proposals` become a theme of their own; `loose` holds what is neither in a
    theme nor in a proposal. Items carry their `id`, themes and proposals their `passages` (those that the
    lens shows) and `count` (all); `shown` counts what the lens shows of everything."""

    analysis: Item
    run: Item | None
    themes: list[Item] = field(default_factory=list)
    groups: list[Item] = field(default_factory=list)
    proposals: list[Item] = field(default_factory=list)
    loose: list[Item] = field(default_factory=list)
    passages: dict[int, Item] = field(default_factory=dict)
    shown: int = 0

    def way_back(self, user_id: int) -> Item:
        """What that person can take back (`undo`) and do again (`redo`): change and verb, or None."""
        return self.analysis["people"].get(str(user_id)) or {"undo": None, "redo": None}

    @property
    def unplaced(self) -> int:
        """How many still wait: in no theme or proposal and not set aside, whatever the lens shows."""
        return len(self.passages) - self.decided - self.proposed - self.aside

    @property
    def aside(self) -> int:
        """How many people do not use, with a reason."""
        return sum(passage["aside"] is not None for passage in self.passages.values())

    @property
    def decided(self) -> int:
        return sum(passage["theme"] is not None for passage in self.passages.values())

    @property
    def proposed(self) -> int:
        additions = [theme["additions"] for theme in self.themes if theme["additions"]]
        return sum(each["count"] for each in [*self.proposals, *additions])

    @property
    def ranked(self) -> list[Item]:
        return [theme for theme in self.themes if theme["rank"] is not None]

    @property
    def unranked(self) -> list[Item]:
        return [theme for theme in self.themes if theme["rank"] is None]

    @property
    def unsharp(self) -> int:
        """How many key characteristics still ask for a sharper word."""
        return sum(sharpening.is_open(theme["asks"]) for theme in self.themes)

    def theme(self, theme_id: int | None) -> Item | None:
        return next((theme for theme in self.themes if theme["id"] == theme_id), None)

    @property
    def last_place(self) -> int:
        """The last place that people could give: the end of the measure of their rating."""
        return max(2, sum(theme["rating"] is not None for theme in self.themes))

    def places(self, measure: str) -> list[tuple[int, bool, Item]]:
        """Place, whether others share it, theme: by one measure (`sessions.orders`)."""
        themes = {theme["id"]: theme for theme in self.themes}
        places = orders.places(themes, measure)
        return [
            (places[each], list(places.values()).count(places[each]) > 1, themes[each])
            for each in orders.in_order(themes, measure)
            if each in places
        ]

    def sections(self) -> list[tuple[Item | None, list[Item]]]:
        """Per key group its themes, in the order that people gave the groups, else the group of the most
        important theme first, and lastly the themes that are in none."""
        held = {group["id"] for group in self.groups}
        rest = [theme for theme in self.themes if theme["key_group"] not in held]
        grouped: list[tuple[Item | None, list[Item]]] = [
            (group, [theme for theme in self.themes if theme["key_group"] == group["id"]])
            for group in self.groups
        ]
        return [*sorted(grouped, key=_importance), (None, rest)]


def _importance(section: tuple[Item | None, list[Item]]) -> tuple[float, float]:
    """The group's own rank, then the best one in it; what has neither comes last. Ties keep their order."""
    group, themes = section
    own = group["rank"] if group else None
    return own or float("inf"), min(
        (theme["rank"] for theme in themes if theme["rank"]), default=float("inf")
    )


def board_of(snapshot: Snapshot, lens: Lens) -> Board:
    """The board that this snapshot of a workbench shows through that lens."""
    items: dict[str, dict[int, Item]] = {}
    for name, item in snapshot.items.items():
        kind, _, number = name.partition(":")
        items.setdefault(kind, {})[int(number)] = {**item, "id": int(number)}
    passages = dict(sorted(items.get("passage", {}).items()))
    board = Board(next(iter(items["analysis"].values())), _first(items.get("run", {})), passages=passages)
    board.themes = sorted(items.get("theme", {}).values(), key=_in_order)
    board.groups = sorted(items.get("key_group", {}).values(), key=lambda group: group["position"])
    levels = {theme["id"]: theme["level"] for theme in board.themes}
    looked_at = [
        each for each in passages.values() if not lens or lens.shows(each, levels.get(each["theme"]))
    ]
    board.shown = len(looked_at)
    members: dict[int | None, list[Item]] = {}
    for passage in looked_at:
        for theme_id in passage["themes"] or [None]:
            members.setdefault(theme_id, []).append(passage)
    for theme in board.themes:
        theme |= {"passages": members.get(theme["id"], []), "additions": None}
    in_proposal = _lay_proposals(board, items.get("cluster", {}), {each["id"] for each in looked_at})
    board.loose = [
        passage
        for passage in members.get(None, [])
        if passage["id"] not in in_proposal and passage["aside"] is None
    ]
    return board


def _lay_proposals(board: Board, clusters: Mapping[int, Item], seen: set[int]) -> set[int]:
    """Proposals and additions are on the board; returns the passages that are in one."""
    standing = {theme["id"]: theme for theme in board.themes}
    held: set[int] = set()
    for cluster in sorted(clusters.values(), key=lambda each: each["position"]):
        if cluster["loose"]:
            continue
        members = [board.passages[each] for each in cluster["members"] if each in board.passages]
        held |= {each["id"] for each in members}
        cluster |= {"count": len(members), "passages": [each for each in members if each["id"] in seen]}
        if cluster["theme"] in standing:
            standing[cluster["theme"]]["additions"] = cluster
        else:
            board.proposals.append(cluster)
    return held


def _first(items: Mapping[int, Item]) -> Item | None:
    return next(iter(items.values()), None)


def _in_order(theme: Item) -> tuple[bool, int, int]:
    return theme["rank"] is None, theme["rank"] or 0, theme["position"]
