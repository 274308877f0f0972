"""What the panel of a ranking on the phone starts from: the themes, in this person's own order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request
from sqlalchemy import select

from facilitator.database import reading
from sessions.hall import ratings
from sessions.models import Exercise, Participant

CHOICE = "choice:"


@dataclass(frozen=True)
class Choice:
    """One theme to put in order; `place` is what stands in its field without script."""

    id: int
    title: str
    description: str
    place: str


@dataclass(frozen=True)
class Ranking:
    """`given` maps each ranking of the programme to the order that this person sent there."""

    exercise_id: int
    choices: tuple[Choice, ...]
    left_out: int
    given: dict[int, list[int]] = field(default_factory=dict)

    @property
    def sent(self) -> bool:
        return self.exercise_id in self.given


def ranking_of(participant: Participant, step: Mapping[str, Any] | None, hall: Mapping[str, Any]) -> Ranking:
    """The ranking that is open for this person, as the phone's audience (`hall`) shows it."""
    here = step["id"] if step and step["kind"] == ratings.KIND else 0
    items = {
        int(name.removeprefix(CHOICE)): item
        for name, item in hall.items()
        if name.startswith(CHOICE) and here in item["exercises"]
    }
    given = _given(participant)
    choices = tuple(
        Choice(
            theme_id,
            items[theme_id]["title"],
            items[theme_id]["description"],
            request.form.get(f"place-{theme_id}", str(place)),
        )
        for place, theme_id in enumerate(_in_order(participant, here, items, given.get(here, [])), start=1)
    )
    left_out = max((item["left_out"] for item in items.values()), default=0)
    return Ranking(here, choices, left_out, given)


def _in_order(
    participant: Participant, exercise_id: int, items: Mapping[int, Any], given: list[int]
) -> list[int]:
    """As this person sent it; what came later stands below, in the order that is this person's own."""
    known = [theme_id for theme_id in given if theme_id in items]
    fresh = [theme_id for theme_id in items if theme_id not in known]
    return known + ratings.starting_order(exercise_id, participant.id, fresh)


def _given(participant: Participant) -> dict[int, list[int]]:
    db = reading()
    steps = db.scalars(
        select(Exercise.id).where(
            Exercise.workshop_id == participant.workshop_id, Exercise.kind == ratings.KIND
        )
    )
    orders = {step: ratings.order_of(db, step, participant.id) for step in steps}
    return {step: order for step, order in orders.items() if order}
