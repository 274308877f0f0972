"""What people decide about passages: themes, their members, names, levels, ranks and key groups.

Every act remembers what it changed, so that it can be undone exactly. Nothing here is ever called by a
machine: a proposal becomes a theme only when a person adopts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Conflict, Invalid, Missing
from sessions.journal import Actor, Before, Verb, record, restore
from sessions.models import (
    LEVELS,
    Analysis,
    Change,
    Cluster,
    ClusterMember,
    Contribution,
    KeyGroup,
    Passage,
    Placement,
    Run,
    Theme,
    Workshop,
)
from sessions.text import clean

LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 1000


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
    act = _Act(db, analysis_id, actor, now)
    theme = act.new_theme(title)
    act.place(passage_ids, theme.id)
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
    now: datetime,
) -> None:
    """Name, description, level or key group of the theme are these; None leaves a value as it is, an
    empty level or key group 0 takes it away.

    Raises: Invalid, Missing.
    """
    theme = _theme(db, theme_id)
    act = _Act(db, theme.analysis_id, actor, now)
    act.change_theme(theme)
    if title is not None:
        theme.title = act.checked_title(title)
    if description is not None:
        theme.description = act.checked_description(description)
    if level is not None:
        theme.level = act.checked_level(level)
    if key_group_id is not None:
        theme.key_group_id = _group(db, theme.analysis_id, key_group_id).id if key_group_id else None
    act.record(Verb.THEME_CHANGED)


def move(
    db: Session,
    analysis_id: int,
    actor: Actor,
    *,
    passage_ids: Sequence[int],
    theme_id: int | None,
    now: datetime,
) -> None:
    """These passages are in that theme; without a theme they are unplaced. Raises: Missing."""
    act = _Act(db, analysis_id, actor, now)
    if theme_id is not None and _theme(db, theme_id).analysis_id != analysis_id:
        raise Missing("theme")
    act.place(passage_ids, theme_id)
    act.record(Verb.PASSAGES_MOVED)


def merge(db: Session, into_id: int, from_id: int, actor: Actor, *, now: datetime) -> None:
    """Everything of the second theme is in the first; the second is dissolved. Raises: Missing, Conflict."""
    into, source = _theme(db, into_id), _theme(db, from_id)
    if into.analysis_id != source.analysis_id:
        raise Missing("theme")
    if into_id == from_id:
        raise Conflict("a theme cannot be merged with itself")
    act = _Act(db, into.analysis_id, actor, now)
    act.place(_members(db, source), into.id)
    act.dissolve(source)
    act.touched_themes.add(into.id)
    act.record(Verb.THEME_MERGED)


def split(
    db: Session, theme_id: int, actor: Actor, *, passage_ids: Sequence[int], title: str, now: datetime
) -> int:
    """These passages of the theme are a theme of their own; returns its id. Raises: Invalid, Missing."""
    theme = _theme(db, theme_id)
    if not set(passage_ids) <= set(_members(db, theme)):
        raise Missing("passage")
    act = _Act(db, theme.analysis_id, actor, now)
    new = act.new_theme(title)
    act.place(passage_ids, new.id)
    act.record(Verb.THEME_SPLIT)
    return new.id


def dissolve(db: Session, theme_id: int, actor: Actor, *, now: datetime) -> None:
    """The theme is gone and its passages are unplaced. Raises: Missing."""
    theme = _theme(db, theme_id)
    act = _Act(db, theme.analysis_id, actor, now)
    act.place(_members(db, theme), None)
    act.dissolve(theme)
    act.record(Verb.THEME_DISSOLVED)


def rank(db: Session, analysis_id: int, actor: Actor, *, theme_ids: Sequence[int], now: datetime) -> None:
    """The themes are in this order of importance, 1 first; the others have no rank. Raises: Missing."""
    act = _Act(db, analysis_id, actor, now)
    order = {theme_id: place for place, theme_id in enumerate(dict.fromkeys(theme_ids), start=1)}
    themes = {theme.id: theme for theme in alive(db, analysis_id)}
    if not set(order) <= set(themes):
        raise Missing("theme")
    for theme in themes.values():
        if theme.rank != order.get(theme.id):
            act.change_theme(theme)
            theme.rank = order.get(theme.id)
    act.record(Verb.THEMES_RANKED)


def adopt(
    db: Session,
    cluster_id: int,
    actor: Actor,
    *,
    title: str | None = None,
    passage_ids: Sequence[int] | None = None,
    now: datetime,
) -> int:
    """The proposal is a decision: a theme with its undecided passages, or those of them that are given;
    a proposal to add to an existing theme adds to that one. Returns the theme's id.

    Raises: Missing; Conflict when nothing of the proposal is undecided any more.
    """
    cluster, analysis_id = _cluster(db, cluster_id)
    act = _Act(db, analysis_id, actor, now)
    theme_id = _adopt(act, cluster, title, passage_ids)
    act.record(Verb.CLUSTER_ADOPTED)
    return theme_id


def adopt_all(db: Session, analysis_id: int, actor: Actor, *, now: datetime) -> list[int]:
    """Every proposal on the table that is not *still to sort* is a decision; returns the themes' ids.

    Raises: Conflict when there is none.
    """
    act = _Act(db, analysis_id, actor, now)
    theme_ids = []
    for cluster in on_the_table(db, analysis_id):
        if not cluster.loose:
            theme_ids.append(_adopt(act, cluster, None, None))
    if not theme_ids:
        raise Conflict("there is no proposal on the table")
    act.record(Verb.CLUSTER_ADOPTED)
    return theme_ids


def set_aside(db: Session, cluster_id: int, actor: Actor, *, now: datetime) -> None:
    """The proposal is off the table; its passages are unplaced as before. Raises: Missing."""
    cluster, analysis_id = _cluster(db, cluster_id)
    act = _Act(db, analysis_id, actor, now)
    act.before.of(cluster)
    act.touched_clusters.add(cluster.id)
    cluster.set_aside_at = now
    act.record(Verb.CLUSTER_SET_ASIDE)


def make_group(db: Session, analysis_id: int, actor: Actor, *, title: str, now: datetime) -> int:
    """There is one more key group; returns its id. Raises: Invalid."""
    act = _Act(db, analysis_id, actor, now)
    place = db.scalar(
        select(func.coalesce(func.max(KeyGroup.position), 0)).where(KeyGroup.analysis_id == analysis_id)
    )
    group = KeyGroup(analysis_id=analysis_id, title=act.checked_title(title), position=(place or 0) + 1)
    db.add(group)
    db.flush()
    act.before.made(group)
    act.touched_groups.add(group.id)
    act.record(Verb.KEY_GROUP_CHANGED)
    return group.id


def change_group(
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
    act = _Act(db, group.analysis_id, actor, now)
    act.before.of(group)
    act.touched_groups.add(group.id)
    if title is not None:
        group.title = act.checked_title(title)
    if description is not None:
        group.description = act.checked_description(description)[:600]
    if dissolved:
        for theme in alive(db, group.analysis_id):
            if theme.key_group_id == group.id:
                act.change_theme(theme)
                theme.key_group_id = None
        group.dissolved_at = now
    act.record(Verb.KEY_GROUP_CHANGED)


def undo(db: Session, analysis_id: int, actor: Actor, *, now: datetime) -> str:
    """The last act that still stands is taken back exactly; returns its verb.

    Raises: Conflict when there is nothing to undo.
    """
    last = undoable(db, analysis_id)
    if last is None:
        raise Conflict("there is nothing to undo")
    return _take_back(db, analysis_id, last, actor, Verb.ACT_UNDONE, now)


def redo(db: Session, analysis_id: int, actor: Actor, *, now: datetime) -> str:
    """The act that was undone last stands again; returns the verb of the undoing.

    Raises: Conflict when nothing was undone since the last act.
    """
    last = redoable(db, analysis_id)
    if last is None:
        raise Conflict("there is nothing to redo")
    return _take_back(db, analysis_id, last, actor, Verb.ACT_REDONE, now)


def undoable(db: Session, analysis_id: int) -> Change | None:
    return _newest(db, analysis_id, exclude=(Verb.ACT_UNDONE,))


def redoable(db: Session, analysis_id: int) -> Change | None:
    """The newest undoing that still stands, unless somebody acted after it."""
    undone = _newest(db, analysis_id, only=Verb.ACT_UNDONE)
    acted = db.scalar(
        select(func.max(Change.id)).where(
            Change.analysis_id == analysis_id,
            Change.inverse.is_not(None),
            Change.verb.not_in([Verb.ACT_UNDONE.value, Verb.ACT_REDONE.value]),
        )
    )
    return None if undone is None or (acted or 0) > undone.id else undone


def alive(db: Session, analysis_id: int) -> list[Theme]:
    """The themes that stand, ranked ones first."""
    return list(
        db.scalars(
            select(Theme)
            .where(Theme.analysis_id == analysis_id, Theme.dissolved_at.is_(None))
            .order_by(Theme.rank.is_(None), Theme.rank, Theme.position)
        )
    )


def on_the_table(db: Session, analysis_id: int) -> list[Cluster]:
    """The proposals of the newest finished run that nobody set aside and that hold an undecided passage."""
    run_id = db.scalar(
        select(Run.id)
        .where(Run.analysis_id == analysis_id, Run.state == "done")
        .order_by(Run.number.desc())
        .limit(1)
    )
    if run_id is None:
        return []
    open_members = undecided_members(db, analysis_id, run_id)
    clusters = db.scalars(
        select(Cluster)
        .where(Cluster.run_id == run_id, Cluster.set_aside_at.is_(None))
        .order_by(Cluster.position)
    )
    return [cluster for cluster in clusters if cluster.id in open_members]


def undecided_members(db: Session, analysis_id: int, run_id: int) -> dict[int, list[tuple[int, float]]]:
    """Cluster id to its passages that are shown and not placed, with their confidence."""
    rows = db.execute(
        select(ClusterMember.cluster_id, ClusterMember.passage_id, ClusterMember.confidence)
        .join(Cluster, Cluster.id == ClusterMember.cluster_id)
        .join(Passage, Passage.id == ClusterMember.passage_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .outerjoin(
            Placement,
            (Placement.passage_id == ClusterMember.passage_id) & (Placement.analysis_id == analysis_id),
        )
        .where(Cluster.run_id == run_id, Placement.id.is_(None), Contribution.state == "shown")
        .order_by(ClusterMember.confidence.desc(), ClusterMember.passage_id)
    )
    found: dict[int, list[tuple[int, float]]] = {}
    for cluster_id, passage_id, sure in rows:
        found.setdefault(cluster_id, []).append((passage_id, sure))
    return found


# --- the parts of these acts ---------------------------------------------------------------------


class _Act:
    """One act of staff on one analysis: what it touches, and what the rows were before."""

    def __init__(self, db: Session, analysis_id: int, actor: Actor, now: datetime) -> None:
        analysis = db.get(Analysis, analysis_id)
        if analysis is None:
            raise Missing("analysis")
        self.db, self.analysis, self.actor, self.now = db, analysis, actor, now
        self.before = Before()
        self.touched_themes: set[int] = set()
        self.touched_passages: set[int] = set()
        self.touched_clusters: set[int] = set()
        self.touched_groups: set[int] = set()

    def new_theme(self, title: str, *, cluster: Cluster | None = None) -> Theme:
        place = self.db.scalar(
            select(func.coalesce(func.max(Theme.position), 0)).where(Theme.analysis_id == self.analysis.id)
        )
        theme = Theme(
            analysis_id=self.analysis.id,
            title=self.checked_title(title),
            level="characteristic" if self.analysis.towards == "key_characteristics" else None,
            position=(place or 0) + 1,
            cluster_words=cluster.words if cluster else "",
            run_id=cluster.run_id if cluster else None,
            decided_by=self.actor.id if self.actor.kind == "user" else None,
            decided_at=self.now,
        )
        self.db.add(theme)
        self.db.flush()
        self.before.made(theme)
        self.touched_themes.add(theme.id)
        return theme

    def change_theme(self, theme: Theme) -> None:
        self.before.of(theme)
        self.touched_themes.add(theme.id)

    def dissolve(self, theme: Theme) -> None:
        self.change_theme(theme)
        theme.dissolved_at, theme.rank = self.now, None

    def place(self, passage_ids: Sequence[int], theme_id: int | None) -> None:
        ids = list(dict.fromkeys(passage_ids))
        self._require_passages(ids)
        present = {
            placement.passage_id: placement
            for placement in self.db.scalars(
                select(Placement).where(Placement.analysis_id == self.analysis.id)
            )
            if placement.passage_id in set(ids)
        }
        for passage_id in ids:
            self._place_one(passage_id, present.get(passage_id), theme_id)
        self.touched_passages.update(ids)
        if theme_id is not None:
            self.touched_themes.add(theme_id)
        self.db.flush()

    def _place_one(self, passage_id: int, present: Placement | None, theme_id: int | None) -> None:
        if present is not None:
            self.touched_themes.add(present.theme_id)
            self.before.of(present)
            if theme_id is None:
                self.db.delete(present)
            else:
                present.theme_id, present.placed_at = theme_id, self.now
                present.placed_by = self.actor.id
        elif theme_id is not None:
            placement = Placement(
                analysis_id=self.analysis.id,
                passage_id=passage_id,
                theme_id=theme_id,
                placed_by=self.actor.id if self.actor.kind == "user" else None,
                placed_at=self.now,
            )
            self.db.add(placement)
            self.db.flush()
            self.before.made(placement)

    def _require_passages(self, ids: Sequence[int]) -> None:
        known = set(
            self.db.scalars(
                select(Passage.id)
                .join(Contribution, Contribution.id == Passage.contribution_id)
                .where(
                    Passage.workshop_id == self.analysis.workshop_id,
                    Contribution.kind == self.analysis.feeds_on,
                )
            )
        )
        if not set(ids) <= known:
            raise Missing("passage")

    def checked_title(self, title: str) -> str:
        title = clean(title)
        if not title:
            raise self._invalid("title", words.mark("Geef het thema een naam."))
        if len(title) > LONGEST_TITLE:
            sentence = words.mark("Deze naam is te lang: er passen %(limit)d tekens.")
            raise self._invalid("title", sentence, limit=LONGEST_TITLE)
        return title

    def checked_description(self, description: str) -> str:
        description = clean(description, lines=True)
        if len(description) > LONGEST_DESCRIPTION:
            sentence = words.mark("Deze uitleg is te lang: er passen %(limit)d tekens.")
            raise self._invalid("description", sentence, limit=LONGEST_DESCRIPTION)
        return description

    def checked_level(self, level: str) -> str | None:
        if level and level not in LEVELS:
            raise self._invalid("level", words.mark("Dit niveau bestaat niet."))
        return level or None

    def _invalid(self, field: str, sentence: str, **values: object) -> Invalid:
        language = self.db.get_one(Workshop, self.analysis.workshop_id).language
        return Invalid({field: [words.say(language, sentence, **values)]})

    def record(self, verb: Verb) -> None:
        self.db.flush()
        record(
            self.db,
            self.analysis.workshop_id,
            verb,
            self.actor,
            now=self.now,
            analysis_id=self.analysis.id,
            touched={
                "analysis": [self.analysis.id],
                "theme": self.touched_themes,
                "passage": self.touched_passages,
                "cluster": self.touched_clusters,
                "key_group": self.touched_groups,
            },
            inverse=self.before.inverse,
        )


def _adopt(act: _Act, cluster: Cluster, title: str | None, passage_ids: Sequence[int] | None) -> int:
    undecided = [
        passage_id
        for passage_id, _ in undecided_members(act.db, act.analysis.id, cluster.run_id).get(cluster.id, [])
    ]
    chosen = undecided if passage_ids is None else [each for each in undecided if each in set(passage_ids)]
    if not chosen:
        raise Conflict("nothing of this proposal is undecided")
    theme = act.db.get(Theme, cluster.theme_id) if cluster.theme_id else None
    if theme is None or theme.dissolved_at is not None:
        theme = act.new_theme(title or cluster.words[:LONGEST_TITLE], cluster=cluster)
    act.place(chosen, theme.id)
    act.touched_clusters.add(cluster.id)
    return theme.id


def _take_back(db: Session, analysis_id: int, change: Change, actor: Actor, verb: Verb, now: datetime) -> str:
    inverse = restore(db, change.inverse or {})
    touched = dict(change.touched)
    new = record(
        db,
        change.workshop_id,
        verb,
        actor,
        now=now,
        analysis_id=analysis_id,
        touched=touched,
        inverse=inverse,
    )
    change.undone_by = new.id
    return change.verb


def _newest(
    db: Session, analysis_id: int, *, only: Verb | None = None, exclude: Sequence[Verb] = ()
) -> Change | None:
    query = select(Change).where(
        Change.analysis_id == analysis_id, Change.inverse.is_not(None), Change.undone_by.is_(None)
    )
    if only is not None:
        query = query.where(Change.verb == only.value)
    if exclude:
        query = query.where(Change.verb.not_in([verb.value for verb in exclude]))
    return db.scalar(query.order_by(Change.id.desc()).limit(1))


def _theme(db: Session, theme_id: int) -> Theme:
    theme = db.get(Theme, theme_id)
    if theme is None or theme.dissolved_at is not None:
        raise Missing("theme")
    return theme


def _group(db: Session, analysis_id: int, group_id: int) -> KeyGroup:
    group = db.get(KeyGroup, group_id)
    if group is None or group.analysis_id != analysis_id or group.dissolved_at is not None:
        raise Missing("key group")
    return group


def _cluster(db: Session, cluster_id: int) -> tuple[Cluster, int]:
    cluster = db.get(Cluster, cluster_id)
    if cluster is None or cluster.set_aside_at is not None:
        raise Missing("proposal")
    return cluster, db.get_one(Run, cluster.run_id).analysis_id


def _members(db: Session, theme: Theme) -> list[int]:
    return list(db.scalars(select(Placement.passage_id).where(Placement.theme_id == theme.id)))
