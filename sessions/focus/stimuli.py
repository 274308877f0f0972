"""What people look at or read before they answer: pictures with a description, and texts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Missing
from sessions.focus import asked, checking, laying
from sessions.focus.act import GuideAct
from sessions.focus.shape import MOST_STIMULI, GuideStimulus
from sessions.journal import Actor
from sessions.models import Stimulus
from sessions.text import clean

said = words.mark


def add(
    db: Session, workshop_id: int, exercise_id: int, actor: Actor, wanted: GuideStimulus, *, now: datetime
) -> int:
    """The question begins with that picture or text, after those that it has; returns its id.

    Raises: Missing; Invalid, also for a picture without a description.
    """
    act, each = GuideAct(db, workshop_id, actor, now), asked.question(db, workshop_id, exercise_id)
    wanted = _cleaned(wanted)
    if len(each.stimuli) >= MOST_STIMULI:
        sentence = said("Er passen %(most)d beelden en teksten bij een vraag.")
        raise act.refused("text", sentence, most=MOST_STIMULI)
    checking.require(checking.stimulus_errors(wanted, act.workshop.language))
    row = laying.stimulus_row(exercise_id, len(each.stimuli) + 1, wanted)
    db.add(row)
    db.flush()
    act.made([row])
    act.finish()
    return row.id


def change(
    db: Session,
    workshop_id: int,
    stimulus_id: int,
    actor: Actor,
    *,
    text: str,
    alternative: str,
    now: datetime,
) -> None:
    """The text reads so, or the picture is described so. Raises: Missing, Invalid."""
    act, row = GuideAct(db, workshop_id, actor, now), stimulus_of(db, workshop_id, stimulus_id)
    wanted = _cleaned(GuideStimulus(row.kind, text, alternative, row.media_type, row.picture))
    # A picture that came from a document without its file may be described before it is filled in.
    errors = checking.stimulus_errors(wanted, act.workshop.language, named_only=row.picture is None)
    checking.require(errors)
    act.change(row, only=("text", "alternative"))
    row.text, row.alternative = wanted.text, wanted.alternative
    act.finish()


def fill(
    db: Session,
    workshop_id: int,
    stimulus_id: int,
    actor: Actor,
    *,
    media_type: str,
    picture: str,
    now: datetime,
) -> None:
    """The picture is this file (base64). Raises: Missing."""
    act, row = GuideAct(db, workshop_id, actor, now), stimulus_of(db, workshop_id, stimulus_id)
    if row.kind != "image":
        raise Missing("picture")
    act.change(row, only=("media_type", "picture"))
    row.media_type, row.picture = media_type, picture
    act.finish()


def move(db: Session, workshop_id: int, stimulus_id: int, actor: Actor, by: int, *, now: datetime) -> None:
    """It comes one place earlier (`by` -1) or later (1). Raises: Missing."""
    act, row = GuideAct(db, workshop_id, actor, now), stimulus_of(db, workshop_id, stimulus_id)
    rows = list(asked.question(db, workshop_id, row.exercise_id).stimuli)
    place = rows.index(row) + (1 if by > 0 else -1)
    rows.remove(row)
    rows.insert(max(0, place), row)
    act.number(rows)
    act.finish()


def remove(db: Session, workshop_id: int, stimulus_id: int, actor: Actor, *, now: datetime) -> None:
    """The question is asked without it. Raises: Missing."""
    act, row = GuideAct(db, workshop_id, actor, now), stimulus_of(db, workshop_id, stimulus_id)
    exercise_id = row.exercise_id
    act.remove(row)
    act.number(list(asked.question(db, workshop_id, exercise_id).stimuli))
    act.finish()


def stimulus_of(db: Session, workshop_id: int, stimulus_id: int) -> Stimulus:
    """Raises: Missing for a stimulus of another guide."""
    row = db.get(Stimulus, stimulus_id)
    if row is None:
        raise Missing("stimulus")
    asked.question(db, workshop_id, row.exercise_id)
    return row


def _cleaned(given: GuideStimulus) -> GuideStimulus:
    return GuideStimulus(
        given.kind,
        clean(given.text, lines=given.kind == "text"),
        clean(given.alternative),
        given.media_type,
        given.picture,
    )
