"""Themes that were known beforehand: they draw what resembles them in every proposal, and decide nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis import analyses
from sessions.errors import Invalid
from sessions.journal import Actor, Before, record
from sessions.models import KnownTheme, Theme, Workshop
from sessions.text import clean
from sessions.verbs import Verb

MOST = 60
LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 1000
Line = tuple[str, str]
"""Title and description; the description may be empty."""


def of_analysis(db: Session, analysis_id: int) -> list[KnownTheme]:
    """In their order."""
    query = select(KnownTheme).where(KnownTheme.analysis_id == analysis_id)
    return list(db.scalars(query.order_by(KnownTheme.position, KnownTheme.id)))


def set_lines(
    db: Session, analysis_id: int, actor: Actor, lines: Sequence[Line], *, source: str = "", now: datetime
) -> None:
    """Exactly these themes are known beforehand, in this order; a title that stays is the same theme.

    Raises: Missing; Invalid for too many, or for a line that is too long.
    """
    analysis = analyses.of_id(db, analysis_id)
    wanted = _checked(db, analysis.workshop_id, lines)
    left = {each.title.casefold(): each for each in of_analysis(db, analysis_id)}
    touched = {each.id for each in left.values()}
    before = Before()
    for position, (title, description) in enumerate(wanted, start=1):
        known = left.pop(title.casefold(), None)
        if known is None:
            known = KnownTheme(analysis_id=analysis_id, position=position, title=title, source=source)
            known.description = description
            db.add(known)
            db.flush()
            before.made(known)
            touched.add(known.id)
        else:
            before.of(known)
            known.title, known.description, known.position = title, description, position
    for gone in left.values():
        before.of(gone)
        db.delete(gone)
    db.flush()
    record(
        db,
        analysis.workshop_id,
        Verb.KNOWN_CHANGED,
        actor,
        now=now,
        touched={"analysis": [analysis_id], "known_theme": touched},
        analysis_id=analysis_id,
        inverse=before.inverse,
    )


def take_from(db: Session, analysis_id: int, other_id: int, actor: Actor, *, now: datetime) -> int:
    """The themes that people made in another analysis are known beforehand here, after those there are.

    Returns how many came. Whoever asks must be allowed to read the other: that is for the caller.

    Raises: Missing; Invalid when there would be too many.
    """
    other = analyses.of_id(db, other_id)
    query = (
        select(Theme)
        .where(Theme.analysis_id == other_id, Theme.dissolved_at.is_(None))
        .order_by(Theme.rank.is_(None), Theme.rank, Theme.position)
    )
    present = [(each.title, each.description) for each in of_analysis(db, analysis_id)]
    here = {title.casefold() for title, _ in present}
    came = [(each.title, each.description) for each in db.scalars(query) if each.title.casefold() not in here]
    source = db.get_one(Workshop, other.workshop_id).title[:120]
    set_lines(db, analysis_id, actor, [*present, *came], source=source, now=now)
    return len(came)


def _checked(db: Session, workshop_id: int, lines: Sequence[Line]) -> list[Line]:
    """The lines without empty ones, each title once."""
    once: dict[str, Line] = {}
    for title, description in lines:
        line = (clean(title), clean(description, lines=True))
        if line[0]:
            once.setdefault(line[0].casefold(), line)
    language = db.get_one(Workshop, workshop_id).language
    if len(once) > MOST:
        sentence = words.mark("Er passen hoogstens %(most)d thema’s.")
        raise Invalid({"known": [words.say(language, sentence, most=MOST)]})
    for title, description in once.values():
        if len(title) > LONGEST_TITLE or len(description) > LONGEST_DESCRIPTION:
            sentence = words.mark("Dit is te lang: “%(start)s…”")
            raise Invalid({"known": [words.say(language, sentence, start=title[:40])]})
    return list(once.values())
