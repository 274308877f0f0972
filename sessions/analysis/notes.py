"""What those who sort write beside a theme or a passage, for each other. Whoever wrote a note changes it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis.act import Act
from sessions.errors import Forbidden, Missing
from sessions.journal import Actor
from sessions.models import Note, Theme
from sessions.verbs import Verb

LONGEST = 1000
_EMPTY = words.mark("Schrijf eerst iets.")


def write(
    db: Session,
    analysis_id: int,
    actor: Actor,
    *,
    text: str,
    theme_id: int | None = None,
    passage_id: int | None = None,
    now: datetime,
) -> int:
    """There is a note beside that theme or that passage; returns its id. Raises: Missing, Invalid."""
    act = Act(db, analysis_id, actor, now)
    if (theme_id is None) == (passage_id is None):
        raise Missing("theme or passage")
    if theme_id is not None:
        theme = db.get(Theme, theme_id)
        if theme is None or theme.analysis_id != analysis_id or theme.dissolved_at is not None:
            raise Missing("theme")
    else:
        act.require_passages([passage_id or 0])
    note = Note(analysis_id=analysis_id, theme_id=theme_id, passage_id=passage_id, written_at=now)
    note.text = act.checked_text("text", text, longest=LONGEST, empty=_EMPTY)
    note.written_by = act.user_id
    db.add(note)
    db.flush()
    act.before.made(note)
    _record(act, note)
    return note.id


def change(db: Session, note_id: int, actor: Actor, *, text: str, now: datetime) -> None:
    """The note says this now. Raises: Missing, Invalid; Forbidden when somebody else wrote it."""
    act, note = _own(db, note_id, actor, now)
    note.text = act.checked_text("text", text, longest=LONGEST, empty=_EMPTY)
    _record(act, note)


def remove(db: Session, note_id: int, actor: Actor, *, now: datetime) -> None:
    """The note is gone. Raises: Missing; Forbidden when somebody else wrote it."""
    act, note = _own(db, note_id, actor, now)
    db.delete(note)
    _record(act, note)


def _own(db: Session, note_id: int, actor: Actor, now: datetime) -> tuple[Act, Note]:
    note = db.get(Note, note_id)
    if note is None:
        raise Missing("note")
    act = Act(db, note.analysis_id, actor, now)
    if note.written_by != act.user_id:
        raise Forbidden("somebody else wrote this note")
    act.before.of(note)
    return act, note


def _record(act: Act, note: Note) -> None:
    act.touch("note", note.id)
    if note.theme_id is not None:
        act.touched_themes.add(note.theme_id)
    if note.passage_id is not None:
        act.touched_passages.add(note.passage_id)
    act.record(Verb.NOTE_CHANGED)
