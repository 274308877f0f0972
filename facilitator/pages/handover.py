"""Staff go on on a second device: a link to scan, once, for ten minutes, confirmed there by a press."""

from __future__ import annotations

import base64
import secrets

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from facilitator import identity, qr
from facilitator.database import now, reading, write
from facilitator.throttle import Throttle
from sessions.access import Right
from sessions.errors import Busy, Missing
from sessions.hall import handovers
from sessions.models import User, Workshop
from sessions.text import JOIN_ALPHABET

pages = Blueprint("handover", __name__)

TOKEN_LENGTH = 16
"""80 bits: short enough to type from another screen, for ten minutes."""
wrong_links = Throttle(burst=20, seconds=5)


@pages.post("/workshops/<int:workshop_id>/handover")
def offer(workshop_id: int) -> ResponseReturnValue:
    """A page with the code to scan. An earlier one ends. Raises: SignedOut, Missing, Forbidden."""
    identity.staff(workshop_id, Right.RUN)
    user_id, moment = identity.user().id, now()
    token = "".join(secrets.choice(JOIN_ALPHABET) for _ in range(TOKEN_LENGTH))
    write(lambda db: handovers.offer_device(db, workshop_id, user_id, token, now=moment))
    address = f"{qr.public_address()}/handover/{token}"
    drawing = base64.b64encode(qr.svg(address).encode()).decode()
    return render_template(
        "studio/handover.html",
        workshop=reading().get_one(Workshop, workshop_id),
        address=qr.typable(address),
        drawing=f"data:image/svg+xml;base64,{drawing}",
    )


@pages.post("/workshops/<int:workshop_id>/handover/withdraw")
def withdraw(workshop_id: int) -> ResponseReturnValue:
    """The link can no longer be used. Raises: SignedOut, Missing, Forbidden."""
    identity.staff(workshop_id, Right.RUN)
    user_id, moment = identity.user().id, now()
    write(lambda db: handovers.withdraw_device(db, workshop_id, user_id, now=moment))
    return redirect(url_for("studio.studio", workshop_id=workshop_id), 303)


@pages.get("/handover/<token>")
def take(token: str) -> ResponseReturnValue:
    """Whose studio this opens; nothing is used up before the press, so that a preview does no harm.

    Raises: Missing; Busy for an address that tried too many.
    """
    workshop, user = _behind(token)
    return render_template("studio/take_over.html", workshop=workshop, user=user, token=token)


@pages.post("/handover/<token>")
def confirm(token: str) -> ResponseReturnValue:
    """This device is signed in as that user, in their studio. Raises: Missing, Busy."""
    _behind(token)
    moment = now()
    workshop_id, user_id = write(lambda db: handovers.take_device(db, token, now=moment))
    response: Response = make_response(redirect(url_for("studio.studio", workshop_id=workshop_id), 303))
    identity.sign_in(response, user_id)
    return response


def _behind(token: str) -> tuple[Workshop, User]:
    if wait := wrong_links.wait(now=now()):
        raise Busy(wait)
    try:
        return handovers.offered(reading(), token, now=now())
    except Missing:
        wrong_links.failed(now=now())
        raise
