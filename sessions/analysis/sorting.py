"""Acts as people ask for them at a workbench, with what they saw when they asked.

`themes` changes rows; here stands what keeps two people from undoing each other's work unseen: what was
looked at must still be so, else the act is refused and nothing has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.analysis import themes
from sessions.errors import Conflict, Missing
from sessions.journal import Actor
from sessions.models import Analysis, Change, Cluster, KeyGroup, Placement, Run, Theme
from sessions.proposing import proposals

Row = TypeVar("Row", Theme, KeyGroup)
DIRECTIONS = ("up", "down", "first", "last", "none")


def require_theme(db: Session, analysis_id: int, theme_id: int) -> Theme:
    """The theme, when it stands in that analysis. Raises: Missing; Conflict when it was dissolved."""
    return _standing(db.get(Theme, theme_id), analysis_id, "theme")


def require_cluster(db: Session, analysis_id: int, cluster_id: int) -> Cluster:
    """The proposal, when it is still on the table there. Raises: Missing; Conflict when it is not."""
    cluster = db.get(Cluster, cluster_id)
    if cluster is None or db.get_one(Run, cluster.run_id).analysis_id != analysis_id:
        raise Missing("proposal")
    if cluster.id not in {each.id for each in proposals.on_the_table(db, analysis_id)}:
        raise Conflict("the proposal is not on the table any more")
    return cluster


def require_group(db: Session, analysis_id: int, group_id: int) -> KeyGroup:
    """The key group, when it stands in that analysis. Raises: Missing; Conflict when it was dissolved."""
    return _standing(db.get(KeyGroup, group_id), analysis_id, "key group")


def _standing(row: Row | None, analysis_id: int, called: str) -> Row:
    if row is None or row.analysis_id != analysis_id:
        raise Missing(called)
    if row.dissolved_at is not None:
        raise Conflict(f"the {called} was dissolved")
    return row


def require_placed(db: Session, analysis_id: int, passage_ids: Sequence[int], seen: Sequence[int]) -> None:
    """Each passage stands in one of the themes in `seen` (0 is no theme), whatever others it is in.

    Raises: Conflict when somebody moved one elsewhere.
    """
    rows = db.execute(
        select(Placement.passage_id, Placement.theme_id).where(Placement.analysis_id == analysis_id)
    )
    present: dict[int, set[int]] = {}
    for passage_id, theme_id in rows:
        present.setdefault(passage_id, set()).add(theme_id)
    if any(present.get(each, {0}).isdisjoint(seen) for each in passage_ids):
        raise Conflict("somebody moved one of these passages")


def require_last(db: Session, last: Change | None, seen: int) -> None:
    """The act to take back is the one that was looked at. Raises: Conflict."""
    if last is None or last.id != seen:
        raise Conflict("something else happened in the meantime")


def rank_to(db: Session, analysis_id: int, actor: Actor, *, theme_id: int, place: int, now: datetime) -> None:
    """The theme stands at that place of those with a rank, 1 first; beyond the last it is the last, and at
    0 it has no rank. Raises: Missing, Conflict.
    """
    require_theme(db, analysis_id, theme_id)
    order = [theme.id for theme in themes.alive(db, analysis_id) if theme.rank is not None]
    order = [each for each in order if each != theme_id]
    if place > 0:
        order.insert(place - 1, theme_id)
    themes.rank(db, analysis_id, actor, theme_ids=order, now=now)


def rank_all(db: Session, analysis_id: int, actor: Actor, *, theme_ids: Sequence[int], now: datetime) -> None:
    """The themes are in this order of importance. Others with a rank, that somebody gave since this order was
    looked at or that it does not measure, come after them as they stood. Raises: Missing, Conflict.
    """
    order = [require_theme(db, analysis_id, each).id for each in theme_ids]
    after = [theme.id for theme in themes.alive(db, analysis_id) if theme.rank is not None]
    themes.rank(db, analysis_id, actor, theme_ids=[*order, *after], now=now)


def workshop_of(db: Session, analysis_id: int) -> int:
    return db.get_one(Analysis, analysis_id).workshop_id


def rank_beside(
    db: Session, analysis_id: int, actor: Actor, *, theme_id: int, direction: str, now: datetime
) -> None:
    """The theme is one place higher or lower, the first or the last of those with a rank, or has none.

    A theme without a rank that goes up or down becomes the last one with a rank. Raises: Missing, Conflict.
    """
    require_theme(db, analysis_id, theme_id)
    order = [theme.id for theme in themes.alive(db, analysis_id) if theme.rank is not None]
    place = order.index(theme_id) if theme_id in order else None
    if place is not None:
        order.remove(theme_id)
    if direction != "none":
        order.insert(_place(direction, place, len(order)), theme_id)
    themes.rank(db, analysis_id, actor, theme_ids=order, now=now)


def _place(direction: str, place: int | None, others: int) -> int:
    if direction == "first":
        return 0
    if direction == "last" or place is None:
        return others
    return max(0, place - 1) if direction == "up" else min(others, place + 1)
