"""What a member sees of the lexicon: their own marks, and the words that the group talks about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import saying
from sessions.focus import threads
from sessions.focus.speaking import reads_meaning
from sessions.lexicon import hints as explained
from sessions.lexicon import meanings, terms
from sessions.lexicon.meanings import Said
from sessions.models import Contribution, Mark, Meaning, Term
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
        "marks": own_marks(look),
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


def own_marks(look: Sight) -> list[Item]:
    """The marks of this member that stand, newest first: `word`, `why`, and around it (`before`, `after`)
    what they may read of the answer. Of what they may not read any more, because they left or behind a mask
    that closed again, nothing but the word that they marked."""
    found = []
    own = select(Mark).where(Mark.participant_id == look.person.id, Mark.withdrawn_at.is_(None))
    for each in look.db.scalars(own.order_by(Mark.id.desc())):
        said = saying.version_of(look.db, each.contribution_id, each.version)
        contribution = look.db.get_one(Contribution, each.contribution_id)
        own_words = contribution.participant_id == look.person.id
        if said is None or not (contribution.state == "shown" or own_words):
            continue
        # Words that were said better are not read here either; the mark counts, and can be taken back.
        if contribution.version != each.version and not own_words:
            found.append({"id": each.id, "before": "", "word": "", "after": "", "why": each.why})
            continue
        around = AROUND if _reads_answer(look, contribution) else 0
        text = said.text
        found.append(
            {
                "id": each.id,
                "before": text[max(0, each.starts_at - around) : each.starts_at],
                "word": text[each.starts_at : each.ends_at],
                "after": text[each.ends_at : each.ends_at + around],
                "why": each.why,
            }
        )
    return found


def _reads_answer(look: Sight, said: Contribution) -> bool:
    if said.participant_id == look.person.id:
        return True
    each = next((one for one in look.questions if one.id == said.exercise_id), None)
    if each is None or look.person.member.state != "present":
        return False
    return threads.readable(look.db, said, look.asking(each))


def own_meanings(look: Sight) -> list[Item]:
    """What words mean to this member: `id`, `term` and `text`. Of a term that was removed they stand too."""
    rows = look.db.execute(
        select(Meaning, Term.text)
        .join(Term, Term.id == Meaning.term_id)
        .where(Meaning.participant_id == look.person.id, Meaning.removed_at.is_(None))
        .order_by(Meaning.id.desc())
    )
    return [{"id": said.id, "term": term, "text": said.text} for said, term in rows]


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
