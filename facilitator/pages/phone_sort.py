"""The acts of a sorting: put a statement on a pile, take it back, name a pile, merge two."""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from facilitator.database import now, write
from facilitator.pages.phone_page import show, speaking
from facilitator.refusals import wants_json
from sessions.errors import Invalid, Missing
from sessions.exercises.answers import as_form
from sessions.hall import piles
from sessions.models import Workshop


def sort(workshop_id: int, exercise_id: int) -> ResponseReturnValue:
    """One act on own piles: `act` is put, take-back, name or merge. Raises: Missing, Closed, Conflict,
    Invalid."""
    participant_id, moment = speaking(workshop_id).id, now()
    said = Said()
    acts: dict[str, Any] = {
        "put": lambda db: piles.put(
            db,
            exercise_id,
            participant_id,
            said.number("statement"),
            pile=said("pile"),
            seen=said("seen"),
            now=moment,
        ),
        "take-back": lambda db: piles.take_back(
            db, exercise_id, participant_id, said.number("statement"), seen=said("seen"), now=moment
        ),
        "name": lambda db: piles.name(
            db, exercise_id, participant_id, pile=said("pile"), name=said("name"), now=moment
        ),
        "merge": lambda db: piles.merge(
            db, exercise_id, participant_id, pile=said("pile"), into=said("into"), now=moment
        ),
    }
    if said("act") not in acts:
        raise Missing("act")

    def act(db: Any) -> dict[str, Any]:
        acts[said("act")](db)
        mine = _as_items(piles.of(db, exercise_id, participant_id), exercise_id)
        # By its revision the phone knows which news is older than this answer.
        return {"piles": mine, "revision": db.get_one(Workshop, workshop_id).revision}

    try:
        answer = write(act)
    except Invalid as refusal:
        if wants_json():
            raise
        return show(speaking(workshop_id), "now", status=422, errors=refusal.errors)
    if wants_json():
        return jsonify(ok=True, **answer)
    return redirect(url_for("phone.phone", workshop_id=workshop_id), 303)


def _as_items(mine: list[piles.Mine], exercise_id: int) -> list[dict[str, Any]]:
    return [
        {"exercise": exercise_id, "key": each.key, "name": each.name, "statements": list(each.statements)}
        for each in mine
    ]


class Said:
    """What was sent, as a form or as JSON."""

    def __init__(self) -> None:
        body = request.get_json(silent=True)
        self._data: Any = as_form(body) if isinstance(body, dict) else request.form

    def __call__(self, name: str) -> str:
        found = self._data.getlist(name)
        return found[0] if found else ""

    def number(self, name: str) -> int:
        """Raises: Missing for what is no id."""
        text = self(name)
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            raise Missing(name)
        return int(text)
