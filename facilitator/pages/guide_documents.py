"""The guide as a document: to read on paper, to work on in a word processor, and back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from facilitator.database import house, now, reading, write
from facilitator.languages import chosen
from facilitator.pages.guide_frame import actor, prepared
from facilitator.pages.scripts import file_name
from facilitator.refusals import sentences_of, wants_json
from sessions.errors import Invalid, Missing
from sessions.focus import replacing
from sessions.focus.documents import markdown, word
from sessions.focus.documents.reading import Unreadable
from sessions.focus.shape import Guide

TYPES = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# Packing and unpacking takes a while: a thread of its own keeps the loop free, one at a time.
_working = ThreadPoolExecutor(max_workers=1, thread_name_prefix="documents")


def documents(workshop_id: int) -> ResponseReturnValue:
    """Take the guide along, or bring one in; a file that is wrong changes nothing and says why, by line.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    workshop = prepared(workshop_id)
    problems: list[str] = []
    if request.method == "POST":
        try:
            guide = _sent(workshop.time_zone)
            by, moment, behind = actor(), now(), request.form.get("how") == "behind"
            write(lambda db: replacing.put(db, workshop_id, by, guide, behind=behind, now=moment))
            return redirect(url_for("guide.guide", workshop_id=workshop_id, saved="yes"), 303)
        except Invalid as refusal:
            if wants_json():
                raise
            problems = [each for found in sentences_of(refusal).values() for each in found]
    page = render_template("guide/documents.html", workshop=workshop, problems=problems)
    return page, 422 if problems else 200


def _sent(zone: str) -> Guide:
    """The guide in the file that was sent. Raises: Unreadable."""
    sent, spoken = request.files.get("document"), chosen()
    data = sent.read(word.LARGEST + 1) if sent is not None else b""
    if not data:
        raise Unreadable([_("Kies eerst een bestand.")])
    if data.startswith(b"PK"):
        found: Guide = house().wait(_working.submit(word.read, data, spoken=spoken, zone=zone))
        return found
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable([_("Dit bestand is geen DOCX en geen tekst in UTF-8.")]) from None
    return markdown.read(text, spoken=spoken, zone=zone)


def document(workshop_id: int, kind: str) -> Response:
    """The guide as a file. Raises: SignedOut, Missing, Forbidden."""
    workshop = prepared(workshop_id)
    if kind not in TYPES:
        raise Missing("document")
    guide = replacing.of_workshop(reading(), workshop_id)
    if kind == "md":
        data = markdown.write(guide, workshop.language).encode()
    else:
        data = house().wait(_working.submit(word.write, guide, workshop.language))
    answer = Response(data, content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(workshop.title)}.{kind}"'
    return answer


def install(pages: Blueprint) -> None:
    pages.add_url_rule("/guide/documents", "documents", documents, methods=["GET", "POST"])
    pages.add_url_rule("/guide/guide.<kind>", "document", document)
