"""Preparing a workshop: its details, its steps, who runs it, and how people get in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select
from wtforms.fields.choices import SelectChoice

from facilitator import identity, qr
from facilitator.database import now, reading, write
from facilitator.forms import ROLE_NAMES, ZONES, HallDetailsForm, MemberForm, over
from facilitator.languages import chosen
from facilitator.pages import prepare_steps as steps
from facilitator.pages.programme_clock import clock, clock_of
from facilitator.refusals import refused, wants_json
from sessions import access, workshops
from sessions.access import ROLES, Right
from sessions.errors import Forbidden, Invalid, Missing
from sessions.exercises.answers import errors_of
from sessions.hall import preparing
from sessions.journal import Actor
from sessions.models import Table, Workshop
from sessions.time_zones import named

pages = Blueprint("prepare", __name__, url_prefix="/workshops/<int:workshop_id>")

Saved = ResponseReturnValue


def _actor() -> Actor:
    return Actor("user", identity.user().id)


def _saved(workshop_id: int, part: str) -> Saved:
    """It is kept: said to a script, or shown on the page at that part."""
    if wants_json():
        return jsonify(ok=True, programme=clock_of(workshop_id))
    return redirect(url_for("prepare.programme", workshop_id=workshop_id, saved=part, _anchor=part), 303)


# --- the programme -----------------------------------------------------------------------------------


@pages.get("/programme")
def programme(workshop_id: int) -> ResponseReturnValue:
    """Everything about the workshop on one page. Raises: SignedOut, Missing, Forbidden."""
    workshop = identity.staff(workshop_id, Right.SETTINGS)
    if workshop.mode == "focus":
        part = "groups" if request.args.get("saved") == "members" else "guide"
        return redirect(url_for(f"guide.{part}", workshop_id=workshop_id), 303)
    return _page(workshop)


def _page(
    workshop: Workshop,
    *,
    details: HallDetailsForm | None = None,
    member: MemberForm | None = None,
    status: int = 200,
) -> tuple[str, int]:
    db = reading()
    page = render_template(
        "prepare/programme.html",
        workshop=workshop,
        steps=workshops.steps_of(db, workshop.id),
        members=access.members(db, workshop.id),
        roles=[(role, ROLE_NAMES[role]) for role in ROLES],
        details=_with_own_zone(details or _details(workshop), workshop),
        member=_without_moderator(member or MemberForm.filled(chosen(), role="analyst")),
        saved=request.args.get("saved", ""),
        **_ways_in(workshop),
    )
    return page, status


def _without_moderator(form: Any) -> Any:
    """In a hall there are no groups to give to anybody."""
    form.role.choices = [each for each in form.role.choices if each.value != "moderator"]
    return form


def _ways_in(workshop: Workshop) -> dict[str, Any]:
    address = qr.public_address()
    return {
        "tables": _tables(workshop.id),
        "join_url": f"{address}/j/{workshop.join_code}",
        "join_typed": f"{qr.typable(address)}/j/{workshop.join_code}",
        "address": qr.typable(address),
    }


def _tables(workshop_id: int) -> int:
    count = select(func.count()).select_from(Table).where(Table.workshop_id == workshop_id)
    return reading().scalar(count) or 0


def _with_own_zone(form: Any, workshop: Workshop) -> Any:
    """A zone that came with an archive may stay, whatever this machine calls it."""
    present = workshop.time_zone
    if present not in {each.value for each in ZONES}:
        form.time_zone.choices = [SelectChoice(present, named(present)), *form.time_zone.choices]
    return form


def _details(workshop: Workshop) -> HallDetailsForm:
    return HallDetailsForm.filled(chosen(), **_known(workshop))


def _known(workshop: Workshop) -> dict[str, Any]:
    """What the form of the details holds, by field."""
    return {
        "title": workshop.title,
        "held_on": workshop.held_on,
        "starts_at": workshop.starts_at,
        "language": workshop.language,
        "tables": _tables(workshop.id),
        "time_zone": workshop.time_zone,
        "retention_on": workshop.retention_on,
    }


@pages.post("/details")
def details(workshop_id: int) -> Saved:
    """Title, day, language, tables, time zone and until when it is kept are these.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    workshop = identity.staff(workshop_id, Right.SETTINGS)
    form: Any = HallDetailsForm.read(over(_known(workshop), request.form), chosen())
    actor, moment = _actor(), now()
    if form.validate():
        try:
            write(
                lambda db: preparing.change_details(
                    db,
                    workshop_id,
                    actor,
                    title=form.title.data,
                    held_on=form.held_on.data,
                    language=form.language.data,
                    tables=form.tables.data,
                    starts_at=form.starts_at.data or "",
                    time_zone=form.time_zone.data or "",
                    retention_on=form.retention_on.data,
                    now=moment,
                )
            )
            return _saved(workshop_id, "details")
        except Invalid as refusal:
            form.refuse(refusal)
    if wants_json():
        return refused(Invalid(errors_of(form)))
    return _page(reading().get_one(Workshop, workshop.id), details=form, status=422)


# --- members ----------------------------------------------------------------------------------------


@pages.post("/members")
def members(workshop_id: int) -> Saved:
    """Somebody with an account has that role here, or (role *none*) none any more.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    identity.staff(workshop_id, Right.MEMBERS)
    form: Any = MemberForm.read(request.form, chosen())
    leaves = request.form.get("role") == "none"
    if (leaves and form.email.data) or form.validate():
        role = None if leaves else form.role.data
        email, actor, moment = form.email.data, _actor(), now()
        try:
            write(lambda db: preparing.set_member(db, workshop_id, actor, email=email, role=role, now=moment))
            return _saved(workshop_id, "members")
        except Missing:
            form.email.errors = [_("Er is geen account met dit adres. De beheerder kan er een maken.")]
        except Forbidden:
            form.email.errors = [_("Er moet minstens één begeleider blijven. Voeg eerst iemand anders toe.")]
    if wants_json():
        return refused(Invalid(errors_of(form)))
    return _page(reading().get_one(Workshop, workshop_id), member=form, status=422)


# --- the way in, on paper ----------------------------------------------------------------------------


@pages.get("/cards")
def cards(workshop_id: int) -> str:
    """A card for every table, to print and to fold. Raises: SignedOut, Missing, Forbidden."""
    workshop = identity.staff(workshop_id, Right.SETTINGS)
    return render_template("prepare/cards.html", workshop=workshop, **_ways_in(workshop))


@pages.get("/qr.svg")
def code(workshop_id: int) -> Response:
    """The code to scan; with `t` it leads to that table. Raises: SignedOut, Missing, Forbidden."""
    workshop = identity.staff(workshop_id, Right.SETTINGS)
    table = request.args.get("t", type=int)
    text = qr.join_address(workshop.join_code) + (f"?t={table}" if table else "")
    return Response(qr.svg(text), content_type="image/svg+xml")


# --- the steps ---------------------------------------------------------------------------------------

_STEP = "/steps/<int:exercise_id>"
pages.add_url_rule(_STEP, view_func=steps.step, methods=["GET", "POST"])
pages.add_url_rule("/steps/new", "add_step", steps.add, methods=["GET", "POST"])
pages.add_url_rule(f"{_STEP}/copy", "copy_step", steps.copy, methods=["POST"])
pages.add_url_rule(f"{_STEP}/move", "move_step", steps.move, methods=["POST"])
pages.add_url_rule(f"{_STEP}/remove", "remove_step", steps.remove, methods=["POST"])
pages.add_url_rule(f"{_STEP}/preview", "preview", steps.preview)
pages.add_url_rule("/pace", "change_pace", steps.change_pace, methods=["POST"])
pages.add_app_template_global(clock, "programme_clock")
