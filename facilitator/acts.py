"""The acts of the workbench: from the fields of a form to the domain's verb.

Each act takes `db`, the analysis, who acts, the fields and the moment, and answers plain values for whoever
asked in JSON. Fields: `passage` (several), `theme_id`, `into_id`, `cluster_id`, `group_id`, `title`,
`description`, `level`, `direction`, `theme` (several, in order); and what the person saw: `seen_theme`
(several, 0 is no theme), `seen_title`, `seen_change`.

They run in the writer's thread, which knows no request: a refusal is said in Dutch here, and said again in
the language of who asked where it is answered.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from sessions import key_groups, proposals, sorting, themes, undoing
from sessions.errors import Conflict, Invalid, Missing
from sessions.journal import Actor
from sessions.words import DEFAULT, say

Fields = MultiDict[str, str]
Answer = dict[str, Any]
Act = Callable[[Session, int, Actor, Fields, datetime], Answer]


def adopt(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """A proposal, or the chosen passages of it, is a decision."""
    cluster = sorting.require_cluster(db, analysis_id, number(fields, "cluster_id"))
    chosen = passages(fields) or None
    title = fields.get("title", "").strip() or None
    return {"theme": proposals.adopt(db, cluster.id, actor, title=title, passage_ids=chosen, now=now)}


def adopt_all(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    return {"themes": proposals.adopt_all(db, analysis_id, actor, now=now)}


def set_aside(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    cluster = sorting.require_cluster(db, analysis_id, number(fields, "cluster_id"))
    proposals.set_aside(db, cluster.id, actor, now=now)
    return {}


def make(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """A new theme; the chosen passages are in it, wherever they were."""
    chosen = passages(fields)
    _as_seen(db, analysis_id, fields)
    title = fields.get("title", "")
    return {"theme": themes.make(db, analysis_id, actor, title=title, passage_ids=chosen, now=now)}


def change(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """What the form says differently from the theme is changed; a form that says the same changes nothing."""
    theme = sorting.require_theme(db, analysis_id, number(fields, "theme_id"))
    if "seen_title" in fields and fields["seen_title"] != theme.title != fields.get("title", theme.title):
        raise Conflict("somebody else gave it another name")
    present = {
        "title": theme.title,
        "description": theme.description,
        "level": theme.level or "",
        "key_group_id": str(theme.key_group_id or 0),
    }
    said: dict[str, Any] = {
        name: fields[name].replace("\r\n", "\n").strip()
        for name, value in present.items()
        if name in fields and fields[name].replace("\r\n", "\n").strip() != value
    }
    if "key_group_id" in said:
        said["key_group_id"] = number(fields, "key_group_id")
        if said["key_group_id"]:
            sorting.require_group(db, analysis_id, said["key_group_id"])
    if said:
        themes.change(db, theme.id, actor, now=now, **said)
    return {"theme": theme.id}


def move(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The chosen passages are in that theme; `theme_id` 0 makes them unplaced."""
    chosen, theme_id = _chosen(fields), number(fields, "theme_id")
    if theme_id:
        sorting.require_theme(db, analysis_id, theme_id)
    _as_seen(db, analysis_id, fields)
    themes.move(db, analysis_id, actor, passage_ids=chosen, theme_id=theme_id or None, now=now)
    return {"theme": theme_id or None}


def merge(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """Everything of `theme_id` is in `into_id`."""
    source = sorting.require_theme(db, analysis_id, number(fields, "theme_id"))
    into = sorting.require_theme(db, analysis_id, number(fields, "into_id"))
    themes.merge(db, into.id, source.id, actor, now=now)
    return {"theme": into.id}


def split(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    theme = sorting.require_theme(db, analysis_id, number(fields, "theme_id"))
    chosen = _chosen(fields)
    sorting.require_placed(db, analysis_id, chosen, [theme.id])
    title = fields.get("title", "")
    return {"theme": themes.split(db, theme.id, actor, passage_ids=chosen, title=title, now=now)}


def dissolve(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    theme = sorting.require_theme(db, analysis_id, number(fields, "theme_id"))
    themes.dissolve(db, theme.id, actor, now=now)
    return {}


def rank(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    theme_id, direction = number(fields, "theme_id"), fields.get("direction", "")
    if direction not in sorting.DIRECTIONS:
        raise Invalid({"direction": [say(DEFAULT, "Kies omhoog of omlaag.")]})
    sorting.rank_beside(db, analysis_id, actor, theme_id=theme_id, direction=direction, now=now)
    return {"theme": theme_id}


def rank_all(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The order that the form shows is the decided one, whole: by a measure, as the person saw it."""
    order = [sorting.require_theme(db, analysis_id, each).id for each in numbers(fields, "theme")]
    if not order:
        raise Invalid({"theme": [say(DEFAULT, "Er is nog geen volgorde om over te nemen.")]})
    themes.rank(db, analysis_id, actor, theme_ids=order, now=now)
    return {"themes": order}


def undo(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    if "seen_change" in fields:
        last = undoing.undoable(db, analysis_id, actor)
        sorting.require_last(db, last, number(fields, "seen_change"))
    return {"verb": undoing.undo(db, analysis_id, actor, now=now)}


def redo(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    if "seen_change" in fields:
        last = undoing.redoable(db, analysis_id, actor)
        sorting.require_last(db, last, number(fields, "seen_change"))
    return {"verb": undoing.redo(db, analysis_id, actor, now=now)}


def make_group(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    title = fields.get("title", "")
    return {"group": key_groups.make(db, analysis_id, actor, title=title, now=now)}


def rename_group(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    group = sorting.require_group(db, analysis_id, number(fields, "group_id"))
    if "seen_title" in fields and fields["seen_title"] != group.title:
        raise Conflict("somebody else gave it another name")
    description = fields.get("description")
    key_groups.change(db, group.id, actor, title=fields.get("title", ""), description=description, now=now)
    return {"group": group.id}


def move_group(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    group = sorting.require_group(db, analysis_id, number(fields, "group_id"))
    key_groups.move(db, group.id, actor, direction=fields.get("direction", ""), now=now)
    return {"group": group.id}


def dissolve_group(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    group = sorting.require_group(db, analysis_id, number(fields, "group_id"))
    key_groups.change(db, group.id, actor, dissolved=True, now=now)
    return {}


ACTS: dict[str, Act] = {
    "adopt": adopt,
    "adopt-all": adopt_all,
    "set-aside": set_aside,
    "make": make,
    "change": change,
    "move": move,
    "merge": merge,
    "split": split,
    "dissolve": dissolve,
    "rank": rank,
    "rank-all": rank_all,
    "undo": undo,
    "redo": redo,
    "make-group": make_group,
    "rename-group": rename_group,
    "move-group": move_group,
    "dissolve-group": dissolve_group,
}


def number(fields: Fields, name: str) -> int:
    """Raises: Missing when the form carries no such id."""
    said = fields.get(name, "")
    if not (said.isascii() and said.isdigit() and len(said) < 16):
        raise Missing(name)
    return int(said)


def numbers(fields: Fields, name: str) -> list[int]:
    """Raises: Missing for what is no id."""
    said = fields.getlist(name)
    if not all(each.isascii() and each.isdigit() and len(each) < 16 for each in said):
        raise Missing(name)
    return [int(each) for each in said]


def passages(fields: Fields) -> list[int]:
    """Raises: Missing for what is no id."""
    return numbers(fields, "passage")


def _chosen(fields: Fields) -> list[int]:
    chosen = passages(fields)
    if not chosen:
        raise Invalid({"passage": [say(DEFAULT, "Kies eerst een of meer bijdragen.")]})
    return chosen


def _as_seen(db: Session, analysis_id: int, fields: Fields) -> None:
    seen = [int(each) for each in fields.getlist("seen_theme") if each.isascii() and each.isdigit()]
    if seen:
        sorting.require_placed(db, analysis_id, passages(fields), seen)
