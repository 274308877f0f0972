"""Questions put to passages, and what a machine proposed. Disposable, unlike themes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sessions.models.base import Base


class Analysis(Base):
    """A question put to the passages of contributions of some kinds (`feeds_on`, with spaces between).

    `towards` is key_characteristics (themes get a level and a key group) or themes.
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

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of contributions that it asks."""
        return tuple(self.feeds_on.split())


class Run(Base):
    """One machine proposal. `state` is running, done, failed or cancelled; `progress` goes from 0 to 1."""

    __tablename__ = "run"
    __table_args__ = (
        UniqueConstraint("analysis_id", "number"),
        CheckConstraint("state IN ('running', 'done', 'failed', 'cancelled')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="running")
    progress: Mapped[float] = mapped_column(default=0.0)
    message: Mapped[str] = mapped_column(String(300), default="")
    model: Mapped[str] = mapped_column(String(120), default="")
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    seed: Mapped[int] = mapped_column(default=0)
    input_revision: Mapped[int]
    started_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Cluster(Base):
    """A machine proposal: `words` is its working title. `loose` says *still to sort*.

    `theme_id` names the theme that people made and that the run proposes to add these passages to.
    A proposal is on the table as long as one of its passages is not placed and nobody set it aside.
    """

    __tablename__ = "cluster"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    words: Mapped[str] = mapped_column(String(200))
    medoid_passage_id: Mapped[int | None] = mapped_column(ForeignKey("passage.id", ondelete="SET NULL"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="SET NULL"))
    cohesion: Mapped[float] = mapped_column(default=0.0)
    loose: Mapped[bool] = mapped_column(default=False)
    set_aside_at: Mapped[datetime | None]


class ClusterMember(Base):
    __tablename__ = "cluster_member"

    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id", ondelete="CASCADE"), primary_key=True)
    passage_id: Mapped[int] = mapped_column(
        ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    confidence: Mapped[float] = mapped_column(default=0.0)
