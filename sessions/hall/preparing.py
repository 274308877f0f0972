"""Preparing a workshop: its details, its steps, its levers, who runs it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from sessions import words, workshops
from sessions.errors import Forbidden, Invalid, Missing
from sessions.journal import Actor, Before, record
from sessions.models import (
    Contribution,
    Exercise,
    Lever,
    Participant,
    Table,
    User,
    Workshop,
    WorkshopMember,
)
from sessions.text import as_hour, clean
from sessions.time_zones import USUAL, day
from sessions.users import NAMED_ONLY
from sessions.verbs import Verb


def change_details(
    db: Session,
    workshop_id: int,
    actor: Actor,
    *,
    title: str,
    held_on: date,
    language: str,
    tables: int,
    starts_at: str = "",
    time_zone: str = "",
    retention_on: date | None = None,
    now: datetime,
) -> None:
    """Title, date, planned hour (empty is none), language and number of tables are these, and where they are
    given the time zone and the day until which everything is kept. A table where people sit or wrote
    cannot go.

    Raises: Invalid.
    """
    title, workshop = clean(title), db.get_one(Workshop, workshop_id)
    zone, kept_until = time_zone or workshop.time_zone, retention_on or workshop.retention_on
    # A zone that came with an archive may stay, whatever this machine calls it.
    asked_zone = zone if zone != workshop.time_zone else USUAL
    workshops.check_details(title, tables, language, starts_at, asked_zone, held_on)
    if kept_until != workshop.retention_on:
        _check_retention(workshop, held_on, kept_until, now)
    before = Before()
    before.of(workshop, only=("title", "held_on", "language", "starts_at", "time_zone", "retention_on"))
    workshop.title, workshop.held_on, workshop.language = title, held_on, language
    workshop.starts_at = as_hour(starts_at) or None
    workshop.time_zone, workshop.retention_on = zone, kept_until
    _set_tables(db, before, workshop, tables)
    ids = list(db.scalars(select(Table.id).where(Table.workshop_id == workshop_id)))
    record(
        db,
        workshop_id,
        Verb.WORKSHOP_CHANGED,
        actor,
        now=now,
        touched={"workshop": [workshop_id], "table": ids},
        inverse=before.inverse,
    )


def _check_retention(workshop: Workshop, held_on: date, kept_until: date, now: datetime) -> None:
    """Raises: Invalid for a day that is past, before the workshop, or too far away."""
    sentence = ""
    if kept_until <= day(now, workshop.time_zone):
        sentence = words.mark("Kies een dag die nog komt.")
    elif kept_until < held_on:
        sentence = words.mark("Kies een dag na de workshop.")
    elif kept_until > held_on + workshops.KEPT_AT_MOST:
        sentence = words.mark("Kies een dag binnen de tien jaar na de workshop.")
    if sentence:
        raise Invalid({"retention_on": [words.say(workshop.language, sentence)]})


def _set_tables(db: Session, before: Before, workshop: Workshop, tables: int) -> None:
    present = list(db.scalars(select(Table).where(Table.workshop_id == workshop.id).order_by(Table.number)))
    new = [Table(workshop_id=workshop.id, number=number) for number in range(len(present) + 1, tables + 1)]
    db.add_all(new)
    db.flush()
    before.made(*new)
    leaving = [table for table in present if table.number > tables]
    if sentence := why_tables_stay(db, [table.id for table in leaving]):
        raise Invalid({"tables": [words.say(workshop.language, sentence)]})
    before.of(*leaving)
    for table in leaving:
        db.delete(table)
    db.flush()


def why_tables_stay(db: Session, table_ids: Collection[int]) -> str:
    """The sentence (in Dutch, for the catalogues) why these tables have to stay; empty when they may go."""
    if _any_at(db, Participant.table_id, table_ids):
        return words.mark("Aan de laatste tafels zitten al mensen. Kies minstens zo veel tafels.")
    # On paper, or by somebody who sits elsewhere by now; also what was withdrawn since.
    if _any_at(db, Contribution.table_id, table_ids):
        return words.mark("Aan de laatste tafels is al iets geschreven. Kies minstens zo veel tafels.")
    return ""


def _any_at(db: Session, column: InstrumentedAttribute[int | None], table_ids: Collection[int]) -> bool:
    return db.scalar(select(column).where(column.in_(table_ids)).limit(1)) is not None


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
    before = Before()
    before.of(step, only=("title", "prompt", "minutes", "settings", "closes_at"))
    if step.state == "open" and step.closes_at is not None:
        step.closes_at += timedelta(minutes=minutes - step.minutes)
    step.title, step.prompt, step.minutes = title, prompt, minutes
    step.settings = {**step.settings, **(settings or {})}
    record(
        db,
        step.workshop_id,
        Verb.STEP_CHANGED,
        actor,
        now=now,
        touched={"exercise": [step.id]},
        inverse=before.inverse,
    )


def change_levers(
    db: Session, workshop_id: int, actor: Actor, texts: Mapping[int, tuple[str, str]], *, now: datetime
) -> None:
    """Names and explanations of the levers are these (`texts`: lever id to name, explanation).

    Raises: Invalid when a name is missing; Missing for a lever of another workshop.
    """
    language = db.get_one(Workshop, workshop_id).language
    errors: dict[str, list[str]] = {}
    before = Before()
    for lever_id, (name, explanation) in texts.items():
        lever = db.get(Lever, lever_id)
        if lever is None or lever.workshop_id != workshop_id:
            raise Missing("lever")
        if not clean(name):
            errors[f"name-{lever_id}"] = [words.say(language, "Geef deze hefboom een naam.")]
        if len(clean(name)) > 60 or len(clean(explanation)) > 240:
            errors[f"explanation-{lever_id}"] = [words.say(language, "Houd het kort: één zin is genoeg.")]
        before.of(lever, only=("name", "explanation"))
        lever.name, lever.explanation = clean(name), clean(explanation)
    if errors:
        raise Invalid(errors)
    record(
        db,
        workshop_id,
        Verb.WORKSHOP_CHANGED,
        actor,
        now=now,
        touched={"lever": texts.keys()},
        inverse=before.inverse,
    )


def set_member(
    db: Session, workshop_id: int, actor: Actor, *, email: str, role: str | None, now: datetime
) -> None:
    """The account with that address has that role here; None takes it away.

    Raises: Missing when there is no such account; Forbidden when nobody would be left to facilitate.
    """
    user = db.scalar(select(User).where(User.email == email.strip().lower()))
    if user is None or (role is not None and user.password_hash == NAMED_ONLY):
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
