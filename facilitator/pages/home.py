"""The door and the desk: the first administrator, signing in and out, the start page, a new workshop."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response as AnyResponse

from facilitator import identity
from facilitator.database import house, now, reading, write
from facilitator.forms import ROLE_NAMES, SetupForm, SignInForm, WorkshopForm
from facilitator.languages import COOKIE, chosen
from sessions import access, agenda, trajectories, users
from sessions.errors import Busy, Conflict, Forbidden, Invalid, Missing
from sessions.focus import making
from sessions.hall import own_scripts
from sessions.models import Organisation, User
from sessions.scripts import Script, library, load
from sessions.text import join_code
from sessions.time_zones import USUAL, day
from sessions.words import LANGUAGES

pages = Blueprint("home", __name__)

ATTEMPTS = 6
OWN = "own-"
MOST_DIGITS = 18
A_YEAR = 365 * 24 * 3600
# argon2 takes its time by design: threads of its own keep the hall's loop free.
_hashing = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


@pages.app_context_processor
def person() -> dict[str, object]:
    """`me` in every template: the account that is signed in, looked up only where a page shows it."""
    return {"me": LocalProxy(identity.user_or_none), "role_names": ROLE_NAMES}


def same_site(target: str | None) -> str:
    """The path that was asked for, when it is one of ours; else the start page."""
    target = target or "/"
    parts = urlsplit(target)
    ours = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.scheme
    plain = target.isprintable() and "\\" not in target
    return target if ours and plain and not parts.netloc else "/"


def hashed(password: str) -> str:
    return str(house().wait(_hashing.submit(identity.hash_password, password)))


def _matches(password: str, known: str | None) -> bool:
    return bool(house().wait(_hashing.submit(identity.password_matches, password, known)))


# --- start -------------------------------------------------------------------------------------------


@pages.get("/")
def start() -> ResponseReturnValue:
    user = identity.user_or_none()
    if user is None:
        return render_template("home/door.html")
    entries = agenda.of_user(reading(), user.id)
    may_make = bool(access.may_make_workshops(reading(), user))
    if not entries and may_make:
        return new_page(_new_form(), first=True)
    today = day(now(), USUAL)
    return render_template(
        "home/start.html",
        organisation=organisation_of(user),
        upcoming=agenda.next_up(entries, today),
        chapters=agenda.by_trajectory(reading(), entries),
        scripts=choices() if may_make else [],
        today=today,
    )


def organisation_of(user: User) -> str:
    """The name that stands beside the brand."""
    ids = access.may_make_workshops(reading(), user)
    organisation = reading().get(Organisation, ids[0]) if ids else None
    return organisation.name if organisation else ""


# --- a new workshop ----------------------------------------------------------------------------------


@pages.route("/workshops/new", methods=["GET", "POST"])
def new_workshop() -> ResponseReturnValue:
    """Choose a script, give a name and a day. Raises: SignedOut, Forbidden."""
    user = identity.user()
    organisations = access.may_make_workshops(reading(), user)
    if not organisations:
        raise Forbidden("new workshop")
    if request.method == "GET":
        return new_page(_new_form(request.args.get("script")))
    form = WorkshopForm.read(request.form, chosen())
    if form.validate():
        try:
            workshop_id = _make(form, user.id, organisations)
            return redirect(url_for("prepare.programme", workshop_id=workshop_id), code=303)
        except Invalid as refusal:
            form.refuse(refusal)
    return new_page(form), 422


def _new_form(wanted: str | None = None) -> WorkshopForm:
    scripts = choices()
    name, first = next((each for each in scripts if each[0] == wanted), scripts[0])
    return WorkshopForm.filled(
        chosen(), script=name, held_on=day(now(), USUAL), language=chosen(), tables=first.tables
    )


def choices() -> list[tuple[str, Script]]:
    """The scripts to start from by the name that the form sends: what is shipped, then the own ones."""
    own = own_scripts.kept(reading(), access.may_make_workshops(reading(), identity.user()), chosen())
    return [(each.name, each) for each in library(chosen())] + [
        (f"{OWN}{script_id}", script) for script_id, script in own
    ]


def new_page(form: WorkshopForm, *, first: bool = False) -> str:
    return render_template(
        "home/new.html",
        form=form,
        first=first,
        scripts=choices(),
        trajectories=trajectories.of_organisations(
            reading(), access.may_make_workshops(reading(), identity.user())
        ),
        organisation=organisation_of(identity.user()),
    )


def _script_of(chosen_name: str, language: str, organisations: Sequence[int]) -> Script:
    """Raises: Missing, Unreadable."""
    number = chosen_name.removeprefix(OWN)
    if chosen_name.startswith(OWN) and number.isdecimal() and len(number) < MOST_DIGITS:
        return own_scripts.named(reading(), int(number), organisations, language)
    return load(chosen_name, language)


def _make(form: Any, user_id: int, organisations: Sequence[int]) -> int:
    """The id of the new workshop. Raises: Invalid, Missing."""
    return make_workshop(
        _script_of(form.script.data or "", form.language.data, organisations),
        title=form.title.data,
        held_on=form.held_on.data,
        starts_at=form.starts_at.data or "",
        language=form.language.data,
        tables=form.tables.data,
        time_zone=form.time_zone.data,
        organisation_id=organisations[0],
        user_id=user_id,
        trajectory=form.trajectory.data or "",
    )


def make_workshop(script: Script, *, trajectory: str = "", **details: Any) -> int:
    """A workshop with a code and a wall of its own, in that trajectory; returns its id. `details` as in
    `workshops.make`. Raises: Invalid.
    """
    moment = now()
    for _attempt in range(ATTEMPTS):
        drawn = {"join_code": join_code(secrets.SystemRandom()), "wall_secret": secrets.token_urlsafe(32)}

        def make(db: Any, drawn: dict[str, str] = drawn) -> int:
            made = making.from_script(db, script, now=moment, **drawn, **details)
            trajectories.put(db, made, trajectory, now=moment)
            return made

        try:
            return write(make)
        except IntegrityError:
            # Only the code and the secret are unique: somebody else drew the same one.
            continue
    raise Conflict("no free join code")


@pages.post("/language")
def language() -> AnyResponse:
    """This browser reads that language from now on."""
    back = urlsplit(request.referrer or "/")
    target = same_site(back.path + (f"?{back.query}" if back.query else ""))
    response = redirect(target, code=303)
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        speak(response, wanted)
    return response


def speak(response: AnyResponse, wanted: str) -> None:
    response.set_cookie(
        COOKIE, wanted, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure
    )


# --- the door ----------------------------------------------------------------------------------------


@pages.route("/setup/<token>", methods=["GET", "POST"])
def setup(token: str) -> ResponseReturnValue:
    """The first administrator is made here, once. Raises: Missing."""
    if not users.setup_open(reading(), token):
        raise Missing("setup token")
    form = SetupForm.read(request.form or None, chosen())
    if request.method == "POST" and form.validate():
        try:
            return _set_up(token, form)
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template("home/setup.html", form=form), 422 if form.errors else 200


def _set_up(token: str, form: Any) -> AnyResponse:
    email, name, password = form.email.data, form.name.data, form.password.data or ""
    spoken, moment = chosen(), now()
    users.check_new(email, name, password, spoken)
    password_hash = hashed(password)
    user_id = write(
        lambda db: users.set_up(
            db,
            token,
            organisation=form.organisation.data,
            email=email,
            name=name,
            password_hash=password_hash,
            language=spoken,
            now=moment,
        )
    )
    response = redirect(url_for("home.start"), code=303)
    identity.sign_in(response, user_id)
    return response


@pages.route("/login", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    form = SignInForm.read(request.form or None, chosen())
    if request.method == "GET":
        if identity.who().user_id is not None:
            return redirect(same_site(request.args.get("next")))
        form.next.data = same_site(request.args.get("next"))
    refused = ""
    status = 200
    if request.method == "POST" and form.validate():
        try:
            return _signed_in(form)
        except Busy:
            status = 429
            refused = _(
                "Er is te vaak een verkeerd wachtwoord geprobeerd. Wacht tien minuten, dan kan het weer."
            )
        except Forbidden:
            status = 401
            refused = _("Dit adres en dit wachtwoord horen niet bij elkaar. Kijk ze na en probeer opnieuw.")
    elif form.errors:
        status = 422
    headers = {"Retry-After": str(int(users.ATTEMPT_WINDOW.total_seconds()))} if status == 429 else {}
    return render_template("home/sign_in.html", form=form, refused=refused), status, headers


def _signed_in(form: Any) -> AnyResponse:
    """Raises: Busy after too many failures; Forbidden for a wrong address or password alike."""
    email, password, moment = form.email.data, form.password.data, now()

    def count(db: Any) -> None:
        # Counted before it is checked, so that many attempts at once cannot slip past the throttle.
        users.may_try(db, email, now=moment)
        users.note_failure(db, email, now=moment)

    write(count)
    user_id = users.check_password(reading(), email, lambda known: _matches(password, known))
    write(lambda db: users.forget_failures(db, email))
    response = redirect(same_site(form.next.data), code=303)
    identity.sign_in(response, user_id)
    if COOKIE not in request.cookies:
        speak(response, reading().get_one(User, user_id).language)
    return response


@pages.post("/logout")
def sign_out() -> AnyResponse:
    response = redirect(url_for("home.start"), code=303)
    identity.sign_out(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    if house().live is not None:
        house().live.signed_out()
    return response
