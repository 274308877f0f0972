"""The act of a ranking: this is the order of this participant. A form gets a page, the script JSON."""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from facilitator.database import now, write
from facilitator.pages.phone_page import show, speaking
from facilitator.refusals import wants_json
from sessions.errors import Invalid, Missing
from sessions.exercises.answers import as_form
from sessions.hall import ratings

PLACE = "place-"


def order(workshop_id: int, exercise_id: int) -> ResponseReturnValue:
    """The themes in the order of this participant: `theme` (several, the most important first), or from the
    form without script a number per theme. Raises: Missing, Closed, Conflict, Invalid."""
    participant_id, moment = speaking(workshop_id).id, now()
    try:
        themes = _said()
        given = write(lambda db: ratings.give(db, exercise_id, participant_id, themes, now=moment))
    except Invalid as refusal:
        if wants_json():
            raise
        return show(speaking(workshop_id), "now", status=422, errors=refusal.errors)
    if wants_json():
        return jsonify(ok=True, order=given)
    return redirect(url_for("phone.phone", workshop_id=workshop_id), 303)


def _said() -> list[int]:
    body = request.get_json(silent=True)
    data: Any = as_form(body) if isinstance(body, dict) else request.form
    listed = data.getlist("theme")
    if listed:
        return [_number(each) for each in listed]
    places = {
        _number(name.removeprefix(PLACE)): data.getlist(name)[0] for name in data if name.startswith(PLACE)
    }
    numbers = [each.strip() for each in places.values()]
    if len(set(numbers)) < len(numbers) or not all(each.isascii() and each.isdigit() for each in numbers):
        raise Invalid(
            {"order": [_("Geef elk thema een eigen nummer, van 1 tot %(last)s.", last=len(places))]}
        )
    return sorted(places, key=lambda theme_id: int(places[theme_id][:9]))


def _number(said: str) -> int:
    """Raises: Missing for what is no id."""
    if not (said.isascii() and said.isdigit() and len(said) < 16):
        raise Missing("theme")
    return int(said)
