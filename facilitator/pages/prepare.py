"""Preparing a workshop: its details, its steps, its levers, who runs it, and how people get in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from facilitator import identity, qr
from facilitator.database import now, reading, write
from facilitator.forms import ROLE_NAMES, DetailsForm, MemberForm, StepForm
from facilitator.languages import chosen
from facilitator.refusals import refused, sentences_of, wants_json
from sessions import access, preparing, workshops
from sessions.access import ROLES, Right
from sessions.errors import Forbidden, Invalid, Missing
from sessions.exercises import kind_named
from sessions.exercises.answers import errors_of
from sessions.journal import Actor
from sessions.models import Exercise, Lever, Table, Workshop

pages = Blueprint("prepare", __name__, url_prefix="/workshops/<int:workshop_id>")

Saved = ResponseReturnValue


def _actor() -> Actor:
    return Actor("user", identity.user().id)


def _saved(workshop_id: int, part: str) -> Saved:
    """It is kept: said to a script, or shown on the page at that part."""
    if wants_json():
        return jsonify(ok=True)
    return redirect(url_for("prepare.programme", workshop_id=workshop_id, saved=part, _anchor=part), 303)


# --- the programme -----------------------------------------------------------------------------------


@pages.get("/programme")
def programme(workshop_id: int) -> ResponseReturnValue:
    """Everything about the workshop on one page. Raises: SignedOut, Missing, Forbidden."""
    workshop = identity.staff(workshop_id, Right.SETTINGS)
    return _page(workshop)


def _page(
    workshop: Workshop,
    *,
    details: DetailsForm | None = None,
    member: MemberForm | None = None,
    lever_errors: dict[str, list[str]] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> tuple[str, int]:
    db = reading()
    page = render_template(
        "prepare/programme.html",
        workshop=workshop,
        steps=workshops.steps_of(db, workshop.id),
        levers=_levers(workshop.id),
        lever_errors=lever_errors or {},
        typed=typed or {},
        members=access.members(db, workshop.id),
        roles=[(role, ROLE_NAMES[role]) for role in ROLES],
        details=details or _details(workshop),
        member=member or MemberForm.filled(chosen(), role="analyst"),
        saved=request.args.get("saved", ""),
        **_ways_in(workshop),
    )
    return page, status


def _ways_in(workshop: Workshop) -> dict[str, Any]:
    address = qr.public_address()
    return {
        "tables": _tables(workshop.id),
        "join_url": f"{address}/j/{workshop.join_code}",
        "join_typed": f"{qr.typable(address)}/j/{workshop.join_code}",
        "address": qr.typable(address),
    }


def _levers(workshop_id: int) -> list[Lever]:
    return list(
        reading().scalars(select(Lever).where(Lever.workshop_id == workshop_id).order_by(Lever.position))
    )


def _tables(workshop_id: int) -> int:
    count = select(func.count()).select_from(Table).where(Table.workshop_id == workshop_id)
    return reading().scalar(count) or 0


def _details(workshop: Workshop) -> DetailsForm:
    return DetailsForm.filled(
        chosen(),
        title=workshop.title,
        held_on=workshop.held_on,
        language=workshop.language,
        tables=_tables(workshop.id),
    )


@pages.post("/details")
def details(workshop_id: int) -> Saved:
    """Title, day, language and tables are these. Raises: SignedOut, Missing, Forbidden, Invalid."""
    workshop = identity.staff(workshop_id, Right.SETTINGS)
    form: Any = DetailsForm.read(request.form, chosen())
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
                    now=moment,
                )
            )
            return _saved(workshop_id, "details")
        except Invalid as refusal:
            form.refuse(refusal)
    if wants_json():
        return refused(Invalid(errors_of(form)))
    return _page(reading().get_one(Workshop, workshop.id), details=form, status=422)


# --- one step ----------------------------------------------------------------------------------------


@pages.route("/steps/<int:exercise_id>", methods=["GET", "POST"])
def step(workshop_id: int, exercise_id: int) -> ResponseReturnValue:
    """The question, the length and the wall of one step.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    workshop = identity.staff(workshop_id, Right.SETTINGS)
    found = reading().get(Exercise, exercise_id)
    if found is None or found.workshop_id != workshop_id:
        raise Missing("step")
    form: Any = StepForm.read(request.form, chosen()) if request.method == "POST" else _step_form(found)
    if request.method == "POST" and form.validate():
        try:
            _change_step(found, form)
            if wants_json():
                return jsonify(ok=True)
            return redirect(
                url_for("prepare.step", workshop_id=workshop_id, exercise_id=exercise_id, saved="step"), 303
            )
        except Invalid as refusal:
            form.refuse(refusal)
    if form.errors and wants_json():
        return refused(Invalid(errors_of(form)))
    steps = workshops.steps_of(reading(), workshop_id)
    present = next(each for each in steps if each.id == exercise_id)
    page = render_template(
        "prepare/step.html",
        workshop=reading().get_one(Workshop, workshop.id),
        steps=steps,
        step=present,
        kind=kind_named(present.kind),
        following=next((each for each in steps if each.position > present.position), None),
        form=form,
        saved=request.args.get("saved", ""),
    )
    return page, 422 if form.errors else 200


def _step_form(found: Exercise) -> StepForm:
    return StepForm.filled(
        chosen(),
        title=found.title,
        prompt=found.prompt,
        minutes=found.minutes,
        wall=found.settings.get("wall", "join"),
        approval=bool(found.settings.get("approval")),
    )


def _change_step(found: Exercise, form: Any) -> None:
    """Raises: Invalid."""
    settings: dict[str, Any] = {"wall": form.wall.data}
    if kind_named(found.kind).answer_form is not None:
        settings["approval"] = form.approval.data
    exercise_id, actor, moment = found.id, _actor(), now()
    write(
        lambda db: preparing.change_step(
            db,
            exercise_id,
            actor,
            title=form.title.data,
            prompt=form.prompt.data,
            minutes=form.minutes.data,
            settings=settings,
            now=moment,
        )
    )


# --- levers and members ------------------------------------------------------------------------------


@pages.post("/levers")
def levers(workshop_id: int) -> Saved:
    """Names and explanations of the levers are these. Raises: SignedOut, Missing, Forbidden, Invalid."""
    identity.staff(workshop_id, Right.SETTINGS)
    texts = {
        lever.id: (request.form.get(f"name-{lever.id}", ""), request.form.get(f"explanation-{lever.id}", ""))
        for lever in _levers(workshop_id)
        if f"name-{lever.id}" in request.form
    }
    actor, moment = _actor(), now()
    try:
        write(lambda db: preparing.change_levers(db, workshop_id, actor, texts, now=moment))
    except Invalid as refusal:
        if wants_json():
            raise
        workshop = reading().get_one(Workshop, workshop_id)
        return _page(workshop, lever_errors=sentences_of(refusal), typed=request.form.to_dict(), status=422)
    return _saved(workshop_id, "levers")


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
