"""What people do at their table: lay words on a place, take them away, go on together."""

from __future__ import annotations

from flask import jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from facilitator.database import now, write
from facilitator.pages.phone_acts import form_data, number_in, one
from facilitator.pages.phone_page import speaking
from facilitator.refusals import wants_json
from sessions.errors import Missing
from sessions.hall import pace, places
from sessions.journal import Actor


def lay(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """The words lie at `place`, unless other words than `over` do by now: `placed` says whether.

    Raises: Missing, Closed.
    """
    participant_id, data, moment = speaking(workshop_id).id, form_data(), now()
    name, over = one(data, "place"), number_in(data, "over")
    placed = write(
        lambda db: places.lay(db, contribution_id, participant_id, name=name, over=over, now=moment)
    )
    if wants_json():
        return jsonify(ok=True, placed=placed)
    return _back(workshop_id)


def clear(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """The words lie nowhere any more; their author keeps them. Raises: Missing, Closed, Conflict."""
    participant_id, data, moment = speaking(workshop_id).id, form_data(), now()
    version = number_in(data, "version")
    write(lambda db: places.clear(db, contribution_id, participant_id, version=version, now=moment))
    return jsonify(ok=True) if wants_json() else _back(workshop_id)


def onward(workshop_id: int) -> ResponseReturnValue:
    """The table of whoever asks goes on to that step and stage, seen from `seen` and `seen_stage`.

    Raises: Missing, Closed when tables follow the hall, Conflict when the table already went on.
    """
    participant, data, moment = speaking(workshop_id), form_data(), now()
    participant_id, table_id = participant.id, participant.table_id
    exercise_id = number_in(data, "exercise_id")
    if table_id is None or exercise_id is None:
        raise Missing("table")
    seen = (number_in(data, "seen"), one(data, "seen_stage"))
    stage = one(data, "stage")
    by = Actor("participant", participant_id)
    write(lambda db: pace.move_table(db, table_id, exercise_id, by, stage=stage, seen=seen, now=moment))
    return jsonify(ok=True) if wants_json() else _back(workshop_id)


def _back(workshop_id: int) -> ResponseReturnValue:
    return redirect(url_for("phone.phone", workshop_id=workshop_id), 303)
