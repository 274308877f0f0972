"""The shape of a section: one kind of item that an audience sees.

A section says which of its items a set of touched rows concerns, and reads items: those, or all of them.
What it was asked for and does not return is not there for this audience (any more). A snapshot is all
sections read in full; a patch is the concerned sections read for what was touched. So both come from the
same lines, and snapshot + patches == fresh snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

Item = dict[str, Any]
Ids = frozenset[int]
ALL: None = None
TouchedIds = Mapping[str, set[int]]


@dataclass(frozen=True)
class Section:
    """`kind` names its items (`contribution:12`). `concerned(db, scope, touched)` gives ids, an empty set,
    or None for all items. `read(db, scope, ids)` gives id to item, for those ids or, with None, all.
    """

    kind: str
    concerned: Callable[[Session, int, TouchedIds], Ids | None]
    read: Callable[[Session, int, Ids | None], dict[int, Item]]


def same(*kinds: str) -> Callable[[Session, int, TouchedIds], Ids | None]:
    """The section's ids are the ids of the touched rows of these kinds."""

    def concerned(_db: Session, _scope: int, touched: TouchedIds) -> Ids | None:
        return frozenset().union(*(touched.get(kind, set()) for kind in kinds))

    return concerned


def whenever(*kinds: str) -> Callable[[Session, int, TouchedIds], Ids | None]:
    """Any touched row of these kinds means reading the whole (small) section again."""

    def concerned(_db: Session, _scope: int, touched: TouchedIds) -> Ids | None:
        return ALL if any(touched.get(kind) for kind in kinds) else frozenset()

    return concerned
