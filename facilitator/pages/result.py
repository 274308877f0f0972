"""The result of the day, to show, to print and to read on a phone. It works without script."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import format_date, format_decimal

from facilitator import identity
from facilitator.database import now, reading, write
from facilitator.pages.workbench_words import measure_words
from sessions import readings
from sessions.access import Right
from sessions.analysis import measures, orders
from sessions.hall import findings
from sessions.material import objectives
from sessions.models import Workshop
from sessions.result import Answered, Result, gather

pages = Blueprint("result", __name__)


@pages.get("/workshops/<int:workshop_id>/result")
def result(workshop_id: int) -> str:
    """What people decided and what is still only proposed, of focus groups per question; quotes for who may
    read raw text, and then that reading is noted. `?order=` said, warmth or rating shows the preconditions by
    that measure."""
    workshop = identity.staff(workshop_id, Right.LOOK)
    rights = identity.rights(workshop_id)
    raw = Right.READ_RAW in rights
    if raw:
        moment, user_id = now(), identity.user().id
        write(lambda db: readings.note(db, workshop_id, user_id, "result", now=moment))
    found = gather(reading(), workshop_id, raw=raw, now=now())
    if workshop.mode == "focus":
        return _of_focus_groups(workshop, found)
    return render_template(
        "result/result.html",
        result=found,
        day=format_date(found.held_on, "long"),
        why=found.answer("key_characteristics"),
        needed=(needed := found.answer("themes")),
        order=_order(needed),
        orders=_orders(needed),
        measure_words=measure_words(),
        decimal=format_decimal,
        least=least(found),
        findings=findings.kept(reading(), workshop_id),
        rights={right.value for right in rights},
    )


def _of_focus_groups(workshop: Workshop, found: Result) -> str:
    """Every question with its themes, and what people want most deeply."""
    db = reading()
    said = measures.said(db, [each.analysis_id for each in found.answers])
    return render_template(
        "result/focus.html",
        workshop=workshop,
        result=found,
        groups_behind={theme_id: behind.groups for theme_id, behind in said.items()},
        held=objectives.of_workshop(db, workshop.id),
        measure_words=measure_words(),
        decimal=format_decimal,
        rights={right.value for right in identity.rights(workshop.id)},
    )


def _orders(needed: Answered | None) -> list[str]:
    """The measures that tell these themes apart."""
    themes = needed.themes if needed else ()
    told = {
        "said": bool(themes),
        "warmth": any(theme.hearts for theme in themes),
        "rating": any(theme.rating for theme in themes),
    }
    return [measure for measure in orders.MEASURES if told[measure]]


def _order(needed: Answered | None) -> str:
    """The order that was asked for; the decided one when nothing else is known."""
    asked = request.args.get("order", "")
    return asked if asked in _orders(needed) else "rank"


def least(found: Result) -> list[str]:
    """The names of the levers that are under-served."""
    return [lever.name for lever in found.levers if lever.underserved]
