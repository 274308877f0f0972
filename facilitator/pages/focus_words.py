"""Words that are delicate: a member marks them, says what they mean, agrees with meanings of others."""

from __future__ import annotations

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from facilitator.database import now, reading, write
from facilitator.pages.focus_page import elsewhere, member, show
from facilitator.pages.phone_acts import form_data, number_in, one
from facilitator.refusals import Errors, sentences_of, wants_json
from sessions.errors import Invalid
from sessions.focus import speaking
from sessions.projections import focus_words as screen


def words(workshop_id: int, errors: Errors | None = None) -> ResponseReturnValue:
    """What I marked, and the words that the group talks about. Raises: Missing, Closed."""
    person = member(workshop_id)
    found = screen.words(reading(), person.id, now())
    if wants_json():
        return jsonify(ok=True, **found)
    return elsewhere(person) or show("focus/words.html", person, found, errors=errors or {})


def hints(workshop_id: int) -> ResponseReturnValue:
    """What is explained while one types. What is typed stays on the device. Raises: Missing, Closed."""
    person = member(workshop_id)
    return jsonify(ok=True, terms=screen.hints(reading(), person.id, now()))


def mark(workshop_id: int) -> ResponseReturnValue:
    """These words are delicate, and why. `contribution`, `version`, `start` and `end` (code points), or the
    `word` itself. Raises: Missing, Closed, Invalid."""
    member_id, data, moment = member(workshop_id).id, form_data(), now()
    place = speaking.Place(
        number_in(data, "contribution") or 0,
        number_in(data, "version") or 0,
        number_in(data, "start"),
        number_in(data, "end"),
        one(data, "word"),
    )
    why = one(data, "other") or one(data, "why")
    mark_id = write(lambda db: speaking.mark(db, member_id, place, why=why, now=moment))
    if wants_json():
        return jsonify(ok=True, mark=mark_id)
    return _back(workshop_id)


def withdraw_mark(workshop_id: int, mark_id: int) -> ResponseReturnValue:
    """The mark counts no more. Raises: Missing, Closed."""
    member_id, moment = member(workshop_id).id, now()
    write(lambda db: speaking.withdraw_mark(db, member_id, mark_id, now=moment))
    return jsonify(ok=True) if wants_json() else _back(workshop_id)


def mean(workshop_id: int, term_id: int) -> ResponseReturnValue:
    """That is what the word means to this member. Raises: Missing, Closed, Invalid."""
    member_id, text, moment = member(workshop_id).id, one(form_data(), "meaning"), now()
    try:
        meaning_id = write(lambda db: speaking.mean(db, member_id, term_id, text=text, now=moment))
    except Invalid as refusal:
        if wants_json():
            raise
        said = {f"{name}-{term_id}": told for name, told in sentences_of(refusal).items()}
        return words(workshop_id, said), 422
    return jsonify(ok=True, meaning=meaning_id) if wants_json() else _back(workshop_id, f"t{term_id}")


def agree(workshop_id: int, meaning_id: int) -> ResponseReturnValue:
    """This member agrees with that meaning, or no longer does. Raises: Missing, Closed, Invalid."""
    member_id, moment = member(workshop_id).id, now()
    wanted = one(form_data(), "given") == "yes"
    write(lambda db: speaking.agree(db, member_id, meaning_id, agreed=wanted, now=moment))
    return jsonify(ok=True, given=wanted) if wants_json() else _back(workshop_id, f"m{meaning_id}")


def take_back(workshop_id: int, meaning_id: int) -> ResponseReturnValue:
    """One's own meaning counts no more. Raises: Missing, Closed."""
    member_id, moment = member(workshop_id).id, now()
    write(lambda db: speaking.take_back(db, member_id, meaning_id, now=moment))
    return jsonify(ok=True) if wants_json() else _back(workshop_id)


def _back(workshop_id: int, anchor: str = "") -> ResponseReturnValue:
    target = request.form.get("next", "")
    if target.startswith(f"/f/{workshop_id}/"):
        return redirect(target, 303)
    return redirect(url_for("focus.words", workshop_id=workshop_id, _anchor=anchor or None), 303)
