"""What the panel of a sorting on the phone starts from: the statement to put, and this person's own piles."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from facilitator.database import reading
from sessions.hall import decks, piles
from sessions.models import Exercise, Participant
from sessions.workshops import steps_of


@dataclass(frozen=True)
class Statement:
    id: int
    text: str


@dataclass(frozen=True)
class Pile:
    """`label` is its name, or its number where it has none; `sample` one of the statements on it."""

    key: str
    name: str
    label: str
    statements: tuple[Statement, ...]

    @property
    def sample(self) -> str:
        return self.statements[0].text if self.statements else ""


@dataclass(frozen=True)
class Sorting:
    """What is before this person: `now` the statement to put, empty when all lie; `fresh` the key of a pile
    to be made; `most` maps each sorting of the programme to how many statements somebody gets there."""

    action: str
    now: Statement | None
    placed: int
    all: int
    piles: tuple[Pile, ...]
    fresh: str
    most: dict[int, int | None] = field(default_factory=dict)


def sorting_of(participant: Participant, step: Mapping[str, Any] | None, hall: Mapping[str, Any]) -> Sorting:
    """The sorting that is open for this person, as the phone's audience (`hall`) shows it."""
    db, here = reading(), step["id"] if step and step["kind"] == decks.KIND else 0
    most = {
        each.id: each.settings.get("most")
        for each in steps_of(db, participant.workshop_id)
        if each.kind == decks.KIND
    }
    if not here:
        return Sorting("", None, 0, 0, (), secrets.token_hex(16), most)
    texts = _texts(hall, here)
    mine = piles.of(db, here, participant.id)
    placed = {statement for pile in mine for statement in pile.statements}
    deck = decks.deck(db.get_one(Exercise, here), list(texts), participant, placed)
    left = [each for each in deck if each not in placed]
    return Sorting(
        action=url_for("phone.sort", workshop_id=participant.workshop_id, exercise_id=here),
        now=Statement(left[0], texts[left[0]]) if left else None,
        placed=len(deck) - len(left),
        all=len(deck),
        piles=tuple(_pile(number, pile, texts) for number, pile in enumerate(mine, start=1)),
        fresh=secrets.token_hex(16),
        most=most,
    )


def _texts(hall: Mapping[str, Any], exercise_id: int) -> dict[int, str]:
    return {
        int(name.partition(":")[2]): item["text"]
        for name, item in hall.items()
        if name.startswith("statement:") and exercise_id in item["exercises"]
    }


def _pile(number: int, mine: piles.Mine, texts: Mapping[int, str]) -> Pile:
    lying = tuple(Statement(each, texts[each]) for each in mine.statements if each in texts)
    return Pile(mine.key, mine.name, mine.name or _("stapel %(number)s", number=number), lying)
