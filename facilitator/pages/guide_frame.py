"""What the pages of the guide's editor share: who may, what stands beside them, how an act is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from facilitator import identity
from facilitator.database import reading, write
from facilitator.guide_forms import VISIBILITY_WORDS
from facilitator.pages import guide_words
from facilitator.refusals import sentence_of, wants_json
from sessions import undoing
from sessions.access import Right
from sessions.errors import Invalid
from sessions.focus import asked, load
from sessions.focus.forms import FORMS
from sessions.journal import Actor
from sessions.models import Workshop

KINDS = frozenset({"round", "question", "stimulus"})


def prepared(workshop_id: int) -> Workshop:
    """Raises: SignedOut, Missing, Forbidden."""
    identity.staff(workshop_id, Right.SETTINGS)
    return asked.focus_workshop(reading(), workshop_id)


def actor() -> Actor:
    return Actor("user", identity.user().id)


def common(workshop: Workshop) -> dict[str, Any]:
    """What every page of the editor shows beside its own: the guide and what it asks of people."""
    db = reading()
    days, questions = asked.rounds(db, workshop.id), asked.questions(db, workshop.id)
    return {
        "workshop": workshop,
        "rounds": days,
        "questions": questions,
        "inside": {day.id: [each for each in questions if each.round.id == day.id] for day in days},
        "minutes": {each.id: load.minutes_of(each) for each in questions},
        "round_minutes": {day.id: guide_words.of_round(day, days, questions) for day in days},
        "loads": guide_words.loads(days, questions),
        "forms": FORMS,
        "visibilities": VISIBILITY_WORDS,
        "undoable": undoing.undoable_in_hall(db, workshop.id, KINDS),
        "redoable": undoing.redoable_in_hall(db, workshop.id, KINDS),
        "people": len(asked.people(db, workshop.id)),
        "saved": request.args.get("saved", ""),
    }


def saved(workshop_id: int, endpoint: str, anchor: str = "", **values: Any) -> ResponseReturnValue:
    """It is kept: said to a script with what the guide asks now, or shown on that page."""
    if wants_json():
        return jsonify(ok=True, guide=_figures(workshop_id))
    target = url_for(endpoint, workshop_id=workshop_id, saved="yes", _anchor=anchor or None, **values)
    return redirect(target, 303)


def arranged(
    workshop: Workshop, verb: Callable[[Session], Any], endpoint: str, anchor: str = "", **values: Any
) -> ResponseReturnValue:
    """The act, or the guide with the sentence that refuses it."""
    try:
        write(verb)
    except Invalid as refusal:
        if wants_json():
            raise
        return render_template("guide/guide.html", refusal=sentence_of(refusal), **common(workshop)), 422
    return saved(workshop.id, endpoint, anchor, **values)


def _figures(workshop_id: int) -> dict[str, Any]:
    """What a script puts in place after something was kept."""
    workshop = reading().get_one(Workshop, workshop_id)
    found = common(workshop)
    return {
        "loads": [each | {"days": [vars(day) for day in each["days"]]} for each in found["loads"]],
        "minutes": found["minutes"],
        "efforts": {each.id: guide_words.effort(each) for each in found["questions"]},
        "changes": {day.id: guide_words.clock_change(workshop, day) for day in found["rounds"]},
    }
