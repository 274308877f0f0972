"""Scripts: the present programme kept as one's own, as a file, brought in from a file, copied as a whole."""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from facilitator import identity
from facilitator.database import now, reading, write
from facilitator.forms import OwnScriptForm
from facilitator.languages import chosen
from facilitator.pages.home import make_workshop, organisation_of
from facilitator.refusals import refused, sentences_of, wants_json
from sessions import access, scripts
from sessions.access import Right
from sessions.errors import Forbidden, Invalid
from sessions.exercises.answers import errors_of
from sessions.hall import own_scripts
from sessions.models import Workshop
from sessions.scripts import Script, Unreadable

pages = Blueprint("script", __name__)

A_FILE = "application/toml"


def _organisations() -> list[int]:
    """Where the account may start workshops. Raises: SignedOut, Forbidden."""
    ids = access.may_make_workshops(reading(), identity.user())
    if not ids:
        raise Forbidden("scripts")
    return ids


# --- of a workshop -----------------------------------------------------------------------------------


@pages.get("/workshops/<int:workshop_id>/script")
def download(workshop_id: int) -> Response:
    """The programme as a file. Raises: SignedOut, Missing, Forbidden."""
    workshop = identity.staff(workshop_id, Right.SETTINGS)
    return _file(own_scripts.of_workshop(reading(), workshop_id), workshop.title)


@pages.route("/workshops/<int:workshop_id>/script/keep", methods=["GET", "POST"])
def keep(workshop_id: int) -> ResponseReturnValue:
    """The organisation keeps the programme under a name. Raises: SignedOut, Missing, Forbidden, Invalid."""
    workshop = identity.staff(workshop_id, Right.SETTINGS)
    form: Any = (
        OwnScriptForm.read(request.form, chosen())
        if request.method == "POST"
        else OwnScriptForm.filled(chosen(), name=workshop.title[:60])
    )
    if request.method == "POST" and form.validate():
        try:
            _keep(workshop, form)
            return redirect(url_for("script.library", kept=form.name.data), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    if form.errors and wants_json():
        return refused(Invalid(errors_of(form)))
    return render_template("prepare/keep.html", workshop=workshop, form=form), 422 if form.errors else 200


def _keep(workshop: Workshop, form: Any) -> None:
    """Raises: Invalid."""
    name, summary = form.name.data, form.summary.data
    script = own_scripts.of_workshop(reading(), workshop.id, title=name, summary=summary)
    user_id, spoken, moment, organisation_id = identity.user().id, chosen(), now(), workshop.organisation_id
    write(
        lambda db: own_scripts.keep(
            db, organisation_id, script, name, user_id=user_id, now=moment, language=spoken
        )
    )


@pages.post("/workshops/<int:workshop_id>/script/copy")
def copy(workshop_id: int) -> ResponseReturnValue:
    """A new workshop with the same programme and settings, and nothing that was said.

    Raises: SignedOut, Missing, Forbidden.
    """
    workshop = identity.staff(workshop_id, Right.SETTINGS)
    if workshop.organisation_id not in _organisations():
        raise Forbidden("new workshop")
    script = own_scripts.of_workshop(reading(), workshop_id)
    made = make_workshop(
        script,
        title=_("Kopie van %(title)s", title=workshop.title)[:120],
        held_on=workshop.held_on,
        language=workshop.language,
        tables=script.tables,
        starts_at=workshop.starts_at or "",
        organisation_id=workshop.organisation_id,
        user_id=identity.user().id,
    )
    return redirect(url_for("prepare.programme", workshop_id=made, saved="copied"), 303)


# --- the library -------------------------------------------------------------------------------------


@pages.route("/scripts", methods=["GET", "POST"])
def library() -> ResponseReturnValue:
    """The scripts to choose from; a posted file is brought in, or refused with an error per line.

    Raises: SignedOut, Forbidden.
    """
    organisations = _organisations()
    problems: list[str] = []
    if request.method == "POST":
        try:
            name = _bring_in(organisations[0])
            return redirect(url_for("script.library", kept=name), 303)
        except Unreadable as refusal:
            if wants_json():
                raise
            problems = list(refusal.sentences)
        except Invalid as refusal:
            if wants_json():
                raise
            problems = [sentence for each in sentences_of(refusal).values() for sentence in each]
    page = render_template(
        "home/scripts.html",
        shipped=scripts.library(chosen()),
        own=own_scripts.kept(reading(), organisations, chosen()),
        organisation=organisation_of(identity.user()),
        problems=problems,
        kept=request.args.get("kept", ""),
    )
    return page, 422 if problems else 200


def _bring_in(organisation_id: int) -> str:
    """The name under which the file is kept. Raises: Unreadable, Invalid."""
    uploaded = request.files.get("file")
    try:
        text = uploaded.stream.read(scripts.LARGEST * 4 + 1).decode("utf-8") if uploaded else ""
    except UnicodeDecodeError:
        raise Invalid({"file": [_("Dit bestand is geen tekst.")]}) from None
    if not text.strip():
        raise Invalid({"file": [_("Kies eerst een bestand.")]})
    script = scripts.read(text, language=chosen(), spoken=chosen())
    name = script.title[: own_scripts.LONGEST_NAME].strip()
    user_id, spoken, moment = identity.user().id, chosen(), now()
    return write(
        lambda db: own_scripts.bring_in(
            db, organisation_id, text, name, user_id=user_id, now=moment, language=spoken
        )
    )


@pages.get("/scripts/<int:script_id>")
def own_file(script_id: int) -> Response:
    """An own script as a file. Raises: SignedOut, Missing, Forbidden."""
    own = own_scripts.own(reading(), script_id, _organisations())
    return _text(own.text, own.name)


@pages.get("/scripts/shipped/<script_name>")
def shipped_file(script_name: str) -> Response:
    """A script of the library as a file, in all its languages. Raises: SignedOut, Missing, Forbidden."""
    _organisations()
    return _text(scripts.text_of(script_name), script_name)


@pages.post("/scripts/<int:script_id>/remove")
def remove(script_id: int) -> ResponseReturnValue:
    """It is not kept any more. Twice is once. Raises: SignedOut, Forbidden."""
    organisations = _organisations()
    write(lambda db: own_scripts.remove(db, script_id, organisations))
    return redirect(url_for("script.library"), 303)


def _file(script: Script, title: str) -> Response:
    return _text(scripts.write(script), title)


def file_name(title: str) -> str:
    """The title as the name of a file, without what stands behind its dot."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or secrets.token_hex(4)


def _text(text: str, title: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{file_name(title)}.toml"'}
    return Response(text, content_type=f"{A_FILE}; charset=utf-8", headers=headers)
