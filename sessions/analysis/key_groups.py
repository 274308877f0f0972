"""Key groups: the summary above key characteristics, *seven groups and a rest*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis import themes
from sessions.analysis.act import Act
from sessions.errors import Missing
from sessions.journal import Actor
from sessions.models import KeyGroup, Theme
from sessions.verbs import Verb

DIRECTIONS = ("up", "down")
_LAST = 10**9
Stood = tuple[int, str]
"""The key group (0 is none) and the level (empty is none) in which a theme was seen."""


def make(db: Session, analysis_id: int, actor: Actor, *, title: str, now: datetime) -> int:
    """There is one more key group; returns its id. Raises: Invalid."""
    act = Act(db, analysis_id, actor, now)
    group = _made(act, title)
    act.record(Verb.KEY_GROUP_CHANGED)
    return group.id


def gather(
    db: Session,
    analysis_id: int,
    actor: Actor,
    *,
    theme_ids: Sequence[int],
    title: str = "",
    group_id: int | None = None,
    level: str | None = None,
    seen: Mapping[int, Stood] | None = None,
    now: datetime,
) -> int | None:
    """These themes are in that key group, or in a new one of that `title`; without either they stay where
    they are. With a `level` they have that level. One act. Returns the id of the group.

    Raises: Invalid without a theme, for a title that is not right, or where one stands otherwise than
    whoever chose it had `seen`; Missing.
    """
    act = Act(db, analysis_id, actor, now)
    standing = {theme.id: theme for theme in themes.alive(db, analysis_id)}
    chosen = list(dict.fromkeys(theme_ids))
    if not set(chosen) <= set(standing):
        raise Missing("theme")
    if not chosen:
        raise act.invalid("theme", words.mark("Kies eerst een of meer thema’s."))
    _require_as_seen(act, [standing[each] for each in chosen], seen or {})
    group = _wanted(act, title, group_id)
    for theme_id in chosen:
        act.change_theme(standing[theme_id])
        if group is not None:
            standing[theme_id].key_group_id = group.id
        if level is not None:
            standing[theme_id].level = act.checked_level(level)
    act.record(Verb.KEY_GROUP_CHANGED)
    return group.id if group is not None else None


def _require_as_seen(act: Act, chosen: Sequence[Theme], seen: Mapping[int, Stood]) -> None:
    """Raises: Invalid."""
    for theme in chosen:
        stands = theme.key_group_id or 0, theme.level or ""
        if seen.get(theme.id, stands) != stands:
            sentence = words.mark(
                "“%(title)s” kreeg intussen van iemand anders een groep of niveau. Kijk na of je keuze klopt."
            )
            raise act.invalid("theme", sentence, title=theme.called)


def _wanted(act: Act, title: str, group_id: int | None) -> KeyGroup | None:
    if group_id is not None:
        found = act.db.get(KeyGroup, group_id)
        if found is None or found.analysis_id != act.analysis.id or found.dissolved_at is not None:
            raise Missing("key group")
        act.touched_groups.add(found.id)
        return found
    return _made(act, title) if title.strip() else None


def _made(act: Act, title: str) -> KeyGroup:
    standing = select(func.coalesce(func.max(KeyGroup.position), 0)).where(
        KeyGroup.analysis_id == act.analysis.id
    )
    group = KeyGroup(
        analysis_id=act.analysis.id,
        title=act.checked_title(title),
        position=(act.db.scalar(standing) or 0) + 1,
    )
    act.db.add(group)
    act.db.flush()
    act.before.made(group)
    act.touched_groups.add(group.id)
    return group


def change(
    db: Session,
    group_id: int,
    actor: Actor,
    *,
    title: str | None = None,
    description: str | None = None,
    dissolved: bool = False,
    now: datetime,
) -> None:
    """The key group has this name and description, or is dissolved and its themes belong to none.

    Raises: Invalid, Missing.
    """
    group = db.get(KeyGroup, group_id)
    if group is None or group.dissolved_at is not None:
        raise Missing("key group")
    act = Act(db, group.analysis_id, actor, now)
    act.before.of(group)
    act.touched_groups.add(group.id)
    if title is not None:
        group.title = act.checked_title(title)
    if description is not None:
        group.description = act.checked_description(description)[:600]
    if dissolved:
        for theme in themes.alive(db, group.analysis_id):
            if theme.key_group_id == group.id:
                act.change_theme(theme)
                theme.key_group_id = None
        group.dissolved_at = now
    act.record(Verb.KEY_GROUP_CHANGED)


def alive(db: Session, analysis_id: int) -> list[KeyGroup]:
    """The key groups that stand, in the order in which they are shown: by the rank that people gave them,
    else by the most important key characteristic in them, else as they were made."""
    best: dict[int | None, int | None] = dict(
        db.execute(
            select(Theme.key_group_id, func.min(Theme.rank))
            .where(Theme.analysis_id == analysis_id, Theme.dissolved_at.is_(None))
            .group_by(Theme.key_group_id)
        ).all()
    )
    standing = select(KeyGroup).where(KeyGroup.analysis_id == analysis_id, KeyGroup.dissolved_at.is_(None))

    def importance(group: KeyGroup) -> tuple[int, int, int]:
        return group.rank or _LAST, best.get(group.id) or _LAST, group.position

    return sorted(db.scalars(standing), key=importance)


def move(db: Session, group_id: int, actor: Actor, *, direction: str, now: datetime) -> None:
    """The key group stands one place higher or lower; from then on people order the groups themselves.

    At the end of the list nothing happens. Raises: Missing.
    """
    group = db.get(KeyGroup, group_id)
    if group is None or group.dissolved_at is not None or direction not in DIRECTIONS:
        raise Missing("key group")
    order = alive(db, group.analysis_id)
    place = order.index(group)
    wanted = place - 1 if direction == "up" else place + 1
    if not 0 <= wanted < len(order):
        return
    order.insert(wanted, order.pop(place))
    act = Act(db, group.analysis_id, actor, now)
    for rank, each in enumerate(order, start=1):
        if each.rank != rank:
            act.before.of(each)
            act.touched_groups.add(each.id)
            each.rank = rank
    act.record(Verb.KEY_GROUP_CHANGED)
