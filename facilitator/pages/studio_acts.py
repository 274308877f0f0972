"""Acts of the studio beside the programme: findings in turn, how far a step is, back together, undo and redo.

Each is a plain form; a script sends the same form and stays on the page.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from facilitator import identity
from facilitator.database import now, write
from facilitator.refusals import wants_json
from sessions import undoing
from sessions.access import Right
from sessions.errors import Conflict, Missing
from sessions.hall import findings, pace
from sessions.journal import Actor

Done = ResponseReturnValue


def actor() -> Actor:
    return Actor("user", identity.user().id)


def done(workshop_id: int, news: str | None = None, **more: str | int) -> Done:
    """To a script that it is done, to a form the studio again."""
    if wants_json():
        return jsonify(ok=True, **more)
    return redirect(url_for("studio.studio", workshop_id=workshop_id, news=news), 303)


def tell(workshop_id: int) -> Done:
    """The wall shows the finding of `table`, or without one those of all tables.

    Raises: SignedOut, Missing, Forbidden.
    """
    identity.staff(workshop_id, Right.RUN)
    table, by, moment = request.form.get("table", type=int), actor(), now()
    write(lambda db: findings.tell(db, workshop_id, table, by, now=moment))
    return done(workshop_id)


def stage(workshop_id: int) -> Done:
    """The hall is at `stage` of step `exercise_id`. Raises: SignedOut, Missing, Forbidden."""
    identity.staff(workshop_id, Right.RUN)
    exercise_id = request.form.get("exercise_id", 0, type=int)
    wanted, by, moment = request.form.get("stage", ""), actor(), now()
    if not wanted:
        raise Missing("stage")
    write(lambda db: pace.set_stage(db, workshop_id, exercise_id, wanted, by, now=moment))
    return done(workshop_id)


def gather(workshop_id: int) -> Done:
    """Every table is at the step of the hall again. Raises: SignedOut, Missing, Forbidden."""
    identity.staff(workshop_id, Right.RUN)
    by, moment = actor(), now()
    write(lambda db: pace.gather(db, workshop_id, by, now=moment))
    return done(workshop_id)


def undo(workshop_id: int) -> Done:
    """The last act (`seen`) is taken back. Raises: SignedOut, Missing, Forbidden; Conflict to a script."""
    return _back(workshop_id, undoing.undo_in_hall)


def redo(workshop_id: int) -> Done:
    """What was taken back stands again. Raises: SignedOut, Missing, Forbidden; Conflict to a script."""
    return _back(workshop_id, undoing.redo_in_hall)


def _back(workshop_id: int, verb: Callable[..., str]) -> Done:
    identity.staff(workshop_id, Right.RUN)
    seen, by, moment = request.form.get("seen", type=int), actor(), now()

    def act(db: Session) -> str:
        return verb(db, workshop_id, by, seen=seen, now=moment)

    try:
        return done(workshop_id, act=write(act))
    except Conflict:
        if wants_json():
            raise
        return done(workshop_id, "faster")
