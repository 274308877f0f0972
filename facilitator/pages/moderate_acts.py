"""What moderators do with a group: ask further, hide with a reason, mark words. All staff write notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from facilitator import identity
from facilitator.database import now, row_in, write
from facilitator.pages.moderate import KINDS, pages, show_overview, show_thread, to_take_back, watched
from facilitator.refusals import sentences_of, wants_json
from sessions import contributions, undoing
from sessions.access import Right
from sessions.errors import Conflict, Invalid, Missing
from sessions.focus import back_room, marking, probes
from sessions.journal import Actor
from sessions.lexicon import marks
from sessions.models import Change, Contribution, Mark, Probe

# --- asking further --------------------------------------------------------------------------------------


@pages.post("/<int:group_id>/<int:exercise_id>/probe")
def probe(workshop_id: int, group_id: int, exercise_id: int) -> ResponseReturnValue:
    """`text` is asked of all of the group or of one (`member`), about the question or an answer (`about`).

    With `keep` it is kept at hand as well. Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    by, moment, form = leading(workshop_id, group_id), now(), request.form
    text, keeps = form.get("text", ""), "keep" in form
    about, member = number("about"), number("member")
    if about is not None and form.get("to") == "author":
        member = _author(workshop_id, about)

    def act(db: Session) -> None:
        probes.ask(
            db,
            workshop_id,
            by,
            exercise_id=exercise_id,
            group_id=group_id,
            text=text,
            contribution_id=about,
            participant_id=member,
            now=moment,
        )
        if keeps:
            probes.keep(db, workshop_id, by, text, now=moment)

    return in_thread(workshop_id, group_id, exercise_id, act, "doorvragen")


@pages.post("/probes/<int:probe_id>/withdraw")
def withdraw(workshop_id: int, probe_id: int) -> ResponseReturnValue:
    """That is not asked any more. Raises: SignedOut, Missing, Forbidden."""
    by, moment = leading_somewhere(workshop_id), now()
    row = row_in(Probe, probe_id, workshop_id)
    leading(workshop_id, row.group_id)
    return in_thread(
        workshop_id,
        row.group_id,
        row.exercise_id,
        lambda db: probes.withdraw(db, workshop_id, probe_id, by, now=moment),
        "doorvragen",
    )


@pages.post("/ideas/<int:idea_id>/remove")
def drop_idea(workshop_id: int, idea_id: int) -> ResponseReturnValue:
    """That probe is no longer at hand. Raises: SignedOut, Missing, Forbidden."""
    by, moment = leading_somewhere(workshop_id), now()
    return back(workshop_id, lambda db: probes.drop(db, workshop_id, idea_id, by, now=moment))


# --- hiding ----------------------------------------------------------------------------------------------


@pages.post("/answers/<int:contribution_id>/hide")
def hide(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """The group does not read it; its author reads why. Raises: SignedOut, Missing, Forbidden, Invalid."""
    (by, row), moment = leading_at(workshop_id, contribution_id), now()
    reason = request.form.get("reason", "")
    return in_thread(
        workshop_id,
        row.group_id or 0,
        row.exercise_id,
        lambda db: contributions.hide(db, contribution_id, by, reason=reason, now=moment),
        f"said-{contribution_id}",
    )


@pages.post("/answers/<int:contribution_id>/show")
def show(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """The group reads it again. Raises: SignedOut, Missing, Forbidden."""
    (by, row), moment = leading_at(workshop_id, contribution_id), now()
    return in_thread(
        workshop_id,
        row.group_id or 0,
        row.exercise_id,
        lambda db: contributions.show(db, contribution_id, by, now=moment),
        f"said-{contribution_id}",
    )


# --- delicate words ----------------------------------------------------------------------------------------


@pages.post("/answers/<int:contribution_id>/mark")
def mark(workshop_id: int, contribution_id: int) -> ResponseReturnValue:
    """Its `word` is delicate, and `why`: the lexicon gathers it.

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    (by, row), moment = leading_at(workshop_id, contribution_id), now()
    word, why = request.form.get("word", ""), request.form.get("why", "")
    return in_thread(
        workshop_id,
        row.group_id or 0,
        row.exercise_id,
        lambda db: marking.by_staff(db, workshop_id, contribution_id, by, word=word, why=why, now=moment),
        f"said-{contribution_id}",
    )


@pages.post("/marks/<int:mark_id>/withdraw")
def withdraw_mark(workshop_id: int, mark_id: int) -> ResponseReturnValue:
    """One's own mark counts no more. Raises: SignedOut, Missing, Forbidden."""
    by, moment = leading_somewhere(workshop_id), now()
    _by, row = leading_at(workshop_id, row_in(Mark, mark_id, workshop_id).contribution_id)
    return in_thread(
        workshop_id,
        row.group_id or 0,
        row.exercise_id,
        lambda db: marks.withdraw(db, mark_id, by, now=moment),
        f"said-{row.id}",
    )


# --- the back room ---------------------------------------------------------------------------------------


@pages.post("/notes")
def note(workshop_id: int) -> ResponseReturnValue:
    """A note (`note`) about a `group`, a `question` of it or an answer (`about`).

    Raises: SignedOut, Missing, Forbidden, Invalid.
    """
    by, moment, text = _watching(workshop_id), now(), request.form.get("note", "")
    group_id, exercise_id, about = number("group"), number("question"), number("about")

    def act(db: Session) -> None:
        where = {"group_id": group_id, "exercise_id": exercise_id, "contribution_id": about}
        back_room.write(db, workshop_id, by, text, **where, now=moment)

    if group_id is None or exercise_id is None:
        return back(workshop_id, act, "achterkamer")
    return in_thread(workshop_id, group_id, exercise_id, act, "achterkamer")


@pages.post("/notes/<int:note_id>/remove")
def remove_note(workshop_id: int, note_id: int) -> ResponseReturnValue:
    """One's own note is gone; who moderates takes any away. Raises: SignedOut, Missing, Forbidden."""
    by, moment = _watching(workshop_id), now()
    return back(
        workshop_id, lambda db: back_room.remove(db, workshop_id, note_id, by, now=moment), "achterkamer"
    )


# --- taking back -----------------------------------------------------------------------------------------


@pages.post("/undo")
def undo(workshop_id: int) -> ResponseReturnValue:
    """The last probe, note, mark or hiding is taken back. Raises: SignedOut, Missing, Forbidden, Conflict."""
    return _turn(workshop_id, undoing.undo_in_hall, undoing.undoable_in_hall)


@pages.post("/redo")
def redo(workshop_id: int) -> ResponseReturnValue:
    """What was taken back stands again. Raises: SignedOut, Missing, Forbidden, Conflict."""
    return _turn(workshop_id, undoing.redo_in_hall, undoing.redoable_in_hall)


def _turn(
    workshop_id: int, verb: Callable[..., str], newest: Callable[..., Change | None]
) -> ResponseReturnValue:
    """Who moderates the whole takes back what anybody did; who moderates some groups, what they did there."""
    by, moment, seen = leading_somewhere(workshop_id), now(), request.form.get("seen", type=int)
    own = identity.within(workshop_id, Right.MODERATE) is not None
    if own:
        last = to_take_back(workshop_id, newest)
        seen = 0 if last is None or seen not in (None, last.id) else last.id
    try:
        return back(
            workshop_id, lambda db: verb(db, workshop_id, by, seen=seen, now=moment, kinds=KINDS, own=own)
        )
    except Conflict:
        if wants_json():
            raise
        return redirect(url_for("moderate.overview", workshop_id=workshop_id), 303)


# --- what acts share -------------------------------------------------------------------------------------


def leading(workshop_id: int, group_id: int | None = None) -> Actor:
    """Who moderates that group; without one, the whole. Raises: SignedOut, Missing, Forbidden."""
    identity.in_group(workshop_id, group_id, Right.MODERATE)
    return _watching(workshop_id)


def leading_somewhere(workshop_id: int) -> Actor:
    """Who moderates some group here. Raises: SignedOut, Missing, Forbidden."""
    identity.within(workshop_id, Right.MODERATE)
    return _watching(workshop_id)


def leading_at(workshop_id: int, contribution_id: int) -> tuple[Actor, Contribution]:
    """Who moderates the group in which that was said, and what was said.

    Raises: SignedOut, Forbidden, Missing for what nobody said in a thread here.
    """
    leading_somewhere(workshop_id)
    row = _said(workshop_id, contribution_id)
    return leading(workshop_id, row.group_id), row


def _watching(workshop_id: int) -> Actor:
    watched(workshop_id)
    return Actor("user", identity.user().id)


def number(name: str) -> int | None:
    return request.form.get(name, type=int)


def _said(workshop_id: int, contribution_id: int) -> Contribution:
    """Raises: Missing for what nobody said in a thread here."""
    row = row_in(Contribution, contribution_id, workshop_id)
    if row.kind not in ("answer", "reply"):
        raise Missing("contribution")
    return row


def _author(workshop_id: int, contribution_id: int) -> int:
    """Raises: Missing for what nobody said. Without an author it would be asked of everybody."""
    author = _said(workshop_id, contribution_id).participant_id
    if author is None:
        raise Missing("member")
    return author


def in_thread(
    workshop_id: int, group_id: int, exercise_id: int, act: Callable[[Session], Any], anchor: str
) -> ResponseReturnValue:
    """The act, and back in the thread; or the thread with the sentence that refuses it and what was typed."""
    try:
        write(act)
    except Invalid as refusal:
        if wants_json():
            raise
        errors, typed = sentences_of(refusal), request.form.to_dict()
        return show_thread(watched(workshop_id), group_id, exercise_id, errors=errors, typed=typed)
    if wants_json():
        return jsonify(ok=True)
    at: dict[str, Any] = {"workshop_id": workshop_id, "group_id": group_id, "exercise_id": exercise_id}
    return redirect(url_for("moderate.thread", **at, saved="yes", _anchor=anchor), 303)


def back(
    workshop_id: int, act: Callable[[Session], Any], anchor: str = "", *, round_id: int | None = None
) -> ResponseReturnValue:
    """The act, and on to the thread that the form names (`group`, `question`), else to the overview."""
    group_id, exercise_id = number("group"), number("question")
    if group_id is not None and exercise_id is not None:
        return in_thread(workshop_id, group_id, exercise_id, act, anchor)
    try:
        write(act)
    except Invalid as refusal:
        if wants_json():
            raise
        return show_overview(watched(workshop_id), errors=sentences_of(refusal))
    if wants_json():
        return jsonify(ok=True)
    at: dict[str, Any] = {"workshop_id": workshop_id, "round": round_id, "saved": "yes"}
    return redirect(url_for("moderate.overview", **at, _anchor=anchor or None), 303)
