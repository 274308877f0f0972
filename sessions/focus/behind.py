"""Who still has something to do in a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from sessions.focus.asked import Asked, Person, people, questions
from sessions.focus.forms import form_named
from sessions.models import Contribution, Exercise, Reply, Round, Workshop


def answered(db: Session, workshop_id: int) -> dict[int, set[int]]:
    """Participant to the questions to which they gave an answer that stands."""
    found: dict[int, set[int]] = {}
    rows = db.execute(
        select(Contribution.participant_id, Contribution.exercise_id)
        .join(Exercise, Exercise.id == Contribution.exercise_id)
        .where(
            Exercise.workshop_id == workshop_id,
            Contribution.kind == "answer",
            Contribution.state.in_(("shown", "waiting", "hidden")),
            Contribution.participant_id.is_not(None),
        )
    )
    for participant_id, exercise_id in rows:
        found.setdefault(participant_id or 0, set()).add(exercise_id)
    return found


def reacted(db: Session, workshop_id: int) -> dict[tuple[int, int], int]:
    """Participant and question to how many answers of others to it they replied to, with words that stand."""
    said, reply = aliased(Contribution), aliased(Contribution)
    rows = db.execute(
        select(reply.participant_id, said.exercise_id, func.count(said.id.distinct()))
        .join(Reply, Reply.contribution_id == reply.id)
        .join(said, said.id == Reply.to_id)
        .join(Exercise, Exercise.id == said.exercise_id)
        .where(
            Exercise.workshop_id == workshop_id,
            reply.state.in_(("shown", "waiting", "hidden")),
            reply.participant_id.is_not(None),
            reply.participant_id != said.participant_id,
        )
        .group_by(reply.participant_id, said.exercise_id)
    )
    return {(participant_id or 0, exercise_id): count for participant_id, exercise_id, count in rows}


def answerers(db: Session, probe_id: int) -> set[int]:
    """The participants who answered that probe, with words that stand."""
    rows = db.scalars(
        select(Contribution.participant_id)
        .join(Reply, Reply.contribution_id == Contribution.id)
        .where(Reply.probe_id == probe_id, Contribution.state.in_(("shown", "waiting", "hidden")))
    )
    return {each for each in rows if each is not None}


def asked_of(guide: Sequence[Asked], round_id: int, one: Person) -> list[Asked]:
    """The questions of that round that this member is asked and can still answer."""
    return [
        each
        for each in guide
        if each.round.id == round_id and each.is_for(one.member.segment) and each.question.closed_at is None
    ]


def behind(db: Session, workshop: Workshop, day: Round) -> list[Person]:
    """Who did not answer every required question of that round that is for them, invited people included;
    nobody of a group that closed."""
    guide = [each for each in questions(db, workshop.id) if each.question.required]
    done, replied = answered(db, workshop.id), reacted(db, workshop.id)
    return [
        one
        for one in people(db, workshop.id)
        if one.group.closed_at is None
        and any(lacks(one, each, done, replied) for each in asked_of(guide, day.id, one))
    ]


def lacks(
    one: Person, each: Asked, done: Mapping[int, set[int]], replied: Mapping[tuple[int, int], int]
) -> bool:
    """Whether that member did not do yet what that question asks; see `answered` and `reacted`."""
    settings = each.step.settings
    if not form_named(each.question.form).takes_answer(settings):
        return replied.get((one.id, int(settings.get("to", 0))), 0) < int(settings.get("needed", 1))
    return each.id not in done.get(one.id, set())
