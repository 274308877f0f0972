"""A table says yes to its finding."""

from __future__ import annotations

from flask import jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from facilitator.database import now, write
from facilitator.pages.phone_acts import form_data, number_in
from facilitator.pages.phone_page import speaking
from facilitator.refusals import wants_json
from sessions.hall import findings


def agree(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """Whoever asks agrees with these words (`version`) of their table: `confirmed` says if it does.

    Raises: Missing, Closed; Conflict when the words are others by now.
    """
    participant_id, moment = speaking(workshop_id).id, now()
    version = number_in(form_data(), "version") or 0
    confirmed = write(
        lambda db: findings.agree(db, contribution_id, participant_id, version=version, now=moment)
    )
    if wants_json():
        return jsonify(ok=True, confirmed=confirmed)
    return redirect(url_for("phone.phone", workshop_id=workshop_id), 303)
