"""The image that the hall works in: levers and arrows, the tree, what it is all for, the longlist."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from facilitator import drawing, identity
from facilitator.database import now, reading, row_in, write
from facilitator.languages import chosen
from facilitator.refusals import Errors, sentences_of, wants_json
from sessions import workshops
from sessions.access import Right
from sessions.errors import Closed, Invalid, Missing
from sessions.exercises.answers import as_form, said
from sessions.hall import image as images
from sessions.hall import levers, paper, preparing
from sessions.journal import Actor
from sessions.material import objectives, provenance, receding
from sessions.material.provenance import Heard
from sessions.models import Exercise, Ingredient, Lever, LeverArrow, Table, Workshop
from sessions.words import say

pages = Blueprint("image", __name__, url_prefix="/workshops/<int:workshop_id>")

SOURCE_MARK = "|"
ICON_WORDS = {
    "users": said("mensen"),
    "target": said("doel"),
    "key": said("sleutel"),
    "globe": said("wereld"),
    "heart": said("hart"),
    "layers": said("lagen"),
    "flag": said("vlag"),
    "search": said("loep"),
    "handshake": said("handdruk"),
    "sprout": said("kiem"),
    "footprints": said("voetstappen"),
    "house": said("huis"),
    "scale": said("weegschaal"),
    "split": said("splitsing"),
}
PART_WORDS = {
    "roots": said("Wortels"),
    "trunk": said("Stam"),
    "branches": said("Takken"),
    "crown": said("Kruin"),
    "wind": said("Wind"),
}


@pages.get("/image")
def image(workshop_id: int) -> ResponseReturnValue:
    """Everything that the hall starts from, on one page. Raises: SignedOut, Missing, Forbidden."""
    return _page(identity.staff(workshop_id, Right.SETTINGS))


def _page(
    workshop: Workshop,
    *,
    errors: Errors | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> tuple[str, int]:
    db = reading()
    page = render_template(
        "prepare/image.html",
        workshop=workshop,
        steps=workshops.steps_of(db, workshop.id),
        levers=levers.levers_of(db, workshop.id),
        arguments=levers.arguments_of(db, workshop.id),
        arrows=levers.arrows_of(db, workshop.id),
        parts=images.parts_of(db, workshop.id),
        longlist=as_lines(workshop.id),
        objectives=objectives.of_workshop(db, workshop.id),
        heard=heard_before(workshop.id),
        withdrawn=_withdrawn_arguments(workshop.id),
        something_left=receding.something_left(db, workshop.id),
        most=levers.MOST_LEVERS,
        icons=ICON_WORDS,
        part_words=PART_WORDS,
        tables=_tables(workshop.id),
        can_hang=_tree_step(db, workshop.id) is not None and workshop.opened_at is not None,
        pictures={name: drawing.on_page(db, workshop.id, name, chosen()) for name in drawing.NAMES},
        errors=errors or {},
        typed=typed or {},
        saved=request.args.get("saved", ""),
    )
    return page, status


def _tables(workshop_id: int) -> list[int]:
    query = select(Table.number).where(Table.workshop_id == workshop_id).order_by(Table.number)
    return list(reading().scalars(query))


def as_lines(workshop_id: int) -> str:
    """The longlist as it is edited: one a line, and after a mark where it was heard."""
    return "\n".join(
        f"{each.text} {SOURCE_MARK} {each.source}" if each.source else each.text
        for each in images.longlist_of(reading(), workshop_id)
    )


def heard_before(workshop_id: int) -> list[tuple[Ingredient, Heard]]:
    """The lines of the longlist that came along from focus groups, with by how many people they were said."""
    db = reading()
    lines = images.longlist_of(db, workshop_id)
    heard = provenance.heard(db, {each.origin_id for each in lines})
    return [(each, heard[each.origin_id]) for each in lines if each.origin_id in heard]


def _withdrawn_arguments(workshop_id: int) -> set[int]:
    """The arguments that came along from focus groups and that nobody there says any more."""
    db = reading()
    came = [each for held in levers.arguments_of(db, workshop_id).values() for each in held if each.origin_id]
    heard = provenance.heard(db, {each.origin_id for each in came})
    return {each.id for each in came if (said := heard.get(each.origin_id or 0)) and not said.people}


def _acted(workshop_id: int, part: str, verb: Callable[[Session], Any]) -> ResponseReturnValue:
    """The verb was done and said so, or the page shows what is not right yet, with what was typed."""
    try:
        write(verb)
    except Invalid as refusal:
        if wants_json():
            raise
        workshop = reading().get_one(Workshop, workshop_id)
        return _page(workshop, errors=sentences_of(refusal), typed=request.form.to_dict(), status=422)
    if wants_json():
        return jsonify(ok=True)
    return redirect(url_for("image.image", workshop_id=workshop_id, saved=part, _anchor=part), 303)


def _allowed(workshop_id: int, right: Right = Right.SETTINGS) -> Actor:
    """Raises: SignedOut, Missing, Forbidden."""
    identity.staff(workshop_id, right)
    return Actor("user", identity.user().id)


def _numbered(name: str) -> dict[int, str]:
    """The fields `name-12` of the form, by number."""
    start = f"{name}-"
    found = {
        field.removeprefix(start): text for field, text in request.form.items() if field.startswith(start)
    }
    return {int(number): text for number, text in found.items() if number.isdecimal()}


# --- levers and arrows -------------------------------------------------------------------------------


@pages.post("/levers")
def change_levers(workshop_id: int) -> ResponseReturnValue:
    """Names and explanations of the levers are these. Raises: SignedOut, Missing, Forbidden, Invalid."""
    actor, moment = _allowed(workshop_id), now()
    explanations = _numbered("explanation")
    texts = {number: (name, explanations.get(number, "")) for number, name in _numbered("name").items()}
    return _acted(
        workshop_id,
        "levers",
        lambda db: preparing.change_levers(db, workshop_id, actor, texts, now=moment),
    )


@pages.post("/levers/new")
def add_lever(workshop_id: int) -> ResponseReturnValue:
    """There is one lever more. Raises: SignedOut, Missing, Forbidden, Invalid."""
    actor, moment, form = _allowed(workshop_id), now(), request.form.to_dict()
    return _acted(
        workshop_id,
        "levers",
        lambda db: levers.add_lever(
            db,
            workshop_id,
            actor,
            name=form.get("name", ""),
            explanation=form.get("explanation", ""),
            icon=form.get("icon", ""),
            now=moment,
        ),
    )


@pages.post("/levers/<int:lever_id>/remove")
def remove_lever(workshop_id: int, lever_id: int) -> ResponseReturnValue:
    """That lever is gone. Raises: SignedOut, Missing, Forbidden, Invalid."""
    actor, moment = _allowed(workshop_id), now()
    row_in(Lever, lever_id, workshop_id)
    return _acted(workshop_id, "levers", lambda db: levers.remove_lever(db, lever_id, actor, now=moment))


@pages.post("/arrows")
def change_arrows(workshop_id: int) -> ResponseReturnValue:
    """The arrows are drawn for these reasons. Raises: SignedOut, Missing, Forbidden, Invalid."""
    actor, moment, reasons = _allowed(workshop_id), now(), _numbered("reason")
    return _acted(
        workshop_id,
        "arrows",
        lambda db: levers.change_reasons(db, workshop_id, actor, reasons, now=moment),
    )


@pages.post("/arrows/new")
def add_arrow(workshop_id: int) -> ResponseReturnValue:
    """One lever helps another. Raises: SignedOut, Missing, Forbidden, Invalid."""
    actor, moment, form = _allowed(workshop_id), now(), request.form
    start, end = form.get("start", type=int), form.get("end", type=int)
    reason = form.get("reason", "")
    if start is None or end is None:
        raise Missing("lever")
    return _acted(
        workshop_id,
        "arrows",
        lambda db: levers.set_arrow(db, workshop_id, actor, start=start, end=end, reason=reason, now=moment),
    )


@pages.post("/arrows/<int:arrow_id>/remove")
def remove_arrow(workshop_id: int, arrow_id: int) -> ResponseReturnValue:
    """That arrow is gone. Raises: SignedOut, Missing, Forbidden."""
    actor, moment = _allowed(workshop_id), now()
    row_in(LeverArrow, arrow_id, workshop_id)
    return _acted(
        workshop_id, "arrows", lambda db: levers.remove_arrow(db, workshop_id, arrow_id, actor, now=moment)
    )


# --- the tree, the vision, the longlist --------------------------------------------------------------


@pages.post("/tree")
def change_tree(workshop_id: int) -> ResponseReturnValue:
    """The parts of the tree are called so. Raises: SignedOut, Missing, Forbidden, Invalid."""
    actor, moment, meanings = _allowed(workshop_id), now(), _numbered("meaning")
    texts = {number: (name, meanings.get(number, "")) for number, name in _numbered("part").items()}
    return _acted(
        workshop_id, "tree", lambda db: images.change_tree(db, workshop_id, actor, texts, now=moment)
    )


@pages.post("/tree/hang")
def hang(workshop_id: int) -> ResponseReturnValue:
    """Something hangs on the tree, typed by who leads the day.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    actor, moment = _allowed(workshop_id, Right.RUN), now()
    form, language = request.form.to_dict(), identity.staff(workshop_id, Right.RUN).language
    found, table_id = _tree_step(reading(), workshop_id), _table_id(workshop_id)
    step_id = found.id if found else None
    answer = as_form({name: form.get(name, "") for name in ("text", "part", "lever")})

    def verb(db: Session) -> None:
        if step_id is None:
            sentence = say(language, "Zet eerst een stap “De boom” in het programma.")
            raise Invalid({"text": [sentence]})
        try:
            paper.enter(
                db,
                step_id,
                actor.id or 0,
                table_id=table_id,
                language=language,
                key=form.get("key") or secrets.token_hex(16),
                data=answer,
                now=moment,
            )
        except Closed:
            sentence = say(language, "Open eerst de workshop. Dan kun je iets aan de boom hangen.")
            raise Invalid({"text": [sentence]}) from None

    return _acted(workshop_id, "tree", verb)


def _tree_step(db: Session, workshop_id: int) -> Exercise | None:
    return next((step for step in workshops.steps_of(db, workshop_id) if step.kind == "tree"), None)


def _table_id(workshop_id: int) -> int | None:
    number = request.form.get("table", type=int)
    return reading().scalar(select(Table.id).where(Table.workshop_id == workshop_id, Table.number == number))


@pages.post("/vision")
def change_vision(workshop_id: int) -> ResponseReturnValue:
    """This is what it is all for. Raises: SignedOut, Missing, Forbidden, Invalid."""
    actor, moment, text = _allowed(workshop_id), now(), request.form.get("vision", "")
    return _acted(
        workshop_id, "vision", lambda db: images.set_vision(db, workshop_id, actor, text, now=moment)
    )


@pages.post("/longlist")
def change_longlist(workshop_id: int) -> ResponseReturnValue:
    """The longlist holds these lines, made from those that the page showed (`was`).

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    actor, moment = _allowed(workshop_id), now()
    lines = _lines(request.form.get("lines", ""))
    shown = _lines(request.form["was"]) if "was" in request.form else None
    return _acted(
        workshop_id,
        "longlist",
        lambda db: images.set_longlist(db, workshop_id, actor, lines, shown=shown, now=moment),
    )


def _lines(typed: str) -> list[tuple[str, str]]:
    """Text and source of each line, as `as_lines` writes them."""
    parts = [line.partition(SOURCE_MARK) for line in typed.splitlines()]
    return [(text, source) for text, _mark, source in parts]
