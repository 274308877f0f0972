"""What people decided. Nothing in here is ever written by a machine."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sessions.models.base import Base

LEVELS = ("characteristic", "goal", "precondition")


class KeyGroup(Base):
    """The summary above key characteristics: *seven groups and a rest*.

    `rank` is the place that people gave the group itself, 1 is the first. Without one the most important key
    characteristic in it decides where the group stands (`key_groups.alive`).
    """

    __tablename__ = "key_group"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(String(600), default="")
    position: Mapped[int]
    rank: Mapped[int | None]
    dissolved_at: Mapped[datetime | None]


class Theme(Base):
    """A named grouping that people decided on; `rank` 1 is the most important, empty is not ranked yet.

    `cluster_words` remembers the working title of the proposal it came from. A dissolved theme stays as
    a row, so that undo restores the very same one. A key characteristic is a theme with a `level`.
    """

    __tablename__ = "theme"
    __table_args__ = (
        CheckConstraint("level IS NULL OR level IN ('characteristic', 'goal', 'precondition')", name="level"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"), index=True)
    key_group_id: Mapped[int | None] = mapped_column(ForeignKey("key_group.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(String(1000), default="")
    level: Mapped[str | None] = mapped_column(String(16))
    rank: Mapped[int | None]
    position: Mapped[int]
    cluster_words: Mapped[str] = mapped_column(String(200), default="")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id", ondelete="SET NULL"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime]
    dissolved_at: Mapped[datetime | None]


class Placement(Base):
    """The decision that a passage belongs to a theme: at most one theme per passage and analysis."""

    __tablename__ = "placement"
    __table_args__ = (UniqueConstraint("analysis_id", "passage_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"))
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    placed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    placed_at: Mapped[datetime]


class Rating(Base):
    """Where one participant put one theme in their own order of importance; `place` 1 is the most."""

    __tablename__ = "rating"

    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )
    theme_id: Mapped[int] = mapped_column(
        ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    place: Mapped[int]


class Dissent(Base):
    """An objection attached to a theme, its name, its rank or a membership (`about`)."""

    __tablename__ = "dissent"
    __table_args__ = (CheckConstraint("about IN ('theme', 'name', 'rank', 'membership')", name="about"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="SET NULL"), index=True)
    passage_id: Mapped[int | None] = mapped_column(ForeignKey("passage.id", ondelete="SET NULL"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id", ondelete="SET NULL"))
    about: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime]
