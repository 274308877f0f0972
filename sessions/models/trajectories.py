"""The whole process and its phases."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from sessions.models.base import Base


class Trajectory(Base):
    __tablename__ = "trajectory"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(160))
    description: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class Phase(Base):
    """`kind` is preparation, goals, priorities or initiatives: the four phases of a collective process."""

    __tablename__ = "phase"

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(24))
    title: Mapped[str] = mapped_column(String(160))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
