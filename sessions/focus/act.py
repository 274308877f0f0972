"""One act of staff on a guide or its groups, with what the rows were before, for exact undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Invalid
from sessions.journal import Actor, Before, differs, record
from sessions.models import Workshop
from sessions.verbs import Verb


class GuideAct:
    """One act on a guide: what it touches, and what the rows were before."""

    def __init__(self, db: Session, workshop_id: int, actor: Actor, now: datetime) -> None:
        self.db, self.actor, self.now = db, actor, now
        self.workshop = db.get_one(Workshop, workshop_id)
        self.before = Before()
        self.touched: dict[str, set[int]] = {"round": set()}

    def made(self, rows: Sequence[Any]) -> None:
        self.before.made(*rows)
        self._touch(rows)

    def change(self, *rows: Any, only: Sequence[str] = ()) -> None:
        self.before.of(*rows, only=only)
        self._touch(rows)

    def remove(self, *rows: Any) -> None:
        """Rows that others point at come last."""
        self.change(*rows)
        for row in rows:
            self.db.delete(row)
            self.db.flush()

    def _touch(self, rows: Sequence[Any]) -> None:
        for row in rows:
            self.touched.setdefault(row.__tablename__, set()).add(row.id)

    def refused(self, field: str, sentence: str, **values: Any) -> Invalid:
        return Invalid({field: [words.say(self.workshop.language, sentence, **values)]})

    def finish(self, verb: Verb = Verb.GUIDE_CHANGED) -> None:
        """Nothing changed is no act."""
        self.db.flush()
        if differs(self.db, self.before.inverse):
            self.record(verb)

    def number(self, rows: Sequence[Any]) -> None:
        """Positions follow the order of the rows, from 1."""
        for place, row in enumerate(rows, start=1):
            if row.position != place:
                self.change(row, only=("position",))
                row.position = place

    def record(self, verb: Verb) -> None:
        record(
            self.db,
            self.workshop.id,
            verb,
            self.actor,
            now=self.now,
            touched=self.touched,
            inverse=self.before.inverse,
        )
