"""What a member sees of their own: everything they said, and what became of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.focus import asked, consent, times
from sessions.material import onward
from sessions.models import (
    Lever,
    Material,
    Term,
    TreePart,
)
from sessions.projections import focus, focus_sight, focus_words, mine
from sessions.projections.section import Item


def mine_of(db: Session, participant_id: int, now: datetime) -> Item:
    """The page of a member about themselves: `said` with what became of each, `meanings` and `marks` of
    words, `wish`, `email`, `consents` per purpose. What was said comes newest first.

    Raises: Missing, Closed.
    """
    look = focus_sight.sight(db, participant_id, now)
    member = look.person.member
    return {
        **focus.frame(look),
        "email": member.email or "",
        "address_problem": member.address_problem or "",
        "wish": member.wish,
        "consents": _consents(db, look.person),
        "said": _said(look),
        "meanings": focus_words.own_meanings(look),
        "marks": focus_words.own_marks(look),
    }


def _consents(db: Session, person: asked.Person) -> list[Item]:
    given = consent.answers(db, person.id)
    wordings = consent.wordings(db, person.member.workshop_id, person.participant.language)
    return [
        {
            "purpose": purpose,
            "text": wording.text,
            "given": given[purpose].given if purpose in given else None,
        }
        for purpose, wording in wordings.items()
    ]


def _said(look: focus_sight.Sight) -> list[Item]:
    """Newest first: `placed` in which themes, `aside` why it was not used, `used` what was made of it."""
    own = mine.OWN.read(look.db, look.person.id, None)
    used = _used(look.db, look.workshop.id, list(own))
    titles = {each.id: each.step.title for each in look.questions}
    opened = {each.id for each in look.questions if times.has_opened(look.workshop, each.round, look.now)}
    return [
        {
            "id": said_id,
            "kind": each["kind"],
            "exercise": each["exercise"] if each["exercise"] in opened else None,
            "question": titles.get(each["exercise"], ""),
            "text": each["text"],
            "state": each["state"],
            "hidden_reason": each["hidden_reason"],
            "version": each["version"],
            "day": look.day_of(datetime.fromisoformat(each["created_at"])).isoformat(),
            "thanks": each["hearts"],
            "placed": [
                {key: one[key] for key in ("title", "rank", "level", "key_group")} for one in each["placed"]
            ],
            "aside": each["aside"],
            "used": used.get(said_id, []),
        }
        for said_id, each in sorted(own.items(), reverse=True)
        if each["kind"] in ("answer", "reply")
    ]


def _used(db: Session, workshop_id: int, contribution_ids: list[int]) -> dict[int, list[Item]]:
    """Contribution to what moderators made of it: the kind, how it is put, to which later workshops it went,
    and the objectives that it is behind."""
    rows = db.execute(
        select(Material, Lever.name, TreePart.name, Term.text)
        .outerjoin(Lever, Lever.id == Material.lever_id)
        .outerjoin(TreePart, TreePart.id == Material.tree_part_id)
        .outerjoin(Term, Term.id == Material.term_id)
        .where(Material.contribution_id.in_(contribution_ids), Material.removed_at.is_(None))
        .order_by(Material.id)
    )
    found: dict[int, list[Item]] = {}
    went = onward.of_workshop(db, workshop_id)
    for material, lever, part, term in rows:
        made = {"kind": material.kind, "text": material.text, "where": lever or part or term or ""}
        served = [
            {"title": each.title, "shared": each.shared, "workshops": list(each.workshops)}
            for each in went.objectives.get(material.id, [])
        ]
        found.setdefault(material.contribution_id, []).append(
            made | {"workshops": went.workshops.get(material.id, []), "objectives": served}
        )
    return found
