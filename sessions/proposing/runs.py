"""Asking for a machine proposal, and keeping what came out of it.

A run reads passages and decisions and writes clusters and near-duplicates, nothing else: no theme, no
placement. Where a proposal lies on the table already, a new one is offered beside it and people decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from sessions.errors import Conflict, Missing
from sessions.journal import SYSTEM, Actor, record
from sessions.models import Analysis, Cluster, ClusterMember, KnownTheme, Passage, Run, Theme, Workshop
from sessions.proposing import found_twins, proposals
from sessions.store import slices
from sessions.verbs import Verb


@dataclass(frozen=True)
class Wishes:
    """What somebody asks of a run. `again` is the run that it repeats; k None lets the texts decide."""

    k: int | None = None
    seed: int = 0
    ignore_names: bool = False
    again: int | None = None


@dataclass(frozen=True)
class Proposed:
    """One proposed cluster: `members` are passage ids with a confidence from 0 to 1 each, `bridging` says per
    member how far it belongs to other clusters as well, 0 to 1, `to_sort` whether it is still to sort;
    `known_id` is the theme known beforehand that drew the cluster."""

    words: str
    members: Sequence[tuple[int, float]]
    medoid: int | None = None
    theme_id: int | None = None
    known_id: int | None = None
    cohesion: float = 0.0
    loose: bool = False
    bridging: Sequence[float] = ()
    to_sort: Sequence[bool] = ()


@dataclass(frozen=True)
class Outcome:
    """What a run found beside its clusters: what made it, what it takes to cut it anew (`tree`), and pairs
    of passages that say nearly the same, with their similarity; None when they follow (`found_twins`). With
    `offer` it does not go on the table by itself."""

    model: str
    parameters: dict[str, Any]
    tree: dict[str, Any] | None = None
    twins: Sequence[tuple[int, int, float]] | None = ()
    offer: bool = False


KEPT = ("version", "fallback", "k_chosen", "cut", "choices", "fingerprint")
"""What a proposal says of itself that its run remembers."""


def proposed_of(cluster: Mapping[str, Any]) -> Proposed:
    """A cluster as `sessions.thinking` tells it, by passage ids."""
    return Proposed(
        words=cluster["title"],
        members=list(zip(cluster["members"], map(float, cluster["confidence"]), strict=True)),
        medoid=cluster["medoid"],
        theme_id=cluster["joins"],
        known_id=cluster.get("joins_known"),
        cohesion=float(cluster["cohesion"]),
        loose=bool(cluster["loose"]),
        bridging=cluster.get("bridging", ()),
        to_sort=cluster.get("to_sort", ()),
    )


def outcome_of(proposal: Mapping[str, Any], *, offer: bool) -> Outcome:
    """What a proposal says beside its clusters, as `sessions.thinking` tells it."""
    return Outcome(
        model=str(proposal["model"]),
        parameters={each: proposal.get(each) for each in KEPT} | {"found": len(proposal["clusters"])},
        tree=proposal.get("tree"),
        twins=[(one, other, float(near)) for one, other, near in proposal["near_duplicates"]],
        offer=offer,
    )


def start_run(
    db: Session, analysis_id: int, *, user_id: int | None, wishes: Wishes | None = None, now: datetime
) -> int:
    """A run is under way; returns its id.

    Raises: Conflict while another run of this analysis is under way.
    """
    analysis, wishes = db.get_one(Analysis, analysis_id), wishes or Wishes()
    busy = db.scalar(select(Run.id).where(Run.analysis_id == analysis_id, Run.state == "running"))
    if busy is not None:
        raise Conflict("a proposal is being made already")
    run = Run(
        analysis_id=analysis_id,
        number=next_number(db, analysis_id),
        parameters={"k": wishes.k, "ignore_names": wishes.ignore_names, "again": wishes.again},
        seed=wishes.seed,
        input_revision=db.get_one(Workshop, analysis.workshop_id).revision,
        started_by=user_id,
        started_at=now,
    )
    db.add(run)
    db.flush()
    tell(db, run, Verb.RUN_STARTED, Actor("user", user_id) if user_id is not None else Actor("command"), now)
    return run.id


def wishes_of(db: Session, run_id: int) -> Wishes:
    """What it takes to make that proposal once more; of a coarser or finer cut, the proposal that it is a cut
    of. Of one that was never finished there is nothing to compare with. Raises: Missing; Conflict while it is
    being made."""
    run = db.get(Run, run_id)
    run = run if run is None else db.get(Run, run.parameters.get("cut_of") or run.id)
    if run is None:
        raise Missing("run")
    if run.state == "running":
        raise Conflict("this proposal is being made")
    return Wishes(
        k=run.parameters.get("k"),
        seed=run.seed,
        ignore_names=bool(run.parameters.get("ignore_names")),
        again=run.id if run.parameters.get("fingerprint") else None,
    )


def next_number(db: Session, analysis_id: int) -> int:
    number = db.scalar(select(func.coalesce(func.max(Run.number), 0)).where(Run.analysis_id == analysis_id))
    return (number or 0) + 1


def note_progress(db: Session, run_id: int, progress: float, message: str, *, now: datetime) -> bool:
    """How far the run is, from 0 to 1, for whoever watches. Returns whether it should go on."""
    run = db.get_one(Run, run_id)
    if run.state != "running":
        return False
    run.progress, run.message = progress, message
    tell(db, run, Verb.RUN_PROGRESSED, SYSTEM, now)
    return True


def keep_clusters(db: Session, run_id: int, clusters: Iterable[tuple[int, Proposed]]) -> bool:
    """These clusters, each with its place from 1, belong to the run; nobody sees them before it is finished.
    Returns whether the run should go on."""
    run = db.get_one(Run, run_id)
    if run.state != "running":
        return False
    add_clusters(db, run, clusters)
    return True


def add_clusters(db: Session, run: Run, clusters: Iterable[tuple[int, Proposed]]) -> None:
    """Rows for clusters, each with its place; a theme or passage that is gone by now is left out."""
    standing = select(Theme.id).where(Theme.analysis_id == run.analysis_id, Theme.dissolved_at.is_(None))
    alive = set(db.scalars(standing))
    known = set(db.scalars(select(KnownTheme.id).where(KnownTheme.analysis_id == run.analysis_id)))
    for place, proposed in clusters:
        members = _members(db, proposed)
        if not members:
            continue
        cluster = Cluster(
            run_id=run.id,
            position=place,
            words=proposed.words[:200],
            medoid_passage_id=proposed.medoid if proposed.medoid in {each[0] for each in members} else None,
            theme_id=proposed.theme_id if proposed.theme_id in alive else None,
            known_id=proposed.known_id if proposed.known_id in known else None,
            cohesion=proposed.cohesion,
            loose=proposed.loose,
        )
        db.add(cluster)
        db.flush()
        rows = [
            {
                "cluster_id": cluster.id,
                "passage_id": each,
                "confidence": sure,
                "bridging": bridging,
                "to_sort": to_sort,
            }
            for each, sure, bridging, to_sort in members
        ]
        db.execute(insert(ClusterMember), rows)


def _members(db: Session, proposed: Proposed) -> list[tuple[int, float, float, bool]]:
    """Passage, confidence, bridging and whether it is to sort, of the members that still exist."""
    bridging = proposed.bridging or [0.0] * len(proposed.members)
    to_sort = proposed.to_sort or [False] * len(proposed.members)
    there: set[int] = set()
    for some in slices([each for each, _ in proposed.members]):
        there.update(db.scalars(select(Passage.id).where(Passage.id.in_(some))))
    return [
        (each, sure, far, bool(doubt))
        for (each, sure), far, doubt in zip(proposed.members, bridging, to_sort, strict=True)
        if each in there
    ]


def finish_run(
    db: Session, run_id: int, clusters: Sequence[Proposed], outcome: Outcome, *, now: datetime
) -> str:
    """The proposal is there; what people placed in the meantime stays where they placed it. `clusters` are
    those that were not kept yet (`keep_clusters`).

    Returns the run's state: done when it lies on the table, offered when people choose first.
    """
    run = db.get_one(Run, run_id)
    if run.state != "running":
        return run.state
    add_clusters(db, run, enumerate(clusters, start=1))
    offered = outcome.offer and proposals.any_on_the_table(db, run.analysis_id)
    again = run.parameters.get("again")
    run.state, run.progress, run.finished_at = "offered" if offered or again else "done", 1.0, now
    run.model, run.tree = outcome.model[:120], outcome.tree
    run.parameters = {**run.parameters, **outcome.parameters}
    run.message = how_repeated(db, run, db.get_one(Run, again)) if again else ""
    twins = [] if outcome.twins is None else found_twins.propose(db, run, outcome.twins)
    db.flush()
    tell(db, run, Verb.RUN_ENDED, SYSTEM, now, twins=twins)
    return run.state


def how_repeated(db: Session, run: Run, first: Run) -> str:
    """same, input-changed (people or their words changed something since) or differs."""
    if _grouped(db, run.id) == _grouped(db, first.id):
        return "same"
    prints = {each.parameters.get("fingerprint") for each in (run, first)}
    return "differs" if len(prints) == 1 else "input-changed"


def _grouped(db: Session, run_id: int) -> list[tuple[str, int | None, bool, tuple[int, ...]]]:
    """What a run said, cluster by cluster: words, theme, loose, members."""
    held: dict[int, list[int]] = {}
    for cluster_id, passage_id in db.execute(
        select(ClusterMember.cluster_id, ClusterMember.passage_id)
        .join(Cluster, Cluster.id == ClusterMember.cluster_id)
        .where(Cluster.run_id == run_id)
        .order_by(ClusterMember.passage_id)
    ):
        held.setdefault(cluster_id, []).append(passage_id)
    rows = db.scalars(select(Cluster).where(Cluster.run_id == run_id).order_by(Cluster.position))
    return [(each.words, each.theme_id, each.loose, tuple(held.get(each.id, ()))) for each in rows]


def end_run(db: Session, run_id: int, state: str, message: str, *, actor: Actor, now: datetime) -> None:
    """A run under way stopped without a proposal: failed or cancelled. Earlier proposals stay."""
    run = db.get_one(Run, run_id)
    if run.state != "running":
        return
    run.state, run.message, run.finished_at = state, message[:300], now
    # What was kept of it already was never seen.
    db.execute(delete(Cluster).where(Cluster.run_id == run_id).execution_options(synchronize_session=False))
    tell(db, run, Verb.RUN_ENDED, actor, now)


def end_interrupted(db: Session, *, message: str, now: datetime) -> int:
    """Runs that were under way when the server stopped are failed; returns how many there were."""
    ids = list(db.scalars(select(Run.id).where(Run.state == "running")))
    for run_id in ids:
        end_run(db, run_id, "failed", message, actor=SYSTEM, now=now)
    return len(ids)


def tell(
    db: Session, run: Run, verb: Verb, actor: Actor, now: datetime, *, twins: Sequence[int] = ()
) -> None:
    """The act of or on a run stands in the journal, with everything that looks different after it."""
    analysis = db.get_one(Analysis, run.analysis_id)
    touched: dict[str, Sequence[int]] = {"run": [run.id], "analysis": [analysis.id], "twin": twins}
    if verb is Verb.RUN_ENDED and run.state == "done":
        touched["cluster"] = clusters_around(db, run)
    record(db, analysis.workshop_id, verb, actor, now=now, touched=touched, analysis_id=analysis.id)


def clusters_around(db: Session, run: Run) -> list[int]:
    """The clusters of that run, and of the one that lay on the table before it."""
    before = (
        select(Run.id)
        .where(Run.analysis_id == run.analysis_id, Run.state == "done", Run.id != run.id)
        .order_by(Run.number.desc())
        .limit(1)
    )
    ids = [run.id, db.scalar(before) or 0]
    return list(db.scalars(select(Cluster.id).where(Cluster.run_id.in_(ids))))
