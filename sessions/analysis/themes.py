"""What people decide about passages: themes, their members, names, levels and ranks.

Every act remembers what it changed, so that it can be undone exactly. Nothing here is ever called by a
machine: a proposal becomes a theme only when a person adopts it (`proposals.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis import dissent
from sessions.analysis.act import LONGEST_TITLE, Act
from sessions.errors import Conflict, Invalid, Missing
from sessions.journal import Actor
from sessions.models import KeyGroup, Note, Placement, Theme
from sessions.verbs import Verb


def make(
    db: Session,
    analysis_id: int,
    actor: Actor,
    *,
    title: str,
    passage_ids: Sequence[int] = (),
    now: datetime,
) -> int:
    """There is a theme with that name and those passages; returns its id. Raises: Invalid, Missing."""
    act = Act(db, analysis_id, actor, now)
    theme = act.new_theme(title)
    act.place(passage_ids, theme.id, along=True)
    act.record(Verb.THEME_MADE)
    return theme.id


def change(
    db: Session,
    theme_id: int,
    actor: Actor,
    *,
    title: str | None = None,
    description: str | None = None,
    level: str | None = None,
    key_group_id: int | None = None,
    example_id: int | None = None,
    counter_example_id: int | None = None,
    now: datetime,
) -> None:
    """Name, description, level, key group, example or counter-example of the theme are these; None leaves a
    value as it is, an empty level or id 0 takes it away.

    Raises: Invalid, Missing.
    """
    theme = _theme(db, theme_id)
    act = Act(db, theme.analysis_id, actor, now)
    act.change_theme(theme)
    if title is not None:
        theme.title = act.checked_title(title)
    if description is not None:
        theme.description = act.checked_description(description)
    if level is not None:
        theme.level = act.checked_level(level)
    if key_group_id is not None:
        theme.key_group_id = _group(db, theme.analysis_id, key_group_id).id if key_group_id else None
    if example_id is not None:
        theme.example_id = _shown_by(act, example_id)
    if counter_example_id is not None:
        theme.counter_example_id = _shown_by(act, counter_example_id)
    act.record(Verb.THEME_CHANGED)


def name_all(
    db: Session,
    analysis_id: int,
    actor: Actor,
    titles: Mapping[int, str],
    *,
    seen: Mapping[int, str] | None = None,
    now: datetime,
) -> None:
    """Each of these themes has that name, as a list that somebody read and sent; an empty name leaves a theme
    as it is. With `seen`, the names that stood there when it was read, only what was typed differently
    counts. One act.

    Raises: Invalid with the theme's id as the field, also where somebody else gave a name in the meantime or
    dissolved the theme; Missing for a theme of another analysis.
    """
    act = Act(db, analysis_id, actor, now)
    errors: dict[str, list[str]] = {}
    for theme_id, title in titles.items():
        theme, wanted = db.get(Theme, theme_id), title.strip()
        if theme is None or theme.analysis_id != analysis_id:
            raise Missing("theme")
        before = theme.title if seen is None else seen.get(theme_id, theme.title)
        if not wanted or wanted in (theme.title, before):
            continue
        try:
            _require_as_seen(act, theme, before, wanted)
            checked = act.checked_title(title)
        except Invalid as refusal:
            errors[str(theme_id)] = [sentence for all_of in refusal.errors.values() for sentence in all_of]
            continue
        act.change_theme(theme)
        theme.title = checked
    if errors:
        raise Invalid(errors)
    if act.touched_themes:
        act.record(Verb.THEME_CHANGED)


def working_titles(db: Session, theme_ids: Sequence[int]) -> dict[int, str]:
    """What the machine called these themes, as long as a name may be."""
    found = db.execute(select(Theme.id, Theme.cluster_words).where(Theme.id.in_(theme_ids)))
    return {theme_id: said[:LONGEST_TITLE] for theme_id, said in found}


def _require_as_seen(act: Act, theme: Theme, seen: str, wanted: str) -> None:
    """Raises: Invalid, in words that keep what was typed."""
    if theme.dissolved_at is not None:
        sentence = words.mark("Dit thema is er intussen niet meer. Jij noemde het “%(title)s”.")
        raise act.invalid("title", sentence, title=wanted)
    if theme.title != seen:
        sentence = words.mark("Iemand noemde dit intussen “%(title)s”. Weet jij beter? Bewaar nog eens.")
        raise act.invalid("title", sentence, title=theme.title)


def move(
    db: Session,
    analysis_id: int,
    actor: Actor,
    *,
    passage_ids: Sequence[int],
    theme_id: int | None,
    leaving: int | None = None,
    now: datetime,
) -> None:
    """These passages, and what they are linked with, are in that theme; without a theme they are unplaced.
    With `leaving` they leave that theme alone, where a passage may be in several. Raises: Missing."""
    act = Act(db, analysis_id, actor, now)
    if theme_id is not None and _theme(db, theme_id).analysis_id != analysis_id:
        raise Missing("theme")
    act.place(passage_ids, theme_id, leaving=leaving, along=True)
    act.record(Verb.PASSAGES_MOVED)


def merge(db: Session, into_id: int, from_ids: int | Sequence[int], actor: Actor, *, now: datetime) -> None:
    """Everything of the other theme, or of several, is in the first, with what was noted and objected to it,
    and where it has no explanation or example with those of the first of them that has; the others are
    dissolved. One act. Raises: Missing, Conflict."""
    into = _theme(db, into_id)
    ids = [from_ids] if isinstance(from_ids, int) else list(dict.fromkeys(from_ids))
    sources = [_theme(db, each) for each in ids]
    if any(each.analysis_id != into.analysis_id for each in sources):
        raise Missing("theme")
    if not sources or into_id in ids:
        raise Conflict("a theme cannot be merged with itself")
    act = Act(db, into.analysis_id, actor, now)
    for source in sources:
        act.place(_members(db, source), into.id, leaving=source.id)
        dissent.hand_on(act, source.id, into.id)
        for note in db.scalars(select(Note).where(Note.theme_id == source.id)):
            act.before.of(note)
            note.theme_id = into.id
            act.touch("note", note.id)
        _explain(act, into, source)
        act.dissolve(source)
    act.touched_themes.add(into.id)
    act.record(Verb.THEME_MERGED)


def _explain(act: Act, into: Theme, source: Theme) -> None:
    """What the source says of itself, where the other says nothing."""
    for field in ("description", "example_id", "counter_example_id"):
        said = getattr(source, field)
        if said and not getattr(into, field):
            act.change_theme(into)
            setattr(into, field, said)


def split(
    db: Session, theme_id: int, actor: Actor, *, passage_ids: Sequence[int], title: str, now: datetime
) -> int:
    """These passages of the theme are a theme of their own; returns its id. Raises: Invalid, Missing."""
    theme = _theme(db, theme_id)
    if not set(passage_ids) <= set(_members(db, theme)):
        raise Missing("passage")
    act = Act(db, theme.analysis_id, actor, now)
    new = act.new_theme(title)
    act.place(passage_ids, new.id, leaving=theme.id, along=True)
    act.record(Verb.THEME_SPLIT)
    return new.id


def dissolve(db: Session, theme_id: int, actor: Actor, *, now: datetime) -> None:
    """The theme is gone and its passages are unplaced. Raises: Missing."""
    theme = _theme(db, theme_id)
    act = Act(db, theme.analysis_id, actor, now)
    act.place(_members(db, theme), None, leaving=theme.id)
    act.dissolve(theme)
    act.record(Verb.THEME_DISSOLVED)


def rank(db: Session, analysis_id: int, actor: Actor, *, theme_ids: Sequence[int], now: datetime) -> None:
    """The themes are in this order of importance, 1 first; the others have no rank. Raises: Missing."""
    act = Act(db, analysis_id, actor, now)
    order = {theme_id: place for place, theme_id in enumerate(dict.fromkeys(theme_ids), start=1)}
    themes = {theme.id: theme for theme in alive(db, analysis_id)}
    if not set(order) <= set(themes):
        raise Missing("theme")
    for theme in themes.values():
        if theme.rank != order.get(theme.id):
            act.change_theme(theme)
            theme.rank = order.get(theme.id)
    act.record(Verb.THEMES_RANKED)


def alive(db: Session, analysis_id: int) -> list[Theme]:
    """The themes that stand, ranked ones first."""
    return list(
        db.scalars(
            select(Theme)
            .where(Theme.analysis_id == analysis_id, Theme.dissolved_at.is_(None))
            .order_by(Theme.rank.is_(None), Theme.rank, Theme.position)
        )
    )


def _theme(db: Session, theme_id: int) -> Theme:
    theme = db.get(Theme, theme_id)
    if theme is None or theme.dissolved_at is not None:
        raise Missing("theme")
    return theme


def _shown_by(act: Act, passage_id: int) -> int | None:
    if passage_id:
        act.require_passages([passage_id])
    return passage_id or None


def _group(db: Session, analysis_id: int, group_id: int) -> KeyGroup:
    group = db.get(KeyGroup, group_id)
    if group is None or group.analysis_id != analysis_id or group.dissolved_at is not None:
        raise Missing("key group")
    return group


def _members(db: Session, theme: Theme) -> list[int]:
    return list(db.scalars(select(Placement.passage_id).where(Placement.theme_id == theme.id)))
