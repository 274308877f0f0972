"""The steps of the programme: change one, add, copy, move and remove, and how it looks on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import Form
from wtforms.fields.choices import SelectChoice

from facilitator import identity, qr
from facilitator.database import now, reading, row_in, write
from facilitator.forms import VIEW_NAMES, StepForm, over
from facilitator.languages import chosen
from facilitator.pages.programme_clock import clock_of
from facilitator.refusals import refused, sentences_of, wants_json
from sessions import workshops
from sessions.access import Right
from sessions.errors import Invalid
from sessions.exercises import IN_HALL, ExerciseKind, kind_named
from sessions.exercises.answers import as_form, errors_of
from sessions.hall import pace, preparing, programme
from sessions.journal import Actor
from sessions.models import Analysis, Exercise, Lever, Workshop

Saved = ResponseReturnValue


# --- one step ----------------------------------------------------------------------------------------


def step(workshop_id: int, exercise_id: int) -> ResponseReturnValue:
    """The question, the length, the wall and the settings of one step.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    workshop, found = _prepared(workshop_id, exercise_id)
    if request.method == "GET":
        return _page(workshop, found, _step_form(found), _settings_form(found))
    posted = over(_known(found) | _ticked(found), request.form)
    form: Any = StepForm.read(posted, chosen())
    settings = _settings_form(found, posted)
    # Both are looked at, so that everything that is wrong is said at once.
    if all([form.validate(), settings.validate()]):
        try:
            _change(found, form, settings)
            return _saved(workshop_id, exercise_id)
        except Invalid as refusal:
            form.refuse(refusal)
    if wants_json():
        return refused(Invalid({**errors_of(form), **errors_of(settings)}))
    return _page(workshop, found, form, settings, status=422)


def _prepared(workshop_id: int, exercise_id: int) -> tuple[Workshop, Exercise]:
    """Raises: SignedOut, Missing, Forbidden."""
    workshop = identity.staff(workshop_id, Right.SETTINGS)
    return workshop, row_in(Exercise, exercise_id, workshop_id)


def _page(
    workshop: Workshop,
    found: Exercise,
    form: Any,
    settings: Any,
    *,
    refusal: str = "",
    status: int = 200,
) -> tuple[str, int]:
    steps = workshops.steps_of(reading(), workshop.id)
    page = render_template(
        "prepare/step.html",
        workshop=workshop,
        steps=steps,
        step=found,
        kind=kind_named(found.kind),
        following=next((each for each in steps if each.position > found.position), None),
        present=workshops.present_step(reading(), workshop.id),
        stays=programme.why_not_removed(reading(), found),
        form=form,
        settings=settings,
        refusal=refusal,
        saved=request.args.get("saved", ""),
        address=qr.typable(qr.public_address()),
    )
    return page, status


def _step_form(found: Exercise) -> StepForm:
    return StepForm.filled(chosen(), **_known(found))


def _known(found: Exercise) -> dict[str, Any]:
    return {"title": found.title, "prompt": found.prompt, "minutes": found.minutes}


def _ticked(found: Exercise) -> dict[str, Any]:
    """The settings as their form sends them: a box without a tick says nothing."""
    return {name: value for name, value in found.settings.items() if value is not False}


def _settings_form(found: Exercise, data: Any = None) -> Any:
    """The settings of its kind, with choices in words: the views of the wall, the questions by name."""
    kind = kind_named(found.kind)
    form: Any = kind.settings_form.read(as_form(_ticked(found)) if data is None else data, chosen())
    form.wall.choices = [SelectChoice(view, _(VIEW_NAMES[view])) for view in VIEW_NAMES]
    if "analysis" in form:
        asked = reading().execute(
            select(Analysis.key, Analysis.question)
            .where(Analysis.workshop_id == found.workshop_id)
            .order_by(Analysis.position)
        )
        form.analysis.choices = [SelectChoice(key, question) for key, question in asked]
    return form


def _change(found: Exercise, form: Any, settings: Form) -> None:
    """Raises: Invalid."""
    exercise_id, actor, moment = found.id, _actor(), now()
    write(
        lambda db: preparing.change_step(
            db,
            exercise_id,
            actor,
            title=form.title.data,
            prompt=form.prompt.data,
            minutes=form.minutes.data,
            settings=settings.data,
            now=moment,
        )
    )


def _saved(workshop_id: int, exercise_id: int, said: str = "step") -> Saved:
    """It is kept: said to a script, or shown on the page of that step."""
    if wants_json():
        return jsonify(ok=True, step=exercise_id, programme=clock_of(workshop_id))
    page = url_for("prepare.step", workshop_id=workshop_id, exercise_id=exercise_id, saved=said)
    return redirect(page, 303)


def _actor() -> Actor:
    return Actor("user", identity.user().id)


# --- arranging ---------------------------------------------------------------------------------------


def add(workshop_id: int) -> ResponseReturnValue:
    """The kinds to choose from; posted, there is a new step behind the step `after`.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    workshop = identity.staff(workshop_id, Right.SETTINGS)
    steps = workshops.steps_of(reading(), workshop_id)
    known = {each.id for each in steps}
    after = request.values.get("after", type=int)
    after = after if after in known else steps[-1].id if steps else None
    refusal = ""
    if request.method == "POST":
        kind, actor, moment = request.form.get("kind", ""), _actor(), now()
        try:
            made = write(lambda db: programme.add_step(db, workshop_id, kind, actor, after=after, now=moment))
            return _saved(workshop_id, made, "added")
        except Invalid as problem:
            if wants_json():
                raise
            refusal = sentences_of(problem)["step"][0]
    page = render_template(
        "prepare/new_step.html",
        workshop=workshop,
        steps=steps,
        kinds=list(IN_HALL.values()),
        after=after,
        refusal=refusal,
    )
    return page, 422 if refusal else 200


def copy(workshop_id: int, exercise_id: int) -> Saved:
    """There is the same step right behind it. Raises: SignedOut, Missing, Forbidden, Invalid."""
    return _arrange(
        workshop_id,
        exercise_id,
        "copied",
        lambda db, actor, moment: programme.copy_step(db, exercise_id, actor, now=moment),
    )


def move(workshop_id: int, exercise_id: int) -> Saved:
    """The step is `by` places later (negative: earlier), or at `place`.

    Raises: SignedOut, Missing, Forbidden.
    """
    _workshop, found = _prepared(workshop_id, exercise_id)
    place = request.form.get("place", type=int)
    if place is None:
        place = found.position + request.form.get("by", 0, type=int)
    wanted = place
    return _arrange(
        workshop_id,
        exercise_id,
        "moved",
        lambda db, actor, moment: programme.move_step(db, exercise_id, wanted, actor, now=moment),
    )


def remove(workshop_id: int, exercise_id: int) -> Saved:
    """The step is out of the programme; the page is the step that comes in its place.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    workshop, found = _prepared(workshop_id, exercise_id)
    steps = workshops.steps_of(reading(), workshop_id)
    beside = next((each for each in steps if each.position > found.position), None) or next(
        (each for each in reversed(steps) if each.position < found.position), found
    )
    actor, moment = _actor(), now()
    try:
        write(lambda db: programme.remove_step(db, exercise_id, actor, now=moment))
    except Invalid as refusal:
        return _refused(workshop, found, refusal)
    return _saved(workshop_id, beside.id, "removed")


def _arrange(
    workshop_id: int, exercise_id: int, said: str, verb: Callable[[Session, Actor, datetime], int | None]
) -> Saved:
    workshop, found = _prepared(workshop_id, exercise_id)
    actor, moment = _actor(), now()
    try:
        made = write(lambda db: verb(db, actor, moment))
    except Invalid as refusal:
        return _refused(workshop, found, refusal)
    return _saved(workshop_id, made or exercise_id, said)


def _refused(workshop: Workshop, found: Exercise, refusal: Invalid) -> ResponseReturnValue:
    """The page of the step, with the sentence that refuses the act. Raises: Invalid for a script."""
    if wants_json():
        raise refusal
    sentence = sentences_of(refusal)["step"][0]
    return _page(workshop, found, _step_form(found), _settings_form(found), refusal=sentence, status=422)


def change_pace(workshop_id: int) -> Saved:
    """The hall goes together, or (`self_paced` yes) each table at its own pace.

    Raises: SignedOut, Missing, Forbidden.
    """
    identity.staff(workshop_id, Right.SETTINGS)
    alone = request.form.get("self_paced") == "yes"
    actor, moment = _actor(), now()
    write(lambda db: pace.set_pace(db, workshop_id, alone, actor, now=moment))
    if wants_json():
        return jsonify(ok=True)
    return redirect(url_for("prepare.programme", workshop_id=workshop_id, saved="pace", _anchor="tempo"), 303)


# --- how it looks ------------------------------------------------------------------------------------


def preview(workshop_id: int, exercise_id: int) -> str:
    """The phone in this step, to look at: nothing on it can be sent.

    Raises: SignedOut, Missing, Forbidden.
    """
    workshop, found = _prepared(workshop_id, exercise_id)
    kind = kind_named(found.kind)
    levers = list(
        reading().scalars(select(Lever).where(Lever.workshop_id == workshop_id).order_by(Lever.position))
    )
    steps = workshops.steps_of(reading(), workshop_id)
    following = next((each for each in steps if each.position > found.position), None)
    return render_template(
        "prepare/preview.html",
        workshop=workshop,
        kind=kind,
        form=_blank(kind, levers),
        levers=levers,
        lever_names={lever.key: lever for lever in levers},
        step={
            "id": found.id,
            "kind": found.kind,
            "title": found.title,
            "prompt": found.prompt,
            "position": found.position,
            "steps": len(steps),
            "minutes": found.minutes,
            "stage": "",
            "next": following.title if following else None,
        },
    )


def _blank(kind: ExerciseKind, levers: list[Lever]) -> Form | None:
    if kind.answer_form is None:
        return None
    return kind.answer(None, language=chosen(), levers=[lever.key for lever in levers])
