"""What a participant does: contribute, correct, withdraw, put back, give a heart, change tables.

A form gets a page in return, the script (and an outside client) JSON.
"""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from facilitator.database import now, row_in, write
from facilitator.pages.phone_page import asking, correcting, show, speaking
from facilitator.refusals import wants_json
from sessions import contributions, participants
from sessions.errors import Invalid
from sessions.exercises.answers import as_form
from sessions.models import Exercise, Participant
from sessions.words import LANGUAGES


def contribute(workshop_id: int, exercise_id: int) -> ResponseReturnValue:
    """What was sent is a contribution. Raises: Missing, Closed, Conflict, Invalid."""
    participant = speaking(workshop_id)
    participant_id, data, moment = participant.id, form_data(), now()
    key = one(data, "key")
    try:
        receipt = write(
            lambda db: contributions.contribute(
                db, exercise_id, participant_id, key=key, data=data, now=moment
            )
        )
    except Invalid as refusal:
        return _once_more(refusal, workshop_id, exercise_id, data, key)
    return _done(workshop_id, receipt)


def correct(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """The contribution says this now. Raises: Missing, Closed, Conflict, Invalid."""
    participant_id, data, moment = speaking(workshop_id).id, form_data(), now()
    version = number_in(data, "version")
    try:
        receipt = write(
            lambda db: contributions.correct(
                db,
                contribution_id,
                participant_id,
                version=version,
                data=data,
                now=moment,
            )
        )
    except Invalid as refusal:
        if wants_json():
            raise
        asked = correcting(_again(workshop_id), contribution_id, data)
        asked.form.validate()
        return show(_again(workshop_id), "now", asked, status=422, errors=refusal.errors)
    return _done(workshop_id, receipt)


def withdraw(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """Nobody sees it any more; it can be put back. Raises: Missing, Closed."""
    participant_id, moment = speaking(workshop_id).id, now()
    receipt = write(lambda db: contributions.withdraw(db, contribution_id, participant_id, now=moment))
    return _done(workshop_id, receipt)


def put_back(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """A withdrawn contribution counts again. Raises: Missing, Closed."""
    participant_id, moment = speaking(workshop_id).id, now()
    receipt = write(lambda db: contributions.put_back(db, contribution_id, participant_id, now=moment))
    return _done(workshop_id, receipt)


def heart(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """This participant gave (or took back) a warm heart. Raises: Missing, Forbidden, Closed."""
    participant_id, moment = speaking(workshop_id).id, now()
    wanted = one(form_data(), "given") == "yes"
    given = write(
        lambda db: contributions.give_heart(db, contribution_id, participant_id, given=wanted, now=moment)
    )
    if wants_json():
        return jsonify(ok=True, given=given)
    return redirect(url_for("phone.others", workshop_id=workshop_id, _anchor=f"c{contribution_id}"), 303)


def me(workshop_id: int) -> ResponseReturnValue:
    """Table, name and language are these from now on. Raises: Missing, Closed, Invalid."""
    participant = speaking(workshop_id)
    participant_id, spoken, data, moment = participant.id, participant.language, form_data(), now()
    table, language = number_in(data, "table"), one(data, "language")
    try:
        write(
            lambda db: participants.change(
                db,
                participant_id,
                table_number=table,
                name=one(data, "name"),
                language=language if language in LANGUAGES else spoken,
                now=moment,
            )
        )
    except Invalid as refusal:
        if wants_json():
            raise
        return show(_again(workshop_id), "me", status=422, errors=refusal.errors)
    if wants_json():
        return jsonify(ok=True)
    return redirect(url_for("phone.phone", workshop_id=workshop_id), 303)


def _once_more(
    refusal: Invalid, workshop_id: int, exercise_id: int, data: Any, key: str
) -> ResponseReturnValue:
    """The form again, with what was typed and what is wrong next to the fields."""
    if wants_json():
        raise refusal
    step = row_in(Exercise, exercise_id, workshop_id)
    participant = _again(workshop_id)
    asked = asking(participant, exercise_id, step.kind, data, key)
    asked.form.validate()
    return show(participant, "now", asked, status=422, errors=refusal.errors)


def _again(workshop_id: int) -> Participant:
    """The participant, read anew: a write closed what was read before it."""
    return speaking(workshop_id)


def _done(workshop_id: int, receipt: dict[str, Any]) -> ResponseReturnValue:
    if wants_json():
        return jsonify(ok=True, contribution=receipt)
    address = url_for("phone.phone", workshop_id=workshop_id, view="mine", _anchor=f"c{receipt['id']}")
    return redirect(address, 303)


def form_data() -> Any:
    """The form data, or JSON of an outside client in that shape. Raises: Invalid for any other JSON."""
    if not request.is_json:
        return request.form
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise Invalid({"": ["The body must be a JSON object."]})
    return as_form(sent)


def one(data: Any, name: str) -> str:
    """The first value of that field, empty without one."""
    values: list[str] = data.getlist(name)
    return values[0] if values else ""


def number_in(data: Any, name: str) -> int | None:
    """The number in that field; None when there is no number in it."""
    value = one(data, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None
