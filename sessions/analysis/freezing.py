"""The wall of one analysis: it follows what people decide, or goes on showing what stood at one moment.

What is frozen is what the wall showed then, item by item. Everybody else sees on: the workbench, the studio
and the result.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from sessions.analysis.act import Act
from sessions.errors import Conflict
from sessions.journal import Actor
from sessions.projections import wall
from sessions.verbs import Verb


def freeze(db: Session, analysis_id: int, actor: Actor, *, now: datetime) -> None:
    """The wall goes on showing this analysis as it is now. Raises: Missing; Conflict when it does already."""
    act = Act(db, analysis_id, actor, now)
    if act.analysis.frozen is not None:
        raise Conflict("the wall is frozen already")
    act.before.of(act.analysis, only=("frozen",))
    act.analysis.frozen = wall.standing(db, act.analysis)
    act.touch("wall", analysis_id)
    act.record(Verb.WALL_FROZEN)


def follow(db: Session, analysis_id: int, actor: Actor, *, now: datetime) -> None:
    """The wall shows what people decide, as they do. Raises: Missing; Conflict when it does already."""
    act = Act(db, analysis_id, actor, now)
    if act.analysis.frozen is None:
        raise Conflict("the wall follows already")
    act.before.of(act.analysis, only=("frozen",))
    act.analysis.frozen = None
    act.touch("wall", analysis_id)
    act.record(Verb.WALL_FOLLOWS)
