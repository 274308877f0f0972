"""How often, where, and between which words a term stands (keyword in context; Luhn 1960)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.lexicon.forms import Recogniser
from sessions.models import (
    PRESENT_WORDS,
    Contribution,
    ContributionVersion,
    Exercise,
    FocusGroup,
    Question,
    Round,
    Term,
)

AROUND = 60
"""Code points of context on each side, cut at a word."""


@dataclass(frozen=True)
class Text:
    """One contribution that is shown, and where it was said."""

    contribution_id: int
    text: str
    participant_id: int | None
    group: str
    round: str
    question: str
    group_id: int | None = None
    exercise_id: int | None = None


@dataclass(frozen=True)
class Line:
    """One occurrence of a term: what stands before, the word as it was written, what stands behind."""

    left: str
    word: str
    right: str
    inside: bool
    said: Text


@dataclass(frozen=True)
class Usage:
    """Where a term stands. `forms` counts how it was written; `table` maps (group, round) to how many
    contributions hold it; `people` is how many different people wrote it."""

    lines: Sequence[Line]
    forms: dict[str, int]
    table: dict[tuple[str, str], int]
    contributions: int
    people: int


def texts(db: Session, workshop_id: int, *, within: frozenset[int] | None = None) -> list[Text]:
    """What was said in that workshop and is shown, in order of group, round and question; with `within` only
    what was said in those groups."""
    here = (Contribution.workshop_id == workshop_id, Contribution.state == "shown")
    inside = () if within is None else (Contribution.group_id.in_(within),)
    rows = db.execute(
        select(Contribution, ContributionVersion.text, FocusGroup.name, Round.title, Exercise.title)
        .join(ContributionVersion, PRESENT_WORDS)
        .join(Exercise, Exercise.id == Contribution.exercise_id)
        .outerjoin(FocusGroup, FocusGroup.id == Contribution.group_id)
        .outerjoin(Question, Question.exercise_id == Exercise.id)
        .outerjoin(Round, Round.id == Question.round_id)
        .where(*here, *inside)
        .order_by(FocusGroup.number, Round.position, Exercise.position, Contribution.id)
    )
    return [
        Text(
            said.id,
            text,
            said.participant_id,
            group or "",
            day or "",
            question,
            said.group_id,
            said.exercise_id,
        )
        for said, text, group, day, question in rows
    ]


def usage(term: Term, said: Sequence[Text]) -> Usage:
    """Where that term stands in these texts, in any of its forms."""
    recogniser = Recogniser.of(term.text, term.forms, term.language)
    lines: list[Line] = []
    forms: dict[str, int] = {}
    table: dict[tuple[str, str], int] = {}
    holding: set[int] = set()
    people: set[int] = set()
    for each in said:
        found = recogniser.find(each.text)
        for place in found:
            left, right = _left(each.text, place.start), _right(each.text, place.end)
            lines.append(Line(left, place.word, right, place.inside, each))
            forms[place.word.lower()] = forms.get(place.word.lower(), 0) + 1
        if found:
            holding.add(each.contribution_id)
            table[each.group, each.round] = table.get((each.group, each.round), 0) + 1
            if each.participant_id is not None:
                people.add(each.participant_id)
    by_number = dict(sorted(forms.items(), key=lambda pair: (-pair[1], pair[0])))
    return Usage(lines, by_number, table, len(holding), len(people))


def _left(text: str, start: int) -> str:
    cut = " ".join(text[max(0, start - AROUND) : start].split())
    return f"… {cut.split(' ', 1)[-1]}" if start > AROUND and " " in cut else cut


def _right(text: str, end: int) -> str:
    cut = " ".join(text[end : end + AROUND].split())
    return f"{cut.rsplit(' ', 1)[0]} …" if end + AROUND < len(text) and " " in cut else cut
