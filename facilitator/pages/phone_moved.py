"""The phone that let go of its place, because somebody goes on with it elsewhere."""

from __future__ import annotations

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue

from facilitator import identity
from facilitator.database import reading
from facilitator.refusals import wants_json
from sessions.models import Workshop


def moved(workshop_id: int) -> ResponseReturnValue | None:
    """The page of a phone that held a place here once; None for one that never did."""
    if identity.who().participant_in(workshop_id) is not None or not identity.phone_secret(workshop_id):
        return None
    workshop = reading().get(Workshop, workshop_id)
    if workshop is None or workshop.state == "preparing":
        return None
    if wants_json():
        return jsonify(ok=False, why="moved"), 410
    return render_template("phone/moved.html", workshop=workshop), 410
