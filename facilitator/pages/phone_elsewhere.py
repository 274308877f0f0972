"""A participant's place on another phone: a short code here, typed there. The first phone lets go."""

from __future__ import annotations

from secrets import SystemRandom

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from facilitator import identity
from facilitator.database import now, reading, write
from facilitator.pages.phone_join import behind, speak, unknown
from facilitator.pages.phone_page import speaking
from facilitator.refusals import refused, wants_json
from facilitator.throttle import Throttle
from sessions.errors import Busy, Closed, Invalid, Missing
from sessions.hall import handovers
from sessions.models import Workshop

wrong_codes = Throttle(burst=20, seconds=5)


def elsewhere(workshop_id: int) -> ResponseReturnValue:
    """A code with which this participant goes on elsewhere, for ten minutes. Raises: Missing, Closed."""
    participant_id, moment, code = speaking(workshop_id).id, now(), handovers.code(SystemRandom())
    until = write(lambda db: handovers.offer_place(db, participant_id, code, now=moment))
    if wants_json():
        return jsonify(ok=True, code=code, expires_at=until.isoformat())
    workshop = reading().get_one(Workshop, workshop_id)
    return render_template("phone/elsewhere.html", workshop=workshop, code=code)


def again(code: str) -> ResponseReturnValue:
    """Type the code of the other phone; this phone is that participant then.

    Raises: Busy for an address that typed too many wrong ones.
    """
    try:
        workshop = behind(code)
    except (Missing, Closed):
        return unknown(code)
    language = speak(workshop)
    wrong = False
    if request.method == "POST":
        if wait := wrong_codes.wait(now=now()):
            raise Busy(wait)
        try:
            return _take(workshop.id, request.form.get("code", ""))
        except Missing:
            wrong_codes.failed(now=now())
            if wants_json():
                return refused(Invalid({"code": [_("Deze code werkt niet.")]}))
            wrong = True
            workshop = behind(code)
    page = render_template(
        "phone/again.html",
        workshop=workshop,
        wrong=wrong,
        language=language,
        language_url=lambda spoken: url_for("phone.again", code=workshop.join_code, language=spoken),
    )
    return page, 422 if wrong else 200


def _take(workshop_id: int, typed: str) -> Response:
    # A secret of its own, also where this phone took part as somebody else before.
    secret, moment = identity.bearer_of_request() or identity.new_secret(), now()
    participant_id = write(lambda db: handovers.take_place(db, workshop_id, typed, secret, now=moment))
    identity.forget_who()
    if wants_json():
        response: Response = jsonify(ok=True, workshop=workshop_id, participant=participant_id)
    else:
        response = make_response(redirect(url_for("phone.phone", workshop_id=workshop_id), 303))
    if identity.bearer_of_request() is None:
        identity.keep_phone_secret(response, workshop_id, secret)
    return response
