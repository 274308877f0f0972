"""What the panel of a check on the phone starts from: each own passage with the theme that it was put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Check:
    """An own passage in a theme. `meant` is yes, no or empty; `why` what this person wrote with a no."""

    passage: int
    theme: int
    text: str
    title: str
    description: str
    meant: str
    why: str


def checks_of(mine: Mapping[str, Any]) -> list[Check]:
    """The own passages that were placed, as the person's own audience shows them, oldest first."""
    own = [
        (int(name.partition(":")[2]), item) for name, item in mine.items() if name.startswith("contribution:")
    ]
    found: list[Check] = []
    for _id, item in sorted(own, key=lambda each: each[0]):
        if item["state"] == "shown":
            for said in (item, *item["parts"]):
                found += _of(said)
    return found


def _of(said: Mapping[str, Any]) -> Iterator[Check]:
    for place in said["placed"]:
        yield Check(
            passage=place["passage"],
            theme=place["theme"],
            text=said["text"][place["starts_at"] : place["ends_at"]],
            title=place["title"],
            description=place["description"],
            meant=place["meant"] or "",
            why=place["why"],
        )
