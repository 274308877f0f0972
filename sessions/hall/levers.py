"""The levers and the arrows between them, as staff draws them.

Each act remembers what the rows were before, so that it can be undone exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Invalid, Missing
from sessions.journal import Actor, Before, record
from sessions.models import (
    PETALS,
    Contribution,
    ContributionLever,
    ContributionVersion,
    Lever,
    LeverArgument,
    LeverArrow,
    Material,
    Workshop,
)
from sessions.text import clean
from sessions.verbs import Verb

said = words.mark

FEWEST_LEVERS, MOST_LEVERS = 3, 8
# The icons that a lever may have, in the order in which new ones get them.
LEVER_ICONS = (
    "users", "target", "key", "globe", "heart", "layers", "flag", "search",
    "handshake", "sprout", "footprints", "house", "scale", "split",
)  # fmt: skip
LONGEST_NAME, LONGEST_EXPLANATION, LONGEST_REASON = 60, 240, 300
SHORT = said("Houd het kort: één zin is genoeg.")


def levers_of(db: Session, workshop_id: int) -> list[Lever]:
    return list(db.scalars(select(Lever).where(Lever.workshop_id == workshop_id).order_by(Lever.position)))


def arguments_of(db: Session, workshop_id: int) -> dict[int, list[LeverArgument]]:
    """Lever id to why it matters, in people's words, with where that was heard."""
    found: dict[int, list[LeverArgument]] = {}
    for each in db.scalars(
        select(LeverArgument)
        .where(LeverArgument.workshop_id == workshop_id)
        .order_by(LeverArgument.position, LeverArgument.id)
    ):
        found.setdefault(each.lever_id, []).append(each)
    return found


def arrows_of(db: Session, workshop_id: int) -> list[LeverArrow]:
    query = select(LeverArrow).where(LeverArrow.workshop_id == workshop_id).order_by(LeverArrow.id)
    return list(db.scalars(query))


def _refused(db: Session, workshop_id: int, field: str, sentence: str, **values: object) -> Invalid:
    language = db.get_one(Workshop, workshop_id).language
    return Invalid({field: [words.say(language, sentence, **values)]})


# --- levers ------------------------------------------------------------------------------------------


def add_lever(
    db: Session,
    workshop_id: int,
    actor: Actor,
    *,
    name: str,
    explanation: str = "",
    icon: str = "",
    now: datetime,
) -> int:
    """There is one lever more, the last on the circle, in the first colour that is free; returns its id.

    Raises: Invalid without a name, and when there are eight.
    """
    present = levers_of(db, workshop_id)
    name, explanation = clean(name), clean(explanation)
    if len(present) >= MOST_LEVERS:
        raise _refused(
            db, workshop_id, "name", said("Er passen acht hefbomen op de wand. Haal er eerst een weg.")
        )
    if not name:
        raise _refused(db, workshop_id, "name", said("Geef deze hefboom een naam."))
    if len(name) > LONGEST_NAME or len(explanation) > LONGEST_EXPLANATION:
        raise _refused(db, workshop_id, "explanation", SHORT)
    icons, petals = {each.icon for each in present}, {each.petal for each in present}
    lever = Lever(
        workshop_id=workshop_id,
        position=max((each.position for each in present), default=0) + 1,
        key=_free_key({each.key for each in present}),
        name=name,
        explanation=explanation,
        petal=next(petal for petal in PETALS if petal not in petals),
        icon=icon if icon in LEVER_ICONS else next(each for each in LEVER_ICONS if each not in icons),
    )
    db.add(lever)
    db.flush()
    before = Before()
    before.made(lever)
    _record_levers(db, workshop_id, actor, now, before, [lever.id])
    return lever.id


def _free_key(taken: set[str]) -> str:
    """A key says nothing about the name, since a name may change."""
    return next(f"lever-{number}" for number in range(1, 100) if f"lever-{number}" not in taken)


def remove_lever(db: Session, lever_id: int, actor: Actor, *, now: datetime) -> None:
    """The lever is gone, with the arrows from and to it and why it matters; material stands by no lever.

    Raises: Invalid when somebody chose it, and when only three are left.
    """
    lever = db.get_one(Lever, lever_id)
    workshop_id, field = lever.workshop_id, f"name-{lever_id}"
    if len(levers_of(db, workshop_id)) <= FEWEST_LEVERS:
        raise _refused(db, workshop_id, field, said("Een beeld heeft minstens drie hefbomen nodig."))
    if was_chosen(db, lever):
        sentence = words.mark(
            "Deze hefboom is al gekozen en kan niet meer weg. Je kunt de naam wel aanpassen."
        )
        raise _refused(db, workshop_id, field, sentence)
    ends = (LeverArrow.from_lever_id == lever_id) | (LeverArrow.to_lever_id == lever_id)
    arrows = list(db.scalars(select(LeverArrow).where(ends)))
    arguments = list(db.scalars(select(LeverArgument).where(LeverArgument.lever_id == lever_id)))
    material = list(db.scalars(select(Material).where(Material.lever_id == lever_id)))
    touched = {"arrow": [each.id for each in arrows], "material": [each.id for each in material]}
    before = Before()
    before.of(lever, *arrows, *arguments)
    before.of(*material, only=("lever_id",))
    for each in (*arrows, *arguments):
        db.delete(each)
    for each in material:
        each.lever_id = None
    db.flush()
    db.delete(lever)
    _record_levers(db, workshop_id, actor, now, before, [lever_id], touched)


def was_chosen(db: Session, lever: Lever) -> bool:
    """Whether somebody ever named it, withdrawn or not: what people said may not lose its meaning."""
    named = select(func.count()).select_from(ContributionLever).where(ContributionLever.lever_id == lever.id)
    if db.scalar(named):
        return True
    versions = db.scalars(
        select(ContributionVersion.fields)
        .join(Contribution, Contribution.id == ContributionVersion.contribution_id)
        .where(
            Contribution.workshop_id == lever.workshop_id, Contribution.kind.in_(("intervention", "vision"))
        )
    )
    return any(lever.key in levers_in(fields) for fields in versions)


def levers_in(fields: Mapping[str, object]) -> list[str]:
    """The keys of the levers that the fields of a version name: several for an intervention, one for what
    hangs on the tree."""
    several, one = fields.get("levers"), fields.get("lever")
    found = [str(key) for key in several] if isinstance(several, list) else []
    return [*found, one] if isinstance(one, str) and one else found


def _record_levers(
    db: Session,
    workshop_id: int,
    actor: Actor,
    now: datetime,
    before: Before,
    ids: Sequence[int],
    also: Mapping[str, Sequence[int]] | None = None,
) -> None:
    db.flush()
    record(
        db,
        workshop_id,
        Verb.WORKSHOP_CHANGED,
        actor,
        now=now,
        touched={"lever": ids, **(also or {})},
        inverse=before.inverse,
    )


# --- arrows ------------------------------------------------------------------------------------------


def set_arrow(
    db: Session, workshop_id: int, actor: Actor, *, start: int, end: int, reason: str, now: datetime
) -> int:
    """The lever `start` helps the lever `end`, for that reason; returns the id of the arrow.

    An arrow that is there already gets the reason. Raises: Missing for a lever of elsewhere; Invalid.
    """
    levers = {lever.id for lever in levers_of(db, workshop_id)}
    if start not in levers or end not in levers:
        raise Missing("lever")
    if start == end:
        raise _refused(db, workshop_id, "end", said("Een pijl gaat van een hefboom naar een andere."))
    reason = _checked_reason(db, workshop_id, "reason", reason)
    arrow = db.scalar(
        select(LeverArrow).where(LeverArrow.from_lever_id == start, LeverArrow.to_lever_id == end)
    )
    before = Before()
    if arrow is None:
        arrow = LeverArrow(workshop_id=workshop_id, from_lever_id=start, to_lever_id=end, reason=reason)
        db.add(arrow)
        db.flush()
        before.made(arrow)
    else:
        before.of(arrow)
        arrow.reason = reason
    _record_arrows(db, workshop_id, actor, now, before, [arrow.id])
    return arrow.id


def change_reasons(
    db: Session, workshop_id: int, actor: Actor, reasons: Mapping[int, str], *, now: datetime
) -> None:
    """The arrows (by id) are drawn for these reasons. Raises: Missing, Invalid."""
    before = Before()
    for arrow_id, reason in reasons.items():
        arrow = db.get(LeverArrow, arrow_id)
        if arrow is None or arrow.workshop_id != workshop_id:
            raise Missing("arrow")
        before.of(arrow)
        arrow.reason = _checked_reason(db, workshop_id, f"reason-{arrow_id}", reason)
    _record_arrows(db, workshop_id, actor, now, before, list(reasons))


def _checked_reason(db: Session, workshop_id: int, field: str, reason: str) -> str:
    reason = clean(reason)
    if not reason:
        sentence = said("Zeg in één zin waarom de ene hefboom de andere helpt.")
        raise _refused(db, workshop_id, field, sentence)
    if len(reason) > LONGEST_REASON:
        raise _refused(db, workshop_id, field, SHORT)
    return reason


def remove_arrow(db: Session, workshop_id: int, arrow_id: int, actor: Actor, *, now: datetime) -> None:
    """The arrow is gone. Raises: Missing."""
    arrow = db.get(LeverArrow, arrow_id)
    if arrow is None or arrow.workshop_id != workshop_id:
        raise Missing("arrow")
    before = Before()
    before.of(arrow)
    db.delete(arrow)
    _record_arrows(db, workshop_id, actor, now, before, [arrow_id])


def _record_arrows(
    db: Session, workshop_id: int, actor: Actor, now: datetime, before: Before, ids: Sequence[int]
) -> None:
    db.flush()
    touched = {"arrow": ids}
    record(db, workshop_id, Verb.ARROWS_CHANGED, actor, now=now, touched=touched, inverse=before.inverse)
