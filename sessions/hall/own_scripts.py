"""Programmes that an organisation keeps: the present programme of a workshop as the text of a script file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain, count
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words, workshops
from sessions.errors import Invalid, Missing
from sessions.focus import asked, replacing
from sessions.focus.documents import markdown
from sessions.focus.shape import from_day
from sessions.models import (
    Analysis,
    Ingredient,
    Lever,
    LeverArrow,
    OwnScript,
    TreePart,
    Workshop,
)
from sessions.models import Table as TableRow
from sessions.scripts import (
    Script,
    ScriptAnalysis,
    ScriptArrow,
    ScriptIngredient,
    ScriptLever,
    ScriptStep,
    ScriptTreePart,
    Unreadable,
    read,
    write,
)
from sessions.text import clean

MOST_KEPT = 200
LONGEST_NAME = 60

said = words.mark
Row = TypeVar("Row", Lever, TreePart, Ingredient, Analysis)


def of_workshop(db: Session, workshop_id: int, *, title: str = "", summary: str = "") -> Script:
    """The script from which a workshop like this one would be made: its programme, nothing that was said."""
    workshop = db.get_one(Workshop, workshop_id)
    if workshop.mode == "focus":
        return replace(_image_of(db, workshop, title, summary), **_focus_of(db, workshop))
    tables = select(func.count()).select_from(TableRow).where(TableRow.workshop_id == workshop_id)
    return replace(
        _image_of(db, workshop, title, summary),
        tables=db.scalar(tables) or 1,
        steps=tuple(
            ScriptStep(step.kind, step.title, step.prompt, step.minutes, _given(step.settings))
            for step in workshops.steps_of(db, workshop_id)
        ),
        analyses=tuple(
            ScriptAnalysis(each.key, each.question, each.feeds_on, each.towards)
            for each in _rows(db, Analysis, workshop_id)
        ),
        self_paced=workshop.self_paced,
    )


def _given(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings without those that were left empty: a file has no word for nothing."""
    return {name: value for name, value in settings.items() if value is not None}


def _focus_of(db: Session, workshop: Workshop) -> dict[str, Any]:
    """The guide with its days counted from the first one, so that it fits any week."""
    guide = replacing.of_workshop(db, workshop.id)
    first = workshop.held_on
    rounds = tuple(
        replace(each, opens=from_day(each.opens, first), closes=from_day(each.closes, first))
        for each in guide.rounds
    )
    text = markdown.write(replace(guide, rounds=rounds), workshop.language)
    return {"mode": "focus", "tables": len(asked.groups(db, workshop.id)), "guide": text}


def _image_of(db: Session, workshop: Workshop, title: str, summary: str) -> Script:
    """The script with what both halls and focus groups have."""
    workshop_id = workshop.id
    levers = _rows(db, Lever, workshop_id)
    key_of = {lever.id: lever.key for lever in levers}
    arrows = db.scalars(
        select(LeverArrow).where(LeverArrow.workshop_id == workshop_id).order_by(LeverArrow.id)
    )
    return Script(
        name=workshop.script,
        title=title or workshop.title,
        summary=summary,
        tables=1,
        steps=(),
        levers=tuple(ScriptLever(v.key, v.name, v.explanation, v.petal, v.icon) for v in levers),
        arrows=tuple(
            ScriptArrow(key_of[each.from_lever_id], key_of[each.to_lever_id], each.reason) for each in arrows
        ),
        tree=tuple(
            ScriptTreePart(part.kind, part.key, part.name, part.explanation)
            for part in _rows(db, TreePart, workshop_id)
        ),
        longlist=tuple(
            ScriptIngredient(each.text, each.source) for each in _rows(db, Ingredient, workshop_id)
        ),
        vision=workshop.vision,
    )


def _rows(db: Session, model: type[Row], workshop_id: int) -> list[Row]:
    query = select(model).where(model.workshop_id == workshop_id).order_by(model.position, model.id)
    return list(db.scalars(query))


def keep(
    db: Session,
    organisation_id: int,
    script: Script,
    name: str,
    *,
    user_id: int | None,
    now: datetime,
    language: str,
) -> int:
    """The organisation has that script under that name; one that had the name is replaced. Returns its id.

    Raises: Invalid when the name is missing or too long, when there are too many, or when the programme does
    not fit in a script: what could not be read again would be lost.
    """
    text = write(script)
    try:
        read(text, language=language, spoken=language)
    except Unreadable as refusal:
        sentence = said("Van dit programma kan geen draaiboek gemaakt worden. %(problems)s")
        problems = " ".join(refusal.sentences)
        raise Invalid({"name": [words.say(language, sentence, problems=problems)]}) from refusal
    return keep_text(db, organisation_id, text, name, user_id=user_id, now=now, language=language)


def keep_text(
    db: Session,
    organisation_id: int,
    text: str,
    name: str,
    *,
    user_id: int | None,
    now: datetime,
    language: str,
) -> int:
    """As `keep`, with the text of a file in all its languages, that was read already."""
    name = clean(name)
    same = select(OwnScript).where(OwnScript.organisation_id == organisation_id, OwnScript.name == name)
    kept = db.scalar(same)
    if refusal := _refusal(db, organisation_id, name, is_new=kept is None, language=language):
        raise Invalid({"name": [refusal]})
    if kept is None:
        kept = OwnScript(organisation_id=organisation_id, name=name)
        db.add(kept)
    kept.text, kept.made_by, kept.made_at = text, user_id, now
    db.flush()
    return kept.id


def bring_in(
    db: Session,
    organisation_id: int,
    text: str,
    name: str,
    *,
    user_id: int | None,
    now: datetime,
    language: str,
) -> str:
    """The organisation has the script of that file, that was read already; returns its name, with a number
    behind it when another script has that name. The same file twice is once. Raises: Invalid."""
    query = select(OwnScript).where(OwnScript.organisation_id == organisation_id)
    present = {own.name: own.text for own in db.scalars(query)}
    name = clean(name)
    numbered = (f"{name[: LONGEST_NAME - 6]} ({number})" for number in count(2))
    free = next(each for each in chain([name], numbered) if present.get(each, text) == text)
    keep_text(db, organisation_id, text, free, user_id=user_id, now=now, language=language)
    return free


def _refusal(db: Session, organisation_id: int, name: str, *, is_new: bool, language: str) -> str:
    present = select(func.count()).select_from(OwnScript).where(OwnScript.organisation_id == organisation_id)
    if not name:
        return words.say(language, said("Geef het draaiboek een naam."))
    if len(name) > LONGEST_NAME:
        sentence = said("Deze naam is te lang: er passen %(limit)d tekens.")
        return words.say(language, sentence, limit=LONGEST_NAME)
    if is_new and (db.scalar(present) or 0) >= MOST_KEPT:
        return words.say(language, said("Er zijn al te veel eigen draaiboeken. Haal er eerst een weg."))
    return ""


def remove(db: Session, script_id: int, organisation_ids: Sequence[int]) -> None:
    """These organisations do not keep that script (any more): twice is once, and another one's stays.

    Workshops that were made from it stay as they are.
    """
    found = db.get(OwnScript, script_id)
    if found is not None and found.organisation_id in organisation_ids:
        db.delete(found)


def named(db: Session, script_id: int, organisation_ids: Sequence[int], language: str) -> Script:
    """That own script. Raises: Missing for another organisation's; Unreadable when it is none any more."""
    found = own(db, script_id, organisation_ids)
    return read(found.text, name=found.name, language=language, spoken=language)


def own(db: Session, script_id: int, organisation_ids: Sequence[int]) -> OwnScript:
    """Raises: Missing for a script of another organisation."""
    found = db.get(OwnScript, script_id)
    if found is None or found.organisation_id not in organisation_ids:
        raise Missing("script")
    return found


def kept(db: Session, organisation_ids: Sequence[int], language: str) -> list[tuple[int, Script]]:
    """The scripts of these organisations with their ids, by name in the alphabet.

    One that an older version kept and that this version cannot read is left out.
    """
    rows = db.scalars(
        select(OwnScript).where(OwnScript.organisation_id.in_(organisation_ids)).order_by(OwnScript.name)
    )
    found = []
    for own in rows:
        try:
            found.append((own.id, read(own.text, name=own.name, language=language, spoken=language)))
        except Unreadable:
            continue
    return found


def by_name(db: Session, name: str, language: str) -> Script:
    """The script that any organisation of this installation keeps under that name; the newest one.

    Raises: Missing; Unreadable.
    """
    own = db.scalar(
        select(OwnScript).where(OwnScript.name == name).order_by(OwnScript.made_at.desc()).limit(1)
    )
    if own is None:
        raise Missing(f"there is no script called {name!r}")
    return read(own.text, name=own.name, language=language, spoken=language)


def names(db: Session) -> list[str]:
    """The names of all scripts that organisations of this installation keep."""
    return list(db.scalars(select(OwnScript.name).distinct().order_by(OwnScript.name)))
