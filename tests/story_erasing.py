"""The last act of the story: somebody asks that what they said goes for good."""

from __future__ import annotations

from typing import Any

from sessions import erasing
from sessions.journal import Actor
from sessions.models import Participant


class ErasingActs:
    def act_erase_what_somebody_said(self: Any) -> None:
        with self.house.store.reading() as db:
            number = db.get_one(Participant, self.first.id).number
        self.write(erasing.of_person, self.cast.gathering, number, Actor("command"))
