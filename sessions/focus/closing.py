"""Opening, closing, reopening and extending while people are at work: a round, a question, a group."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.focus import asked, checking, groups, times
from sessions.focus.act import GuideAct
from sessions.focus.shape import GuideRound
from sessions.journal import Actor
from sessions.models import FocusGroup, GroupHours, Round

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
    db: Session,
    workshop_id: int,
    round_id: int,
    actor: Actor,
    *,
    closed: bool,
    group_id: int | None = None,
    now: datetime,
) -> None:
    """The round is closed by hand, whatever the clock says, or open again until its own hour; for that group
    alone, or for all of them. Twice is once.

    Raises: Missing; Invalid when it did not open yet, or its own hour is past: then it is extended.
    """
    act, row = GuideAct(db, workshop_id, actor, now), asked.round_of(db, workshop_id, round_id)
    group = groups.group_of(db, workshop_id, group_id) if group_id is not None else None
    if closed and not times.has_opened(act.workshop, row, now):
        raise act.refused("round", said("Deze ronde is nog niet open."))
    there = row if group is None else times.own_hours(row, group)
    if closed and times.closes_at(act.workshop, row, group) > now:
        there = _changed(act, row, group, there)
        there.closed_at = now
    elif not closed:
        _require_hour_to_come(act, row, group)
        if isinstance(there, GroupHours) and there.closes is None:
            act.remove(there)
        elif there is not None and there.closed_at is not None:
            act.change(there, only=("closed_at",))
            there.closed_at = None
    if group is None:
        _for_all_alike(act, row)
    act.finish()


def extend_round(
    db: Session,
    workshop_id: int,
    round_id: int,
    actor: Actor,
    *,
    until: str,
    group_id: int | None = None,
    now: datetime,
) -> None:
    """The round is open until that clock time of the workshop's zone, such as 2026-11-26T20:00, also when it
    had closed; for that group alone, or for all of them.

    Raises: Missing; Invalid for a time that is past or no time, and for a group while it did not open yet.
    """
    act, row = GuideAct(db, workshop_id, actor, now), asked.round_of(db, workshop_id, round_id)
    group = groups.group_of(db, workshop_id, group_id) if group_id is not None else None
    wanted = GuideRound(row.title, row.opens, row.closes, row.welcome)
    wanted = replace(wanted, closes=until.strip())
    checking.require(checking.round_errors(wanted, act.workshop.time_zone, act.workshop.language))
    if times.moment(wanted.closes, act.workshop.time_zone) <= now:
        raise act.refused("closes", said("Kies een uur dat nog komt."))
    if group is not None and not times.has_opened(act.workshop, row, now):
        raise act.refused("round", said("Deze ronde is nog niet open."))
    there = row if group is None else times.own_hours(row, group)
    if there is None or there.closes != wanted.closes or there.closed_at is not None:
        there = _changed(act, row, group, there)
        there.closes, there.closed_at = wanted.closes, None
    if group is None:
        _for_all_alike(act, row)
    act.finish()


def _changed(
    act: GuideAct, row: Round, group: FocusGroup | None, there: Round | GroupHours | None
) -> Round | GroupHours:
    """The row that says when it closes, about to be changed; made where the group had no hours of its own."""
    if there is None and group is not None:
        there = GroupHours(group_id=group.id, round_id=row.id)
        act.db.add(there)
        act.db.flush()
        act.made([there])
        return there
    act.change(there, only=("closes", "closed_at"))
    return there or row


def _require_hour_to_come(act: GuideAct, row: Round, group: FocusGroup | None) -> None:
    own = times.own_hours(row, group)
    hour = own.closes if own is not None and own.closes else row.closes
    by_hand = group is not None and (own is None or not own.closes) and row.closed_at is not None
    if by_hand or times.moment(hour, act.workshop.time_zone) <= act.now:
        raise act.refused("round", said("Het uur van deze ronde is voorbij. Kies tot wanneer ze duurt."))


def _for_all_alike(act: GuideAct, row: Round) -> None:
    """What is said of the whole round holds for every group: none has hours of its own any more."""
    for each in act.db.scalars(select(GroupHours).where(GroupHours.round_id == row.id)).all():
        act.remove(each)


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
