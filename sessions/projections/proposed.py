"""What a machine proposes on a workbench: the groups on the table, each with what was measured of it.

A hall of twenty thousand contributions has groups of thousands: only those whose members changed are told
again, and all of them when another proposal lies on the table.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.analysis import analyses, apart, linked, parts
from sessions.clustering.proposal import BRIDGES
from sessions.models import Cluster, ClusterMember, KnownTheme, Theme
from sessions.projections.section import ALL, Ids, Item, Section, TouchedIds
from sessions.proposing import proposals

MANY = 500
"""So many touched passages lie in most groups: all are told again."""


def _clusters(db: Session, analysis_id: int, ids: Ids | None) -> dict[int, Item]:
    run_id = _on_the_table(db, analysis_id)
    if run_id is None:
        return {}
    members = proposals.undecided_members(db, analysis_id, run_id, ids)
    rows = db.execute(
        select(Cluster, KnownTheme.title)
        .outerjoin(KnownTheme, KnownTheme.id == Cluster.known_id)
        .where(Cluster.id.in_(members), Cluster.set_aside_at.is_(None))
    ).all()
    medoids = {cluster.medoid_passage_id for cluster, _ in rows if cluster.medoid_passage_id}
    quotes = parts.counting(db, medoids)
    bridging, to_sort = _measured(db, [cluster.id for cluster, _ in rows])
    items: dict[int, Item] = {}
    for cluster, known in rows:
        held = [passage_id for passage_id, _ in members[cluster.id]]
        items[cluster.id] = {
            "run": cluster.run_id,
            "words": cluster.words,
            "medoid": cluster.medoid_passage_id if cluster.medoid_passage_id in quotes else None,
            "theme": cluster.theme_id,
            "known": known,
            "cohesion": cluster.cohesion,
            "loose": cluster.loose,
            "position": cluster.position,
            "members": held,
            "confidence": [round(sure, 3) for _, sure in members[cluster.id]],
            "to_sort": [each for each in held if (cluster.id, each) in to_sort],
            "bridging": [each for each in held if (cluster.id, each) in bridging],
        }
    return items


def _on_the_table(db: Session, analysis_id: int) -> int | None:
    run = analyses.latest_run(db, analysis_id)
    return run.id if run is not None else None


def _measured(db: Session, cluster_ids: Collection[int]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The members, as group and passage, that belong to other groups as much, and those that are to sort."""
    rows = db.execute(
        select(
            ClusterMember.cluster_id,
            ClusterMember.passage_id,
            ClusterMember.bridging,
            ClusterMember.to_sort,
        ).where(
            ClusterMember.cluster_id.in_(cluster_ids),
            (ClusterMember.bridging >= BRIDGES) | ClusterMember.to_sort,
        )
    ).all()
    return (
        {(cluster, passage) for cluster, passage, far, _ in rows if far >= BRIDGES},
        {(cluster, passage) for cluster, passage, _, doubt in rows if doubt},
    )


def _touched(db: Session, analysis_id: int, touched: TouchedIds) -> Ids | None:
    """The touched groups, and those on the table that hold a touched passage or what people keep apart from
    it."""
    passages = touched.get("passage", set())
    # While a run is under way it touches itself, and no group.
    another = touched.get("run") and touched.get("cluster")
    if another or touched.get("known_theme") or len(passages) > MANY or _any_gone(db, touched):
        return ALL
    found = set(touched.get("cluster", set()))
    run_id = _on_the_table(db, analysis_id) if passages else None
    if run_id is not None:
        holding = (
            select(ClusterMember.cluster_id)
            .join(Cluster, Cluster.id == ClusterMember.cluster_id)
            .where(Cluster.run_id == run_id)
        )
        near = _with_those_apart(db, analysis_id, passages)
        found |= set(db.scalars(holding.where(ClusterMember.passage_id.in_(near)).distinct()))
    return frozenset(found)


def _with_those_apart(db: Session, analysis_id: int, passages: set[int]) -> set[int]:
    """Whose place in a group may hang on where these stand."""
    together = linked.groups(db, analysis_id, retired=True)
    near = passages.union(*(together.get(each, ()) for each in passages))
    kept = apart.barred(db, analysis_id)
    return near.union(*(kept.get(each, ()) for each in near))


def _any_gone(db: Session, touched: TouchedIds) -> bool:
    """Whether a theme is not there any more: a group that would be added to it forgot so."""
    ids = touched.get("theme", set())
    return bool(ids) and len(set(db.scalars(select(Theme.id).where(Theme.id.in_(ids))))) < len(ids)


CLUSTERS = Section("cluster", _touched, _clusters)
