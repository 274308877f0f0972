"""Clock times in the workshop's zone become moments, and what is open at a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sessions.models import FocusGroup, GroupHours, Question, Round, Workshop
from sessions.time_zones import day as day

LOCAL = "%Y-%m-%dT%H:%M"


def moment(clock: str, zone: str) -> datetime:
    """The moment in UTC at which a clock in that zone shows `clock`, such as 2026-11-24T09:00.

    A time that summer time skips is the moment at which the clock jumps over it; of a time that comes twice
    it is the first. Raises: ValueError for anything that is no such time.
    """
    there = ZoneInfo(zone)
    said = datetime.strptime(clock, LOCAL).replace(tzinfo=there)
    found = said.astimezone(UTC)
    if _shown(found, there) == said.replace(tzinfo=None):
        return found
    # Skipped: the two ways to read it (PEP 495) lie on either side of the jump.
    at = said.replace(fold=1).astimezone(UTC)
    while _shown(at, there) < said.replace(tzinfo=None):
        at += timedelta(minutes=1)
    return at


def _shown(at: datetime, there: ZoneInfo) -> datetime:
    return at.astimezone(there).replace(tzinfo=None)


def clock(at: datetime, zone: str) -> str:
    """What a clock in that zone shows at that moment."""
    return at.astimezone(ZoneInfo(zone)).strftime(LOCAL)


def opens_at(workshop: Workshop, asked: Round) -> datetime:
    """When the round opened or will open. Opened by hand goes before the clock."""
    planned = moment(asked.opens, workshop.time_zone)
    return min(planned, asked.opened_at) if asked.opened_at else planned


def closes_at(workshop: Workshop, asked: Round, group: FocusGroup | None = None) -> datetime:
    """When the round closes or will close, for that group where it has hours of its own. Closed by hand goes
    before the clock."""
    own = own_hours(asked, group)
    if own is not None and own.closes:
        return _or_by_hand(moment(own.closes, workshop.time_zone), own.closed_at)
    closes = _or_by_hand(moment(asked.closes, workshop.time_zone), asked.closed_at)
    return _or_by_hand(closes, own.closed_at if own is not None else None)


def _or_by_hand(planned: datetime, by_hand: datetime | None) -> datetime:
    return min(planned, by_hand) if by_hand else planned


def own_hours(asked: Round, group: FocusGroup | None) -> GroupHours | None:
    """What holds for that group alone in that round."""
    return next((each for each in group.hours if each.round_id == asked.id), None) if group else None


def has_opened(workshop: Workshop, asked: Round, now: datetime) -> bool:
    """Whether people may read the round's questions: from its opening on, also after it closed."""
    return workshop.state != "preparing" and opens_at(workshop, asked) <= now


def is_open(
    workshop: Workshop, asked: Round, now: datetime, *, question: Question | None = None, group: FocusGroup
) -> bool:
    """Whether a member of that group may answer (that question of) the round now."""
    return (
        workshop.state == "open"
        and group.closed_at is None
        and (question is None or question.closed_at is None)
        and has_opened(workshop, asked, now)
        and now < closes_at(workshop, asked, group)
    )


def clock_change(opens: str, closes: str, zone: str) -> tuple[date, int] | None:
    """The day in that zone on which summer time begins or ends between the two clock times, and by how many
    minutes the clock goes forward (negative: back); None when it does not."""
    there = ZoneInfo(zone)
    at, end = moment(opens, zone), moment(closes, zone)
    while at < end:
        later = min(at + timedelta(days=1), end)
        shift = _offset(later, there) - _offset(at, there)
        if shift:
            while _offset(at, there) != _offset(later, there) and later - at > timedelta(minutes=1):
                middle = at + (later - at) / 2
                at, later = (middle, later) if _offset(middle, there) == _offset(at, there) else (at, middle)
            return later.astimezone(there).date(), int(shift.total_seconds() // 60)
        at = later
    return None


def _offset(at: datetime, there: ZoneInfo) -> timedelta:
    return at.astimezone(there).utcoffset() or timedelta()
