"""The sentences of an answer, which a reply can quote."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A sentence ends where it seems to end; an abbreviation makes two short pieces, which is no harm here.
_SENTENCE = re.compile(r"[^\s.!?…][^.!?…\n]*[.!?…]*[”’\"')\]]*")


@dataclass(frozen=True)
class Sentence:
    """Code points `start` up to `end` of a text."""

    start: int
    end: int
    text: str


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, from left to right; a line is a sentence at most."""
    found = []
    for each in _SENTENCE.finditer(text):
        words = each.group().rstrip()
        found.append(Sentence(each.start(), each.start() + len(words), words))
    return found
