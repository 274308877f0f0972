"""The groups beside each other as tables: a sheet per subject, or one long table. Numbers, and no answer.

A public file knows nothing of private questions and of what became material, and finds the words that a
group uses more in answers that may be quoted alone. Names are masked as in a transcript of the same grade, in
words and in titles of themes; pseudonyms stand in a restricted file only.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.clustering.words import words_of
from sessions.exports.anonymous import OPEN_MARK, Rules
from sessions.exports.csv_tables import guarded
from sessions.exports.grade import Grade
from sessions.focus import asked as guide
from sessions.focus import promises
from sessions.material import comparing
from sessions.material.comparing import Compared
from sessions.material.spread import OTHER
from sessions.material.third_persons import MASK
from sessions.models import Contribution, ContributionVersion, Participant

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


def gather(db: Session, workshop_id: int, grade: Grade) -> Compared:
    """The groups beside each other, as they may leave in that grade. Raises: Missing for a hall."""
    workshop = guide.focus_workshop(db, workshop_id)
    members = db.scalars(select(Participant.id).where(Participant.workshop_id == workshop.id))
    rules = Rules(db, workshop.id, grade, dict.fromkeys(members, MASK))
    public = grade is Grade.PUBLIC
    quotable = promises.quotable(db, workshop.id) if public else set()

    def spoken(said: Contribution, version: ContributionVersion) -> str:
        return "" if public and said.id not in quotable else rules.spoken(said, version).text

    found = _marked(comparing.compared(db, workshop.id, spoken=spoken), rules)
    themes = [replace(each, title=rules.worded(each.title)) for each in found.themes]
    if not public:
        return replace(found, themes=themes)
    every = guide.questions(db, workshop.id)
    told = {each.id for each in every if promises.observers_read(each.question)}
    closed = promises.closed_themes(db, workshop.id)
    return replace(
        found,
        questions=[each for each in found.questions if each.exercise_id in told],
        spread=[each for each in found.spread if each.exercise_id in told],
        material={},
        themes=[each for each in themes if each.theme_id not in closed],
    )


def _marked(found: Compared, rules: Rules) -> Compared:
    """Own words that may be names on which nobody decided are marked in the analysis grade, as in a text."""
    if rules.grade is not Grade.ANALYSIS:
        return found
    undecided = [each for held in rules.named.values() for each in held if each.decision == "open"]
    names = {word for each in undecided for word in words_of(each.name, "")}
    return replace(
        found,
        questions=[
            replace(
                each,
                words={
                    group: [f"{word}{OPEN_MARK}" if word in names else word for word in own]
                    for group, own in each.words.items()
                },
            )
            for each in found.questions
        ],
    )


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
