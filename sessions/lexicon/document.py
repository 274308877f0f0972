"""The lexicon on paper and as tables: terms, meanings, words to avoid, where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from sessions import words
from sessions.documents import Block, Bullets, Document, Heading, Paragraph, Quote, Rows
from sessions.lexicon import context, meanings, terms
from sessions.lexicon.context import Usage
from sessions.lexicon.meanings import Said
from sessions.models import AvoidedWord, Term, Workshop

LINES_PER_TERM = 12
"""How many places a document quotes per term; the table has them all."""


@dataclass(frozen=True)
class Entry:
    """One term with everything that is known about it."""

    term: Term
    used: Usage
    meanings: Sequence[Said]
    avoided: Sequence[AvoidedWord]


def entries(db: Session, workshop_id: int) -> list[Entry]:
    """The terms of that workshop in their order."""
    said, avoided = meanings.of_workshop(db, workshop_id), terms.avoided(db, workshop_id)
    spoken = context.texts(db, workshop_id)
    return [
        Entry(term, context.usage(term, spoken), said.get(term.id, []), avoided.get(term.id, []))
        for term in terms.of_workshop(db, workshop_id)
    ]


def document(db: Session, workshop_id: int, *, language: str, now: datetime) -> Document:
    """The lexicon to read. Nobody's name stands in it: places are told by group and round."""
    workshop = db.get_one(Workshop, workshop_id)
    blocks: list[Block] = [
        Paragraph(
            words.say(
                language,
                "Woorden die gevoelig liggen: wat ze voor mensen betekenen, en hoe we het liever zeggen. "
                "Er wordt niets verboden.",
            )
        )
    ]
    for entry in entries(db, workshop_id):
        blocks += _entry(entry, language)
    title = words.say(language, "Lexicon")
    return Document(title, language, now, workshop.title, blocks)


def _entry(entry: Entry, language: str) -> list[Block]:
    term, used = entry.term, entry.used
    blocks: list[Block] = [Heading(1, term.text)]
    if term.wording:
        blocks.append(Paragraph(term.wording, strong=words.say(language, "Zo zeggen we het:")))
    if term.explanation:
        blocks.append(Paragraph(term.explanation))
    if entry.avoided:
        blocks.append(Paragraph("", strong=words.say(language, "Liever niet")))
        blocks.append(Bullets([f"{row.text}: {row.reason}" for row in entry.avoided]))
    if entry.meanings:
        blocks.append(Heading(2, words.say(language, "Wat het betekent, in eigen woorden")))
        blocks += [Quote(each.text, _agreed(each, language)) for each in entry.meanings]
    blocks.append(Heading(2, words.say(language, "Waar het staat")))
    sentence = words.mark("%(times)s keer, in %(texts)s bijdragen van %(people)s mensen.")
    numbers = {"times": len(used.lines), "texts": used.contributions, "people": used.people}
    blocks.append(Paragraph(words.say(language, sentence, **numbers)))
    if len(used.table) > 1:
        blocks.append(_spread(used, language))
    quoted = used.lines[:LINES_PER_TERM]
    blocks += [Quote(f"{line.left} {line.word} {line.right}".strip(), _where(line)) for line in quoted]
    return blocks


def _agreed(said: Said, language: str) -> str:
    sentence = words.mark("%(people)s mensen zijn het ermee eens, uit %(groups)s groepen")
    return words.say(language, sentence, people=len(said.agreed), groups=len(said.groups))


def _spread(used: Usage, language: str) -> Rows:
    groups = sorted({group for group, _ in used.table})
    rounds = list(dict.fromkeys(line.said.round for line in used.lines))
    header = [words.say(language, "Groep"), *rounds]
    rows = [[group, *(str(used.table.get((group, each), 0)) for each in rounds)] for group in groups]
    return Rows(header, rows, words.say(language, "In hoeveel bijdragen, per groep en ronde"))


def _where(line: context.Line) -> str:
    return ", ".join(each for each in (line.said.group, line.said.round, line.said.question) if each)


HEADERS = {
    "terms": ("term", "forms", "wording", "explanation", "times", "contributions", "people", "groups"),
    "meanings": ("term", "meaning", "people_agree", "groups_agree"),
    "avoided": ("term", "word", "reason"),
    "places": ("term", "before", "word", "after", "group", "round", "question"),
}
"""The sheets of the table and their columns; the names are stable."""


def tables(db: Session, workshop_id: int) -> dict[str, list[list[str | int]]]:
    """The rows under each of HEADERS. Nobody's name stands in them."""
    found: dict[str, list[list[str | int]]] = {name: [] for name in HEADERS}
    for entry in entries(db, workshop_id):
        term, used = entry.term, entry.used
        groups = len({group for group, _ in used.table})
        numbers = [len(used.lines), used.contributions, used.people, groups]
        found["terms"].append([term.text, " | ".join(used.forms), term.wording, term.explanation, *numbers])
        for said in entry.meanings:
            found["meanings"].append([term.text, said.text, len(said.agreed), len(said.groups)])
        for row in entry.avoided:
            found["avoided"].append([term.text, row.text, row.reason])
        for line in used.lines:
            where = [line.said.group, line.said.round, line.said.question]
            found["places"].append([term.text, line.left, line.word, line.right, *where])
    return found
