"""The result of the day, to show, to print and to read on a phone. It works without script."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import format_date

from facilitator import identity
from facilitator.database import now, reading, write
from sessions import readings
from sessions.access import Right
from sessions.result import Result, gather

pages = Blueprint("result", __name__)


@pages.get("/workshops/<int:workshop_id>/result")
def result(workshop_id: int) -> str:
    """What people decided and what is still only proposed; quotes for who may read raw text, and then that
    reading is noted."""
    identity.staff(workshop_id, Right.LOOK)
    rights = identity.rights(workshop_id)
    raw = Right.READ_RAW in rights
    if raw:
        moment, user_id = now(), identity.user().id
        write(lambda db: readings.note(db, workshop_id, user_id, "result", now=moment))
    found = gather(reading(), workshop_id, raw=raw, now=now())
    return render_template(
        "result/result.html",
        result=found,
        day=format_date(found.held_on, "long"),
        why=found.answer("key_characteristics"),
        needed=found.answer("themes"),
        least=least(found),
        rights={right.value for right in rights},
    )


def least(found: Result) -> list[str]:
    """The names of the levers that are under-served."""
    return [lever.name for lever in found.levers if lever.underserved]
