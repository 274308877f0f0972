"""Whether a passage may be in more than one theme of an analysis, and putting it in one more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis.act import Act
from sessions.errors import Missing
from sessions.journal import Actor
from sessions.models import Placement, Theme
from sessions.verbs import Verb


def allow(db: Session, analysis_id: int, actor: Actor, *, several: bool, now: datetime) -> None:
    """A passage may be in several themes, or in one. Raises: Missing; Invalid while one is in several."""
    act = Act(db, analysis_id, actor, now)
    if not several and (shared := in_several(db, analysis_id)):
        sentence = words.mark("Er staan nog %(count)d bijdragen in meer dan één thema. Kies daarvoor eerst.")
        raise act.invalid("several", sentence, count=len(shared))
    act.before.of(act.analysis, only=("several",))
    act.analysis.several = several
    act.record(Verb.SEVERAL_CHANGED)


def also(
    db: Session,
    analysis_id: int,
    actor: Actor,
    *,
    passage_ids: Sequence[int],
    theme_id: int,
    now: datetime,
) -> None:
    """These passages are in that theme too, wherever else they are.

    Raises: Missing; Invalid when this analysis allows one theme only.
    """
    act = Act(db, analysis_id, actor, now)
    theme = db.get(Theme, theme_id)
    if theme is None or theme.analysis_id != analysis_id or theme.dissolved_at is not None:
        raise Missing("theme")
    if not act.analysis.several:
        raise act.invalid("theme_id", words.mark("Hier staat elke bijdrage in één thema."))
    act.place(passage_ids, theme_id, beside=True, along=True)
    act.record(Verb.PASSAGES_MOVED)


def in_several(db: Session, analysis_id: int) -> list[int]:
    """The passages that are in more than one theme."""
    return list(
        db.scalars(
            select(Placement.passage_id)
            .where(Placement.analysis_id == analysis_id)
            .group_by(Placement.passage_id)
            .having(func.count() > 1)
        )
    )
