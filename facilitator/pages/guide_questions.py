"""The questions of a guide: choose a form, word it, say who sees the answers, arrange."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from facilitator.database import now, reading, write
from facilitator.guide_forms import PictureForm, QuestionForm, TextForm
from facilitator.languages import chosen
from facilitator.pages import guide_words
from facilitator.pages.guide_frame import actor, arranged, common, prepared, saved
from facilitator.refusals import refused, wants_json
from sessions.errors import Invalid
from sessions.exercises.answers import errors_of
from sessions.focus import asked, checking, questions, wording
from sessions.focus.asked import Asked
from sessions.focus.forms import FORMS, form_named
from sessions.focus.shape import GuideQuestion
from sessions.models import Round, Workshop


def add(workshop_id: int, round_id: int) -> ResponseReturnValue:
    """The forms to choose from, then an empty question of that form; posted, the guide has it.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    workshop = prepared(workshop_id)
    row = asked.round_of(reading(), workshop_id, round_id)
    name, after = request.values.get("form", ""), request.values.get("after", type=int)
    if name not in FORMS:
        return render_template("guide/forms.html", into=row, after=after, **common(workshop))
    settings = _settings(workshop, row, name, request.form if request.method == "POST" else None)
    if request.method == "GET":
        form = QuestionForm.filled(chosen(), visibility="masked", required=True)
        return _page(workshop, row, None, name, form, settings)
    form = QuestionForm.read(request.form, chosen())
    if all([form.validate(), settings.validate()]):
        wanted = _value(form, name, settings, {})
        by, moment = actor(), now()
        try:
            made = write(
                lambda db: questions.add_question(
                    db, workshop_id, round_id, by, wanted, after=after, now=moment
                )
            )
            return saved(workshop_id, "guide.change_question", exercise_id=made)
        except Invalid as refusal:
            _refuse(form, settings, refusal)
    return _page(workshop, row, None, name, form, settings, status=422)


def change(workshop_id: int, exercise_id: int) -> ResponseReturnValue:
    """How a question is asked, and of whom. Raises: SignedOut, Missing, Forbidden, Invalid."""
    workshop = prepared(workshop_id)
    each = asked.question(reading(), workshop_id, exercise_id)
    name = each.question.form
    if request.method == "GET":
        filled = form_named(name).filled(each.step.settings)
        settings = _settings(workshop, each.round, name, filled, but=each.id)
        return _page(workshop, each.round, each, name, _filled(each), settings)
    form = QuestionForm.read(request.form, chosen())
    settings = _settings(workshop, each.round, name, request.form, but=each.id)
    if all([form.validate(), settings.validate()]):
        wanted = _value(form, name, settings, each.step.settings)
        by, moment = actor(), now()
        try:
            write(lambda db: questions.change_question(db, workshop_id, exercise_id, by, wanted, now=moment))
            return saved(workshop_id, "guide.change_question", exercise_id=exercise_id)
        except Invalid as refusal:
            _refuse(form, settings, refusal)
    if wants_json():
        return refused(Invalid({**errors_of(form), **errors_of(settings)}))
    return _page(workshop, each.round, each, name, form, settings, status=422)


def _settings(workshop: Workshop, row: Round, name: str, data: Any, *, but: int = 0) -> Any:
    """The settings form, with the questions to react to by their words."""
    every = [each for each in asked.questions(reading(), workshop.id) if each.id != but]
    known = questions.may_react_to(every, row)
    form: Any = checking.settings_form(name, data, chosen(), to=known)
    if "to" in form:
        titles = {each.id: each.step.title for each in every}
        form.to.choices = [SelectChoice(each, titles[each]) for each in known]
    return form


def _value(form: Any, name: str, settings: Any, known: Any) -> GuideQuestion:
    value: GuideQuestion = form.value(name, form_named(name).settings(settings, known))
    return value


def _filled(each: Asked) -> QuestionForm:
    return QuestionForm.filled(
        chosen(),
        prompt=each.step.prompt,
        title=each.step.title,
        visibility=each.question.visibility,
        required=each.question.required,
        segments=", ".join(each.question.segments),
    )


def _refuse(form: QuestionForm, settings: Any, refusal: Invalid) -> None:
    """What the domain said stands next to the field that it is about."""
    inside = {name: found for name, found in refusal.errors.items() if name in settings}
    for name, found in inside.items():
        settings[name].errors = [*settings[name].errors, *found]
    if len(inside) < len(refusal.errors):
        form.refuse(Invalid({name: found for name, found in refusal.errors.items() if name not in inside}))


def _page(
    workshop: Workshop,
    row: Round,
    each: Asked | None,
    name: str,
    form: QuestionForm,
    settings: Any,
    *,
    picture: PictureForm | None = None,
    text: TextForm | None = None,
    status: int = 200,
) -> tuple[str, int]:
    db = reading()
    page = render_template(
        "guide/question.html",
        into=row,
        present=each,
        after=request.values.get("after", type=int),
        form=form,
        shape=form_named(name),
        settings=settings,
        answered=each is not None and questions.is_answered(db, each.id),
        stays=questions.why_it_stays(db, each) if each is not None else "",
        earlier=wording.earlier(db, workshop.id, each.id) if each is not None else [],
        picture=picture or PictureForm.filled(chosen()),
        text=text or TextForm.filled(chosen()),
        effort=guide_words.effort(each) if each is not None else "",
        segments_known=questions.segments_in_use(db, workshop.id),
        **common(workshop),
    )
    return page, status


def page_of(
    workshop: Workshop, each: Asked, *, picture: PictureForm | None = None, text: TextForm | None = None
) -> tuple[str, int]:
    """The page of that question, with what was refused at its pictures and texts."""
    filled = form_named(each.question.form).filled(each.step.settings)
    settings = _settings(workshop, each.round, each.question.form, filled, but=each.id)
    return _page(
        workshop,
        each.round,
        each,
        each.question.form,
        _filled(each),
        settings,
        picture=picture,
        text=text,
        status=422,
    )


def copy(workshop_id: int, exercise_id: int) -> ResponseReturnValue:
    """The same question stands right behind it. Raises: SignedOut, Missing, Forbidden, Invalid."""
    workshop, by, moment = prepared(workshop_id), actor(), now()
    asked.question(reading(), workshop_id, exercise_id)
    return arranged(
        workshop,
        lambda db: questions.copy_question(db, workshop_id, exercise_id, by, now=moment),
        "guide.guide",
        f"question-{exercise_id}",
    )


def move(workshop_id: int, exercise_id: int) -> ResponseReturnValue:
    """The question stands one place later, or (`by` negative) earlier, over the edge of its round too.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    workshop, by, moment = prepared(workshop_id), actor(), now()
    step = request.form.get("by", 1, type=int)
    asked.question(reading(), workshop_id, exercise_id)
    return arranged(
        workshop,
        lambda db: questions.move_question(db, workshop_id, exercise_id, by, step, now=moment),
        "guide.guide",
        moved=exercise_id,
        by=step,
    )


def remove(workshop_id: int, exercise_id: int) -> ResponseReturnValue:
    """The question is out of the guide. Raises: SignedOut, Missing, Forbidden, Invalid."""
    workshop, by, moment = prepared(workshop_id), actor(), now()
    asked.question(reading(), workshop_id, exercise_id)
    return arranged(
        workshop,
        lambda db: questions.remove_question(db, workshop_id, exercise_id, by, now=moment),
        "guide.guide",
    )


def install(pages: Blueprint) -> None:
    one = "/guide/questions/<int:exercise_id>"
    into = "/guide/rounds/<int:round_id>/questions/new"
    pages.add_url_rule(into, "add_question", add, methods=["GET", "POST"])
    pages.add_url_rule(one, "change_question", change, methods=["GET", "POST"])
    pages.add_url_rule(f"{one}/copy", "copy_question", copy, methods=["POST"])
    pages.add_url_rule(f"{one}/move", "move_question", move, methods=["POST"])
    pages.add_url_rule(f"{one}/remove", "remove_question", remove, methods=["POST"])
