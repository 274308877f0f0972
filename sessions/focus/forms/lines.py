"""What people choose from or put in order: lines with a key that stays when the wording changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import Field, Form, ValidationError

from sessions.exercises.answers import said
from sessions.text import clean

LONGEST_LINE = 120
Line = dict[str, str]


def lines_of(text: str | None) -> list[str]:
    """One line each, without empty ones."""
    return [line for line in (clean(each) for each in (text or "").splitlines()) if line]


def keyed(texts: Sequence[str], known: Sequence[Mapping[str, str]]) -> list[Line]:
    """The texts with keys. A text that was there keeps its key; with as many lines as before, a line with
    another wording is the line that stood at its place."""
    keys = {each["text"]: each["key"] for each in known}
    free = [each["key"] if each["text"] not in texts else "" for each in known]
    made: list[Line] = []
    used = {each["key"] for each in known}
    for place, text in enumerate(texts):
        key = keys.get(text, "")
        if not key and len(texts) == len(known):
            key = free[place]
        if not key:
            key = next(f"k{number}" for number in range(1, 10_000) if f"k{number}" not in used)
        used.add(key)
        made.append({"key": key, "text": text})
    return made


def text_of(lines: Sequence[Mapping[str, str]], key: str) -> str:
    """The wording of that line; empty when there is none (any more)."""
    return next((each["text"] for each in lines if each["key"] == key), "")


def keys_of(settings: Mapping[str, Any], name: str) -> list[str]:
    return [each["key"] for each in settings.get(name, ())]


class Lines:
    """At least `least` and at most `most` lines, each short, none twice."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, form: Form, field: Field) -> None:
        found = lines_of(field.data)
        sentence = ""
        if len(found) < self.least:
            sentence = said("Schrijf er minstens %(least)d, elk op een eigen regel.")
        elif len(found) > self.most:
            sentence = said("Er passen er %(most)d. Nu zijn het er %(count)d.")
        elif any(len(each) > LONGEST_LINE for each in found):
            sentence = said("Een regel is te lang: er passen %(limit)d tekens op.")
        elif len({each.casefold() for each in found}) < len(found):
            sentence = said("Er staat een regel twee keer.")
        if sentence:
            values = {"least": self.least, "most": self.most, "count": len(found), "limit": LONGEST_LINE}
            raise ValidationError(field.gettext(sentence) % values)
