"""Pure helpers for text: cleaning what was typed, join codes, fingerprints of secrets."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from random import Random

# Without O, 0, I and 1, which people confuse on a wall.
JOIN_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
JOIN_LENGTH = 8
LONGEST_ADDRESS = 254
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+"
)


def clean(text: str | None, *, lines: bool = False) -> str:
    """What was typed, in NFC, without control characters or half surrogate pairs, white space trimmed.

    With `lines` line ends are kept; otherwise every run of white space becomes one space.
    """
    text = unicodedata.normalize("NFC", text or "")
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
    if lines:
        kept = re.sub(r"[^\S\n]+", " ", kept)
        return re.sub(r" ?\n ?", "\n", re.sub(r"\n{3,}", "\n\n", kept)).strip()
    return re.sub(r"\s+", " ", kept).strip()


def folded(text: str) -> str:
    """As people search: capitals and accents make no difference."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


def join_code(random: Random) -> str:
    """Eight characters that nobody confuses."""
    return "".join(random.choice(JOIN_ALPHABET) for _ in range(JOIN_LENGTH))


def as_join_code(typed: str) -> str:
    """What somebody typed as a code: upper case, without spaces and dashes; at most 8 characters."""
    return re.sub(r"[\s\-–.]+", "", typed).upper()[:JOIN_LENGTH]


def as_hour(typed: str) -> str | None:
    """An hour however it was typed (9.30, 9u30) as `09:30`; empty for nothing, None for what is no hour."""
    typed = clean(typed)
    found = re.fullmatch(r"(\d{1,2})(?:[:.uh](\d{2})?)?", typed.lower().replace(" ", ""))
    if not typed:
        return ""
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return f"{int(found[1]):02}:{int(found[2] or 0):02}"


def code_in_groups(code: str) -> str:
    """`K7M4PQ39` as people read it out: `K7M4 PQ39`."""
    return f"{code[:4]} {code[4:]}"


def fingerprint(secret: str) -> str:
    """What is kept of a secret of at least 128 random bits: its SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def as_address(typed: str) -> str | None:
    """The address in lower case; empty for nothing, None for what is no address that mail can go to."""
    typed = clean(typed).lower()
    if typed and (len(typed) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(typed)):
        return None
    return typed
