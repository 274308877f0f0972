"""*Is this what you meant?* Of what they said themselves people say whether it stands where they meant it.

No is an objection to the membership and stands in the register of dissent; it moves nothing. People who sort
decide what they do with it. This can be said as long as somebody's own page works, also after the day.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis import dissent
from sessions.errors import Conflict, Invalid, Missing
from sessions.journal import Actor, record
from sessions.models import Contribution, Dissent, Meant, Participant, Passage, Placement, Theme
from sessions.text import clean
from sessions.verbs import Verb

ANSWERS = ("yes", "no")
LONGEST_WHY = 600


@dataclass(frozen=True)
class Counts:
    """How many of the passages that stand in a theme their authors confirmed, and of how many they said that
    they meant something else."""

    yes: int
    no: int


NOBODY = Counts(0, 0)


def say(
    db: Session,
    participant_id: int,
    passage_id: int,
    theme_id: int,
    *,
    answer: str,
    why: str = "",
    now: datetime,
) -> None:
    """The author meant this passage so (yes), or not (no, with `why` if they want). Said again it replaces
    what was said before; the same again changes nothing.

    Raises: Missing for a passage of somebody else; Conflict when it does not stand in that theme any more;
    Invalid.
    """
    person = db.get_one(Participant, participant_id)
    checked = _checked(person, answer, why)
    own = db.scalar(
        select(Passage)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(Passage.id == passage_id, Contribution.participant_id == participant_id)
    )
    if own is None:
        raise Missing("passage")
    if not _stands(db, passage_id, theme_id):
        raise Conflict("it stands in another theme now")
    said, open_one = db.get(Meant, (passage_id, theme_id)), _objection(db, passage_id, theme_id)
    if said is not None and said.answer == answer and (open_one.text if open_one else "") == checked:
        return
    if said is None:
        said = Meant(passage_id=passage_id, theme_id=theme_id, participant_id=participant_id)
        db.add(said)
    said.answer, said.given_at = answer, now
    actor = Actor("participant", participant_id)
    if open_one is not None:
        dissent.withdraw(db, open_one.id, actor, now=now)
    if answer == "no":
        dissent.raise_(
            db,
            person.workshop_id,
            about="membership",
            text=checked,
            theme_id=theme_id,
            passage_id=passage_id,
            participant_id=participant_id,
            now=now,
        )
    db.flush()
    touched = {"meant": [passage_id]}
    record(db, person.workshop_id, Verb.MEANT_SAID, actor, now=now, touched=touched)


def counts(db: Session, analysis_ids: Collection[int]) -> dict[int, Counts]:
    """Theme id to what the authors of its passages said; what was moved away since counts no more."""
    rows = db.execute(
        select(Meant.theme_id, Meant.answer, func.count())
        .join(Placement, (Placement.passage_id == Meant.passage_id) & (Placement.theme_id == Meant.theme_id))
        .join(Passage, Passage.id == Meant.passage_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(Placement.analysis_id.in_(analysis_ids), Contribution.state == "shown")
        .group_by(Meant.theme_id, Meant.answer)
    )
    found: dict[int, dict[str, int]] = {}
    for theme_id, answer, count in rows:
        found.setdefault(theme_id, {})[answer] = count
    return {theme_id: Counts(each.get("yes", 0), each.get("no", 0)) for theme_id, each in found.items()}


def said_of(db: Session, passage_ids: Collection[int]) -> dict[tuple[int, int], tuple[str, str]]:
    """(passage, theme) to what its author said: the answer, and why when that was no."""
    answers = db.execute(
        select(Meant.passage_id, Meant.theme_id, Meant.answer).where(Meant.passage_id.in_(passage_ids))
    )
    found: dict[tuple[int, int], tuple[str, str]] = {
        (passage_id, theme_id): (answer, "") for passage_id, theme_id, answer in answers
    }
    open_ones = select(Dissent).where(Dissent.passage_id.in_(passage_ids), *_MEMBERSHIP)
    for each in db.scalars(open_ones.order_by(Dissent.id)):
        key = (each.passage_id or 0, each.theme_id or 0)
        if found.get(key, ("", ""))[0] == "no":
            found[key] = ("no", each.text)
    return found


_MEMBERSHIP = (
    Dissent.about == "membership",
    Dissent.participant_id.is_not(None),
    Dissent.withdrawn_at.is_(None),
)


def _checked(person: Participant, answer: str, why: str) -> str:
    """The reason of a no, cleaned, or that it is one; empty for yes. Raises: Invalid."""
    if answer not in ANSWERS:
        raise Invalid({"answer": [words.say(person.language, words.mark("Kies ja of nee."))]})
    text = clean(why, lines=True)
    if len(text) > LONGEST_WHY:
        sentence = words.mark("Dit is te lang: er passen %(limit)d tekens. Je tekst staat er nog.")
        raise Invalid({"why": [words.say(person.language, sentence, limit=LONGEST_WHY)]})
    if answer == "yes":
        return ""
    return text or words.say(person.language, words.mark("Dit bedoelde ik niet."))


def _stands(db: Session, passage_id: int, theme_id: int) -> bool:
    placed = (
        select(Placement.id)
        .join(Theme, Theme.id == Placement.theme_id)
        .where(
            Placement.passage_id == passage_id,
            Placement.theme_id == theme_id,
            Theme.dissolved_at.is_(None),
        )
    )
    return db.scalar(placed.limit(1)) is not None


def _objection(db: Session, passage_id: int, theme_id: int) -> Dissent | None:
    """The author's own objection that stands."""
    about = (Dissent.passage_id == passage_id) & (Dissent.theme_id == theme_id)
    return db.scalar(select(Dissent).where(about, *_MEMBERSHIP).order_by(Dissent.id.desc()).limit(1))
