"""Which passages people linked because they say the same: groups, read from the links between two."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.models import Passage, SetAside, Twin


def groups(db: Session, analysis_id: int, *, retired: bool = False) -> dict[int, tuple[int, ...]]:
    """Passage id to all passages that it is linked with, itself included, in the order they were said;
    those that are split or joined by now only with `retired`."""
    rows = db.execute(
        select(Twin.passage_id, Twin.twin_id).where(Twin.analysis_id == analysis_id, Twin.state == "linked")
    )
    held = joined((row.passage_id, row.twin_id) for row in rows)
    if retired or not held:
        return held
    gone = set(db.scalars(select(Passage.id).where(Passage.id.in_(held), Passage.retired_at.is_not(None))))
    return {
        each: tuple(other for other in together if other not in gone)
        for each, together in held.items()
        if each not in gone
    }


def joined(pairs: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    """Each member of a pair to everything that it hangs together with, in order."""
    held: dict[int, set[int]] = {}
    for one, other in pairs:
        together = held.get(one, {one}) | held.get(other, {other})
        for each in together:
            held[each] = together
    return {each: tuple(sorted(together)) for each, together in held.items()}


def with_linked(db: Session, analysis_id: int, passage_ids: Sequence[int]) -> list[int]:
    """These passages, and after each those that it is linked with; none twice. What people do not use comes
    only when it is one of these: nobody takes back a decision by naming something else."""
    known = groups(db, analysis_id)
    found = dict.fromkeys(other for each in passage_ids for other in (each, *known.get(each, ())))
    unused = not_used(db, analysis_id, found).difference(passage_ids)
    return [each for each in found if each not in unused]


def not_used(db: Session, analysis_id: int, passage_ids: Collection[int]) -> set[int]:
    """Which of these passages people set aside."""
    return set(
        db.scalars(
            select(SetAside.passage_id).where(
                SetAside.analysis_id == analysis_id, SetAside.passage_id.in_(passage_ids)
            )
        )
    )
