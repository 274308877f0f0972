"""The rest of the demonstration day: findings, lotuses, the tree, what came in on paper, what matters most.

`blossom.nl.json` holds what people say, a line each; who finds what most important comes from a model of
preferences with a seed, since nobody says such a thing in words.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "blossom.nl.json"
SENTENCE_ENDS = re.compile(r"(?<=[.!?]) ")


@dataclass(frozen=True)
class Petal:
    """Words at a place of a table's lotus (A to H, and A1 to H8), and the group they belong to."""

    table: int
    place: str
    person: int
    text: str
    group: str


@dataclass(frozen=True)
class Note:
    """What somebody wrote in the private minutes and kept."""

    table: int
    person: int
    text: str


@dataclass(frozen=True)
class Finding:
    """`first` is how `first_by` said it before (the writer, or somebody else at the table); empty when the
    first words were the right ones."""

    table: int
    writer: int
    first: str
    first_by: int
    text: str
    explanation: str
    agrees: tuple[int, ...]


@dataclass(frozen=True)
class Vision:
    """Something for the tree: `part` is roots, trunk, branches, crown or the name of a wind; `lever` may be
    empty."""

    person: int
    part: str
    lever: str
    text: str


@dataclass(frozen=True)
class Preferences:
    """How much each theme (by its group) weighs for the hall, what it weighs more at a table, and how far
    people differ. `silent` is the share of people who put nothing in order."""

    weights: Mapping[str, float]
    tables: Mapping[int, Mapping[str, float]]
    spread: float
    silent: float

    def of(self, person: int, table: int, *, seed: int = 2017) -> list[str]:
        """The groups in this person's order, the most important first; empty for whoever stays silent."""
        chance = random.Random(seed * 1000 + person)  # noqa: S311 - a preference, not a secret
        if chance.random() < self.silent:
            return []
        more = self.tables.get(table, {})
        drawn = {
            group: weight + more.get(group, 0.0) + chance.gauss(0, self.spread)
            for group, weight in self.weights.items()
        }
        return sorted(drawn, key=lambda group: -drawn[group])


@dataclass(frozen=True)
class Blossom:
    """`renamed` comes in the place of a petal, `conflict` is sent at the moment when somebody else lays
    words there; `taken` are (table, place, person who takes it away); `paper` are answers as the form takes
    them, from the table `paper_table`."""

    petals: tuple[Petal, ...]
    notes: tuple[Note, ...]
    renamed: tuple[Petal, ...]
    taken: tuple[tuple[int, str, int], ...]
    conflict: Petal
    findings: tuple[Finding, ...]
    vision: tuple[Vision, ...]
    paper: tuple[dict[str, Any], ...]
    paper_table: int
    preferences: Preferences

    @property
    def belongs(self) -> dict[str, str]:
        """Text of a petal to its group."""
        return {each.text: each.group for each in (*self.petals, *self.renamed, self.conflict)}


def load(sayings: list[str]) -> Blossom:
    """The rest of the day in Dutch. `sayings` are the findings of the tables, as they are told aloud."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    return Blossom(
        petals=tuple(Petal(lotus["table"], *petal) for lotus in told["lotuses"] for petal in lotus["petals"]),
        notes=tuple(Note(lotus["table"], *note) for lotus in told["lotuses"] for note in lotus["notes"]),
        renamed=tuple(Petal(*each) for each in told["renamed"]),
        taken=tuple((table, place, person) for table, place, person in told["taken"]),
        conflict=Petal(*told["conflict"]),
        findings=tuple(_finding(each, sayings[each["table"] - 1]) for each in told["findings"]),
        vision=tuple(Vision(*each) for each in told["vision"]),
        paper=tuple(told["paper"]["interventions"]),
        paper_table=told["paper"]["table"],
        preferences=_preferences(told["ranking"]),
    )


def _finding(told: dict[str, Any], saying: str) -> Finding:
    """The saying, cut after so many sentences: what stands first is the finding, the rest explains it."""
    sentences = SENTENCE_ENDS.split(saying)
    at = told["sentences"] or len(sentences)
    return Finding(
        told["table"],
        told["writer"],
        told["first"],
        told["first_by"],
        " ".join(sentences[:at]),
        " ".join(sentences[at:]),
        tuple(told["agrees"]),
    )


def _preferences(told: dict[str, Any]) -> Preferences:
    tables = {int(number): more for number, more in told["tables"].items()}
    return Preferences(told["weights"], tables, told["spread"], told["silent"])
