"""A workshop of asynchronous focus groups: made from a script, with its guide, its groups and its image."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from sessions import words, workshops
from sessions.errors import Invalid
from sessions.focus.documents import markdown
from sessions.focus.laying import lay
from sessions.focus.shape import Guide
from sessions.furnishing import furnish_image
from sessions.journal import Actor, record
from sessions.models import FocusGroup, Workshop, WorkshopMember
from sessions.scripts import Script
from sessions.text import clean
from sessions.time_zones import USUAL
from sessions.verbs import Verb

MOST_GROUPS = 12


def from_script(db: Session, script: Script, *, tables: int, starts_at: str = "", **details: Any) -> int:
    """There is a workshop of the mode of that script; returns its id. For focus groups `tables` are groups.

    `details` as in `workshops.make`. Raises: Invalid.
    """
    if script.mode != "focus":
        return workshops.make(db, script, tables=tables, starts_at=starts_at, **details)
    return make(db, script, groups=tables, **details)


def make(
    db: Session,
    script: Script,
    *,
    title: str,
    held_on: date,
    language: str,
    groups: int = 4,
    organisation_id: int,
    user_id: int | None,
    join_code: str,
    wall_secret: str,
    now: datetime,
    time_zone: str = USUAL,
    guide: Guide | None = None,
) -> int:
    """There is a workshop of that many focus groups on one guide; returns its id. Its maker facilitates it.

    Days of the guide are counted from `held_on`. Without `guide` it is the one of the script.

    Raises: Invalid when the title is missing or too long, the number of groups impossible or the time zone
    none.
    """
    title = clean(title)
    workshops.check_details(title, 1, language, time_zone=time_zone, held_on=held_on)
    if not 1 <= groups <= MOST_GROUPS:
        sentence = words.mark("Kies een aantal groepen van 1 tot %(most)d.")
        raise Invalid({"tables": [words.say(language, sentence, most=MOST_GROUPS)]})
    workshop = Workshop(
        organisation_id=organisation_id,
        script=script.name,
        mode="focus",
        title=title,
        held_on=held_on,
        language=language,
        time_zone=time_zone,
        join_code=join_code,
        wall_secret=wall_secret,
        created_at=now,
        retention_on=held_on + workshops.KEPT_FOR,
        vision=script.vision,
    )
    db.add(workshop)
    db.flush()
    _furnish(db, workshop, script, guide, groups)
    if user_id is not None:
        db.add(WorkshopMember(workshop_id=workshop.id, user_id=user_id, role="facilitator"))
    db.flush()
    actor = Actor("user", user_id) if user_id is not None else Actor("command")
    record(db, workshop.id, Verb.WORKSHOP_MADE, actor, now=now, touched={"workshop": [workshop.id]})
    return workshop.id


def _furnish(db: Session, workshop: Workshop, script: Script, guide: Guide | None, groups: int) -> None:
    for number in range(1, groups + 1):
        name = words.say(workshop.language, words.mark("Groep %(number)d"), number=number)
        db.add(FocusGroup(workshop_id=workshop.id, number=number, name=name))
    furnish_image(db, workshop, script)
    if guide is None and script.guide:
        guide = markdown.read(script.guide, spoken=workshop.language)
    if guide is not None:
        lay(db, workshop.id, guide, workshop.held_on)
