"""The act behind *is this what you meant?*: this participant says yes or no of an own passage in a theme."""

from __future__ import annotations

from flask import jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from facilitator.database import now, write
from facilitator.pages.phone_page import show, speaking
from facilitator.pages.phone_sort import Said
from facilitator.refusals import wants_json
from sessions.errors import Invalid
from sessions.hall import meant as meanings


def meant(workshop_id: int, passage_id: int) -> ResponseReturnValue:
    """`answer` yes or no, `theme`, and `why` if they want. Also after the day. Raises: Missing, Conflict,
    Invalid."""
    participant_id, moment, said = speaking(workshop_id).id, now(), Said()
    theme_id = said.number("theme")
    try:
        write(
            lambda db: meanings.say(
                db,
                participant_id,
                passage_id,
                theme_id,
                answer=said("answer"),
                why=said("why"),
                now=moment,
            )
        )
    except Invalid as refusal:
        if wants_json():
            raise
        return show(speaking(workshop_id), "mine", status=422, errors=refusal.errors)
    if wants_json():
        return jsonify(ok=True, passage=passage_id, theme=theme_id)
    view = "now" if said("from") == "now" else "mine"
    return redirect(url_for("phone.phone", workshop_id=workshop_id, view=view), 303)
