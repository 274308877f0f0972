"""Questions put to passages, and what a machine proposed. Disposable, unlike themes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sessions.models.base import Base


class Analysis(Base):
    """A question put to the passages of contributions of some kinds (`feeds_on`, with spaces between).

    With an `exercise_id` only what was said in that step counts, else what was said in any. `towards` is
    key_characteristics (themes get a level and a key group) or themes. With `several` a passage may be in
    more than one theme. `frozen` is what the wall goes on showing (kind:id to item) while people decide on;
    empty while it follows.
    """

    __tablename__ = "analysis"
    __table_args__ = (
        UniqueConstraint("workshop_id", "key"),
        CheckConstraint("towards IN ('key_characteristics', 'themes')", name="towards"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(String(200))
    feeds_on: Mapped[str] = mapped_column(String(80))
    towards: Mapped[str] = mapped_column(String(24))
    exercise_id: Mapped[int | None] = mapped_column(ForeignKey("exercise.id", ondelete="SET NULL"))
    several: Mapped[bool] = mapped_column(default=False)
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of contributions that it asks."""
        return tuple(self.feeds_on.split())


class Run(Base):
    """One machine proposal. `state` is running, offered (finished, and people have yet to choose it), done
    (it is or was on the table), failed or cancelled; `progress` goes from 0 to 1.

    `parameters` holds what it takes to run it again (k, seed apart), and the numbers of clusters that it
    offers as `choices`; `tree` what a coarser or finer cut needs (`sessions.clustering.tree`).
    """

    __tablename__ = "run"
    __table_args__ = (
        UniqueConstraint("analysis_id", "number"),
        CheckConstraint("state IN ('running', 'offered', 'done', 'failed', 'cancelled')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="running")
    progress: Mapped[float] = mapped_column(default=0.0)
    message: Mapped[str] = mapped_column(String(300), default="")
    model: Mapped[str] = mapped_column(String(120), default="")
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    tree: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    seed: Mapped[int] = mapped_column(default=0)
    input_revision: Mapped[int]
    started_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Cluster(Base):
    """A machine proposal: `words` is its working title. `loose` says *still to sort*.

    `theme_id` names the theme that people made and that the run proposes to add these passages to, `known_id`
    the theme known beforehand that drew them together.
    A proposal is on the table as long as one of its passages is not placed and nobody set it aside.
    """

    __tablename__ = "cluster"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    words: Mapped[str] = mapped_column(String(200))
    medoid_passage_id: Mapped[int | None] = mapped_column(ForeignKey("passage.id", ondelete="SET NULL"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="SET NULL"))
    known_id: Mapped[int | None] = mapped_column(ForeignKey("known_theme.id", ondelete="SET NULL"))
    cohesion: Mapped[float] = mapped_column(default=0.0)
    loose: Mapped[bool] = mapped_column(default=False)
    set_aside_at: Mapped[datetime | None]


class ClusterMember(Base):
    """A passage in a proposal: how sure (0 to 1), how far it belongs to others as well (`bridging`, 0 to 1),
    and whether it is still `to_sort`: by itself it is nearer to another one."""

    __tablename__ = "cluster_member"

    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id", ondelete="CASCADE"), primary_key=True)
    passage_id: Mapped[int] = mapped_column(
        ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    confidence: Mapped[float] = mapped_column(default=0.0)
    bridging: Mapped[float] = mapped_column(default=0.0)
    to_sort: Mapped[bool] = mapped_column(default=False)


class Vector(Base):
    """What a model made of a passage: float32 numbers, little endian. Gone with the words it came from."""

    __tablename__ = "vector"

    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True)
    model: Mapped[str] = mapped_column(String(120), primary_key=True)
    text_hash: Mapped[str] = mapped_column(String(64))
    numbers: Mapped[bytes] = mapped_column(LargeBinary)


class MapPoint(Base):
    """Where a passage lies on the map of an analysis; it stays there. `later`: it was laid among what lay
    there already."""

    __tablename__ = "map_point"

    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"), primary_key=True)
    passage_id: Mapped[int] = mapped_column(
        ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    x: Mapped[float]
    y: Mapped[float]
    later: Mapped[bool] = mapped_column(default=False)


class KnownTheme(Base):
    """A theme that was known beforehand and attracts: it proposes, as a machine does, and decides nothing."""

    __tablename__ = "known_theme"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(String(1000), default="")
    source: Mapped[str] = mapped_column(String(120), default="")


class Twin(Base):
    """Two passages that say nearly the same. `state` is proposed (a run found it), linked or apart (decided).

    `passage_id` is the one that was said first. Nothing is removed: linked passages go together when one of
    them is moved.
    """

    __tablename__ = "twin"
    __table_args__ = (
        UniqueConstraint("analysis_id", "passage_id", "twin_id"),
        CheckConstraint("state IN ('proposed', 'linked', 'apart')", name="state"),
        CheckConstraint("passage_id <> twin_id", name="two"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"))
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), index=True)
    twin_id: Mapped[int] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), index=True)
    similarity: Mapped[float] = mapped_column(default=0.0)
    state: Mapped[str] = mapped_column(String(12), default="proposed")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id", ondelete="SET NULL"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]


class Apart(Base):
    """The decision that two passages do not belong together: no proposal puts them in one group again."""

    __tablename__ = "apart"
    __table_args__ = (
        UniqueConstraint("analysis_id", "passage_id", "other_id"),
        CheckConstraint("passage_id < other_id", name="order"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"))
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime]


class SetAside(Base):
    """A passage that is not used in this analysis, and why. Its author reads the reason."""

    __tablename__ = "set_aside"
    __table_args__ = (UniqueConstraint("analysis_id", "passage_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"))
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(400))
    set_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    set_at: Mapped[datetime]
