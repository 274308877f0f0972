"""What people do with a machine's proposal: adopt it, all or in part, or set it aside.

A proposal is on the table as long as one of its passages is not placed and nobody set it aside.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis import analyses, apart, linked
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

KEPT_APART = words.mark("Iemand zei dat dit niet samen hoort met wat al in dit thema staat.")


class OtherOnTheTable(Conflict):
    """Another proposal lies there than the one that was looked at; nothing was changed."""

    code = "other-proposal"


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
    title until people name it. What people keep apart from a surer one, or from what is in the theme already,
    stays behind (`left_behind`). Returns the theme's id.

    Raises: Missing; Conflict when nothing of the proposal is undecided any more; Invalid when people keep all
    of it apart from what is in the theme.
    """
    cluster, analysis_id = _cluster(db, cluster_id)
    act = Act(db, analysis_id, actor, now)
    wanted = _wanted(db, analysis_id, cluster, passage_ids)
    if not wanted:
        raise Conflict("nothing of this proposal is undecided")
    theme_id = _adopt(act, cluster, title, wanted)
    if theme_id is None:
        raise act.invalid("passage", KEPT_APART)
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
    passages, as `adopt` does it; returns the themes' ids.

    Raises: Conflict when there is none.
    """
    act = Act(db, analysis_id, actor, now)
    theme_ids = []
    for cluster in on_the_table(db, analysis_id):
        # What is linked went along with an earlier one.
        wanted = [] if cluster.loose else _wanted(db, analysis_id, cluster, passage_ids)
        theme_id = _adopt(act, cluster, None, wanted) if wanted else None
        if theme_id is not None:
            theme_ids.append(theme_id)
    if not theme_ids:
        raise Conflict("there is no proposal on the table")
    act.record(Verb.CLUSTER_ADOPTED)
    return theme_ids


def left_behind(
    db: Session, analysis_id: int, clusters: Sequence[Cluster], passage_ids: Sequence[int] | None = None
) -> list[int]:
    """What of these proposals, or of the given passages in them, nobody placed: asked just after they were
    adopted, what people keep apart from what they would have come to."""
    sorted_out = (each for each in clusters if not each.loose)
    return [passage for each in sorted_out for passage in _wanted(db, analysis_id, each, passage_ids)]


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


def require_on_the_table(db: Session, analysis_id: int, run_id: int) -> None:
    """That run is the one of which the proposals lie there. Raises: OtherOnTheTable."""
    run = analyses.latest_run(db, analysis_id)
    if run is None or run.id != run_id:
        raise OtherOnTheTable("another proposal lies on the table by now")


def any_on_the_table(db: Session, analysis_id: int) -> bool:
    """Whether one of the proposals lies there still; without reading the others."""
    run = analyses.latest_run(db, analysis_id)
    if run is None:
        return False
    lying = _open_members(analysis_id, run.id).where(Cluster.set_aside_at.is_(None))
    return db.execute(lying.limit(1)).first() is not None


def undecided_members(
    db: Session, analysis_id: int, run_id: int, cluster_ids: Collection[int] | None = None
) -> dict[int, list[tuple[int, float]]]:
    """Cluster id to its passages that are shown, not placed and not set aside, with their confidence, the
    surest first; of all proposals of the run, or of those. What people keep apart from a surer one, or from
    what is in the theme that it would be added to, is in none."""
    found = _undecided(db, analysis_id, run_id, cluster_ids)
    kept = apart.barred(db, analysis_id)
    if not kept:
        return found
    rows = db.execute(select(Cluster.id, Cluster.theme_id, Cluster.loose).where(Cluster.id.in_(found)))
    for cluster_id, theme_id, loose in rows:
        # What is still to sort is put together with nothing.
        if not loose:
            members = found[cluster_id]
            going = set(apart.going([each for each, _ in members], kept, _in_theme(db, theme_id)))
            found[cluster_id] = [pair for pair in members if pair[0] in going]
    return {each: members for each, members in found.items() if members}


def _undecided(
    db: Session, analysis_id: int, run_id: int, cluster_ids: Collection[int] | None
) -> dict[int, list[tuple[int, float]]]:
    query = _open_members(analysis_id, run_id)
    if cluster_ids is not None:
        query = query.where(Cluster.id.in_(cluster_ids))
    query = query.order_by(ClusterMember.confidence.desc(), ClusterMember.passage_id)
    found: dict[int, list[tuple[int, float]]] = {}
    for cluster_id, passage_id, sure in db.execute(query):
        found.setdefault(cluster_id, []).append((passage_id, sure))
    return found


def _open_members(analysis_id: int, run_id: int) -> Select[int, int, float]:
    aside = select(SetAside.passage_id).where(SetAside.analysis_id == analysis_id)
    return (
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
    )


def _in_theme(db: Session, theme_id: int | None) -> set[int]:
    if theme_id is None:
        return set()
    return set(db.scalars(select(Placement.passage_id).where(Placement.theme_id == theme_id)))


def _wanted(db: Session, analysis_id: int, cluster: Cluster, passage_ids: Sequence[int] | None) -> list[int]:
    """What of the proposal nobody decided, as far as it is asked, the surest first."""
    members = _undecided(db, analysis_id, cluster.run_id, [cluster.id]).get(cluster.id, [])
    asked = None if passage_ids is None else set(passage_ids)
    return [each for each, _ in members if asked is None or each in asked]


def _adopt(act: Act, cluster: Cluster, title: str | None, wanted: Sequence[int]) -> int | None:
    """The theme in which they are now, None when people keep all of them apart from what is in it."""
    theme = act.db.get(Theme, cluster.theme_id) if cluster.theme_id else None
    if theme is not None and theme.dissolved_at is not None:
        theme = None
    kept = apart.barred(act.db, act.analysis.id)
    chosen = apart.going(wanted, kept, _in_theme(act.db, theme.id if theme else None))
    if not chosen:
        return None
    theme = theme or act.new_theme(title or None, cluster=cluster)
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
    return [each for each in ids if each not in decided]


def _cluster(db: Session, cluster_id: int) -> tuple[Cluster, int]:
    cluster = db.get(Cluster, cluster_id)
    if cluster is None or cluster.set_aside_at is not None:
        raise Missing("proposal")
    return cluster, db.get_one(Run, cluster.run_id).analysis_id
