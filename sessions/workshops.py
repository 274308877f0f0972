"""The life of a workshop: made from a script, prepared, opened, led step by step, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Closed, Conflict, Forbidden, Invalid, Missing
from sessions.exercises import WALL_VIEWS, kind_named
from sessions.journal import Actor, Verb, record
from sessions.models import (
    Analysis,
    Exercise,
    Lever,
    Participant,
    Table,
    User,
    Workshop,
    WorkshopMember,
)
from sessions.scripts import Script
from sessions.text import as_join_code, clean

MOST_TABLES = 60
KEPT_FOR = timedelta(days=730)
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
) -> int:
    """There is a workshop with the programme of the script; returns its id. Its maker facilitates it.

    Raises: Invalid when the title is missing or too long or the number of tables impossible.
    """
    title = clean(title)
    check_details(title, tables, language)
    workshop = Workshop(
        organisation_id=organisation_id,
        script=script.name,
        title=title,
        held_on=held_on,
        language=language,
        join_code=join_code,
        wall_secret=wall_secret,
        created_at=now,
        retention_on=held_on + KEPT_FOR,
    )
    db.add(workshop)
    db.flush()
    _furnish(db, workshop, script, tables)
    if user_id is not None:
        db.add(WorkshopMember(workshop_id=workshop.id, user_id=user_id, role="facilitator"))
    db.flush()
    actor = Actor("user", user_id) if user_id is not None else Actor("command")
    record(db, workshop.id, Verb.WORKSHOP_MADE, actor, now=now, touched={"workshop": [workshop.id]})
    return workshop.id


def check_details(title: str, tables: int, language: str) -> None:
    """Raises: Invalid when the title is missing or too long or the number of tables impossible."""
    errors: dict[str, list[str]] = {}
    if not title:
        errors["title"] = [words.say(language, "Geef de workshop een naam.")]
    elif len(title) > 120:
        sentence = words.mark("Deze naam is te lang: er passen %(limit)d tekens.")
        errors["title"] = [words.say(language, sentence, limit=120)]
    if not 1 <= tables <= MOST_TABLES:
        sentence = words.mark("Kies een aantal tafels van 1 tot %(most)d.")
        errors["tables"] = [words.say(language, sentence, most=MOST_TABLES)]
    if errors:
        raise Invalid(errors)


def _furnish(db: Session, workshop: Workshop, script: Script, tables: int) -> None:
    for number in range(1, tables + 1):
        db.add(Table(workshop_id=workshop.id, number=number))
    for place, step in enumerate(script.steps, start=1):
        kind_named(step.kind)
        db.add(
            Exercise(
                workshop_id=workshop.id,
                position=place,
                kind=step.kind,
                title=step.title,
                prompt=step.prompt,
                minutes=step.minutes,
                settings=step.settings,
            )
        )
    for place, lever in enumerate(script.levers, start=1):
        db.add(Lever(workshop_id=workshop.id, position=place, **vars(lever)))
    for place, analysis in enumerate(script.analyses, start=1):
        db.add(Analysis(workshop_id=workshop.id, position=place, **vars(analysis)))


def by_join_code(db: Session, typed: str) -> Workshop:
    """The open workshop with that code, however it was typed.

    Raises: Missing for an unknown code and for a workshop that is not open alike.
    """
    workshop = db.scalar(select(Workshop).where(Workshop.join_code == as_join_code(typed)))
    if workshop is None or workshop.state != "open":
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


def present_step(db: Session, workshop_id: int) -> Exercise | None:
    return db.scalar(
        select(Exercise)
        .where(Exercise.workshop_id == workshop_id, Exercise.state == "open")
        .order_by(Exercise.position)
        .limit(1)
    )


def open_workshop(db: Session, workshop_id: int, actor: Actor, *, now: datetime) -> None:
    """People can join, and the first step that is not done is open. Opening twice changes nothing."""
    workshop = db.get_one(Workshop, workshop_id)
    if workshop.state == "open":
        return
    workshop.state = "open"
    workshop.opened_at = workshop.opened_at or now
    workshop.closed_at = None
    steps = steps_of(db, workshop_id)
    first = next((step for step in steps if step.state == "waiting"), steps[-1] if steps else None)
    if first is not None:
        _open_step(workshop, first, now)
    record(
        db,
        workshop_id,
        Verb.WORKSHOP_OPENED,
        actor,
        now=now,
        touched={"workshop": [workshop_id], "exercise": [first.id] if first else []},
    )


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
    )


def extend_step(db: Session, workshop_id: int, actor: Actor, *, now: datetime) -> None:
    """The present step ends two minutes later, counted from now when its time was over.

    Raises: Closed when no step is open.
    """
    step = present_step(db, workshop_id)
    if step is None or step.closes_at is None:
        raise Closed("step")
    step.closes_at = max(step.closes_at, now) + EXTENSION
    record(db, workshop_id, Verb.STEP_CHANGED, actor, now=now, touched={"exercise": [step.id]})


def turn_wall(
    db: Session, workshop_id: int, actor: Actor, *, now: datetime, view: str | None, hidden: bool | None
) -> None:
    """The wall shows `view`, and is covered or not.

    Raises: Missing for a view that does not exist.
    """
    if view is not None and view not in WALL_VIEWS:
        raise Missing("wall view")
    workshop = db.get_one(Workshop, workshop_id)
    workshop.wall_view = view or workshop.wall_view
    workshop.wall_hidden = workshop.wall_hidden if hidden is None else hidden
    record(db, workshop_id, Verb.WALL_TURNED, actor, now=now, touched={"workshop": [workshop_id]})


def change_details(
    db: Session,
    workshop_id: int,
    actor: Actor,
    *,
    title: str,
    held_on: date,
    language: str,
    tables: int,
    now: datetime,
) -> None:
    """Title, date, language and number of tables are these. A table where people sit cannot go.

    Raises: Invalid.
    """
    title = clean(title)
    check_details(title, tables, language)
    workshop = db.get_one(Workshop, workshop_id)
    workshop.title, workshop.held_on, workshop.language = title, held_on, language
    _set_tables(db, workshop, tables)
    ids = list(db.scalars(select(Table.id).where(Table.workshop_id == workshop_id)))
    record(
        db,
        workshop_id,
        Verb.WORKSHOP_CHANGED,
        actor,
        now=now,
        touched={"workshop": [workshop_id], "table": ids},
    )


def _set_tables(db: Session, workshop: Workshop, tables: int) -> None:
    present = list(db.scalars(select(Table).where(Table.workshop_id == workshop.id).order_by(Table.number)))
    for number in range(len(present) + 1, tables + 1):
        db.add(Table(workshop_id=workshop.id, number=number))
    leaving = [table for table in present if table.number > tables]
    taken = db.scalar(
        select(func.count())
        .select_from(Participant)
        .where(Participant.table_id.in_([table.id for table in leaving]))
    )
    if taken:
        sentence = words.mark("Aan de laatste tafels zitten al mensen. Kies minstens zo veel tafels.")
        raise Invalid({"tables": [words.say(workshop.language, sentence)]})
    for table in leaving:
        db.delete(table)
    db.flush()


def change_step(
    db: Session,
    exercise_id: int,
    actor: Actor,
    *,
    title: str,
    prompt: str,
    minutes: int,
    settings: Mapping[str, Any] | None = None,
    now: datetime,
) -> None:
    """The words and the length of a step are these, and its settings where they are given (those that are
    not named stay). Its planned end moves along when it is open.

    Raises: Invalid.
    """
    step = db.get_one(Exercise, exercise_id)
    title, prompt = clean(title), clean(prompt)
    language = db.get_one(Workshop, step.workshop_id).language
    errors: dict[str, list[str]] = {}
    if not title:
        errors["title"] = [words.say(language, "Geef de stap een naam.")]
    if not 1 <= minutes <= 480:
        errors["minutes"] = [words.say(language, "Kies een duur van 1 tot 480 minuten.")]
    if len(title) > 120 or len(prompt) > 400:
        errors["prompt"] = [words.say(language, "Dit is te lang voor het scherm van een telefoon.")]
    if errors:
        raise Invalid(errors)
    if step.state == "open" and step.closes_at is not None:
        step.closes_at += timedelta(minutes=minutes - step.minutes)
    step.title, step.prompt, step.minutes = title, prompt, minutes
    step.settings = {**settings_of(step), **(settings or {})}
    record(db, step.workshop_id, Verb.STEP_CHANGED, actor, now=now, touched={"exercise": [step.id]})


def change_levers(
    db: Session, workshop_id: int, actor: Actor, texts: Mapping[int, tuple[str, str]], *, now: datetime
) -> None:
    """Names and explanations of the levers are these (`texts`: lever id to name, explanation).

    Raises: Invalid when a name is missing; Missing for a lever of another workshop.
    """
    language = db.get_one(Workshop, workshop_id).language
    errors: dict[str, list[str]] = {}
    for lever_id, (name, explanation) in texts.items():
        lever = db.get(Lever, lever_id)
        if lever is None or lever.workshop_id != workshop_id:
            raise Missing("lever")
        if not clean(name):
            errors[f"name-{lever_id}"] = [words.say(language, "Geef deze hefboom een naam.")]
        if len(clean(name)) > 60 or len(clean(explanation)) > 240:
            errors[f"explanation-{lever_id}"] = [words.say(language, "Houd het kort: één zin is genoeg.")]
        lever.name, lever.explanation = clean(name), clean(explanation)
    if errors:
        raise Invalid(errors)
    record(db, workshop_id, Verb.WORKSHOP_CHANGED, actor, now=now, touched={"lever": texts.keys()})


def set_member(
    db: Session, workshop_id: int, actor: Actor, *, email: str, role: str | None, now: datetime
) -> None:
    """The account with that address has that role here; None takes it away.

    Raises: Missing when there is no such account; Forbidden when nobody would be left to facilitate.
    """
    user = db.scalar(select(User).where(User.email == email.strip().lower()))
    if user is None:
        raise Missing("account")
    member = db.scalar(
        select(WorkshopMember).where(
            WorkshopMember.workshop_id == workshop_id, WorkshopMember.user_id == user.id
        )
    )
    if member is not None and member.role == "facilitator" and role != "facilitator":
        others = db.scalar(
            select(func.count())
            .select_from(WorkshopMember)
            .where(
                WorkshopMember.workshop_id == workshop_id,
                WorkshopMember.role == "facilitator",
                WorkshopMember.user_id != user.id,
            )
        )
        if not others:
            raise Forbidden("last facilitator")
    if role is None:
        if member is not None:
            db.delete(member)
    elif member is None:
        db.add(WorkshopMember(workshop_id=workshop_id, user_id=user.id, role=role))
    else:
        member.role = role
    record(db, workshop_id, Verb.MEMBER_CHANGED, actor, now=now, touched={"workshop": [workshop_id]})


def led_by(db: Session, user_id: int) -> Sequence[tuple[Workshop, str]]:
    """The workshops in which this user has a role, the newest day first, with that role."""
    rows = db.execute(
        select(Workshop, WorkshopMember.role)
        .join(WorkshopMember, WorkshopMember.workshop_id == Workshop.id)
        .where(WorkshopMember.user_id == user_id)
        .order_by(Workshop.held_on.desc(), Workshop.id.desc())
    )
    return [(workshop, role) for workshop, role in rows]


def settings_of(step: Exercise) -> dict[str, Any]:
    return dict(step.settings or {})
