"""Two groups that wrote a few sentences with delicate words in them, straight into the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from builders import Cast
from spoken_week import NOW, speak

from facilitator.house import House
from sessions.journal import Actor

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
    for person, said in cast.house.write(
        lambda db: speak(db, cast.gathering, "Woorden", SAID, called="Merel")
    ):
        made.people.append(person)
        made.said.append(said)
    return made
