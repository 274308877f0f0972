"""Asynchronous focus groups: groups, rounds, questions, members, consent, threads, probes, back-room notes.

What members write are contributions (kinds *answer* and *reply*); their questions are exercises.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, Synonym, mapped_column, relationship, synonym

from sessions.models.base import Base, Names

VISIBILITIES = ("masked", "open", "private")
PURPOSES = ("taking_part", "quoting", "mail")


class FocusGroup(Base):
    """One of the groups that work on the same guide, each by itself. Closed with `closed_at`."""

    __tablename__ = "focus_group"
    __table_args__ = (UniqueConstraint("workshop_id", "number"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    closed_at: Mapped[datetime | None]
    hours: Mapped[list[GroupHours]] = relationship(viewonly=True, lazy="selectin")


class GroupHours(Base):
    """What holds for one group in one round instead of what the round says: it `closes` at another clock time
    (see `Round`), or somebody closed it there by hand at `closed_at`."""

    __tablename__ = "group_hours"
    __table_args__ = (UniqueConstraint("group_id", "round_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("focus_group.id", ondelete="CASCADE"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"), index=True)
    closes: Mapped[str | None] = mapped_column(String(16))
    closed_at: Mapped[datetime | None]


class GroupModerator(Base):
    """Who moderates that group: a facilitator or a moderator of the workshop, who may more there than
    elsewhere (`access.WITHIN`). A group without any is moderated by every facilitator."""

    __tablename__ = "group_moderator"

    group_id: Mapped[int] = mapped_column(ForeignKey("focus_group.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)


class Round(Base):
    """Some questions that open and close together.

    `opens` and `closes` are clock times in the workshop's time zone, such as 2026-11-24T09:00: that is what
    was promised to people, whatever summer time does. `opened_at` and `closed_at` are moments at which
    somebody opened or closed it by hand, which goes before the clock.
    """

    __tablename__ = "round"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    welcome: Mapped[str] = mapped_column(String(1000), default="")
    opens: Mapped[str] = mapped_column(String(16))
    closes: Mapped[str] = mapped_column(String(16))
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class Question(Base):
    """A question of the guide: an exercise of the kind *question*, in a round.

    `form` is open, choice, scale, ranking, react, mark or complete; what the form needs (choices, ends of
    the scale, how many to react to, the text to mark, the sentence) stands in the exercise's settings.
    `visibility` is masked (others' answers only after one's own), open, or private (to the moderators).
    `segments` names those who see it; empty is everybody. A question can be closed before its round.
    """

    __tablename__ = "question"
    __table_args__ = (CheckConstraint("visibility IN ('masked', 'open', 'private')", name="visibility"),)

    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), primary_key=True)
    # The journal names every row by its id.
    id: Synonym[int] = synonym("exercise_id")
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id", ondelete="CASCADE"), index=True)
    form: Mapped[str] = mapped_column(String(12))
    visibility: Mapped[str] = mapped_column(String(8), default="masked")
    required: Mapped[bool] = mapped_column(default=True)
    segments: Mapped[list[str]] = mapped_column(Names, default=list)
    closed_at: Mapped[datetime | None]


class Stimulus(Base):
    """What people look at or read before they answer. A picture (`picture`, base64) has an `alternative`."""

    __tablename__ = "stimulus"
    __table_args__ = (
        CheckConstraint("kind IN ('image', 'text')", name="kind"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(default="")
    alternative: Mapped[str] = mapped_column(String(1000), default="")
    media_type: Mapped[str] = mapped_column(String(40), default="")
    picture: Mapped[str | None]


class Member(Base):
    """A participant of a focus group, invited before they come.

    `state` is invited, present, left or removed. Their personal link is made from the installation's secret
    and `link_nonce`: another nonce is another link and ends the old one; an empty one is a link withdrawn.
    The participant's `name` is the pseudonym. `attributes` are background (sector, age, ...), never shown
    beside a text. `wish` is each, daily or none: how much mail. `address_problem` is why mail bounced.
    """

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint("state IN ('invited', 'present', 'left', 'removed')", name="state"),
        CheckConstraint("wish IN ('each', 'daily', 'none')", name="wish"),
    )

    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    segment: Mapped[str] = mapped_column(String(40), default="")
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(12), default="invited")
    wish: Mapped[str] = mapped_column(String(8), default="each")
    link_nonce: Mapped[str] = mapped_column(String(32), default="")
    invited_at: Mapped[datetime]
    present_on: Mapped[date | None]
    left_at: Mapped[datetime | None]
    address_problem: Mapped[str | None] = mapped_column(String(300))


class ConsentText(Base):
    """What people are asked to agree with, per purpose; another wording is another version."""

    __tablename__ = "consent_text"

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(2000))
    written_at: Mapped[datetime]


class Consent(Base):
    """Given or withdrawn, for a purpose, of that version of the words; the newest row counts."""

    __tablename__ = "consent"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    given: Mapped[bool]
    at: Mapped[datetime]


class Seen(Base):
    """That a member has read a question, and the day: no minutes, no hours."""

    __tablename__ = "seen"

    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )
    exercise_id: Mapped[int] = mapped_column(
        ForeignKey("exercise.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seen_on: Mapped[date]


class Reply(Base):
    """To what a contribution of the kind *reply* answers: an answer of somebody (`to_id`) or a probe.

    `quote_from` up to `quote_to` are code points of the answer's version `quote_version`.
    """

    __tablename__ = "reply"
    __table_args__ = (CheckConstraint("(to_id IS NULL) <> (probe_id IS NULL)", name="to"),)

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    to_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"), index=True)
    probe_id: Mapped[int | None] = mapped_column(ForeignKey("probe.id", ondelete="CASCADE"), index=True)
    quote_from: Mapped[int | None]
    quote_to: Mapped[int | None]
    quote_version: Mapped[int | None]


class Probe(Base):
    """What a moderator asks further: to all of a group, or to one member (`participant_id`), about the
    question or about one answer of it (`contribution_id`)."""

    __tablename__ = "probe"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("focus_group.id", ondelete="CASCADE"))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(String(1000))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class ProbeIdea(Base):
    """A probe that the moderators of this workshop keep at hand."""

    __tablename__ = "probe_idea"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(1000))


class BackNote(Base):
    """A note among moderators and observers, about a group, a question or an answer. No member sees it."""

    __tablename__ = "back_note"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("focus_group.id", ondelete="CASCADE"))
    exercise_id: Mapped[int | None] = mapped_column(ForeignKey("exercise.id", ondelete="CASCADE"))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id", ondelete="CASCADE"))
    written_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(String(1000))
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Letter(Base):
    """A mail to a member. `key` says what it is about, so that nobody gets the same twice.

    `kind` is invitation, opening, probe, reminder, digest, thanks or lost_link; `about` holds ids, never
    words. `state` goes waiting -> sending -> sent; a passing failure goes back to waiting with a later
    `due_at`; bounced and failed are final. One that was *sending* when the server stopped is uncertain:
    it may have been delivered, so it is never sent again by itself.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("workshop_id", "key"),
        CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'uncertain', 'failed', 'bounced', 'cancelled')",
            name="state",
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(120))
    about: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(12), default="waiting", index=True)
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[str] = mapped_column(String(200), default="")
    problem: Mapped[str] = mapped_column(String(300), default="")


class Interview(Base):
    """A depth interview: who was asked (a participant without a link), by whom, when, with which consent."""

    __tablename__ = "interview"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    interviewer: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    interviewer_name: Mapped[str] = mapped_column(String(120), default="")
    held_on: Mapped[date]
    consent: Mapped[str] = mapped_column(String(300))
    entered_at: Mapped[datetime]
