"""What leaves the pages of material as files: the basic objectives, and the groups beside each other."""

from __future__ import annotations

from collections.abc import Callable
from random import SystemRandom

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal

from facilitator import identity
from facilitator.database import house, now, reading, write
from facilitator.languages import chosen
from facilitator.pages.exports import (
    FocusExportForm,
    attached,
    default_grade,
    note,
    offered,
    right_for,
    writing,
)
from facilitator.pages.material import focus_staff, pages, shown
from sessions import readings
from sessions.documents import Document, docx, markdown, pdf
from sessions.errors import Invalid
from sessions.exercises.answers import said
from sessions.exports import checked_purpose, grade_named, named_file, objectives
from sessions.exports import groups as beside
from sessions.exports.xlsx import write_tables
from sessions.material import comparing
from sessions.models import Workshop

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
GRADE_WORDS = {
    "public": (
        said("Publiek"),
        said("Aantallen, en woorden van wie akkoord ging om aangehaald te worden. Geen besloten vragen."),
    ),
    "analysis": (
        said("Analyse"),
        said(
            "Ook besloten vragen en materiaal, zonder schuilnamen. Achter wat een naam kan zijn, staat [?]."
        ),
    ),
    "restricted": (
        said("Beperkt"),
        said("Ook schuilnamen onder de woorden. Zeg waarvoor; wie dit bestand maakte, wordt bewaard."),
    ),
}
"""What each grade of the groups beside each other holds. Names that were decided to be masked are in none."""
DOCUMENTS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "docx": (WORD, docx.write),
    "pdf": ("application/pdf", pdf.write),
    "md": ("text/markdown; charset=utf-8", markdown.write),
}


@pages.get("/objectives.<any(docx, pdf, md, xlsx):file_type>")
def objective_file(workshop_id: int, file_type: str) -> Response:
    """The basic objectives as a document or as tables. Raises: SignedOut, Missing, Forbidden."""
    workshop, moment, language, store = focus_staff(workshop_id), now(), chosen(), house().store
    title = workshop.title

    def make() -> tuple[bytes, str]:
        asking = {"language": language, "random": SystemRandom()}
        with store.reading() as db:
            if file_type == "xlsx":
                rows = objectives.tables(db, workshop_id, **asking)
                return write_tables(title, moment, objectives.HEADERS, rows), EXCEL
            content_type, written = DOCUMENTS[file_type]
            return written(objectives.document(db, workshop_id, now=moment, **asking)), content_type

    content, content_type = house().wait(writing.submit(make))
    name = named_file(title, workshop_id, "doelstellingen", moment, file_type)
    return sent(workshop_id, content, content_type, name)


@pages.get("/groups")
def groups(workshop_id: int) -> ResponseReturnValue:
    """What the groups said, beside each other. Raises: SignedOut, Missing, Forbidden."""
    workshop = focus_staff(workshop_id)
    return _groups_page(workshop, FocusExportForm.filled(chosen(), grade=default_grade(workshop_id)))


def _groups_page(workshop: Workshop, form: FocusExportForm) -> ResponseReturnValue:
    return shown(
        "material/groups.html",
        workshop,
        compared=comparing.compared(reading(), workshop.id),
        decimal=format_decimal,
        form=form,
        grades=offered(GRADE_WORDS, workshop.id),
        errors=form.errors,
    )


@pages.get("/groups.<any(xlsx, csv):file_type>")
def groups_file(workshop_id: int, file_type: str) -> ResponseReturnValue:
    """The groups beside each other as tables. That it was made is known: by whom, in which grade, for what.

    Raises: SignedOut, Forbidden, Missing for an unknown grade or workshop.
    """
    workshop, moment = focus_staff(workshop_id), now()
    grade = grade_named(request.args.get("grade") or default_grade(workshop_id))
    identity.staff(workshop_id, right_for(grade))
    form = FocusExportForm.read(request.args, chosen())
    form.grade.data = grade.word
    try:
        purpose = checked_purpose(grade, form.purpose.data or "", chosen())
    except Invalid as refusal:
        form.refuse(refusal)
        return _groups_page(workshop, form)
    title, language, store = workshop.title, chosen(), house().store
    note(workshop_id, f"groups {grade.word} {file_type}", purpose, moment)

    def make() -> bytes:
        with store.reading() as db:
            compared = beside.gather(db, workshop_id, grade)
        if file_type == "csv":
            return beside.long_table(compared, language)
        return write_tables(title, moment, beside.HEADERS, beside.tables(compared, language))

    name = named_file(title, workshop_id, f"groepen-{grade.word}", moment, file_type)
    content: bytes = house().wait(writing.submit(make))
    return attached(name, content, CSV if file_type == "csv" else EXCEL)


def sent(workshop_id: int, content: bytes, content_type: str, name: str) -> Response:
    """The file to keep; that it was read is known."""
    moment, user_id = now(), identity.user().id
    write(lambda db: readings.note(db, workshop_id, user_id, "material", now=moment))
    return attached(name, content, content_type)
