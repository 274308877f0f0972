"""What stands behind a theme: how often it was said and by how many people, and how warmly it was received.

They are measures of their own, as people's rating is (`ratings`): they are shown apart and never added up.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.analysis import linked
from sessions.models import PASSAGE_COUNTS, Contribution, Heart, Passage, Placement


@dataclass(frozen=True)
class Said:
    """How many shown passages are in a theme, how many different people wrote them, at how many tables and
    in how many focus groups."""

    passages: int = 0
    people: int = 0
    tables: int = 0
    groups: int = 0


NEVER = Said()


def said(db: Session, analysis_ids: Collection[int]) -> dict[int, Said]:
    """Theme id to how often it was said; a theme that holds nothing that is shown is not in it."""
    rows = db.execute(
        select(
            Placement.theme_id,
            func.count(Placement.id),
            func.count(func.distinct(Contribution.participant_id)),
            func.count(func.distinct(Contribution.table_id)),
            func.count(func.distinct(Contribution.group_id)),
        )
        .join(Passage, Passage.id == Placement.passage_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(Placement.analysis_id.in_(analysis_ids), PASSAGE_COUNTS)
        .group_by(Placement.theme_id)
    )
    return {theme_id: Said(*counts) for theme_id, *counts in rows}


def repeats(db: Session, analysis_id: int) -> dict[int, int]:
    """Theme id to how many of its shown passages say the same as an earlier one in it, as people linked
    them. They count like any other: this says how far *how often said* is the same said again."""
    known = linked.groups(db, analysis_id)
    if not known:
        return {}
    rows = db.execute(
        select(Placement.theme_id, Placement.passage_id)
        .join(Passage, Passage.id == Placement.passage_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(
            Placement.analysis_id == analysis_id,
            Placement.passage_id.in_(known),
            Contribution.state == "shown",
        )
    )
    held: dict[tuple[int, tuple[int, ...]], int] = {}
    for theme_id, passage_id in rows:
        held[theme_id, known[passage_id]] = held.get((theme_id, known[passage_id]), 0) + 1
    found: dict[int, int] = {}
    for (theme_id, _), count in held.items():
        if count > 1:
            found[theme_id] = found.get(theme_id, 0) + count - 1
    return found


def warmth(db: Session, analysis_ids: Collection[int]) -> dict[int, int]:
    """Theme id to the warm hearts of the interventions it was said under, each intervention once."""
    behind = (
        select(
            Placement.theme_id, func.coalesce(Contribution.parent_id, Contribution.id).label("intervention")
        )
        .join(Passage, Passage.id == Placement.passage_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(Placement.analysis_id.in_(analysis_ids), PASSAGE_COUNTS)
        .distinct()
        .subquery()
    )
    rows = db.execute(
        select(behind.c.theme_id, func.count())
        .join(Heart, Heart.contribution_id == behind.c.intervention)
        .group_by(behind.c.theme_id)
    )
    return dict(rows.all())
