"""The acts of the workbench: from the fields of a form to the domain's verb.

Each act takes `db`, the analysis, who acts, the fields and the moment, and answers plain values for whoever
asked in JSON. Fields: `passage` (several), `theme_id`, `into_id`, `cluster_id`, `group_id`, `title`,
`level`, `direction`, `place`, `leaving`, `theme` (several, in order), `take` (several), `shown` (yes: under a
lens); and what the person saw: `seen_theme` (several, 0 is no theme), `seen_title`, `seen_change`,
`seen_run`, `seen`. What is done beside placing stands in `acts_beside`, what changes names and words in
`acts_changing`.

They run in the writer's thread, which knows no request: a refusal is said in Dutch here, and said again in
the language of who asked where it is answered.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from facilitator import acts_beside, acts_changing
from facilitator.act_fields import (
    Act,
    Answer,
    Fields,
    as_on_the_table,
    as_seen,
    chosen,
    looked_at,
    number,
    number_or_none,
    numbers,
    passages,
)
from sessions import undoing
from sessions.access import Right
from sessions.analysis import key_groups, sorting, themes
from sessions.errors import Invalid
from sessions.journal import Actor
from sessions.proposing import proposals
from sessions.words import DEFAULT, say


def adopt(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """A proposal, or the chosen passages of it, is a decision; `left` are those that people keep apart from
    what is in the theme. `as_known` is the name of the known theme that drew it, for who agrees with that."""
    cluster = sorting.require_cluster(db, analysis_id, number(fields, "cluster_id"))
    ids = looked_at(fields)
    title = fields.get("title", "").strip() or fields.get("as_known", "").strip() or None
    theme_id = proposals.adopt(db, cluster.id, actor, title=title, passage_ids=ids, now=now)
    return {"theme": theme_id, "left": proposals.left_behind(db, analysis_id, [cluster], ids)}


def adopt_all(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """Every proposal is a decision; of each only what a lens shows when the form says so."""
    as_on_the_table(db, analysis_id, fields)
    ids = looked_at(fields)
    clusters = proposals.on_the_table(db, analysis_id)
    theme_ids = proposals.adopt_all(db, analysis_id, actor, passage_ids=ids, now=now)
    return {"themes": theme_ids, "left": proposals.left_behind(db, analysis_id, clusters, ids)}


def set_aside(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    cluster = sorting.require_cluster(db, analysis_id, number(fields, "cluster_id"))
    proposals.set_aside(db, cluster.id, actor, now=now)
    return {}


def make(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """A new theme; the chosen passages are in it, wherever they were."""
    as_seen(db, analysis_id, fields)
    title, ids = fields.get("title", ""), passages(fields)
    return {"theme": themes.make(db, analysis_id, actor, title=title, passage_ids=ids, now=now)}


def move(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The chosen passages are in that theme; `theme_id` 0 makes them unplaced. With `leaving` they leave that
    theme alone, where a passage may be in several."""
    ids, theme_id = chosen(fields), number(fields, "theme_id")
    leaving = number(fields, "leaving") if fields.get("leaving") else None
    for each in (theme_id, leaving):
        if each:
            sorting.require_theme(db, analysis_id, each)
    as_seen(db, analysis_id, fields)
    themes.move(
        db, analysis_id, actor, passage_ids=ids, theme_id=theme_id or None, leaving=leaving or None, now=now
    )
    return {"theme": theme_id or None}


def merge(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """Everything of `theme_id`, or of every chosen `theme`, is in `into_id`."""
    into = sorting.require_theme(db, analysis_id, number(fields, "into_id"))
    ids = numbers(fields, "theme") or [number(fields, "theme_id")]
    sources = [sorting.require_theme(db, analysis_id, each).id for each in ids]
    if "theme" in fields:
        # Whoever chose the one that stays among the others means the others.
        sources = [each for each in sources if each != into.id]
        if not sources:
            raise Invalid({"theme": [say(DEFAULT, "Kies minstens twee thema’s.")]})
    themes.merge(db, into.id, sources, actor, now=now)
    return {"theme": into.id}


def split(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The chosen passages of the theme are a theme of their own; with `at` a passage is cut in parts."""
    if "at" in fields:
        return acts_beside.cut(db, analysis_id, actor, fields, now)
    theme = sorting.require_theme(db, analysis_id, number(fields, "theme_id"))
    ids = chosen(fields)
    sorting.require_placed(db, analysis_id, ids, [theme.id])
    title = fields.get("title", "")
    return {"theme": themes.split(db, theme.id, actor, passage_ids=ids, title=title, now=now)}


def dissolve(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    theme = sorting.require_theme(db, analysis_id, number(fields, "theme_id"))
    themes.dissolve(db, theme.id, actor, now=now)
    return {}


def name_all(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The names of a list, each `title` beside its `theme`, as they were read and sent at once, with what
    stood there (`seen_title`). A theme in `take` is called by its working title, unless a name was typed."""
    ids, titles = numbers(fields, "theme"), fields.getlist("title")
    taken = themes.working_titles(db, numbers(fields, "take"))
    typed = {each: title.strip() or taken.get(each, "") for each, title in zip(ids, titles, strict=False)}
    before = fields.getlist("seen_title")
    seen = dict(zip(ids, before, strict=True)) if len(before) == len(ids) else None
    themes.name_all(db, analysis_id, actor, typed, seen=seen, now=now)
    return {"themes": ids}


def gather(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The chosen themes are in one key group, there already or new, and have that level where one is.
    `seen` says of each theme where it stood, as theme:group:level."""
    group = key_groups.gather(
        db,
        analysis_id,
        actor,
        theme_ids=numbers(fields, "theme"),
        title=fields.get("title", ""),
        group_id=number_or_none(fields, "group_id"),
        level=fields.get("level") or None,
        seen=_stood(fields),
        now=now,
    )
    return {"group": group}


def _stood(fields: Fields) -> dict[int, key_groups.Stood]:
    """What is no such thing was not seen."""
    said = (each.split(":", 2) for each in fields.getlist("seen"))
    return {
        int(theme): (int(group), level)
        for theme, group, level in (each for each in said if len(each) == 3)
        if all(one.isascii() and one.isdigit() and len(one) < 16 for one in (theme, group))
    }


def rank(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    theme_id, direction = number(fields, "theme_id"), fields.get("direction", "")
    if direction not in sorting.DIRECTIONS:
        raise Invalid({"direction": [say(DEFAULT, "Kies omhoog of omlaag.")]})
    sorting.rank_beside(db, analysis_id, actor, theme_id=theme_id, direction=direction, now=now)
    return {"theme": theme_id}


def rank_to(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The theme stands at that `place` of the order, 1 first; 0 takes it out of the order."""
    theme_id, place = number(fields, "theme_id"), number(fields, "place")
    sorting.rank_to(db, analysis_id, actor, theme_id=theme_id, place=place, now=now)
    return {"theme": theme_id}


def rank_all(db: Session, analysis_id: int, actor: Actor, fields: Fields, now: datetime) -> Answer:
    """The order that the form shows is the decided one: by a measure, as the person saw it. What has a rank
    and is not in it comes after it."""
    order = numbers(fields, "theme")
    if not order:
        raise Invalid({"theme": [say(DEFAULT, "Er is nog geen volgorde om over te nemen.")]})
    sorting.rank_all(db, analysis_id, actor, theme_ids=order, now=now)
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
    "move": move,
    "merge": merge,
    "split": split,
    "dissolve": dissolve,
    "rank": rank,
    "rank-to": rank_to,
    "rank-all": rank_all,
    "name-all": name_all,
    "gather": gather,
    "undo": undo,
    "redo": redo,
    "make-group": make_group,
    "move-group": move_group,
    "dissolve-group": dissolve_group,
    **acts_changing.ACTS,
    **acts_beside.ACTS,
}

RIGHTS: dict[str, Right] = {"several": Right.RUN, "freeze": Right.RUN, "follow": Right.RUN}
"""What it takes besides sorting: how an analysis works, and what the hall sees, is for who leads."""
