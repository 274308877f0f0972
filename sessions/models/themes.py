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

    `cluster_words` remembers the working title of the proposal it came from; an empty `title` says that
    nobody named it yet. A dissolved theme stays as
    a row, so that undo restores the very same one. A key characteristic is a theme with a `level`.
    `example_id` is the passage that shows best what it is, `counter_example_id` the one that shows where it
    ends.
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
    example_id: Mapped[int | None] = mapped_column(ForeignKey("passage.id", ondelete="SET NULL"))
    counter_example_id: Mapped[int | None] = mapped_column(ForeignKey("passage.id", ondelete="SET NULL"))
    cluster_words: Mapped[str] = mapped_column(String(200), default="")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id", ondelete="SET NULL"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime]
    dissolved_at: Mapped[datetime | None]

    @property
    def called(self) -> str:
        """Its name, or the working title of its proposal as long as nobody named it."""
        return self.title or self.cluster_words


class Placement(Base):
    """The decision that a passage belongs to a theme: at most one theme per passage and analysis, unless
    the analysis allows `several`."""

    __tablename__ = "placement"
    __table_args__ = (
        UniqueConstraint("analysis_id", "passage_id", "theme_id"),
        {"sqlite_autoincrement": True},
    )

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
    """An objection attached to a theme, its name, its rank or a membership (`about`).

    Raised by a participant or, for somebody in the room, by staff (`raised_by`). It can be taken back
    (`withdrawn_at`) by whoever raised it; nobody else removes it.
    """

    __tablename__ = "dissent"
    __table_args__ = (CheckConstraint("about IN ('theme', 'name', 'rank', 'membership')", name="about"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="SET NULL"), index=True)
    passage_id: Mapped[int | None] = mapped_column(ForeignKey("passage.id", ondelete="SET NULL"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id", ondelete="SET NULL"))
    about: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(String(1000))
    raised_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Note(Base):
    """What somebody at the workbench wrote beside a theme or a passage, for those who sort."""

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("(theme_id IS NULL) <> (passage_id IS NULL)", name="beside"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    passage_id: Mapped[int | None] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(1000))
    written_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]


class Pile(Base):
    """What one participant put together in a sorting exercise; `name` is theirs and may be empty.

    `key` is the random name that the phone gave it, so that a pile made without a line is the same later.
    """

    __tablename__ = "pile"
    __table_args__ = (
        UniqueConstraint("exercise_id", "participant_id", "key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(60), default="")


class PileMember(Base):
    """A statement on a pile: each statement is on at most one pile of a person and exercise."""

    __tablename__ = "pile_member"
    __table_args__ = (UniqueConstraint("exercise_id", "participant_id", "passage_id"),)

    pile_id: Mapped[int] = mapped_column(ForeignKey("pile.id", ondelete="CASCADE"), primary_key=True)
    passage_id: Mapped[int] = mapped_column(
        ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))


class Meant(Base):
    """What its author answered to *is this what you meant?* of a passage in a theme: yes or no."""

    __tablename__ = "meant"
    __table_args__ = (CheckConstraint("answer IN ('yes', 'no')", name="answer"),)

    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(
        ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    answer: Mapped[str] = mapped_column(String(3))
    given_at: Mapped[datetime]
