"""What the people of the demonstration day say, and how they would name what belongs together."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facilitator.demo import blossom
from facilitator.demo.blossom import Blossom

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Person:
    number: int
    name: str
    table: int


@dataclass(frozen=True)
class Said:
    """One intervention: who says it, and the answer as the form takes it."""

    index: int
    person: int
    answer: dict[str, Any]


@dataclass(frozen=True)
class Judgement:
    """How the people in the hall would name a group of reasons or preconditions; `rest` is said beside the
    key groups."""

    title: str
    level: str
    rest: bool


@dataclass(frozen=True)
class Day:
    """`belongs` maps the key of an analysis (why, preconditions) to text to group; `names` group to name.
    `paper` is what a table wrote on paper: answers as the form takes them."""

    title: str
    tables: int
    people: tuple[Person, ...]
    said: tuple[Said, ...]
    hearts: tuple[tuple[int, int], ...]
    belongs: dict[str, dict[str, str]]
    names: dict[str, dict[str, Judgement]]
    blossom: Blossom
    paper: tuple[dict[str, Any], ...]


def load() -> Day:
    """The day in Dutch."""
    told = json.loads((FOLDER / "day.nl.json").read_text(encoding="utf-8"))
    named = json.loads((FOLDER / "names.nl.json").read_text(encoding="utf-8"))
    rest = blossom.load(told["findings"])
    belongs: dict[str, dict[str, str]] = {"why": {}, "preconditions": {}}
    for each in (*told["interventions"], *rest.paper):
        belongs["why"] |= dict(zip(each["reasons"], each["gold"]["reasons"], strict=True))
        needs = zip(each["preconditions"], each["gold"]["preconditions"], strict=True)
        belongs["preconditions"] |= dict(needs)
    # What was said of an intervention counts first: the same words on a petal mean the same.
    belongs["why"] = rest.belongs | belongs["why"]
    return Day(
        title=told["title"],
        tables=told["tables"],
        people=tuple(Person(each["n"], each["name"] or "", each["table"]) for each in told["people"]),
        said=tuple(
            Said(index, each["person"], _answer(each)) for index, each in enumerate(told["interventions"])
        ),
        hearts=tuple((each["person"], each["intervention"]) for each in told["hearts"]),
        belongs=belongs,
        names={
            analysis: {key: Judgement(**judged) for key, judged in groups.items()}
            for analysis, groups in named.items()
        },
        blossom=rest,
        paper=tuple(_answer(each) for each in rest.paper),
    )


def _answer(told: dict[str, Any]) -> dict[str, Any]:
    answer = {name: told[name] for name in ("title", "what", "who", "levers", "obstacle")}
    answer |= {name: told[name] for name in ("formal", "existing", "here") if told[name] is not None}
    answer["reasons"] = [{"text": text} for text in told["reasons"]]
    answer["preconditions"] = [{"text": text} for text in told["preconditions"]]
    return answer
