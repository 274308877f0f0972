"""Names clusters: three distinctive words, a title that no other cluster has, and the text to quote.

A word is distinctive when much of the cluster says it and few others do: the share of members that use it
times the logarithm of its lift, over texts rather than over occurrences, so that one talkative text names
nothing (a class-based tf-idf after Grootendorst 2022, on document counts). Forms of one word count together
by their Snowball stem and show as the form people used most.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np

from .arrays import Indices, Vectors
from .clean import clean
from .compounds import compounds
from .words import is_common, stem, words_of

_SHOWN = 3
_CANDIDATES = 8
_TITLE_LENGTH = 60  # characters of a text that stands in for missing words


@dataclass
class Vocabulary:
    """Which stems each text uses, how many texts use each stem, and how people write it. parts: per stem of a
    compound the stems of its parts; a text that uses the compound uses those as well."""

    stems: list[frozenset[str]] = field(default_factory=list)
    spread: Counter[str] = field(default_factory=Counter)
    forms: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    parts: dict[str, frozenset[str]] = field(default_factory=dict)


def vocabulary(texts: Sequence[str], languages: Sequence[str]) -> Vocabulary:
    """The stems of all texts; common words, numbers and words of one or two letters are left out."""
    known = Vocabulary()
    said = [_telling_words(text, language) for text, language in zip(texts, languages, strict=True)]
    for words, language in zip(said, languages, strict=True):
        for word in words:
            known.forms[stem(word, language)][word] += 1
    found = compounds(
        word for words, one in zip(said, languages, strict=True) if one == "nl" for word in words
    )
    for word, parts in found.items():
        # A part must be a word that somebody wrote, so that a title can show it.
        stems = {stem(part, "nl") for part in parts} - {stem(word, "nl")}
        known.parts[stem(word, "nl")] = frozenset(base for base in stems if base in known.forms)
    for words, language in zip(said, languages, strict=True):
        mine = {stem(word, language) for word in words}
        if language == "nl":
            mine.update(*(known.parts.get(base, frozenset()) for base in list(mine)))
        known.stems.append(frozenset(mine))
        known.spread.update(mine)
    return known


def _telling_words(text: str, language: str) -> list[str]:
    return [
        word
        for word in words_of(text, language)
        if len(word) > 2 and any(map(str.isalpha, word)) and not is_common(word, language)
    ]


def distinctive(members: Sequence[int], known: Vocabulary) -> list[str]:
    """Up to eight words of the members, the most telling first; ties in alphabetical order.

    A compound and its part are not both among the first, where there are others: they say one thing.
    """
    inside = Counter(base for member in members for base in known.stems[member])
    size, rest = len(members), max(len(known.stems) - len(members), 1)

    def telling(base: str) -> float:
        share = inside[base] / size
        outside = (known.spread[base] - inside[base] + 0.5) / rest
        return share * log(1.0 + share / outside)

    said_twice = [base for base in inside if inside[base] > 1]
    chosen = said_twice if len(said_twice) >= _SHOWN else list(inside)
    best = _varied(sorted(chosen, key=lambda base: (-telling(base), base))[:_CANDIDATES], known)
    return [min(known.forms[base].items(), key=lambda form: (-form[1], form[0]))[0] for base in best]


def _varied(bases: Sequence[str], known: Vocabulary) -> list[str]:
    """The same stems; one that is a part or a compound of an earlier one, or shares a part with it, goes to
    the back."""
    none: frozenset[str] = frozenset()
    front: list[str] = []
    seen: set[str] = set()
    for base in bases:
        family = {base, *known.parts.get(base, none)}
        if not family & seen:
            front.append(base)
            seen |= family
    return front + [base for base in bases if base not in front]


def medoid(members: Sequence[int], rows: Indices, vectors: Vectors) -> int:
    """The member whose vector, `vectors[rows[member]]`, points most along the sum of all members' vectors;
    the first among equals. A text said more than once weighs as often."""
    mine = vectors[rows[list(members)]].astype(np.float64)
    return int(members[int(np.argmax(np.round(mine @ mine.sum(axis=0), 9)))])


def titles(words: Sequence[Sequence[str]], quotes: Sequence[str]) -> list[tuple[tuple[str, ...], str]]:
    """Per cluster the words shown and the title; no two titles are equal.

    Where two clusters would be called the same, the later one shows its next distinctive word instead of its
    third, and as a last resort carries a number.
    """
    taken: set[str] = set()
    out = []
    for candidates, quote in zip(words, quotes, strict=True):
        shown, title = _untaken(list(candidates), quote, taken)
        taken.add(title)
        out.append((shown, title))
    return out


def _untaken(candidates: list[str], quote: str, taken: set[str]) -> tuple[tuple[str, ...], str]:
    lead = candidates[: _SHOWN - 1]
    options = [(*lead, third) for third in candidates[_SHOWN - 1 :]] or [tuple(candidates)]
    for shown in options:
        title = ", ".join(shown)
        if title and title not in taken:
            return shown, title
    shown = options[0]
    name = ", ".join(shown) or clean(quote)[:_TITLE_LENGTH] or "…"
    number, title = 2, name
    while title in taken:
        number, title = number + 1, f"{name} ({number})"
    return shown, title
