"""What people do with a machine's proposal: adopt it, all or in part, or set it aside.

A proposal is on the table as long as one of its passages is not placed and nobody set it aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.analysis import linked
from sessions.analysis.act import Act
from sessions.errors import Conflict, Missing
from sessions.journal import Actor
from sessions.models import (
    Cluster,
    ClusterMember,
    Contribution,
    Passage,
    Placement,
    Run,
    SetAside,
    Theme,
)
from sessions.verbs import Verb


def adopt(
    db: Session,
    cluster_id: int,
    actor: Actor,
    *,
    title: str | None = None,
    passage_ids: Sequence[int] | None = None,
    now: datetime,
) -> int:
    """The proposal is a decision: a theme with its undecided passages, or those of them that are given;
    a proposal to add to an existing theme adds to that one. Without a title the theme goes by the working
    title until people name it. Returns the theme's id.

    Raises: Missing; Conflict when nothing of the proposal is undecided any more.
    """
    cluster, analysis_id = _cluster(db, cluster_id)
    act = Act(db, analysis_id, actor, now)
    theme_id = _adopt(act, cluster, title, passage_ids)
    act.record(Verb.CLUSTER_ADOPTED)
    return theme_id


def adopt_all(
    db: Session,
    analysis_id: int,
    actor: Actor,
    *,
    passage_ids: Sequence[int] | None = None,
    now: datetime,
) -> list[int]:
    """Every proposal on the table that is not *still to sort* is a decision, or what it holds of the given
    passages; returns the themes' ids.

    Raises: Conflict when there is none.
    """
    act = Act(db, analysis_id, actor, now)
    clusters = [cluster for cluster in on_the_table(db, analysis_id) if not cluster.loose]
    members = undecided_members(db, analysis_id, clusters[0].run_id) if clusters else {}
    wanted = None if passage_ids is None else set(passage_ids)
    theme_ids = []
    for cluster in clusters:
        if wanted is None or wanted & {each for each, _ in members[cluster.id]}:
            theme_ids.append(_adopt(act, cluster, None, passage_ids))
    if not theme_ids:
        raise Conflict("there is no proposal on the table")
    act.record(Verb.CLUSTER_ADOPTED)
    return theme_ids


def set_aside(db: Session, cluster_id: int, actor: Actor, *, now: datetime) -> None:
    """The proposal is off the table; its passages are unplaced as before. Raises: Missing."""
    cluster, analysis_id = _cluster(db, cluster_id)
    act = Act(db, analysis_id, actor, now)
    act.before.of(cluster)
    act.touched_clusters.add(cluster.id)
    cluster.set_aside_at = now
    act.record(Verb.CLUSTER_SET_ASIDE)


def on_the_table(db: Session, analysis_id: int) -> list[Cluster]:
    """The proposals of the newest finished run that nobody set aside and that hold an undecided passage."""
    run_id = db.scalar(
        select(Run.id)
        .where(Run.analysis_id == analysis_id, Run.state == "done")
        .order_by(Run.number.desc())
        .limit(1)
    )
    if run_id is None:
        return []
    open_members = undecided_members(db, analysis_id, run_id)
    clusters = db.scalars(
        select(Cluster)
        .where(Cluster.run_id == run_id, Cluster.set_aside_at.is_(None))
        .order_by(Cluster.position)
    )
    return [cluster for cluster in clusters if cluster.id in open_members]


def undecided_members(db: Session, analysis_id: int, run_id: int) -> dict[int, list[tuple[int, float]]]:
    """Cluster id to its passages that are shown, not placed and not set aside, with their confidence."""
    aside = select(SetAside.passage_id).where(SetAside.analysis_id == analysis_id)
    rows = db.execute(
        select(ClusterMember.cluster_id, ClusterMember.passage_id, ClusterMember.confidence)
        .join(Cluster, Cluster.id == ClusterMember.cluster_id)
        .join(Passage, Passage.id == ClusterMember.passage_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .outerjoin(
            Placement,
            (Placement.passage_id == ClusterMember.passage_id) & (Placement.analysis_id == analysis_id),
        )
        .where(Cluster.run_id == run_id, Placement.id.is_(None), Contribution.state == "shown")
        .where(Passage.retired_at.is_(None), Passage.id.not_in(aside))
        .order_by(ClusterMember.confidence.desc(), ClusterMember.passage_id)
    )
    found: dict[int, list[tuple[int, float]]] = {}
    for cluster_id, passage_id, sure in rows:
        found.setdefault(cluster_id, []).append((passage_id, sure))
    return found


def _adopt(act: Act, cluster: Cluster, title: str | None, passage_ids: Sequence[int] | None) -> int:
    undecided = [
        passage_id
        for passage_id, _ in undecided_members(act.db, act.analysis.id, cluster.run_id).get(cluster.id, [])
    ]
    chosen = undecided if passage_ids is None else [each for each in undecided if each in set(passage_ids)]
    if not chosen:
        raise Conflict("nothing of this proposal is undecided")
    theme = act.db.get(Theme, cluster.theme_id) if cluster.theme_id else None
    if theme is None or theme.dissolved_at is not None:
        theme = act.new_theme(title or None, cluster=cluster)
    act.place(_with_undecided(act, chosen), theme.id)
    act.touched_clusters.add(cluster.id)
    return theme.id


def _with_undecided(act: Act, passage_ids: Sequence[int]) -> list[int]:
    """These passages and what they are linked with, unless that has a place: a proposal moves no decision."""
    ids = linked.with_linked(act.db, act.analysis.id, passage_ids)
    decided = set(
        act.db.scalars(
            select(Placement.passage_id).where(
                Placement.analysis_id == act.analysis.id, Placement.passage_id.in_(ids)
            )
        )
    )
    aside = set(
        act.db.scalars(
            select(SetAside.passage_id).where(
                SetAside.analysis_id == act.analysis.id, SetAside.passage_id.in_(ids)
            )
        )
    )
    return [each for each in ids if each not in decided | aside]


def _cluster(db: Session, cluster_id: int) -> tuple[Cluster, int]:
    cluster = db.get(Cluster, cluster_id)
    if cluster is None or cluster.set_aside_at is not None:
        raise Missing("proposal")
    return cluster, db.get_one(Run, cluster.run_id).analysis_id
