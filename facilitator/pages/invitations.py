"""The members of the focus groups, for staff: added, imported, changed, their links, cards to hand out."""

from __future__ import annotations

from collections.abc import Mapping
from random import SystemRandom
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from facilitator import identity, qr
from facilitator.database import house, now, reading, write
from facilitator.mail.composing import personal_link
from facilitator.pages.consent_texts import actor_here, consent_texts, staff_there
from facilitator.pages.invitee_form import typed_invitee
from facilitator.refusals import sentences_of, wants_json
from sessions import readings
from sessions.errors import Conflict, Invalid, Missing
from sessions.focus import asked, belonging, consent, members, post
from sessions.focus.asked import Person
from sessions.focus.invitees import Invitee, read_lines
from sessions.models import PURPOSES, Letter, Workshop
from sessions.words import LANGUAGES

pages = Blueprint("invitations", __name__, url_prefix="/workshops/<int:workshop_id>")
LARGEST_LIST = 200_000


def _member(workshop_id: int, participant_id: int) -> Person:
    found = asked.person(reading(), participant_id)
    if found.member.workshop_id != workshop_id or found.member.state == "removed":
        raise Missing("member")
    return found


def _note_links(workshop_id: int, what: str) -> None:
    """Who looked at links is known, not at which."""
    user_id, moment = identity.user().id, now()
    write(lambda db: readings.note(db, workshop_id, user_id, what, now=moment))


# --- the list ----------------------------------------------------------------------------------------


@pages.get("/members", endpoint="members")
def listed(workshop_id: int) -> ResponseReturnValue:
    """Everybody by group, and a form for one more. Raises: SignedOut, Missing, Forbidden."""
    return _list(staff_there(workshop_id))


@pages.post("/members/add")
def add(workshop_id: int) -> ResponseReturnValue:
    """One more member. Raises: SignedOut, Missing, Forbidden."""
    workshop = staff_there(workshop_id)
    try:
        invited = _invite(workshop_id, [typed_invitee()])
    except Invalid as refusal:
        if wants_json():
            raise
        return _list(workshop, errors=sentences_of(refusal)["1"]), 422
    except Conflict:
        return _list(workshop, errors=[_("Er zijn nog geen groepen. Maak ze eerst in het draaiboek.")]), 422
    flash(_("Toegevoegd. De link werkt meteen; er is nog niets verstuurd."))
    return redirect(url_for("invitations.members", workshop_id=workshop_id, _anchor=f"m{invited[0]}"), 303)


@pages.route("/members/import", methods=["GET", "POST"])
def bring_in(workshop_id: int) -> ResponseReturnValue:
    """A list or a table of people; when one line is wrong nothing is kept. Raises: SignedOut, Missing,
    Forbidden."""
    workshop = staff_there(workshop_id)
    if request.method == "GET":
        return _import_page(workshop)
    text = request.form.get("text", "")
    file = request.files.get("file")
    if file is not None and file.filename:
        content = file.stream.read(LARGEST_LIST)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            # Excel in Belgium still writes this one.
            text = content.decode("cp1252", "replace")
    try:
        lines = read_lines(text, asked.groups(reading(), workshop_id), workshop.language)
        invited = _invite(workshop_id, lines)
    except Invalid as refusal:
        if wants_json():
            raise
        wrong = sorted(sentences_of(refusal).items(), key=lambda each: int(each[0]))
        return _import_page(workshop, text, wrong), 422
    except Conflict:
        wrong = [("1", [_("Er zijn nog geen groepen. Maak ze eerst in het draaiboek.")])]
        return _import_page(workshop, text, wrong), 422
    flash(ngettext("%(num)d persoon is toegevoegd.", "%(num)d mensen zijn toegevoegd.", len(invited)))
    return redirect(url_for("invitations.members", workshop_id=workshop_id), 303)


def _invite(workshop_id: int, invitees: list[Invitee]) -> list[int]:
    actor, moment, key = actor_here(), now(), house().secret_key
    return write(
        lambda db: members.invite(
            db, workshop_id, actor, invitees, installation=key, random=SystemRandom(), now=moment
        )
    )


def _list(workshop: Workshop, errors: list[str] | None = None) -> str:
    db = reading()
    everybody = members.everybody(db, workshop.id)
    written = _kinds_by_member(workshop.id, "invitation")
    return render_template(
        "invitations/members.html",
        workshop=workshop,
        groups=asked.groups(db, workshop.id),
        everybody=everybody,
        written=written,
        to_invite=[one for one in everybody if _can_be_invited(one, written)],
        not_come=post.not_come(db, workshop, now()),
        has_mail=house().settings.has_mail,
        languages_of_members=list(LANGUAGES.items()),
        segments=sorted({one.member.segment for one in everybody if one.member.segment}),
        typed=request.form,
        errors=errors or [],
    )


def _kinds_by_member(workshop_id: int, kind: str) -> dict[int, str]:
    """Member to the state of their newest letter of that kind."""
    rows = reading().query(Letter).filter_by(workshop_id=workshop_id, kind=kind).order_by(Letter.id)
    return {letter.participant_id: letter.state for letter in rows}


def _can_be_invited(one: Person, written: dict[int, str]) -> bool:
    return (
        bool(one.member.email and not one.member.address_problem and one.member.state == "invited")
        and one.id not in written
    )


def _import_page(workshop: Workshop, text: str = "", wrong: list[tuple[str, list[str]]] | None = None) -> str:
    return render_template(
        "invitations/import.html",
        workshop=workshop,
        groups=asked.groups(reading(), workshop.id),
        text=text,
        wrong=wrong or [],
    )


# --- one member --------------------------------------------------------------------------------------


@pages.route("/members/<int:participant_id>", methods=["GET", "POST"])
def member(workshop_id: int, participant_id: int) -> ResponseReturnValue:
    """What is known of a member, to change. Raises: SignedOut, Missing, Forbidden."""
    workshop = staff_there(workshop_id)
    _member(workshop_id, participant_id)
    if request.method == "GET":
        return _member_page(workshop, participant_id)
    typed, actor, moment = typed_invitee(), actor_here(), now()
    try:
        write(lambda db: members.change(db, participant_id, actor, typed, random=SystemRandom(), now=moment))
    except Invalid as refusal:
        if wants_json():
            raise
        return _member_page(workshop, participant_id, errors=sentences_of(refusal)), 422
    flash(_("Bewaard."))
    return redirect(
        url_for("invitations.member", workshop_id=workshop_id, participant_id=participant_id), 303
    )


@pages.post("/members/<int:participant_id>/remove")
def remove(workshop_id: int, participant_id: int) -> ResponseReturnValue:
    """The member takes part no more, their link ends. Raises: SignedOut, Missing, Forbidden."""
    staff_there(workshop_id)
    _member(workshop_id, participant_id)
    actor, moment = actor_here(), now()
    write(lambda db: members.remove(db, participant_id, actor, random=SystemRandom(), now=moment))
    flash(_("Verwijderd. De link werkt niet meer; wat er geschreven is, blijft staan."))
    return redirect(url_for("invitations.members", workshop_id=workshop_id), 303)


@pages.post("/members/<int:participant_id>/address")
def address(workshop_id: int, participant_id: int) -> ResponseReturnValue:
    """`act` is fails or works: whether the address takes mail. Raises: SignedOut, Missing, Forbidden."""
    staff_there(workshop_id)
    _member(workshop_id, participant_id)
    fails, actor, moment = request.form.get("act") == "fails", actor_here(), now()
    try:
        write(lambda db: members.address_fails(db, participant_id, fails, actor, now=moment))
        flash(
            _("De mail voor dit adres wacht.") if fails else _("Wat wachtte of terugkwam, vertrekt opnieuw.")
        )
    except Conflict:
        flash(_("Dit lid heeft geen adres."))
    return redirect(
        url_for("invitations.member", workshop_id=workshop_id, participant_id=participant_id), 303
    )


@pages.post("/members/<int:participant_id>/link")
def link(workshop_id: int, participant_id: int) -> ResponseReturnValue:
    """`act` is show (noted as a reading), renew or revoke. Raises: SignedOut, Missing, Forbidden."""
    workshop = staff_there(workshop_id)
    _member(workshop_id, participant_id)
    act, actor, moment, key = request.form.get("act", "show"), actor_here(), now(), house().secret_key
    random = SystemRandom()
    if act == "renew":
        write(
            lambda db: members.renew_link(
                db, participant_id, actor, installation=key, random=random, now=moment
            )
        )
    elif act == "revoke":
        write(lambda db: members.revoke_link(db, participant_id, actor, random=random, now=moment))
        flash(_("De link is ingetrokken. Wie hem heeft, komt er niet meer in."))
        return redirect(
            url_for("invitations.member", workshop_id=workshop_id, participant_id=participant_id), 303
        )
    _note_links(workshop_id, "member link")
    return _member_page(workshop, participant_id, shown=True)


def _member_page(
    workshop: Workshop,
    participant_id: int,
    *,
    errors: Mapping[str, list[str]] | None = None,
    shown: bool = False,
) -> str:
    db = reading()
    workshop = db.get_one(Workshop, workshop.id)
    one = _member(workshop.id, participant_id)
    secret = members.secret_of(one, house().secret_key)
    letters = db.query(Letter).filter_by(participant_id=participant_id).order_by(Letter.id.desc())
    return render_template(
        "invitations/member.html",
        workshop=workshop,
        one=one,
        groups=asked.groups(db, workshop.id),
        languages_of_members=list(LANGUAGES.items()),
        said=consent.answers(db, participant_id),
        purposes=PURPOSES,
        letters=letters.limit(20).all(),
        has_link=secret is not None,
        card=_card(workshop.id, one, secret) if shown and secret else None,
        settled=participant_id in belonging.settled(db, workshop.id),
        typed=request.form if errors else None,
        errors=errors or {},
    )


# --- sending and handing out -------------------------------------------------------------------------


@pages.post("/members/invite")
def invite(workshop_id: int) -> ResponseReturnValue:
    """The invitation leaves for who did not get one, or for one member (`participant_id`).

    Raises: SignedOut, Missing, Forbidden.
    """
    workshop = staff_there(workshop_id)
    one = request.form.get("participant_id", type=int)
    written = _kinds_by_member(workshop_id, "invitation")
    everybody = members.everybody(reading(), workshop_id)
    chosen = [each for each in everybody if (each.id == one if one else _can_be_invited(each, written))]
    actor, moment = actor_here(), now()
    ids = [each.id for each in chosen]
    queued = write(
        lambda db: post.invite(db, workshop.id, actor, [asked.person(db, each) for each in ids], now=moment)
    )
    _flash_invited(len(queued))
    return redirect(url_for("mail.mail", workshop_id=workshop_id), 303)


@pages.post("/members/invite-again")
def invite_again(workshop_id: int) -> ResponseReturnValue:
    """Who got the invitation on an earlier day and did not come gets it again.

    Raises: SignedOut, Missing, Forbidden.
    """
    staff_there(workshop_id)
    actor, moment = actor_here(), now()
    queued = write(lambda db: post.invite_again(db, asked.focus_workshop(db, workshop_id), actor, now=moment))
    _flash_invited(len(queued))
    return redirect(url_for("mail.mail", workshop_id=workshop_id), 303)


def _flash_invited(count: int) -> None:
    flash(
        ngettext(
            "%(num)d uitnodiging vertrekt binnen een minuut.",
            "%(num)d uitnodigingen vertrekken binnen een minuut.",
            count,
        )
    )


@pages.get("/members/cards")
def cards(workshop_id: int) -> ResponseReturnValue:
    """A card per member with their link, to print; with `group` only of that one. Noted as a reading.

    Raises: SignedOut, Missing, Forbidden.
    """
    workshop = staff_there(workshop_id)
    group_id = request.args.get("group", type=int)
    _note_links(workshop_id, "member cards")
    everybody = [
        one
        for one in members.everybody(reading(), workshop_id)
        if one.member.state != "left" and group_id in (None, one.group.id)
    ]
    made = [
        _card(workshop_id, one, secret)
        for one in everybody
        if (secret := members.secret_of(one, house().secret_key)) is not None
    ]
    return render_template(
        "invitations/cards.html", workshop=reading().get_one(Workshop, workshop.id), cards=made
    )


def _card(workshop_id: int, one: Person, secret: str) -> dict[str, Any]:
    """What a card shows. The code is typed by whoever cannot scan: groups of four and a rest."""
    address = qr.public_address()
    address_of_link = personal_link(address, workshop_id, secret)
    return {
        "number": one.participant.number,
        "name": one.participant.name,
        "group": one.group.name,
        "link": address_of_link,
        "typed": f"{qr.typable(address)}/f/{workshop_id}/enter",
        "code": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "drawing": qr.svg(address_of_link),
    }


# --- what people are asked to agree with -------------------------------------------------------------

pages.add_url_rule("/consent-texts", view_func=consent_texts, methods=["GET", "POST"])
