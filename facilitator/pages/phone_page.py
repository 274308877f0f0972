"""The page on the phone: what is asked now, what I wrote, what others wrote.

It is complete without script; with script the same page follows the programme by itself.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from wtforms import Form

from facilitator import identity
from facilitator.database import now, reading
from facilitator.pages.phone_checks import checks_of
from facilitator.pages.phone_choices import ranking_of
from facilitator.pages.phone_lotus_words import of_the_lotus
from facilitator.pages.phone_moved import moved
from facilitator.pages.phone_sorting import sorting_of
from facilitator.pages.phone_words import minutes_word, of_the_script, way_of
from facilitator.refusals import Errors, wants_json
from sessions.errors import Closed, Missing
from sessions.exercises import kind_named
from sessions.exercises.answers import as_form
from sessions.hall.image import parts_of
from sessions.models import Exercise, Lever, Participant, Table, Workshop
from sessions.projections import Audience, Snapshot, snapshot
from sessions.projections.others import others as others_of
from sessions.workshops import steps_of

VIEWS = ("now", "mine", "others", "me")
# Kinds whose panel is more than a form: static/js/phone_<kind>.js draws it.
PANELS = ("findings", "lotus", "ranking", "sorting", "check")


@dataclass
class Asked:
    """The form on the page: a new answer, or (`own` set) one that is being corrected."""

    kind: str
    form: Form
    action: str
    key: str
    own: int | None = None
    version: int | None = None


def phone(workshop_id: int) -> ResponseReturnValue:
    """What is asked of this participant now; `?view=` mine or me for the other sides."""
    elsewhere = moved(workshop_id)
    if elsewhere is not None:
        return elsewhere
    view = request.args.get("view", "now")
    return show(speaking(workshop_id), view if view in VIEWS else "now")


def others(workshop_id: int) -> ResponseReturnValue:
    """What others wrote, twenty at a time, as a page or as JSON. Raises: Missing, Closed after the day."""
    participant = speaking(workshop_id)
    if reading().get_one(Workshop, workshop_id).state != "open":
        raise Closed("workshop")
    if wants_json():
        return jsonify(ok=True, **others_of(reading(), participant, before=_before()))
    return show(participant, "others")


def edit(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """The form with an own contribution in it. Raises: Missing."""
    participant = speaking(workshop_id)
    return show(participant, "now", correcting(participant, contribution_id))


def token(workshop_id: int) -> ResponseReturnValue:
    """A fresh form token for a page that stood open for long. Raises: Missing."""
    speaking(workshop_id)
    return jsonify(csrf=generate_csrf())


def speaking(workshop_id: int) -> Participant:
    """The participant of a hall who asks, in whose language is answered. Members of a focus group have pages
    of their own. Raises: Missing."""
    participant = identity.participant(workshop_id)
    if participant.group_id is not None:
        raise Missing("participant")
    g.language = participant.language
    return participant


def correcting(participant: Participant, contribution_id: int, data: Any = None) -> Asked:
    """The form for an own contribution, with `data` or its present words. Raises: Missing."""
    own = snapshot(reading(), Audience("me", participant.id)).items
    item = own.get(f"contribution:{contribution_id}")
    if item is None:
        raise Missing("contribution")
    kind = reading().get_one(Exercise, item["exercise"]).kind
    filled = data if data is not None else as_form(kind_named(kind).again({"id": contribution_id, **item}))
    return Asked(
        kind,
        _form(participant, kind, filled),
        url_for("phone.correct", workshop_id=participant.workshop_id, contribution_id=contribution_id),
        item["key"],
        contribution_id,
        item["version"],
    )


def asking(participant: Participant, exercise_id: int, kind: str, data: Any = None, key: str = "") -> Asked:
    """The form for a new answer to that step."""
    return Asked(
        kind,
        _form(participant, kind, data),
        url_for("phone.contribute", workshop_id=participant.workshop_id, exercise_id=exercise_id),
        key or secrets.token_hex(16),
    )


def _form(participant: Participant, kind: str, data: Any) -> Form:
    levers = [lever.key for lever in levers_of(participant.workshop_id)]
    form = kind_named(kind).answer(data, language=participant.language, levers=levers)
    for field in form:
        # Several kinds stand on one page, and each may have a field of the same name.
        field.id = f"{kind}-{field.id}"
    return form


def show(
    participant: Participant,
    view: str,
    asked: Asked | None = None,
    *,
    status: int = 200,
    errors: Errors | None = None,
) -> ResponseReturnValue:
    """The page with that side in front."""
    db, workshop_id = reading(), participant.workshop_id
    snapshots = _snapshots(participant)
    hall, own, table = snapshots[0].items, snapshots[1].items, snapshots[2].items if snapshots[2:] else {}
    workshop, step = hall[f"workshop:{workshop_id}"], table.get("step:0") or hall.get("step:0")
    open_now = workshop["state"] == "open"
    if not open_now:
        view, asked = "mine", None
    levers = levers_of(workshop_id)
    page = render_template(
        "phone/phone.html",
        view=view,
        workshop=workshop,
        workshop_id=workshop_id,
        participant=participant,
        table=own[f"participant:{participant.id}"]["table"],
        at_table=table,
        tables=_tables(workshop_id),
        step=step,
        open_now=open_now,
        present=asked.kind if asked else step["kind"] if step and step["takes_answers"] else None,
        panels=_panels(participant, step, asked) if open_now else [],
        minutes=minutes_left(step, now()),
        minutes_word=minutes_word,
        counts=hall["counts:0"],
        asked=asked,
        levers=levers,
        tree_parts=parts_of(db, workshop_id),
        lever_names={lever.key: lever for lever in levers},
        mine=_newest_first(own),
        way_of=way_of,
        lotus_words=of_the_lotus,
        ranking=ranking_of(participant, step, hall),
        sorting=sorting_of(participant, step, hall),
        checks=checks_of(own),
        others=others_of(db, participant, before=_before()) if view == "others" else None,
        errors=errors or {},
        here={
            **_here(participant, levers, [each.as_json() for each in snapshots]),
            "editing": asked.own if asked else None,
        },
    )
    return page, status


def levers_of(workshop_id: int) -> list[Lever]:
    return list(
        reading().scalars(select(Lever).where(Lever.workshop_id == workshop_id).order_by(Lever.position))
    )


def minutes_left(step: dict[str, Any] | None, moment: datetime) -> int | None:
    """Whole minutes until the planned end of a step, rounded up; 0 when it is over."""
    if not step or not step["closes_at"]:
        return None
    seconds = (datetime.fromisoformat(step["closes_at"]) - moment).total_seconds()
    return max(0, int(-(-seconds // 60)))


@dataclass
class Panel:
    """What a kind of step asks on the phone. `asked` is empty for a kind without a form."""

    kind: str
    asked: Asked | None
    own: bool


def _panels(participant: Participant, step: dict[str, Any] | None, asked: Asked | None) -> list[Panel]:
    """A panel for each kind in the programme, so that the phone can follow it while it is offline."""
    first: dict[str, int] = {}
    for each in steps_of(reading(), participant.workshop_id):
        if kind_named(each.kind).answered:
            first.setdefault(each.kind, each.id)
    if step and step["takes_answers"]:
        first[step["kind"]] = step["id"]
    return [
        Panel(kind, _asked(participant, exercise_id, kind, asked), kind in PANELS)
        for kind, exercise_id in first.items()
    ]


def _asked(participant: Participant, exercise_id: int, kind: str, asked: Asked | None) -> Asked | None:
    if asked is not None and asked.kind == kind:
        return asked
    return asking(participant, exercise_id, kind) if kind_named(kind).answer_form is not None else None


def _snapshots(participant: Participant) -> list[Snapshot]:
    """What this phone watches: the hall, its own, and its table."""
    audiences = [Audience("phone", participant.workshop_id), Audience("me", participant.id)]
    if participant.table_id is not None:
        audiences.append(Audience("table", participant.table_id))
    return [snapshot(reading(), audience) for audience in audiences]


def _tables(workshop_id: int) -> list[int]:
    query = select(Table.number).where(Table.workshop_id == workshop_id).order_by(Table.number)
    return list(reading().scalars(query))


def _newest_first(items: dict[str, Any]) -> list[dict[str, Any]]:
    own = [
        {"id": int(name.partition(":")[2]), **item}
        for name, item in items.items()
        if name.startswith("contribution:")
    ]
    return sorted(own, key=lambda item: item["id"], reverse=True)


def _before() -> int | None:
    return request.args.get("before", type=int)


def _here(participant: Participant, levers: list[Lever], snapshots: list[Any]) -> dict[str, Any]:
    """What the script needs to know: who, where, the words, and the state of this moment."""
    at = {"workshop_id": participant.workshop_id}
    zero = {**at, "contribution_id": 0}
    return {
        "workshop": participant.workshop_id,
        "participant": participant.id,
        "now": now().isoformat(),
        "levers": {lever.key: lever.name for lever in levers},
        "snapshots": snapshots,
        "words": of_the_script(),
        "urls": {
            "token": url_for("phone.token", **at),
            "others": url_for("phone.others", **at),
            "contribute": url_for("phone.contribute", exercise_id=0, **at),
            "correct": url_for("phone.correct", **zero),
            "withdraw": url_for("phone.withdraw", **zero),
            "put-back": url_for("phone.put_back", **zero),
            "heart": url_for("phone.heart", **zero),
            "order": url_for("phone.order", exercise_id=0, **at),
            "sort": url_for("phone.sort", exercise_id=0, **at),
            "meant": url_for("phone.meant", passage_id=0, **at),
            "lay": url_for("phone.lay", **zero),
            "clear": url_for("phone.clear", **zero),
            "onward": url_for("phone.onward", **at),
            "agree": url_for("phone.agree", **zero),
        },
    }
