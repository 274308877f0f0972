"""A question that the groups of a workshop answered, straight in the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from sessions.models import (
    Contribution,
    ContributionVersion,
    Exercise,
    FocusGroup,
    Participant,
    Question,
    Round,
)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def speak(
    db: Any, workshop: int, asked: str, said: Mapping[str, Sequence[str]], *, called: str = ""
) -> list[tuple[int, int]]:
    """Each group said these sentences, each by somebody else (`called` so, with a number): the ids of who
    said it and of what was said, in order."""
    day = Round(workshop_id=workshop, position=1, title="Dag 1", opens="2026-11-24T09:00", closes="")
    step = Exercise(workshop_id=workshop, position=90, kind="question", title=asked, minutes=0)
    db.add_all([day, step])
    db.flush()
    db.add(Question(exercise_id=step.id, round_id=day.id, form="open"))
    found: list[tuple[int, int]] = []
    for number, (name, texts) in enumerate(said.items(), start=1):
        group = FocusGroup(workshop_id=workshop, number=number, name=name)
        db.add(group)
        db.flush()
        found += [_said(db, step, group, text, called) for text in texts]
    return found


def _said(db: Any, step: Exercise, group: FocusGroup, text: str, called: str) -> tuple[int, int]:
    workshop = step.workshop_id
    count = select(func.count()).select_from(Participant).where(Participant.workshop_id == workshop)
    known = db.scalar(count)
    person = Participant(
        workshop_id=workshop,
        group_id=group.id,
        number=500 + known,
        name=f"{called} {known}" if called else None,
        language="nl",
        secret_hash=f"nobody-{workshop}-{known}",
        consent_version=1,
        joined_at=NOW,
    )
    db.add(person)
    db.flush()
    said = Contribution(
        workshop_id=workshop,
        exercise_id=step.id,
        participant_id=person.id,
        group_id=group.id,
        kind="answer",
        key=f"answer-{known}",
        language="nl",
        created_at=NOW,
    )
    db.add(said)
    db.flush()
    db.add(ContributionVersion(contribution_id=said.id, number=1, text=text, fields={}, written_at=NOW))
    return person.id, said.id
