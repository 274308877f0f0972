"""The groups beside each other: their names, moderators and members; dividing is shown before it is done."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from facilitator.database import now, reading, write
from facilitator.forms import ROLE_NAMES
from facilitator.pages.guide_frame import actor, prepared
from facilitator.refusals import sentence_of, wants_json
from sessions import access, undoing
from sessions.access import ROLES
from sessions.errors import Conflict, Invalid
from sessions.focus import asked, belonging, dividing, groups
from sessions.models import Workshop

KINDS = frozenset({"focus_group"})
MOST_DIGITS = 9


def show(workshop_id: int) -> str:
    """The groups with who is in them. Raises: SignedOut, Missing, Forbidden."""
    return _page(prepared(workshop_id))


def _page(workshop: Workshop, *, refusal: str = "", shown: Any = None, choice: Any = None) -> str:
    db = reading()
    people = asked.people(db, workshop.id)
    return render_template(
        "guide/groups.html",
        workshop=workshop,
        groups=asked.groups(db, workshop.id),
        people=people,
        settled=belonging.settled(db, workshop.id),
        moderating=groups.moderating(db, workshop.id),
        moderators=groups.moderators(db, workshop.id),
        attributes=dividing.attributes(people),
        staff=access.members(db, workshop.id),
        roles=[(role, ROLE_NAMES[role]) for role in ROLES],
        undoable=undoing.undoable_in_hall(db, workshop.id, KINDS),
        redoable=undoing.redoable_in_hall(db, workshop.id, KINDS),
        refusal=refusal,
        shown=shown,
        choice=choice or {"how": "random", "attributes": []},
    )


def _done(workshop: Workshop, verb: Callable[[Session], Any], anchor: str = "") -> ResponseReturnValue:
    """The act, or the page with the sentence that refuses it."""
    try:
        write(verb)
    except Invalid as refusal:
        if wants_json():
            raise
        return _page(workshop, refusal=sentence_of(refusal)), 422
    if wants_json():
        return jsonify(ok=True)
    return redirect(url_for("guide.groups", workshop_id=workshop.id, _anchor=anchor or None), 303)


def add(workshop_id: int) -> ResponseReturnValue:
    """A group more. Raises: SignedOut, Missing, Forbidden, Invalid."""
    workshop, by, moment = prepared(workshop_id), actor(), now()
    name = request.form.get("name", "")
    return _done(workshop, lambda db: groups.add(db, workshop_id, by, name=name, now=moment))


def change(workshop_id: int, group_id: int) -> ResponseReturnValue:
    """The name of the group, and who moderates it. Raises: SignedOut, Missing, Forbidden, Invalid."""
    workshop, by, moment = prepared(workshop_id), actor(), now()
    name = request.form.get("name", "")
    users = [int(each) for each in request.form.getlist("moderator") if _is_number(each)]

    def act(db: Session) -> None:
        groups.rename(db, workshop_id, group_id, by, name=name, now=moment)
        groups.set_moderators(db, workshop_id, group_id, by, users, now=moment)

    return _done(workshop, act, f"group-{group_id}")


def close(workshop_id: int, group_id: int) -> ResponseReturnValue:
    """Nobody of the group answers any more, or (`closed` no) they do again.

    Raises: SignedOut, Missing, Forbidden.
    """
    workshop, by, moment = prepared(workshop_id), actor(), now()
    closed = request.form.get("closed", "yes") == "yes"
    return _done(
        workshop,
        lambda db: groups.set_closed(db, workshop_id, group_id, by, closed=closed, now=moment),
        f"group-{group_id}",
    )


def remove(workshop_id: int, group_id: int) -> ResponseReturnValue:
    """A group less, when nobody is in it. Raises: SignedOut, Missing, Forbidden, Invalid."""
    workshop, by, moment = prepared(workshop_id), actor(), now()
    return _done(workshop, lambda db: groups.remove(db, workshop_id, group_id, by, now=moment))


def put(workshop_id: int) -> ResponseReturnValue:
    """One member (`member`) is in the group `group`. Raises: SignedOut, Missing, Forbidden, Invalid."""
    workshop, by, moment = prepared(workshop_id), actor(), now()
    division = {request.form.get("member", 0, type=int): request.form.get("group", 0, type=int)}
    return _done(workshop, lambda db: dividing.apply(db, workshop_id, by, division, now=moment))


def divide(workshop_id: int) -> ResponseReturnValue:
    """Shows what dividing would give; with `apply` it is done as it was shown (the same `seed`).

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    workshop, by, moment = prepared(workshop_id), actor(), now()
    how, names = request.form.get("how", "random"), request.form.getlist("attributes")
    given = request.form.get("seed", "")
    seed = int(given) if _is_number(given) else secrets.randbelow(10**MOST_DIGITS)
    try:
        shown = dividing.preview(reading(), workshop_id, how=how, attributes=names, seed=seed)
    except Invalid as refusal:
        if wants_json():
            raise
        return _page(workshop, refusal=sentence_of(refusal), choice={"how": how, "attributes": names}), 422
    if request.form.get("apply") == "yes":
        division = shown.division
        return _done(workshop, lambda db: dividing.apply(db, workshop_id, by, division, now=moment))
    return _page(workshop, shown=shown, choice={"how": how, "attributes": names, "seed": seed})


def undo(workshop_id: int) -> ResponseReturnValue:
    """The last act on groups is taken back. Raises: SignedOut, Missing, Forbidden, Conflict."""
    return _turn(workshop_id, undoing.undo_in_hall)


def redo(workshop_id: int) -> ResponseReturnValue:
    """What was taken back stands again. Raises: SignedOut, Missing, Forbidden, Conflict."""
    return _turn(workshop_id, undoing.redo_in_hall)


def _turn(workshop_id: int, verb: Callable[..., str]) -> ResponseReturnValue:
    workshop, by, moment = prepared(workshop_id), actor(), now()
    seen = request.form.get("seen", type=int)
    try:
        write(lambda db: verb(db, workshop_id, by, seen=seen, now=moment, kinds=KINDS))
    except Conflict:
        if wants_json():
            raise
        return _page(workshop, refusal=_("Iemand was je net voor. Kijk hoe het er nu uitziet.")), 409
    return redirect(url_for("guide.groups", workshop_id=workshop_id), 303)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def install(pages: Blueprint) -> None:
    one = "/groups/<int:group_id>"
    pages.add_url_rule("/groups", "groups", show)
    pages.add_url_rule("/groups", "add_group", add, methods=["POST"])
    pages.add_url_rule(one, "change_group", change, methods=["POST"])
    pages.add_url_rule(f"{one}/close", "close_group", close, methods=["POST"])
    pages.add_url_rule(f"{one}/remove", "remove_group", remove, methods=["POST"])
    pages.add_url_rule("/groups/put", "put_member", put, methods=["POST"])
    pages.add_url_rule("/groups/divide", "divide", divide, methods=["POST"])
    pages.add_url_rule("/groups/undo", "undo_groups", undo, methods=["POST"])
    pages.add_url_rule("/groups/redo", "redo_groups", redo, methods=["POST"])
