"""Words of a text: split, stemmed in the text's language, and the language itself when nobody stated it."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from threading import local
from typing import Any

from .clean import clean
from .stopwords import BY_LANGUAGE

LANGUAGES = ("nl", "fr", "en")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_ELISION = re.compile(r"^(?:[dljmnstc]|qu|lorsqu|puisqu|jusqu)['’]", re.IGNORECASE)
_SNOWBALL = {"nl": "dutch", "fr": "french", "en": "english"}
# Letter groups that are frequent in one of the three languages and rare in the two others.
_TRACES = {
    "nl": ("ij", "aa", "oe", "sch", "uu", "ijk", "cht", "eld", "ver", "gen", "lijk", "heid", "ge"),
    "fr": ("é", "è", "ê", "ç", "à", "eau", "eux", "ous", "ait", "ique", "ement", "ais", "oi", "qu"),
    "en": ("th", "wh", "ing", "ght", "ould", "sh", "ee", "ea", "tion", "ly", "ay", "ck"),
}


def words_of(text: str, language: str) -> list[str]:
    """The words of a text in lower case; French elisions (l', d', qu') taken off."""
    found = _WORD.findall(clean(text).lower())
    return [_ELISION.sub("", word) for word in found] if language == "fr" else found


class _Stemmers(local):
    """Those of one thread: a stemmer keeps the word that it works on in itself, so that two threads with one
    between them get each other's endings, or an error."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def of(self, language: str) -> Any:
        if language not in self._known:
            import snowballstemmer

            self._known[language] = snowballstemmer.stemmer(_SNOWBALL[language])
        return self._known[language]


_stemmers = _Stemmers()


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """The word without its endings (Snowball); the word itself in a language that has no stemmer here."""
    return str(_stemmers.of(language).stemWord(word)) if language in _SNOWBALL else word


def is_common(word: str, language: str) -> bool:
    """Whether the word says nothing about a subject (in the language itself, or in any when unknown)."""
    if language in BY_LANGUAGE:
        return word in BY_LANGUAGE[language]
    return any(word in common for common in BY_LANGUAGE.values())


def _evidence(text: str) -> dict[str, float]:
    words = words_of(text, "")
    parts = [part for word in words for part in re.split(r"['’]", word) if part]
    joined = " ".join(words)
    score = {}
    for language in LANGUAGES:
        common = sum(1.0 for part in parts if part in BY_LANGUAGE[language])
        traces = sum(joined.count(trace) for trace in _TRACES[language])
        score[language] = 2.0 * common + 0.5 * traces
    return score


def languages_of(texts: Sequence[str]) -> list[str]:
    """One of nl, fr, en per text, judged by common words and letter groups.

    Short texts say little, so what the whole collection speaks breaks ties and doubt; a collection without
    any evidence counts as Dutch.
    """
    evidence = [_evidence(text) for text in texts]
    clear = Counter(
        max(LANGUAGES, key=score.__getitem__) for score in evidence if sorted(score.values())[-1] >= 2.0
    )
    total = sum(clear.values())
    prior = {language: (clear[language] / total if total else 0.0) for language in LANGUAGES}
    return [max(LANGUAGES, key=lambda one: score[one] + 2.0 * prior[one]) for score in evidence]
