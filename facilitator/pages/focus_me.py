"""The member about themselves: name, mail, consent, leaving, own data, what became of what they said."""

from __future__ import annotations

import json
from random import SystemRandom

from flask import Response, flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from facilitator.database import now, reading, write
from facilitator.pages.focus_page import member, show
from facilitator.pages.phone_acts import form_data, one
from facilitator.refusals import Errors, sentences_of, wants_json
from sessions.errors import Invalid
from sessions.focus import answering, coming, consent
from sessions.models import PURPOSES
from sessions.projections import focus_mine as screen
from sessions.projections.focus_own import own_data as data_of


def me(workshop_id: int, errors: Errors | None = None) -> ResponseReturnValue:
    """Who I am here, what I agreed with, what became of my answers. Raises: Missing, Closed."""
    person = member(workshop_id)
    found = screen.mine_of(reading(), person.id, now())
    if wants_json():
        return jsonify(ok=True, **found)
    return show("focus/me.html", person, found, errors=errors or {}, typed=form_data())


def change(workshop_id: int) -> ResponseReturnValue:
    """Pseudonym, language, how much mail, and what is agreed with: only what was sent.

    Raises: Missing, Closed, Invalid."""
    member_id, data, moment = member(workshop_id).id, form_data(), now()
    pseudonym, language, wish = (
        one(data, name) if name in data else None for name in ("pseudonym", "language", "wish")
    )
    given = {purpose: one(data, purpose) == "yes" for purpose in PURPOSES if purpose in data}

    def act(db: object) -> None:
        if pseudonym is not None or language is not None:
            random = SystemRandom()
            told = {"pseudonym": pseudonym, "language": language}
            coming.prefer(db, member_id, random=random, now=moment, **told)
        if wish is not None:
            consent.wish(db, member_id, wish, now=moment)
        if given:
            consent.answer(db, member_id, given, now=moment)

    try:
        write(act)
    except Invalid as refusal:
        if wants_json():
            raise
        return me(workshop_id, sentences_of(refusal)), 422
    return _done(workshop_id, _("Bewaard."))


def leave(workshop_id: int) -> ResponseReturnValue:
    """The member takes part no more; `said` is keep or withdraw. Raises: Missing, Closed."""
    member_id, moment = member(workshop_id).id, now()
    everything = one(form_data(), "said") == "withdraw"

    def act(db: object) -> None:
        if everything:
            answering.withdraw_all(db, member_id, now=moment)
        consent.answer(db, member_id, {"taking_part": False}, now=moment)

    write(act)
    return _done(workshop_id, _("Je doet niet meer mee. Dank je voor wat je deelde."))


def own_data(workshop_id: int) -> ResponseReturnValue:
    """Everything that is kept about the member, as a file. Raises: Missing."""
    person = member(workshop_id)
    said = json.dumps(data_of(reading(), person.id, now()), ensure_ascii=False, indent=2)
    answer = Response(said, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="mijn-gegevens-{workshop_id}.json"'
    answer.cache_control.no_store = True
    return answer


def _done(workshop_id: int, sentence: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(ok=True)
    flash(sentence)
    return redirect(url_for("focus.me", workshop_id=workshop_id), 303)
