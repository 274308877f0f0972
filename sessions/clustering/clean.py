"""Makes any Python string safe to hand to a model, without losing what a person wrote."""

import re
import unicodedata
from functools import lru_cache

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACE = re.compile(r"\s+")
_NOT_A_WORD = re.compile(r"[^\w\s]|_")
LONGEST = 4000  # characters; a longer text says what it is about well before that


@lru_cache(maxsize=32768)  # every step asks for the same texts again
def clean(text: str) -> str:
    """The text without NUL and other control characters or lone surrogates, spaces single, at most 4000
    characters: what tokenizers written in or for C accept."""
    whole = text
    if not text.isascii():
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\ufffd", " ")
    return _SPACE.sub(" ", _CONTROL.sub(" ", whole)).strip()[:LONGEST]


def bare(text: str) -> str:
    """The text in lower case without accents, punctuation or double spaces: equal for texts that only
    differ in how they were typed."""
    plain = clean(text).casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(character for character in apart if not unicodedata.combining(character))
    return _SPACE.sub(" ", _NOT_A_WORD.sub(" ", plain)).strip()
