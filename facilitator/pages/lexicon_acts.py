"""What moderators do with the lexicon. Every act is taken back with *undo*."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from facilitator import identity
from facilitator.database import now, reading, write
from facilitator.pages.lexicon import detail, gathering, overview, pages, term_in, to_take_back
from facilitator.pages.phone_acts import number_in
from facilitator.refusals import sentences_of, wants_json
from sessions import undoing
from sessions.access import Right
from sessions.errors import Invalid, Missing
from sessions.exercises.answers import said
from sessions.journal import Actor
from sessions.lexicon import carrying, marks, meanings, terms
from sessions.models import Workshop

MOST_MARKS = 500


# --- acts --------------------------------------------------------------------------------------------


@pages.post("/terms")
def make(workshop_id: int) -> ResponseReturnValue:
    """A new term, with the marks that were chosen. Raises: SignedOut, Missing, Forbidden, Invalid."""
    by, moment, chosen = _gathering(workshop_id), now(), _marks(workshop_id)
    text = request.form.get("text", "")
    return _acted(
        workshop_id,
        lambda db: terms.make(db, workshop_id, by, text=text, mark_ids=chosen, now=moment),
        lambda made: url_for("lexicon.term", workshop_id=workshop_id, term_id=made),
    )


@pages.post("/<int:term_id>/change")
def change(workshop_id: int, term_id: int) -> ResponseReturnValue:
    """Word, forms, wording and explanation are these. Raises: SignedOut, Missing, Forbidden, Invalid."""
    by, moment, form = _by(workshop_id), now(), request.form
    term_in(workshop_id, term_id)
    forms = form["forms"].split(",") if "forms" in form else None
    return _acted_on(
        workshop_id,
        term_id,
        lambda db: terms.change(
            db,
            term_id,
            by,
            text=form.get("text"),
            forms=forms,
            wording=form.get("wording"),
            explanation=form.get("explanation"),
            now=moment,
        ),
    )


@pages.post("/<int:term_id>/gather")
def gather(workshop_id: int, term_id: int) -> ResponseReturnValue:
    """The chosen marks belong to that term. Raises: SignedOut, Missing, Forbidden."""
    by, moment, chosen = _gathering(workshop_id), now(), _marks(workshop_id)
    return _acted_on(
        workshop_id, term_id, lambda db: marks.gather(db, workshop_id, by, chosen, term_id, now=moment)
    )


@pages.post("/<int:term_id>/loosen")
def loosen(workshop_id: int, term_id: int) -> ResponseReturnValue:
    """The chosen marks belong to no term any more. Raises: SignedOut, Missing, Forbidden."""
    by, moment, chosen = _gathering(workshop_id), now(), _marks(workshop_id)
    return _acted_on(
        workshop_id, term_id, lambda db: marks.gather(db, workshop_id, by, chosen, None, now=moment)
    )


@pages.post("/<int:term_id>/merge")
def merge(workshop_id: int, term_id: int) -> ResponseReturnValue:
    """That term is part of another one. Raises: SignedOut, Missing, Forbidden, Conflict, Invalid."""
    by, moment, into = _by(workshop_id), now(), number_in(request.form, "into")
    term_in(workshop_id, term_id)
    if into is None:
        raise Invalid({"into": [said("Kies een begrip.")]})
    term_in(workshop_id, into)
    return _acted_on(workshop_id, into, lambda db: terms.merge(db, into, term_id, by, now=moment))


@pages.post("/<int:term_id>/remove")
def remove(workshop_id: int, term_id: int) -> ResponseReturnValue:
    """That term is no part of the lexicon any more. Raises: SignedOut, Missing, Forbidden."""
    by, moment = _by(workshop_id), now()
    term_in(workshop_id, term_id)
    return _acted(
        workshop_id,
        lambda db: terms.remove(db, term_id, by, now=moment),
        lambda _made: url_for("lexicon.lexicon", workshop_id=workshop_id),
    )


@pages.post("/<int:term_id>/avoid")
def avoid(workshop_id: int, term_id: int) -> ResponseReturnValue:
    """A word to avoid, with the reason. Raises: SignedOut, Missing, Forbidden, Invalid."""
    by, moment, form = _by(workshop_id), now(), request.form
    term_in(workshop_id, term_id)
    text, reason = form.get("avoid", ""), form.get("reason", "")
    return _acted_on(
        workshop_id, term_id, lambda db: terms.avoid(db, term_id, by, text=text, reason=reason, now=moment)
    )


@pages.post("/<int:term_id>/allow")
def allow(workshop_id: int, term_id: int) -> ResponseReturnValue:
    """That word is not to be avoided any more. Raises: SignedOut, Missing, Forbidden."""
    by, moment, avoided = _by(workshop_id), now(), number_in(request.form, "avoided") or 0
    term_in(workshop_id, term_id)
    return _acted_on(workshop_id, term_id, lambda db: terms.allow(db, term_id, by, avoided, now=moment))


@pages.post("/<int:term_id>/meanings")
def mean(workshop_id: int, term_id: int) -> ResponseReturnValue:
    """What the term means to whoever is signed in. Raises: SignedOut, Missing, Forbidden, Invalid."""
    by, moment, text = _by(workshop_id), now(), request.form.get("meaning", "")
    term_in(workshop_id, term_id)
    return _acted_on(workshop_id, term_id, lambda db: meanings.write(db, term_id, by, text=text, now=moment))


@pages.post("/<int:term_id>/meanings/remove")
def take_out(workshop_id: int, term_id: int) -> ResponseReturnValue:
    """That meaning is no part of the lexicon any more. Raises: SignedOut, Missing, Forbidden."""
    by, moment, meaning = _by(workshop_id), now(), number_in(request.form, "meaning") or 0
    term_in(workshop_id, term_id)
    return _acted_on(workshop_id, term_id, lambda db: meanings.take_out(db, term_id, by, meaning, now=moment))


@pages.post("/carry")
def carry(workshop_id: int) -> ResponseReturnValue:
    """The lexicon of another workshop comes along. Raises: SignedOut, Missing, Forbidden."""
    by, moment, source = _by(workshop_id), now(), number_in(request.form, "from")
    if source is None:
        raise Invalid({"from": [said("Kies een workshop.")]})
    identity.staff(source, Right.SORT)
    return _acted(
        workshop_id,
        lambda db: carrying.carry(db, source, workshop_id, by, now=moment),
        lambda _made: url_for("lexicon.lexicon", workshop_id=workshop_id, saved="yes"),
    )


@pages.post("/undo")
def undo(workshop_id: int) -> ResponseReturnValue:
    """The last act that can be taken back is. Raises: SignedOut, Missing, Forbidden, Conflict."""
    by, moment, seen = _gathering(workshop_id), now(), number_in(request.form, "seen")
    last = to_take_back(workshop_id)
    seen = last if last is not None and seen in (None, last) else 0  # 0 is no act: somebody was first
    return _acted(
        workshop_id,
        lambda db: undoing.undo_in_hall(db, workshop_id, by, seen=seen, now=moment),
        lambda _verb: url_for("lexicon.lexicon", workshop_id=workshop_id),
    )


# --- parts -------------------------------------------------------------------------------------------


def _by(workshop_id: int) -> Actor:
    """Who decides on terms: they are one for all groups. Raises: SignedOut, Missing, Forbidden."""
    identity.staff(workshop_id, Right.SORT)
    return Actor("user", identity.user().id)


def _gathering(workshop_id: int) -> Actor:
    """Who gathers marks. Raises: SignedOut, Missing, Forbidden."""
    gathering(workshop_id)
    return Actor("user", identity.user().id)


def _marks(workshop_id: int) -> list[int]:
    """The numbers of the marks that were ticked. Raises: Missing for one on what another group said."""
    typed = request.form.getlist("mark")[:MOST_MARKS]
    found = [int(each) for each in typed if each.isascii() and each.isdigit() and len(each) < 16]
    within = identity.within(workshop_id, Right.CODE)
    if within is not None:
        known = {row.id for row, _word in marks.standing(reading(), workshop_id, within=within)}
        if not known.issuperset(found):
            raise Missing("mark")
    return found


def _acted(
    workshop_id: int, verb: Callable[[Session], Any], onward: Callable[[Any], str]
) -> ResponseReturnValue:
    """The act was done, and on to where it shows; or the page says what is not right, with what was typed."""
    try:
        made = write(verb)
    except Invalid as refusal:
        if wants_json():
            raise
        workshop = reading().get_one(Workshop, workshop_id)
        return overview(workshop, errors=sentences_of(refusal), typed=request.form.to_dict())
    return redirect(onward(made), 303)


def _acted_on(workshop_id: int, term_id: int, verb: Callable[[Session], Any]) -> ResponseReturnValue:
    try:
        write(verb)
    except Invalid as refusal:
        if wants_json():
            raise
        workshop = reading().get_one(Workshop, workshop_id)
        errors, typed = sentences_of(refusal), request.form.to_dict()
        return detail(workshop, term_in(workshop_id, term_id), errors=errors, typed=typed)
    return redirect(url_for("lexicon.term", workshop_id=workshop_id, term_id=term_id, saved="yes"), 303)
