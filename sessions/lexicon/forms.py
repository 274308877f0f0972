"""Where a term stands in a text, in which of its forms.

Two words are forms of one another when their stems are equal (Snowball: Porter 2001, for Dutch, French and
English), when a moderator said so, or when one is a part of the other as Dutch makes them: *armoede* stands
in *kinderarmoede* and *armoedebeleid*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sessions.clustering.words import LANGUAGES, stem

SHORTEST_PART = 5
"""Letters of a stem from which it is looked for inside longer words: shorter ones stand in too many."""
COMPOUNDING = frozenset({"nl"})
_CLOSED = re.compile(r"([aeou])\1([^aeiou])$")
_ELISION = re.compile(r"(?:[dljmnstc]|qu|lorsqu|puisqu|jusqu)['’]", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@dataclass(frozen=True)
class Found:
    """Code points `start` up to `end` of a text, and whether the term is only a part of that word."""

    start: int
    end: int
    word: str
    inside: bool = False


@dataclass(frozen=True)
class Recogniser:
    """Finds one term. `phrases` are its forms, each as the words it is made of, in lower case."""

    language: str
    phrases: tuple[tuple[str, ...], ...]
    stems: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, text: str, forms: Sequence[str], language: str) -> Recogniser:
        """For the term `text` and the forms that a moderator added, in one of the languages known here;
        another language is read as it is written, without stems."""
        phrases = tuple(
            dict.fromkeys(words for each in (text, *forms) if (words := tuple(_lower_words(each))))
        )
        stems = tuple(dict.fromkeys(tuple(_stem(word, language) for word in words) for words in phrases))
        return cls(language, phrases, stems)

    def find(self, text: str) -> list[Found]:
        """Every place in the text where the term stands, from left to right, none overlapping."""
        words = _words(text)
        lower = [text[start:end].lower() for start, end in words]
        stems = [_stem(word, self.language) for word in lower]
        found: list[Found] = []
        at = 0
        while at < len(words):
            length = self._whole(lower, stems, at)
            if length or self._inside(lower[at]):
                start, end = words[at][0], words[at + max(length, 1) - 1][1]
                found.append(Found(start, end, text[start:end], inside=not length))
            at += max(length, 1)
        return found

    def _whole(self, lower: Sequence[str], stems: Sequence[str], at: int) -> int:
        """How many words from there on are the term; the longest of its forms."""
        longest = 0
        for wanted, there in ((self.phrases, lower), (self.stems, stems)):
            for phrase in wanted:
                if tuple(there[at : at + len(phrase)]) == phrase:
                    longest = max(longest, len(phrase))
        return longest

    def _inside(self, word: str) -> bool:
        if self.language not in COMPOUNDING:
            return False
        single = [phrase[0] for phrase in (*self.stems, *self.phrases) if len(phrase) == 1]
        return any(
            len(part) >= SHORTEST_PART and len(word) > len(part) + 2 and _is_part(part, word)
            for part in dict.fromkeys(single)
        )


def _opened(word: str) -> str:
    """As a Dutch word is spelled before an ending: *allochtoon* in *allochtonenbeleid*."""
    return _CLOSED.sub(r"\1\2", word)


def _is_part(part: str, word: str) -> bool:
    """At the beginning or at the end: in the middle it is mostly chance."""
    return word.startswith(part) or word.endswith(part)


def _words(text: str) -> list[tuple[int, int]]:
    """Start and end of every word; of *l'étranger* the part behind the elision."""
    found = []
    for each in _WORD.finditer(text):
        elided = _ELISION.match(each.group())
        found.append((each.start() + (elided.end() if elided else 0), each.end()))
    return found


def _lower_words(text: str) -> list[str]:
    return [text[start:end].lower() for start, end in _words(text)]


def _stem(word: str, language: str) -> str:
    """The stem of the stem, until it stays the same: *étrangers* needs two steps to meet *étranger*."""
    if language not in LANGUAGES:
        return word
    while (shorter := stem(word, language)) != word:
        word = shorter
    if language == "nl":
        # Snowball keeps the ending of an adjective: *allochtone* beside *allochtoon*.
        word = _opened(word.removesuffix("e") if len(word) > SHORTEST_PART else word)
    return word
