"""What a test does so that tables have lotuses."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from builders import Phone, join
from live_server import HALL, Hall

from sessions import contributions, workshops
from sessions.exercises.answers import as_form
from sessions.hall import pace
from sessions.models import LOTUS, PETALS

NAMES = (
    "Je ontmoet elkaar echt", "Dicht bij huis", "Iemand trekt de kar", "Elk talent telt",
    "Het blijft duren", "Wie er woont, beslist mee", "Fouten mogen", "Er is eten en muziek",
)  # fmt: skip


def go_to_lotus(hall: Hall, stage: str = "shared") -> int:
    """The hall is at its lotus, in that stage; returns the step's id."""
    step = hall.go_to("lotus")
    hall.house.write(lambda db: pace.set_stage(db, hall.workshop_id, step, stage, HALL, now=hall.house.now()))
    return step


def grow(hall: Hall, words: Mapping[str, str], *, table: int = 1, phone: Phone | None = None) -> list[int]:
    """These words lie on these places of that table's lotus; returns the ids of the contributions."""
    phone = phone or join(hall.house, hall.workshop_id, table=table)

    def act(db):
        step = workshops.present_step(db, hall.workshop_id)
        return [
            contributions.contribute(
                db,
                step.id,
                phone.id,
                key=secrets.token_hex(16),
                data=as_form({"text": text, "place": place}),
                now=hall.house.now(),
            )["id"]
            for place, text in words.items()
        ]

    return hall.house.write(act)


def some(*counts: int, name: str = "") -> dict[str, str]:
    """A lotus with a name per petal and that many leaves behind each: `some(8, 6, 0)`; -1 leaves it open."""
    words: dict[str, str] = {}
    for petal, title, count in zip(PETALS, NAMES, counts, strict=False):
        if count >= 0:
            words[petal] = name or title
        for number in range(1, count + 1):
            words[f"{petal}{number}"] = f"Omdat {number} mensen elkaar kennen"
    return words


def full(text: str) -> dict[str, str]:
    """Those words on all 72 places, each with its place so that they differ."""
    return {place: f"{place} {text}"[:80] for place in LOTUS}


def turn_to(hall: Hall, table: int | None) -> None:
    """The wall shows that table's lotus, or those of the whole hall."""
    hall.house.write(
        lambda db: workshops.turn_wall(
            db, hall.workshop_id, HALL, now=hall.house.now(), view="lotus", hidden=None, table=table
        )
    )
