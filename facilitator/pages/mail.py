"""Mail as staff see it: what waits, what was sent, what came back; every mail of the guide beforehand."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from facilitator import links
from facilitator.database import house, now, reading, row_in, write
from facilitator.languages import day_and_time
from facilitator.mail import composing
from facilitator.mail.rehearsal import Planned, Whom, rehearse, whom
from facilitator.mail.words import kind_words
from facilitator.pages.consent_texts import actor_here, staff_there
from sessions.errors import Conflict, Missing
from sessions.focus import asked, letters, mailable, post, times
from sessions.models import Letter, Member, Participant, Round, Workshop
from sessions.words import LANGUAGES

pages = Blueprint("mail", __name__, url_prefix="/workshops/<int:workshop_id>/mail")

SHOWN = 200
# What somebody has to look at comes first.
ORDER = ("bounced", "uncertain", "failed", "waiting", "sending", "sent", "cancelled")
# A mail has styles of its own, and nothing else: no script, no picture, no address.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


@pages.get("")
def mail(workshop_id: int) -> ResponseReturnValue:
    """The letters and their states; `state` shows one state. Raises: SignedOut, Missing, Forbidden."""
    workshop = staff_there(workshop_id)
    db = reading()
    wanted = request.args.get("state", "")
    counted = select(Letter.state, func.count()).where(Letter.workshop_id == workshop_id)
    counts = dict(db.execute(counted.group_by(Letter.state)).all())
    query = (
        select(Letter, Participant)
        .join(Participant, Participant.id == Letter.participant_id)
        .where(Letter.workshop_id == workshop_id)
        .order_by(Letter.id.desc())
    )
    if wanted in ORDER:
        query = query.where(Letter.state == wanted)
    rows = list(db.execute(query.limit(SHOWN)))
    moment, every = now(), asked.groups(db, workshop_id)
    unreached = set(
        db.scalars(
            select(Member.participant_id).where(
                Member.workshop_id == workshop_id, Member.address_problem.is_not(None)
            )
        )
    )
    return render_template(
        "invitations/mail.html",
        workshop=workshop,
        rows=sorted(rows, key=lambda row: ORDER.index(row[0].state)),
        counts=[(state, counts[state]) for state in ORDER if state in counts],
        wanted=wanted,
        kinds=kind_words(),
        rounds=[
            day
            for day in asked.rounds(db, workshop_id)
            if any(times.is_open(workshop, day, moment, group=each) for each in every)
        ],
        # What a mail server said is somebody else's text: said here, so that the page escapes it.
        problem=lambda letter: (said := _problem(letter, unreached)) and _(said),
        when=lambda at: day_and_time(at, workshop.time_zone, moment),
        settings=house().settings,
    )


def _problem(letter: Letter, unreached: set[int]) -> str:
    if letter.state == "waiting" and letter.participant_id in unreached:
        return mailable.BAD_ADDRESS
    return letter.problem


@pages.post("/again")
def all_again(workshop_id: int) -> ResponseReturnValue:
    """What was given up is sent once more. Raises: SignedOut, Missing, Forbidden."""
    staff_there(workshop_id)
    actor, moment = actor_here(), now()
    leaving = write(lambda db: letters.all_again(db, workshop_id, actor, now=moment))
    flash(
        ngettext(
            "%(num)d mail vertrekt binnen een minuut.",
            "%(num)d mails vertrekken binnen een minuut.",
            len(leaving),
        )
    )
    return redirect(url_for("mail.mail", workshop_id=workshop_id), 303)


@pages.post("/<int:letter_id>/again")
def again(workshop_id: int, letter_id: int) -> ResponseReturnValue:
    """It is sent once more. Raises: SignedOut, Missing, Forbidden."""
    return _act(workshop_id, letter_id, letters.again, _("Vertrekt binnen een minuut."))


@pages.post("/<int:letter_id>/cancel")
def cancel(workshop_id: int, letter_id: int) -> ResponseReturnValue:
    """It does not leave. Raises: SignedOut, Missing, Forbidden."""
    return _act(workshop_id, letter_id, letters.cancel, _("Deze mail vertrekt niet."))


def _act(workshop_id: int, letter_id: int, verb: Any, done: str) -> ResponseReturnValue:
    staff_there(workshop_id)
    actor, moment = actor_here(), now()
    try:
        write(lambda db: verb(db, workshop_id, letter_id, actor, now=moment))
        flash(done)
    except Conflict:
        flash(_("Dat kan niet (meer): kijk naar de staat van de mail en naar het adres."))
    return redirect(url_for("mail.mail", workshop_id=workshop_id), 303)


@pages.post("/remind")
def remind(workshop_id: int) -> ResponseReturnValue:
    """Who is behind in that round (`round_id`) gets a reminder. Raises: SignedOut, Missing, Forbidden."""
    staff_there(workshop_id)
    round_id = row_in(Round, request.form.get("round_id", type=int) or 0, workshop_id).id
    actor, moment = actor_here(), now()

    def act(db: Any) -> list[int]:
        there = asked.focus_workshop(db, workshop_id)
        return post.remind(db, there, db.get_one(Round, round_id), actor, now=moment)

    queued = write(act)
    flash(
        ngettext(
            "%(num)d herinnering vertrekt binnen een minuut.",
            "%(num)d herinneringen vertrekken binnen een minuut.",
            len(queued),
        )
    )
    return redirect(url_for("mail.mail", workshop_id=workshop_id), 303)


# --- beforehand --------------------------------------------------------------------------------------


@pages.get("/dry-run")
def dry_run(workshop_id: int) -> ResponseReturnValue:
    """Every mail of the guide to somebody made up, of the `group` and `segment` that were asked for: nothing
    is sent. Raises: SignedOut, Missing, Forbidden."""
    workshop = staff_there(workshop_id)
    language, to, planned = _rehearsed(workshop)
    picked: dict[str, Any] = {"mail_language": language, "segment": to.segment}
    return render_template(
        "invitations/dry_run.html",
        workshop=workshop,
        planned=planned,
        texts=[composing.as_text(each.letter) for each in planned],
        kinds=kind_words(),
        spoken=language,
        to=to,
        picked=picked | ({"group": to.group.number} if to.group else {}),
        choices=list(LANGUAGES.items()),
        when=lambda at: day_and_time(at, workshop.time_zone, now()),
    )


@pages.get("/dry-run/<int:number>")
def sample(workshop_id: int, number: int) -> ResponseReturnValue:
    """That mail of the rehearsal as a mail program shows it. Raises: SignedOut, Missing, Forbidden."""
    _language, _to, planned = _rehearsed(staff_there(workshop_id))
    if not 1 <= number <= len(planned):
        raise Missing("mail")
    answer = Response(composing.as_html(planned[number - 1].letter))
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    return answer


def _rehearsed(workshop: Workshop) -> tuple[str, Whom, list[Planned]]:
    """As the address asks: `mail_language`, `group` (its number) and `segment`. Raises: Missing."""
    asked_for = request.args.get("mail_language", "")
    language = asked_for if asked_for in LANGUAGES else workshop.language
    base = links.base_address(house().settings)
    group, segment = request.args.get("group", type=int), request.args.get("segment")
    to = whom(reading(), workshop.id, group=group, segment=segment)
    return language, to, rehearse(reading(), workshop, base=base, language=language, now=now(), to=to)
