"""What a member does: answer, correct, withdraw, put back, reply, thank.

A form gets a page in return, the script (and an outside client) JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from facilitator.database import now, reading, write
from facilitator.pages.focus_page import member, show_again, show_question, show_said
from facilitator.pages.phone_acts import form_data, number_in, one
from facilitator.refusals import sentences_of, wants_json
from sessions.errors import Invalid
from sessions.focus import answering, threads
from sessions.focus.threads import Quote
from sessions.models import Contribution, Probe
from sessions.projections import focus as screen


def answer(workshop_id: int, exercise_id: int) -> ResponseReturnValue:
    """What was filled in is the member's answer. Raises: Missing, Closed, Conflict, Invalid."""
    member_id, data, moment = member(workshop_id).id, form_data(), now()
    key = one(data, "key")
    try:
        receipt = write(
            lambda db: answering.answer(db, exercise_id, member_id, key=key, data=data, now=moment)
        )
    except Invalid as refusal:
        return _once_more(refusal, workshop_id, exercise_id, data, show_question)
    return _done(workshop_id, receipt, exercise_id)


def correct(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """The answer or reply says this now. Raises: Missing, Closed, Conflict, Invalid."""
    member_id, data, moment = member(workshop_id).id, form_data(), now()
    version = number_in(data, "version")
    try:
        receipt = write(
            lambda db: answering.correct(
                db, contribution_id, member_id, version=version, data=data, now=moment
            )
        )
    except Invalid as refusal:
        return _once_more(refusal, workshop_id, None, data, show_again, contribution_id)
    return _done(workshop_id, receipt)


def withdraw(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """Nobody reads it any more; it can be put back. Raises: Missing, Closed."""
    member_id, moment = member(workshop_id).id, now()
    return _done(
        workshop_id, write(lambda db: answering.withdraw(db, contribution_id, member_id, now=moment))
    )


def put_back(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """It is read again. Raises: Missing, Closed, Conflict."""
    member_id, moment = member(workshop_id).id, now()
    return _done(
        workshop_id, write(lambda db: answering.put_back(db, contribution_id, member_id, now=moment))
    )


def reply(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """The words stand under that answer. `quote` is FROM-TO, or `quote_from` and `quote_to`, in the version
    `version`. Raises: Missing, Closed, Conflict, Invalid."""
    member_id, data, moment = member(workshop_id).id, form_data(), now()
    key = one(data, "key")
    try:
        receipt = write(
            lambda db: threads.reply(
                db, contribution_id, member_id, key=key, data=data, quote=_quote(data), now=moment
            )
        )
    except Invalid as refusal:
        return _once_more(refusal, workshop_id, None, data, show_said, contribution_id)
    return _done(workshop_id, receipt)


def reply_to_probe(workshop_id: int, probe_id: int) -> ResponseReturnValue:
    """The words answer that probe. Raises: Missing, Closed, Conflict, Invalid."""
    member_id, data, moment = member(workshop_id).id, form_data(), now()
    key = one(data, "key")
    try:
        receipt = write(
            lambda db: threads.reply_to_probe(db, probe_id, member_id, key=key, data=data, now=moment)
        )
    except Invalid as refusal:
        probe = reading().get_one(Probe, probe_id)
        return _once_more(refusal, workshop_id, probe.exercise_id, data, show_question)
    return _done(workshop_id, receipt)


def thank(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """This member thanks, or no longer does. Raises: Missing, Forbidden, Closed."""
    member_id, moment = member(workshop_id).id, now()
    wanted = one(form_data(), "given") == "yes"
    given = write(lambda db: threads.thank(db, contribution_id, member_id, given=wanted, now=moment))
    if wants_json():
        return jsonify(ok=True, given=given)
    exercise_id = reading().get_one(Contribution, contribution_id).exercise_id
    return _to_question(workshop_id, exercise_id, contribution_id)


def _quote(data: Any) -> Quote | None:
    start, _, end = one(data, "quote").partition("-")
    if start.isascii() and start.isdigit() and end.isascii() and end.isdigit() and len(start + end) < 16:
        return Quote(int(start), int(end), number_in(data, "version") or 0)
    first, last = number_in(data, "quote_from"), number_in(data, "quote_to")
    if first is None or last is None:
        return None
    return Quote(first, last, number_in(data, "version") or 0)


def _once_more(
    refusal: Invalid,
    workshop_id: int,
    exercise_id: int | None,
    data: Any,
    show: Callable[..., ResponseReturnValue],
    contribution_id: int | None = None,
) -> ResponseReturnValue:
    """The page again, with what was typed and what is wrong next to the fields."""
    if wants_json():
        raise refusal
    person = member(workshop_id)
    found = (
        screen.around(reading(), person.id, contribution_id, now())
        if contribution_id is not None
        else screen.thread(reading(), person.id, exercise_id or 0, now())
    )
    return show(person, found, data, sentences_of(refusal), 422, one(data, "key"))


def _done(workshop_id: int, receipt: dict[str, Any], exercise_id: int | None = None) -> ResponseReturnValue:
    if wants_json():
        return jsonify(ok=True, contribution=receipt)
    if exercise_id is None:
        exercise_id = reading().get_one(Contribution, receipt["id"]).exercise_id
    return _to_question(workshop_id, exercise_id, receipt["id"])


def _to_question(workshop_id: int, exercise_id: int, contribution_id: int) -> ResponseReturnValue:
    at = {"workshop_id": workshop_id, "exercise_id": exercise_id, "_anchor": f"c{contribution_id}"}
    return redirect(url_for("focus.question", **at), 303)
