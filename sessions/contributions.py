"""Contributing, correcting, withdrawing; hearts; hiding with a reason.

A key that the same participant used before is answered with what it made then, so a retry or a double
tap changes nothing. Correcting keeps what has the same key: a reason that stays is the same contribution.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import Form

from sessions import saying, words
from sessions.errors import Closed, Conflict, Forbidden, Invalid, Missing
from sessions.exercises import Draft, kind_named
from sessions.exercises.answers import errors_of
from sessions.hall import pace, places
from sessions.journal import Actor, Before, Inverse, record
from sessions.models import (
    Contribution,
    Exercise,
    Heart,
    Lever,
    Participant,
    Passage,
    Workshop,
)
from sessions.proposing import vectors
from sessions.text import clean
from sessions.verbs import Verb

# What a model made of words goes with them, in the same transaction.
_TAKES_WORDS_AWAY = (Verb.CONTRIBUTION_CORRECTED, Verb.CONTRIBUTION_WITHDRAWN, Verb.CONTRIBUTION_HIDDEN)


def contribute(
    db: Session, exercise_id: int, participant_id: int, *, key: str, data: Any, now: datetime
) -> dict[str, Any]:
    """What was said is a contribution; returns its receipt: id, key, state, version, place, `again`.

    `data` is form data. `again` is true when this key of this participant was known. Words for a place at
    the table where others lie by now, or before the table shares, are kept as a note (`private`).

    Raises: Missing, Closed, Invalid; Conflict when the key is somebody else's.
    """
    step, participant = _at_step(db, exercise_id, participant_id)
    known = saying.by_key(db, step.workshop_id, key)
    if known is not None:
        if known.participant_id != participant_id or known.exercise_id != exercise_id:
            raise Conflict("this key is in use")
        return receipt(db, known, again=True)
    _require_open(db, step, participant.table_id)
    draft = drafted(db, step, participant.language, data)
    at_table = kind_named(step.kind).at_tables
    state = "private" if at_table else "waiting" if step.settings.get("approval") else "shown"
    speaker = saying.Speaker(participant.id, participant.table_id, participant.language)
    top = saying.add(db, step, speaker, draft, key=checked_key(key), state=state, now=now)
    db.flush()
    replaced: list[int] = []
    if draft.place and not places.may_not_share(db, step, top.table_id):
        replaced = places.take(db, top, draft.place, over=draft.over)
    journal(db, top, Verb.CONTRIBUTION_MADE, Actor("participant", participant_id), now, also=replaced)
    return receipt(db, top, again=False)


def correct(
    db: Session, contribution_id: int, participant_id: int, *, version: int | None, data: Any, now: datetime
) -> dict[str, Any]:
    """The contribution says this now; earlier words are kept as earlier versions.

    `version` is the version that the author saw; a retry of the same words changes nothing.

    Raises: Missing, Closed, Invalid; Conflict when it was corrected elsewhere in the meantime.
    """
    top = _own(db, contribution_id, participant_id)
    step, participant = _at_step(db, top.exercise_id, participant_id)
    _require_open(db, step, top.table_id)
    draft = drafted(db, step, participant.language, data)
    speaker = saying.Speaker(participant.id, top.table_id, participant.language)
    changed = saying.rewrite(db, top, draft, step, speaker, version, now)
    if changed:
        places.said_anew(db, top)
        db.flush()
        journal(db, top, Verb.CONTRIBUTION_CORRECTED, Actor("participant", participant_id), now)
    return receipt(db, top, again=not changed)


def withdraw(db: Session, contribution_id: int, participant_id: int, *, now: datetime) -> dict[str, Any]:
    """The contribution and what hangs under it are no longer shown or placed; the author may put it back.

    Raises: Missing, Closed.
    """
    top = _own(db, contribution_id, participant_id)
    _require_open(db, db.get_one(Exercise, top.exercise_id), top.table_id)
    if top.state == "withdrawn":
        return receipt(db, top, again=True)
    for each in [top, *saying.children(db, top)]:
        each.state = "withdrawn"
    journal(db, top, Verb.CONTRIBUTION_WITHDRAWN, Actor("participant", participant_id), now)
    return receipt(db, top, again=False)


def put_back(db: Session, contribution_id: int, participant_id: int, *, now: datetime) -> dict[str, Any]:
    """A withdrawn contribution counts again, with everything that was withdrawn along with it.

    Raises: Missing, Closed.
    """
    top = _own(db, contribution_id, participant_id)
    step = db.get_one(Exercise, top.exercise_id)
    _require_open(db, step, top.table_id)
    if top.state != "withdrawn":
        return receipt(db, top, again=True)
    state = "hidden" if top.hidden_reason else "waiting" if step.settings.get("approval") else "shown"
    state = places.state_on_return(db, top, state)
    for each in [top, *saying.children(db, top)]:
        # A line that the author deleted from the form stays deleted: its version says so.
        if not saying.struck(db, each):
            each.state = state
    journal(db, top, Verb.CONTRIBUTION_RESTORED, Actor("participant", participant_id), now)
    return receipt(db, top, again=False)


def hide(db: Session, contribution_id: int, actor: Actor, *, reason: str, now: datetime) -> None:
    """Nobody but staff and its author sees it, and the author sees why.

    Raises: Missing; Invalid without a reason.
    """
    top = _top(db, contribution_id)
    reason = clean(reason)[:400]
    if not reason:
        language = db.get_one(Workshop, top.workshop_id).language
        raise Invalid({"reason": [words.say(language, "Zeg kort waarom. Wie het schreef, leest dit.")]})
    before = _before(db, top)
    top.hidden_reason = reason
    for each in [top, *saying.children(db, top)]:
        if each.state != "withdrawn":
            each.state = "hidden"
    journal(db, top, Verb.CONTRIBUTION_HIDDEN, actor, now, inverse=before.inverse)


def show(db: Session, contribution_id: int, actor: Actor, *, now: datetime) -> None:
    """A hidden or waiting contribution is shown (again). Raises: Missing."""
    top = _top(db, contribution_id)
    before = _before(db, top)
    top.hidden_reason = None
    state = places.state_on_return(db, top, "shown")
    for each in [top, *saying.children(db, top)]:
        if each.state in ("hidden", "waiting"):
            each.state = state
    journal(db, top, Verb.CONTRIBUTION_SHOWN, actor, now, inverse=before.inverse)


def _before(db: Session, top: Contribution) -> Before:
    """What staff is about to change of it; what its author changes stays the author's."""
    before = Before()
    before.of(top, *saying.children(db, top), only=("state", "hidden_reason"))
    return before


def give_heart(db: Session, contribution_id: int, participant_id: int, *, given: bool, now: datetime) -> bool:
    """This participant has (or has not) given this contribution a warm heart. Twice is once.

    Raises: Missing for what this participant cannot see; Forbidden for one's own; Closed after the day.
    """
    contribution = db.get(Contribution, contribution_id)
    participant = db.get_one(Participant, participant_id)
    if (
        contribution is None
        or contribution.workshop_id != participant.workshop_id
        or contribution.state != "shown"
        or contribution.parent_id is not None
    ):
        raise Missing("contribution")
    if contribution.participant_id == participant_id:
        raise Forbidden("own contribution")
    if db.get_one(Workshop, participant.workshop_id).state != "open":
        raise Closed("workshop")
    present = db.get(Heart, (contribution_id, participant_id))
    if given == (present is not None):
        return given
    if present is None:
        db.add(Heart(contribution_id=contribution_id, participant_id=participant_id, given_at=now))
    else:
        db.delete(present)
    record(
        db,
        contribution.workshop_id,
        Verb.HEART_GIVEN if given else Verb.HEART_TAKEN,
        Actor("participant", participant_id),
        now=now,
        touched={"heart": [contribution_id]},
    )
    return given


def _at_step(db: Session, exercise_id: int, participant_id: int) -> tuple[Exercise, Participant]:
    step = db.get(Exercise, exercise_id)
    participant = db.get_one(Participant, participant_id)
    if step is None or step.workshop_id != participant.workshop_id:
        raise Missing("step")
    return step, participant


def _require_open(db: Session, step: Exercise, table_id: int | None) -> None:
    if not pace.is_open_for(db, step, table_id):
        raise Closed("step")


def checked_key(key: str) -> str:
    """The key of a contribution as it is kept. Raises: Invalid."""
    key = clean(key)
    if not 8 <= len(key) <= saying.LONGEST_KEY:
        raise Invalid({"key": ["A key of 8 to 64 characters is needed."]})
    return key


def _own(db: Session, contribution_id: int, participant_id: int) -> Contribution:
    top = db.get(Contribution, contribution_id)
    if top is None or top.participant_id != participant_id or top.parent_id is not None:
        raise Missing("contribution")
    return top


def _top(db: Session, contribution_id: int) -> Contribution:
    top = db.get(Contribution, contribution_id)
    if top is None or top.parent_id is not None:
        raise Missing("contribution")
    return top


def drafted(db: Session, step: Exercise, language: str, data: Any) -> Draft:
    """What was filled in at that step. Raises: Closed where nobody answers; Invalid."""
    kind = kind_named(step.kind)
    if kind.answer_form is None:
        raise Closed("step")
    levers = list(
        db.scalars(select(Lever.key).where(Lever.workshop_id == step.workshop_id).order_by(Lever.position))
    )
    answer: Form = kind.answer(data, language=language, levers=levers)
    if not answer.validate():
        raise Invalid(errors_of(answer))
    return kind.draft(answer)


def receipt(db: Session, contribution: Contribution, *, again: bool) -> dict[str, Any]:
    """What is answered about a contribution: its id, key, state, version and place."""
    return {
        "id": contribution.id,
        "key": contribution.key,
        "state": contribution.state,
        "version": contribution.version,
        "place": places.name_of(db, contribution.id),
        "again": again,
    }


def journal(
    db: Session,
    top: Contribution,
    verb: Verb,
    actor: Actor,
    now: datetime,
    *,
    also: Sequence[int] = (),
    inverse: Inverse | None = None,
) -> None:
    """The act stands in the journal, with the passages of what it changed."""
    db.flush()
    ids = [top.id, *also, *db.scalars(select(Contribution.id).where(Contribution.parent_id == top.id))]
    passages = db.scalars(select(Passage.id).where(Passage.contribution_id.in_(ids))).all()
    if verb in _TAKES_WORDS_AWAY:
        vectors.forget(db, passages)
    record(
        db,
        top.workshop_id,
        verb,
        actor,
        now=now,
        touched={"contribution": ids, "passage": list(passages)},
        inverse=inverse,
    )
