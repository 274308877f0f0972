"""Passages that say nearly the same: linked or kept apart by people, proposed by a run.

Nothing is removed and every one goes on counting: linking means that they go together when one of them is
moved, and that a theme says how many of its passages say the same as another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.analysis import apart, linked
from sessions.analysis.act import Act
from sessions.journal import Actor
from sessions.models import Placement, Twin
from sessions.verbs import Verb


def link(db: Session, analysis_id: int, actor: Actor, *, passage_ids: Sequence[int], now: datetime) -> None:
    """These passages are linked. Where all that have a place are in one theme, the others are there too,
    except what is set aside.

    Raises: Missing; Invalid when there are fewer than two, or when two of what would go together are kept
    apart.
    """
    act = Act(db, analysis_id, actor, now)
    first, *others = _chosen(act, passage_ids)
    for other in others:
        _decide(act, first, other, "linked")
    db.flush()
    together = linked.groups(db, analysis_id)[first]
    kept = apart.pairs(db, analysis_id)
    if any(not set(together).isdisjoint(kept.get(each, ())) for each in together):
        sentence = words.mark("Iemand houdt deze bijdragen uit elkaar. Laat ze eerst weer samen gaan.")
        raise act.invalid("passage", sentence)
    rows = db.scalars(
        select(Placement).where(Placement.analysis_id == analysis_id, Placement.passage_id.in_(together))
    ).all()
    homes = {row.theme_id for row in rows}
    if len(homes) == 1:
        decided = {row.passage_id for row in rows} | linked.not_used(db, analysis_id, together)
        act.place([each for each in together if each not in decided], homes.pop())
    act.record(Verb.TWINS_LINKED)


def part(db: Session, analysis_id: int, actor: Actor, *, passage_ids: Sequence[int], now: datetime) -> None:
    """One passage: it is linked with nothing any more. Several: none of them is linked with another of them,
    and no run proposes so again. Each stays where it is. Raises: Missing, Invalid.
    """
    act = Act(db, analysis_id, actor, now)
    ids = sorted(set(passage_ids))
    act.require_passages(ids)
    known = linked.groups(db, analysis_id)
    if len(ids) == 1:
        ids = list(known.get(ids[0], ()))
        leaving = {passage_ids[0]}
    else:
        leaving = {each for each in ids if any(other in known.get(each, ()) for other in ids if other < each)}
    if len(ids) < 2:
        raise act.invalid("passage", words.mark("Deze bijdrage hangt aan geen andere vast."))
    for one, other in combinations(ids, 2):
        if len(passage_ids) > 1 or leaving & {one, other}:
            _decide(act, one, other, "apart")
    _let_go(act, known, leaving)
    act.touched_passages.update(ids)
    act.record(Verb.TWINS_PARTED)


def _let_go(act: Act, known: dict[int, tuple[int, ...]], leaving: set[int]) -> None:
    """Those who stay of a group stay linked, also when they were so only through one that leaves."""
    for together in {known[each] for each in leaving if each in known}:
        stay = [each for each in together if each not in leaving]
        rows = act.db.scalars(
            select(Twin).where(Twin.analysis_id == act.analysis.id, Twin.state == "linked")
        ).all()
        for row in rows:
            if {row.passage_id, row.twin_id} <= set(together) and {row.passage_id, row.twin_id} & leaving:
                _decide(act, row.passage_id, row.twin_id, "apart")
        for other in stay[1:]:
            _decide(act, stay[0], other, "linked")
        act.touched_passages.update(together)


def _chosen(act: Act, passage_ids: Sequence[int]) -> list[int]:
    ids = sorted(set(passage_ids))
    act.require_passages(ids)
    if len(ids) < 2:
        raise act.invalid("passage", words.mark("Kies minstens twee bijdragen."))
    act.touched_passages.update(ids)
    return ids


def _decide(act: Act, one: int, other: int, state: str) -> None:
    one, other = min(one, other), max(one, other)
    row = act.db.scalar(
        select(Twin).where(Twin.analysis_id == act.analysis.id, Twin.passage_id == one, Twin.twin_id == other)
    )
    if row is None:
        row = Twin(analysis_id=act.analysis.id, passage_id=one, twin_id=other)
        act.db.add(row)
        act.db.flush()
        act.before.made(row)
    else:
        act.before.of(row)
    row.state, row.decided_by, row.decided_at = state, act.user_id, act.now
    act.touch("twin", row.id)
