"""The basic objectives as a document and as tables: what groups share, and what is one group's own.

The words of people stand in it only where they may be quoted outside; the rest is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from sessions import words
from sessions.documents import Block, Bullets, Document, Heading, Paragraph
from sessions.exports import made
from sessions.exports.asked import Asked
from sessions.exports.grade import Grade
from sessions.material import objectives
from sessions.material.coding import Coded
from sessions.material.outside import Outside
from sessions.models import Workshop

Row = dict[str, Any]
KIND_WORDS = {
    "interest": words.mark("belang"),
    "opportunity": words.mark("kans"),
    "obstacle": words.mark("hindernis"),
}
HEADERS = {
    "objectives": ("id", "title", "description", "shared", "people", "groups", "source"),
    "behind": ("objective", "kind", "text", "group"),
}
"""The sheets of the table and their columns; the names are stable."""


def document(db: Session, workshop_id: int, *, language: str, random: Random, now: datetime) -> Document:
    """The objectives to read, with what stands behind each. `random` draws codes that stand for pseudonyms.

    Nobody's name or pseudonym stands in it.
    """
    workshop = db.get_one(Workshop, workshop_id)
    asked = Asked(db, workshop, Grade.PUBLIC, random, language)
    rows, behind = made.basic_objectives(asked), _behind(asked)
    title = words.say(language, "Basisdoelstellingen")
    intro = words.mark(
        "Wat mensen ten diepste willen. Gedeeld is wat meer dan één groep wil. Mensen stelden dit vast."
    )
    blocks: list[Block] = [Paragraph(words.say(language, intro))]
    return Document(title, language, now, workshop.title, blocks + _chapters(rows, language, 1, behind))


def tables(db: Session, workshop_id: int, *, language: str, random: Random) -> dict[str, list[list[Any]]]:
    """The rows under each of HEADERS; the same rules as in the document."""
    asked = Asked(db, db.get_one(Workshop, workshop_id), Grade.PUBLIC, random, language)
    rows, behind = made.basic_objectives(asked), _behind(asked)
    return {
        "objectives": [
            [
                row["id"],
                row["title"],
                row["description"],
                row["shared"],
                row["people"],
                " | ".join(row["groups"]),
                row["source"],
            ]
            for row in rows
        ],
        "behind": [
            [row["id"], each.material.kind, text, each.group]
            for row in rows
            for each, text in behind.get(row["id"], ([], 0))[0]
        ],
    }


def blocks(rows: Sequence[Row], language: str, *, level: int) -> list[Block]:
    """A chapter for a report, from rows of the table of objectives; nothing where there are none."""
    if not rows:
        return []
    title = Heading(level, words.say(language, "Basisdoelstellingen"))
    return [title, *_chapters(rows, language, level + 1, {})]


_Behind = dict[str, tuple[list[tuple[Coded, str]], int]]
"""Objective to the material that may be quoted, with its words, and how much may not."""


def _behind(asked: Asked) -> _Behind:
    outside = Outside(asked.db, asked.workshop.id)
    found: _Behind = {}
    for held in objectives.of_workshop(asked.db, asked.workshop.id):
        told = [(each, text) for each in held.behind if (text := outside.text(each)) is not None]
        found[str(held.objective.id)] = told, len(held.behind) - len(told)
    return found


def _chapters(rows: Sequence[Row], language: str, level: int, behind: _Behind) -> list[Block]:
    shared = [row for row in rows if row["shared"]]
    own = [row for row in rows if not row["shared"]]
    found: list[Block] = []
    for title, held in (
        (words.mark("Gedeeld"), shared),
        (words.mark("Van één groep of één mens"), own),
    ):
        if held:
            found.append(Heading(level, words.say(language, title)))
            found += [block for row in held for block in _one(row, language, level + 1, behind)]
    return found


def _one(row: Row, language: str, level: int, behind: _Behind) -> list[Block]:
    found: list[Block] = [Heading(level, row["title"])]
    if row["description"]:
        found.append(Paragraph(row["description"]))
    found.append(Paragraph(_who(row, language), quiet=True))
    told, sealed = behind.get(row["id"], ([], 0))
    if told:
        found.append(Bullets([_line(each, text, language) for each, text in told]))
    if sealed:
        sentence = words.mark("En %(count)d keer in woorden die niet naar buiten mogen.")
        found.append(Paragraph(words.say(language, sentence, count=sealed), quiet=True))
    return found


def _who(row: Row, language: str) -> str:
    if row["source"]:
        return words.say(language, words.mark("Gehoord in %(source)s."), source=row["source"])
    groups = ", ".join(row["groups"])
    if not groups:
        return words.say(language, words.mark("Aantal mensen: %(people)d."), people=row["people"])
    sentence = words.mark("Aantal mensen: %(people)d. Groepen: %(groups)s.")
    return words.say(language, sentence, people=row["people"], groups=groups)


def _line(each: Coded, text: str, language: str) -> str:
    kind = words.say(language, KIND_WORDS[each.material.kind])
    return f"{kind}: {text} ({each.group})" if each.group else f"{kind}: {text}"
