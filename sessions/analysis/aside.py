"""What is not used in an analysis, and why. The author reads the reason; a place makes it used again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis.act import Act
from sessions.journal import Actor
from sessions.models import SetAside
from sessions.verbs import Verb

LONGEST_REASON = 400


def set_(
    db: Session,
    analysis_id: int,
    actor: Actor,
    *,
    passage_ids: Sequence[int],
    reason: str,
    now: datetime,
) -> None:
    """These passages are not used here, for that reason; they are in no theme. Raises: Missing, Invalid."""
    act = Act(db, analysis_id, actor, now)
    empty = words.mark("Zeg kort waarom. Wie het schreef, leest dit.")
    reason = act.checked_text("reason", reason, longest=LONGEST_REASON, empty=empty)
    act.place(passage_ids, None)
    present = {row.passage_id: row for row in _rows(act, passage_ids)}
    for passage_id in dict.fromkeys(passage_ids):
        row = present.get(passage_id)
        if row is None:
            row = SetAside(analysis_id=analysis_id, passage_id=passage_id, reason=reason, set_at=now)
            row.set_by = act.user_id
            db.add(row)
            db.flush()
            act.before.made(row)
        else:
            act.before.of(row)
            row.reason, row.set_by, row.set_at = reason, act.user_id, now
    act.record(Verb.PASSAGES_ASIDE)


def unset(db: Session, analysis_id: int, actor: Actor, *, passage_ids: Sequence[int], now: datetime) -> None:
    """These passages count again; they are in no theme yet. Raises: Missing."""
    act = Act(db, analysis_id, actor, now)
    act.require_passages(passage_ids)
    for row in _rows(act, passage_ids):
        act.before.of(row)
        db.delete(row)
    act.touched_passages.update(passage_ids)
    act.record(Verb.PASSAGES_USED)


def reasons(db: Session, analysis_id: int) -> dict[int, str]:
    """Passage id to why it is not used."""
    rows = db.execute(select(SetAside.passage_id, SetAside.reason).where(SetAside.analysis_id == analysis_id))
    return dict(rows.all())


def _rows(act: Act, passage_ids: Sequence[int]) -> list[SetAside]:
    return list(
        act.db.scalars(
            select(SetAside).where(
                SetAside.analysis_id == act.analysis.id, SetAside.passage_id.in_(passage_ids)
            )
        )
    )
