"""What people said, every version of it, and the passages that are placed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from sessions.models.base import Base


class Contribution(Base):
    """One thing said. `key` is the random name that the phone gave it, so that a retry is recognised.

    `kind` is intervention, reason, precondition, obstacle, idea, finding, petal, vision, answer, reply or
    interview; reasons, preconditions and obstacles hang under their intervention (`parent_id`) at a
    `position`. `group_id` is the focus group in which it was said. `state` is
    shown, waiting (for approval), private (a note for oneself, before it is laid on a place), hidden (with
    `hidden_reason`, which the author sees), replaced (the table laid other words on its place) or
    withdrawn. `entered_by` typed it for somebody. The words stand in `ContributionVersion` alone;
    `version` is the number of the present one.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint("workshop_id", "key"),
        CheckConstraint(
            "state IN ('shown', 'waiting', 'private', 'hidden', 'replaced', 'withdrawn')", name="state"
        ),
        Index("ix_contribution_counts", "workshop_id", "kind", "state"),
        Index("ix_contribution_tables", "workshop_id", "table_id", "participant_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    table_id: Mapped[int | None] = mapped_column(ForeignKey("table.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("focus_group.id"))
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12), default="shown")
    hidden_reason: Mapped[str | None] = mapped_column(String(400))
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime]


class ContributionVersion(Base):
    """The words of one version; `fields` holds the characterisation. Erasure empties these rows."""

    __tablename__ = "contribution_version"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    written_at: Mapped[datetime]


class ContributionLever(Base):
    """The levers that the present version of an intervention names."""

    __tablename__ = "contribution_lever"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    lever_id: Mapped[int] = mapped_column(
        ForeignKey("lever.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Passage(Base):
    """A contribution (`ends_at` empty) or the code points `starts_at` up to `ends_at` of it.

    A part belongs to one version of the words (`version`; empty is whichever is current). A passage that was
    split, or a part that was joined again, is retired: it stays for the history and counts no more.
    """

    __tablename__ = "passage"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), index=True
    )
    starts_at: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[int | None]
    version: Mapped[int | None]
    retired_at: Mapped[datetime | None]


PRESENT_WORDS = (ContributionVersion.contribution_id == Contribution.id) & (
    ContributionVersion.number == Contribution.version
)
"""Joins a contribution to its words as they are now."""

OWN_WORDS = (ContributionVersion.contribution_id == Contribution.id) & (
    ContributionVersion.number == func.coalesce(Passage.version, Contribution.version)
)
"""Joins a passage and its contribution to the words that it is cut from: of its version, else the present."""

PASSAGE_COUNTS = (Contribution.state == "shown") & Passage.retired_at.is_(None)
"""That a passage, with its contribution, is shown and not replaced by its parts."""


class Heart(Base):
    __tablename__ = "heart"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )
    given_at: Mapped[datetime]
