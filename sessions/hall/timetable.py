"""When each step begins, as it goes now; and how much later the day ends than planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sessions.models import Exercise, Workshop

# A workshop that was opened again on another day has no plan to be late for.
ONE_DAY = timedelta(hours=20)


@dataclass(frozen=True)
class Timetable:
    """`begins` maps a step's id to the moment (UTC) at which it began or is expected to begin; a step that
    was skipped has none. `late_minutes` is negative when the day runs ahead of its plan."""

    begins: dict[int, datetime]
    planned_end: datetime | None = None
    expected_end: datetime | None = None
    late_minutes: int = 0


def timetable(workshop: Workshop, steps: Sequence[Exercise], *, now: datetime) -> Timetable:
    """The timetable of a workshop that was opened; before that it is empty."""
    present = next((step for step in steps if step.state == "open"), None)
    begins = {step.id: step.opened_at for step in steps if step.opened_at is not None}
    if workshop.opened_at is None or present is None or present.closes_at is None:
        return Timetable(begins)
    moment = max(present.closes_at, now)
    for step in steps:
        if step.position > present.position:
            begins[step.id] = moment
            moment += timedelta(minutes=step.minutes)
    planned = workshop.opened_at + timedelta(minutes=sum(step.minutes for step in steps))
    late = round((moment - planned).total_seconds() / 60) if now - workshop.opened_at < ONE_DAY else 0
    return Timetable(begins, planned, moment, late)
