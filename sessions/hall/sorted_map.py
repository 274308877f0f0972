"""The map of what people sorted about a question, beside what a machine proposed and what people decided.

What goes to the computation is gathered here as plain values, and what comes back is put beside the words.
Machine and decisions are compared with people's piles; they never change them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.analysis import analyses
from sessions.hall import piles
from sessions.models import Analysis, Cluster, ClusterMember, Placement, Run, Theme

FEWEST_PEOPLE = 2
FEWEST_STATEMENTS = 4
# Kruskal's stress-1 of a usual concept map (Rosas and Kane, *Evaluation and Program Planning* 35, 2012).
USUAL_STRESS = 0.285


@dataclass(frozen=True)
class Sorted:
    """`statements` maps passage id to its words, in the order of the places that `question` speaks of.
    `themes` maps the number of a decided group to its theme, `run` is the number of the machine's proposal.
    """

    statements: dict[int, str]
    people: int
    themes: dict[int, str]
    run: int | None
    question: dict[str, Any]

    @property
    def enough(self) -> bool:
        return self.people >= FEWEST_PEOPLE and len(self.statements) >= FEWEST_STATEMENTS


def gathered(db: Session, analysis_id: int) -> Sorted:
    """What people sorted about this question, ready for `sessions.clustering.sorting`."""
    sortings = piles.sortings(db, analysis_id)
    ids = sorted({statement for person in sortings for pile in person for statement in pile})
    place = {passage_id: number for number, passage_id in enumerate(ids)}
    analysis = db.get_one(Analysis, analysis_id)
    words = {
        passage.id: version.text[passage.starts_at : passage.ends_at]
        for passage, _, version in analyses.passages_of(db, analysis)
        if passage.id in place
    }
    decided, themes = _decided(db, analysis_id, place)
    proposed, run = _proposed(db, analysis_id, place)
    others = {
        name: each
        for name, each in (("machine", proposed), ("decided", decided))
        if max(each, default=-1) > 0
    }
    question = {
        "sortings": [[[place[each] for each in pile] for pile in person] for person in sortings],
        "n": len(ids),
        "others": others,
        "seed": 0,
    }
    return Sorted({each: words.get(each, "") for each in ids}, len(sortings), themes, run, question)


def _decided(db: Session, analysis_id: int, place: Mapping[int, int]) -> tuple[list[int], dict[int, str]]:
    """Per statement the number of its theme, -1 for none; and what each number is called."""
    rows = db.execute(
        select(Placement.passage_id, Theme)
        .join(Theme, Theme.id == Placement.theme_id)
        .where(Placement.analysis_id == analysis_id, Theme.dissolved_at.is_(None))
        .order_by(Theme.position, Theme.id, Placement.id)
    )
    groups: dict[int, int] = {}
    titles: dict[int, str] = {}
    found = [-1] * len(place)
    for passage_id, theme in rows:
        if passage_id in place and found[place[passage_id]] < 0:
            number = groups.setdefault(theme.id, len(groups))
            titles[number] = theme.called
            found[place[passage_id]] = number
    return found, titles


def _proposed(db: Session, analysis_id: int, place: Mapping[int, int]) -> tuple[list[int], int | None]:
    """Per statement the number of the newest proposal that it is in, as the machine made it."""
    run: Run | None = analyses.latest_run(db, analysis_id)
    found = [-1] * len(place)
    if run is None:
        return found, None
    rows = db.execute(
        select(ClusterMember.passage_id, Cluster.position)
        .join(Cluster, Cluster.id == ClusterMember.cluster_id)
        .where(Cluster.run_id == run.id, Cluster.loose.is_(False))
    )
    for passage_id, position in rows:
        if passage_id in place:
            found[place[passage_id]] = position
    return found, run.number


def machine_pairs(found: Sorted, number: int) -> float | None:
    """Of the pairs of statements of that decided group: the share that the machine put together too; None
    without a proposal or without a pair."""
    others = found.question["others"]
    if "machine" not in others or "decided" not in others:
        return None
    here = [
        machine
        for machine, decided in zip(others["machine"], others["decided"], strict=True)
        if decided == number
    ]
    pairs = len(here) * (len(here) - 1) / 2
    counts = [here.count(each) for each in set(here) if each >= 0]
    return sum(count * (count - 1) / 2 for count in counts) / pairs if pairs else None
