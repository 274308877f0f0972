"""Opening, closing, reopening and extending while people are at work: a round, a question, a group."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from sessions import words
from sessions.focus import asked, checking, groups, times
from sessions.focus.act import GuideAct
from sessions.focus.shape import GuideRound
from sessions.journal import Actor

said = words.mark

set_group_closed = groups.set_closed


def open_round(db: Session, workshop_id: int, round_id: int, actor: Actor, *, now: datetime) -> None:
    """The round is open from now on, before its hour; it closes when it would have. Twice is once.

    Raises: Missing; Invalid while the whole is not open, or when the round's closing is past.
    """
    act, row = GuideAct(db, workshop_id, actor, now), asked.round_of(db, workshop_id, round_id)
    if act.workshop.state != "open":
        raise act.refused("round", said("De focusgroep is niet open. Open ze eerst."))
    if times.closes_at(act.workshop, row) <= now:
        raise act.refused("round", said("Het uur van deze ronde is voorbij. Kies tot wanneer ze duurt."))
    if not times.has_opened(act.workshop, row, now):
        act.change(row, only=("opened_at",))
        row.opened_at = now
    act.finish()


def set_round_closed(
    db: Session, workshop_id: int, round_id: int, actor: Actor, *, closed: bool, now: datetime
) -> None:
    """The round is closed by hand, whatever the clock says, or open again until its own hour. Twice is once.

    Raises: Missing; Invalid when it did not open yet, or its own hour is past: then it is extended.
    """
    act, row = GuideAct(db, workshop_id, actor, now), asked.round_of(db, workshop_id, round_id)
    if closed and not times.has_opened(act.workshop, row, now):
        raise act.refused("round", said("Deze ronde is nog niet open."))
    if closed and times.closes_at(act.workshop, row) > now:
        act.change(row, only=("closed_at",))
        row.closed_at = now
    elif not closed:
        if times.moment(row.closes, act.workshop.time_zone) <= now:
            raise act.refused("round", said("Het uur van deze ronde is voorbij. Kies tot wanneer ze duurt."))
        if row.closed_at is not None:
            act.change(row, only=("closed_at",))
            row.closed_at = None
    act.finish()


def extend_round(
    db: Session, workshop_id: int, round_id: int, actor: Actor, *, until: str, now: datetime
) -> None:
    """The round is open until that clock time of the workshop's zone, such as 2026-11-26T20:00, also when it
    had closed. Raises: Missing; Invalid for a time that is past or no time."""
    act, row = GuideAct(db, workshop_id, actor, now), asked.round_of(db, workshop_id, round_id)
    wanted = GuideRound(row.title, row.opens, row.closes, row.welcome)
    wanted = replace(wanted, closes=until.strip())
    checking.require(checking.round_errors(wanted, act.workshop.time_zone, act.workshop.language))
    if times.moment(wanted.closes, act.workshop.time_zone) <= now:
        raise act.refused("closes", said("Kies een uur dat nog komt."))
    if row.closes != wanted.closes or row.closed_at is not None:
        act.change(row, only=("closes", "closed_at"))
        row.closes, row.closed_at = wanted.closes, None
    act.finish()


def set_question_closed(
    db: Session, workshop_id: int, exercise_id: int, actor: Actor, *, closed: bool, now: datetime
) -> None:
    """Nobody answers that question any more, or they do again while its round is open. Twice is once.

    Raises: Missing.
    """
    act, row = GuideAct(db, workshop_id, actor, now), asked.question(db, workshop_id, exercise_id).question
    if closed != (row.closed_at is not None):
        act.change(row, only=("closed_at",))
        row.closed_at = now if closed else None
    act.finish()
