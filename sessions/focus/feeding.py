"""What lies on the workbench of a question besides its answers: replies, and what was said to probes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.analysis import analyses
from sessions.errors import Missing
from sessions.exercises.answers import said
from sessions.focus.act import GuideAct
from sessions.journal import Actor
from sessions.models import Analysis, Contribution, Passage, Placement, Question

ANSWERS, WITH_REPLIES = "answer", "answer reply"


def takes_replies(analysis: Analysis) -> bool:
    """Whether replies and answers to probes lie on that workbench."""
    return analysis.feeds_on == WITH_REPLIES


def can_take_replies(db: Session, analysis: Analysis) -> bool:
    """Whether it is about a question of a guide: only there people reply."""
    about = analysis.exercise_id is not None and db.get(Question, analysis.exercise_id) is not None
    return about and analysis.feeds_on in (ANSWERS, WITH_REPLIES)


def take_replies(
    db: Session, workshop_id: int, analysis_id: int, actor: Actor, *, taken: bool, now: datetime
) -> None:
    """Replies at that question, and answers to probes there, lie on its workbench too, or no longer.

    Raises: Missing; Invalid while some of them are in a theme: what people decided is not swept away.
    """
    analysis = analyses.in_workshop(db, workshop_id, analysis_id)
    if not can_take_replies(db, analysis):
        raise Missing("analysis")
    if taken == takes_replies(analysis):
        return
    act = GuideAct(db, workshop_id, actor, now)
    replies = select(Contribution.id).where(
        Contribution.exercise_id == analysis.exercise_id, Contribution.kind == "reply"
    )
    passages = select(Passage.id).where(Passage.contribution_id.in_(replies))
    if taken:
        _lay(db, workshop_id, list(db.scalars(replies)))
    elif db.scalar(
        select(Placement.id)
        .where(Placement.analysis_id == analysis_id, Placement.passage_id.in_(passages))
        .limit(1)
    ):
        sentence = said("Er staan al reacties in een thema. Haal ze daar eerst uit.")
        raise act.refused("replies", sentence)
    act.change(analysis, only=("feeds_on",))
    analysis.feeds_on = WITH_REPLIES if taken else ANSWERS
    act.touched.setdefault("passage", set()).update(db.scalars(passages))
    act.finish()


def _lay(db: Session, workshop_id: int, replies: list[int]) -> None:
    """Every reply has a passage, which stays when they are left out again: nothing hangs on it then."""
    there = set(db.scalars(select(Passage.contribution_id).where(Passage.contribution_id.in_(replies))))
    db.add_all(
        Passage(workshop_id=workshop_id, contribution_id=each) for each in replies if each not in there
    )
    db.flush()
