"""The lotuses of the tables on paper and as files: what the wall shows of them, and no more."""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template
from flask_babel import format_date
from flask_babel import gettext as _

from facilitator import identity
from facilitator.database import now, reading, write
from sessions import readings
from sessions.access import Right
from sessions.errors import Missing
from sessions.hall import lotuses
from sessions.hall.lotuses import Lotus
from sessions.models import PETALS, Workshop
from sessions.pictures import FIXED, LIVE, as_file, as_png
from sessions.pictures.lotus import HEIGHT, WIDTH, lotus_picture, open_flower

pages = Blueprint("lotus", __name__, url_prefix="/workshops/<int:workshop_id>")

# Left of the flower and right of it, from top to bottom, so that a list stands near its petal.
SIDES = ("HGFE", "ABCD")
PNG_WIDTH = 2 * WIDTH


@pages.get("/lotus")
def sheets(workshop_id: int) -> str:
    """A sheet of A3 for every table. Raises: SignedOut, Missing, Forbidden."""
    workshop, found = _read(workshop_id)
    return _page(workshop, found)


@pages.get("/lotus/<int:number>")
def sheet(workshop_id: int, number: int) -> str:
    """The sheet of that table. Raises: SignedOut, Missing, Forbidden."""
    workshop, found = _read(workshop_id)
    return _page(workshop, [_of(found, number)])


@pages.get("/lotus/<int:number>.<form>")
def flower(workshop_id: int, number: int, form: str) -> Response:
    """The flower of that table as a file, svg or png. Raises: SignedOut, Missing, Forbidden."""
    workshop, found = _read(workshop_id)
    if form not in ("svg", "png"):
        raise Missing("picture")
    svg = as_file(_drawn(_of(found, number)), WIDTH, HEIGHT)
    if form == "svg":
        response = Response(svg, mimetype="image/svg+xml")
    else:
        response = Response(as_png(svg, PNG_WIDTH), mimetype="image/png")
    kept = f"{_('lotusbloem-tafel')}-{number}-{workshop.held_on.isoformat()}.{form}"
    response.headers.set("Content-Disposition", "attachment", filename=kept)
    return response


def _read(workshop_id: int) -> tuple[Workshop, list[Lotus]]:
    """The workshop and its lotuses, of which it is known that they were read."""
    workshop: Workshop = identity.staff(workshop_id, Right.LOOK)
    # Paper lies on the tables: it speaks the language of the hall, not of whoever prints it.
    g.language = workshop.language
    user_id, moment = identity.user().id, now()
    write(lambda db: readings.note(db, workshop_id, user_id, "lotus", now=moment))
    return workshop, lotuses.with_words(reading(), workshop_id)


def _of(found: list[Lotus], number: int) -> Lotus:
    """Raises: Missing when there is no such table, or no lotus in the programme."""
    lotus = next((each for each in found if each.number == number), None)
    if lotus is None:
        raise Missing("lotus")
    return lotus


def _page(workshop: Workshop, found: list[Lotus]) -> str:
    rights = identity.rights(workshop.id)
    return render_template(
        "lotus/sheets.html",
        workshop=workshop,
        day=format_date(workshop.held_on, "long"),
        lotuses=found,
        sides=SIDES,
        petals=PETALS,
        drawing=open_flower(LIVE),
        may_run=Right.RUN in rights,
        joins=Right.SETTINGS in rights and workshop.state != "closed",
    )


def _drawn(lotus: Lotus) -> str:
    table = _("Tafel %(number)s", number=lotus.number)
    label = _("Lotusbloem van tafel %(number)s: %(question)s", number=lotus.number, question=lotus.question)
    return lotus_picture(
        lotus.words, FIXED, question=lotus.question, table=table, nothing=_("nog open"), label=label
    )
