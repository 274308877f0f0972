"""The domain's refusals, translated once: a status, and a page or JSON that says what to do next."""

from __future__ import annotations

from flask import Flask, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from facilitator import telling
from facilitator.identity import SignedOut
from facilitator.languages import chosen
from sessions.analysis.seen import ChangedMeanwhile
from sessions.errors import Busy, Closed, Conflict, Forbidden, Invalid, Missing, NotReady, Refused
from sessions.proposing.proposals import OtherOnTheTable
from sessions.words import again

Errors = dict[str, list[str]]
"""What a page says of what was typed: field to sentences."""
STATUS: dict[type[Refused], int] = {
    Missing: 404,
    Forbidden: 403,
    Closed: 409,
    Conflict: 409,
    Invalid: 422,
    Busy: 503,
    NotReady: 503,
}


def wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def sentence(refusal: Refused) -> str:
    """What happened and what to do, in the language of whoever reads it."""
    if isinstance(refusal, ChangedMeanwhile):
        return telling.changed_words(refusal.values, refusal.who)
    sentences = {
        Missing.code: _("Deze pagina is er niet, of ze is niet voor jou. Kijk het adres na."),
        Forbidden.code: _("Dat kan niet met jouw rol in deze workshop."),
        Closed.code: _("Deze stap is nu niet open. Wat je schreef, staat er nog."),
        Conflict.code: _("Iemand was je net voor. Kijk hoe het er nu uitziet en probeer opnieuw."),
        OtherOnTheTable.code: _(
            "Intussen ligt er een ander voorstel. Kijk het eerst na; er is niets veranderd."
        ),
        Invalid.code: _("Er is nog iets niet in orde. Het staat bij het veld. Je tekst is bewaard."),
        Busy.code: _("Het is even heel druk. Er is niets verloren. Probeer het zo meteen opnieuw."),
        NotReady.code: _("Lotusbloem is nog niet klaar. Probeer het zo meteen opnieuw."),
    }
    return sentences.get(refusal.code, _("Dat ging niet. Er is niets verloren."))


def sentences_of(refusal: Refused) -> Errors:
    """Field to sentences, for who asks: the domain says them in the language of the workshop."""
    if isinstance(refusal, ChangedMeanwhile):
        # Nothing that was typed is lost, also on a page that cannot keep it in its fields.
        typed = {name: request.form.get(name, "") for name in ("title", "description")}
        return {name: [_("Jij schreef: %(text)s", text=text)] for name, text in typed.items() if text}
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    return {name: [again(chosen(), said) for said in sentences] for name, sentences in errors.items()}


def sentence_of(refusal: Invalid) -> str:
    """The same for a page that has one place for all of it."""
    return " ".join(each for found in sentences_of(refusal).values() for each in found)


def refused(refusal: Refused) -> ResponseReturnValue:
    status = next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)
    headers = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, Busy) else {}
    message = sentence(refusal)
    if wants_json():
        body: dict[str, object] = {"ok": False, "why": refusal.code, "message": message}
        if isinstance(refusal, Invalid):
            body["errors"] = sentences_of(refusal)
        if isinstance(refusal, ChangedMeanwhile):
            body["now"] = refusal.values
        return jsonify(body), status, headers
    page = render_template("refused.html", status=status, message=message, errors=sentences_of(refusal))
    return page, status, headers


def install(app: Flask) -> None:
    app.register_error_handler(Refused, refused)

    @app.errorhandler(SignedOut)
    def signed_out(_refusal: SignedOut) -> ResponseReturnValue:
        if wants_json():
            return jsonify(ok=False, why="signed-out", message=_("Meld je eerst aan.")), 401
        back = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return redirect(url_for("home.sign_in", next=back))

    @app.errorhandler(CSRFError)
    def forged(_refusal: CSRFError) -> ResponseReturnValue:
        message = _("Deze pagina stond te lang open. Laad ze opnieuw; wat je typte, staat er nog.")
        if wants_json():
            return jsonify(ok=False, why="csrf", message=message), 400
        return render_template("refused.html", status=400, message=message, errors={}), 400

    @app.errorhandler(OverflowError)
    def no_such_number(problem: OverflowError) -> ResponseReturnValue:
        # SQLite's numbers end at 63 bits: under a longer one, in an address or a form, there is nothing.
        if "SQLite" not in str(problem):
            raise problem
        return refused(Missing("number"))

    @app.errorhandler(HTTPException)
    def http(problem: HTTPException) -> ResponseReturnValue:
        status = problem.code or 500
        if status < 400:
            return problem
        message = sentence(Missing()) if status == 404 else _("Dat ging niet. Er is niets verloren.")
        if wants_json():
            return jsonify(ok=False, why=f"http-{status}", message=message), status
        return render_template("refused.html", status=status, message=message, errors={}), status
