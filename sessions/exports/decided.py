"""The rows of decisions (themes, key groups) and, apart from them, of proposals (clusters, runs)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select

from sessions import analyses as questions
from sessions import proposals
from sessions import themes as decisions
from sessions.exports.asked import Asked, Row
from sessions.exports.endings import Ending
from sessions.models import (
    Analysis,
    Cluster,
    ClusterMember,
    Contribution,
    Heart,
    KeyGroup,
    Passage,
    Placement,
    Run,
    Theme,
)
from sessions.projections.hall import themes_of


def themes(asked: Asked, analyses: Sequence[Analysis]) -> list[Row]:
    """The themes that stand, by question and rank."""
    counted = themes_of(asked.db, [analysis.id for analysis in analyses], None)
    hearts = _hearts(asked)
    rows = []
    for analysis in analyses:
        groups = {group.id: group.title for group in _groups(asked, analysis)}
        numbers = _run_numbers(asked, analysis)
        for theme in decisions.alive(asked.db, analysis.id):
            rows.append(
                {
                    "id": str(theme.id),
                    "analysis": analysis.key,
                    "title": theme.title,
                    "description": theme.description,
                    "level": theme.level,
                    "rank": theme.rank,
                    "key_group": groups.get(theme.key_group_id or 0),
                    "count": counted[theme.id]["count"],
                    "people": counted[theme.id]["people"],
                    "hearts": hearts.get(theme.id, 0),
                    "decided_by": asked.staff(theme.decided_by),
                    "decided_at": asked.moment(theme.decided_at),
                    "machine_run": numbers.get(theme.run_id or 0),
                    "machine_words": theme.cluster_words or None,
                }
            )
    return rows


def _hearts(asked: Asked) -> dict[int, int]:
    """Theme id to the hearts of the interventions behind it, each intervention once."""
    behind = (
        select(Placement.theme_id, Contribution.parent_id)
        .join(Passage, Passage.id == Placement.passage_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(Contribution.workshop_id == asked.workshop.id, Contribution.state == "shown")
        .distinct()
        .subquery()
    )
    hearts = (
        select(behind.c.theme_id, func.count())
        .join(Heart, Heart.contribution_id == behind.c.parent_id)
        .group_by(behind.c.theme_id)
    )
    return dict(asked.db.execute(hearts).all())


def _groups(asked: Asked, analysis: Analysis) -> list[KeyGroup]:
    return list(
        asked.db.scalars(
            select(KeyGroup)
            .where(KeyGroup.analysis_id == analysis.id, KeyGroup.dissolved_at.is_(None))
            .order_by(KeyGroup.position)
        )
    )


def _run_numbers(asked: Asked, analysis: Analysis) -> dict[int, int]:
    return {run.id: run.number for run in _runs(asked, analysis)}


def _runs(asked: Asked, analysis: Analysis) -> list[Run]:
    return list(asked.db.scalars(select(Run).where(Run.analysis_id == analysis.id).order_by(Run.number)))


def key_groups(asked: Asked, analyses: Sequence[Analysis]) -> list[Row]:
    counts: dict[int | None, int] = dict(
        asked.db.execute(
            select(Theme.key_group_id, func.count())
            .where(Theme.dissolved_at.is_(None), Theme.key_group_id.is_not(None))
            .group_by(Theme.key_group_id)
        ).all()
    )
    return [
        {
            "id": str(group.id),
            "analysis": analysis.key,
            "title": group.title,
            "description": group.description,
            "position": group.position,
            "themes": counts.get(group.id, 0),
        }
        for analysis in analyses
        for group in _groups(asked, analysis)
    ]


def clusters(asked: Asked, analyses: Sequence[Analysis]) -> list[Row]:
    """The proposals of the newest finished run of each question, whatever people did with them."""
    rows: list[Row] = []
    for analysis in analyses:
        run = questions.latest_run(asked.db, analysis.id)
        if run is not None:
            rows += _clusters_of(asked, analysis, run)
    return rows


def _clusters_of(asked: Asked, analysis: Analysis, run: Run) -> list[Row]:
    undecided = proposals.undecided_members(asked.db, analysis.id, run.id)
    sizes: Mapping[int, int] = dict(
        asked.db.execute(
            select(ClusterMember.cluster_id, func.count())
            .join(Cluster, Cluster.id == ClusterMember.cluster_id)
            .where(Cluster.run_id == run.id)
            .group_by(ClusterMember.cluster_id)
        ).all()
    )
    rows = asked.db.execute(
        select(Cluster, Passage.contribution_id)
        .outerjoin(Passage, Passage.id == Cluster.medoid_passage_id)
        .where(Cluster.run_id == run.id)
        .order_by(Cluster.position)
    )
    return [
        {
            "machine_cluster_id": str(cluster.id),
            "analysis": analysis.key,
            "machine_run": run.number,
            "position": cluster.position,
            "machine_words": cluster.words,
            "machine_count": sizes.get(cluster.id, 0),
            "undecided": len(undecided.get(cluster.id, [])),
            "machine_cohesion": round(cluster.cohesion, 3),
            "machine_loose": cluster.loose,
            "machine_theme_id": str(cluster.theme_id) if cluster.theme_id else None,
            "medoid": asked.code_of(medoid),
            "set_aside": cluster.set_aside_at is not None,
        }
        for cluster, medoid in rows
    ]


def runs(asked: Asked, analyses: Sequence[Analysis]) -> list[Row]:
    return [
        {
            "analysis": analysis.key,
            "machine_run": run.number,
            "state": run.state,
            "model": run.model,
            "parameters": json.dumps(run.parameters, ensure_ascii=False, sort_keys=True),
            "seed": run.seed,
            "input_revision": run.input_revision,
            "started_by": asked.staff(run.started_by),
            "started_at": asked.moment(run.started_at),
            "finished_at": asked.moment(run.finished_at),
        }
        for analysis in analyses
        for run in _runs(asked, analysis)
    ]


def asked_questions(analyses: Sequence[Analysis], endings: Iterable[Ending]) -> list[Row]:
    """The questions, with how many of the passages that count have a place."""
    counts: dict[tuple[str, str], int] = {}
    for ending in endings:
        key = (ending.row["analysis"], ending.row["ended"])
        counts[key] = counts.get(key, 0) + 1
    return [
        {
            "analysis": analysis.key,
            "question": analysis.question,
            "feeds_on": analysis.feeds_on,
            "towards": analysis.towards,
            "placed": counts.get((analysis.key, "theme"), 0),
            "unplaced": counts.get((analysis.key, "unplaced"), 0),
        }
        for analysis in analyses
    ]
