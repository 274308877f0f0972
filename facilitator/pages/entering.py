"""Coming in with a personal link, agreeing, asking for a lost link, ending mail. Nobody needs a password.

The secret of a link stands in its fragment, which no browser sends: the page reads it and posts it. A wrong
link, one that was withdrawn and a workshop that is not there are answered alike.
"""

from __future__ import annotations

import hmac
import re
from random import SystemRandom
from typing import Any

from flask import Blueprint, Response, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from facilitator import identity
from facilitator.database import house, now, reading, write
from facilitator.mail.composing import unsubscribe_token
from facilitator.pages.phone_acts import form_data, one
from facilitator.refusals import Errors, sentences_of, wants_json
from facilitator.throttle import Throttle
from sessions import participants
from sessions.errors import Busy, Closed, Invalid, Missing
from sessions.focus import asked, coming, consent, links, post
from sessions.focus.asked import Person
from sessions.models import PURPOSES, Member, Workshop
from sessions.words import LANGUAGES

pages = Blueprint("entering", __name__, url_prefix="/f/<int:workshop_id>")

# Figures that no code has, for letters that look like them.
_MISREAD = str.maketrans("018", "olb")
wrong_links = Throttle(burst=60, seconds=1)
asked_links = Throttle(burst=10, seconds=30)


# --- the link ----------------------------------------------------------------------------------------


@pages.get("/enter")
def enter(workshop_id: int) -> ResponseReturnValue:
    """The page that a link leads to; its script posts what stands after the #."""
    return _door(workshop_id)


@pages.post("/enter")
def come_in(workshop_id: int) -> ResponseReturnValue:
    """Whoever holds that secret is let in, and their browser keeps it. Raises: Busy, Invalid."""
    wait = wrong_links.wait(now=now())
    if wait:
        raise Busy(wait)
    data = form_data()
    secret = as_secret(one(data, "secret"))
    found = _behind(workshop_id, secret)
    if found is None:
        wrong_links.failed(now=now())
        sentence = _("Deze link werkt niet (meer). Kijk of hij helemaal is gekopieerd.")
        if wants_json():
            raise Invalid({"secret": [sentence]})
        return _door(workshop_id, sentence), 422
    question = one(data, "q")
    target = _first_page(workshop_id, question if question.isascii() and question.isdigit() else "")
    response: Response = (
        jsonify(ok=True, participant=found.id) if wants_json() else make_response(redirect(target, 303))
    )
    if identity.bearer_of_request() is None:
        identity.keep_phone_secret(response, workshop_id, secret)
    return response


def as_secret(typed: str) -> str:
    """The secret in what was pasted or typed: a whole link, or the code in groups."""
    code = re.sub(r"[\s\-–.]+", "", typed.rpartition("#")[2]).lower()
    return code[:64].translate(_MISREAD)


def _behind(workshop_id: int, secret: str) -> Person | None:
    """The member of that workshop with that link."""
    if len(secret) != links.LENGTH:
        return None
    participant = participants.by_secret(reading(), secret)
    if participant is None or participant.workshop_id != workshop_id:
        return None
    member = reading().get(Member, participant.id)
    return asked.person(reading(), participant.id) if member and member.state != "removed" else None


def _first_page(workshop_id: int, question: str) -> str:
    if question:
        return url_for("focus.question", workshop_id=workshop_id, exercise_id=int(question))
    return url_for("focus.day", workshop_id=workshop_id)


def _door(workshop_id: int, sentence: str = "") -> str:
    return render_template(
        "entering/enter.html",
        workshop_id=workshop_id,
        sentence=sentence,
        question=request.values.get("q", ""),
    )


# --- what people agree with --------------------------------------------------------------------------


@pages.route("/consent", methods=["GET", "POST"])
def agree(workshop_id: int) -> ResponseReturnValue:
    """What is asked of this member now, each purpose apart; the first time their name as well.

    Raises: Missing for whoever is no member there; Invalid.
    """
    person = _member(workshop_id)
    to_ask = consent.to_ask(reading(), person)
    if request.method == "GET":
        return _asking(person, to_ask)
    data = form_data()
    given = {name: one(data, name) == "yes" for name in PURPOSES if name in data}
    errors = _unanswered(given, to_ask)
    if errors:
        if wants_json():
            raise Invalid(errors)
        return _asking(person, to_ask, errors), 422
    try:
        _answer(person.id, given, one(data, "pseudonym") if "pseudonym" in data else None)
    except Invalid as refusal:
        if wants_json():
            raise
        return _asking(_member(workshop_id), to_ask, sentences_of(refusal)), 422
    if wants_json():
        return jsonify(ok=True)
    return redirect(_first_page(workshop_id, ""), 303)


def _member(workshop_id: int) -> Person:
    """The member who asks; the page speaks the language that they choose here or have. Raises: Missing."""
    participant = identity.participant(workshop_id)
    wanted = request.values.get("language", "")
    g.language = wanted if wanted in LANGUAGES else participant.language
    asked.focus_workshop(reading(), workshop_id)
    return asked.person(reading(), participant.id)


def _unanswered(given: dict[str, bool], to_ask: list[str]) -> Errors:
    """Nothing is filled in for a person: each purpose needs a yes or a no, unless they do not take part."""
    if given.get("taking_part") is False:
        return {}
    return {name: [_("Kies ja of nee.")] for name in to_ask if name not in given}


def _answer(member_id: int, given: dict[str, bool], pseudonym: str | None) -> None:
    moment, language = now(), g.language

    def act(db: Any) -> None:
        if given.get("taking_part", True):
            coming.prefer(
                db, member_id, random=SystemRandom(), now=moment, pseudonym=pseudonym, language=language
            )
        consent.answer(db, member_id, given, now=moment)

    write(act)


def _asking(person: Person, to_ask: list[str], errors: Errors | None = None) -> str:
    db = reading()
    workshop = db.get_one(Workshop, person.member.workshop_id)
    said = consent.answers(db, person.id)
    return render_template(
        "entering/consent.html",
        workshop=workshop,
        person=person,
        to_ask=to_ask,
        again=bool(said) and person.member.state == "present",
        words=consent.wordings(db, workshop.id, g.language),
        given={name: request.form.get(name, "") for name in PURPOSES},
        pseudonym=request.form.get("pseudonym", person.participant.name or ""),
        language=g.language,
        errors=errors or {},
    )


# --- a link that was lost ----------------------------------------------------------------------------


@pages.route("/lost", methods=["GET", "POST"])
def lost(workshop_id: int) -> ResponseReturnValue:
    """The link goes by mail to an address that is known here. The answer is the same for every address, and
    does not wait for the looking up. Raises: Busy."""
    has_mail = house().settings.has_mail
    if request.method == "POST" and has_mail:
        wait = asked_links.wait(now=now())
        if wait:
            raise Busy(wait)
        asked_links.failed(now=now())
        address, moment = request.form.get("email", "")[:300], now()
        house().writer.submit(lambda db: post.lost(db, workshop_id, address, now=moment))
        if wants_json():
            return jsonify(ok=True)
    return render_template(
        "entering/lost.html",
        workshop_id=workshop_id,
        asked=request.method == "POST",
        has_mail=has_mail,
    )


# --- no more mail ------------------------------------------------------------------------------------


@pages.route("/unsubscribe", methods=["GET", "POST"])
def unsubscribe(workshop_id: int) -> ResponseReturnValue:
    """One press ends all mail; mail programs press by themselves (RFC 8058), without a cookie or a page.

    Raises: Missing for an address that we did not make.
    """
    member_id = request.args.get("m", type=int)
    token = unsubscribe_token(house().secret_key, member_id or 0)
    right = hmac.compare_digest(token.encode(), request.args.get("t", "").encode())
    member = reading().get(Member, member_id) if right and member_id else None
    if member is None or member.workshop_id != workshop_id:
        raise Missing("member")
    person = asked.person(reading(), member.participant_id)
    g.language = person.participant.language
    if request.method == "POST":
        _end_mail(person.id)
    return render_template(
        "entering/unsubscribe.html",
        workshop_id=workshop_id,
        workshop=reading().get_one(Workshop, workshop_id),
        address=request.full_path,
        done=request.method == "POST" or person.member.wish == "none",
    )


def _end_mail(member_id: int) -> None:
    moment = now()
    try:
        write(lambda db: consent.answer(db, member_id, {"mail": False}, now=moment))
    except Closed:
        # Who was removed gets no mail as it is.
        return
