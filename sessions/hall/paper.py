"""What a table wrote on paper, typed by somebody of the staff, who is named with it.

It counts as any other contribution; taken back it is withdrawn, never deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import contributions, saying, words
from sessions.errors import Closed, Conflict, Invalid, Missing
from sessions.exercises import Draft, kind_named
from sessions.hall import places
from sessions.journal import Actor, Before
from sessions.models import (
    PRESENT_WORDS,
    Contribution,
    ContributionVersion,
    Exercise,
    Place,
    Table,
    User,
    Workshop,
)
from sessions.verbs import Verb

MOST = 200


@dataclass(frozen=True)
class Entered:
    """One line of what was typed: the words, from where, and by whom."""

    id: int
    text: str
    kind: str
    step: str
    table: int | None
    place: str | None
    state: str
    by: str


def enter(
    db: Session,
    exercise_id: int,
    user_id: int,
    *,
    table_id: int | None,
    language: str,
    key: str,
    data: Any,
    replace: bool = False,
    now: datetime,
) -> dict[str, Any]:
    """What a table wrote on paper is a contribution that says who typed it; returns its receipt.

    It may come after the step was closed. A finding that is typed was confirmed on paper. With `replace` it
    comes in the place of what lies there.

    Raises: Missing, Invalid; Closed before the day began; Conflict when the key is somebody else's.
    """
    step = db.get_one(Exercise, exercise_id)
    known = saying.by_key(db, step.workshop_id, key)
    if known is not None:
        if known.entered_by != user_id or known.exercise_id != exercise_id:
            raise Conflict("this key is in use")
        return contributions.receipt(db, known, again=True)
    if db.get_one(Workshop, step.workshop_id).opened_at is None:
        raise Closed("workshop")
    draft = contributions.drafted(db, step, language, data)
    key = contributions.checked_key(key)
    before = Before()
    lying = _room(db, step, table_id, draft, replace) if kind_named(step.kind).at_tables else None
    if lying is not None:
        before.of(lying)
        before.of(db.get_one(Contribution, lying.contribution_id), only=("state", "hidden_reason"))
    speaker = saying.Speaker(None, table_id, language, entered_by=user_id)
    top = saying.add(db, step, speaker, draft, key=key, state="shown", now=now)
    db.flush()
    over = lying.contribution_id if lying is not None else None
    changed = _lay(db, top, draft, over, before, now) if kind_named(step.kind).at_tables else []
    before.instead(top, *saying.children(db, top), state="withdrawn")
    actor = Actor("user", user_id)
    contributions.journal(db, top, Verb.CONTRIBUTION_MADE, actor, now, also=changed, inverse=before.inverse)
    return contributions.receipt(db, top, again=False)


def strike(db: Session, contribution_id: int, actor: Actor, *, now: datetime) -> None:
    """What was typed by mistake is withdrawn. Twice is once. Raises: Missing for what nobody typed."""
    top = _typed(db, contribution_id)
    if top.state == "withdrawn":
        return
    before = Before()
    rows = [top, *saying.children(db, top)]
    before.of(*rows, only=("state",))
    for each in rows:
        each.state = "withdrawn"
    contributions.journal(db, top, Verb.CONTRIBUTION_WITHDRAWN, actor, now, inverse=before.inverse)


def put_back(db: Session, contribution_id: int, actor: Actor, *, now: datetime) -> None:
    """What was struck counts again. Raises: Missing for what nobody typed."""
    top = _typed(db, contribution_id)
    if top.state != "withdrawn":
        return
    before = Before()
    rows = [each for each in (top, *saying.children(db, top)) if not saying.struck(db, each)]
    before.of(*rows, only=("state",))
    state = places.state_on_return(db, top, "shown")
    for each in rows:
        each.state = state
    contributions.journal(db, top, Verb.CONTRIBUTION_RESTORED, actor, now, inverse=before.inverse)


def entered(db: Session, workshop_id: int) -> Sequence[Entered]:
    """The last lines that were typed in that workshop, newest first."""
    rows = db.execute(
        select(Contribution, ContributionVersion.text, Exercise.title, Table.number, Place.name, User.name)
        .join(ContributionVersion, PRESENT_WORDS)
        .join(Exercise, Exercise.id == Contribution.exercise_id)
        .join(User, User.id == Contribution.entered_by)
        .outerjoin(Table, Table.id == Contribution.table_id)
        .outerjoin(Place, Place.contribution_id == Contribution.id)
        .where(Contribution.workshop_id == workshop_id, Contribution.parent_id.is_(None))
        .order_by(Contribution.id.desc())
        .limit(MOST)
    )
    return [
        Entered(top.id, text, top.kind, step, table, place, top.state, by)
        for top, text, step, table, place, by in rows
    ]


def steps_for(db: Session, workshop_id: int) -> list[Exercise]:
    """The steps of the programme that take answers in words."""
    steps = db.scalars(
        select(Exercise).where(Exercise.workshop_id == workshop_id).order_by(Exercise.position)
    )
    return [step for step in steps if kind_named(step.kind).answer_form is not None]


def _typed(db: Session, contribution_id: int) -> Contribution:
    top = db.get(Contribution, contribution_id)
    if top is None or top.parent_id is not None or top.entered_by is None:
        raise Missing("contribution")
    return top


def _room(db: Session, step: Exercise, table_id: int | None, draft: Draft, replace: bool) -> Place | None:
    """The place as it is now; None when nothing ever lay there. Raises: Invalid."""
    language = db.get_one(Workshop, step.workshop_id).language
    if table_id is None:
        raise Invalid({"table": [words.say(language, "Kies de tafel die dit schreef.")]})
    if not draft.place:
        raise Invalid({"place": [words.say(language, "Kies op welk blad dit ligt.")]})
    present = places.at(db, step.id, table_id, draft.place)
    lying = db.get_one(Contribution, present.contribution_id) if present is not None else None
    if lying is not None and lying.state == "shown" and not replace:
        sentence = words.mark("Hier ligt al: “%(said)s”. Vink aan dat dit in de plaats komt.")
        text = saying.words_of(db, lying).text
        raise Invalid({"replace": [words.say(language, sentence, said=text)]})
    return present


def _lay(
    db: Session, top: Contribution, draft: Draft, over: int | None, before: Before, now: datetime
) -> list[int]:
    """The words lie at their place, and a finding is the table's: paper is agreed on before it is typed."""
    top.state = "private"
    changed = places.take(db, top, draft.place, over=over)
    place = places.at(db, top.exercise_id, top.table_id, draft.place)
    if place is not None and changed:
        if top.kind == "finding":
            place.confirmed_at = now
        before.made(place)
    return changed
