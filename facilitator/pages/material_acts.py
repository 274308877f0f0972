"""What staff do with material. Every act is taken back with *undo*."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from facilitator import identity
from facilitator.database import now, reading, row_in, write
from facilitator.languages import chosen
from facilitator.pages.material import (
    coding_staff,
    filters,
    focus_staff,
    objectives_page,
    overview,
    pages,
    to_take_back,
)
from facilitator.pages.phone_acts import number_in
from facilitator.refusals import Errors, sentences_of, wants_json
from sessions import undoing
from sessions.access import Right
from sessions.errors import Invalid
from sessions.exercises.answers import said
from sessions.journal import Actor
from sessions.material import coding, objectives
from sessions.material.said import place_of
from sessions.models import Contribution, ContributionVersion, Material, Objective, Workshop
from sessions.text import clean
from sessions.words import say

MOST_AT_ONCE = 2000
BELONGING = {"lever": "lever_id", "part": "tree_part_id", "term": "term_id"}
Verb = Callable[[Session], Any]
Again = Callable[[Errors], ResponseReturnValue]


# --- words become material ---------------------------------------------------------------------------


@pages.post("/words/<int:contribution_id>")
def code(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """These words of that contribution are material. Raises: SignedOut, Missing, Forbidden, Conflict,
    Invalid."""
    by, moment, form = _coding(workshop_id, contribution_id), now(), request.form

    meant, belonging = _meant(), _belonging()

    def verb(db: Session) -> int:
        starts_at, ends_at = meant.place(db, contribution_id)
        return coding.code(
            db,
            contribution_id,
            by,
            kind=form.get("kind", ""),
            starts_at=starts_at,
            ends_at=ends_at,
            text=form.get("text", ""),
            now=moment,
            **belonging,
        )

    address = onward("material", anchor=f"c{contribution_id}")
    return acted(verb, address, _overview_again(workshop_id, ("words", contribution_id)))


@pages.post("/<int:material_id>/change")
def change(workshop_id: int, material_id: int) -> ResponseReturnValue:
    """The material is of that kind and put in that way. Raises: SignedOut, Missing, Forbidden, Invalid."""
    moment, form, belonging = now(), request.form, _belonging()
    by, found = _coded(workshop_id, material_id)
    address = onward("material", anchor=f"c{found.contribution_id}")
    return acted(
        lambda db: coding.change(
            db,
            material_id,
            by,
            kind=form.get("kind"),
            text=form.get("text"),
            now=moment,
            **belonging,
        ),
        address,
        _overview_again(workshop_id, ("material", material_id)),
    )


@pages.post("/<int:material_id>/remove")
def remove(workshop_id: int, material_id: int) -> ResponseReturnValue:
    """The words are no material any more. Raises: SignedOut, Missing, Forbidden."""
    (by, found), moment = _coded(workshop_id, material_id), now()
    address = onward("material", anchor=f"c{found.contribution_id}")
    if found.removed_at is not None:  # somebody else was first
        return redirect(address, 303)
    return acted(lambda db: coding.remove(db, material_id, by, now=moment), address)


@pages.post("/undo")
def undo(workshop_id: int) -> ResponseReturnValue:
    """The last act that can be taken back is. Raises: SignedOut, Missing, Forbidden, Conflict."""
    coding_staff(workshop_id)
    by, moment, seen = _actor(), now(), number_in(request.form, "seen")
    last = to_take_back(workshop_id)
    seen = last if last is not None and seen in (None, last) else 0  # 0 is no act: somebody was first
    back = request.form.get("page", "")
    address = onward(back if back in ("objective_list", "alike", "interview_list", "names") else "material")
    return acted(lambda db: undoing.undo_in_hall(db, workshop_id, by, seen=seen, now=moment), address)


# --- objectives --------------------------------------------------------------------------------------


@pages.post("/objectives")
def make_objective(workshop_id: int) -> ResponseReturnValue:
    """There is an objective of that name. Raises: SignedOut, Missing, Forbidden, Invalid."""
    by, moment, title = by_staff(workshop_id), now(), request.form.get("title", "")
    return acted(
        lambda db: objectives.make(db, workshop_id, by, title=title, now=moment),
        onward("objective_list"),
        _objectives_again(workshop_id, 0),
    )


@pages.post("/objectives/<int:objective_id>/change")
def change_objective(workshop_id: int, objective_id: int) -> ResponseReturnValue:
    """Name and description are these. Raises: SignedOut, Missing, Forbidden, Invalid."""
    by, moment, form = by_staff(workshop_id), now(), request.form
    row_in(Objective, objective_id, workshop_id)
    title, description = form.get("title"), form.get("description")
    return acted(
        lambda db: objectives.change(db, objective_id, by, title=title, description=description, now=moment),
        onward("objective_list", anchor=f"d{objective_id}"),
        _objectives_again(workshop_id, objective_id),
    )


@pages.post("/objectives/<int:objective_id>/behind")
def put_behind(workshop_id: int, objective_id: int) -> ResponseReturnValue:
    """Exactly the ticked material stands behind the objective. Raises: SignedOut, Missing, Forbidden."""
    by, moment, ticked = by_staff(workshop_id), now(), numbers("material")
    row_in(Objective, objective_id, workshop_id)
    return acted(
        lambda db: objectives.put_behind(db, objective_id, by, ticked, now=moment),
        onward("objective_list", anchor=f"d{objective_id}"),
    )


@pages.post("/objectives/<int:objective_id>/remove")
def remove_objective(workshop_id: int, objective_id: int) -> ResponseReturnValue:
    """The objective counts no more. Raises: SignedOut, Missing, Forbidden."""
    by, moment, address = by_staff(workshop_id), now(), onward("objective_list")
    if row_in(Objective, objective_id, workshop_id).removed_at is not None:  # somebody else was first
        return redirect(address, 303)
    return acted(lambda db: objectives.remove(db, objective_id, by, now=moment), address)


# --- parts -------------------------------------------------------------------------------------------


def by_staff(workshop_id: int) -> Actor:
    focus_staff(workshop_id)
    return _actor()


def _actor() -> Actor:
    return Actor("user", identity.user().id)


def _coding(workshop_id: int, contribution_id: int) -> Actor:
    """Who makes material of that contribution. Raises: SignedOut, Missing, Forbidden for another group."""
    coding_staff(workshop_id)
    identity.in_group(workshop_id, row_in(Contribution, contribution_id, workshop_id).group_id, Right.CODE)
    return _actor()


def _coded(workshop_id: int, material_id: int) -> tuple[Actor, Material]:
    """Who changes that material, and which. Raises: SignedOut, Missing, Forbidden for another group."""
    coding_staff(workshop_id)
    found = row_in(Material, material_id, workshop_id)
    return _coding(workshop_id, found.contribution_id), found


def onward(page: str, *, anchor: str | None = None) -> str:
    """The page after the act, as it was filtered."""
    workshop_id, kept = (request.view_args or {})["workshop_id"], filters()
    return url_for(f"material.{page}", workshop_id=workshop_id, _anchor=anchor, **(kept | {"saved": "yes"}))


def acted(verb: Verb, address: str, again: Again | None = None) -> ResponseReturnValue:
    """The act was done, and on to where it shows; or the page says what is not right, with what was typed."""
    try:
        write(verb)
    except Invalid as refusal:
        if again is None or wants_json():
            raise
        return again(sentences_of(refusal))
    return redirect(address, 303)


def numbers(name: str) -> list[int]:
    """The numbers that were ticked."""
    typed = request.form.getlist(name)[:MOST_AT_ONCE]
    return [int(each) for each in typed if each.isascii() and each.isdigit() and len(each) < 16]


def _overview_again(workshop_id: int, about: tuple[str, int]) -> Again:
    def again(errors: Errors) -> ResponseReturnValue:
        workshop = reading().get_one(Workshop, workshop_id)
        return overview(workshop, errors=errors, typed=request.form.to_dict(), about=about)

    return again


def _objectives_again(workshop_id: int, about: int) -> Again:
    def again(errors: Errors) -> ResponseReturnValue:
        workshop = reading().get_one(Workshop, workshop_id)
        return objectives_page(workshop, errors=errors, typed=request.form.to_dict(), about=about)

    return again


@dataclass(frozen=True)
class _Meant:
    """The words of a form, and where a script saw them selected; `spoken` is the language of who asks."""

    words: str
    start: int | None
    end: int | None
    spoken: str

    def place(self, db: Session, contribution_id: int) -> tuple[int, int]:
        """The words as code points of how they are put now. A selection is taken at its word only when
        these words do stand there. Raises: Invalid."""
        found = db.get_one(Contribution, contribution_id)
        whole = db.get_one(ContributionVersion, (contribution_id, found.version)).text
        if self.start is not None and self.end is not None:
            selected = whole[self.start : self.end].split()
            if selected and selected == self.words.split():
                return self.start, self.end
        place = place_of(whole, self.words)
        if place is None:
            sentence = said("Deze woorden staan zo niet in wat er gezegd is. Neem ze letterlijk over.")
            raise Invalid({"words": [say(self.spoken, sentence)]})
        return place


def _meant() -> _Meant:
    form = request.form
    words = clean(form.get("words"), lines=True)
    return _Meant(words, number_in(form, "start"), number_in(form, "end"), chosen())


def _belonging() -> dict[str, int | None]:
    """What the material belongs to: *lever-3*, *part-4* or *term-5*."""
    name, _dash, number = request.form.get("where", "").partition("-")
    found = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else None
    return {column: found if key == name else None for key, column in BELONGING.items()}
