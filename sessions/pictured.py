"""What the pictures of a workshop show: rows, as the hall may see them, become values to draw.

`icons` maps the name of an icon to its shapes on 24 x 24 units.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from sessions import words
from sessions.pictures import Paint, system_model
from sessions.pictures import tree as drawing
from sessions.projections import image
from sessions.projections.leaves import leaves_of, said_at
from sessions.projections.section import Item

said = words.mark
MOST_WINDS = 4


def levers_in_order(db: Session, workshop_id: int) -> list[Item]:
    """The levers as the wall has them, each with its count, in their order on the circle."""
    return sorted(image.LEVERS.read(db, workshop_id, None).values(), key=lambda lever: lever["position"])


def system_model_of(
    db: Session, workshop_id: int, *, icons: Mapping[str, str], paint: Paint, language: str
) -> str:
    """The levers, as large as they were chosen often, with their arrows, as SVG."""
    levers = levers_in_order(db, workshop_id)
    arrows = image.ARROWS.read(db, workshop_id, None)
    listed = ", ".join(f"{lever['name']} {lever['count']}" for lever in levers)
    names = {lever["key"]: lever["name"] for lever in levers}
    helps = ", ".join(f"{names[arrow['from']]} → {names[arrow['to']]}" for arrow in arrows.values())
    label = words.say(language, "De hefbomen, zo groot als ze gekozen zijn: %(list)s.", list=listed)
    if helps:
        label += " " + words.say(language, "Pijlen: %(list)s.", list=helps)
    return system_model.draw(
        [
            system_model.LeverSeen(
                lever["key"], lever["name"], lever["petal"].lower(), lever["icon"], lever["count"]
            )
            for lever in levers
        ],
        [(arrow["from"], arrow["to"]) for _, arrow in sorted(arrows.items())],
        icons=icons,
        paint=paint,
        label=label,
    )


def tree_of(
    db: Session,
    workshop_id: int,
    *,
    icons: Mapping[str, str],
    paint: Paint,
    language: str,
    bare: bool = False,
    newest: bool = True,
) -> str:
    """The tree with a leaf for every contribution at a lever, and what hangs at its parts, as SVG.

    `bare` leaves the words out, `newest` adds the slip with the words that came last.
    """
    levers = levers_in_order(db, workshop_id)
    leaves = leaves_of(db, workshop_id)
    limbs = [
        drawing.LimbSeen(
            lever["petal"].lower(),
            lever["icon"],
            [drawing.Leaf(f"{id_}-{lever['key']}", place) for id_, place in leaves.at.get(lever["key"], ())],
        )
        for lever in levers
    ]
    parts = _parts(db, workshop_id)
    return drawing.draw(
        limbs,
        parts,
        newest=leaves.newest if newest else "",
        more=words.say(language, "en nog %(count)s").replace("%(count)s", "%s"),
        icons=icons,
        paint=paint,
        label=_tree_in_words(levers, limbs, parts, language),
        bare=bare,
    )


@dataclass(frozen=True)
class Hung:
    """A part of the tree, and the words that people hung there, the newest first."""

    kind: str
    name: str
    said: tuple[str, ...]


def hung(db: Session, workshop_id: int) -> list[Hung]:
    """The parts where something hangs, from the roots up."""
    return [part for part in _hung(db, workshop_id) if part.said]


def _hung(db: Session, workshop_id: int) -> list[Hung]:
    rows = sorted(image.TREE.read(db, workshop_id, None).values(), key=lambda part: part["position"])
    visions = image.VISIONS.read(db, workshop_id, None)
    there = said_at(visions, {part["key"]: part["kind"] for part in rows})
    return [Hung(part["kind"], part["name"], tuple(there.get(part["key"], ()))) for part in rows]


def _parts(db: Session, workshop_id: int) -> dict[str, drawing.PartSeen]:
    """The parts by their place in the drawing: one of each kind, and four winds."""
    found: dict[str, drawing.PartSeen] = {}
    winds = 0
    for part in _hung(db, workshop_id):
        winds += part.kind == "wind"
        place = f"wind-{winds}" if part.kind == "wind" else part.kind
        if winds <= MOST_WINDS:
            found.setdefault(place, drawing.PartSeen(part.name, part.said))
    return found


def _tree_in_words(
    levers: list[Item],
    limbs: list[drawing.LimbSeen],
    parts: Mapping[str, drawing.PartSeen],
    language: str,
) -> str:
    counted = ", ".join(
        f"{lever['name']} {len(limb.leaves)}" for lever, limb in zip(levers, limbs, strict=True)
    )
    named = ", ".join(part.name for part in parts.values() if part.name)
    sentence = said("De boom, met een blad per bijdrage bij een hefboom: %(leaves)s. Erbij: %(parts)s.")
    return words.say(language, sentence, leaves=counted, parts=named)
