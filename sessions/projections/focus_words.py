"""What a member sees of the lexicon: their own marks, and the words that the group talks about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import saying
from sessions.focus.speaking import reads_meaning
from sessions.lexicon import hints as explained
from sessions.lexicon import meanings, terms
from sessions.lexicon.meanings import Said
from sessions.models import Contribution, Mark
from sessions.projections import focus, focus_sight
from sessions.projections.focus_sight import Sight
from sessions.projections.section import Item

AROUND = 40
"""Characters before and after a marked word."""


def words(db: Session, participant_id: int, now: datetime) -> Item:
    """`marks` of this member that stand, and `terms` with the meanings that they may read.

    Raises: Missing, Closed.
    """
    look = focus_sight.sight(db, participant_id, now)
    return {
        **focus.frame(look),
        "marks": _marks(look),
        "terms": _terms(look),
        "may": {"speak": look.person.member.state == "present" and look.workshop.state == "open"},
    }


def hints(db: Session, participant_id: int, now: datetime) -> dict[int, Item]:
    """What is explained while this member types: each term with the meanings that they may read.

    Raises: Missing, Closed.
    """
    look = focus_sight.sight(db, participant_id, now)
    return explained.of_workshop(db, look.workshop.id, readable=lambda said: _reads(look, said))


def _reads(look: Sight, said: Said) -> bool:
    """Whether they read what its author means by a word; who left reads nobody's."""
    return look.person.member.state == "present" and reads_meaning(look.db, said.participant_id, look.person)


def _marks(look: Sight) -> list[Item]:
    found = []
    own = select(Mark).where(Mark.participant_id == look.person.id, Mark.withdrawn_at.is_(None))
    for each in look.db.scalars(own.order_by(Mark.id.desc())):
        said = saying.version_of(look.db, each.contribution_id, each.version)
        contribution = look.db.get_one(Contribution, each.contribution_id)
        # Words that were taken back or said better are not read here either.
        stands = contribution.state == "shown" and contribution.version == each.version
        if said is None or not (stands or contribution.participant_id == look.person.id):
            continue
        text = said.text
        found.append(
            {
                "id": each.id,
                "before": text[max(0, each.starts_at - AROUND) : each.starts_at],
                "word": text[each.starts_at : each.ends_at],
                "after": text[each.ends_at : each.ends_at + AROUND],
                "why": each.why,
            }
        )
    return found


def _terms(look: Sight) -> list[Item]:
    said = meanings.of_workshop(look.db, look.workshop.id)
    return [
        {
            "id": term.id,
            "text": term.text,
            "wording": term.wording,
            "explanation": term.explanation,
            "meanings": [
                {
                    "id": one.id,
                    "text": one.text,
                    "own": one.participant_id == look.person.id,
                    "agreed": len(one.agreed),
                    "given": look.person.id in one.agreed,
                }
                for one in said.get(term.id, [])
                if _reads(look, one)
            ],
        }
        for term in terms.of_workshop(look.db, look.workshop.id)
    ]
