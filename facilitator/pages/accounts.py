"""The accounts of the installation, for its administrator."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from facilitator import identity
from facilitator.database import now, reading, write
from facilitator.forms import AccountForm
from facilitator.languages import chosen
from facilitator.pages.home import hashed, organisation_of
from sessions import users
from sessions.errors import Conflict, Invalid

pages = Blueprint("accounts", __name__)


@pages.route("/accounts", methods=["GET", "POST"])
def accounts() -> ResponseReturnValue:
    """The administrator sees who has an account, and makes one. Raises: SignedOut, Forbidden."""
    administrator = identity.require_user_administers()
    form = AccountForm.read(request.form or None, chosen())
    if request.method == "POST" and form.validate():
        try:
            _make_account(form)
            return redirect(url_for("accounts.accounts", made=form.email.data), code=303)
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict:
            form.email.errors = [_("Er is al een account met dit adres.")]
    status = 422 if form.errors else 200
    page = render_template(
        "home/accounts.html",
        form=form,
        accounts=users.accounts(reading()),
        organisation=organisation_of(administrator),
        made=request.args.get("made", ""),
    )
    return page, status


def _make_account(form: Any) -> None:
    """Raises: Invalid, Conflict."""
    password, spoken, moment = form.password.data or "", chosen(), now()
    users.check_new(form.email.data, form.name.data, password, spoken)
    password_hash = hashed(password)
    write(
        lambda db: users.create(
            db,
            email=form.email.data,
            name=form.name.data,
            password_hash=password_hash,
            role=form.role.data,
            language=spoken,
            now=moment,
        )
    )
