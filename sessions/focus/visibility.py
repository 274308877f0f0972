"""Whether a member may read what others answered. Every surface asks here."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.focus.asked import Asked, Person
from sessions.models import Contribution, Probe, Reply


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


def sees_probe(db: Session, probe: Probe, asked: Asked, person: Person, answered: Collection[int]) -> bool:
    """Whether `person` is asked that probe: one to them alone always; one to all of their group, unless it
    stands between answers that are still masked for them or is about an answer that they may not read."""
    if probe.withdrawn_at is not None or probe.group_id != person.participant.group_id:
        return False
    if person.member.state != "present" or not asked.is_for(person.member.segment):
        return False
    if probe.participant_id is not None:
        return probe.participant_id == person.id
    if asked.question.visibility == "masked" and asked.id not in answered:
        return False
    about = db.get(Contribution, probe.contribution_id) if probe.contribution_id is not None else None
    return about is None or (about.state == "shown" and sees(db, about, asked, person, answered))


def sees_reply(
    db: Session, said: Contribution, reply: Reply, asked: Asked, person: Person, answered: Collection[int]
) -> bool:
    """Whether `person` may read that reply: their own always; of others what is shown, below an answer that
    they may read or a probe that all of the group were asked."""
    if said.participant_id == person.id:
        return True
    if said.state != "shown" or said.group_id != person.participant.group_id:
        return False
    if not sees_others(asked, person, answered):
        return False
    if reply.to_id is not None:
        answer = db.get_one(Contribution, reply.to_id)
        return answer.state == "shown" and sees(db, answer, asked, person, answered)
    probe = db.get_one(Probe, reply.probe_id)
    return probe.participant_id is None and sees_probe(db, probe, asked, person, answered)
