"""The guide of focus groups: rounds, questions, how much they ask of people, and undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from facilitator import identity
from facilitator.database import now, reading, write
from facilitator.guide_forms import RoundForm
from facilitator.languages import chosen
from facilitator.pages import (
    guide_details,
    guide_documents,
    guide_groups,
    guide_questions,
    guide_stimuli,
    guide_ways,
    guide_words,
)
from facilitator.pages.guide_frame import KINDS, actor, arranged, common, prepared, saved
from facilitator.refusals import Errors, refused, sentences_of, wants_json
from sessions import undoing
from sessions.access import Right
from sessions.analysis import analyses
from sessions.errors import Conflict, Invalid, Refused
from sessions.exercises.answers import errors_of
from sessions.focus import asked, feeding, pictures, rounds
from sessions.focus.shape import GuideRound
from sessions.models import Round, Workshop

pages = Blueprint("guide", __name__, url_prefix="/workshops/<int:workshop_id>")

WITH_A_FILE = ("guide.add_stimulus", "guide.change_stimulus", "guide.documents")
ROOM_FOR_THE_FORM = 64 * 1024


@pages.url_value_preprocessor
def make_room(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before the form is read: only who writes this guide may send a file of the size of a picture."""
    if endpoint not in WITH_A_FILE or request.method != "POST":
        return
    try:
        identity.staff((values or {}).get("workshop_id", 0), Right.SETTINGS)
    except (identity.SignedOut, Refused):
        return
    request.max_content_length = pictures.LARGEST * 4 + ROOM_FOR_THE_FORM


@pages.get("/guide")
def guide(workshop_id: int) -> str:
    """The guide on one page. Raises: SignedOut, Missing, Forbidden."""
    workshop = prepared(workshop_id)
    return render_template("guide/guide.html", refusal="", **common(workshop))


# --- rounds ------------------------------------------------------------------------------------------


@pages.route("/guide/rounds/new", methods=["GET", "POST"])
def add_round(workshop_id: int) -> ResponseReturnValue:
    """A round more, the day after the last one. Raises: SignedOut, Missing, Forbidden, Invalid."""
    workshop = prepared(workshop_id)
    if request.method == "GET":
        proposed = rounds.proposed_round(reading(), workshop_id)
        return _round_page(workshop, None, _filled(proposed))
    form = RoundForm.read(request.form, chosen())
    by, moment = actor(), now()
    return _kept(
        workshop,
        None,
        form,
        lambda db: rounds.add_round(db, workshop_id, by, form.value(), now=moment),
    )


@pages.route("/guide/rounds/<int:round_id>", methods=["GET", "POST"])
def change_round(workshop_id: int, round_id: int) -> ResponseReturnValue:
    """Name, words and hours of a round. Raises: SignedOut, Missing, Forbidden, Invalid."""
    workshop = prepared(workshop_id)
    row = asked.round_of(reading(), workshop_id, round_id)
    if request.method == "GET":
        present = GuideRound(row.title, row.opens, row.closes, row.welcome)
        return _round_page(workshop, row, _filled(present))
    form = RoundForm.read(request.form, chosen())
    by, moment = actor(), now()
    return _kept(
        workshop,
        row,
        form,
        lambda db: rounds.change_round(db, workshop_id, round_id, by, form.value(), now=moment),
    )


def _filled(value: GuideRound) -> RoundForm:
    values = {name: getattr(value, name) for name in ("title", "welcome", "opens", "closes")}
    return RoundForm.filled(chosen(), **values)


def _kept(
    workshop: Workshop, row: Round | None, form: Any, verb: Callable[[Session], int | None]
) -> ResponseReturnValue:
    if form.validate():
        try:
            made = write(verb)
            return saved(workshop.id, "guide.change_round", round_id=made or (row.id if row else 0))
        except Invalid as refusal:
            form.refuse(refusal)
    if wants_json():
        return refused(Invalid(errors_of(form)))
    return _round_page(workshop, row, form, status=422)


def _round_page(
    workshop: Workshop, row: Round | None, form: RoundForm, *, status: int = 200
) -> tuple[str, int]:
    change = guide_words.clock_change(workshop, row) if row is not None else ""
    page = render_template("guide/round.html", form=form, present=row, change=change, **common(workshop))
    return page, status


@pages.post("/guide/rounds/<int:round_id>/move")
def move_round(workshop_id: int, round_id: int) -> ResponseReturnValue:
    """The round stands `by` places later (negative: earlier). Raises: SignedOut, Missing, Forbidden."""
    prepared(workshop_id)
    place = asked.round_of(reading(), workshop_id, round_id).position + request.form.get("by", 0, type=int)
    by, moment = actor(), now()
    write(lambda db: rounds.move_round(db, workshop_id, round_id, by, place, now=moment))
    return saved(workshop_id, "guide.guide", f"round-{round_id}")


@pages.post("/guide/rounds/<int:round_id>/remove")
def remove_round(workshop_id: int, round_id: int) -> ResponseReturnValue:
    """The round is out, its questions too. Raises: SignedOut, Missing, Forbidden, Invalid."""
    workshop = prepared(workshop_id)
    by, moment = actor(), now()
    return arranged(
        workshop, lambda db: rounds.remove_round(db, workshop_id, round_id, by, now=moment), "guide.guide"
    )


@pages.get("/guide/workbench")
def workbench(workshop_id: int) -> str:
    """The questions whose answers can be sorted, with whether there is something to sort.

    Raises: SignedOut, Missing, Forbidden.
    """
    identity.staff(workshop_id, Right.SORT_READ)
    workshop = asked.focus_workshop(reading(), workshop_id)
    return workbench_page(workshop)


def workbench_page(workshop: Workshop, *, errors: Errors | None = None) -> str:
    db = reading()
    found = [
        (
            each,
            analyses.has_passages(db, each),
            feeding.takes_replies(each) if feeding.can_take_replies(db, each) else None,
        )
        for each in identity.workbenches(workshop.id)
    ]
    return render_template(
        "guide/workbench.html",
        workshop=workshop,
        analyses=found,
        may_change=Right.SORT in identity.rights(workshop.id),
        errors=errors or {},
    )


@pages.post("/guide/workbench/<int:analysis_id>/replies")
def take_replies(workshop_id: int, analysis_id: int) -> ResponseReturnValue:
    """Replies and answers to probes lie on the workbench of that question too, or no longer.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    workshop, _analysis = identity.at_workbench(workshop_id, analysis_id, Right.SORT)
    by, moment, taken = actor(), now(), request.form.get("taken") == "yes"
    try:
        write(lambda db: feeding.take_replies(db, workshop_id, analysis_id, by, taken=taken, now=moment))
    except Invalid as refusal:
        if wants_json():
            raise
        return workbench_page(workshop, errors=sentences_of(refusal)), 422
    return redirect(url_for("guide.workbench", workshop_id=workshop_id, _anchor=f"a{analysis_id}"), 303)


@pages.post("/guide/undo")
def undo(workshop_id: int) -> ResponseReturnValue:
    """The last act on the guide is taken back. Raises: SignedOut, Missing, Forbidden, Conflict."""
    return _turn(workshop_id, undoing.undo_in_hall)


@pages.post("/guide/redo")
def redo(workshop_id: int) -> ResponseReturnValue:
    """What was taken back stands again. Raises: SignedOut, Missing, Forbidden, Conflict."""
    return _turn(workshop_id, undoing.redo_in_hall)


def _turn(workshop_id: int, verb: Callable[..., str]) -> ResponseReturnValue:
    prepared(workshop_id)
    seen, by, moment = request.form.get("seen", type=int), actor(), now()
    try:
        write(lambda db: verb(db, workshop_id, by, seen=seen, now=moment, kinds=KINDS))
    except Conflict:
        if wants_json():
            raise
    return saved(workshop_id, "guide.guide")


def _clock(each: Round) -> dict[str, str]:
    workshop = reading().get_one(Workshop, each.workshop_id)
    change = guide_words.clock_change_in_short(workshop, each)
    return {"when": guide_words.when(workshop, each), "change": change}


def _known() -> frozenset[str]:
    """The pages that this installation has, so that a link leads somewhere."""
    return frozenset(current_app.view_functions)


pages.add_app_template_global(_known, "known_pages")
pages.add_app_template_global(guide_ways.ways_open, "ways_open")
pages.add_app_template_global(_clock, "round_clock")
pages.add_app_template_global(guide_words.effort, "question_effort")
guide_questions.install(pages)
guide_stimuli.install(pages)
guide_groups.install(pages)
guide_documents.install(pages)
guide_details.install(pages)
