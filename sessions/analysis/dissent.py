"""Objections: to a theme, its name, its rank or to what was put in it. The register of a workshop.

Whoever raised an objection takes it back, nobody else. It outlives what it is about: a theme that is merged
hands it on, one that is dissolved keeps it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis.act import Act
from sessions.errors import Forbidden, Invalid, Missing
from sessions.journal import Actor, Before, Inverse, record
from sessions.models import Analysis, Contribution, Dissent, Participant, Passage, Theme, Workshop
from sessions.text import clean
from sessions.verbs import Verb

ABOUT = ("theme", "name", "rank", "membership")
LONGEST = 1000


@dataclass(frozen=True)
class Objection:
    """One line of the register. `theme` is what it is called now, `standing` whether that theme still stands;
    `text` is empty when it was taken back."""

    id: int
    about: str
    theme_id: int | None
    theme: str
    standing: bool
    text: str
    by_staff: bool
    raised_at: datetime
    withdrawn_at: datetime | None


def raise_(
    db: Session,
    workshop_id: int,
    *,
    about: str,
    text: str,
    theme_id: int | None = None,
    passage_id: int | None = None,
    participant_id: int | None = None,
    user_id: int | None = None,
    now: datetime,
) -> int:
    """There is an objection, raised by a participant or by staff for somebody in the room; returns its id.

    A participant speaks of a passage only when it is their own, and may leave it at *this is not what I
    meant*. Raises: Missing, Invalid.
    """
    if (participant_id is None) == (user_id is None):
        raise ValueError("a participant or a member of staff")
    theme = _theme(db, workshop_id, theme_id)
    if theme is None and passage_id is None:
        raise Missing("theme")
    _require_passage(db, workshop_id, passage_id, participant_id)
    row = Dissent(
        workshop_id=workshop_id,
        theme_id=theme_id,
        passage_id=passage_id,
        participant_id=participant_id,
        about=about,
        text=_checked(db, workshop_id, participant_id, about, text),
        raised_by=user_id,
        created_at=now,
    )
    db.add(row)
    db.flush()
    actor = Actor("user", user_id) if user_id is not None else Actor("participant", participant_id)
    _record(db, row, theme, Verb.DISSENT_RAISED, actor, now, withdrawn_at=now)
    return row.id


def withdraw(db: Session, dissent_id: int, actor: Actor, *, now: datetime) -> None:
    """The objection was taken back; that there was one stays known.

    Raises: Missing; Forbidden for anybody but whoever raised it.
    """
    row = db.get(Dissent, dissent_id)
    if row is None or row.withdrawn_at is not None:
        raise Missing("objection")
    mine = row.raised_by if actor.kind == "user" else row.participant_id
    if mine is None or mine != actor.id:
        raise Forbidden("somebody else raised it")
    row.withdrawn_at = now
    theme = db.get(Theme, row.theme_id) if row.theme_id else None
    _record(db, row, theme, Verb.DISSENT_WITHDRAWN, actor, now, withdrawn_at=None)


def register(db: Session, workshop_id: int) -> list[Objection]:
    """Every objection of that workshop, oldest first, whatever became of what it was about."""
    rows = db.execute(
        select(Dissent, Theme)
        .outerjoin(Theme, Theme.id == Dissent.theme_id)
        .where(Dissent.workshop_id == workshop_id)
        .order_by(Dissent.created_at, Dissent.id)
    )
    return [
        Objection(
            id=row.id,
            about=row.about,
            theme_id=row.theme_id,
            theme=theme.called if theme else "",
            standing=theme is not None and theme.dissolved_at is None,
            text="" if row.withdrawn_at else row.text,
            by_staff=row.raised_by is not None,
            raised_at=row.created_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row, theme in rows
    ]


def open_counts(db: Session, theme_ids: Collection[int]) -> dict[int, int]:
    """Theme id to how many objections to it stand."""
    rows = db.execute(
        select(Dissent.theme_id, func.count())
        .where(Dissent.theme_id.in_(theme_ids), Dissent.withdrawn_at.is_(None))
        .group_by(Dissent.theme_id)
    )
    return {theme_id: count for theme_id, count in rows if theme_id is not None}


def hand_on(act: Act, source_id: int, into_id: int) -> None:
    """What was objected to the first theme is objected to the second one."""
    for row in act.db.scalars(select(Dissent).where(Dissent.theme_id == source_id)):
        act.before.of(row, only=("theme_id",))
        row.theme_id = into_id
        act.touch("dissent", row.id)


def _theme(db: Session, workshop_id: int, theme_id: int | None) -> Theme | None:
    if theme_id is None:
        return None
    theme = db.get(Theme, theme_id)
    if theme is None or _workshop_of(db, theme) != workshop_id:
        raise Missing("theme")
    return theme


def _workshop_of(db: Session, theme: Theme) -> int:
    return db.get_one(Analysis, theme.analysis_id).workshop_id


def _require_passage(
    db: Session, workshop_id: int, passage_id: int | None, participant_id: int | None
) -> None:
    if passage_id is None:
        return
    author = db.execute(
        select(Contribution.participant_id)
        .join(Passage, Passage.contribution_id == Contribution.id)
        .where(Passage.id == passage_id, Contribution.workshop_id == workshop_id)
    ).first()
    if author is None or (participant_id is not None and author[0] != participant_id):
        raise Missing("passage")


def _checked(db: Session, workshop_id: int, participant_id: int | None, about: str, text: str) -> str:
    """Raises: Invalid, in the language of whoever objects."""
    person = db.get(Participant, participant_id) if participant_id else None
    language = person.language if person else db.get_one(Workshop, workshop_id).language
    text = clean(text, lines=True)
    if about not in ABOUT:
        raise Invalid({"about": [words.say(language, words.mark("Zeg waartegen het gaat."))]})
    if not text and (about != "membership" or participant_id is None):
        raise Invalid({"text": [words.say(language, words.mark("Schrijf wat er niet klopt."))]})
    if len(text) > LONGEST:
        sentence = words.mark("Zeg het korter: er passen %(limit)d tekens.")
        raise Invalid({"text": [words.say(language, sentence, limit=LONGEST)]})
    return text


def _record(
    db: Session,
    row: Dissent,
    theme: Theme | None,
    verb: Verb,
    actor: Actor,
    now: datetime,
    *,
    withdrawn_at: datetime | None,
) -> None:
    """Staff takes its own act back; what a participant says has no such way. `withdrawn_at` is what it
    would be then: an objection is never deleted."""
    inverse: Inverse | None = None
    if actor.kind == "user":
        before = Before()
        before.instead(row, withdrawn_at={"at": withdrawn_at.isoformat()} if withdrawn_at else None)
        inverse = before.inverse
    db.flush()
    record(
        db,
        row.workshop_id,
        verb,
        actor,
        now=now,
        analysis_id=theme.analysis_id if theme else None,
        touched={
            "dissent": [row.id],
            "theme": [theme.id] if theme else [],
            "passage": [row.passage_id] if row.passage_id else [],
            "analysis": [theme.analysis_id] if theme else [],
        },
        inverse=inverse,
    )
