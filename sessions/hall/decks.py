"""What is put before each person to sort: the statements of a question, all or a part that is dealt.

With a part each statement goes to about equally many people: the people of a workshop are taken in rounds,
and in every round the statements are shuffled anew and dealt out once. Over the rounds any two statements
come to the same person again and again, which is what counting pairs needs. What somebody has put on a pile
stays with them, whatever comes or goes meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.analysis import analyses
from sessions.hall.ratings import starting_order
from sessions.models import (
    PRESENT_WORDS,
    Analysis,
    Contribution,
    ContributionVersion,
    Exercise,
    Participant,
    Passage,
    SetAside,
    Twin,
)

KIND = "sorting"
MOST = 400
"""More than this does not go to a phone; which, is drawn once for the step."""


@dataclass(frozen=True)
class Statement:
    """A passage to sort, in its author's words."""

    id: int
    text: str
    language: str


def analysis_of(db: Session, step: Exercise) -> Analysis | None:
    """The question whose passages are sorted: the one that the step names, else the first."""
    asked = analyses.of_workshop(db, step.workshop_id)
    named = step.settings.get("analysis")
    return next((each for each in asked if each.key == named), asked[0] if asked else None)


def first_of_twins(db: Session, analysis_id: int) -> dict[int, int]:
    """Passage to the one that was said first of those it is linked with; what has no twin is not in it."""
    links = select(Twin.passage_id, Twin.twin_id).where(
        Twin.analysis_id == analysis_id, Twin.state == "linked"
    )
    first: dict[int, int] = {}

    def root(passage_id: int) -> int:
        while first.setdefault(passage_id, passage_id) != passage_id:
            passage_id = first[passage_id]
        return passage_id

    for one, other in db.execute(links):
        low, high = sorted((root(one), root(other)))
        first[high] = low
    return {passage_id: root(passage_id) for passage_id in list(first)}


def shown_ids(db: Session, analysis: Analysis) -> list[int]:
    """The passages that this question is put to, that are shown and that nobody set aside."""
    aside = select(SetAside.passage_id).where(SetAside.analysis_id == analysis.id)
    query = (
        select(Passage.id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(analyses.about(analysis), Contribution.state == "shown", Passage.id.not_in(aside))
    )
    return list(db.scalars(query.order_by(Passage.id)))


def spoken_for(db: Session, analysis: Analysis) -> dict[int, int]:
    """Every passage that counts, to the one that stands for it: of linked twins the first that is shown."""
    first = first_of_twins(db, analysis.id)
    stands: dict[int, int] = {}
    return {
        passage_id: stands.setdefault(first.get(passage_id, passage_id), passage_id)
        for passage_id in shown_ids(db, analysis)
    }


def statement_ids(db: Session, step: Exercise) -> list[int]:
    """What there is to sort in that step, in the order it was said."""
    analysis = analysis_of(db, step)
    if analysis is None:
        return []
    ids = sorted(set(spoken_for(db, analysis).values()))
    return ids if len(ids) <= MOST else sorted(starting_order(step.id, 0, ids)[:MOST])


def is_drawn(db: Session, step: Exercise) -> bool:
    """Whether there is more than goes to a phone."""
    analysis = analysis_of(db, step)
    return analysis is not None and len(set(spoken_for(db, analysis).values())) > MOST


def statements(db: Session, step: Exercise, ids: Collection[int] | None = None) -> list[Statement]:
    """The statements of that step with their words; with `ids` only those of them."""
    wanted = [each for each in statement_ids(db, step) if ids is None or each in ids]
    rows = db.execute(
        select(Passage, ContributionVersion.text, Contribution.language)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .join(ContributionVersion, PRESENT_WORDS)
        .where(Passage.id.in_(wanted))
        .order_by(Passage.id)
    )
    return [
        Statement(passage.id, text[passage.starts_at : passage.ends_at], language)
        for passage, text, language in rows
    ]


def dealt(step: Exercise, ids: Sequence[int], number: int) -> list[int]:
    """What the participant with that number (from 1) gets of these statements: all, or a part of at most as
    many as the step says. The phone computes the same (static/js/deck.js)."""
    parts = _parts(step, len(ids))
    if parts == 1:
        return list(ids)
    lap, part = divmod(number - 1, parts)
    return starting_order(step.id, -1 - lap, ids)[part::parts]


def dealt_count(step: Exercise, count: int, number: int) -> int:
    """How many of `count` statements that person gets."""
    parts = _parts(step, count)
    return len(range((number - 1) % parts, count, parts))


def _parts(step: Exercise, count: int) -> int:
    most = step.settings.get("most") or count
    return max(1, -(-count // most)) if most else 1


def deck(step: Exercise, ids: Sequence[int], person: Participant, placed: Collection[int]) -> list[int]:
    """What this person has before them in that step: what they placed, then what is left of what was dealt
    to them, in an order of their own."""
    mine = dealt(step, ids, person.number)
    here = [each for each in ids if each in placed]
    left = starting_order(step.id, person.id, [each for each in mine if each not in placed])
    return here + left[: max(0, len(mine) - len(here))]
