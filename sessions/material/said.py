"""Everything that was said in a workshop: found by question, group, kind of material and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from sessions.focus import promises
from sessions.focus.promises import Seal
from sessions.material import coding, spread
from sessions.material.coding import Coded
from sessions.material.very_words import quotes
from sessions.models import (
    PRESENT_WORDS,
    Contribution,
    ContributionVersion,
    Exercise,
    FocusGroup,
    Participant,
    Passage,
    Placement,
)
from sessions.text import clean

NOTHING_YET = "none"
"""In place of a kind of material: only words of which nothing was made yet."""


@dataclass(frozen=True)
class Said:
    """One contribution with the material that was made of it. `name` is the pseudonym of who was
    interviewed, empty for everybody else. `seal` says why these words may not be quoted outside; `held` are
    the pieces of material that stay inside because they are put in those very words."""

    id: int
    kind: str
    text: str
    question: str
    group: str
    name: str
    material: Sequence[Coded]
    seal: Seal | None = None
    held: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty parts ask nothing. `kind` is one of MATERIALS or NOTHING_YET, and every one
    of the `words` stands in the text, in capitals or not. `value` is what was chosen (`spread.took`),
    `theme_id` a theme of the workbench that holds some of it; `within` are the groups that whoever looks may
    read (`access.reach`)."""

    exercise_id: int | None = None
    group_id: int | None = None
    kind: str = ""
    words: str = ""
    value: str = ""
    theme_id: int | None = None
    answers_only: bool = False
    within: frozenset[int] | None = None


def everything(db: Session, workshop_id: int, wanted: Wanted) -> list[Said]:
    """What is shown and was looked for, in the order of questions and groups."""
    made: dict[int, list[Coded]] = {}
    for each in coding.of_workshop(db, workshop_id):
        made.setdefault(each.contribution.id, []).append(each)
    terms, seals = clean(wanted.words).casefold().split(), promises.seals(db, workshop_id)
    return [
        _said(row, made.get(row[0].id, []), seals.get(row[0].id))
        for row in db.execute(_rows(workshop_id, wanted))
        if _has(made.get(row[0].id, []), wanted.kind)
        and all(term in row[1].casefold() for term in terms)
        and (not wanted.value or spread.took(row.fields, wanted.value))
    ]


def _said(row: Any, made: Sequence[Coded], seal: Seal | None) -> Said:
    said, text, question, group, name, _fields = row
    held = frozenset(each.material.id for each in made if seal and quotes(each.material.text, text))
    return Said(said.id, said.kind, text, question, group or "", name, made, seal, held)


def _has(made: Sequence[Coded], kind: str) -> bool:
    if kind == NOTHING_YET:
        return not made
    return not kind or any(each.material.kind == kind for each in made)


def _rows(workshop_id: int, wanted: Wanted) -> Select[Any]:
    name = select(Participant.name).where(
        Participant.id == Contribution.participant_id, Contribution.kind == "interview"
    )
    query = (
        select(
            Contribution,
            ContributionVersion.text,
            Exercise.title,
            FocusGroup.name,
            name.scalar_subquery(),
            ContributionVersion.fields,
        )
        .join(ContributionVersion, PRESENT_WORDS)
        .join(Exercise, Exercise.id == Contribution.exercise_id)
        .outerjoin(FocusGroup, FocusGroup.id == Contribution.group_id)
        .where(Contribution.workshop_id == workshop_id, Contribution.state == "shown")
        .order_by(Exercise.position, FocusGroup.number, Contribution.id)
    )
    if wanted.exercise_id is not None:
        query = query.where(Contribution.exercise_id == wanted.exercise_id)
    if wanted.within is not None:
        query = query.where(Contribution.group_id.in_(wanted.within))
    if wanted.group_id is not None:
        query = query.where(Contribution.group_id == wanted.group_id)
    if wanted.answers_only or wanted.value:
        query = query.where(Contribution.kind == "answer")
    if wanted.theme_id is not None:
        held = (
            select(Passage.contribution_id)
            .join(Placement, Placement.passage_id == Passage.id)
            .where(Placement.theme_id == wanted.theme_id, Passage.retired_at.is_(None))
        )
        query = query.where(Contribution.id.in_(held))
    return query


def place_of(text: str, words: str) -> tuple[int, int] | None:
    """Where these words stand in the text, in code points; white space may be another one. None: nowhere."""
    parts = words.split()
    if not parts:
        return None
    place = text.find(words.strip())
    if place >= 0:
        return place, place + len(words.strip())
    for start in _starts(text, parts[0]):
        end = _follow(text, start, parts)
        if end is not None:
            return start, end
    return None


def _starts(text: str, first: str) -> list[int]:
    found, place = [], text.find(first)
    while place >= 0:
        found.append(place)
        place = text.find(first, place + 1)
    return found


def _follow(text: str, start: int, parts: Sequence[str]) -> int | None:
    """Where the last of the parts ends, when they follow each other from there with white space between."""
    place = start
    for number, part in enumerate(parts):
        if number:
            behind = place
            while place < len(text) and text[place].isspace():
                place += 1
            if place == behind:
                return None
        if not text.startswith(part, place):
            return None
        place += len(part)
    return place
