"""Joining: with a code that was scanned or typed, without an account."""

from __future__ import annotations

from flask import Response, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from facilitator import identity
from facilitator.database import now, reading, write
from facilitator.languages import COOKIE
from facilitator.languages import chosen as language_chosen
from facilitator.refusals import Errors, wants_json
from facilitator.throttle import Throttle
from sessions import participants, workshops
from sessions.errors import Busy, Closed, Invalid, Missing
from sessions.models import Table, Workshop
from sessions.text import JOIN_ALPHABET, JOIN_LENGTH, as_join_code
from sessions.words import LANGUAGES

# What people write when they mean another character of the code.
MEANT = {"O": "Q", "0": "Q", "I": "L", "1": "7"}
SHORTEST_SECRET = 32

unknown_codes = Throttle(burst=60, seconds=1)


def typed() -> ResponseReturnValue:
    """Type a code; what was typed becomes the address of that workshop."""
    speak(None)
    code = as_join_code(request.form.get("code", ""))
    if code:
        asked = request.args.get("language")
        return redirect(url_for("phone.join", code=code, language=asked), 303)
    page = render_template("phone/typed.html", missing=request.method == "POST", language_url=_typed_url)
    return page, 422 if request.method == "POST" else 200


def join(code: str) -> ResponseReturnValue:
    """Choose a table and take part. The phone that was here before goes straight to its page."""
    known = _returning(code)
    if known is not None:
        return redirect(url_for("phone.phone", workshop_id=known), 303)
    try:
        workshop = behind(code)
        return _take_part(workshop) if request.method == "POST" else _invite(workshop)
    except (Missing, Closed):
        return unknown(code)


def _returning(code: str) -> int | None:
    """The workshop behind this code in which this phone takes part already, also when it is over."""
    for workshop_id, _participant_id in identity.who().participants:
        if reading().get_one(Workshop, workshop_id).join_code == as_join_code(code):
            return workshop_id
    return None


def behind(code: str) -> Workshop:
    """The open workshop. Raises: Missing; Busy for an address that tried too many unknown codes."""
    wait = unknown_codes.wait(now=now())
    if wait:
        raise Busy(wait)
    try:
        return workshops.by_join_code(reading(), code)
    except Missing:
        unknown_codes.failed(now=now())
        raise


def _take_part(workshop: Workshop) -> ResponseReturnValue:
    language = speak(workshop)
    table, name = request.form.get("table", ""), request.form.get("name", "")
    workshop_id, moment = workshop.id, now()
    secret = _secret(workshop_id)
    try:
        participant_id = write(
            lambda db: participants.join(
                db,
                workshop_id,
                table_number=int(table) if table.isascii() and table.isdigit() else None,
                name=name,
                language=language,
                secret=secret,
                now=moment,
            )
        )
    except Invalid as refusal:
        if wants_json():
            raise
        return _invite(reading().get_one(Workshop, workshop_id), refusal.errors)
    identity.forget_who()
    response: Response
    if wants_json():
        response = jsonify(ok=True, workshop=workshop_id, participant=participant_id)
    else:
        response = make_response(redirect(url_for("phone.phone", workshop_id=workshop_id), 303))
    if identity.bearer_of_request() is None:
        identity.keep_phone_secret(response, workshop_id, secret)
    return response


def _secret(workshop_id: int) -> str:
    """The secret under which this phone joins: the one that it holds already, so that two taps join once."""
    held = identity.bearer_of_request() or identity.phone_secret(workshop_id)
    return held if held and len(held) >= SHORTEST_SECRET else identity.new_secret()


def _invite(workshop: Workshop, errors: Errors | None = None) -> Response:
    language = speak(workshop)
    numbers = list(
        reading().scalars(select(Table.number).where(Table.workshop_id == workshop.id).order_by(Table.number))
    )
    chosen = request.form.get("table") or request.args.get("t", "")
    if len(numbers) == 1:
        chosen = str(numbers[0])
    page = render_template(
        "phone/join.html",
        workshop=workshop,
        tables=numbers,
        chosen=int(chosen) if chosen.isascii() and chosen.isdigit() and int(chosen) in numbers else None,
        name=request.form.get("name", ""),
        errors=errors or {},
        language=language,
        language_url=lambda code: url_for(
            "phone.join", code=workshop.join_code, t=request.args.get("t"), language=code
        ),
    )
    response = make_response(page, 422 if errors else 200)
    if identity.phone_secret(workshop.id) is None:
        identity.keep_phone_secret(response, workshop.id, identity.new_secret())
    return response


def unknown(code: str) -> ResponseReturnValue:
    """One page for a code that is unknown, not open yet or closed: nobody learns which."""
    speak(None)
    shown = as_join_code(code)
    wrong = [character for character in shown if character not in JOIN_ALPHABET]
    if wants_json():
        return jsonify(ok=False, why=Missing.code, message=_("Deze code kennen we niet.")), 404
    page = render_template(
        "phone/unknown.html",
        code=shown,
        wrong=wrong,
        meant=MEANT.get(wrong[0]) if wrong else None,
        short=len(shown) < JOIN_LENGTH,
        length=JOIN_LENGTH,
        language_url=_typed_url,
    )
    return page, 404


def _typed_url(code: str) -> str:
    return url_for("phone.typed", language=code)


def speak(workshop: Workshop | None) -> str:
    """The language of this page: asked for, chosen before, the browser's, the workshop's."""
    asked = request.values.get("language", "")
    if asked in LANGUAGES:
        g.language = asked
    elif workshop is not None and not _browser_speaks():
        g.language = workshop.language
    return language_chosen()


def _browser_speaks() -> bool:
    cookie = request.cookies.get(COOKIE, "")
    return cookie in LANGUAGES or request.accept_languages.best_match(LANGUAGES) is not None
