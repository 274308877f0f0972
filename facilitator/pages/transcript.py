"""The transcript of focus groups: a menu of orders, grades and files, and the files."""

from __future__ import annotations

from random import SystemRandom

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import StringField

from facilitator import identity
from facilitator.database import house, now, reading
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
from sessions.access import Right
from sessions.errors import Invalid, Missing
from sessions.exercises.answers import said
from sessions.exports import Grade, checked_purpose, grade_named, named_file, transcript
from sessions.exports.transcript_formats import FORMATS, Format, format_named
from sessions.focus.asked import focus_workshop
from sessions.material import third_persons
from sessions.models import Workshop

pages = Blueprint("transcript", __name__, url_prefix="/workshops/<int:workshop_id>/transcript")

ORDER_WORDS = {
    "question": (said("Per vraag"), said("Elke vraag met wat elke groep antwoordde.")),
    "member": (said("Per deelnemer"), said("Alles wat iemand zei bij elkaar.")),
    "group": (said("Per groep"), said("Elke groep van de eerste vraag tot de laatste.")),
}
GRADE_WORDS = {
    "public": (
        said("Publiek"),
        said("Alleen wie akkoord ging om aangehaald te worden, onder een code. Geen besloten vragen."),
    ),
    "analysis": (
        said("Analyse"),
        said("Wat iedereen schreef, onder codes die voor dit bestand getrokken worden. Alleen dagen."),
    ),
    "restricted": (
        said("Beperkt"),
        said("Ook schuilnamen en precieze tijden. Zeg waarvoor; wie dit bestand maakte, wordt bewaard."),
    ),
}


class TranscriptForm(FocusExportForm):
    """What the transcript may hold, and in which order."""

    order = StringField(said("In welke volgorde?"))


@pages.get("")
def menu(workshop_id: int) -> str:
    """What the transcript can be. Raises: SignedOut, Missing, Forbidden."""
    identity.staff(workshop_id, Right.EXPORT_PUBLIC)
    workshop = focus_workshop(reading(), workshop_id)
    return _menu(
        workshop, TranscriptForm.filled(chosen(), grade=default_grade(workshop_id), order="question")
    )


@pages.get("/<name>")
def download(workshop_id: int, name: str) -> ResponseReturnValue:
    """The transcript, made now. That it was made is known: by whom, in which grade, for what.

    Raises: SignedOut, Forbidden, Missing for an unknown format, grade, order or workshop.
    """
    identity.staff(workshop_id, Right.EXPORT_PUBLIC)
    workshop, wanted = focus_workshop(reading(), workshop_id), format_named(name)
    grade = grade_named(request.args.get("grade") or default_grade(workshop_id))
    identity.staff(workshop_id, right_for(grade))
    form = TranscriptForm.read(request.args, chosen())
    form.grade.data, form.order.data = grade.word, form.order.data or "question"
    if form.order.data not in ORDER_WORDS:
        raise Missing("order")
    try:
        purpose = checked_purpose(grade, form.purpose.data or "", chosen())
    except Invalid as refusal:
        form.refuse(refusal)
        return _menu(workshop, form), 422
    return _answer(workshop_id, wanted, grade, form.order.data, purpose)


def _menu(workshop: Workshop, form: TranscriptForm) -> str:
    decides = Right.EXPORT in identity.rights(workshop.id)
    named = third_persons.found(reading(), workshop.id) if decides else []
    return render_template(
        "transcript/menu.html",
        workshop=workshop,
        form=form,
        formats=FORMATS.values(),
        orders=ORDER_WORDS,
        grades=offered(GRADE_WORDS, workshop.id),
        undecided=sum(each.decision == "open" for each in named),
    )


def _answer(workshop_id: int, wanted: Format, grade: Grade, order: str, purpose: str) -> ResponseReturnValue:
    moment, language, store = now(), chosen(), house().store
    note(workshop_id, f"transcript {grade.word} {wanted.name}", purpose, moment)

    def make() -> tuple[str, bytes]:
        with store.reading() as db:
            made = transcript.gather(
                db, workshop_id, grade, order=order, random=SystemRandom(), language=language, now=moment
            )
        name = named_file(made.title, workshop_id, f"transcript-{grade.word}", moment, wanted.name)
        return name, wanted.write(made)

    title, content = house().wait(writing.submit(make))
    return attached(title, content, wanted.content_type)
