"""Pictures and texts with a question: a picture is taken by what its bytes are, and shown to nobody else."""

from __future__ import annotations

from base64 import b64decode

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from facilitator.database import now, reading, write
from facilitator.guide_forms import PictureForm, TextForm
from facilitator.languages import chosen
from facilitator.pages.guide_frame import actor, prepared, saved
from facilitator.pages.guide_questions import page_of
from sessions.errors import Invalid, Missing
from sessions.focus import asked, pictures, stimuli
from sessions.focus.shape import GuideStimulus
from sessions.models import Stimulus


def add(workshop_id: int, exercise_id: int) -> ResponseReturnValue:
    """The question begins with that picture (`kind` image) or text. Raises: SignedOut, Missing, Forbidden."""
    workshop = prepared(workshop_id)
    each = asked.question(reading(), workshop_id, exercise_id)
    is_image = request.form.get("kind") == "image"
    form = (PictureForm if is_image else TextForm).read(request.form, chosen())
    valid = form.validate()
    wanted = _picture(form) if is_image else GuideStimulus("text", request.form.get("text", ""))
    if valid and wanted is not None:
        by, moment = actor(), now()
        try:
            write(lambda db: stimuli.add(db, workshop_id, exercise_id, by, wanted, now=moment))
            return saved(workshop_id, "guide.change_question", "stimuli", exercise_id=exercise_id)
        except Invalid as refusal:
            form.refuse(refusal)  # type: ignore[attr-defined]
    return page_of(workshop, each, **{"picture" if is_image else "text": form})  # type: ignore[arg-type]


def _picture(form: object) -> GuideStimulus | None:
    """The picture that was sent; without one (None) the form says what is wrong."""
    sent = request.files.get("picture")
    data = sent.read(pictures.LARGEST + 1) if sent is not None else b""
    kind = pictures.kind_of(data)
    values = {name: request.form.get(name, "") for name in ("text", "alternative")}
    if data and not kind:
        sentence = _("Dit is geen beeld dat we kunnen tonen: PNG, JPEG, WebP of GIF, hoogstens 3 MB.")
        form["picture"].errors = [sentence]  # type: ignore[index]
        return None
    return GuideStimulus("image", picture=pictures.encoded(data) if data else None, media_type=kind, **values)


def change(workshop_id: int, stimulus_id: int) -> ResponseReturnValue:
    """The text reads so, or the picture is described so; with a file it is another picture.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    prepared(workshop_id)
    found = _found(workshop_id, stimulus_id)
    exercise_id, by, moment = found.exercise_id, actor(), now()
    text, alternative = request.form.get("text", ""), request.form.get("alternative", "")
    sent = request.files.get("picture")
    data = sent.read(pictures.LARGEST + 1) if sent is not None else b""
    kind = pictures.kind_of(data)
    if data and not kind:
        sentence = _("Dit is geen beeld dat we kunnen tonen: PNG, JPEG, WebP of GIF, hoogstens 3 MB.")
        raise Invalid({"picture": [sentence]})
    write(
        lambda db: stimuli.change(
            db, workshop_id, stimulus_id, by, text=text, alternative=alternative, now=moment
        )
    )
    if data:
        picture = pictures.encoded(data)
        write(
            lambda db: stimuli.fill(
                db, workshop_id, stimulus_id, by, media_type=kind, picture=picture, now=moment
            )
        )
    return saved(workshop_id, "guide.change_question", "stimuli", exercise_id=exercise_id)


def move(workshop_id: int, stimulus_id: int) -> ResponseReturnValue:
    """It comes one place later, or (`by` negative) earlier. Raises: SignedOut, Missing, Forbidden."""
    prepared(workshop_id)
    exercise_id = _found(workshop_id, stimulus_id).exercise_id
    step, by, moment = request.form.get("by", 1, type=int), actor(), now()
    write(lambda db: stimuli.move(db, workshop_id, stimulus_id, by, step, now=moment))
    return saved(workshop_id, "guide.change_question", "stimuli", exercise_id=exercise_id)


def remove(workshop_id: int, stimulus_id: int) -> ResponseReturnValue:
    """The question is asked without it. Raises: SignedOut, Missing, Forbidden."""
    prepared(workshop_id)
    exercise_id, by, moment = _found(workshop_id, stimulus_id).exercise_id, actor(), now()
    write(lambda db: stimuli.remove(db, workshop_id, stimulus_id, by, now=moment))
    return saved(workshop_id, "guide.change_question", "stimuli", exercise_id=exercise_id)


def picture(workshop_id: int, stimulus_id: int) -> Response:
    """The picture, for staff. Raises: SignedOut, Missing, Forbidden."""
    prepared(workshop_id)
    found = _found(workshop_id, stimulus_id)
    if not found.picture:
        raise Missing("picture")
    data = b64decode(found.picture)
    kind = pictures.kind_of(data)
    if not kind:
        raise Missing("picture")
    answer = Response(data, mimetype=kind)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.cache_control.private, answer.cache_control.max_age = True, 3600
    return answer


def _found(workshop_id: int, stimulus_id: int) -> Stimulus:
    return stimuli.stimulus_of(reading(), workshop_id, stimulus_id)


def install(pages: Blueprint) -> None:
    one = "/guide/stimuli/<int:stimulus_id>"
    pages.add_url_rule("/guide/questions/<int:exercise_id>/stimuli", "add_stimulus", add, methods=["POST"])
    pages.add_url_rule(one, "change_stimulus", change, methods=["POST"])
    pages.add_url_rule(f"{one}/move", "move_stimulus", move, methods=["POST"])
    pages.add_url_rule(f"{one}/remove", "remove_stimulus", remove, methods=["POST"])
    pages.add_url_rule(f"{one}/picture", "picture", picture)
