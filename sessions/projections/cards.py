"""What was said, as cards: the query that every audience starts from, and the cards of the hall."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from sessions.models import PRESENT_WORDS, Contribution, ContributionVersion, Heart, Table
from sessions.projections.section import Ids, Item, Section, same

# What lies on the wall as a card. Petals, findings and what hangs on the tree have pictures of their own.
CARD_KINDS = ("intervention", "idea")


def words_of(
    workshop_id: int, kinds: Collection[str], ids: Ids | None
) -> Select[Contribution, ContributionVersion, int]:
    """Contributions of these kinds with the words of their present version and the number of their table."""
    query = (
        select(Contribution, ContributionVersion, Table.number)
        .join(ContributionVersion, PRESENT_WORDS)
        .outerjoin(Table, Table.id == Contribution.table_id)
        .where(Contribution.workshop_id == workshop_id, Contribution.kind.in_(kinds))
    )
    return query if ids is None else query.where(Contribution.id.in_(ids))


def cards_query(workshop_id: int, ids: Ids | None) -> Select[Contribution, ContributionVersion, int]:
    return words_of(workshop_id, CARD_KINDS, ids)


def hearts_of(db: Session, workshop_id: int, ids: Ids | None) -> dict[int, int]:
    query = select(Heart.contribution_id, func.count()).group_by(Heart.contribution_id)
    if ids is None:
        query = query.join(Contribution, Contribution.id == Heart.contribution_id).where(
            Contribution.workshop_id == workshop_id
        )
    else:
        query = query.where(Heart.contribution_id.in_(ids))
    return dict(db.execute(query).all())


def as_card(
    contribution: Contribution, version: ContributionVersion, table: int | None, hearts: dict[int, int]
) -> Item:
    """What everybody reads of it."""
    return {
        "kind": contribution.kind,
        "text": version.text,
        "table": table,
        "levers": version.fields.get("levers", []),
        "hearts": hearts.get(contribution.id, 0),
    }


def _cards(db: Session, workshop_id: int, ids: Ids | None) -> dict[int, Item]:
    hearts = hearts_of(db, workshop_id, ids)
    rows = db.execute(cards_query(workshop_id, ids).where(Contribution.state == "shown"))
    return {
        contribution.id: as_card(contribution, version, table, hearts)
        for contribution, version, table in rows
    }


CARDS = Section("contribution", same("contribution", "heart"), _cards)
