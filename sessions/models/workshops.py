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

    `state` goes preparing -> open -> closed and may be opened again. `wall_view` is what the wall shows,
    `wall_table` the number of the table whose lotus or finding it shows (empty is all of them);
    `wall_hidden` covers it for a moment. `starts_at` is the planned hour, such as 09:30. With `self_paced`
    a table may be at a step of its own. `vision` says what the whole is for. `mode` is hall (everybody at one
    moment) or focus: asynchronous focus groups, whose questions are exercises of the kind *question*.
    """

    __tablename__ = "workshop"
    __table_args__ = (
        CheckConstraint("state IN ('preparing', 'open', 'closed')", name="state"),
        CheckConstraint("mode IN ('hall', 'focus')", name="mode"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    trajectory_id: Mapped[int | None] = mapped_column(ForeignKey("trajectory.id", ondelete="SET NULL"))
    phase_id: Mapped[int | None] = mapped_column(ForeignKey("phase.id", ondelete="SET NULL"))
    script: Mapped[str] = mapped_column(String(60))
    mode: Mapped[str] = mapped_column(String(8), default="hall")
    title: Mapped[str] = mapped_column(String(120))
    held_on: Mapped[date]
    language: Mapped[str] = mapped_column(String(8))
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Brussels")
    state: Mapped[str] = mapped_column(String(12), default="preparing")
    join_code: Mapped[str] = mapped_column(String(8), unique=True)
    wall_secret: Mapped[str] = mapped_column(String(43), unique=True)
    wall_view: Mapped[str] = mapped_column(String(16), default="join")
    wall_hidden: Mapped[bool] = mapped_column(default=False)
    wall_table: Mapped[int | None]
    starts_at: Mapped[str | None] = mapped_column(String(5))
    self_paced: Mapped[bool] = mapped_column(default=False)
    vision: Mapped[str] = mapped_column(String(600), default="")
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    retention_on: Mapped[date]


class WorkshopMember(Base):
    """`role` is facilitator, moderator (of the focus groups that they are given), analyst or observer."""

    __tablename__ = "workshop_member"
    __table_args__ = (
        UniqueConstraint("workshop_id", "user_id"),
        CheckConstraint("role IN ('facilitator', 'moderator', 'analyst', 'observer')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(16))


class Exercise(Base):
    """One step of the programme. `closes_at` is the planned end in UTC, moved by *+2 minutes*.

    `stage` is how far the hall is within the step, for kinds that know more than one (private, shared).
    """

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
    stage: Mapped[str] = mapped_column(String(12), default="")
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class Table(Base):
    """`exercise_id` and `stage` are the table's own, when it does not follow the hall."""

    __tablename__ = "table"
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    number: Mapped[int]
    exercise_id: Mapped[int | None] = mapped_column(ForeignKey("exercise.id", ondelete="SET NULL"))
    stage: Mapped[str] = mapped_column(String(12), default="")


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
    group_id: Mapped[int | None] = mapped_column(ForeignKey("focus_group.id"), index=True)
    number: Mapped[int]
    name: Mapped[str | None] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(8))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    consent_version: Mapped[int]
    joined_at: Mapped[datetime]


class Handover(Base):
    """The short-lived right to go on elsewhere: a participant on another phone, staff on a second device.

    Only the hash of the code is kept; exactly one of `participant_id` and `user_id` is filled.
    """

    __tablename__ = "handover"
    __table_args__ = (CheckConstraint("(participant_id IS NULL) <> (user_id IS NULL)", name="whose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
