"""The pictures of a workshop: as files for staff, and as part of the wall for whoever holds its address."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from facilitator import drawing, identity
from facilitator.database import reading
from facilitator.languages import chosen
from sessions.access import Right
from sessions.errors import Missing
from sessions.models import Workshop

pages = Blueprint("pictures", __name__)


@pages.get("/workshops/<int:workshop_id>/pictures/<name>.<form>")
def of_workshop(workshop_id: int, name: str, form: str) -> Response:
    """The tree or the system model as a file, svg or png. Raises: SignedOut, Missing, Forbidden."""
    workshop: Workshop = identity.staff(workshop_id, Right.LOOK)
    if name not in drawing.NAMES or form not in ("svg", "png"):
        raise Missing("picture")
    if form == "svg":
        response = Response(drawing.as_svg(reading(), workshop_id, name, chosen()), mimetype="image/svg+xml")
    else:
        response = Response(drawing.as_picture(reading(), workshop_id, name, chosen()), mimetype="image/png")
    kept = f"{_('boom') if name == 'tree' else _('systeemmodel')}-{workshop.held_on.isoformat()}.{form}"
    response.headers.set("Content-Disposition", "attachment", filename=kept)
    return response


@pages.get("/wall/<secret>/pictures/<name>.svg")
def of_wall(secret: str, name: str) -> Response:
    """The picture as the wall draws it, in the language of the workshop. Raises: Missing."""
    workshop: Workshop = identity.wall(secret)
    if workshop.wall_hidden:
        # What is covered is not handed out either.
        raise Missing("picture")
    how = {"bare": True, "newest": False} if name == "tree" and "bare" in request.args else {}
    drawn = drawing.on_page(reading(), workshop.id, name, workshop.language, **how)
    return Response(drawn, mimetype="image/svg+xml")
