"""What a script brings into a workshop: tables, steps, questions, and the image that the hall works in."""

from __future__ import annotations

from sqlalchemy.orm import Session

from sessions.exercises import kind_named
from sessions.models import Analysis, Exercise, Ingredient, Lever, LeverArrow, Table, TreePart, Workshop
from sessions.scripts import Script


def furnish(db: Session, workshop: Workshop, script: Script, tables: int) -> None:
    """The workshop has that many tables and the steps of the script. Raises: Missing for an unknown kind."""
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
                settings=dict(step.settings),
            )
        )
    for place, analysis in enumerate(script.analyses, start=1):
        db.add(Analysis(workshop_id=workshop.id, position=place, **vars(analysis)))
    furnish_image(db, workshop, script)


def furnish_image(db: Session, workshop: Workshop, script: Script) -> None:
    """The image that the hall works in: the levers with their arrows, the tree, the longlist."""
    levers = {lever.key: Lever(workshop_id=workshop.id, **vars(lever)) for lever in script.levers}
    for place, lever in enumerate(levers.values(), start=1):
        lever.position = place
    db.add_all(levers.values())
    db.flush()
    for arrow in script.arrows:
        ends = {"from_lever_id": levers[arrow.start].id, "to_lever_id": levers[arrow.end].id}
        db.add(LeverArrow(workshop_id=workshop.id, reason=arrow.reason, **ends))
    for place, part in enumerate(script.tree, start=1):
        db.add(TreePart(workshop_id=workshop.id, position=place, **vars(part)))
    for place, ingredient in enumerate(script.longlist, start=1):
        db.add(Ingredient(workshop_id=workshop.id, position=place, **vars(ingredient)))
