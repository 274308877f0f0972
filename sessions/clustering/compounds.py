"""The parts of Dutch compounds, from nothing but the words of the collection itself.

Dutch writes *taalcafé*, *taalles* and *voorleestaal* as one word each; a group that speaks of nothing but
language may use no word twice. A word is a compound here when both its parts occur in the collection, at
least one of them as a word by itself and the other so or as the same part of another word. No dictionary:
what the hall does not say by itself would not make a title that the hall recognises.
"""

from collections import defaultdict
from collections.abc import Iterable

_SHORTEST = (
    4  # letters of a part: shorter ones stand at the end of words that are no compounds (-taal in totaal)
)
_BETWEEN = ("", "s", "en", "e", "-")  # what Dutch puts between two parts


def compounds(words: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Per compound among `words` its two parts as they stand in it; of several divisions the one with the
    longest first part. The same words give the same answer in any order."""
    known = sorted({word for word in words if len(word) >= _SHORTEST})
    alone = frozenset(known)
    divided = {word: _divisions(word) for word in known if len(word) >= 2 * _SHORTEST}
    firsts, lasts = defaultdict(set), defaultdict(set)
    for word, pairs in divided.items():
        for first, last in pairs:
            if last in alone:
                firsts[first].add(word)
            if first in alone:
                lasts[last].add(word)
    out = {}
    for word, pairs in divided.items():
        for first, last in pairs:
            if (first in alone and (last in alone or len(lasts[last]) > 1)) or (
                last in alone and len(firsts[first]) > 1
            ):
                out[word] = (first, last)
                break
    return out


def _divisions(word: str) -> list[tuple[str, str]]:
    """Every way to part the word, the longest first part first."""
    pairs = []
    for at in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
        for link in _BETWEEN:
            first = word[:at]
            if word.startswith(link, at) and len(word) - at - len(link) >= _SHORTEST:
                pairs.append((first, word[at + len(link) :]))
    return pairs
