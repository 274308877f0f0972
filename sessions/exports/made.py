"""The rows of what was made of words: material, basic objectives, the longlist, arguments, interviews."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from sessions.exports.asked import Asked, Row
from sessions.focus import promises
from sessions.hall import image
from sessions.hall import levers as levers_of
from sessions.material import coding, interviews, objectives, provenance
from sessions.material.coding import Coded
from sessions.models import ContributionVersion, Ingredient, LeverArgument, Term, TreePart


def material(asked: Asked) -> list[Row]:
    """What still counts, in the order in which it was made."""
    db, workshop_id = asked.db, asked.workshop.id
    seals = promises.seals(db, workshop_id)
    levers = {each.id: each.key for each in levers_of.levers_of(db, workshop_id)}
    parts = {
        each.id: each.key for each in db.scalars(select(TreePart).where(TreePart.workshop_id == workshop_id))
    }
    terms = {each.id: each.text for each in db.scalars(select(Term).where(Term.workshop_id == workshop_id))}
    behind: dict[int, list[str]] = {}
    for held in objectives.of_workshop(db, workshop_id):
        for each in held.behind:
            behind.setdefault(each.material.id, []).append(str(held.objective.id))
    return [
        {
            "id": str(row.id),
            "kind": row.kind,
            "text": asked.rules.worded(row.text),
            "words": _words(asked, each),
            "stale": each.stale,
            "contribution": asked.code_of(each.contribution.id),
            "group": each.group or None,
            "sealed": seals.get(each.contribution.id),
            "lever": levers.get(row.lever_id or 0),
            "tree_part": parts.get(row.tree_part_id or 0),
            "term": terms.get(row.term_id or 0),
            "objectives": behind.get(row.id, []),
            "made_by": asked.staff(row.made_by),
            "made": asked.moment(row.made_at),
        }
        for each in coding.of_workshop(db, workshop_id)
        for row in (each.material,)
    ]


def _words(asked: Asked, each: Coded) -> str:
    """The very words, as they may leave in this grade."""
    row = each.material
    version = asked.db.get_one(ContributionVersion, (row.contribution_id, row.version))
    edited = asked.rules.spoken(each.contribution, version)
    if not edited.text:
        return ""
    start, end = edited.moved(row.starts_at, row.ends_at)
    return edited.text[start:end]


def basic_objectives(asked: Asked) -> list[Row]:
    """Shared ones first, then by how many people are behind them."""
    rules = asked.rules
    return [
        {
            "id": str(each.objective.id),
            "title": rules.worded(each.objective.title),
            "description": rules.worded(each.objective.description),
            "shared": each.shared,
            "people": each.people,
            "groups": list(each.groups),
            "source": each.objective.source or None,
            "material": [str(one.material.id) for one in each.behind],
            "decided_by": asked.staff(each.objective.decided_by),
            "decided": asked.moment(each.objective.decided_at),
        }
        for each in objectives.of_workshop(asked.db, asked.workshop.id)
    ]


def ingredients(asked: Asked) -> list[Row]:
    return _heard_before(asked, image.longlist_of(asked.db, asked.workshop.id))


def arguments(asked: Asked) -> list[Row]:
    levers = {each.id: each.key for each in levers_of.levers_of(asked.db, asked.workshop.id)}
    query = select(LeverArgument).where(LeverArgument.workshop_id == asked.workshop.id)
    rows = asked.db.scalars(query.order_by(LeverArgument.position, LeverArgument.id)).all()
    return [
        {"lever": levers.get(each.lever_id), **row}
        for each, row in zip(rows, _heard_before(asked, rows), strict=True)
    ]


def _heard_before(asked: Asked, rows: Sequence[Ingredient | LeverArgument]) -> list[Row]:
    """What may come from the material of an earlier workshop, with how many people said it there."""
    heard = provenance.heard(asked.db, {each.origin_id for each in rows})
    return [
        {
            "position": each.position,
            "text": each.text,
            "source": each.source or None,
            "people": there.people if (there := heard.get(each.origin_id or 0)) else None,
            "origin": each.origin_id,
        }
        for each in rows
    ]


def depth_interviews(asked: Asked) -> list[Row]:
    """By the code of who was interviewed, whose order says nothing."""
    rows: list[Row] = [
        {
            "participant": asked.participant_codes.get(told.interview.participant_id),
            "held": told.interview.held_on.isoformat(),
            "interviewer": told.interview.interviewer_name or asked.staff(told.interview.interviewer),
            "consent": told.interview.consent,
            "notes": [code for said, _text in told.notes if (code := asked.code_of(said))],
            "name": told.name or None,
            "entered": asked.moment(told.interview.entered_at),
        }
        for told in interviews.of_workshop(asked.db, asked.workshop.id)
    ]
    return sorted(rows, key=lambda row: str(row["participant"]))
