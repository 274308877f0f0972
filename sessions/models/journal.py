"""One append-only row per act: the live event, the catch-up cursor and the audit trail at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sessions.models.base import Base


class Change(Base):
    """`touched` maps the kind of a row to ids, never to words. `inverse` holds what the rows that staff
    changed were before, enough for exact undo. `undone_by` is the change that took this one back.
    """

    __tablename__ = "change"
    __table_args__ = (
        UniqueConstraint("workshop_id", "revision"),
        Index("ix_change_analysis", "analysis_id", "id"),
        # Ids never come back, not even after a purge: followers of the journal count on it.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    revision: Mapped[int]
    verb: Mapped[str] = mapped_column(String(40))
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[int | None]
    analysis_id: Mapped[int | None] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"))
    touched: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    inverse: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("change.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class Reading(Base):
    """That somebody of the staff read raw text, without the text."""

    __tablename__ = "reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    what: Mapped[str] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]
