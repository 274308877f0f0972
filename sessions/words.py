"""The catalogues. The Dutch text is its own key, so that Dutch is complete by construction.

The domain says everything in a language that is passed in, since it knows no request.
"""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel.support import Translations

LANGUAGES = {"nl": "Nederlands", "en": "English", "fr": "Français"}
DEFAULT = "nl"
CATALOGUES = Path(__file__).parent / "catalogues"


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of that language; an unknown language reads Dutch."""
    if language not in LANGUAGES:
        return NullTranslations()
    return Translations.load(CATALOGUES, [language])


class Sentence(str):
    """What was said, and what it was said from: it can be said again in another language."""

    text: str
    values: dict[str, Any]


def say(language: str, text: str, **values: Any) -> str:
    """`text` in that language, with `%(name)s` filled in."""
    said = catalogue(language).gettext(text)
    sentence = Sentence(said % values if values else said)
    sentence.text, sentence.values = text, values
    return sentence


def plural(language: str, one: str, many: str, number: int, **values: Any) -> str:
    """`one` or `many` in that language, as its grammar asks for that number; `%(num)d` is the number."""
    return catalogue(language).ngettext(one, many, number) % {"num": number, **values}


def again(language: str, sentence: str) -> str:
    """That sentence in that language; as it is when it did not come from `say`."""
    if isinstance(sentence, Sentence):
        return say(language, sentence.text, **sentence.values)
    return sentence


def mark(text: str) -> str:
    """Marks a text for the catalogues where the language is known only later."""
    return text
