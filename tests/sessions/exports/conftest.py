"""A small day with everything that an export has to tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from builders import Cast, contribute, intervention, join, propose

from facilitator.house import House
from sessions import contributions
from sessions.analysis import key_groups, themes
from sessions.exercises.answers import as_form
from sessions.exports import Dossier, Grade, gather

MADE = datetime(2026, 11, 23, 16, 5, 9, tzinfo=UTC)


@dataclass
class Day:
    """Shown, hidden and withdrawn contributions; one reason in a theme, one in a proposal only."""

    cast: Cast
    house: House
    theme: int
    said: dict[str, int]

    def gather(self, grade: Grade = Grade.ANALYSIS, seed: int = 7, **given: Any) -> Dossier:
        if grade is Grade.RESTRICTED:
            given.setdefault("purpose", "Nabellen wie dat vroeg")
        with self.house.store.reading() as db:
            return gather(
                db, self.cast.gathering, grade, random=Random(seed), language="nl", now=MADE, **given
            )


@pytest.fixture
def day(house: House, cast: Cast) -> Day:
    step = cast.step()
    named = join(house, cast.gathering, table=3, name="Fatima")
    first, second, third = cast.phones
    answers = {
        "laundry": (
            first,
            intervention(
                "=Taalcafé in de wasserette",
                reasons=["Omdat het wachten samen gaat", "-Er is koffie"],
                preconditions=["@Een vaste plek"],
                levers=["vertrouwen", "grondrechten"],
                what="Wie wacht, praat.",
                formal="no",
                obstacle="De huur",
            ),
        ),
        "garden": (named, intervention("Tuin", reasons=["Iedereen kan iets"])),
        "hidden": (second, intervention("Met een naam erin", reasons=["Naam van een derde"])),
        "withdrawn": (third, intervention("Toch maar niet", reasons=["Spijt van deze zin"])),
    }
    said = {}
    for name, (phone, answer) in answers.items():
        said[name] = contribute(house, phone, step, answer)["id"]
    now = house.now()
    house.write(lambda db: contributions.give_heart(db, said["laundry"], second.id, given=True, now=now))
    house.write(lambda db: contributions.give_heart(db, said["laundry"], named.id, given=True, now=now))
    house.write(
        lambda db: contributions.correct(
            db,
            said["garden"],
            named.id,
            version=1,
            data=as_form(answers["garden"][1] | {"title": "Samentuin"}),
            now=now,
        ),
    )
    analysis = cast.analysis()
    passages = cast.passages()
    propose(house, analysis, [("samen wachten koffie", passages[:2]), ("kunnen iets", passages[2:3])])
    theme = house.write(
        lambda db: themes.make(
            db, analysis, cast.moderator, title="Samen wachten", passage_ids=passages[:1], now=now
        ),
    )
    group = house.write(lambda db: key_groups.make(db, analysis, cast.moderator, title="Nabijheid", now=now))
    house.write(
        lambda db: themes.change(
            db, theme, cast.moderator, level="goal", key_group_id=group, description="Wachten bindt", now=now
        ),
    )
    house.write(lambda db: themes.rank(db, analysis, cast.moderator, theme_ids=[theme], now=now))
    house.write(
        lambda db: contributions.hide(
            db, said["hidden"], cast.moderator, reason="Er staat een naam in", now=now
        ),
    )
    house.write(lambda db: contributions.withdraw(db, said["withdrawn"], third.id, now=now))
    return Day(cast, house, theme, said)
