"""What moderators do with the hours of a group, and who leads with all: close, extend, open again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from facilitator.database import now, reading
from facilitator.pages.moderate import pages
from facilitator.pages.moderate_acts import back, leading, number
from sessions.focus import asked, closing


@pages.post("/rounds/<int:round_id>/open")
def open_round(workshop_id: int, round_id: int) -> ResponseReturnValue:
    """The round is open before its hour. Raises: SignedOut, Missing, Forbidden, Invalid."""
    by, moment = leading(workshop_id), now()
    return back(
        workshop_id,
        lambda db: closing.open_round(db, workshop_id, round_id, by, now=moment),
        round_id=round_id,
    )


@pages.post("/rounds/<int:round_id>/close")
def close_round(workshop_id: int, round_id: int) -> ResponseReturnValue:
    """The round is closed, or (`closed` no) open again; for all groups, or for `only` one.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    return _for_whom(workshop_id, round_id, closing.set_round_closed, closed=_closes())


@pages.post("/rounds/<int:round_id>/extend")
def extend_round(workshop_id: int, round_id: int) -> ResponseReturnValue:
    """The round is open until `until`; for all groups, or for `only` one.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    return _for_whom(workshop_id, round_id, closing.extend_round, until=request.form.get("until", ""))


def _for_whom(workshop_id: int, round_id: int, verb: Callable[..., Any], **given: Any) -> ResponseReturnValue:
    """The verb is done to the round of all groups, or of the one that the form names as `only`."""
    moment, only = now(), number("only")
    by = leading(workshop_id, only)
    return back(
        workshop_id,
        lambda db: verb(db, workshop_id, round_id, by, group_id=only, now=moment, **given),
        f"group-{only}" if only else "",
        round_id=round_id,
    )


@pages.post("/questions/<int:exercise_id>/close")
def close_question(workshop_id: int, exercise_id: int) -> ResponseReturnValue:
    """Nobody answers that question, or (`closed` no) they do again. Raises: SignedOut, Missing, Forbidden."""
    by, moment, closed = leading(workshop_id), now(), _closes()
    round_id = asked.question(reading(), workshop_id, exercise_id).round.id
    return back(
        workshop_id,
        lambda db: closing.set_question_closed(db, workshop_id, exercise_id, by, closed=closed, now=moment),
        round_id=round_id,
    )


@pages.post("/groups/<int:group_id>/close")
def close_group(workshop_id: int, group_id: int) -> ResponseReturnValue:
    """Nobody of that group answers, or (`closed` no) they do again. Raises: SignedOut, Missing, Forbidden."""
    by, moment, closed = leading(workshop_id, group_id), now(), _closes()
    return back(
        workshop_id,
        lambda db: closing.set_group_closed(db, workshop_id, group_id, by, closed=closed, now=moment),
    )


def _closes() -> bool:
    return request.form.get("closed", "yes") == "yes"
