"""What people were promised about their words: which staff read them, and what may be quoted outside.

Every surface of staff, of the wall and of files asks here; what members see of each other stands in
`visibility`. In a hall nothing was promised beyond what the wall shows, so nothing is held back here.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.focus import consent
from sessions.models import Analysis, Contribution, Probe, Question, Reply, Theme, Workshop


class Seal(StrEnum):
    """Why words may not be quoted outside: they were said to the moderator alone, or their author did not
    agree to be quoted."""

    PRIVATE = "private"
    UNQUOTED = "unquoted"


# --- who of the staff reads --------------------------------------------------------------------------


def observers_read(question: Question) -> bool:
    """Whether who only looks on reads the answers to that question, as the group was told."""
    return question.visibility != "private"


def reads_analysis(db: Session, analysis: Analysis, *, raw: bool) -> bool:
    """Whether whoever asks may read what lies on that workbench: with `raw` always. An observer, the wall and
    a public file read of focus groups only what is put to the answers to one question that is not private:
    its cards, its proposals, its themes."""
    if raw or db.get_one(Workshop, analysis.workshop_id).mode != "focus":
        return True
    question = db.get(Question, analysis.exercise_id) if analysis.exercise_id is not None else None
    # Notes of interviews were given to who held them. A probe to one alone is not answered on a workbench.
    return question is not None and observers_read(question) and set(analysis.kinds) <= {"answer", "reply"}


def closed_analyses(db: Session, workshop_id: int) -> frozenset[int]:
    """The analyses of that workshop of which observers, the wall and public files know nothing."""
    if db.get_one(Workshop, workshop_id).mode != "focus":
        return frozenset()
    rows = db.scalars(select(Analysis).where(Analysis.workshop_id == workshop_id))
    return frozenset(each.id for each in rows if not reads_analysis(db, each, raw=False))


def closed_themes(db: Session, workshop_id: int) -> frozenset[int]:
    """The themes of those analyses: that somebody objects to one stays known, what it is called does not."""
    closed = closed_analyses(db, workshop_id)
    return frozenset(db.scalars(select(Theme.id).where(Theme.analysis_id.in_(closed))) if closed else ())


# --- what may be quoted outside ----------------------------------------------------------------------


def quotable(db: Session, workshop_id: int) -> set[int]:
    """The contributions of focus groups that a public file may hold: shown, not to a private question, by who
    agreed to be quoted; a reply only below what may stand there itself."""
    willing = consent.who_has(db, workshop_id, "quoting")
    rows = [row for row in _spoken(db, workshop_id) if row[0].participant_id in willing]
    rows = [row for row in rows if observers_read(row[1])]
    found = {said.id for said, _question, reply, _probe in rows if reply is None}
    below = {said.id for said, _question, reply, probe in rows if reply and _may_stand(reply, probe, found)}
    return found | below


def seals(db: Session, workshop_id: int) -> dict[int, Seal]:
    """The contributions that are shown and may not be quoted outside, with why. Interviews are among them:
    what was agreed with their people stands in words, not in a yes or no. Empty for a hall."""
    if db.get_one(Workshop, workshop_id).mode != "focus":
        return {}
    free = quotable(db, workshop_id)
    private = {
        said.id
        for said, question, _reply, probe in _spoken(db, workshop_id)
        if not observers_read(question) or (probe is not None and probe.participant_id is not None)
    }
    shown = select(Contribution.id).where(
        Contribution.workshop_id == workshop_id, Contribution.state == "shown"
    )
    return {
        said_id: Seal.PRIVATE if said_id in private else Seal.UNQUOTED
        for said_id in db.scalars(shown)
        if said_id not in free
    }


def may_quote(db: Session, workshop_id: int, participant_id: int | None) -> bool:
    """Whether words that were not said to a question (what a word means) may be quoted outside: those of
    staff, and of who agreed. In a hall everybody's."""
    if participant_id is None or db.get_one(Workshop, workshop_id).mode != "focus":
        return True
    return consent.has(db, participant_id, "quoting")


_Spoken = tuple[Contribution, Question, Reply | None, Probe | None]


def _spoken(db: Session, workshop_id: int) -> list[_Spoken]:
    """Answers and replies that are shown, with their question and what a reply is to."""
    rows = db.execute(
        select(Contribution, Question, Reply, Probe)
        .join(Question, Question.exercise_id == Contribution.exercise_id)
        .outerjoin(Reply, Reply.contribution_id == Contribution.id)
        .outerjoin(Probe, Probe.id == Reply.probe_id)
        .where(
            Contribution.workshop_id == workshop_id,
            Contribution.state == "shown",
            Contribution.kind.in_(("answer", "reply")),
        )
        .order_by(Contribution.id)
    )
    return [(said, question, reply, probe) for said, question, reply, probe in rows]


def _may_stand(reply: Reply, probe: Probe | None, answers: set[int]) -> bool:
    if probe is None:
        return reply.to_id in answers
    return (
        probe.withdrawn_at is None
        and probe.participant_id is None
        and (probe.contribution_id is None or probe.contribution_id in answers)
    )
