"""The rows of the hall: levers, participants, the programme, the tables."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from sessions.exports.asked import Asked, Row
from sessions.models import Member, Participant, Table
from sessions.projections import image as shown
from sessions.workshops import steps_of


def levers(asked: Asked) -> list[Row]:
    """As the wall shows them: with how often they were named, and what is under-served."""
    items = shown.LEVERS.read(asked.db, asked.workshop.id, None).values()
    names = ("key", "name", "explanation", "position", "count", "underserved")
    return [{name: item[name] for name in names} for item in items]


def participants(asked: Asked) -> list[Row]:
    """By their code, whose order says nothing."""
    wrote = Counter(row.participant_id for row in asked.contributions)
    tables = {table.id: table.number for table in _tables(asked)}
    members = asked.db.scalars(select(Member).where(Member.workshop_id == asked.workshop.id))
    segments = {each.participant_id: each.segment or None for each in members}
    rows = asked.db.scalars(select(Participant).where(Participant.workshop_id == asked.workshop.id))
    found = [
        {
            "participant": asked.participant_codes[each.id],
            "table": tables.get(each.table_id or 0),
            "group": asked.groups.get(each.group_id or 0),
            "segment": segments.get(each.id),
            "contributions": wrote[each.id],
            "joined": asked.moment(each.joined_at),
            "number": each.number,
            "name": each.name,
            "language": each.language,
        }
        for each in rows
    ]
    return sorted(found, key=lambda row: str(row["participant"]))


def exercises(asked: Asked) -> list[Row]:
    return [
        {
            "position": step.position,
            "kind": step.kind,
            "title": step.title,
            "prompt": step.prompt,
            "minutes": step.minutes,
            "state": step.state,
            "opened_at": asked.moment(step.opened_at),
            "closed_at": asked.moment(step.closed_at),
        }
        for step in steps_of(asked.db, asked.workshop.id)
    ]


def tables(asked: Asked) -> list[Row]:
    wrote = Counter(row.table_id for row in asked.contributions)
    seated = Counter(
        asked.db.scalars(select(Participant.table_id).where(Participant.workshop_id == asked.workshop.id))
    )
    return [
        {"table": table.number, "participants": seated[table.id], "contributions": wrote[table.id]}
        for table in _tables(asked)
    ]


def _tables(asked: Asked) -> list[Table]:
    query = select(Table).where(Table.workshop_id == asked.workshop.id).order_by(Table.number)
    return list(asked.db.scalars(query))
