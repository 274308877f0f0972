"""The studio: leading the day. Every act is a plain form; a script sends the same form and stays here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from facilitator import identity
from facilitator.database import now, reading, row_in, write
from facilitator.forms import VIEW_NAMES, HideForm
from facilitator.languages import chosen, clock_time
from facilitator.pages import studio_acts
from facilitator.pages.studio_acts import Done, actor, done
from facilitator.pages.studio_words import words
from facilitator.refusals import refused, wants_json
from sessions import contributions, readings, saying, workshops
from sessions.access import Right
from sessions.errors import Closed, Conflict, Invalid, Missing
from sessions.exercises.answers import errors_of
from sessions.hall.timetable import timetable
from sessions.models import Contribution, Workshop
from sessions.projections import Audience, snapshot

pages = Blueprint("studio", __name__, url_prefix="/workshops/<int:workshop_id>")

for _name in ("tell", "stage", "gather", "undo", "redo"):
    pages.add_url_rule(f"/{_name}", _name, getattr(studio_acts, _name), methods=["POST"])

FEED = 12


# --- the page ----------------------------------------------------------------------------------------


@pages.get("/studio")
def studio(workshop_id: int) -> ResponseReturnValue:
    """The day as it goes; focus groups go by their guide. Raises: SignedOut, Missing, Forbidden."""
    if identity.staff(workshop_id, Right.RUN).mode == "focus":
        return redirect(url_for("guide.guide", workshop_id=workshop_id), 303)
    user_id, moment = identity.user().id, now()
    # The page shows what people wrote: that it was read is known.
    write(lambda db: readings.note(db, workshop_id, user_id, "studio", now=moment))
    workshop = reading().get_one(Workshop, workshop_id)
    audience = Audience("studio", workshop_id)
    seen = _by_kind(snapshot(reading(), audience).items)
    steps = workshops.steps_of(reading(), workshop_id)
    present = next((step for step in steps if step.state == "open"), None)
    return render_template(
        "studio/studio.html",
        workshop=workshop,
        audience=str(audience),
        steps=steps,
        present=present,
        following=_beside(steps, present, 1),
        preceding=_beside(steps, present, -1),
        plan=timetable(workshop, steps, now=moment),
        clock=lambda at: clock_time(at, workshop.time_zone),
        remaining=_remaining(present.closes_at if present else None, moment),
        moment=moment,
        counts=seen["counts"][0][1],
        tables=sorted(seen.get("table", []), key=lambda row: row[1]["number"]),
        plenary=_plenary(seen, present),
        stage=seen["step"][0][1]["stage"] if "step" in seen else "",
        acts=seen["acts"][0][1],
        analyses=sorted(seen.get("analysis", []), key=lambda row: row[1]["position"]),
        views=VIEW_NAMES,
        news=request.args.get("news", ""),
        words=words(),
        **_said(seen.get("contribution", []), everything=request.args.get("feed") == "all"),
    )


def _by_kind(items: dict[str, dict[str, Any]]) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    kinds: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for name, item in items.items():
        kind, _, item_id = name.partition(":")
        kinds.setdefault(kind, []).append((int(item_id), item))
    return kinds


def _said(rows: list[tuple[int, dict[str, Any]]], *, everything: bool) -> dict[str, Any]:
    """The feed, newest first, and what waits for approval, oldest first."""
    rows = sorted(rows, key=lambda row: row[0], reverse=True)
    feed = [row for row in rows if row[1]["state"] in ("shown", "hidden")]
    return {
        "feed": feed if everything else feed[:FEED],
        "feed_size": len(feed),
        "waiting": [row for row in reversed(rows) if row[1]["state"] == "waiting"],
    }


def _plenary(seen: dict[str, list[tuple[int, dict[str, Any]]]], present: Any) -> dict[int, dict[str, Any]]:
    """Table number to the finding of the present step."""
    here = present.id if present and present.kind == "findings" else None
    return {item["table"]: item for _, item in seen.get("finding", []) if item["exercise"] == here}


def _beside(steps: list[Any], present: Any, by: int) -> Any:
    place = steps.index(present) + by if present else -1
    return steps[place] if 0 <= place < len(steps) else None


def _remaining(closes_at: datetime | None, moment: datetime) -> int:
    """Seconds until the planned end; negative when it is past."""
    return round((closes_at - moment).total_seconds()) if closes_at else 0


# --- leading -----------------------------------------------------------------------------------------


@pages.post("/open")
def open_workshop(workshop_id: int) -> Done:
    """People can join. Raises: SignedOut, Missing, Forbidden."""
    identity.staff(workshop_id, Right.RUN)
    by, moment = actor(), now()
    write(lambda db: workshops.open_workshop(db, workshop_id, by, now=moment))
    return done(workshop_id)


@pages.post("/close")
def close_workshop(workshop_id: int) -> Done:
    """The day is over. Raises: SignedOut, Missing, Forbidden."""
    identity.staff(workshop_id, Right.RUN)
    by, moment = actor(), now()
    write(lambda db: workshops.close_workshop(db, workshop_id, by, now=moment))
    return done(workshop_id)


@pages.post("/step")
def go_to_step(workshop_id: int) -> Done:
    """The hall is at that step, unless somebody else just moved it: then the page shows where it is.

    Raises: SignedOut, Missing, Forbidden; Closed and Conflict to a script.
    """
    identity.staff(workshop_id, Right.RUN)
    exercise_id = request.form.get("exercise_id", 0, type=int)
    seen = request.form.get("seen", type=int)
    by, moment = actor(), now()
    try:
        write(lambda db: workshops.go_to_step(db, workshop_id, exercise_id, by, seen=seen, now=moment))
    except (Conflict, Closed):
        if wants_json():
            raise
        return done(workshop_id, "faster")
    return done(workshop_id)


@pages.post("/extend")
def extend(workshop_id: int) -> Done:
    """Two minutes more. Raises: SignedOut, Missing, Forbidden; Closed to a script."""
    identity.staff(workshop_id, Right.RUN)
    by, moment = actor(), now()
    try:
        write(lambda db: workshops.extend_step(db, workshop_id, by, now=moment))
    except Closed:
        if wants_json():
            raise
    return done(workshop_id)


@pages.post("/wall")
def turn_wall(workshop_id: int) -> Done:
    """The wall shows `view` of `table` (all without one), and is covered (`hidden` yes or no).

    Raises: SignedOut, Missing, Forbidden.
    """
    identity.staff(workshop_id, Right.RUN)
    view = request.form.get("view") or ("lotus" if "table" in request.form else None)
    table = request.form.get("table", type=int)
    hidden = {"yes": True, "no": False}.get(request.form.get("hidden", ""))
    by, moment = actor(), now()

    def act(db: Session) -> int:
        workshops.turn_wall(db, workshop_id, by, now=moment, view=view, hidden=hidden, table=table)
        # By its revision the page knows which news is older than this answer.
        return db.get_one(Workshop, workshop_id).revision

    return done(workshop_id, revision=write(act))


# --- what people wrote -------------------------------------------------------------------------------


def _spoken_here(workshop_id: int, contribution_id: int) -> Contribution:
    """Raises: Missing when it is not of this workshop or hangs under another one."""
    found = row_in(Contribution, contribution_id, workshop_id)
    if found.parent_id is not None:
        raise Missing("contribution")
    return found


@pages.route("/contributions/<int:contribution_id>/hide", methods=["GET", "POST"])
def hide(workshop_id: int, contribution_id: int) -> Done:
    """Only staff and the author see it, with the reason. Raises: SignedOut, Missing, Forbidden, Invalid."""
    identity.staff(workshop_id, Right.RUN)
    found = _spoken_here(workshop_id, contribution_id)
    text = saying.words_of(reading(), found).text
    form: Any = HideForm.read(request.form or None, chosen())
    if request.method == "POST" and form.validate():
        by, moment = actor(), now()
        reason = form.reason.data
        write(lambda db: contributions.hide(db, contribution_id, by, reason=reason, now=moment))
        return done(workshop_id)
    if form.errors and wants_json():
        return refused(Invalid(errors_of(form)))
    workshop = reading().get_one(Workshop, workshop_id)
    page = render_template("studio/hide.html", workshop=workshop, form=form, text=text)
    return page, 422 if form.errors else 200


@pages.post("/contributions/<int:contribution_id>/show")
def show(workshop_id: int, contribution_id: int) -> Done:
    """It is shown, for the first time or again. Raises: SignedOut, Missing, Forbidden."""
    identity.staff(workshop_id, Right.RUN)
    _spoken_here(workshop_id, contribution_id)
    by, moment = actor(), now()
    write(lambda db: contributions.show(db, contribution_id, by, now=moment))
    return done(workshop_id)
