"""Following the groups: who keeps up, and each thread with what staff note about it among themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from facilitator import identity
from facilitator.database import now, reading, write
from facilitator.guide_forms import VISIBILITY_WORDS
from facilitator.pages import guide_words
from facilitator.pages.focus_when import When
from facilitator.refusals import Errors
from sessions import access, readings, undoing
from sessions.access import Right
from sessions.focus import asked, back_room, following, marking, probes, watching
from sessions.focus.groups import moderated_by
from sessions.journal import Actor
from sessions.models import Change, Contribution, FocusGroup, Mark, Probe, Round, Workshop

pages = Blueprint("moderate", __name__, url_prefix="/workshops/<int:workshop_id>/follow")

MINE, ALL = "mine", "all"
A_YEAR = 365 * 24 * 3600
# A contribution that is hidden or shown again touches its passages; coding it does not.
KINDS = frozenset({"probe", "probe_idea", "back_note", "passage", "mark"})


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
    reads, leads = _reach(workshop.id, Right.READ_RAW), _reach(workshop.id, Right.MODERATE)
    days = [_within(each, groups) for each in following.overview(db, workshop.id, moment)]
    page = render_template(
        "moderate/overview.html",
        days=days,
        chosen=_chosen(days),
        groups=groups,
        mine=len(mine) if 0 < len(mine) < len(every) else 0,
        every=len(every),
        only_mine=only,
        reads={each.id for each in groups if access.reaches(reads, each.id)},
        moderates={each.id for each in groups if access.reaches(leads, each.id)},
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
    raw = access.reaches(_reach(workshop.id, Right.READ_RAW), group_id)
    leads = access.reaches(_reach(workshop.id, Right.MODERATE), group_id)
    seen = watching.thread(db, workshop.id, **here, raw=raw)
    user_id, moment = identity.user().id, now()
    people = asked.people(db, workshop.id, group_id=group_id) if leads else []
    kept, shipped = probes.library(db, workshop.id)
    page = render_template(
        "moderate/thread.html",
        thread=seen,
        here={"workshop_id": workshop.id, **here},
        people=[each for each in people if seen.asked.is_for(each.member.segment)],
        notes=back_room.notes(db, workshop.id, user_id, **here),
        marked=marking.of_thread(db, group_id, exercise_id) if raw else {},
        raw=raw,
        leads=leads,
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
    return {
        "workshop": workshop,
        "leads_all": _reach(workshop.id, Right.MODERATE) is None,
        "when": When(workshop.time_zone, now()),
        "undoable": to_take_back(workshop.id, undoing.undoable_in_hall),
        "redoable": to_take_back(workshop.id, undoing.redoable_in_hall),
        "errors": errors or {},
        "saved": request.args.get("saved", ""),
    }


def _reach(workshop_id: int, right: Right) -> frozenset[int] | None:
    return access.reach(reading(), workshop_id, identity.user().id, right)


def to_take_back(workshop_id: int, newest: Callable[..., Change | None]) -> Change | None:
    """What whoever asks can take back (or do again) here: who moderates the whole the last act of anybody,
    who moderates some groups the last one of their own, as long as it lies in those."""
    within, db = _reach(workshop_id, Right.MODERATE), reading()
    if within is None:
        return newest(db, workshop_id, KINDS)
    found = newest(db, workshop_id, KINDS, by=Actor("user", identity.user().id)) if within else None
    return found if found is not None and _groups_of(found) <= within else None


def _groups_of(change: Change) -> set[int | None]:
    """The groups whose words that act was about; one's own notes may be taken away in every group."""
    db, ids = reading(), change.touched
    about = [db.get(Contribution, each) for each in ids.get("contribution", ())]
    marked = [db.get(Mark, each) for each in ids.get("mark", ())]
    about += [db.get(Contribution, each.contribution_id) for each in marked if each is not None]
    asked_in = [db.get(Probe, each) for each in ids.get("probe", ())]
    return {each.group_id for each in (*about, *asked_in) if each is not None}


def _chosen(days: list[following.Day]) -> following.Day | None:
    """The round that was asked for; else the last one that opened."""
    wanted = request.args.get("round", type=int)
    named = next((each for each in days if each.round.id == wanted), None)
    opened = [each for each in days if each.state != "waiting"]
    return named or (opened[-1] if opened else days[0] if days else None)


def _said_when(each: Round) -> str:
    return guide_words.when(reading().get_one(Workshop, each.workshop_id), each)
