"""Acts that change what a theme or a key group is called and said to be, field by field.

Fields: `theme_id` or `group_id`; `title`, `description`, `level`, `key_group_id`, each with what the person
saw there (`seen_title`, `seen_description`, ...). A field that says what was seen was not touched: whatever
it holds by now stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from facilitator.act_fields import Act, Answer, Fields, number
from sessions.analysis import key_groups, seen, sorting, themes
from sessions.journal import Actor
from sessions.models import Theme


def change(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """What the form says differently from the theme is changed; a form that says the same changes nothing."""
    theme = sorting.require_theme(db, analysis_id, number(fields, "theme_id"))
    present = {
        "title": theme.title,
        "description": theme.description,
        "level": theme.level or "",
        "key_group_id": str(theme.key_group_id or 0),
    }
    looked = _seen(fields, present)
    if not theme.title and looked.get("title") == theme.called:
        # Whoever saw a theme without a name saw its working title.
        looked["title"] = ""
    said = seen.touched(present, _said(fields, present), looked)
    seen.require_as_seen(db, theme, present, said, looked)
    if said:
        _change(db, theme, actor, said, fields, now)
    return {"theme": theme.id}


def _change(
    db: Session, theme: Theme, actor: Actor, said: dict[str, str], fields: Fields, now: datetime
) -> None:
    group_id = number(fields, "key_group_id") if "key_group_id" in said else None
    if group_id:
        sorting.require_group(db, theme.analysis_id, group_id)
    themes.change(
        db,
        theme.id,
        actor,
        title=said.get("title"),
        description=said.get("description"),
        level=said.get("level"),
        key_group_id=group_id,
        now=now,
    )


def rename_group(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The key group has that name and that description, where the form touched them."""
    group = sorting.require_group(db, analysis_id, number(fields, "group_id"))
    present = {"title": group.title, "description": group.description}
    looked = _seen(fields, present)
    said = seen.touched(present, _said(fields, present), looked)
    seen.require_as_seen(db, group, present, said, looked)
    if said:
        title, description = said.get("title"), said.get("description")
        key_groups.change(db, group.id, actor, title=title, description=description, now=now)
    return {"group": group.id}


def _said(fields: Fields, names: Iterable[str]) -> dict[str, str]:
    return {name: _as_sent(fields[name]) for name in names if name in fields}


def _seen(fields: Fields, names: Iterable[str]) -> dict[str, str]:
    return {name: _as_sent(fields[f"seen_{name}"]) for name in names if f"seen_{name}" in fields}


def _as_sent(text: str) -> str:
    """A form sends every line end as two characters."""
    return text.replace("\r\n", "\n").strip()


ACTS: dict[str, Act] = {"change": change, "rename-group": rename_group}
