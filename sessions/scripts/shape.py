"""What a script is: a programme in one language, with the image that the hall works in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ScriptStep:
    kind: str
    title: str
    prompt: str
    minutes: int
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ScriptLever:
    key: str
    name: str
    explanation: str
    petal: str
    icon: str


@dataclass(frozen=True)
class ScriptArrow:
    """One lever helps another; `start` and `end` are keys of levers, *from* and *to* in the file."""

    start: str
    end: str
    reason: str


@dataclass(frozen=True)
class ScriptTreePart:
    kind: str
    key: str
    name: str
    explanation: str


@dataclass(frozen=True)
class ScriptIngredient:
    """A line of the longlist, and where it was heard."""

    text: str
    source: str


@dataclass(frozen=True)
class ScriptAnalysis:
    key: str
    question: str
    feeds_on: str
    towards: str


@dataclass(frozen=True)
class Script:
    """A programme in one language. `tables` is what a new workshop starts with; with `self_paced` each
    table goes on by itself; `vision` says what the whole is for. With the mode *focus* it is a programme of
    asynchronous focus groups: `tables` are groups, and `guide` is the text of their guide in Markdown."""

    name: str
    title: str
    summary: str
    tables: int
    steps: tuple[ScriptStep, ...]
    levers: tuple[ScriptLever, ...] = ()
    arrows: tuple[ScriptArrow, ...] = ()
    tree: tuple[ScriptTreePart, ...] = ()
    longlist: tuple[ScriptIngredient, ...] = ()
    analyses: tuple[ScriptAnalysis, ...] = ()
    vision: str = ""
    self_paced: bool = False
    mode: str = "hall"
    guide: str = ""

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    @property
    def rounds(self) -> int:
        """The rounds of the guide."""
        return self.guide.count("\n## ")

    @property
    def questions(self) -> int:
        """The questions of the guide."""
        return self.guide.count("\n### ")
