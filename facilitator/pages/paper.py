"""Paper counts: what a table wrote by hand, typed by somebody of the staff. Enter adds the next."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from facilitator import identity
from facilitator.database import now, reading, row_in, write
from facilitator.languages import chosen
from facilitator.refusals import sentences_of, wants_json
from sessions import readings
from sessions.access import Right
from sessions.errors import Invalid, Missing
from sessions.exercises import kind_named
from sessions.hall import paper as typing
from sessions.journal import Actor
from sessions.models import (
    PETALS,
    PRESENT_WORDS,
    Contribution,
    ContributionVersion,
    Exercise,
    Lever,
    Place,
    Table,
    TreePart,
    Workshop,
)

pages = Blueprint("paper", __name__, url_prefix="/workshops/<int:workshop_id>/paper")

LINES = 4
"""Empty lines for reasons and preconditions: what fits on a sheet of paper."""


@pages.route("", methods=["GET", "POST"])
def paper(workshop_id: int) -> ResponseReturnValue:
    """Choose a step and a table, type what stands on the sheet. Raises: SignedOut, Missing, Forbidden."""
    identity.staff(workshop_id, Right.RUN)
    step = _step(workshop_id, request.values.get("step", type=int))
    table = _table(workshop_id, request.values.get("table", type=int))
    if request.method == "POST" and step is not None:
        try:
            return _enter(workshop_id, step.id, table)
        except Invalid as refusal:
            if wants_json():
                raise
            return _page(workshop_id, step.id, table.id if table else None, refusal)
    if request.method == "POST":
        raise Missing("step")
    user_id, moment = identity.user().id, now()
    write(lambda db: readings.note(db, workshop_id, user_id, "paper", now=moment))
    return _page(workshop_id, step.id if step else None, table.id if table else None)


@pages.post("/<int:contribution_id>/strike")
def strike(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """What was typed by mistake is withdrawn. Raises: SignedOut, Missing, Forbidden."""
    return _act(workshop_id, contribution_id, typing.strike)


@pages.post("/<int:contribution_id>/put-back")
def put_back(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """It counts again. Raises: SignedOut, Missing, Forbidden."""
    return _act(workshop_id, contribution_id, typing.put_back)


def _act(workshop_id: int, contribution_id: int, verb: Any) -> ResponseReturnValue:
    identity.staff(workshop_id, Right.RUN)
    row_in(Contribution, contribution_id, workshop_id)
    by, moment = Actor("user", identity.user().id), now()
    write(lambda db: verb(db, contribution_id, by, now=moment))
    back = {"step": request.form.get("step"), "table": request.form.get("table")}
    return redirect(url_for("paper.paper", workshop_id=workshop_id, **back), 303)


def _enter(workshop_id: int, step_id: int, table: Table | None) -> ResponseReturnValue:
    user_id, moment, data = identity.user().id, now(), request.form
    language = reading().get_one(Workshop, workshop_id).language
    table_id, number = (table.id, table.number) if table else (None, None)
    write(
        lambda db: typing.enter(
            db,
            step_id,
            user_id,
            table_id=table_id,
            language=language,
            key=data.get("key", ""),
            data=data,
            replace=data.get("replace") == "yes",
            now=moment,
        )
    )
    return redirect(url_for("paper.paper", workshop_id=workshop_id, step=step_id, table=number), 303)


def _step(workshop_id: int, step_id: int | None) -> Exercise | None:
    """The step that was asked for, else the present one where people answer in words, else the first."""
    steps = typing.steps_for(reading(), workshop_id)
    if step_id is not None:
        found = next((step for step in steps if step.id == step_id), None)
        if found is None:
            raise Missing("step")
        return found
    return next((step for step in steps if step.state == "open"), steps[0] if steps else None)


def _table(workshop_id: int, number: int | None) -> Table | None:
    return reading().scalar(select(Table).where(Table.workshop_id == workshop_id, Table.number == number))


def _page(
    workshop_id: int, step_id: int | None, table_id: int | None, refusal: Invalid | None = None
) -> ResponseReturnValue:
    db = reading()
    step = db.get(Exercise, step_id) if step_id is not None else None
    levers = list(db.scalars(select(Lever).where(Lever.workshop_id == workshop_id).order_by(Lever.position)))
    form: Any = None
    if step is not None:
        data = request.form if refusal is not None else None
        form = kind_named(step.kind).answer(data, language=chosen(), levers=[each.key for each in levers])
        if refusal is not None:
            form.validate()
    page = render_template(
        "studio/paper.html",
        workshop=db.get_one(Workshop, workshop_id),
        steps=typing.steps_for(db, workshop_id),
        step=step,
        form=form,
        at_tables=step is not None and kind_named(step.kind).at_tables,
        errors=sentences_of(refusal) if refusal is not None else {},
        levers=levers,
        parts=list(db.scalars(select(TreePart).where(TreePart.workshop_id == workshop_id))),
        tables=list(db.scalars(select(Table).where(Table.workshop_id == workshop_id).order_by(Table.number))),
        table=db.get(Table, table_id) if table_id is not None else None,
        petals=PETALS,
        lying=_lying(step_id, table_id),
        lines=LINES,
        key=request.form.get("key") if refusal is not None else secrets.token_hex(16),
        entered=typing.entered(db, workshop_id),
    )
    return page, 422 if refusal is not None else 200


def _lying(step_id: int | None, table_id: int | None) -> dict[str, str]:
    """Place to the words that lie there."""
    rows = reading().execute(
        select(Place.name, ContributionVersion.text)
        .join(Contribution, Contribution.id == Place.contribution_id)
        .join(ContributionVersion, PRESENT_WORDS)
        .where(Place.exercise_id == step_id, Place.table_id == table_id, Contribution.state == "shown")
    )
    return dict(rows.all())
