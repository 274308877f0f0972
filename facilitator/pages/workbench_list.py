"""Themes as a list: all their names read and sent at once, and many of them put in a key group in one go."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from facilitator import identity
from facilitator.acts import ACTS
from facilitator.database import now, reading, write
from facilitator.refusals import Errors, sentences_of, wants_json
from sessions import readings
from sessions.access import Right
from sessions.analysis import analyses, key_groups, themes
from sessions.errors import Conflict, Invalid, Missing
from sessions.journal import Actor
from sessions.models import LEVELS, Analysis, Workshop

pages = Blueprint(
    "workbench_list", __name__, url_prefix="/workshops/<int:workshop_id>/workbench/<int:analysis_id>/list"
)


@pages.get("")
def listed(workshop_id: int, analysis_id: int) -> ResponseReturnValue:
    """Every theme with its name and its key group. Raises: SignedOut, Missing, Forbidden."""
    return _page(*_asked(workshop_id, analysis_id))


@pages.post("/<any('name-all', 'gather'):many>")
def decide(workshop_id: int, analysis_id: int, many: str) -> ResponseReturnValue:
    """One act on many themes; a refusal shows the list as it is now, with everything that was typed.

    Raises: SignedOut, Missing, Forbidden; Invalid and Conflict for who asks in JSON.
    """
    workshop, analysis = _asked(workshop_id, analysis_id)
    actor, moment, fields = Actor("user", identity.user().id), now(), request.form.copy()
    try:
        write(lambda db: ACTS[many](db, analysis_id, actor, fields, moment))
    except Missing as gone:
        if wants_json():
            raise Conflict(str(gone)) from gone
        said = _("Iemand veranderde dit intussen. Zo ziet het er nu uit; wat je koos en typte, staat er nog.")
        return _page(workshop, analysis, sent=many, errors={many: [said]}, status=409)
    except Invalid as refusal:
        if wants_json():
            raise
        return _page(workshop, analysis, sent=many, errors=sentences_of(refusal), status=422)
    return redirect(url_for(".listed", workshop_id=workshop_id, analysis_id=analysis_id, saved=many), 303)


def _asked(workshop_id: int, analysis_id: int) -> tuple[Workshop, Analysis]:
    workshop = identity.staff(workshop_id, Right.SORT)
    return workshop, analyses.in_workshop(reading(), workshop_id, analysis_id)


def _page(
    workshop: Workshop,
    analysis: Analysis,
    *,
    sent: str = "",
    errors: Errors | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The list; `sent` is the form that was refused: all that somebody did in it stands there again."""
    db = reading()
    standing = themes.alive(db, analysis.id)
    ids = {str(theme.id) for theme in standing}
    again = request.form if sent else MultiDict[str, str]()
    errors = errors or {}
    page = render_template(
        "workbench/list.html",
        workshop=workshop,
        analysis=analysis,
        themes=sorted(standing, key=lambda theme: bool(theme.title)),
        groups=key_groups.alive(db, analysis.id),
        levels=LEVELS,
        errors=errors,
        # What is wrong in a row stands beside it; above the list what has no row any more.
        above=[each for field, said in errors.items() if field not in ids for each in said],
        typed=_typed(again) if sent == "name-all" else {},
        taken=again.getlist("take"),
        chosen=again.getlist("theme") if sent == "gather" else [],
        gathered=again if sent == "gather" else {},
        saved=request.args.get("saved", ""),
    )
    user_id, moment = identity.user().id, now()
    write(lambda db: readings.note(db, workshop.id, user_id, "workbench", now=moment))
    return page, status


def _typed(form: MultiDict[str, str]) -> dict[str, str]:
    """Theme to the name that was typed, where somebody typed one: other rows show what stands there now."""
    ids, titles, seen = (form.getlist(name) for name in ("theme", "title", "seen_title"))
    before = dict(zip(ids, seen, strict=False))
    typed = zip(ids, titles, strict=False)
    return {theme: title for theme, title in typed if title.strip() and title != before.get(theme)}
