"""One act of staff on an analysis: what it touches, and what the rows were before, for exact undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis import linked
from sessions.analysis.analyses import about
from sessions.errors import Invalid, Missing
from sessions.journal import Actor, Before, record
from sessions.models import (
    LEVELS,
    Analysis,
    Cluster,
    Contribution,
    Passage,
    Placement,
    SetAside,
    Theme,
    Workshop,
)
from sessions.text import clean
from sessions.verbs import Verb

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
        self.touched_more: dict[str, set[int]] = {}

    @property
    def user_id(self) -> int | None:
        """Who of the staff acts."""
        return self.actor.id if self.actor.kind == "user" else None

    def touch(self, kind: str, *ids: int) -> None:
        """Rows of that kind were touched besides themes, passages, proposals and key groups."""
        self.touched_more.setdefault(kind, set()).update(ids)

    def new_theme(self, title: str | None, *, cluster: Cluster | None = None) -> Theme:
        """A theme; without a title it goes by the working title of its proposal until people name it."""
        place = self.db.scalar(
            select(func.coalesce(func.max(Theme.position), 0)).where(Theme.analysis_id == self.analysis.id)
        )
        theme = Theme(
            analysis_id=self.analysis.id,
            title="" if title is None else self.checked_title(title),
            level="characteristic" if self.analysis.towards == "key_characteristics" else None,
            position=(place or 0) + 1,
            cluster_words=cluster.words if cluster else "",
            run_id=cluster.run_id if cluster else None,
            decided_by=self.user_id,
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

    def place(
        self,
        passage_ids: Sequence[int],
        theme_id: int | None,
        *,
        leaving: int | None = None,
        beside: bool = False,
        along: bool = False,
    ) -> None:
        """The passages are in that theme, or in none: out of all others, or with `leaving` out of that one
        only, or with `beside` out of none. With `along` what they are linked with goes along, unless it is
        set aside."""
        ids = list(dict.fromkeys(passage_ids))
        self.require_passages(ids)
        if along:
            ids = linked.with_linked(self.db, self.analysis.id, ids)
        present: dict[int, list[Placement]] = {}
        for placement in self.db.scalars(
            select(Placement)
            .where(Placement.analysis_id == self.analysis.id, Placement.passage_id.in_(ids))
            .order_by(Placement.id)
        ):
            present.setdefault(placement.passage_id, []).append(placement)
        new = []
        for passage_id in ids:
            standing = present.get(passage_id, [])
            moving = [each for each in standing if not beside and leaving in (None, each.theme_id)]
            kept = {each.theme_id for each in standing if each not in moving}
            if theme_id is None or theme_id in kept:
                self._take_out(moving)
            elif not self._moved(moving, theme_id):
                new.append(self._placement(passage_id, theme_id, self.analysis.id))
        # At once: thousands of contributions taken over one by one would hold up whoever writes.
        self.db.add_all(new)
        self.db.flush()
        self.before.made(*new)
        self.touched_passages.update(ids)
        if theme_id is not None:
            self.touched_themes.add(theme_id)
            self._use_again(ids)
        self.db.flush()

    def _take_out(self, placements: Sequence[Placement]) -> None:
        for placement in placements:
            self.touched_themes.add(placement.theme_id)
            self.before.of(placement)
            self.db.delete(placement)

    def _moved(self, moving: Sequence[Placement], theme_id: int) -> bool:
        """One of these placements is in that theme from now on, and the others are gone; whether there was
        one."""
        stays = next((each for each in moving if each.theme_id == theme_id), moving[0] if moving else None)
        self._take_out([each for each in moving if each is not stays])
        if stays is None:
            return False
        self.touched_themes.add(stays.theme_id)
        self.before.of(stays)
        stays.theme_id, stays.placed_at, stays.placed_by = theme_id, self.now, self.user_id
        return True

    def new_placement(self, passage_id: int, theme_id: int, *, analysis_id: int | None = None) -> None:
        """The passage is in that theme as well; the theme is of this analysis unless another is named."""
        placement = self._placement(passage_id, theme_id, analysis_id or self.analysis.id)
        self.db.add(placement)
        self.db.flush()
        self.before.made(placement)
        self.touched_passages.add(passage_id)
        self.touched_themes.add(theme_id)

    def _placement(self, passage_id: int, theme_id: int, analysis_id: int) -> Placement:
        return Placement(
            analysis_id=analysis_id,
            passage_id=passage_id,
            theme_id=theme_id,
            placed_by=self.user_id,
            placed_at=self.now,
        )

    def _use_again(self, passage_ids: Sequence[int]) -> None:
        """What gets a place is not set aside any more."""
        aside = select(SetAside).where(
            SetAside.analysis_id == self.analysis.id, SetAside.passage_id.in_(passage_ids)
        )
        for row in self.db.scalars(aside):
            self.before.of(row)
            self.db.delete(row)

    def require_passages(self, ids: Sequence[int]) -> None:
        """This question is put to all of them. Raises: Missing."""
        known = self.db.scalars(
            select(Passage.id)
            .join(Contribution, Contribution.id == Passage.contribution_id)
            .where(about(self.analysis), Passage.id.in_(ids))
        )
        if not set(ids) <= set(known):
            raise Missing("passage")

    def checked_title(self, title: str) -> str:
        title = clean(title)
        if not title:
            raise self.invalid("title", words.mark("Geef het thema een naam."))
        if len(title) > LONGEST_TITLE:
            sentence = words.mark("Deze naam is te lang: er passen %(limit)d tekens.")
            raise self.invalid("title", sentence, limit=LONGEST_TITLE)
        return title

    def checked_description(self, description: str) -> str:
        description = clean(description, lines=True)
        if len(description) > LONGEST_DESCRIPTION:
            sentence = words.mark("Deze uitleg is te lang: er passen %(limit)d tekens.")
            raise self.invalid("description", sentence, limit=LONGEST_DESCRIPTION)
        return description

    def checked_level(self, level: str) -> str | None:
        if level and level not in LEVELS:
            raise self.invalid("level", words.mark("Dit niveau bestaat niet."))
        return level or None

    def checked_text(self, field: str, text: str, *, longest: int, empty: str) -> str:
        """What somebody wrote, cleaned; `empty` is the sentence when nothing is left. Raises: Invalid."""
        text = clean(text, lines=True)
        if not text:
            raise self.invalid(field, empty)
        if len(text) > longest:
            raise self.invalid(
                field, words.mark("Zeg het korter: er passen %(limit)d tekens."), limit=longest
            )
        return text

    def invalid(self, field: str, sentence: str, **values: object) -> Invalid:
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
                **self.touched_more,
            },
            inverse=self.before.inverse,
        )
