"""Questions, the passages that they are put to, and which proposal is on the table."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from sessions.errors import Missing
from sessions.models import (
    OWN_WORDS,
    Analysis,
    Contribution,
    ContributionVersion,
    Passage,
    Probe,
    Question,
    Reply,
    Run,
)


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


def of_id(db: Session, analysis_id: int) -> Analysis:
    """Raises: Missing."""
    analysis = db.get(Analysis, analysis_id)
    if analysis is None:
        raise Missing("analysis")
    return analysis


def about(analysis: Analysis) -> ColumnElement[bool]:
    """That a passage, with its contribution, is what this question is put to. Not what was said to a probe
    to one alone: only the moderator was to read that, and others look on here; at a private question nobody
    else does."""
    which = (
        (Passage.workshop_id == analysis.workshop_id)
        & Passage.retired_at.is_(None)
        & Contribution.kind.in_(analysis.kinds)
    )
    if "reply" in analysis.kinds:
        which &= ~_told_to_the_moderator()
    return (
        which if analysis.exercise_id is None else which & (Contribution.exercise_id == analysis.exercise_id)
    )


def _told_to_the_moderator() -> ColumnElement[bool]:
    """That a contribution answers a probe to one alone, at a question whose answers more people read."""
    alone = select(Reply.contribution_id).join(Probe, Probe.id == Reply.probe_id)
    private = select(Question.exercise_id).where(Question.visibility == "private")
    return Contribution.id.in_(alone.where(Probe.participant_id.is_not(None))) & (
        Contribution.exercise_id.not_in(private)
    )


def kept_apart(db: Session, workshop_id: int) -> set[int]:
    """The contributions of that workshop that lie on no workbench for that reason."""
    rows = select(Contribution.id).where(Contribution.workshop_id == workshop_id, _told_to_the_moderator())
    return set(db.scalars(rows))


def passages_of(db: Session, analysis: Analysis) -> list[tuple[Passage, Contribution, ContributionVersion]]:
    """The passages that this question is about and that are shown, in the order they were said."""
    rows = db.execute(
        select(Passage, Contribution, ContributionVersion)
        .join(Contribution, Passage.contribution_id == Contribution.id)
        .join(ContributionVersion, OWN_WORDS)
        .where(about(analysis), Contribution.state == "shown")
        .order_by(Passage.id)
    )
    return [(passage, contribution, version) for passage, contribution, version in rows]


def count(db: Session, analysis: Analysis) -> int:
    """How many passages are shown that this question is put to."""
    query = (
        select(func.count())
        .select_from(Passage)
        .join(Contribution, Passage.contribution_id == Contribution.id)
        .where(about(analysis), Contribution.state == "shown")
    )
    return db.scalar(query) or 0


def has_passages(db: Session, analysis: Analysis) -> bool:
    """Whether anything is shown that this question can be put to."""
    query = (
        select(Passage.id)
        .join(Contribution, Passage.contribution_id == Contribution.id)
        .where(about(analysis), Contribution.state == "shown")
        .limit(1)
    )
    return db.scalar(query) is not None


def latest_run(db: Session, analysis_id: int) -> Run | None:
    """The newest proposal that was put on the table: the only one whose clusters lie there."""
    return db.scalar(
        select(Run)
        .where(Run.analysis_id == analysis_id, Run.state == "done")
        .order_by(Run.number.desc())
        .limit(1)
    )
