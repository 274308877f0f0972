"""The result of the day: what people decided, what is still only proposed, and the numbers behind both.

It starts from what the wall shows; only quotes and objections are more, for who may read raw text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import analyses
from sessions.models import (
    Contribution,
    ContributionVersion,
    Dissent,
    Heart,
    Participant,
    Passage,
    Placement,
    Run,
    Theme,
    User,
    Workshop,
)
from sessions.projections import Audience, snapshot

MOST_QUOTES = 3
_LAST = 10**9

Item = Mapping[str, Any]


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, in their language, without who or where."""

    text: str
    language: str


@dataclass(frozen=True)
class Decided:
    """A theme that people decided on. `count` is how often it was said, by `people` people at `tables`
    tables; `hearts` were given to the interventions behind it. `rank` 1 is the most important."""

    id: int
    title: str
    description: str
    level: str | None
    rank: int | None
    count: int
    people: int
    tables: int
    hearts: int
    dissent: int
    proposed_first: bool
    decided_by: str
    quotes: tuple[Quote, ...] = ()
    objections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A key group with its key characteristics, the most important first."""

    id: int
    title: str
    description: str
    themes: tuple[Decided, ...]

    @property
    def count(self) -> int:
        return sum(theme.count for theme in self.themes)

    @property
    def ranked(self) -> bool:
        return self.themes[0].rank is not None

    @property
    def dissent(self) -> int:
        return sum(theme.dissent for theme in self.themes)


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
    def ranked(self) -> bool:
        """Whether people said what matters most."""
        return any(theme.rank is not None for theme in self.themes)

    @property
    def characteristics(self) -> int:
        return sum(theme.level is not None for theme in self.themes)

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
    """Everything that the page of the result says. `counts` is by kind of contribution."""

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
    made_at: datetime

    def answer(self, towards: str) -> Answered | None:
        """The first question that leads to key_characteristics or themes."""
        return next((each for each in self.answers if each.towards == towards), None)


def gather(db: Session, workshop_id: int, *, raw: bool, now: datetime) -> Result:
    """The result of that workshop; `raw` adds people's own words. Raises: Missing."""
    items = snapshot(db, Audience("wall", workshop_id)).items
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
        made_at=now,
    )


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
        placed = sum(item["count"] for item in own.values())
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
    """Key groups that hold something, in the order of their best ranked key characteristic, then by how
    often they were said."""
    found = []
    for group_id, group in groups.items():
        inside = [themes[id_] for id_, item in own.items() if item["key_group"] == group_id]
        if inside:
            ordered = tuple(sorted(inside, key=_importance))
            found.append((group, Group(group_id, group["title"], group["description"], ordered)))
    found.sort(key=lambda pair: (pair[1].themes[0].rank or _LAST, -pair[1].count, pair[0]["position"]))
    return tuple(group for _, group in found)


def _decided(db: Session, items: Mapping[int, Item], raw: bool) -> dict[int, Decided]:
    ids = list(items)
    rows = {theme.id: theme for theme in db.scalars(select(Theme).where(Theme.id.in_(ids)))}
    people = {theme.decided_by for theme in rows.values()}
    names = {user.id: user.name for user in db.scalars(select(User).where(User.id.in_(people)))}
    tables, hearts = _tables_behind(db, ids), _hearts_behind(db, ids)
    dissent = _dissent(db, ids)
    quotes = _quotes(db, ids) if raw else {}
    return {
        id_: Decided(
            id=id_,
            **{name: item[name] for name in ("title", "description", "level", "rank", "count", "people")},
            tables=tables.get(id_, 0),
            hearts=hearts.get(id_, 0),
            dissent=len(dissent.get(id_, ())),
            proposed_first=rows[id_].run_id is not None,
            decided_by=names.get(rows[id_].decided_by or 0, ""),
            quotes=tuple(quotes.get(id_, ())),
            objections=tuple(dissent.get(id_, ())) if raw else (),
        )
        for id_, item in items.items()
    }


def _tables_behind(db: Session, theme_ids: Sequence[int]) -> dict[int, int]:
    rows = db.execute(
        select(Placement.theme_id, func.count(func.distinct(Contribution.table_id)))
        .join(Passage, Passage.id == Placement.passage_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(Placement.theme_id.in_(theme_ids), Contribution.state == "shown")
        .group_by(Placement.theme_id)
    )
    return dict(rows.all())


def _hearts_behind(db: Session, theme_ids: Sequence[int]) -> dict[int, int]:
    """Hearts of the interventions behind each theme, each intervention once."""
    behind = (
        select(
            Placement.theme_id, func.coalesce(Contribution.parent_id, Contribution.id).label("intervention")
        )
        .join(Passage, Passage.id == Placement.passage_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(Placement.theme_id.in_(theme_ids), Contribution.state == "shown")
        .distinct()
        .subquery()
    )
    rows = db.execute(
        select(behind.c.theme_id, func.count())
        .join(Heart, Heart.contribution_id == behind.c.intervention)
        .group_by(behind.c.theme_id)
    )
    return dict(rows.all())


def _dissent(db: Session, theme_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    query = select(Dissent.theme_id, Dissent.text).where(Dissent.theme_id.in_(theme_ids)).order_by(Dissent.id)
    for theme_id, text in db.execute(query):
        found.setdefault(theme_id or 0, []).append(text)
    return found


def _quotes(db: Session, theme_ids: Sequence[int]) -> dict[int, list[Quote]]:
    """A few of the words behind each theme: those under the warmest interventions first, none twice."""
    hearts = (
        select(Heart.contribution_id, func.count().label("given")).group_by(Heart.contribution_id).subquery()
    )
    rows = db.execute(
        select(Placement.theme_id, ContributionVersion.text, Passage, Contribution.language)
        .join(Passage, Passage.id == Placement.passage_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .join(
            ContributionVersion,
            (ContributionVersion.contribution_id == Contribution.id)
            & (ContributionVersion.number == Contribution.version),
        )
        .outerjoin(hearts, hearts.c.contribution_id == Contribution.parent_id)
        .where(Placement.theme_id.in_(theme_ids), Contribution.state == "shown")
        .order_by(func.coalesce(hearts.c.given, 0).desc(), Contribution.id)
    )
    found: dict[int, list[Quote]] = {}
    for theme_id, text, passage, language in rows:
        said = text[passage.starts_at : passage.ends_at].strip()
        quotes = found.setdefault(theme_id, [])
        if said and len(quotes) < MOST_QUOTES and said not in [each.text for each in quotes]:
            quotes.append(Quote(said, language))
    return found
