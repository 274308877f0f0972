"""Two groups that wrote a few sentences with delicate words in them, straight into the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from builders import Cast
from sqlalchemy import select

from facilitator.house import House
from sessions.journal import Actor
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
SAID = {
    "Ouders": (
        "Ze noemen ons allochtonen, ook na veertig jaar.",
        "Het allochtonenbeleid ging nooit over ons.",
    ),
    "Scholen": ("Een allochtone leerling is gewoon een leerling.", "Armoede zie je aan de brooddoos."),
}


@dataclass
class Week:
    """`people` and `said` are ids, by group in the order of SAID."""

    house: House
    workshop: int
    moderator: Actor
    people: list[int] = field(default_factory=list)
    said: list[int] = field(default_factory=list)

    def write(self, verb: Any, *args: Any, **given: Any) -> Any:
        return self.house.write(lambda db: verb(db, *args, **given, now=NOW))

    def read(self, question: Any, *args: Any) -> Any:
        with self.house.store.reading() as db:
            return question(db, *args)

    def member(self, place: int) -> Actor:
        return Actor("participant", self.people[place])


@pytest.fixture
def week(cast: Cast) -> Week:
    made = Week(cast.house, cast.gathering, cast.moderator)
    cast.house.write(lambda db: _speak(db, made))
    return made


def _speak(db: Any, made: Week) -> None:
    day = Round(workshop_id=made.workshop, position=1, title="Dag 1", opens="2026-11-24T09:00", closes="")
    step = Exercise(workshop_id=made.workshop, position=90, kind="question", title="Woorden", minutes=0)
    db.add_all([day, step])
    db.flush()
    db.add(Question(exercise_id=step.id, round_id=day.id, form="open"))
    for number, (name, texts) in enumerate(SAID.items(), start=1):
        group = FocusGroup(workshop_id=made.workshop, number=number, name=name)
        db.add(group)
        db.flush()
        for text in texts:
            made.people.append(_person(db, made.workshop, group.id))
            said = Contribution(
                workshop_id=made.workshop,
                exercise_id=step.id,
                participant_id=made.people[-1],
                group_id=group.id,
                kind="answer",
                key=f"key-{len(made.said)}-of-it",
                language="nl",
                created_at=NOW,
            )
            db.add(said)
            db.flush()
            db.add(
                ContributionVersion(contribution_id=said.id, number=1, text=text, fields={}, written_at=NOW)
            )
            made.said.append(said.id)


def _person(db: Any, workshop: int, group: int) -> int:
    known = len(list(db.scalars(select(Participant.id).where(Participant.workshop_id == workshop))))
    person = Participant(
        workshop_id=workshop,
        group_id=group,
        number=500 + known,
        name=f"Merel {known}",
        language="nl",
        secret_hash=f"nobody-{workshop}-{known}",
        consent_version=1,
        joined_at=NOW,
    )
    db.add(person)
    db.flush()
    return int(person.id)
