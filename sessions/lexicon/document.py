"""The lexicon on paper and as tables: terms, meanings, words to avoid, where they stand.

What people wrote looks here as in a transcript of the same grade: in a public one nothing that may not be
quoted, in none a name that was decided to be masked or, below the restricted grade, a pseudonym. How often a
term was written counts everybody, in a public one without what was said to the moderator alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.documents import Block, Bullets, Document, Heading, Paragraph, Quote, Rows
from sessions.exports.asked import Asked
from sessions.exports.grade import Grade
from sessions.focus import promises
from sessions.focus.promises import Seal
from sessions.lexicon import context, meanings, terms
from sessions.lexicon.context import Line, Text, Usage
from sessions.lexicon.meanings import Said
from sessions.models import AvoidedWord, Contribution, ContributionVersion, Term, Workshop

_QUOTED = words.mark(
    "Aangehaald is wie daarmee akkoord ging. Geteld is wat iedereen schreef, behalve besloten antwoorden."
)
LINES_PER_TERM = 12
"""How many places a document quotes per term; the table has them all."""


@dataclass(frozen=True)
class Entry:
    """One term with what may be told about it: `used` counts, `lines` are the places that may be quoted."""

    term: Term
    used: Usage
    lines: Sequence[Line]
    meanings: Sequence[Said]
    avoided: Sequence[AvoidedWord]


def entries(asked: Asked) -> list[Entry]:
    """The terms of that workshop in their order, as that grade may hold them."""
    db, workshop_id = asked.db, asked.workshop.id
    said, avoided = meanings.of_workshop(db, workshop_id), terms.avoided(db, workshop_id)
    counted, quoted = _texts(asked)
    return [
        Entry(
            term,
            context.usage(term, counted),
            context.usage(term, quoted).lines,
            _meanings(asked, said.get(term.id, [])),
            avoided.get(term.id, []),
        )
        for term in terms.of_workshop(db, workshop_id)
    ]


def _texts(asked: Asked) -> tuple[list[Text], list[Text]]:
    """What is counted, as it was written; and what may be quoted, as it may be."""
    everything = context.texts(asked.db, asked.workshop.id)
    if not asked.of_focus_groups:
        shown = {row.id for row in asked.contributions if _on_the_wall(asked, row)}
        return everything, [each for each in everything if each.contribution_id in shown]
    allowed = {row.id: row for row in asked.contributions if row.state == "shown"}
    counted = everything
    if asked.grade is Grade.PUBLIC:
        sealed = promises.seals(asked.db, asked.workshop.id)
        counted = [each for each in everything if sealed.get(each.contribution_id) is not Seal.PRIVATE]
    present = select(ContributionVersion).join(
        Contribution,
        (Contribution.id == ContributionVersion.contribution_id)
        & (Contribution.version == ContributionVersion.number),
    )
    versions = asked.db.scalars(present.where(Contribution.workshop_id == asked.workshop.id))
    looks = {
        each.contribution_id: asked.rules.spoken(allowed[each.contribution_id], each).text
        for each in versions
        if each.contribution_id in allowed
    }
    quoted = [each for each in everything if each.contribution_id in looks]
    # Below the restricted grade the order of a question does not tell when something was said.
    questions = list(dict.fromkeys((each.group, each.round, each.question) for each in quoted))
    places = {said_id: place for place, said_id in enumerate(allowed)}
    quoted.sort(
        key=lambda each: (
            questions.index((each.group, each.round, each.question)),
            places[each.contribution_id],
        )
    )
    return counted, [replace(each, text=looks[each.contribution_id]) for each in quoted]


def _on_the_wall(asked: Asked, row: Contribution) -> bool:
    """In a hall a public file quotes what the wall shows: not what hangs below, not a finding."""
    return asked.grade is not Grade.PUBLIC or (row.parent_id is None and row.kind != "finding")


def _meanings(asked: Asked, said: Sequence[Said]) -> list[Said]:
    if asked.grade is Grade.PUBLIC:
        workshop_id = asked.workshop.id
        said = [each for each in said if promises.may_quote(asked.db, workshop_id, each.participant_id)]
    if not asked.of_focus_groups:
        return list(said)
    return [replace(each, text=asked.rules.worded(each.text)) for each in said]


def document(
    db: Session, workshop_id: int, grade: Grade, *, random: Random, language: str, now: datetime
) -> Document:
    """The lexicon to read, in that grade; `random` draws codes. Places are told by group and round."""
    workshop = db.get_one(Workshop, workshop_id)
    asked = Asked(db, workshop, grade, random, language)
    blocks: list[Block] = [
        Paragraph(
            words.say(
                language,
                "Woorden die gevoelig liggen: wat ze voor mensen betekenen, en hoe we het liever zeggen. "
                "Er wordt niets verboden.",
            )
        )
    ]
    if asked.of_focus_groups and grade is Grade.PUBLIC:
        blocks.append(Paragraph(words.say(language, _QUOTED), quiet=True))
    for entry in entries(asked):
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
    quoted = entry.lines[:LINES_PER_TERM]
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


def tables(
    db: Session, workshop_id: int, grade: Grade, *, random: Random, language: str
) -> dict[str, list[list[str | int]]]:
    """The rows under each of HEADERS, in that grade."""
    found: dict[str, list[list[str | int]]] = {name: [] for name in HEADERS}
    for entry in entries(Asked(db, db.get_one(Workshop, workshop_id), grade, random, language)):
        term, used = entry.term, entry.used
        groups = len({group for group, _ in used.table})
        numbers = [len(used.lines), used.contributions, used.people, groups]
        found["terms"].append([term.text, " | ".join(used.forms), term.wording, term.explanation, *numbers])
        for said in entry.meanings:
            found["meanings"].append([term.text, said.text, len(said.agreed), len(said.groups)])
        for row in entry.avoided:
            found["avoided"].append([term.text, row.text, row.reason])
        for line in entry.lines:
            where = [line.said.group, line.said.round, line.said.question]
            found["places"].append([term.text, line.left, line.word, line.right, *where])
    return found
