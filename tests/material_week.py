"""Two groups who answered one question, for the tests of what is made of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from builders import Cast
from sqlalchemy import select

from sessions import undoing
from sessions.material import coding
from sessions.models import (
    Contribution,
    ContributionVersion,
    Exercise,
    FocusGroup,
    Participant,
    Question,
    Round,
    Workshop,
)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SAID = {
    "Ouders": (
        "Ik wil dat mijn kind erbij hoort op school.",
        "Iemand moet de weg wijzen, zoals Fatima deed.",
    ),
    "Scholen": ("Ouders erbij halen lukt als Fatima belt.", "We missen tijd om te luisteren."),
}


class Week:
    """Two groups who answered one question; `said` and `people` are ids in the order of SAID."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.house, self.by, self.id = cast, cast.house, cast.moderator, cast.gathering
        self.said: list[int] = []
        self.people: list[int] = []
        self.house.write(self._speak)

    def write(self, verb: Any, *args: Any, **given: Any) -> Any:
        return self.house.write(lambda db: verb(db, *args, **given, now=NOW))

    def read(self, question: Any, *args: Any, **given: Any) -> Any:
        with self.house.store.reading() as db:
            return question(db, *args, **given)

    def back(self) -> None:
        self.write(undoing.undo_in_hall, self.id, self.by, seen=None)

    def code(self, place: int, kind: str, words: str = "", **given: Any) -> int:
        text = [text for texts in SAID.values() for text in texts][place]
        ends = {"starts_at": text.index(words), "ends_at": text.index(words) + len(words)} if words else {}
        return self.write(coding.code, self.said[place], self.by, kind=kind, **ends, **given)

    def of(self, model: Any, workshop: int | None = None) -> Any:
        return self.read(
            lambda db: db.scalars(select(model.id).where(model.workshop_id == (workshop or self.id))).first()
        )

    def _speak(self, db: Any) -> None:
        db.get_one(Workshop, self.id).mode = "focus"
        day = Round(workshop_id=self.id, position=1, title="Dag 1", opens="2026-11-24T09:00", closes="")
        step = Exercise(workshop_id=self.id, position=90, kind="question", title="Wat wil je?", minutes=0)
        db.add_all([day, step])
        db.flush()
        db.add(Question(exercise_id=step.id, round_id=day.id, form="open"))
        for number, (name, texts) in enumerate(SAID.items(), start=1):
            group = FocusGroup(workshop_id=self.id, number=number, name=name)
            db.add(group)
            db.flush()
            for text in texts:
                self._one(db, step.id, group.id, text)

    def _one(self, db: Any, step: int, group: int, text: str) -> None:
        number = 700 + len(self.said)
        person = Participant(
            workshop_id=self.id,
            group_id=group,
            number=number,
            language="nl",
            secret_hash=f"nobody-{number}",
            consent_version=1,
            joined_at=NOW,
        )
        db.add(person)
        db.flush()
        said = Contribution(
            workshop_id=self.id,
            exercise_id=step,
            participant_id=person.id,
            group_id=group,
            kind="answer",
            key=f"answer-{number}",
            language="nl",
            created_at=NOW,
        )
        db.add(said)
        db.flush()
        db.add(ContributionVersion(contribution_id=said.id, number=1, text=text, fields={}, written_at=NOW))
        self.people.append(person.id)
        self.said.append(said.id)
