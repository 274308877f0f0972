"""The library of programmes. One TOML file each, readable and to be edited by hand.

Texts in a file are tables of language to text; a missing language reads Dutch.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sessions.errors import Missing
from sessions.words import DEFAULT

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class ScriptStep:
    kind: str
    title: str
    prompt: str
    minutes: int
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ScriptLever:
    key: str
    name: str
    explanation: str
    petal: str
    icon: str


@dataclass(frozen=True)
class ScriptAnalysis:
    key: str
    question: str
    feeds_on: str
    towards: str


@dataclass(frozen=True)
class Script:
    """A programme in one language. `tables` is what a new workshop starts with."""

    name: str
    title: str
    summary: str
    tables: int
    steps: tuple[ScriptStep, ...]
    levers: tuple[ScriptLever, ...]
    analyses: tuple[ScriptAnalysis, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


def load(name: str, language: str) -> Script:
    """The script of that name, in that language.

    Raises: Missing when the library has no such script.
    """
    path = FOLDER / f"{name}.toml"
    if not name.isidentifier() or not path.is_file():
        raise Missing(f"there is no script called {name!r}")
    data = tomllib.loads(path.read_text(encoding="utf-8"))

    def spoken(texts: dict[str, str] | None) -> str:
        return (texts or {}).get(language) or (texts or {}).get(DEFAULT, "")

    return Script(
        name=name,
        title=spoken(data["title"]),
        summary=spoken(data["summary"]),
        tables=data["tables"],
        steps=tuple(
            ScriptStep(
                s["kind"], spoken(s["title"]), spoken(s.get("prompt")), s["minutes"], s.get("settings", {})
            )
            for s in data["steps"]
        ),
        levers=tuple(
            ScriptLever(v["key"], spoken(v["name"]), spoken(v["explanation"]), v["petal"], v["icon"])
            for v in data.get("levers", ())
        ),
        analyses=tuple(
            ScriptAnalysis(a["key"], spoken(a["question"]), a["feeds_on"], a["towards"])
            for a in data.get("analyses", ())
        ),
    )


def library(language: str) -> list[Script]:
    """Every script, the shortest title first in the alphabet."""
    return sorted(
        (load(path.stem, language) for path in FOLDER.glob("*.toml")), key=lambda script: script.title
    )
