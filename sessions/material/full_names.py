"""Where names stand in texts: parts beside each other, and what stands between them, are one name.

*Fatima De Smet*, *Jan van de Velde* and *Piet d'Hondt* are one person each, so one thing to decide on. Which
words are names is guessed by `sessions.clustering.names`; here they are put together. A particle with a
capital inside a sentence tells by itself that a family name follows, also one that is a word as well
(*Peter De Groot*).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from sessions.clustering.names import capitals_tell, is_subject, names_in, starts_sentence

Span = tuple[int, int]
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_GAPS = frozenset({" ", " '", " ’"})
_AS_PARTICLES = """
    van de den der vande vanden vander ten ter von zu le la les du des da das dos do del della di
    el al ben bin bint bent ibn abou abu aït ait ould"""
_PARTICLES = frozenset(_AS_PARTICLES.split())
_WITH_A_CAPITAL = frozenset({"te", "op", "in", "uit", "t"})
"""Particles that stand between two names as an ordinary word too: *Fatima op Pasen*."""
_AS_TITLES = "mevrouw mevr meneer mijnheer heer dhr dokter juf meester mister madame monsieur professor"
_TITLES = frozenset(_AS_TITLES.split())


def names_of(texts: Sequence[str]) -> list[list[Span]]:
    """Per text where its names stand, from left to right. What may be another word at the beginning of a
    sentence (*De Smet belde*) belongs to the name when it does so inside a sentence of another text."""
    words = names_in(texts)
    found = [_Text(text, words).names() for text in texts]
    known: dict[str, set[str]] = {}
    for text, spans in zip(texts, found, strict=True):
        for start, end in spans:
            name = text[start:end]
            if is_particle(name.split(" ")[0]):
                known.setdefault(name.split(" ")[-1], set()).add(name)
    return [
        [(_beginning(text, span, known), span[1]) for span in spans]
        for text, spans in zip(texts, found, strict=True)
    ]


def shorter(name: str) -> frozenset[str]:
    """The name, and how it is said shorter: *Fatima*, *De Smet*, *Smet*."""
    words = name.split(" ")
    runs = {
        " ".join(words[first:last])
        for last in range(1, len(words) + 1)
        if not is_particle(words[last - 1])
        for first in range(last)
    }
    return frozenset({each for each in runs if len(each) > 1} | {name})


def is_particle(word: str) -> bool:
    """Whether that word stands between the parts of a name, or before a family name."""
    small = word.lstrip("'’").lower()
    return small in _PARTICLES or (small in _WITH_A_CAPITAL and (word[:1].isupper() or small == "t"))


def literal(names: Collection[str], text: str) -> list[Span]:
    """Where those names stand as words of their own; the longest where several begin."""
    if not names:
        return []
    either = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return [each.span() for each in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text)]


class _Text:
    """One text while the names in it are put together; `names` are the words that are names anywhere."""

    def __init__(self, text: str, names: Collection[str]) -> None:
        self.text, self.known = text, names
        self.words = list(_WORD.finditer(text))
        self.told = capitals_tell([each.group() for each in self.words])

    def names(self) -> list[Span]:
        found: list[Span] = []
        at = 0
        while at < len(self.words):
            last = self._end(at) if self._begins(at) else None
            if last is None:
                at += 1
            else:
                found.append((self.words[at].start(), self.words[last].end()))
                at = last + 1
        return found

    def _begins(self, at: int) -> bool:
        word = self.words[at].group()
        if word in self.known:
            return True
        if not self.told or not word[0].isupper():
            return False
        if is_particle(word):
            inside = at > 0 and not starts_sentence(self.text, self.words[at].start())
            return inside and self._after_particles(at) is not None
        if is_subject(word) or word.lower() in _TITLES:
            return False
        following = self._next(at)
        if following is None:
            return False
        then = self.words[following].group()
        return _elided(then) or (
            is_particle(then) and then[0].isupper() and self._after_particles(following) is not None
        )

    def _end(self, at: int) -> int | None:
        """The last word of the name that begins there."""
        last = at
        if is_particle(self.words[at].group()) and (after := self._after_particles(at)) is not None:
            last = after
        while (following := self._next(last)) is not None:
            word = self.words[following].group()
            after = self._after_particles(following) if is_particle(word) else None
            if after is not None:
                last = after
            elif word in self.known or _elided(word):
                last = following
            else:
                break
        return last if last > at or self.words[at].group() in self.known else None

    def _after_particles(self, at: int) -> int | None:
        """The family name behind the particles that begin there. Small ones take one that is known."""
        capital, word = False, self.words[at].group()
        while is_particle(word):
            capital = capital or word[0].isupper()
            following = self._next(at)
            if following is None:
                return None
            at, word = following, self.words[following].group()
        tells = capital and self.told and word[0].isupper() and not is_subject(word)
        return at if tells or word in self.known or _elided(word) else None

    def _next(self, at: int) -> int | None:
        """The word that follows with nothing but a space between."""
        if at + 1 == len(self.words):
            return None
        between = self.text[self.words[at].end() : self.words[at + 1].start()]
        return at + 1 if between in _GAPS else None


def _elided(word: str) -> bool:
    """*d'Hondt*, *D'Hoore*, *l'Ecluse*."""
    return len(word) > 3 and word[0] in "dDlL" and word[1] in "'’" and word[2].isupper()


def _beginning(text: str, span: Span, known: dict[str, set[str]]) -> int:
    """Where the name begins when it is one of those that begin with a particle."""
    start, end = span
    for name in known.get(text[start:end].split(" ")[-1], ()):
        at = end - len(name)
        free = at == 0 or not text[at - 1].isalnum()
        if 0 <= at < start and free and text[at:end] == name:
            start = at
    return start
