"""A workshop that was kept or made elsewhere comes in from its archive, by upload."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import FileField

from facilitator import archives, identity
from facilitator.database import house, reading
from facilitator.forms import DeskForm
from facilitator.languages import chosen
from facilitator.pages.home import organisation_of
from sessions import access, archive
from sessions.errors import Forbidden, Invalid
from sessions.exercises.answers import said
from sessions.journal import Actor

pages = Blueprint("archives", __name__)

# What a form adds around the file: its token and the lines between the parts.
ROOM_FOR_THE_FORM = 64 * 1024
LIMIT = archive.MOST_FILE_BYTES // (1024 * 1024)
# A large archive takes seconds to check: a thread of its own keeps the hall's loop free, one at a time.
_checking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archives")


class ArchiveForm(DeskForm):
    archive = FileField(said("Archief"), render_kw={"accept": ".zip,application/zip"})


@pages.url_value_preprocessor
def make_room(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before the form is read: only who may bring in a workshop may send a file of that size."""
    user = identity.user_or_none()
    if user is not None and access.may_make_workshops(reading(), user):
        request.max_content_length = archive.MOST_FILE_BYTES + ROOM_FOR_THE_FORM


@pages.route("/workshops/import", methods=["GET", "POST"])
def bring_in() -> ResponseReturnValue:
    """Choose a file; its workshop is here. Raises: SignedOut, Forbidden."""
    user = identity.user()
    if not access.may_make_workshops(reading(), user):
        raise Forbidden("new workshop")
    form = ArchiveForm.read(request.form or None, chosen())
    if request.method == "GET":
        return _page(form)
    try:
        workshop_id = _brought_in(user.id, user.email)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(form), 422
    return redirect(url_for("prepare.programme", workshop_id=workshop_id), code=303)


def _brought_in(user_id: int, email: str) -> int:
    """The id of the workshop. Raises: Invalid with what is wrong with the file."""
    file = request.files.get("archive")
    if file is None or not file.filename:
        raise Invalid({"archive": [_("Kies eerst een bestand.")]})
    language = chosen()
    read = house().wait(_checking.submit(archive.read, file.stream, language=language))
    # Whoever brings it in decides who else may look at it: the roles in the file give nobody a way in.
    return archives.bring_in(
        house(),
        read,
        leader_email=email,
        with_roles=False,
        actor=Actor("user", user_id),
        language=language,
    )


def _page(form: ArchiveForm) -> str:
    return render_template(
        "home/import.html", form=form, organisation=organisation_of(identity.user()), limit=LIMIT
    )


@pages.errorhandler(RequestEntityTooLarge)
def too_large(_problem: RequestEntityTooLarge) -> ResponseReturnValue:
    if identity.user_or_none() is None:
        return redirect(url_for("home.sign_in", next=url_for("archives.bring_in")))
    form = ArchiveForm.filled(chosen())
    form.refuse(
        Invalid({"archive": [_("Dit bestand is te groot: er mag hoogstens %(limit)d MB in.", limit=LIMIT)]})
    )
    return _page(form), 413
