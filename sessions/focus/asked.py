"""Reading the guide: rounds, questions, groups, members, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.errors import Missing
from sessions.models import (
    Exercise,
    FocusGroup,
    Member,
    Participant,
    Question,
    Round,
    Stimulus,
    Workshop,
)


@dataclass(frozen=True)
class Asked:
    """One question of the guide with everything that belongs to it."""

    step: Exercise
    question: Question
    round: Round
    stimuli: Sequence[Stimulus] = field(default=())

    @property
    def id(self) -> int:
        return self.step.id

    def is_for(self, segment: str) -> bool:
        """Whether members of that segment see it."""
        return not self.question.segments or segment in self.question.segments


@dataclass(frozen=True)
class Person:
    """A member with their participant (whose name is the pseudonym) and group."""

    member: Member
    participant: Participant
    group: FocusGroup

    @property
    def id(self) -> int:
        return self.participant.id


def focus_workshop(db: Session, workshop_id: int) -> Workshop:
    """Raises: Missing when there is no such workshop, or it is a hall."""
    workshop = db.get(Workshop, workshop_id)
    if workshop is None or workshop.mode != "focus":
        raise Missing("focus group")
    return workshop


def rounds(db: Session, workshop_id: int) -> list[Round]:
    return list(
        db.scalars(select(Round).where(Round.workshop_id == workshop_id).order_by(Round.position, Round.id))
    )


def questions(db: Session, workshop_id: int) -> list[Asked]:
    """Every question of the guide: by round, then in the order of the guide."""
    stimuli: dict[int, list[Stimulus]] = {}
    ours = select(Exercise.id).where(Exercise.workshop_id == workshop_id)
    for each in db.scalars(
        select(Stimulus).where(Stimulus.exercise_id.in_(ours)).order_by(Stimulus.position, Stimulus.id)
    ):
        stimuli.setdefault(each.exercise_id, []).append(each)
    rows = db.execute(
        select(Exercise, Question, Round)
        .join(Question, Question.exercise_id == Exercise.id)
        .join(Round, Round.id == Question.round_id)
        .where(Exercise.workshop_id == workshop_id)
        .order_by(Round.position, Round.id, Exercise.position, Exercise.id)
    )
    return [Asked(step, asked, day, stimuli.get(step.id, [])) for step, asked, day in rows]


def question(db: Session, workshop_id: int, exercise_id: int) -> Asked:
    """Raises: Missing when the guide of that workshop has no such question."""
    step, asked = db.get(Exercise, exercise_id), db.get(Question, exercise_id)
    if step is None or asked is None or step.workshop_id != workshop_id:
        raise Missing("question")
    stimuli = db.scalars(
        select(Stimulus).where(Stimulus.exercise_id == exercise_id).order_by(Stimulus.position, Stimulus.id)
    )
    return Asked(step, asked, db.get_one(Round, asked.round_id), list(stimuli))


def groups(db: Session, workshop_id: int) -> list[FocusGroup]:
    return list(
        db.scalars(
            select(FocusGroup).where(FocusGroup.workshop_id == workshop_id).order_by(FocusGroup.number)
        )
    )


def people(db: Session, workshop_id: int, *, group_id: int | None = None) -> list[Person]:
    """The members who take part or are invited, by group and pseudonym; not who left or was removed."""
    query = (
        select(Member, Participant, FocusGroup)
        .join(Participant, Participant.id == Member.participant_id)
        .join(FocusGroup, FocusGroup.id == Participant.group_id)
        .where(Member.workshop_id == workshop_id, Member.state.in_(("invited", "present")))
        .order_by(FocusGroup.number, Participant.name, Participant.id)
    )
    if group_id is not None:
        query = query.where(Participant.group_id == group_id)
    return [Person(member, participant, group) for member, participant, group in db.execute(query)]


def person(db: Session, participant_id: int) -> Person:
    """The member, whatever their state. Raises: Missing when that participant is none."""
    member, participant = db.get(Member, participant_id), db.get(Participant, participant_id)
    if member is None or participant is None or participant.group_id is None:
        raise Missing("member")
    return Person(member, participant, db.get_one(FocusGroup, participant.group_id))


def round_of(db: Session, workshop_id: int, round_id: int) -> Round:
    """Raises: Missing for a round of another guide."""
    row = db.get(Round, round_id)
    if row is None or row.workshop_id != workshop_id:
        raise Missing("round")
    return row


def questions_in(db: Session, row: Round) -> list[Asked]:
    """The questions of that round, in its order."""
    return [each for each in questions(db, row.workshop_id) if each.round.id == row.id]
