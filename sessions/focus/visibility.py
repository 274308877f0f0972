"""Whether a member may read what others answered. Every surface asks here."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.focus.asked import Asked, Person
from sessions.models import Contribution


def answered_by(db: Session, participant_id: int) -> set[int]:
    """The questions to which this participant gave an answer that stands (shown, waiting or hidden)."""
    return set(
        db.scalars(
            select(Contribution.exercise_id).where(
                Contribution.participant_id == participant_id,
                Contribution.kind == "answer",
                Contribution.state.in_(("shown", "waiting", "hidden")),
            )
        )
    )


def sees_others(asked: Asked, person: Person, answered: Collection[int]) -> bool:
    """Whether `person` may read others' answers to that question: never when it is private or not for their
    segment; when it is masked only after their own answer; never once they left."""
    if person.member.state != "present" or not asked.is_for(person.member.segment):
        return False
    if asked.question.visibility == "open":
        return True
    return asked.question.visibility == "masked" and asked.id in answered


def sees(db: Session, said: Contribution, asked: Asked, person: Person, answered: Collection[int]) -> bool:
    """Whether `person` may read that answer: their own always, of their own group what is shown, as the
    question's visibility says."""
    if said.participant_id == person.id:
        return True
    return (
        said.group_id == person.participant.group_id
        and said.state == "shown"
        and sees_others(asked, person, answered)
    )
