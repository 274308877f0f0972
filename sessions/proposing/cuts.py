"""Coarser and finer, and choosing between proposals: what would change is told before it changes.

A run keeps the tree that its clusters are a cut of; another cut costs no comparing. A cut is a proposal of
its own, put on the table by a person and taken back like any other act. What people decided is in none of
this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.analysis import analyses
from sessions.analysis import apart as keeping_apart
from sessions.clustering import tree as trees
from sessions.clustering.parting import taken_apart
from sessions.errors import Conflict, Missing
from sessions.journal import Actor, Before, record
from sessions.models import Cluster, Contribution, Passage, Placement, Run, SetAside, Theme
from sessions.proposing import proposals
from sessions.proposing.runs import Proposed, add_clusters, clusters_around, next_number
from sessions.verbs import Verb

MOST_GROUPS = 200
ALIKE = 0.5
"""Share of a group's cards that it must have in common with an earlier one to be called the same group."""


@dataclass(frozen=True)
class Group:
    """A proposed group: cards (passage ids) that nobody placed, and the theme they would go to, if any.
    `loose`: it was found to be *still to sort*; that, and a `cluster_id`, a cut has only once it is made."""

    cards: frozenset[int]
    theme_id: int | None = None
    loose: bool = False
    cluster_id: int | None = None


@dataclass(frozen=True)
class Difference:
    """What another proposal would change. groups: how many it has. same: of those, how many lie there now,
    card for card; new: how many resemble none. gone: groups of now of which nothing like them is left.
    moving: cards that would lie in another group. to_themes: per theme the cards that would newly be proposed
    to it, the most first.
    """

    k: int
    groups: int
    same: int
    new: int
    gone: int
    moving: int
    to_themes: Sequence[tuple[int, int]]


def preview(db: Session, run_id: int, k: int) -> Difference:
    """What a cut of that run's tree into k groups, human ones included, would change on the table.

    Raises: Missing; Conflict when the run has no tree, or k is out of reach.
    """
    run = _run(db, run_id)
    tree = _tree(db, run, k)
    return difference(now_on_the_table(db, run.analysis_id), of_cut(db, run, tree, k), k)


def offered(db: Session, run_id: int) -> Difference:
    """What a finished run would change on the table. Raises: Missing."""
    run = _run(db, run_id)
    groups = of_run(db, run)
    return difference(now_on_the_table(db, run.analysis_id), groups, len(groups))


def difference(before: Sequence[Group], after: Sequence[Group], k: int) -> Difference:
    """What changes when the groups `after` take the place of `before`; each card is in one group at most."""
    places = {card: number for number, group in enumerate(before) for card in group.cards}
    themes_now = {card: before[number].theme_id for card, number in places.items()}
    taken: set[int] = set()
    same = new = moving = 0
    for group in sorted(after, key=lambda each: -len(each.cards)):
        shared = Counter(places[card] for card in group.cards if card in places)
        like = next((number for number, _ in shared.most_common() if number not in taken), None)
        if like is None or shared[like] < ALIKE * len(group.cards):
            new += 1
            moving += len(group.cards)
            continue
        taken.add(like)
        same += group.cards == before[like].cards
        moving += len(group.cards) - shared[like]
    to_themes = Counter(
        group.theme_id
        for group in after
        for card in group.cards
        if group.theme_id is not None and themes_now.get(card) != group.theme_id
    )
    return Difference(
        k=k,
        groups=len(after),
        same=same,
        new=new,
        gone=len(before) - len(taken),
        moving=moving,
        to_themes=[(theme, cards) for theme, cards in to_themes.most_common() if theme is not None],
    )


def now_on_the_table(db: Session, analysis_id: int) -> list[Group]:
    run = analyses.latest_run(db, analysis_id)
    return of_run(db, run) if run is not None else []


def of_run(db: Session, run: Run) -> list[Group]:
    """The groups of that run that still hold a card which nobody placed, and that nobody set aside."""
    members = proposals.undecided_members(db, run.analysis_id, run.id)
    clusters = db.scalars(
        select(Cluster).where(Cluster.run_id == run.id, Cluster.set_aside_at.is_(None)).order_by(Cluster.id)
    )
    return [
        Group(frozenset(passage_id for passage_id, _ in members[each.id]), each.theme_id, each.loose, each.id)
        for each in clusters
        if each.id in members
    ]


def of_cut(db: Session, run: Run, tree: trees.Tree, k: int) -> list[Group]:
    """The groups of that cut, as far as their cards are shown, used and not placed by now: those that `recut`
    would put on the table."""
    now = now_of(db, run, tree)
    labels = taken_apart(tree, trees.cut(tree, k), now.apart, now.barred)
    ids, alive = kept_tree(db, run)["passages"], _alive(db, run.analysis_id)
    held: dict[int, set[int]] = {}
    for place in now.open_places:
        held.setdefault(labels[place], set()).add(ids[place])
    groups = []
    for label, cards in held.items():
        theme = tree.keys[label] if label < len(tree.keys) else None
        groups.append(Group(frozenset(cards), theme if isinstance(theme, int) and theme in alive else None))
    return groups


@dataclass(frozen=True)
class Now:
    """How things stand, by place in a stored tree: the places that a cut puts in groups, the pairs of them
    that people keep apart, and per theme those that they keep apart from what is in it."""

    open_places: Sequence[int]
    apart: Sequence[tuple[int, int]]
    barred: Mapping[Hashable, Collection[int]]


def now_of(db: Session, run: Run, tree: trees.Tree) -> Now:
    """What a cut of that tree has to heed. What people had placed when it grew is in no proposal of it."""
    places = {each: place for place, each in enumerate(kept_tree(db, run)["passages"])}
    open_now = _open(db, run.analysis_id)
    waiting = {
        each: place
        for each, place in places.items()
        if each in open_now and tree.home[place] >= len(tree.keys)
    }
    kept = keeping_apart.barred(db, run.analysis_id)
    pairs = {
        (min(waiting[one], waiting[other]), max(waiting[one], waiting[other]))
        for one in waiting.keys() & kept.keys()
        for other in kept[one] & waiting.keys()
    }
    return Now(list(waiting.values()), sorted(pairs), _barred(db, kept, waiting, tree.keys))


def _barred(
    db: Session, kept: Mapping[int, set[int]], waiting: Mapping[int, int], keys: Sequence[Hashable]
) -> dict[Hashable, list[int]]:
    """Per theme the places of what people keep apart from something that it holds."""
    found: dict[Hashable, list[int]] = {}
    themes = [key for key in keys if isinstance(key, int)]
    held = select(Placement.theme_id, Placement.passage_id).where(Placement.theme_id.in_(themes))
    for theme_id, passage_id in db.execute(held) if kept else ():
        found.setdefault(theme_id, []).extend(
            waiting[each] for each in sorted(kept.get(passage_id, ())) if each in waiting
        )
    return found


def recut(
    db: Session, run_id: int, k: int, clusters: Sequence[Proposed], actor: Actor, *, at: int, now: datetime
) -> int:
    """The clusters of another cut of that run's tree lie on the table, as a proposal of its own; returns its
    id. `clusters` describe that cut (`sessions.thinking`), which the tree allowed `at` that number of groups.

    Raises: Missing; Conflict when the run has no tree, or k is out of reach.
    """
    run = _run(db, run_id)
    _tree(db, run, k)
    origin = origin_of(db, run)
    new = Run(
        analysis_id=run.analysis_id,
        number=next_number(db, run.analysis_id),
        state="done",
        progress=1.0,
        model=origin.model,
        parameters={
            **origin.parameters,
            "k": k,
            "cut": at,
            "found": len(clusters),
            "cut_of": origin.id,
            "again": None,
        },
        seed=origin.seed,
        input_revision=origin.input_revision,
        started_by=actor.id if actor.kind == "user" else None,
        started_at=now,
        finished_at=now,
    )
    db.add(new)
    db.flush()
    add_clusters(db, new, enumerate(clusters, start=1))
    db.flush()
    before = Before()
    before.instead(new, state="cancelled")
    _record(db, new, Verb.RUN_CUT, actor, before, now)
    return new.id


def take(db: Session, run_id: int, actor: Actor, *, now: datetime) -> None:
    """The offered proposal lies on the table instead of the one that lay there. Raises: Missing; Conflict."""
    run = _offered(db, run_id)
    before = Before()
    before.of(run, only=("state", "number"))
    following = next_number(db, run.analysis_id)
    run.state = "done"
    # The newest number is what lies on the table; a cut may have come after this run.
    run.number = run.number if run.number == following - 1 else following
    _record(db, run, Verb.RUN_TAKEN, actor, before, now)


def leave(db: Session, run_id: int, actor: Actor, *, now: datetime) -> None:
    """The offered proposal is not used; what lies on the table stays. Raises: Missing; Conflict."""
    run = _offered(db, run_id)
    before = Before()
    before.of(run, only=("state",))
    run.state = "cancelled"
    _record(db, run, Verb.RUN_LEFT, actor, before, now)


def _record(db: Session, run: Run, verb: Verb, actor: Actor, before: Before, now: datetime) -> None:
    db.flush()
    analysis = analyses.of_id(db, run.analysis_id)
    touched = {"run": [run.id], "analysis": [analysis.id], "cluster": clusters_around(db, run)}
    record(
        db,
        analysis.workshop_id,
        verb,
        actor,
        now=now,
        touched=touched,
        analysis_id=analysis.id,
        inverse=before.inverse,
    )


def _run(db: Session, run_id: int) -> Run:
    run = db.get(Run, run_id)
    if run is None or run.state not in ("done", "offered"):
        raise Missing("run")
    return run


def _offered(db: Session, run_id: int) -> Run:
    run = _run(db, run_id)
    if run.state != "offered":
        raise Conflict("this proposal is not offered any more")
    return run


def origin_of(db: Session, run: Run) -> Run:
    """The run that made the tree of which this one is a cut."""
    return db.get_one(Run, run.parameters.get("cut_of") or run.id)


def kept_tree(db: Session, run: Run) -> dict[str, Any]:
    """The passages of the run in its order, and its tree: {"passages", "tree"}. Raises: Conflict."""
    kept = origin_of(db, run).tree
    if kept is None:
        raise Conflict("this proposal has no tree to cut")
    return kept


def _tree(db: Session, run: Run, k: int) -> trees.Tree:
    kept = kept_tree(db, run)
    if not 1 <= k <= MOST_GROUPS:
        raise Conflict("this number of groups is out of reach")
    return trees.from_json(kept["tree"])


def _open(db: Session, analysis_id: int) -> set[int]:
    """The passages that are shown and used, and that nobody placed."""
    analysis = analyses.of_id(db, analysis_id)
    placed = select(Placement.passage_id).where(Placement.analysis_id == analysis_id)
    aside = select(SetAside.passage_id).where(SetAside.analysis_id == analysis_id)
    query = (
        select(Passage.id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(analyses.about(analysis), Contribution.state == "shown")
        .where(Passage.id.not_in(placed), Passage.id.not_in(aside))
    )
    return set(db.scalars(query))


def _alive(db: Session, analysis_id: int) -> set[int]:
    standing = select(Theme.id).where(Theme.analysis_id == analysis_id, Theme.dissolved_at.is_(None))
    return set(db.scalars(standing))
