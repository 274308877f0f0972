"""That passages do not belong together: no proposal puts them in one group again. Nothing is moved by it.

It holds for a new proposal, for another cut of an old one, for what lies on the table and for what is taken
over from it; what people put together themselves stays together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis import linked
from sessions.analysis.act import Act
from sessions.errors import Conflict
from sessions.journal import Actor
from sessions.models import Apart
from sessions.verbs import Verb

MOST = 12
"""Each passage is kept from each other one: with more at once nobody means every pair."""


def say(db: Session, analysis_id: int, actor: Actor, *, passage_ids: Sequence[int], now: datetime) -> None:
    """None of these passages belongs with another of them.

    Raises: Missing; Invalid when there are too few or too many; Conflict when two are linked as the same.
    """
    act, ids = _chosen(db, analysis_id, actor, passage_ids, now)
    known = linked.groups(db, analysis_id)
    present = {(row.passage_id, row.other_id) for row in _rows(act, ids)}
    for one, other in combinations(ids, 2):
        if other in known.get(one, ()):
            raise Conflict("these passages are linked as the same")
        if (one, other) not in present:
            row = Apart(
                analysis_id=analysis_id,
                passage_id=one,
                other_id=other,
                decided_by=act.user_id,
                decided_at=now,
            )
            db.add(row)
            db.flush()
            act.before.made(row)
    act.record(Verb.PASSAGES_APART)


def unsay(db: Session, analysis_id: int, actor: Actor, *, passage_ids: Sequence[int], now: datetime) -> None:
    """These passages may belong together again. Raises: Missing, Invalid."""
    act, ids = _chosen(db, analysis_id, actor, passage_ids, now)
    for row in _rows(act, ids):
        act.before.of(row)
        db.delete(row)
    act.record(Verb.PASSAGES_TOGETHER)


def pairs(db: Session, analysis_id: int) -> dict[int, list[int]]:
    """Passage id to those that it was kept from."""
    found: dict[int, list[int]] = {}
    for row in db.scalars(select(Apart).where(Apart.analysis_id == analysis_id).order_by(Apart.id)):
        found.setdefault(row.passage_id, []).append(row.other_id)
        found.setdefault(row.other_id, []).append(row.passage_id)
    return found


def barred(db: Session, analysis_id: int) -> dict[int, set[int]]:
    """Passage id to all those that no proposal puts it together with: what people keep it from, and what is
    linked with either of the two."""
    kept = pairs(db, analysis_id)
    together = linked.groups(db, analysis_id) if kept else {}
    found: dict[int, set[int]] = {}
    for one, others in kept.items():
        for other in others:
            mine, theirs = together.get(one, (one,)), together.get(other, (other,))
            for each in mine if mine != theirs else ():
                found.setdefault(each, set()).update(theirs)
    return found


def going(
    passage_ids: Iterable[int], kept: Mapping[int, Collection[int]], there: Iterable[int] = ()
) -> list[int]:
    """Those that can be put together where `there` lies already: each is left out that is barred (`barred`)
    from one that lies there or that came before it."""
    inside = set(there)
    found = []
    for each in passage_ids:
        if inside.isdisjoint(kept.get(each, ())):
            inside.add(each)
            found.append(each)
    return found


def _chosen(
    db: Session, analysis_id: int, actor: Actor, passage_ids: Sequence[int], now: datetime
) -> tuple[Act, list[int]]:
    act = Act(db, analysis_id, actor, now)
    ids = sorted(set(passage_ids))
    act.require_passages(ids)
    if not 2 <= len(ids) <= MOST:
        raise act.invalid("passage", words.mark("Kies twee tot %(most)d bijdragen."), most=MOST)
    act.touched_passages.update(ids)
    return act, ids


def _rows(act: Act, ids: Sequence[int]) -> list[Apart]:
    return list(
        act.db.scalars(
            select(Apart).where(
                Apart.analysis_id == act.analysis.id, Apart.passage_id.in_(ids), Apart.other_id.in_(ids)
            )
        )
    )
