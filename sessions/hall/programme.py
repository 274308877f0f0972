"""The programme of a workshop: add a step, copy it, move it, take it out. The hall stays where it is.

Positions go from 1 without gaps. A step where something was said, or where the hall or a table is, is not
taken out: nothing that people wrote is ever lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Invalid, Missing
from sessions.exercises import kind_named
from sessions.hall.timetable import timetable
from sessions.journal import Actor, Before, record
from sessions.models import Analysis, Contribution, Exercise, Pile, Rating, Table, Workshop
from sessions.verbs import Verb
from sessions.workshops import steps_of

MOST_STEPS = 60
USUAL_MINUTES = 15
# After so long without a break people stop listening.
WITHOUT_A_BREAK = 90

said = words.mark


def add_step(
    db: Session, workshop_id: int, kind: str, actor: Actor, *, after: int | None, now: datetime
) -> int:
    """There is a new step of that kind, behind the step `after` or at the end; returns its id.

    Raises: Missing for an unknown kind or a step of another workshop; Invalid when the programme is full.
    """
    shape = kind_named(kind)
    workshop = db.get_one(Workshop, workshop_id)
    settings = {name: value for name, value in shape.settings_form.read(None, "nl").data.items() if value}
    if "analysis" in settings:
        settings["analysis"] = _question(db, workshop_id, settings["analysis"])
    step = Exercise(
        workshop_id=workshop_id,
        kind=kind,
        title=words.say(workshop.language, shape.title),
        minutes=USUAL_MINUTES,
        settings=settings,
    )
    return _put_in(db, workshop, step, after, actor, now)


def _question(db: Session, workshop_id: int, usual: str) -> str:
    """The key of the question that a new step is about: the usual one, else the first that is asked here."""
    asked = select(Analysis.key).where(Analysis.workshop_id == workshop_id).order_by(Analysis.position)
    keys = db.scalars(asked).all()
    return usual if usual in keys else next(iter(keys), usual)


def copy_step(db: Session, exercise_id: int, actor: Actor, *, now: datetime) -> int:
    """There is a step with the same words and settings right behind it; returns its id.

    Raises: Invalid when the programme is full.
    """
    step = db.get_one(Exercise, exercise_id)
    twin = Exercise(
        workshop_id=step.workshop_id,
        kind=step.kind,
        title=step.title,
        prompt=step.prompt,
        minutes=step.minutes,
        settings=dict(step.settings),
    )
    return _put_in(db, db.get_one(Workshop, step.workshop_id), twin, exercise_id, actor, now)


def _put_in(
    db: Session, workshop: Workshop, step: Exercise, after: int | None, actor: Actor, now: datetime
) -> int:
    steps = steps_of(db, workshop.id)
    if len(steps) >= MOST_STEPS:
        sentence = said("Er passen %(most)d stappen in een programma.")
        raise Invalid({"step": [words.say(workshop.language, sentence, most=MOST_STEPS)]})
    place = len(steps)
    if after is not None:
        place = _among(steps, after) + 1
    before = Before()
    step.position = place + 1
    db.add(step)
    db.flush()
    before.made(step)
    steps.insert(place, step)
    _arranged(db, workshop.id, steps, before, actor, now, touched=[step.id])
    return step.id


def move_step(db: Session, exercise_id: int, place: int, actor: Actor, *, now: datetime) -> None:
    """The step is at that place (from 1; too far is the first or the last one). Twice is once."""
    step = db.get_one(Exercise, exercise_id)
    steps = steps_of(db, step.workshop_id)
    steps.remove(step)
    steps.insert(max(0, min(len(steps), place - 1)), step)
    _arranged(db, step.workshop_id, steps, Before(), actor, now)


def remove_step(db: Session, exercise_id: int, actor: Actor, *, now: datetime) -> None:
    """The step is out of the programme.

    Raises: Invalid, with a sentence, when people are there, when they said something there, or when it is
    the only step.
    """
    step = db.get_one(Exercise, exercise_id)
    workshop_id = step.workshop_id
    steps = steps_of(db, workshop_id)
    reason = why_not_removed(db, step)
    if reason:
        language = db.get_one(Workshop, workshop_id).language
        raise Invalid({"step": [words.say(language, reason)]})
    before = Before()
    before.of(step)
    steps.remove(step)
    db.delete(step)
    db.flush()
    _arranged(db, workshop_id, steps, before, actor, now, touched=[exercise_id])


def why_not_removed(db: Session, step: Exercise) -> str:
    """The sentence (in Dutch, for the catalogues) why this step has to stay; empty when it may go."""
    if step.state == "open":
        return said("De zaal is nu bij deze stap. Ga eerst naar een andere stap.")
    at_table = select(func.count()).select_from(Table).where(Table.exercise_id == step.id)
    if db.scalar(at_table):
        return said("Een tafel is nu bij deze stap. Breng eerst iedereen samen.")
    if is_used(db, step.id):
        return said("Hier werd al iets gezegd. Wat mensen schreven, gaat nooit weg: deze stap blijft.")
    if step.kind != "question" and len(steps_of(db, step.workshop_id)) == 1:
        return said("Een programma heeft minstens één stap.")
    return ""


def is_used(db: Session, exercise_id: int) -> bool:
    """Whether somebody said, ordered or sorted something in that step, also what was withdrawn since."""
    said_there = select(Contribution.id).where(Contribution.exercise_id == exercise_id).limit(1)
    ordered = select(Rating.theme_id).where(Rating.exercise_id == exercise_id).limit(1)
    sorted_there = select(Pile.id).where(Pile.exercise_id == exercise_id).limit(1)
    return any(db.scalar(query) is not None for query in (said_there, ordered, sorted_there))


def _among(steps: Sequence[Exercise], exercise_id: int) -> int:
    for place, step in enumerate(steps):
        if step.id == exercise_id:
            return place
    raise Missing("step")


def _arranged(
    db: Session,
    workshop_id: int,
    steps: Sequence[Exercise],
    before: Before,
    actor: Actor,
    now: datetime,
    *,
    touched: Sequence[int] = (),
) -> None:
    """Positions follow the order of `steps`, and the journal says what changed. Nothing changed is no act."""
    moved = [step for place, step in enumerate(steps, start=1) if step.position != place]
    before.of(*moved, only=("position",))
    for place, step in enumerate(steps, start=1):
        step.position = place
    ids = [*touched, *(step.id for step in moved)]
    if ids:
        record(
            db,
            workshop_id,
            Verb.STEPS_ARRANGED,
            actor,
            now=now,
            touched={"exercise": ids},
            inverse=before.inverse,
        )


# --- the clock ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """When steps begin (id to a moment in UTC) and when the day ends; empty without a planned hour.

    `longest` is the longest time without a break, in minutes, and `tiring` the step in which it gets longer
    than people can bear.
    """

    begins: dict[int, datetime]
    end: datetime | None
    minutes: int
    longest: int
    tiring: Exercise | None


def plan(workshop: Workshop, steps: Sequence[Exercise], *, now: datetime) -> Plan:
    """The programme on the clock: from its real opening while it runs, else from the planned hour."""
    minutes = sum(step.minutes for step in steps)
    longest, tiring = _without_a_break(steps)
    if workshop.state == "open":
        running = timetable(workshop, steps, now=now)
        return Plan(running.begins, running.expected_end, minutes, longest, tiring)
    moment = starts(workshop)
    begins: dict[int, datetime] = {}
    if moment is not None:
        for step in steps:
            begins[step.id] = moment
            moment += timedelta(minutes=step.minutes)
    return Plan(begins, moment, minutes, longest, tiring)


def starts(workshop: Workshop) -> datetime | None:
    """The planned hour on the day of the workshop, in its time zone."""
    if not workshop.starts_at:
        return None
    zone = ZoneInfo(workshop.time_zone)
    return datetime.combine(workshop.held_on, time.fromisoformat(workshop.starts_at), zone)


def is_break(step: Any) -> bool:
    """Whether people rest in this step of a programme or of a script."""
    return bool(step.settings.get("pause"))


def _without_a_break(steps: Sequence[Exercise]) -> tuple[int, Exercise | None]:
    longest = running = 0
    tiring = None
    for step in steps:
        running = 0 if is_break(step) else running + step.minutes
        longest = max(longest, running)
        if running > WITHOUT_A_BREAK and tiring is None:
            tiring = step
    return longest, tiring
