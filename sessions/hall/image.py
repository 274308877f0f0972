"""The image that the hall works in, as staff words it: the tree, what the whole is for, the longlist.

Each act remembers what the rows were before, so that it can be undone exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Invalid, Missing
from sessions.hall.levers import LONGEST_EXPLANATION, LONGEST_NAME, SHORT
from sessions.journal import Actor, Before, record
from sessions.models import Ingredient, TreePart, Workshop
from sessions.text import clean
from sessions.verbs import Verb

said = words.mark

LONGEST_INGREDIENT, LONGEST_VISION, MOST_INGREDIENTS = 120, 600, 200


def parts_of(db: Session, workshop_id: int) -> list[TreePart]:
    query = select(TreePart).where(TreePart.workshop_id == workshop_id).order_by(TreePart.position)
    return list(db.scalars(query))


def longlist_of(db: Session, workshop_id: int) -> list[Ingredient]:
    query = select(Ingredient).where(Ingredient.workshop_id == workshop_id).order_by(Ingredient.position)
    return list(db.scalars(query))


def _refused(db: Session, workshop_id: int, field: str, sentence: str, **values: object) -> Invalid:
    language = db.get_one(Workshop, workshop_id).language
    return Invalid({field: [words.say(language, sentence, **values)]})


# --- the tree and the vision -------------------------------------------------------------------------


def change_tree(
    db: Session, workshop_id: int, actor: Actor, texts: Mapping[int, tuple[str, str]], *, now: datetime
) -> None:
    """Names and explanations of the parts of the tree are these (`texts`: part id to name, explanation).

    A wind without a name does not blow. Raises: Missing; Invalid when another part has no name.
    """
    before = Before()
    errors: dict[str, list[str]] = {}
    language = db.get_one(Workshop, workshop_id).language
    for part_id, (name, explanation) in texts.items():
        part = db.get(TreePart, part_id)
        if part is None or part.workshop_id != workshop_id:
            raise Missing("tree part")
        name, explanation = clean(name), clean(explanation)
        if not name and part.kind != "wind":
            errors[f"part-{part_id}"] = [words.say(language, "Geef dit deel van de boom een naam.")]
        if len(name) > LONGEST_NAME or len(explanation) > LONGEST_EXPLANATION:
            errors[f"meaning-{part_id}"] = [words.say(language, SHORT)]
        before.of(part)
        part.name, part.explanation = name, explanation
    if errors:
        raise Invalid(errors)
    record(
        db,
        workshop_id,
        Verb.TREE_CHANGED,
        actor,
        now=now,
        touched={"tree_part": texts.keys()},
        inverse=before.inverse,
    )


def set_vision(db: Session, workshop_id: int, actor: Actor, text: str, *, now: datetime) -> None:
    """This is what the whole is for. Raises: Invalid when it is too long."""
    workshop = db.get_one(Workshop, workshop_id)
    text = clean(text, lines=True)
    if len(text) > LONGEST_VISION:
        sentence = said("Dit is te lang: er passen %(limit)d tekens.")
        raise _refused(db, workshop_id, "vision", sentence, limit=LONGEST_VISION)
    before = Before()
    before.of(workshop, only=("vision",))
    workshop.vision = text
    touched = {"workshop": [workshop_id]}
    record(db, workshop_id, Verb.WORKSHOP_CHANGED, actor, now=now, touched=touched, inverse=before.inverse)


# --- the longlist ------------------------------------------------------------------------------------


def set_longlist(
    db: Session,
    workshop_id: int,
    actor: Actor,
    lines: Sequence[tuple[str, str]],
    *,
    shown: Sequence[tuple[str, str]] | None = None,
    now: datetime,
) -> None:
    """The longlist holds these ingredients in this order (`lines`: text, where it was heard). `shown` are
    the lines from which these were made: what others added or took away since then stays so.

    One whose text stays the same stays the same row. Twice the same text is once. Raises: Invalid.
    """
    wanted = _wanted(db, workshop_id, lines if shown is None else _with_others(db, workshop_id, lines, shown))
    present = {_folded(each.text): each for each in longlist_of(db, workshop_id)}
    before = Before()
    touched: set[int] = set()
    for place, (text, source) in enumerate(wanted, start=1):
        row = present.pop(_folded(text), None)
        if row is None:
            row = Ingredient(workshop_id=workshop_id, position=place, text=text, source=source)
            db.add(row)
            db.flush()
            before.made(row)
            touched.add(row.id)
        elif (row.position, row.text, row.source) != (place, text, source):
            before.of(row)
            row.position, row.text, row.source = place, text, source
            touched.add(row.id)
    for row in present.values():
        before.of(row)
        touched.add(row.id)
        db.delete(row)
    db.flush()
    record(
        db,
        workshop_id,
        Verb.LONGLIST_CHANGED,
        actor,
        now=now,
        touched={"ingredient": touched},
        inverse=before.inverse,
    )


def _with_others(
    db: Session, workshop_id: int, lines: Sequence[tuple[str, str]], shown: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    mine, base = _by_text(lines), _by_text(shown)
    theirs = _by_text([(each.text, each.source) for each in longlist_of(db, workshop_id)])
    # A line that was not touched is as the others have it by now: changed, or gone.
    merged = [theirs.get(key) if line == base.get(key) else line for key, line in mine.items()]
    added = [line for key, line in theirs.items() if key not in base and key not in mine]
    return [line for line in merged if line is not None] + added


def _by_text(lines: Sequence[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for text, source in lines:
        found.setdefault(_folded(clean(text)), (clean(text), clean(source)))
    found.pop("", None)
    return found


def _wanted(db: Session, workshop_id: int, lines: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    wanted: dict[str, tuple[str, str]] = {}
    for text, source in lines:
        text, source = clean(text), clean(source)
        if len(text) > LONGEST_INGREDIENT or len(source) > LONGEST_INGREDIENT:
            sentence = said("Deze regel is te lang: “%(start)s…”. Er passen %(limit)d tekens.")
            start = (text if len(text) > LONGEST_INGREDIENT else source)[:24]
            raise _refused(db, workshop_id, "lines", sentence, start=start, limit=LONGEST_INGREDIENT)
        if text:
            wanted.setdefault(_folded(text), (text, source))
    if len(wanted) > MOST_INGREDIENTS:
        sentence = said("Er passen %(most)d bestanddelen op de lijst.")
        raise _refused(db, workshop_id, "lines", sentence, most=MOST_INGREDIENTS)
    return list(wanted.values())


def _folded(text: str) -> str:
    return text.casefold()
