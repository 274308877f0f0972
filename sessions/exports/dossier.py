"""Gathers once; every format writes what it finds here and reads nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from random import Random
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Invalid, Missing
from sessions.exports import codebook, decided, endings, hall, made, sorting, spoken, transcript
from sessions.exports.asked import Asked, Row
from sessions.exports.columns import Column
from sessions.exports.grade import Grade
from sessions.exports.tables import tables_at
from sessions.exports.transcript import Transcript
from sessions.models import Change, Contribution, Participant, Workshop
from sessions.text import clean
from sessions.verbs import Verb

SCHEMA = "lotusbloem-export-1"
LONGEST_PURPOSE = 200


@dataclass(frozen=True)
class Sheet:
    """One table: what it is, its columns, and a row per thing (column name to value, None is empty)."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: list[Row]


@dataclass(frozen=True)
class Dossier:
    """Everything that an export of that grade holds. `made_at` is a moment in UTC; `codebook` has the lines
    of `codebook.lines()`; `transcript` is that of focus groups, per question, under the same codes."""

    workshop_id: int
    title: str
    grade: Grade
    language: str
    made_at: datetime
    about: dict[str, Any]
    sheets: tuple[Sheet, ...]
    codebook: list[tuple[str, str, str, str, str]]
    transcript: Transcript | None = None

    def sheet(self, name: str) -> Sheet:
        """Raises: KeyError when this grade has no such table."""
        return {sheet.name: sheet for sheet in self.sheets}[name]


def gather(
    db: Session,
    workshop_id: int,
    grade: Grade,
    *,
    random: Random,
    language: str,
    now: datetime,
    requested_by: str = "",
    purpose: str = "",
) -> Dossier:
    """The dossier of the workshop in that grade; `random` draws codes and order, `language` is the one
    that meanings are said in.

    Raises: Missing; Invalid when a restricted export has no purpose.
    """
    purpose = checked_purpose(grade, purpose, language)
    workshop = db.get(Workshop, workshop_id)
    if workshop is None:
        raise Missing("workshop")
    asked = Asked(db, workshop, grade, random, language)
    about = _about(asked, now=now, requested_by=requested_by, purpose=purpose)
    rows = _rows(asked)
    rows["about"] = lambda: [{"what": what, "value": str(value)} for what, value in about.items()]
    sheets = []
    for table in tables_at(grade):
        columns = table.columns_at(grade)
        # Only what the table names: a row may know more than this grade may tell.
        narrowed = [{column.name: row[column.name] for column in columns} for row in rows[table.name]()]
        sheets.append(Sheet(table.name, words.say(language, table.meaning), columns, narrowed))
    return Dossier(
        workshop_id=workshop_id,
        title=workshop.title,
        grade=grade,
        language=language,
        made_at=now,
        about=about,
        sheets=tuple(sheets),
        codebook=codebook.lines(grade, language),
        transcript=transcript.of_asked(asked, now=now) if asked.of_focus_groups else None,
    )


def checked_purpose(grade: Grade, purpose: str, language: str) -> str:
    """The purpose, cleaned. Raises: Invalid when it is too long or a restricted export has none."""
    purpose = clean(purpose)
    if grade is Grade.RESTRICTED and not purpose:
        sentence = words.mark("Zeg waarvoor je de namen nodig hebt. Het wordt bewaard.")
        raise Invalid({"purpose": [words.say(language, sentence)]})
    if len(purpose) > LONGEST_PURPOSE:
        sentence = words.mark("Zeg het korter: er passen %(limit)d tekens.")
        raise Invalid({"purpose": [words.say(language, sentence, limit=LONGEST_PURPOSE)]})
    return purpose


def _rows(asked: Asked) -> dict[str, Callable[[], list[Row]]]:
    analyses = asked.analyses
    ended = endings.endings(asked, analyses)
    return {
        "contributions": lambda: spoken.contributions(asked, ended),
        "placements": lambda: spoken.placements(asked, ended),
        "themes": lambda: decided.themes(asked, analyses),
        "key_groups": lambda: decided.key_groups(asked, analyses),
        "dissent": lambda: decided.dissent(asked),
        "twins": lambda: decided.twins(asked, analyses),
        "ratings": lambda: decided.given_ratings(asked),
        "piles": lambda: sorting.piles(asked),
        "clusters": lambda: decided.clusters(asked, analyses),
        "runs": lambda: decided.runs(asked, analyses),
        "analyses": lambda: decided.asked_questions(analyses, ended),
        "levers": lambda: hall.levers(asked),
        "objectives": lambda: made.basic_objectives(asked),
        "material": lambda: made.material(asked),
        "ingredients": lambda: made.ingredients(asked),
        "arguments": lambda: made.arguments(asked),
        "interviews": lambda: made.depth_interviews(asked),
        "participants": lambda: hall.participants(asked),
        "versions": lambda: spoken.versions(asked),
        "exercises": lambda: hall.exercises(asked),
        "tables": lambda: hall.tables(asked),
    }


def _about(asked: Asked, *, now: datetime, requested_by: str, purpose: str) -> dict[str, Any]:
    workshop = asked.workshop
    about: dict[str, Any] = {
        "schema": SCHEMA,
        "software": f"Lotusbloem {software_version()}",
        "workshop": workshop.id,
        "title": workshop.title,
        "held_on": workshop.held_on.isoformat(),
        "script": workshop.script,
        "language": workshop.language,
        "state": workshop.state,
        "revision": workshop.revision - _imports(asked),
        "grade": asked.grade.word,
        "made": asked.moment(now),
        **_counts(asked),
    }
    if asked.grade is not Grade.PUBLIC:
        about["made_for"] = requested_by
    if asked.grade is Grade.RESTRICTED:
        about["purpose"] = purpose
    sentences = {
        "people": _PEOPLE,
        "machine": _MACHINE,
        "withdrawn": _WITHDRAWN,
        "codes": _CODES[asked.grade],
    }
    return about | {what: words.say(asked.language, sentence) for what, sentence in sentences.items()}


_PEOPLE = words.mark(
    "Mensen beslisten: de tabellen themes en key_groups, en de kolommen ended, theme, level, rank, key_group."
)
_MACHINE = words.mark(
    "De machine stelde voor: de tabellen clusters en runs, en elke kolom die met machine_ begint. "
    "Een voorstel is geen beslissing."
)
_WITHDRAWN = words.mark("Wat iemand terugtrok, telt niet mee en staat hier zonder de woorden.")
_CODES = {
    Grade.PUBLIC: words.mark(
        "Deze export bevat wat de wand toont, en aantallen. Geen deelnemers, geen tafels."
    ),
    Grade.ANALYSIS: words.mark(
        "De codes van bijdragen en deelnemers zijn voor deze export getrokken en de volgorde is geschud."
    ),
    Grade.RESTRICTED: words.mark(
        "Deze export bevat namen en precieze tijden. Bewaar hem veilig en wis hem als het doel bereikt is."
    ),
}


def _counts(asked: Asked) -> dict[str, int]:
    """How many of each kind are shown, and how many are not, whatever the grade leaves out."""
    rows = asked.db.execute(
        select(Contribution.kind, Contribution.state, func.count())
        .where(Contribution.workshop_id == asked.workshop.id)
        .group_by(Contribution.kind, Contribution.state)
    ).all()
    counts = {"participants": _participants(asked), "contributions_in_this_export": len(asked.contributions)}
    for kind, state, count in sorted((kind, state, count) for kind, state, count in rows):
        counts[f"{kind}_{state}"] = count
    return counts


def _imports(asked: Asked) -> int:
    """How many changes only say that the workshop came in from an archive: nothing was said or decided."""
    count = select(func.count()).select_from(Change).where(Change.workshop_id == asked.workshop.id)
    return asked.db.scalar(count.where(Change.verb == Verb.WORKSHOP_IMPORTED.value)) or 0


def _participants(asked: Asked) -> int:
    count = select(func.count()).select_from(Participant).where(Participant.workshop_id == asked.workshop.id)
    return asked.db.scalar(count) or 0


def software_version() -> str:
    """Of this Lotusbloem."""
    try:
        return version("lotusbloem")
    except PackageNotFoundError:
        return "(checkout)"
