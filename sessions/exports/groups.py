"""The groups beside each other as tables: a sheet per subject, or one long table. Numbers, and no answer."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from sessions import words
from sessions.exports.csv_tables import guarded
from sessions.material.comparing import Compared
from sessions.material.spread import OTHER

HEADERS = {
    "questions": ("question", "group", "members", "answered", "own_words"),
    "spread": ("question", "form", "line", "group", "answered", "people", "mean"),
    "material": ("kind", "group", "pieces"),
    "themes": ("question", "theme", "group", "people"),
}
"""The sheets and their columns; the names are stable. `mean` is the mean step on a scale, or the mean place
in an order; a line of a scale without a name is that mean over all of it."""
LONG = ("table", "question", "line", "group", "measure", "value")
_NUMBERS = {
    "questions": ("members", "answered"),
    "spread": ("people", "mean"),
    "material": ("pieces",),
    "themes": ("people",),
}
_LINE = {"questions": "", "spread": "line", "material": "kind", "themes": "theme"}


def tables(compared: Compared, language: str) -> dict[str, list[list[Any]]]:
    """The rows under each of HEADERS."""
    named = {group: name for group, (name, _members) in compared.groups.items()}
    return {
        "questions": [
            [each.title, name, members, each.answered.get(group, 0), " | ".join(each.words.get(group, ()))]
            for each in compared.questions
            for group, (name, members) in compared.groups.items()
        ],
        "spread": list(_spread(compared, named, language)),
        "material": [
            [kind, name, row.get(group, 0)]
            for kind, row in compared.material.items()
            for group, name in named.items()
        ],
        "themes": [
            [each.question, each.title, name, each.people.get(group, 0)]
            for each in compared.themes
            for group, name in named.items()
        ],
    }


def _spread(compared: Compared, named: dict[int, str], language: str) -> Iterator[list[Any]]:
    other = words.say(language, words.mark("iets anders"))
    for each in compared.spread:
        about = [each.title, each.form]
        for line in each.lines:
            label = other if line.value == OTHER else line.label
            for group, name in named.items():
                counts = [each.answered.get(group, 0), line.people.get(group, 0), line.place.get(group)]
                yield [*about, label, name, *counts]
        for group, name in named.items():
            if group in each.mean:
                yield [*about, "", name, each.answered.get(group, 0), None, each.mean[group]]


def long_table(compared: Compared, language: str) -> bytes:
    """One table with a number per line, as CSV that opens with a double click: for Excel with Belgian
    settings. A text that begins like a formula gets a quote before it."""
    text = StringIO(newline="")
    out = csv.writer(text, delimiter=";", lineterminator="\r\n")
    out.writerow(LONG)
    for name, rows in tables(compared, language).items():
        for row in rows:
            values = dict(zip(HEADERS[name], row, strict=True))
            line = str(values.get(_LINE[name]) or "")
            for measure in _NUMBERS[name]:
                if values[measure] is not None:
                    number = str(values[measure]).replace(".", ",")
                    told = (str(values.get("question", "")), line, str(values["group"]))
                    out.writerow([name, *(guarded(each) for each in told), measure, number])
    return text.getvalue().encode("utf-8-sig")
