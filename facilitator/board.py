"""The workbench as it is drawn without script: themes with their passages, proposals, what is unplaced.

The same rules stand in static/js/workbench/model.js, which draws it live.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from facilitator.doubt import NOWHERE, judge
from facilitator.lens import Item, Lens
from sessions.analysis import orders, sharpening
from sessions.projections import Snapshot


@dataclass
class Board:
    """`themes` in order of rank; `proposals` become a theme of their own; `loose` holds what is neither in a
    theme nor in a proposal nor set aside. Items carry their `id`, themes and proposals their `passages`
    (those that the lens shows) and `count` (all); `shown` counts what the lens shows of everything."""

    analysis: Item
    run: Item | None
    themes: list[Item] = field(default_factory=list)
    groups: list[Item] = field(default_factory=list)
    proposals: list[Item] = field(default_factory=list)
    loose: list[Item] = field(default_factory=list)
    passages: dict[int, Item] = field(default_factory=dict)
    shown: int = 0
    twins: list[Item] = field(default_factory=list)
    notes: list[Item] = field(default_factory=list)
    dissents: list[Item] = field(default_factory=list)

    def way_back(self, user_id: int) -> Item:
        """What that person can take back (`undo`) and do again (`redo`): change and verb, or None."""
        return self.analysis["people"].get(str(user_id)) or {"undo": None, "redo": None}

    @property
    def unplaced(self) -> int:
        """How many still wait: in no theme or proposal and not set aside, whatever the lens shows."""
        return len(self.passages) - self.decided - self.proposed - self.aside

    @property
    def nowhere(self) -> int:
        """How many of those the machine looked at and could put in no group, whatever the lens shows."""
        waiting = (each for each in self.passages.values() if each["theme"] is None and each["aside"] is None)
        return sum(each["doubt"] == NOWHERE for each in waiting)

    @property
    def unused(self) -> list[Item]:
        """What people do not use, with a reason, whatever the lens shows."""
        return [passage for passage in self.passages.values() if passage["aside"] is not None]

    @property
    def aside(self) -> int:
        """How many people do not use."""
        return len(self.unused)

    @property
    def decided(self) -> int:
        return sum(passage["theme"] is not None for passage in self.passages.values())

    @property
    def proposed(self) -> int:
        additions = [theme["additions"] for theme in self.themes if theme["additions"]]
        return sum(each["count"] for each in [*self.proposals, *additions])

    @property
    def offered(self) -> int:
        """How many passages that the lens shows are in a proposal."""
        additions = [theme["additions"] for theme in self.themes if theme["additions"]]
        return sum(len(each["passages"]) for each in [*self.proposals, *additions])

    def those(self, ids: Iterable[int]) -> list[Item]:
        """The passages with these ids, as far as they are shown."""
        return [self.passages[each] for each in ids if each in self.passages]

    def notes_of(self, kind: str, number: int) -> list[Item]:
        """Those beside that theme or passage, oldest first."""
        return [note for note in self.notes if note[kind] == number]

    def dissents_of(self, kind: str, number: int) -> list[Item]:
        """What is objected to about that theme or passage, also what was taken back, oldest first."""
        return [each for each in self.dissents if each[kind] == number]

    def alike(self, passage_id: int) -> list[tuple[Item, Item]]:
        """What a proposal found nearly the same as that passage and nobody decided: the pair, the other."""
        found = []
        for pair in self.twins:
            others = {pair["passage"], pair["twin"]} - {passage_id}
            if pair["state"] == "proposed" and len(others) == 1 and (other := others.pop()) in self.passages:
                found.append((pair, self.passages[other]))
        return found

    @property
    def pairs(self) -> list[tuple[Item, Item, Item]]:
        """What a proposal found nearly the same and nobody decided, the likest first: the pair, the two. What
        is linked through others, kept apart or not used is not asked about."""
        found = [
            (pair, self.passages[pair["passage"]], self.passages[pair["twin"]])
            for pair in self.twins
            if is_open(pair, self.passages)
        ]
        return sorted(found, key=lambda each: (-each[0]["similarity"], each[0]["id"]))

    def proposal_of(self, passage_id: int) -> Item | None:
        """The proposal that holds the passage."""
        additions = [theme["additions"] for theme in self.themes if theme["additions"]]
        held = (each for each in [*self.proposals, *additions] if passage_id in each["members"])
        return next(held, None)

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
        """Place, whether others share it, theme: by one measure (`sessions.analysis.orders`)."""
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


def is_open(pair: Item, passages: Mapping[int, Item]) -> bool:
    """Whether people are still asked if the two of that pair say the same."""
    one, other = (passages.get(pair[each]) for each in ("passage", "twin"))
    if pair["state"] != "proposed" or one is None or other is None:
        return False
    decided = other["id"] in one["twins"] or other["id"] in one["apart"]
    return not decided and one["aside"] is None and other["aside"] is None


def board_of(snapshot: Snapshot, lens: Lens) -> Board:
    """The board that this snapshot of a workbench shows through that lens."""
    items: dict[str, dict[int, Item]] = {}
    for name, item in snapshot.items.items():
        kind, _, number = name.partition(":")
        items.setdefault(kind, {})[int(number)] = {**item, "id": int(number)}
    passages = dict(sorted(items.get("passage", {}).items()))
    board = Board(next(iter(items["analysis"].values())), _first(items.get("run", {})), passages=passages)
    board.themes = sorted(items.get("theme", {}).values(), key=_in_order)
    for kind, beside in (("twin", board.twins), ("note", board.notes), ("dissent", board.dissents)):
        beside += [item for _number, item in sorted(items.get(kind, {}).items())]
    board.groups = sorted(items.get("key_group", {}).values(), key=lambda group: group["position"])
    standing = {theme["id"]: theme for theme in board.themes}
    _name(board, items.get("cluster", {}))
    judge(board.passages, items.get("cluster", {}).values())
    looked_at = [
        passage
        for passage in passages.values()
        if not lens or lens.shows(passage, [standing[each] for each in passage["themes"] if each in standing])
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


def _name(board: Board, clusters: Mapping[int, Item]) -> None:
    """Each passage knows the names of what holds it, and what says nearly the same."""
    titles = {theme["id"]: theme["title"] for theme in board.themes}
    for passage in board.passages.values():
        passage["names"] = [titles[each] for each in passage["themes"] if each in titles]
        passage["alike"] = []
    for cluster in clusters.values():
        for each in () if cluster["loose"] else cluster["members"]:
            if each in board.passages:
                board.passages[each]["names"].append(cluster["words"])
    for _pair, one, other in board.pairs:
        one["alike"].append(other["id"])
        other["alike"].append(one["id"])


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
