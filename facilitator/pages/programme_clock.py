"""The programme on the clock, as the pages of preparing say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from facilitator.database import now, reading
from facilitator.languages import chosen, clock_time
from sessions import workshops
from sessions.hall import programme
from sessions.models import Exercise, Workshop


@dataclass(frozen=True)
class Clock:
    """The programme on the clock, as the page says it. `at` is empty for a step that has no hour."""

    at: dict[int, str]
    span: str
    advice: str
    tiring: bool


def clock(workshop: Workshop, steps: list[Exercise]) -> Clock:
    """When each step begins; without a planned hour, counted from the opening."""
    plan = programme.plan(workshop, steps, now=now())

    def said(moment: datetime | None) -> str:
        return clock_time(moment, workshop.time_zone)

    at = {step_id: said(moment) for step_id, moment in plan.begins.items()}
    known = steps and steps[0].id in at and plan.end is not None
    span = (
        _("%(start)s tot %(end)s", start=at[steps[0].id], end=said(plan.end))
        if known
        else _("%(minutes)s minuten", minutes=plan.minutes)
    )
    advice = _advice(plan)
    if not at:
        advice += " " + _("De tijden tellen vanaf de opening. Geef bij het overzicht een beginuur.")
    return Clock(at or _from_zero(steps), span, advice, plan.tiring is not None)


def _advice(plan: programme.Plan) -> str:
    """How long it takes together, and whether people can bear it."""
    most = programme.WITHOUT_A_BREAK
    if plan.tiring is not None:
        return _(
            "Samen %(minutes)s minuten. In “%(title)s” duurt het langer dan %(most)s minuten zonder pauze.",
            minutes=plan.minutes,
            title=plan.tiring.title,
            most=most,
        )
    if plan.minutes > most:
        return _(
            "Samen %(minutes)s minuten. Na elke %(most)s minuten is er een pauze.",
            minutes=plan.minutes,
            most=most,
        )
    return _("Samen %(minutes)s minuten.", minutes=plan.minutes)


def _from_zero(steps: list[Exercise]) -> dict[int, str]:
    mark, minutes, at = "." if chosen() == "nl" else ":", 0, {}
    for step in steps:
        at[step.id] = f"{minutes // 60}{mark}{minutes % 60:02}"
        minutes += step.minutes
    return at


def clock_of(workshop_id: int) -> dict[str, Any]:
    """The programme as the page shows it, for a script that stays on the page."""
    workshop = reading().get_one(Workshop, workshop_id)
    steps = workshops.steps_of(reading(), workshop_id)
    seen = clock(workshop, steps)
    rows = {
        each.id: {
            "at": seen.at.get(each.id, ""),
            "title": each.title,
            "minutes": _("%(minutes)s min", minutes=each.minutes),
        }
        for each in steps
    }
    return {"span": seen.span, "advice": seen.advice, "steps": rows}
