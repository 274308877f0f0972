"""Acts on material, for the story of every act (`test_snapshots_and_patches.py`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from builders import make_workshop

from sessions import erasing
from sessions.journal import Actor
from sessions.material import carrying, coding, interviews, objectives, third_persons
from sessions.models import Contribution, Workshop


class MaterialActs:
    """Somebody codes what was said, finds an objective behind it, and takes all of it to another hall."""

    cast: Any
    write: Any

    def act_enter_an_interview(self) -> None:
        self.week = make_workshop(self.cast.house, self.cast.facilitator, "Een focusgroep")
        self.cast.house.write(lambda db: setattr(db.get_one(Workshop, self.week), "mode", "focus"))
        self.note = self.interviewed(self.week, "Je moet iemand kennen.")

    def act_code_words(self) -> None:
        by = self.cast.moderator
        self.interest = self.write(coding.code, self.note, by, kind="interest", text="Elkaar ontmoeten")
        self.write(coding.code, self.note, by, kind="ingredient", starts_at=0, ends_at=8)

    def act_find_an_objective(self) -> None:
        by = self.cast.moderator
        self.objective = self.write(objectives.make, self.week, by, title="Ontmoeten")
        self.write(objectives.put_behind, self.objective, by, [self.interest])

    def act_mask_a_name(self) -> None:
        self.write(
            third_persons.decide,
            self.week,
            self.cast.moderator,
            contribution_id=self.note,
            version=1,
            starts_at=0,
            ends_at=2,
            decision="mask",
        )

    def act_carry_material_from_another_workshop(self) -> None:
        self.write(carrying.carry, self.week, self.cast.gathering, self.cast.moderator)

    def act_erase_what_was_carried(self) -> None:
        with self.cast.house.store.reading() as db:
            key = db.get_one(Contribution, self.note).key
        self.write(erasing.by_key, self.week, key, Actor("command"))

    def interviewed(self, workshop: int, note: str) -> int:
        """The contribution that the only note of a new interview is."""
        held = self.write(
            interviews.enter,
            workshop,
            self.cast.moderator,
            name="Mevrouw A",
            interviewer="Els",
            held_on=date(2026, 11, 20),
            consent="Mondeling",
            notes=[note],
            secret=f"a secret that nobody holds, {workshop}",
        )
        with self.cast.house.store.reading() as db:
            (told,) = [each for each in interviews.of_workshop(db, workshop) if each.interview.id == held]
        return told.notes[0][0]
