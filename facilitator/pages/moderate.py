"""Following the groups: who keeps up, and each thread with what staff note about it among themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from facilitator import identity
from facilitator.database import now, reading, write
from facilitator.guide_forms import VISIBILITY_WORDS
from facilitator.pages import guide_words
from facilitator.pages.focus_when import When
from sessions import readings, undoing
from sessions.access import Right
from sessions.focus import asked, back_room, following, marking, probes, watching
from sessions.focus.groups import moderated_by
from sessions.models import FocusGroup, Round, Workshop

pages = Blueprint("moderate", __name__, url_prefix="/workshops/<int:workshop_id>/follow")

MINE, ALL = "mine", "all"
A_YEAR = 365 * 24 * 3600
# A contribution that is hidden or shown again touches its passages; coding it does not.
KINDS = frozenset({"probe", "probe_idea", "back_note", "passage"})
Errors = dict[str, list[str]]


@pages.get("")
def overview(workshop_id: int) -> ResponseReturnValue:
    """Every round with its groups, and who is behind. Raises: SignedOut, Missing, Forbidden."""
    return show_overview(watched(workshop_id))


@pages.get("/<int:group_id>/<int:exercise_id>")
def thread(workshop_id: int, group_id: int, exercise_id: int) -> ResponseReturnValue:
    """One question in one group. Raises: SignedOut, Missing, Forbidden."""
    return show_thread(watched(workshop_id), group_id, exercise_id)


def watched(workshop_id: int) -> Workshop:
    """Raises: SignedOut, Missing, Forbidden."""
    identity.staff(workshop_id, Right.LOOK)
    return asked.focus_workshop(reading(), workshop_id)


def show_overview(workshop: Workshop, *, errors: Errors | None = None) -> ResponseReturnValue:
    db, moment = reading(), now()
    found = _common(workshop, errors)
    user_id = identity.user().id
    every = asked.groups(db, workshop.id)
    mine = moderated_by(db, workshop.id, user_id)
    only = _only_mine(workshop.id, mine, every)
    groups = [each for each in every if each.id in mine] if only else every
    days = [_within(each, groups) for each in following.overview(db, workshop.id, moment)]
    page = render_template(
        "moderate/overview.html",
        days=days,
        chosen=_chosen(days),
        groups=groups,
        mine=len(mine) if 0 < len(mine) < len(every) else 0,
        every=len(every),
        only_mine=only,
        notes={each.id: back_room.notes(db, workshop.id, user_id, group_id=each.id) for each in groups},
        said_when=_said_when,
        **found,
    )
    answer = make_response(page, 422 if errors else 200)
    if (wanted := request.args.get("groups")) in (MINE, ALL):
        at, secure = url_for("moderate.overview", workshop_id=workshop.id), request.is_secure
        answer.set_cookie(
            _cookie(workshop.id), wanted, A_YEAR, path=at, samesite="Lax", httponly=True, secure=secure
        )
    return answer


def _only_mine(workshop_id: int, mine: set[int], every: list[FocusGroup]) -> bool:
    """Whether this page shows the groups that the reader moderates alone: so for who moderates some of them,
    until they ask for all; this browser remembers which."""
    wanted = request.args.get("groups") or request.cookies.get(_cookie(workshop_id))
    return 0 < len(mine) < len(every) and wanted != ALL


def _cookie(workshop_id: int) -> str:
    return f"lotusbloem_groups_{workshop_id}"


def _within(day: following.Day, groups: list[FocusGroup]) -> following.Day:
    wanted = {each.id for each in groups}
    return replace(day, groups=[each for each in day.groups if each.group.id in wanted])


def show_thread(
    workshop: Workshop,
    group_id: int,
    exercise_id: int,
    *,
    errors: Errors | None = None,
    typed: dict[str, str] | None = None,
) -> ResponseReturnValue:
    db, found = reading(), _common(workshop, errors)
    here = {"group_id": group_id, "exercise_id": exercise_id}
    seen = watching.thread(db, workshop.id, **here, raw=found["raw"])
    user_id, moment = identity.user().id, now()
    people = asked.people(db, workshop.id, group_id=group_id) if found["leads"] else []
    kept, shipped = probes.library(db, workshop.id)
    page = render_template(
        "moderate/thread.html",
        thread=seen,
        here={"workshop_id": workshop.id, **here},
        people=[each for each in people if seen.asked.is_for(each.member.segment)],
        notes=back_room.notes(db, workshop.id, user_id, **here),
        marked=marking.of_thread(db, group_id, exercise_id) if found["raw"] else {},
        me_id=user_id,
        kept=kept,
        shipped=shipped,
        begin=request.args.get("begin", ""),
        begin_about=request.args.get("about", type=int),
        typed=typed or {},
        visibility=VISIBILITY_WORDS[seen.asked.question.visibility],
        **found,
    )
    write(lambda writing: readings.note(writing, workshop.id, user_id, "follow", now=moment))
    return page, 422 if errors else 200


def _common(workshop: Workshop, errors: Errors | None) -> dict[str, Any]:
    rights, db = identity.rights(workshop.id), reading()
    leads = Right.RUN in rights
    return {
        "workshop": workshop,
        "leads": leads,
        "raw": Right.READ_RAW in rights,
        "when": When(workshop.time_zone, now()),
        "undoable": undoing.undoable_in_hall(db, workshop.id, KINDS) if leads else None,
        "redoable": undoing.redoable_in_hall(db, workshop.id, KINDS) if leads else None,
        "errors": errors or {},
        "saved": request.args.get("saved", ""),
    }


def _chosen(days: list[following.Day]) -> following.Day | None:
    """The round that was asked for; else the last one that opened."""
    wanted = request.args.get("round", type=int)
    named = next((each for each in days if each.round.id == wanted), None)
    opened = [each for each in days if each.state != "waiting"]
    return named or (opened[-1] if opened else days[0] if days else None)


def _said_when(each: Round) -> str:
    return guide_words.when(reading().get_one(Workshop, each.workshop_id), each)
