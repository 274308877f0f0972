"""Asking for a machine proposal, and keeping what came out of it.

A run reads passages and decisions and writes clusters, nothing else: no theme, no placement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from sessions.errors import Conflict, Missing
from sessions.journal import SYSTEM, Actor, Verb, record
from sessions.models import (
    Analysis,
    Cluster,
    ClusterMember,
    Contribution,
    ContributionVersion,
    Passage,
    Placement,
    Run,
    Theme,
    Workshop,
)


@dataclass(frozen=True)
class RunInput:
    """What a run works on: n passages, their words, languages, and where people placed them (theme id)."""

    run_id: int
    passage_ids: list[int]
    texts: list[str]
    languages: list[str]
    given: dict[int, int]
    k: int | None
    seed: int


@dataclass(frozen=True)
class Proposed:
    """One proposed cluster: `members` are passage ids with a confidence from 0 to 1 each."""

    words: str
    members: Sequence[tuple[int, float]]
    medoid: int | None = None
    theme_id: int | None = None
    cohesion: float = 0.0
    loose: bool = False


def of_workshop(db: Session, workshop_id: int) -> list[Analysis]:
    return list(
        db.scalars(select(Analysis).where(Analysis.workshop_id == workshop_id).order_by(Analysis.position))
    )


def in_workshop(db: Session, workshop_id: int, analysis_id: int) -> Analysis:
    """Raises: Missing when that workshop asks no such question."""
    analysis = db.get(Analysis, analysis_id)
    if analysis is None or analysis.workshop_id != workshop_id:
        raise Missing("analysis")
    return analysis


def about(analysis: Analysis) -> ColumnElement[bool]:
    """That a passage, with its contribution, is what this question is put to."""
    which = (
        (Passage.workshop_id == analysis.workshop_id)
        & Passage.retired_at.is_(None)
        & Contribution.kind.in_(analysis.kinds)
    )
    return (
        which if analysis.exercise_id is None else which & (Contribution.exercise_id == analysis.exercise_id)
    )


def passages_of(db: Session, analysis: Analysis) -> list[tuple[Passage, Contribution, ContributionVersion]]:
    """The passages that this question is about and that are shown, in the order they were said."""
    rows = db.execute(
        select(Passage, Contribution, ContributionVersion)
        .join(Contribution, Passage.contribution_id == Contribution.id)
        .join(
            ContributionVersion,
            (ContributionVersion.contribution_id == Contribution.id)
            & (ContributionVersion.number == Contribution.version),
        )
        .where(about(analysis), Contribution.state == "shown")
        .order_by(Passage.id)
    )
    return [(passage, contribution, version) for passage, contribution, version in rows]


def start_run(
    db: Session,
    analysis_id: int,
    *,
    user_id: int | None,
    k: int | None,
    seed: int = 0,
    now: datetime,
) -> RunInput:
    """A run is under way; returns what it works on.

    Raises: Conflict while another run of this analysis is under way.
    """
    analysis = db.get_one(Analysis, analysis_id)
    busy = db.scalar(select(Run.id).where(Run.analysis_id == analysis_id, Run.state == "running"))
    if busy is not None:
        raise Conflict("a proposal is being made already")
    number = db.scalar(select(func.coalesce(func.max(Run.number), 0)).where(Run.analysis_id == analysis_id))
    run = Run(
        analysis_id=analysis_id,
        number=(number or 0) + 1,
        parameters={"k": k},
        seed=seed,
        input_revision=db.get_one(Workshop, analysis.workshop_id).revision,
        started_by=user_id,
        started_at=now,
    )
    db.add(run)
    db.flush()
    rows = passages_of(db, analysis)
    actor = Actor("user", user_id) if user_id is not None else Actor("command")
    _tell(db, run, analysis, Verb.RUN_STARTED, actor, now)
    return RunInput(
        run_id=run.id,
        passage_ids=[passage.id for passage, _, _ in rows],
        texts=[version.text[passage.starts_at : passage.ends_at] for passage, _, version in rows],
        languages=[contribution.language for _, contribution, _ in rows],
        given={p.passage_id: p.theme_id for p in placements(db, analysis_id)},
        k=k,
        seed=seed,
    )


def placements(db: Session, analysis_id: int) -> list[Placement]:
    return list(db.scalars(select(Placement).where(Placement.analysis_id == analysis_id)))


def note_progress(db: Session, run_id: int, progress: float, message: str, *, now: datetime) -> bool:
    """How far the run is, from 0 to 1, for whoever watches. Returns whether it should go on."""
    run = db.get_one(Run, run_id)
    if run.state != "running":
        return False
    run.progress, run.message = progress, message
    _tell(db, run, db.get_one(Analysis, run.analysis_id), Verb.RUN_PROGRESSED, SYSTEM, now)
    return True


def finish_run(
    db: Session,
    run_id: int,
    clusters: Sequence[Proposed],
    *,
    model: str,
    parameters: dict[str, Any],
    now: datetime,
) -> None:
    """The proposal is there; what people placed in the meantime stays where they placed it."""
    run = db.get_one(Run, run_id)
    if run.state != "running":
        return
    analysis = db.get_one(Analysis, run.analysis_id)
    decided = {placement.passage_id for placement in placements(db, run.analysis_id)}
    standing = select(Theme.id).where(Theme.analysis_id == run.analysis_id, Theme.dissolved_at.is_(None))
    alive = set(db.scalars(standing))
    for place, proposed in enumerate(clusters, start=1):
        members = [(passage_id, sure) for passage_id, sure in proposed.members if passage_id not in decided]
        if not members:
            continue
        cluster = Cluster(
            run_id=run_id,
            position=place,
            words=proposed.words[:200],
            medoid_passage_id=proposed.medoid,
            theme_id=proposed.theme_id if proposed.theme_id in alive else None,
            cohesion=proposed.cohesion,
            loose=proposed.loose,
        )
        db.add(cluster)
        db.flush()
        for passage_id, sure in members:
            db.add(ClusterMember(cluster_id=cluster.id, passage_id=passage_id, confidence=sure))
    run.state, run.progress, run.finished_at = "done", 1.0, now
    run.model, run.parameters, run.message = model[:120], {**run.parameters, **parameters}, ""
    db.flush()
    _tell(db, run, analysis, Verb.RUN_ENDED, SYSTEM, now)


def end_run(db: Session, run_id: int, state: str, message: str, *, actor: Actor, now: datetime) -> None:
    """A run under way stopped without a proposal: failed or cancelled. Earlier proposals stay."""
    run = db.get_one(Run, run_id)
    if run.state != "running":
        return
    run.state, run.message, run.finished_at = state, message[:300], now
    _tell(db, run, db.get_one(Analysis, run.analysis_id), Verb.RUN_ENDED, actor, now)


def end_interrupted(db: Session, *, message: str, now: datetime) -> int:
    """Runs that were under way when the server stopped are failed; returns how many there were."""
    ids = list(db.scalars(select(Run.id).where(Run.state == "running")))
    for run_id in ids:
        end_run(db, run_id, "failed", message, actor=SYSTEM, now=now)
    return len(ids)


def latest_run(db: Session, analysis_id: int) -> Run | None:
    """The newest finished proposal: the only one whose clusters are on the table."""
    return db.scalar(
        select(Run)
        .where(Run.analysis_id == analysis_id, Run.state == "done")
        .order_by(Run.number.desc())
        .limit(1)
    )


def _tell(db: Session, run: Run, analysis: Analysis, verb: Verb, actor: Actor, now: datetime) -> None:
    touched = {"run": [run.id], "analysis": [analysis.id]}
    if verb is Verb.RUN_ENDED and run.state == "done":
        older = select(Run.id).where(Run.analysis_id == analysis.id)
        touched["cluster"] = list(db.scalars(select(Cluster.id).where(Cluster.run_id.in_(older))))
    record(db, analysis.workshop_id, verb, actor, now=now, touched=touched, analysis_id=analysis.id)
