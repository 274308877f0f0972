"""A guide as a value: what a document holds, what a script carries, what a workshop is laid out from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

VISIBILITIES = ("masked", "open", "private")
MOST_ROUNDS, MOST_QUESTIONS, MOST_STIMULI = 30, 120, 6
LONGEST_TITLE, LONGEST_PROMPT, LONGEST_WELCOME = 120, 400, 1000
LONGEST_SEGMENT, MOST_SEGMENTS = 40, 8
LONGEST_STIMULUS, LONGEST_ALTERNATIVE = 4000, 1000
RELATIVE = re.compile(r"(\d{1,2})T(\d{2}:\d{2})")


@dataclass(frozen=True)
class GuideStimulus:
    """`kind` is image or text. `picture` is the file in base64; without one an image is only named."""

    kind: str
    text: str = ""
    alternative: str = ""
    media_type: str = ""
    picture: str | None = None


@dataclass(frozen=True)
class GuideQuestion:
    """`settings` are those of the form; a *react* names its question as (round, question), both from 1."""

    prompt: str
    title: str = ""
    form: str = "open"
    visibility: str = "masked"
    required: bool = True
    segments: Sequence[str] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    stimuli: Sequence[GuideStimulus] = ()
    to: tuple[int, int] | None = None


@dataclass(frozen=True)
class GuideRound:
    """`opens` and `closes` are clock times: 2026-11-24T09:00, or 2T09:00 for the second day."""

    title: str
    opens: str
    closes: str
    welcome: str = ""
    questions: Sequence[GuideQuestion] = ()


@dataclass(frozen=True)
class Guide:
    rounds: Sequence[GuideRound] = ()
    title: str = ""

    @property
    def questions(self) -> int:
        return sum(len(each.questions) for each in self.rounds)


def on_calendar(clock: str, first: date) -> str:
    """The clock time, with the day that it is when the first day is `first`."""
    found = RELATIVE.fullmatch(clock)
    if found is None:
        return clock
    return f"{first + timedelta(days=int(found[1]) - 1)}T{found[2]}"


def from_day(clock: str, first: date) -> str:
    """The clock time as so many days from `first`; as it is when it lies before or too far after."""
    days = (date.fromisoformat(clock[:10]) - first).days + 1
    return f"{days}T{clock[11:]}" if 1 <= days <= 99 else clock


def short(prompt: str) -> str:
    """A title for a question without one: its first words, cut at a word."""
    line = " ".join(prompt.split())
    if len(line) <= 60:
        return line
    return line[:60].rsplit(" ", 1)[0].rstrip(",;:") + " …"
