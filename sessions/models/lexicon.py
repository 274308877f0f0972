"""The lexicon: delicate words, what they mean to people, and the wording they agreed on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sessions.models.base import Base, Names


class Mark(Base):
    """Somebody found these words delicate, and why: code points of one version of a contribution."""

    __tablename__ = "mark"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int]
    starts_at: Mapped[int]
    ends_at: Mapped[int]
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    marked_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    why: Mapped[str] = mapped_column(String(400), default="")
    term_id: Mapped[int | None] = mapped_column(ForeignKey("term.id", ondelete="SET NULL"), index=True)
    marked_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Term(Base):
    """A delicate word with the forms in which it is written. `wording` is what people agreed to say.

    `origin_id` is the term of an earlier workshop that it came from, kept as a number only.
    """

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("workshop_id", "text"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(8))
    forms: Mapped[list[str]] = mapped_column(Names, default=list)
    wording: Mapped[str] = mapped_column(String(300), default="")
    explanation: Mapped[str] = mapped_column(String(1000), default="")
    origin_id: Mapped[int | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Meaning(Base):
    """What the term means to somebody, in their own words."""

    __tablename__ = "meaning"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(600))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    written_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class MeaningAgreement(Base):
    """A member agrees with that meaning."""

    __tablename__ = "meaning_agreement"

    meaning_id: Mapped[int] = mapped_column(ForeignKey("meaning.id", ondelete="CASCADE"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )
    given_at: Mapped[datetime]


class AvoidedWord(Base):
    """A word to avoid for that term, with the reason."""

    __tablename__ = "avoided_word"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(400))
