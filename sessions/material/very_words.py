"""Whether a text says it in somebody's very words: the line between a quote and a notion."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sessions.material.third_persons import MASK

FEWEST, ENOUGH = 3, 5
"""Words. Fewer than the first are a notion that nobody owns; that many of an answer in a row are a quote."""
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def quotes(text: str, answer: str) -> bool:
    """Whether the text says it in the very words of that answer, capitals, white space and punctuation aside:
    five of its words in a row, or all of the text (each piece between masks) where that is three words at
    least."""
    said = _words(answer)
    runs = [run for part in text.split(MASK) if (run := _words(part))]
    if sum(len(run) for run in runs) < FEWEST:
        return False
    if any(_shares(run, said, ENOUGH) for run in runs if len(run) >= ENOUGH):
        return True
    return all(_shares(run, said, len(run)) for run in runs)


def _shares(run: Sequence[str], said: Sequence[str], length: int) -> bool:
    """Whether so many words in a row stand in both."""
    there = {tuple(said[at : at + length]) for at in range(len(said) - length + 1)}
    return any(tuple(run[at : at + length]) in there for at in range(len(run) - length + 1))


def _words(text: str) -> list[str]:
    return [each.group().casefold() for each in _WORD.finditer(text)]
