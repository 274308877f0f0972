"""What the people of the demonstration week say, in four focus groups, each at their own time.

`week.nl.md` is the guide, `week.nl.json` what is said about being together and alone. What works, why, and
what stands in the way are the interventions of the demonstration day: the same eighty people.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from facilitator.demo.blossom import Vision
from facilitator.demo.day import FOLDER, Day
from facilitator.demo.day import load as load_day

BELONGING, ALONE, PRIVATE = "Erbij horen", "Alleen of samen", "Liever niet in de groep"
HINDERED, LETTER = "Moeilijk en nodig", "Woorden"
WORKS, WHY, LEVERS, DEMANDS = "Wat werkt", "Waarom het werkt", "Waar het duwt", "Wat het vraagt"
IMAGE, ORDER, HEARD = "Het beeld", "Wat eerst", "Gehoord"
FIRST, SECOND, THIRD, LAST = (
    (BELONGING, ALONE, PRIVATE),
    (HINDERED, LETTER),
    (WORKS, WHY, LEVERS, DEMANDS),
    (IMAGE, ORDER, HEARD),
)
PROFESSIONAL = "professional"
USUAL, NEVER, LATE, DROPPED, STOPPED, WITHDREW = (
    "usual",
    "never",
    "late",
    "dropped_out",
    "stopped",
    "withdrew",
)
STEPS = ("Elkaar leren kennen", "Rechten die echt gelden", "Mensen die kunnen beslissen", "Eerlijk verdelen")
WITHOUT_ADDRESS = 4
"""Every fourth person has no address, and gets a card."""
LIKELY = {
    ALONE: 0.95,
    HINDERED: 0.85,
    LETTER: 0.4,
    WORKS: 0.8,
    WHY: 0.9,
    LEVERS: 0.6,
    DEMANDS: 0.9,
    ORDER: 0.6,
    HEARD: 0.5,
}


@dataclass(frozen=True)
class Somebody:
    """A member. `kind` says how they take part; `says` is the answer per question (by its title) as its form
    takes it, but with words where the form has keys. `why` and `needs` are sentences with the group they
    belong to, `levers` what they push on; `early` says whether they come in the morning."""

    number: int
    segment: str
    place: str
    pseudonym: str
    kind: str
    says: dict[str, dict[str, Any]]
    why: tuple[tuple[str, str], ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    levers: tuple[str, ...] = ()
    vision: Vision | None = None

    @property
    def email(self) -> str:
        return "" if self.number % WITHOUT_ADDRESS == 0 else f"lid{self.number}@voorbeeld.example"

    @property
    def early(self) -> bool:
        return self.number % 5 not in (0, 3)

    @property
    def may_be_quoted(self) -> bool:
        return self.number % 6 != 0

    @property
    def wish(self) -> str:
        """How much mail they want: each, daily or none."""
        return "daily" if self.number % 5 == 1 else "none" if self.number % 9 == 4 else "each"


@dataclass(frozen=True)
class Week:
    """`told` is what `week.nl.json` holds beside the answers, `guide` the document that staff bring in."""

    guide: str
    groups: tuple[str, ...]
    people: tuple[Somebody, ...]
    told: dict[str, Any] = field(repr=False)

    def of_kind(self, *kinds: str) -> list[Somebody]:
        return [each for each in self.people if each.kind in kinds]


def load(*, seed: int = 2018) -> Week:
    """The week in Dutch. The same seed gives the same people."""
    told = json.loads((FOLDER / "week.nl.json").read_text(encoding="utf-8"))
    making = _Making(told, load_day(), seed)
    return Week(
        guide=Path(FOLDER / "week.nl.md").read_text(encoding="utf-8"),
        groups=tuple(told["groups"]),
        people=tuple(making.somebody(each.number) for each in making.day.people),
        told=told,
    )


class _Making:
    """People out of what is written down."""

    def __init__(self, told: dict[str, Any], day: Day, seed: int) -> None:
        self.told, self.day, self.seed = told, day, seed
        self.visions = {each.person: each for each in reversed(day.blossom.vision)}

    def somebody(self, number: int) -> Somebody:
        told = self.told
        # Eight is no multiple of three or four: places and segments mix.
        segment = told["segments"][(number - 1) % len(told["segments"])]
        did = [each.answer for each in self.day.said if each.person == number]
        does, demands = did[0], did[-1]["preconditions"]
        kinds = (NEVER, LATE, DROPPED, STOPPED, WITHDREW)
        why = self._grouped("why", does["reasons"])
        needs = self._grouped("preconditions", does["preconditions"])
        return Somebody(
            number=number,
            segment=segment,
            place=told["places"][number % len(told["places"])],
            pseudonym=told["chosen_names"].get(str(number), ""),
            kind=next((each for each in kinds if number in told[each]), USUAL),
            says=self._says(number, segment, does, demands if len(did) > 1 else []),
            why=why,
            needs=needs,
            levers=tuple(does["levers"]),
            vision=self.visions.get(number),
        )

    def _grouped(self, analysis: str, parts: list[dict[str, str]]) -> tuple[tuple[str, str], ...]:
        return tuple((part["text"], self.day.belongs[analysis][part["text"]]) for part in parts)

    def _says(
        self, number: int, segment: str, does: dict[str, Any], demands: list[dict[str, str]]
    ) -> dict[str, dict[str, Any]]:
        """What this person would answer to the questions that they answer."""
        chance = random.Random(self.seed * 1000 + number)  # noqa: S311 - what people do, not a secret
        told, says = self.told, {BELONGING: {"gap-0": self.told["belonging"][number - 1]}}
        hindered = [does["obstacle"], *(part["text"] for part in does["preconditions"])]
        words = {
            HINDERED: _sentences(hindered),
            WORKS: f"{does['title']}. {does['what']}",
            WHY: _sentences(part["text"] for part in does["reasons"]),
            DEMANDS: _sentences(part["text"] for part in demands),
        }
        if number <= len(told["moments"]):
            words[ALONE] = told["moments"][number - 1]
        if segment != PROFESSIONAL:
            words[DEMANDS] = ""
        says |= {title: {"text": text} for title, text in words.items() if text}
        if does["levers"]:
            says[LEVERS] = {"chosen": list(does["levers"])}
        if number % 10 == 7:
            says[PRIVATE] = {"text": told["private"][number // 10]}
        if number in self.visions:
            says[IMAGE] = {"text": self.visions[number].text}
        first, second = chance.sample(told["letter_marks"], 2)
        says[LETTER] = {
            "marks-0-word": first[0],
            "marks-0-why": first[1],
            "marks-1-word": second[0],
            "marks-1-why": second[1],
        }
        says[ORDER] = {"order": chance.sample(STEPS, len(STEPS))}
        says[HEARD] = {"value": str(chance.choice((2, 3, 4, 4, 5))), "why": chance.choice(told["heard"])}
        return {title: said for title, said in says.items() if chance.random() < LIKELY.get(title, 1.0)}


def _sentences(texts: Iterable[str]) -> str:
    """Each of them a sentence, exactly as it was said."""
    return " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in texts if text)
