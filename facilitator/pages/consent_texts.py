"""What people are asked to agree with: the words per purpose, for staff; and what pages of members share."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from facilitator import identity
from facilitator.database import now, reading, write
from facilitator.refusals import Errors, sentences_of, wants_json
from sessions.access import Right
from sessions.errors import Invalid
from sessions.focus import asked, consent
from sessions.journal import Actor
from sessions.models import PURPOSES, Workshop


def staff_there(workshop_id: int) -> Workshop:
    """Focus groups whose members this user may see to. Raises: SignedOut, Missing (also for a workshop in a
    hall), Forbidden."""
    identity.staff(workshop_id, Right.MEMBERS)
    return asked.focus_workshop(reading(), workshop_id)


def actor_here() -> Actor:
    """The user who acts."""
    return Actor("user", identity.user().id)


def consent_texts(workshop_id: int) -> ResponseReturnValue:
    """The words per purpose, with the ones before. Raises: SignedOut, Missing, Forbidden."""
    workshop = staff_there(workshop_id)
    errors: Errors = {}
    if request.method == "POST":
        texts = {purpose: request.form[purpose] for purpose in PURPOSES if purpose in request.form}
        actor, moment = actor_here(), now()
        try:
            write(lambda db: consent.write(db, workshop_id, actor, texts, now=moment))
            flash(_("Bewaard. Wie al toestemde met een andere tekst, krijgt de vraag opnieuw."))
            return redirect(url_for("invitations.consent_texts", workshop_id=workshop_id), 303)
        except Invalid as refusal:
            if wants_json():
                raise
            errors = sentences_of(refusal)
    db = reading()
    page = render_template(
        "invitations/consent.html",
        workshop=db.get_one(Workshop, workshop.id),
        words=consent.wordings(db, workshop_id),
        earlier=consent.earlier(db, workshop_id),
        yes={purpose: len(consent.who_has(db, workshop_id, purpose)) for purpose in PURPOSES},
        typed=request.form if errors else {},
        errors=errors,
    )
    return page, 422 if errors else 200
