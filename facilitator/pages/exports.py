"""Exports: a menu that says what each file is for and what is in it, and the files."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from random import SystemRandom

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import StringField

from facilitator import archives, identity
from facilitator.database import house, now, write
from facilitator.forms import DeskForm
from facilitator.languages import chosen
from sessions import readings
from sessions.access import Right
from sessions.errors import Invalid
from sessions.exercises.answers import said, trimmed
from sessions.exports import (
    FORMATS,
    GRADES,
    Format,
    Grade,
    checked_purpose,
    file_name,
    format_named,
    gather,
    grade_named,
)
from sessions.models import Workshop

pages = Blueprint("exports", __name__, url_prefix="/workshops/<int:workshop_id>/exports")

# A large workbook takes seconds: a thread of its own keeps the hall's loop free, one file at a time.
writing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="exports")

GRADE_WORDS = {
    "public": (said("Publiek"), said("Wat de wand toont, en aantallen. Geen deelnemers, alleen dagen.")),
    "analysis": (
        said("Analyse"),
        said("Elke bijdrage, onder codes die voor dit bestand getrokken worden. Geen namen, alleen dagen."),
    ),
    "restricted": (
        said("Beperkt"),
        said("Ook namen en precieze tijden. Zeg waarvoor; wie dit bestand maakte en waarom, wordt bewaard."),
    ),
}


class ExportForm(DeskForm):
    """What the file may hold, and what it is for."""

    grade = StringField(said("Wat mag erin staan?"))
    purpose = StringField(
        said("Waarvoor heb je de namen nodig?"),
        description=said("Alleen bij een beperkt bestand en bij een archief."),
        filters=[trimmed],
        render_kw={"autocomplete": "off"},
    )


class FocusExportForm(ExportForm):
    """The same for what focus groups said, under pseudonyms."""

    purpose = StringField(
        said("Waarvoor heb je de schuilnamen nodig?"),
        description=said("Alleen bij een beperkt bestand."),
        filters=[trimmed],
        render_kw={"autocomplete": "off"},
    )


def right_for(grade: Grade) -> Right:
    return Right.EXPORT_PUBLIC if grade is Grade.PUBLIC else Right.EXPORT


def offered(words: dict[str, tuple[str, str]], workshop_id: int) -> dict[str, tuple[str, str]]:
    """The grades that whoever asks may have, each with its name and what it holds."""
    rights = identity.rights(workshop_id)
    return {name: words[name] for name in GRADES if right_for(grade_named(name)) in rights}


@pages.get("")
def menu(workshop_id: int) -> str:
    """What can be taken home. Raises: SignedOut, Missing, Forbidden."""
    workshop = identity.staff(workshop_id, Right.EXPORT_PUBLIC)
    return _menu(workshop, ExportForm.filled(chosen(), grade=default_grade(workshop_id)))


@pages.get("/archive")
def archive(workshop_id: int) -> ResponseReturnValue:
    """The whole workshop in one file, with names in it: so it says what it is for, and that is known.

    Raises: SignedOut, Forbidden, Missing.
    """
    workshop = identity.staff(workshop_id, Right.EXPORT)
    form = ExportForm.read(request.args, chosen())
    try:
        purpose = checked_purpose(Grade.RESTRICTED, form.purpose.data or "", chosen())
    except Invalid as refusal:
        form.grade.data = Grade.RESTRICTED.word
        form.refuse(refusal)
        return _menu(workshop, form), 422
    moment, store = now(), house().store
    note(workshop_id, f"export {Grade.RESTRICTED.word} {archives.NAME}", purpose, moment)
    made = house().wait(writing.submit(archives.make, store, workshop_id, moment))
    return attached(made.name, made.content, archives.CONTENT_TYPE)


@pages.get("/<name>")
def download(workshop_id: int, name: str) -> ResponseReturnValue:
    """The file, made now. That it was made is known: by whom, in which grade, for what.

    Raises: SignedOut, Forbidden, Missing for an unknown format, grade or workshop.
    """
    workshop = identity.staff(workshop_id, Right.EXPORT_PUBLIC)
    wanted = format_named(name)
    grade = grade_named(request.args.get("grade") or default_grade(workshop_id))
    identity.staff(workshop_id, right_for(grade))
    form = ExportForm.read(request.args, chosen())
    try:
        purpose = checked_purpose(grade, form.purpose.data or "", chosen())
    except Invalid as refusal:
        form.refuse(refusal)
        return _menu(workshop, form), 422
    return _answer(workshop_id, wanted, grade, purpose)


def default_grade(workshop_id: int) -> str:
    return "analysis" if Right.EXPORT in identity.rights(workshop_id) else "public"


def _menu(workshop: Workshop, form: ExportForm) -> str:
    rights = identity.rights(workshop.id)
    return render_template(
        "exports/menu.html",
        workshop=workshop,
        form=form,
        formats=FORMATS.values(),
        grades=offered(GRADE_WORDS, workshop.id),
        archive=Right.EXPORT in rights,
        studio=Right.RUN in rights,
    )


def _answer(workshop_id: int, wanted: Format, grade: Grade, purpose: str) -> Response:
    name, moment, language, store = identity.user().name, now(), chosen(), house().store
    note(workshop_id, f"export {grade.word} {wanted.name}", purpose, moment)

    def make() -> tuple[str, bytes]:
        with store.reading() as db:
            dossier = gather(
                db,
                workshop_id,
                grade,
                random=SystemRandom(),
                language=language,
                now=moment,
                requested_by=name,
                purpose=purpose,
            )
        return file_name(dossier, wanted), wanted.write(dossier)

    title, content = house().wait(writing.submit(make))
    return attached(title, content, wanted.content_type)


def note(workshop_id: int, what: str, purpose: str, moment: datetime) -> None:
    """It is known who made which file, and what for."""
    user_id = identity.user().id
    write(lambda db: readings.note(db, workshop_id, user_id, what, purpose=purpose, now=moment))


def attached(title: str, content: bytes, content_type: str) -> Response:
    response = Response(content, content_type=content_type)
    response.headers.set("Content-Disposition", "attachment", filename=title)
    return response
