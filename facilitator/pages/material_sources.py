"""Interviews that are entered, names that are decided on, and the way to the next workshop."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from facilitator.database import house, now, reading, row_in, write
from facilitator.languages import chosen
from facilitator.pages.material import (
    carry_page,
    focus_staff,
    halls,
    interviews_page,
    names_page,
    pages,
)
from facilitator.pages.material_acts import MOST_AT_ONCE, acted, by_staff, onward
from facilitator.pages.phone_acts import number_in
from facilitator.refusals import Errors, wants_json
from sessions import words
from sessions.errors import Invalid, Missing
from sessions.exercises.answers import said
from sessions.focus.documents import word
from sessions.material import carrying, interviews, third_persons
from sessions.models import Interview, Workshop

# Unpacking takes a while: a thread of its own keeps the loop free, one at a time.
_working = ThreadPoolExecutor(max_workers=1, thread_name_prefix="notes")
DECISIONS = ("open", "keep", "mask")


# --- interviews --------------------------------------------------------------------------------------


@pages.post("/interviews")
def enter(workshop_id: int) -> ResponseReturnValue:
    """The notes of an interview are there, pasted or from a file.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    by, moment, form = by_staff(workshop_id), now(), request.form

    def again(errors: Errors) -> ResponseReturnValue:
        workshop = reading().get_one(Workshop, workshop_id)
        return interviews_page(workshop, errors=errors, typed=form.to_dict())

    try:
        held_on, notes = _held_on(form.get("held_on", "")), interviews.notes_in(_notes())
    except Invalid as refusal:
        if wants_json():
            raise
        return again(refusal.errors)
    return acted(
        lambda db: interviews.enter(
            db,
            workshop_id,
            by,
            name=form.get("name", ""),
            interviewer=form.get("interviewer", ""),
            held_on=held_on,
            consent=form.get("consent", ""),
            notes=notes,
            secret=secrets.token_urlsafe(32),
            now=moment,
        ),
        onward("interview_list"),
        again,
    )


@pages.post("/interviews/<int:interview_id>/strike")
def strike(workshop_id: int, interview_id: int) -> ResponseReturnValue:
    """That interview counts no more. Raises: SignedOut, Missing, Forbidden."""
    by, moment = by_staff(workshop_id), now()
    row_in(Interview, interview_id, workshop_id)
    return acted(
        lambda db: interviews.strike(db, interview_id, by, now=moment),
        onward("interview_list"),
    )


def _held_on(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise _refused("held_on", said("Kies de dag van het gesprek.")) from None


def _notes() -> str:
    """What was pasted, and behind it what stands in the file that was sent. Raises: Invalid."""
    pasted, sent = request.form.get("notes", ""), request.files.get("document")
    data = sent.read(word.LARGEST + 1) if sent is not None else b""
    if not data:
        return pasted
    if data.startswith(b"PK"):
        filed: str = house().wait(_working.submit(word.text_of, data, spoken=chosen()))
    else:
        try:
            filed = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _refused("document", said("Dit bestand is geen DOCX en geen tekst in UTF-8.")) from None
    return f"{pasted}\n\n{filed}" if pasted.strip() else filed


# --- names -------------------------------------------------------------------------------------------


@pages.post("/names")
def decide(workshop_id: int) -> ResponseReturnValue:
    """The ticked names are kept, masked or open again. Raises: SignedOut, Missing, Forbidden, Invalid."""
    by, moment, decision = by_staff(workshop_id), now(), request.form.get("decision", "")
    places = _places(workshop_id)
    if decision not in DECISIONS or not places:
        refusal = _refused("names", said("Kruis eerst namen aan, en kies dan wat ermee gebeurt."))
        if wants_json():
            raise refusal
        return names_page(reading().get_one(Workshop, workshop_id), errors=refusal.errors)
    return acted(
        lambda db: third_persons.decide_all(db, workshop_id, by, places, decision=decision, now=moment),
        onward("names"),
    )


def _places(workshop_id: int) -> list[tuple[int, int, int, int]]:
    """The ticked places, and every place of the ticked names: what is pointed out now, and nothing else."""
    ticked = set(request.form.getlist("place")[:MOST_AT_ONCE])
    names = set(request.form.getlist("name")[:MOST_AT_ONCE])
    return [
        (each.contribution_id, each.version, each.starts_at, each.ends_at)
        for each in third_persons.found(reading(), workshop_id)
        if each.name in names or f"{each.contribution_id}-{each.version}-{each.starts_at}" in ticked
    ]


# --- to the next workshop ----------------------------------------------------------------------------


@pages.post("/carry")
def carry_into(workshop_id: int) -> ResponseReturnValue:
    """The material stands in the chosen hall too, and the page says what came and what could not.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    by, moment = by_staff(workshop_id), now()
    into = _chosen_hall()
    if into is None:
        refusal = _refused("into", said("Kies een workshop."))
        if wants_json():
            raise refusal
        return carry_page(focus_staff(workshop_id), errors=refusal.errors)
    into_id = into.id
    carried = write(lambda db: carrying.carry(db, workshop_id, into_id, by, now=moment))
    return carry_page(focus_staff(workshop_id), carried=carried, into=into)


@pages.post("/carry/undo")
def take_back(workshop_id: int) -> ResponseReturnValue:
    """What was brought to that hall last is gone again. Raises: SignedOut, Missing, Forbidden, Conflict."""
    by, moment, seen = by_staff(workshop_id), now(), number_in(request.form, "seen")
    into = _chosen_hall()
    if into is None:
        raise _refused("into", said("Kies een workshop."))
    into_id = into.id
    return acted(
        lambda db: carrying.take_back(db, into_id, by, seen=seen, now=moment),
        onward("carry"),
    )


def _chosen_hall() -> Workshop | None:
    """The chosen hall, among those of whoever asks; nothing chosen is None. Raises: Missing."""
    number = number_in(request.form, "into")
    if number is None:
        return None
    found = next((each for each in halls() if each.id == number), None)
    if found is None:
        raise Missing("workshop")
    return found


def _refused(field: str, sentence: str) -> Invalid:
    return Invalid({field: [words.say(chosen(), sentence)]})
