"""What the facilitator sees beside the hall: every intervention with its state, and the tables."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions import undoing
from sessions.models import Change, Contribution, Participant, Table
from sessions.projections.cards import as_card, cards_query, hearts_of
from sessions.projections.section import ALL, Ids, Item, Section, TouchedIds, same, whenever


def _cards(db: Session, workshop_id: int, ids: Ids | None) -> dict[int, Item]:
    hearts = hearts_of(db, workshop_id, ids)
    return {
        contribution.id: {
            **as_card(contribution, version, table, hearts),
            "state": contribution.state,
            "hidden_reason": contribution.hidden_reason,
            "participant": contribution.participant_id,
            "on_paper": contribution.entered_by is not None,
            "created_at": contribution.created_at.isoformat(),
        }
        for contribution, version, table in db.execute(cards_query(workshop_id, ids))
    }


def _tables(db: Session, workshop_id: int, _ids: Ids | None) -> dict[int, Item]:
    """Each table with its people, how many of them wrote, when somebody there wrote last, and the step it is
    at when it does not follow the hall."""
    wrote: dict[int | None, int] = {}
    last: dict[int | None, str] = {}
    for table_id, people, at in db.execute(
        select(
            Contribution.table_id,
            func.count(func.distinct(Contribution.participant_id)),
            func.max(Contribution.created_at),
        )
        .where(Contribution.workshop_id == workshop_id, Contribution.table_id.is_not(None))
        .group_by(Contribution.table_id)
    ):
        wrote[table_id], last[table_id] = people, at.isoformat()
    seated: dict[int | None, list[int]] = {}
    for participant_id, table_id in db.execute(
        select(Participant.id, Participant.table_id)
        .where(Participant.workshop_id == workshop_id, Participant.table_id.is_not(None))
        .order_by(Participant.id)
    ):
        seated.setdefault(table_id, []).append(participant_id)
    writers = set(
        db.scalars(
            select(Contribution.participant_id).where(Contribution.workshop_id == workshop_id).distinct()
        )
    )
    return {
        table.id: {
            "number": table.number,
            "people": [{"id": person, "wrote": person in writers} for person in seated.get(table.id, [])],
            "wrote": wrote.get(table.id, 0),
            "last_at": last.get(table.id),
            "step": table.exercise_id,
        }
        for table in db.scalars(select(Table).where(Table.workshop_id == workshop_id))
    }


def _acts(db: Session, workshop_id: int, _ids: Ids | None) -> dict[int, Item]:
    """What can be taken back and what can be done again: the change and what it was."""

    def named(change: Change | None) -> Item | None:
        return None if change is None else {"id": change.id, "act": undoing.act_of(db, change)}

    return {
        0: {
            "undo": named(undoing.undoable_in_hall(db, workshop_id)),
            "redo": named(undoing.redoable_in_hall(db, workshop_id)),
        }
    }


def _after_anything(_db: Session, _workshop_id: int, _touched: TouchedIds) -> Ids | None:
    """What people do can end what was undoable."""
    return ALL


ACTS = Section("acts", _after_anything, _acts)
CARDS = Section("contribution", same("contribution", "heart"), _cards)
TABLES = Section("table", whenever("table", "participant", "contribution"), _tables)
