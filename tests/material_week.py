"""Two groups who answered one question, for the tests of what is made of it."""

from __future__ import annotations

from typing import Any

from builders import Cast
from spoken_week import NOW, speak
from sqlalchemy import select

from sessions import undoing
from sessions.material import coding
from sessions.models import Workshop

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
        for person, said in speak(db, self.id, "Wat wil je?", SAID):
            self.people.append(person)
            self.said.append(said)
