"""What lies where at a table: the petals of its lotus, its finding, and who agrees with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sessions.models.base import Base

PETALS = tuple("ABCDEFGH")
LOTUS = (*PETALS, *(f"{petal}{number}" for petal in PETALS for number in range(1, 9)))
FINDING = "finding"


class Place(Base):
    """A place at a table in one step, and the contribution that lies there.

    `name` is A to H for a petal, A1 to H8 for a petal of that petal's own lotus, and *finding*.
    Places are positions, not ranks. A place whose contribution is not shown any more is free. A finding
    goes to the wall once its table confirmed it (`confirmed_at`); `told_at` is when it was shown in turn.
    """

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("exercise_id", "table_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"))
    table_id: Mapped[int] = mapped_column(ForeignKey("table.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(8))
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), unique=True
    )
    confirmed_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]


class Agreement(Base):
    """Somebody at the table agrees with these words (that version) of its finding."""

    __tablename__ = "agreement"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int]
    given_at: Mapped[datetime]
