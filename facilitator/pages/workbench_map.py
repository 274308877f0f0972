"""The map of a workbench: where its passages lie, and its picture as a file."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from facilitator import identity
from facilitator.aside import aside
from facilitator.board import Board, board_of
from facilitator.database import house, now, reading, write
from facilitator.lens import Lens
from sessions import readings
from sessions.access import Right
from sessions.errors import Missing
from sessions.pictures import FIXED, as_file, as_png
from sessions.pictures.theme_map import HEIGHT, WIDTH, Region, draw
from sessions.projections import Audience, snapshot
from sessions.proposing import mapping
from sessions.proposing.mapping import Drawing

pages = Blueprint(
    "workbench_map", __name__, url_prefix="/workshops/<int:workshop_id>/workbench/<int:analysis_id>"
)

FORMS = {"svg": "image/svg+xml", "png": "image/png"}

_asked = identity.at_workbench


@pages.get("/map")
def spots(workshop_id: int, analysis_id: int) -> ResponseReturnValue:
    """Where each passage lies; the first time it takes some seconds. Raises: NotReady."""
    _asked(workshop_id, analysis_id, Right.SORT_READ)
    return _told(house().maps.drawing(analysis_id))


@pages.post("/map/redraw")
def redraw(workshop_id: int, analysis_id: int) -> ResponseReturnValue:
    """The map is drawn anew from everything that is there now. Raises: NotReady."""
    _asked(workshop_id, analysis_id, Right.SORT)
    write(lambda db: mapping.forget(db, analysis_id))
    return _told(house().maps.drawing(analysis_id))


def _told(drawing: Drawing) -> ResponseReturnValue:
    return jsonify(ok=True, spots=drawing.spots, later=drawing.later)


@pages.get("/map.<form>")
def picture(workshop_id: int, analysis_id: int, form: str) -> Response:
    """The map as a file, svg or png, through the lens of the address. Raises: Missing, NotReady."""
    _asked(workshop_id, analysis_id, Right.SORT_READ)
    if form not in FORMS:
        raise Missing("picture")
    user_id, moment = identity.user().id, now()
    write(lambda db: readings.note(db, workshop_id, user_id, "workbench", now=moment))
    return aside(_file, workshop_id, analysis_id, form, house().maps.drawing(analysis_id))


def _file(workshop_id: int, analysis_id: int, form: str, drawing: Drawing) -> Response:
    workshop, analysis = _asked(workshop_id, analysis_id, Right.SORT_READ)
    board = board_of(snapshot(reading(), Audience("workbench", analysis_id)), Lens.of(request.args))
    svg = as_file(_drawn(analysis.question, board, drawing), WIDTH, HEIGHT)
    body = svg.encode() if form == "svg" else as_png(svg, 2 * WIDTH)
    response = Response(body, mimetype=FORMS[form])
    kept = f"{_('kaart')}-{workshop.held_on.isoformat()}.{form}"
    response.headers.set("Content-Disposition", "attachment", filename=kept)
    return response


def _drawn(question: str, board: Board, drawing: Drawing) -> str:
    def placed(passages: list[dict[str, int]]) -> list[mapping.Spot]:
        return [drawing.spots[each["id"]] for each in passages if each["id"] in drawing.spots]

    regions = [
        Region(each["title"], each["position"], each["count"], placed(each["passages"]))
        for each in board.themes
    ]
    proposed = [
        Region(each["words"], None, each["count"], placed(each["passages"])) for each in board.proposals
    ]
    added = [
        passage for theme in board.themes if theme["additions"] for passage in theme["additions"]["passages"]
    ]
    names = ", ".join(f"{each.title} {each.support}" for each in regions)
    label = _("Kaart van “%(question)s”. Thema’s: %(names)s.", question=question, names=names or "–")
    return draw([*regions, *proposed], placed([*board.loose, *added]), paint=FIXED, label=label)
