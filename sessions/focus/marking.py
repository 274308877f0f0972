"""Words that are delicate, beside the two taps of members: marked by moderators while they follow, and
gathered from answers to a question that asks to mark words and says that they go to the lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import saying, words
from sessions.errors import Invalid, Missing
from sessions.focus.asked import Asked
from sessions.journal import Actor
from sessions.lexicon import marks
from sessions.models import Contribution, Mark, Workshop

LACKING = words.mark("Dit woord staat niet in de tekst. Kijk even naar de schrijfwijze.")


def by_staff(
    db: Session, workshop_id: int, contribution_id: int, actor: Actor, *, word: str, why: str, now: datetime
) -> int:
    """That word of the answer or reply is marked by a moderator; returns the mark's id. Twice is once.

    Raises: Missing for anything of elsewhere or that was taken back; Invalid, also for a word that it lacks.
    """
    said = db.get(Contribution, contribution_id)
    if said is None or said.workshop_id != workshop_id or said.kind not in ("answer", "reply"):
        raise Missing("contribution")
    if said.state == "withdrawn":
        raise Missing("contribution")
    start, end = where(saying.words_of(db, said).text, word)
    if start == end:
        language = db.get_one(Workshop, workshop_id).language
        raise Invalid({"word": [words.say(language, LACKING)]})
    return marks.mark(
        db, said.id, actor, version=said.version, starts_at=start, ends_at=end, why=why, now=now
    )


def of_thread(db: Session, group_id: int, exercise_id: int) -> dict[int, list[tuple[Mark, str]]]:
    """Answer or reply to the marks on what it says now, oldest first, each with its words."""
    here = select(Mark, Contribution).join(Contribution, Contribution.id == Mark.contribution_id)
    rows = db.execute(
        here.where(
            Contribution.group_id == group_id,
            Contribution.exercise_id == exercise_id,
            Contribution.version == Mark.version,
            Mark.withdrawn_at.is_(None),
        ).order_by(Mark.id)
    )
    found: dict[int, list[tuple[Mark, str]]] = {}
    for mark, said in rows:
        text = saying.words_of(db, said).text
        found.setdefault(said.id, []).append((mark, text[mark.starts_at : mark.ends_at]))
    return found


def where(text: str, word: str) -> tuple[int, int]:
    """Where the word stands first, in code points, whatever its case; an empty range when nowhere."""
    wanted = word.strip().lower()
    at = text.lower().find(wanted) if wanted else -1
    return (at, at + len(wanted)) if at >= 0 else (0, 0)


def gather(db: Session, said: Contribution, asked: Asked, *, now: datetime) -> None:
    """What its author marked in the text of that question counts as their marks, on the words of their
    answer; those on what it said before count no more. Only where the question says so."""
    if asked.question.form != "mark" or not asked.step.settings.get("lexicon"):
        return
    author = Actor("participant", said.participant_id)
    earlier = select(Mark.id).where(
        Mark.contribution_id == said.id,
        Mark.participant_id == said.participant_id,
        Mark.version < said.version,
        Mark.withdrawn_at.is_(None),
    )
    for mark_id in db.scalars(earlier).all():
        marks.withdraw(db, mark_id, author, now=now)
    for start, end, why in _marked(db, said):
        try:
            marks.mark(
                db, said.id, author, version=said.version, starts_at=start, ends_at=end, why=why, now=now
            )
        except Invalid:
            # A whole sentence is an answer, and no word for the lexicon.
            continue


def _marked(db: Session, said: Contribution) -> Iterator[tuple[int, int, str]]:
    """Where the marked words stand in the answer, one after the other as the answer tells them, and why."""
    version, at = saying.words_of(db, said), 0
    for each in version.fields.get("marks", ()):
        found = version.text.find(f"“{each['words']}”", at)
        if found >= 0:
            start = found + 1
            at = start + len(each["words"])
            yield start, at, each["why"]
