"""Two proposals of one analysis beside each other, and each of them beside what people decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.clustering.agreement import agreement, b_cubed_each
from sessions.errors import Missing
from sessions.models import Cluster, ClusterMember, Placement, Run, Theme


@dataclass(frozen=True)
class Group:
    """A proposed group of a run: its working title and how many cards it has."""

    id: int
    words: str
    count: int
    loose: bool


@dataclass(frozen=True)
class Overlap:
    """How many cards lie in this group of the first run and in that one of the second."""

    one: int
    other: int
    count: int


@dataclass(frozen=True)
class Moved:
    """A card that the second run put elsewhere than with most of those it lay with in the first."""

    passage_id: int
    one: int
    other: int


@dataclass(frozen=True)
class Comparison:
    """`numbers` of both runs, their groups, the overlaps (largest first) and the cards that changed company.
    `cards` lie in both. `adjusted_rand` (0 is what chance gives, 1 the same) and `b_cubed` (F, 0 to 1) are
    None when fewer than two cards do."""

    numbers: tuple[int, int]
    one: tuple[Group, ...]
    other: tuple[Group, ...]
    overlaps: tuple[Overlap, ...]
    moved: tuple[Moved, ...]
    cards: int
    adjusted_rand: float | None
    b_cubed: float | None


def runs(db: Session, analysis_id: int, one: int, other: int) -> Comparison:
    """The runs of that analysis with these numbers, compared. Raises: Missing."""
    first, second = _run(db, analysis_id, one), _run(db, analysis_id, other)
    mine, theirs = _homes(db, first), _homes(db, second)
    shared = sorted(mine.keys() & theirs.keys())
    counts: dict[tuple[int, int], int] = {}
    for card in shared:
        counts[mine[card], theirs[card]] = counts.get((mine[card], theirs[card]), 0) + 1
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    pairs = _counterparts([pair for pair, _ in ordered])
    same = agreement(_labels(mine, shared), _labels(theirs, shared))
    return Comparison(
        numbers=(one, other),
        one=_groups(db, first, mine),
        other=_groups(db, second, theirs),
        overlaps=tuple(Overlap(*pair, count) for pair, count in ordered),
        moved=tuple(
            Moved(card, mine[card], theirs[card]) for card in shared if pairs.get(mine[card]) != theirs[card]
        ),
        cards=len(shared),
        adjusted_rand=same.adjusted_rand if same else None,
        b_cubed=same.b_cubed if same else None,
    )


@dataclass(frozen=True)
class Decided:
    """How alike a proposal and people's decisions are, over the `cards` that were in a group of the proposal
    and stand in a theme by now. None, as in `Comparison`, when fewer than two do. `themes`: per theme the
    B-cubed F of its own cards."""

    cards: int
    adjusted_rand: float | None
    b_cubed: float | None
    themes: Mapping[int, float]


def with_decisions(db: Session, analysis_id: int) -> dict[int, Decided]:
    """Per run of that analysis how far its groups are the themes that people made.

    What the machine left *still to sort* it put with nothing, so that does not count; of a card in several
    themes the first that people chose does. Counted in the database: a run over 20,000 texts costs one row
    per group and theme.
    """
    first = (
        select(Placement.passage_id, func.min(Placement.id).label("placement"))
        .join(Theme, Theme.id == Placement.theme_id)
        .where(Placement.analysis_id == analysis_id, Theme.dissolved_at.is_(None))
        .group_by(Placement.passage_id)
        .subquery()
    )
    rows = db.execute(
        select(Cluster.run_id, Cluster.id, Placement.theme_id, func.count())
        .join(Run, Run.id == Cluster.run_id)
        .join(ClusterMember, ClusterMember.cluster_id == Cluster.id)
        .join(first, first.c.passage_id == ClusterMember.passage_id)
        .join(Placement, Placement.id == first.c.placement)
        .where(Run.analysis_id == analysis_id, Cluster.loose.is_(False))
        .group_by(Cluster.run_id, Cluster.id, Placement.theme_id)
    )
    counted: dict[int, list[tuple[int, int, int]]] = {}
    for run_id, cluster_id, theme_id, count in rows:
        counted.setdefault(run_id, []).append((cluster_id, theme_id, count))
    return {run_id: _decided(of_run) for run_id, of_run in counted.items()}


def _decided(counted: list[tuple[int, int, int]]) -> Decided:
    """`counted`: cluster, theme, how many cards are in both."""
    clusters, themes, counts = np.array(counted, dtype=np.int64).T
    proposed, decided = np.repeat(clusters, counts), np.repeat(themes, counts)
    same = agreement(proposed, decided)
    return Decided(
        cards=int(counts.sum()),
        adjusted_rand=same.adjusted_rand if same else None,
        b_cubed=same.b_cubed if same else None,
        themes=b_cubed_each(proposed, decided),
    )


def _counterparts(pairs: list[tuple[int, int]]) -> dict[int, int]:
    """Group to the group of the other run that it became: the largest overlap first, each group once."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for one, other in pairs:
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return found


def _labels(homes: dict[int, int], cards: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([homes[card] for card in cards], dtype=np.int64)


def _run(db: Session, analysis_id: int, number: int) -> Run:
    run = db.scalar(select(Run).where(Run.analysis_id == analysis_id, Run.number == number))
    if run is None or run.state not in ("done", "offered"):
        raise Missing("run")
    return run


def _homes(db: Session, run: Run) -> dict[int, int]:
    rows = db.execute(
        select(ClusterMember.passage_id, ClusterMember.cluster_id)
        .join(Cluster, Cluster.id == ClusterMember.cluster_id)
        .where(Cluster.run_id == run.id)
    )
    return {row.passage_id: row.cluster_id for row in rows}


def _groups(db: Session, run: Run, homes: dict[int, int]) -> tuple[Group, ...]:
    sizes: dict[int, int] = {}
    for cluster_id in homes.values():
        sizes[cluster_id] = sizes.get(cluster_id, 0) + 1
    rows = db.scalars(select(Cluster).where(Cluster.run_id == run.id).order_by(Cluster.position))
    return tuple(Group(row.id, row.words, sizes.get(row.id, 0), row.loose) for row in rows)
