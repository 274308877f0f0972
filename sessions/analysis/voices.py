"""The voices behind a theme: a few of people's own words, and what was objected to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.analysis import parts
from sessions.models import (
    OWN_WORDS,
    PASSAGE_COUNTS,
    Contribution,
    ContributionVersion,
    Dissent,
    Heart,
    Passage,
    Placement,
)

MOST_QUOTES = 3


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, in their language, without who or where."""

    text: str
    language: str


def objections(db: Session, theme_ids: Sequence[int]) -> dict[int, list[str]]:
    """Theme id to the objections to it that stand, oldest first."""
    found: dict[int, list[str]] = {}
    standing = Dissent.theme_id.in_(theme_ids) & Dissent.withdrawn_at.is_(None)
    query = select(Dissent.theme_id, Dissent.text).where(standing).order_by(Dissent.id)
    for theme_id, text in db.execute(query):
        found.setdefault(theme_id or 0, []).append(text)
    return found


def quotes(db: Session, theme_ids: Sequence[int]) -> dict[int, list[Quote]]:
    """A few of the words behind each theme: those under the warmest interventions first, none twice."""
    hearts = (
        select(Heart.contribution_id, func.count().label("given")).group_by(Heart.contribution_id).subquery()
    )
    rows = db.execute(
        select(Placement.theme_id, ContributionVersion.text, Passage, Contribution.language)
        .join(Passage, Passage.id == Placement.passage_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .join(ContributionVersion, OWN_WORDS)
        .outerjoin(hearts, hearts.c.contribution_id == Contribution.parent_id)
        .where(Placement.theme_id.in_(theme_ids), PASSAGE_COUNTS)
        .order_by(func.coalesce(hearts.c.given, 0).desc(), Contribution.id)
    )
    found: dict[int, list[Quote]] = {}
    for theme_id, text, passage, language in rows:
        said = parts.text_of(passage, text)
        taken = found.setdefault(theme_id, [])
        if said and len(taken) < MOST_QUOTES and said not in [each.text for each in taken]:
            taken.append(Quote(said, language))
    return found
