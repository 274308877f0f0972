"""Where a line of the longlist or an argument was heard, told in numbers: nobody is pointed out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.material import coding
from sessions.models import Material


@dataclass(frozen=True)
class Heard:
    """By how many people of how many groups something was said, in focus groups before. `people` is 0 where
    all who said it took it back, or the material was struck."""

    people: int
    groups: Sequence[str]


def heard(db: Session, origin_ids: Collection[int | None]) -> dict[int, Heard]:
    """Material that something came from, to who said it there: the same words of others count with it, as
    they were one line on the way. Material of a workshop that is gone is left out."""
    wanted = {each for each in origin_ids if each is not None}
    rows = db.scalars(select(Material).where(Material.id.in_(wanted))).all() if wanted else []
    found: dict[int, Heard] = {}
    for workshop_id in sorted({row.workshop_id for row in rows}):
        coded = coding.of_workshop(db, workshop_id)
        for row in (row for row in rows if row.workshop_id == workshop_id):
            same = [
                each
                for each in coded
                if each.material.kind == row.kind and each.material.text.casefold() == row.text.casefold()
            ]
            people = {each.contribution.participant_id for each in same} - {None}
            found[row.id] = Heard(len(people), sorted({each.group for each in same} - {""}))
    return found
