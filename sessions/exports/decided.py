"""The rows of decisions (themes, key groups) and, apart from them, of proposals (clusters, runs)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from sessions.analysis import analyses as questions
from sessions.analysis import dissent as dissents
from sessions.analysis import key_groups as groups_of
from sessions.analysis import measures
from sessions.analysis import themes as decisions
from sessions.exports.asked import Asked, Row
from sessions.exports.endings import Ending
from sessions.exports.grade import Grade
from sessions.focus import promises
from sessions.hall import ratings
from sessions.models import (
    Analysis,
    Cluster,
    ClusterMember,
    Dissent,
    Exercise,
    Passage,
    Rating,
    Run,
    Theme,
    Twin,
)
from sessions.projections.hall import themes_of
from sessions.proposing import proposals


def themes(asked: Asked, analyses: Sequence[Analysis]) -> list[Row]:
    """The themes that stand, by question and rank."""
    counted = themes_of(asked.db, [analysis.id for analysis in analyses], None)
    rated = ratings.rated(asked.db, [analysis.id for analysis in analyses])
    said = measures.said(asked.db, [analysis.id for analysis in analyses])
    objections = dissents.open_counts(asked.db, counted.keys())
    rows = []
    for analysis in analyses:
        groups = {group.id: group.title for group in groups_of.alive(asked.db, analysis.id)}
        numbers, repeats = _run_numbers(asked, analysis), measures.repeats(asked.db, analysis.id)
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
                    "hearts": counted[theme.id]["hearts"],
                    "tables": said.get(theme.id, measures.NEVER).tables,
                    "groups": said.get(theme.id, measures.NEVER).groups,
                    "repeats": repeats.get(theme.id, 0),
                    "dissent": objections.get(theme.id, 0),
                    "example": _code(asked, theme.example_id),
                    "counter_example": _code(asked, theme.counter_example_id),
                    **_rating(rated.get(theme.id)),
                    "meant_yes": counted[theme.id]["meant"]["yes"],
                    "meant_no": counted[theme.id]["meant"]["no"],
                    "decided_by": asked.staff(theme.decided_by),
                    "decided_at": asked.moment(theme.decided_at),
                    "machine_run": numbers.get(theme.run_id or 0),
                    "machine_words": theme.cluster_words or None,
                }
            )
    return rows


def _code(asked: Asked, passage_id: int | None) -> str | None:
    passage = asked.db.get(Passage, passage_id) if passage_id else None
    return asked.code_of(passage.contribution_id) if passage else None


def dissent(asked: Asked) -> list[Row]:
    """The register, whole: no grade leaves a line out."""
    about: dict[int, int | None] = dict(
        asked.db.execute(
            select(Dissent.id, Passage.contribution_id)
            .outerjoin(Passage, Passage.id == Dissent.passage_id)
            .where(Dissent.workshop_id == asked.workshop.id)
        ).all()
    )
    public = asked.grade is Grade.PUBLIC
    closed = promises.closed_themes(asked.db, asked.workshop.id) if public else frozenset()
    return [
        {
            "id": str(each.id),
            "about": each.about,
            "theme_id": str(each.theme_id) if each.theme_id and each.theme_id not in closed else None,
            "theme": (each.theme or None) if each.theme_id not in closed else None,
            "standing": each.standing,
            "state": "withdrawn" if each.withdrawn_at else "open",
            "raised": asked.moment(each.raised_at),
            "by_staff": each.by_staff,
            "contribution": asked.code_of(about[each.id]),
            "text": asked.rules.worded(each.text) if asked.of_focus_groups else each.text,
        }
        for each in dissents.register(asked.db, asked.workshop.id)
    ]


def twins(asked: Asked, analyses: Sequence[Analysis]) -> list[Row]:
    one, other = aliased(Passage), aliased(Passage)
    rows: list[Row] = []
    for analysis in analyses:
        pairs = asked.db.execute(
            select(Twin, one.contribution_id, other.contribution_id)
            .join(one, one.id == Twin.passage_id)
            .join(other, other.id == Twin.twin_id)
            .where(Twin.analysis_id == analysis.id)
            .order_by(Twin.id)
        )
        rows += [
            {
                "analysis": analysis.key,
                "contribution": asked.code_of(first),
                "twin": asked.code_of(second),
                "state": twin.state,
                "machine_similarity": round(twin.similarity, 3) if twin.run_id else None,
            }
            for twin, first, second in pairs
        ]
    return rows


def _rating(rated: ratings.Rated | None) -> Row:
    if rated is None:
        return dict.fromkeys(("rating_mean", "rating_people", "rating_low", "rating_high"))
    return {
        "rating_mean": round(rated.mean, 3),
        "rating_people": rated.people,
        "rating_low": rated.low,
        "rating_high": rated.high,
    }


def given_ratings(asked: Asked) -> list[Row]:
    """Who put which theme where, in which step."""
    codes = asked.participant_codes
    rows = asked.db.execute(
        select(Exercise.position, Rating)
        .join(Exercise, Exercise.id == Rating.exercise_id)
        .where(Exercise.workshop_id == asked.workshop.id)
        .order_by(Exercise.position, Rating.participant_id, Rating.place)
    )
    return [
        {
            "exercise": position,
            "participant": codes.get(rating.participant_id),
            "theme_id": str(rating.theme_id),
            "place": rating.place,
        }
        for position, rating in rows
    ]


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
            "rank": group.rank,
            "position": group.position,
            "themes": counts.get(group.id, 0),
        }
        for analysis in analyses
        for group in groups_of.alive(asked.db, analysis.id)
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
    held: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for ending in endings:
        key = (ending.row["analysis"], ending.row["ended"])
        held.setdefault(key, set()).add((ending.contribution_id, ending.number))
    counts = {key: len(passages) for key, passages in held.items()}
    return [
        {
            "analysis": analysis.key,
            "question": analysis.question,
            "feeds_on": analysis.feeds_on,
            "towards": analysis.towards,
            "placed": counts.get((analysis.key, "theme"), 0),
            "unplaced": counts.get((analysis.key, "unplaced"), 0),
            "aside": counts.get((analysis.key, "aside"), 0),
            "several": analysis.several,
        }
        for analysis in analyses
    ]
