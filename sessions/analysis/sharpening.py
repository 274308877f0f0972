"""A result is not a list of words: which key characteristics still ask for a sharper word, and the question
that sharpens each. Questions only, from counts and texts: nothing here refuses or changes anything.
"""

from __future__ import annotations

import re

from sessions.text import clean
from sessions.words import mark

# What each question is about, in the order in which it is asked, and the question.
QUESTIONS: dict[str, str] = {
    "name": mark(
        "Dit heeft nog geen naam die mensen gaven. Hoe noem je het, zodat niemand iets anders leest?"
    ),
    "general": mark("Hier is niemand tegen. Wat betekent het precies: voor wie, waar werkte het, waar niet?"),
    "one-word": mark("Eén woord zegt nog weinig. Wat precies: voor wie, waar werkte het, waar niet?"),
    "description": mark("Er staat nog geen uitleg bij. Voor wie geldt dit, waar werkte het, waar niet?"),
    "sources": mark("Dit zei nog maar één bron. Wie zei het nog, liefst aan een andere tafel?"),
    "one-table": mark("Iedereen die dit zei, zat aan dezelfde tafel. Herkennen andere tafels het?"),
}
# Two people are enough to stand; a second table only makes it stronger.
ADVICE = frozenset({"one-table"})
SOURCES = 2

# Words that everybody agrees with, whatever they do. Kept short on purpose: a word belongs here only when
# hardly any organisation could say that it is against it. docs/workbench.md shows the list.
GENERAL: dict[str, str] = {
    "nl": (
        "aandacht betrokkenheid communicatie dialoog diversiteit duurzaamheid gelijkheid inclusie innovatie"
        " kwaliteit motivatie openheid overleg participatie respect samenwerken samenwerking solidariteit"
        " verbinden verbinding vertrouwen"
    ),
    "fr": (
        "attention collaboration communication concertation confiance coopération dialogue diversité"
        " engagement innovation inclusion motivation ouverture participation qualité respect solidarité"
        " égalité"
    ),
    "en": (
        "attention collaboration commitment communication connection cooperation dialogue diversity"
        " equality inclusion innovation motivation openness participation quality respect solidarity"
        " sustainability trust"
    ),
}
# What makes such a word no sharper.
FILLING: dict[str, str] = {
    "nl": "de het een en of van in meer goed goede echt echte betere beter veel wederzijds",
    "fr": "le la les l un une des de du d et ou plus bon bonne bons bonnes vrai vraie",
    "en": "the a an and or of in more good better real mutual",
}
_ALL_GENERAL = frozenset(" ".join(GENERAL.values()).split())
_ALL_FILLING = frozenset(" ".join(FILLING.values()).split())


def is_key_characteristic(level: str | None, towards: str) -> bool:
    """Whether a theme is asked for more than a word: it has a level, or its analysis leads to them."""
    return level is not None or towards == "key_characteristics"


def asks(title: str, description: str, *, people: int, tables: int) -> tuple[str, ...]:
    """What a key characteristic is asked for, as keys of `QUESTIONS`, the most telling first.

    `people` counts the different participants who said it and `tables` the different tables it was said at:
    what came on paper has a table and often no participant, so two tables are two sources as well.
    """
    found = []
    if not clean(title):
        found.append("name")
    elif word := _word(title):
        found.append(word)
    if not clean(description):
        found.append("description")
    if max(people, tables) < SOURCES:
        found.append("sources")
    elif tables == 1:
        found.append("one-table")
    return tuple(found)


def is_open(asked: tuple[str, ...] | list[str]) -> bool:
    """Whether something is really lacking; advice alone is not counted."""
    return any(each not in ADVICE for each in asked)


def _word(title: str) -> str | None:
    """`general` when every word that counts could be said by anybody, `one-word` when only one counts."""
    said = [word for word in re.findall(r"[^\W\d_]+", title.casefold()) if word not in _ALL_FILLING]
    if said and all(word in _ALL_GENERAL for word in said):
        return "general"
    return "one-word" if len(said) < 2 else None
