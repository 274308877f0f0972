"""The life of a workshop: made from a script, prepared, opened, led step by step, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Closed, Conflict, Invalid, Missing
from sessions.exercises import WALL_VIEWS
from sessions.furnishing import furnish
from sessions.journal import Actor, Before, record
from sessions.models import (
    Exercise,
    Table,
    Workshop,
    WorkshopMember,
)
from sessions.scripts import Script
from sessions.text import as_hour, as_join_code, clean
from sessions.time_zones import USUAL, is_zone
from sessions.verbs import Verb

MOST_TABLES = 60
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
KEPT_FOR = timedelta(days=730)
KEPT_AT_MOST = timedelta(days=3653)
"""Ten years: longer is not a date at which something goes."""
EXTENSION = timedelta(minutes=2)


def make(
    db: Session,
    script: Script,
    *,
    title: str,
    held_on: date,
    language: str,
    tables: int,
    organisation_id: int,
    user_id: int | None,
    join_code: str,
    wall_secret: str,
    now: datetime,
    starts_at: str = "",
    time_zone: str = USUAL,
) -> int:
    """There is a workshop with the programme of the script; returns its id. Its maker facilitates it.

    Raises: Invalid when the title is missing or too long, the number of tables impossible, the planned hour
    or the time zone none.
    """
    title = clean(title)
    check_details(title, tables, language, starts_at, time_zone, held_on)
    workshop = Workshop(
        organisation_id=organisation_id,
        script=script.name,
        title=title,
        held_on=held_on,
        language=language,
        time_zone=time_zone,
        join_code=join_code,
        wall_secret=wall_secret,
        created_at=now,
        retention_on=held_on + KEPT_FOR,
        starts_at=as_hour(starts_at) or None,
        vision=script.vision,
        self_paced=script.self_paced,
    )
    db.add(workshop)
    db.flush()
    furnish(db, workshop, script, tables)
    if user_id is not None:
        db.add(WorkshopMember(workshop_id=workshop.id, user_id=user_id, role="facilitator"))
    db.flush()
    actor = Actor("user", user_id) if user_id is not None else Actor("command")
    record(db, workshop.id, Verb.WORKSHOP_MADE, actor, now=now, touched={"workshop": [workshop.id]})
    return workshop.id


def check_details(
    title: str,
    tables: int,
    language: str,
    starts_at: str = "",
    time_zone: str = USUAL,
    held_on: date = FIRST_DAY,
) -> None:
    """Raises: Invalid when the title is missing or too long, the number of tables impossible, the planned
    hour or the time zone none, or the year mistyped."""
    errors: dict[str, list[str]] = {}
    if not title:
        errors["title"] = [words.say(language, "Geef de workshop een naam.")]
    elif len(title) > 120:
        sentence = words.mark("Deze naam is te lang: er passen %(limit)d tekens.")
        errors["title"] = [words.say(language, sentence, limit=120)]
    if not 1 <= tables <= MOST_TABLES:
        sentence = words.mark("Kies een aantal tafels van 1 tot %(most)d.")
        errors["tables"] = [words.say(language, sentence, most=MOST_TABLES)]
    if as_hour(starts_at) is None:
        errors["starts_at"] = [words.say(language, "Schrijf het uur zo: 9.30.")]
    if not FIRST_DAY <= held_on <= LAST_DAY:
        errors["held_on"] = [words.say(language, "Kijk het jaar na: kies een dag van 2000 tot 2199.")]
    if not is_zone(time_zone):
        errors["time_zone"] = [words.say(language, "Kies een tijdzone uit de lijst.")]
    if errors:
        raise Invalid(errors)


def by_join_code(db: Session, typed: str) -> Workshop:
    """The open workshop with that code, however it was typed. Nobody joins a focus group by a code.

    Raises: Missing for an unknown code and for a workshop that is not open alike.
    """
    workshop = db.scalar(select(Workshop).where(Workshop.join_code == as_join_code(typed)))
    if workshop is None or workshop.state != "open" or workshop.mode != "hall":
        raise Missing("join code")
    return workshop


def by_wall_secret(db: Session, secret: str) -> Workshop:
    """Raises: Missing when nothing is behind that link (any more)."""
    workshop = db.scalar(select(Workshop).where(Workshop.wall_secret == secret))
    if workshop is None or workshop.state == "closed":
        raise Missing("wall")
    return workshop


def wall_has_ended(db: Session, secret: str) -> bool:
    """Whether that link was the wall of a workshop that is closed now."""
    state = db.scalar(select(Workshop.state).where(Workshop.wall_secret == secret))
    return state == "closed"


def steps_of(db: Session, workshop_id: int) -> list[Exercise]:
    return list(
        db.scalars(select(Exercise).where(Exercise.workshop_id == workshop_id).order_by(Exercise.position))
    )


def numbers_of(db: Session, workshop_id: int) -> set[int]:
    """The numbers of the tables."""
    return set(db.scalars(select(Table.number).where(Table.workshop_id == workshop_id)))


def present_step(db: Session, workshop_id: int) -> Exercise | None:
    return db.scalar(
        select(Exercise)
        .where(Exercise.workshop_id == workshop_id, Exercise.state == "open")
        .order_by(Exercise.position)
        .limit(1)
    )


def open_workshop(db: Session, workshop_id: int, actor: Actor, *, now: datetime) -> None:
    """People can join, and the hall is at the step where it was closed, else at the first one that is not
    done. Twice is once."""
    workshop = db.get_one(Workshop, workshop_id)
    if workshop.state == "open":
        return
    first = _taken_up(db, workshop, now)
    workshop.state = "open"
    workshop.opened_at = workshop.opened_at or now
    workshop.closed_at = None
    record(
        db,
        workshop_id,
        Verb.WORKSHOP_OPENED,
        actor,
        now=now,
        touched={"workshop": [workshop_id], "exercise": [first.id] if first else []},
    )


def _taken_up(db: Session, workshop: Workshop, now: datetime) -> Exercise | None:
    """The step that is open from now on. Questions of focus groups open by their rounds."""
    steps = [] if workshop.mode == "focus" else steps_of(db, workshop.id)
    left = next((step for step in steps if workshop.closed_at and step.closed_at == workshop.closed_at), None)
    if left is not None:
        # It goes on: with what is left of its time, or with all of it when its time was over. The wall stays.
        if left.closes_at is None or left.closes_at <= now:
            left.closes_at = now + timedelta(minutes=left.minutes)
        left.state, left.closed_at = "open", None
        return left
    first = next((step for step in steps if step.state == "waiting"), steps[-1] if steps else None)
    if first is not None:
        _open_step(workshop, first, now)
    return first


def close_workshop(db: Session, workshop_id: int, actor: Actor, *, now: datetime) -> None:
    """Nobody joins or contributes any more; participants keep their page. Closing twice changes nothing."""
    workshop = db.get_one(Workshop, workshop_id)
    if workshop.state == "closed":
        return
    step = present_step(db, workshop_id)
    if step is not None:
        step.state, step.closed_at = "closed", now
    workshop.state, workshop.closed_at = "closed", now
    record(
        db,
        workshop_id,
        Verb.WORKSHOP_CLOSED,
        actor,
        now=now,
        touched={"workshop": [workshop_id], "exercise": [step.id] if step else []},
    )


def _open_step(workshop: Workshop, step: Exercise, now: datetime) -> None:
    step.state = "open"
    step.opened_at = step.opened_at or now
    step.closes_at = now + timedelta(minutes=step.minutes)
    step.closed_at = None
    workshop.wall_view = step.settings.get("wall", workshop.wall_view)
    workshop.wall_table = None


def go_to_step(
    db: Session, workshop_id: int, exercise_id: int, actor: Actor, *, seen: int | None, now: datetime
) -> None:
    """The hall is at that step. `seen` is the step that whoever pressed saw as the present one: when
    somebody else was faster, nothing happens twice.

    Raises: Closed when the workshop is not open; Conflict when the hall is already somewhere else;
    Missing when the step is not of this workshop.
    """
    workshop = db.get_one(Workshop, workshop_id)
    if workshop.state != "open":
        raise Closed("workshop")
    present = present_step(db, workshop_id)
    target = db.get(Exercise, exercise_id)
    if target is None or target.workshop_id != workshop_id:
        raise Missing("step")
    if present is not None and present.id == target.id:
        return
    if (present.id if present else None) != seen:
        raise Conflict("the hall is already at another step")
    touched = [target.id]
    before = Before()
    before.of(workshop, only=("wall_view", "wall_table"))
    before.of(*filter(None, (present, target)), only=("state", "opened_at", "closes_at", "closed_at"))
    if present is not None:
        present.state, present.closed_at = "closed", now
        touched.append(present.id)
    _open_step(workshop, target, now)
    record(
        db,
        workshop_id,
        Verb.STEP_OPENED,
        actor,
        now=now,
        touched={"exercise": touched, "workshop": [workshop_id]},
        inverse=before.inverse,
    )


def extend_step(db: Session, workshop_id: int, actor: Actor, *, now: datetime) -> None:
    """The present step ends two minutes later, counted from now when its time was over.

    Raises: Closed when no step is open.
    """
    step = present_step(db, workshop_id)
    if step is None or step.closes_at is None:
        raise Closed("step")
    before = Before()
    before.of(step, only=("closes_at",))
    step.closes_at = max(step.closes_at, now) + EXTENSION
    record(
        db,
        workshop_id,
        Verb.STEP_CHANGED,
        actor,
        now=now,
        touched={"exercise": [step.id]},
        inverse=before.inverse,
    )


def turn_wall(
    db: Session,
    workshop_id: int,
    actor: Actor,
    *,
    now: datetime,
    view: str | None,
    hidden: bool | None,
    table: int | None = None,
) -> None:
    """The wall shows `view`, of that table or of all, and is covered or not. Twice is once.

    Raises: Missing for a view or a table that does not exist.
    """
    if view is not None and view not in WALL_VIEWS:
        raise Missing("wall view")
    if table is not None and table not in numbers_of(db, workshop_id):
        raise Missing("table")
    workshop = db.get_one(Workshop, workshop_id)
    before = Before()
    wanted: dict[str, object] = {} if view is None else {"wall_view": view, "wall_table": table}
    wanted |= {} if hidden is None else {"wall_hidden": hidden}
    if all(getattr(workshop, name) == value for name, value in wanted.items()):
        return
    before.of(workshop, only=wanted.keys())
    for name, value in wanted.items():
        setattr(workshop, name, value)
    record(
        db,
        workshop_id,
        Verb.WALL_TURNED,
        actor,
        now=now,
        touched={"workshop": [workshop_id]},
        inverse=before.inverse,
    )


def led_by(db: Session, user_id: int) -> Sequence[tuple[Workshop, str]]:
    """The workshops in which this user has a role, the newest day first, with that role."""
    rows = db.execute(
        select(Workshop, WorkshopMember.role)
        .join(WorkshopMember, WorkshopMember.workshop_id == Workshop.id)
        .where(WorkshopMember.user_id == user_id)
        .order_by(Workshop.held_on.desc(), Workshop.id.desc())
    )
    return [(workshop, role) for workshop, role in rows]
