"""What a machine proposes as alike, and what somebody makes of it: an objective, or nothing."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from facilitator.database import house, now, reading
from facilitator.pages.material import focus_staff, pages, shown
from facilitator.pages.material_acts import acted, by_staff, numbers, onward
from facilitator.pages.phone_acts import number_in
from facilitator.refusals import Errors
from sessions.errors import NotReady
from sessions.material import alike as interests
from sessions.material import objectives
from sessions.material.alike import Found
from sessions.models import Workshop


@pages.get("/objectives/alike")
def alike(workshop_id: int) -> ResponseReturnValue:
    """Which interests may be alike, for somebody to decide on. Raises: SignedOut, Missing, Forbidden."""
    return alike_page(focus_staff(workshop_id))


def alike_page(
    workshop: Workshop, *, errors: Errors | None = None, typed: dict[str, str] | None = None, about: int = 0
) -> ResponseReturnValue:
    """`about` is the first piece of material of the proposal that was refused."""
    # The helper process thinks; this page waits for it, and the loop of the hall does not.
    found, failing = Found(), ""
    try:
        groups, why = house().jobs.thoughts.alike(workshop.id)
        found = interests.told(reading(), workshop.id, groups, why)
    except NotReady as problem:
        failing = str(problem)
    return shown(
        "material/alike.html",
        workshop,
        found=found,
        failing=failing,
        loose=len(objectives.loose(reading(), workshop.id)),
        longest=objectives.LONGEST_TITLE,
        about=about,
        errors=errors,
        typed=typed,
    )


@pages.post("/objectives/adopt")
def adopt(workshop_id: int) -> ResponseReturnValue:
    """The ticked material stands behind a new objective, or behind the given one.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    by, moment, ticked = by_staff(workshop_id), now(), numbers("material")
    title, joins, about = request.form.get("title", ""), number_in(request.form, "joins"), ticked[:1]

    def again(errors: Errors) -> ResponseReturnValue:
        workshop = reading().get_one(Workshop, workshop_id)
        first = number_in(request.form, "about") or (about[0] if about else 0)
        return alike_page(workshop, errors=errors, typed=request.form.to_dict(), about=first)

    return acted(
        lambda db: interests.adopt(db, workshop_id, by, ticked, title=title, objective_id=joins, now=moment),
        onward("alike"),
        again,
    )
