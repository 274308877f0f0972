"""One gathering: its programme, its tables, its levers, the people who run it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sessions.models.base import Base


class Workshop(Base):
    """`revision` counts the changes of this workshop's journal; the last one has that number.

    The present step is the exercise that is open.

    `state` goes preparing -> open -> closed and may be opened again. `wall_view` is what the wall shows
    (join, cards, levers, preconditions, themes, result); `wall_hidden` covers it for a moment.
    """

    __tablename__ = "workshop"
    __table_args__ = (CheckConstraint("state IN ('preparing', 'open', 'closed')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    trajectory_id: Mapped[int | None] = mapped_column(ForeignKey("trajectory.id", ondelete="SET NULL"))
    phase_id: Mapped[int | None] = mapped_column(ForeignKey("phase.id", ondelete="SET NULL"))
    script: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(120))
    held_on: Mapped[date]
    language: Mapped[str] = mapped_column(String(8))
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Brussels")
    state: Mapped[str] = mapped_column(String(12), default="preparing")
    join_code: Mapped[str] = mapped_column(String(8), unique=True)
    wall_secret: Mapped[str] = mapped_column(String(43), unique=True)
    wall_view: Mapped[str] = mapped_column(String(16), default="join")
    wall_hidden: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    retention_on: Mapped[date]


class WorkshopMember(Base):
    """`role` is facilitator, analyst or observer."""

    __tablename__ = "workshop_member"
    __table_args__ = (
        UniqueConstraint("workshop_id", "user_id"),
        CheckConstraint("role IN ('facilitator', 'analyst', 'observer')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(16))


class Exercise(Base):
    """One step of the programme. `closes_at` is the planned end in UTC, moved by *+2 minutes*."""

    __tablename__ = "exercise"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'open', 'closed')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(24))
    title: Mapped[str] = mapped_column(String(120))
    prompt: Mapped[str] = mapped_column(String(400), default="")
    minutes: Mapped[int]
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class Table(Base):
    __tablename__ = "table"
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    number: Mapped[int]


class Lever(Base):
    """`key` stays when the name is edited; `petal` is the letter of its colour; `icon` its Lucide name."""

    __tablename__ = "lever"
    __table_args__ = (UniqueConstraint("workshop_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(60))
    explanation: Mapped[str] = mapped_column(String(240))
    petal: Mapped[str] = mapped_column(String(1))
    icon: Mapped[str] = mapped_column(String(32))


class Participant(Base):
    """Who contributes. `secret_hash` belongs to the secret that only the phone keeps."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    table_id: Mapped[int | None] = mapped_column(ForeignKey("table.id"), index=True)
    number: Mapped[int]
    name: Mapped[str | None] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(8))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    consent_version: Mapped[int]
    joined_at: Mapped[datetime]
