"""One act of staff on an analysis: what it touches, and what the rows were before, for exact undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analyses import about
from sessions.errors import Invalid, Missing
from sessions.journal import Actor, Before, Verb, record
from sessions.models import (
    LEVELS,
    Analysis,
    Cluster,
    Contribution,
    Passage,
    Placement,
    Theme,
    Workshop,
)
from sessions.text import clean

LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 1000


class Act:
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
                .where(about(self.analysis))
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
