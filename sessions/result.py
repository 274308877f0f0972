"""The result of the day: what people decided, what is still only proposed, and the numbers behind both.

It starts from what the wall shows; only quotes and objections are more, for who may read raw text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.analysis import analyses, measures, orders, voices
from sessions.analysis import dissent as dissents
from sessions.analysis.dissent import Objection
from sessions.analysis.voices import Quote
from sessions.focus import promises
from sessions.models import (
    Participant,
    Run,
    Theme,
    User,
    Workshop,
)
from sessions.projections import Audience, snapshot, wall

_LAST = 10**9

Item = Mapping[str, Any]


@dataclass(frozen=True)
class Decided:
    """A theme that people decided on. `count` is how often it was said, by `people` people at `tables`
    tables; `hearts` were given to the interventions behind it; `rating` is how people put it in order
    (`sessions.hall.ratings`), empty when nobody did. `rank` 1 is the most important."""

    id: int
    title: str
    description: str
    level: str | None
    rank: int | None
    count: int
    people: int
    tables: int
    hearts: int
    rating: Mapping[str, float] | None
    position: int
    dissent: int
    proposed_first: bool
    decided_by: str
    quotes: tuple[Quote, ...] = ()
    objections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A key group with its key characteristics, the most important first. `rank` is the place that people
    gave the group itself."""

    id: int
    title: str
    description: str
    themes: tuple[Decided, ...]
    rank: int | None = None

    @property
    def count(self) -> int:
        return sum(theme.count for theme in self.themes)

    @property
    def ranked(self) -> bool:
        return self.rank is not None or self.themes[0].rank is not None

    @property
    def dissent(self) -> int:
        return sum(theme.dissent for theme in self.themes)


@dataclass(frozen=True)
class Placed:
    """A theme in an order: its place, empty when nothing is known, and whether others share it."""

    place: int | None
    shared: bool
    theme: Decided


@dataclass(frozen=True)
class Proposed:
    """A machine proposal that nobody decided on: its working title, and how many passages it holds."""

    words: str
    count: int


@dataclass(frozen=True)
class Answered:
    """One question and where its `passages` are: `placed` by people, in `proposals` only, or `loose`."""

    analysis_id: int
    question: str
    towards: str
    groups: tuple[Group, ...]
    rest: tuple[Decided, ...]
    proposals: tuple[Proposed, ...]
    passages: int
    placed: int
    loose: int
    run: Run | None

    @property
    def themes(self) -> tuple[Decided, ...]:
        return tuple(theme for group in self.groups for theme in group.themes) + self.rest

    @property
    def told(self) -> bool:
        """Whether there is anything to show: themes, or proposals."""
        return bool(self.themes or self.proposals)

    @property
    def ranked(self) -> bool:
        """Whether people said what matters most."""
        return any(theme.rank is not None for theme in self.themes)

    @property
    def characteristics(self) -> int:
        return sum(theme.level is not None for theme in self.themes)

    @property
    def rated(self) -> int:
        """How many people put these themes in an order of their own."""
        return max((int(theme.rating["people"]) for theme in self.themes if theme.rating), default=0)

    def at_level(self, level: str) -> tuple[Decided, ...]:
        """The key characteristics that stand on that level."""
        return tuple(theme for theme in self.themes if theme.level == level)

    def ordered(self, measure: str) -> tuple[Placed, ...]:
        """The themes by one measure (`sessions.analysis.orders`), or with *rank* as people decided."""
        if measure not in orders.MEASURES:
            return tuple(Placed(theme.rank, False, theme) for theme in sorted(self.themes, key=_importance))
        themes = {theme.id: theme for theme in self.themes}
        items = {id_: asdict(theme) for id_, theme in themes.items()}
        places = orders.places(items, measure)
        shared = Counter(places.values())
        return tuple(
            Placed(places.get(id_), shared[places.get(id_, 0)] > 1, themes[id_])
            for id_ in orders.in_order(items, measure)
        )

    @property
    def proposed_first(self) -> int:
        """How many of the decided themes began as a proposal."""
        return sum(theme.proposed_first for theme in self.themes)

    @property
    def most(self) -> int:
        """The largest count of a theme or proposal: the full length of a measure."""
        decided = [theme.count for theme in self.themes]
        return max([1, *decided, *(proposal.count for proposal in self.proposals)])


@dataclass(frozen=True)
class LeverShare:
    """A lever, how many interventions name it, and whether that is less than half of an equal share."""

    name: str
    icon: str
    petal: str
    count: int
    underserved: bool


@dataclass(frozen=True)
class Result:
    """Everything that the page of the result says. `counts` is by kind of contribution. `dissent` is the
    register of objections, without their words unless `raw`; no report leaves it out."""

    workshop_id: int
    title: str
    held_on: date
    state: str
    people: int
    tables: int
    counts: dict[str, int]
    hearts: int
    levers: tuple[LeverShare, ...]
    answers: tuple[Answered, ...]
    dissent: tuple[Objection, ...]
    made_at: datetime

    def answer(self, towards: str) -> Answered | None:
        """The first question that leads to key_characteristics or themes."""
        return next((each for each in self.answers if each.towards == towards), None)


def gather(db: Session, workshop_id: int, *, raw: bool, now: datetime) -> Result:
    """The result of that workshop; `raw` adds people's own words. Raises: Missing."""
    # Whoever asks for the result sees what is decided, also while the wall is frozen.
    items = snapshot(db, Audience("wall", workshop_id)).items
    items = {name: item for name, item in items.items() if name.partition(":")[0] not in wall.KINDS}
    items |= wall.live(db, workshop_id, raw=raw)
    workshop = db.get_one(Workshop, workshop_id)
    counts = dict(items["counts:0"])
    return Result(
        workshop_id=workshop_id,
        title=workshop.title,
        held_on=workshop.held_on,
        state=workshop.state,
        people=counts.pop("participants"),
        tables=_tables(db, workshop_id),
        counts=counts,
        hearts=sum(item["hearts"] for item in _of(items, "contribution").values()),
        levers=_levers(items),
        answers=tuple(_answers(db, items, raw)),
        dissent=tuple(_objections(db, workshop_id, raw)),
        made_at=now,
    )


def _objections(db: Session, workshop_id: int, raw: bool) -> list[Objection]:
    """Every one of them; without `raw` without the words, and without the name of what was made of answers
    that only moderators and analysts read."""
    found = dissents.register(db, workshop_id)
    if raw:
        return found
    closed = promises.closed_themes(db, workshop_id)
    return [replace(each, text="", theme="" if each.theme_id in closed else each.theme) for each in found]


def _of(items: Mapping[str, Item], kind: str) -> dict[int, Item]:
    start = f"{kind}:"
    return {int(name.removeprefix(start)): item for name, item in items.items() if name.startswith(start)}


def _tables(db: Session, workshop_id: int) -> int:
    """At how many tables somebody sat."""
    query = select(func.count(func.distinct(Participant.table_id)))
    return db.scalar(query.where(Participant.workshop_id == workshop_id)) or 0


def _levers(items: Mapping[str, Item]) -> tuple[LeverShare, ...]:
    levers = sorted(_of(items, "lever").values(), key=lambda lever: lever["position"])
    names = ("name", "icon", "petal", "count", "underserved")
    return tuple(LeverShare(**{name: lever[name] for name in names}) for lever in levers)


def _answers(db: Session, items: Mapping[str, Item], raw: bool) -> list[Answered]:
    themes = _decided(db, _of(items, "theme"), raw)
    groups = _of(items, "key_group")
    answers = []
    for analysis_id, analysis in sorted(_of(items, "analysis").items(), key=lambda each: each[1]["position"]):
        own = {id_: item for id_, item in _of(items, "theme").items() if item["analysis"] == analysis_id}
        grouped = _groups(groups, own, themes)
        inside = {theme.id for group in grouped for theme in group.themes}
        rest = sorted((themes[id_] for id_ in own if id_ not in inside), key=_importance)
        proposals = [
            Proposed(each["words"], each["count"]) for each in analysis["proposals"] if not each["loose"]
        ]
        placed = analysis["placed"]
        answers.append(
            Answered(
                analysis_id=analysis_id,
                question=analysis["question"],
                towards=analysis["towards"],
                groups=grouped,
                rest=tuple(rest),
                proposals=tuple(sorted(proposals, key=lambda each: -each.count)),
                passages=placed + analysis["unplaced"],
                placed=placed,
                loose=analysis["unplaced"] - sum(each.count for each in proposals),
                run=analyses.latest_run(db, analysis_id),
            )
        )
    return answers


def _importance(theme: Decided) -> tuple[int, int, int]:
    """Ranked ones first, then what was said most often."""
    return (theme.rank or _LAST, -theme.count, theme.id)


def _groups(
    groups: Mapping[int, Item], own: Mapping[int, Item], themes: Mapping[int, Decided]
) -> tuple[Group, ...]:
    """Key groups that hold something, in the order that people gave them, else of their best ranked key
    characteristic, then by how often they were said."""
    found = []
    for group_id, group in groups.items():
        inside = [themes[id_] for id_, item in own.items() if item["key_group"] == group_id]
        if inside:
            ordered = tuple(sorted(inside, key=_importance))
            words = group["title"], group["description"]
            found.append((group["position"], Group(group_id, *words, ordered, group["rank"])))
    found.sort(key=lambda pair: (*_group_importance(pair[1]), pair[0]))
    return tuple(group for _, group in found)


def _group_importance(group: Group) -> tuple[int, int, int]:
    return group.rank or _LAST, group.themes[0].rank or _LAST, -group.count


_TAKEN = ("title", "description", "level", "rank", "position", "count", "people", "hearts", "rating")


def _decided(db: Session, items: Mapping[int, Item], raw: bool) -> dict[int, Decided]:
    ids = list(items)
    rows = {theme.id: theme for theme in db.scalars(select(Theme).where(Theme.id.in_(ids)))}
    people = {theme.decided_by for theme in rows.values()}
    names = {user.id: user.name for user in db.scalars(select(User).where(User.id.in_(people)))}
    said = measures.said(db, {theme.analysis_id for theme in rows.values()})
    dissent = voices.objections(db, ids)
    quotes = voices.quotes(db, ids) if raw else {}
    return {
        id_: Decided(
            id=id_,
            **{name: item[name] for name in _TAKEN},
            tables=said.get(id_, measures.NEVER).tables,
            dissent=len(dissent.get(id_, ())),
            proposed_first=rows[id_].run_id is not None,
            decided_by=names.get(rows[id_].decided_by or 0, ""),
            quotes=tuple(quotes.get(id_, ())),
            objections=tuple(dissent.get(id_, ())) if raw else (),
        )
        for id_, item in items.items()
    }
