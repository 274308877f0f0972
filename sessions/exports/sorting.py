"""What people sorted, as a table: which statements lay together, and in which grade whose pile it was."""

from __future__ import annotations

from sqlalchemy import select

from sessions import words
from sessions.exports.asked import Asked, Row
from sessions.exports.columns import NUMBER, PEOPLE, TEXT, Column, Table
from sessions.exports.endings import numbered
from sessions.exports.grade import Grade
from sessions.models import Exercise, Passage, Pile, PileMember

said = words.mark

PILES = Table(
    "piles",
    said(
        "Wat mensen bij elkaar legden: een regel per uitspraak op een stapel. Ieder sorteerde alleen. In de "
        "publieke export staat niet welke stapels van dezelfde mens zijn."
    ),
    (
        Column("exercise", NUMBER, said("De stap van het programma; zie exercises.position.")),
        Column("participant", TEXT, said("Wie het deed, als code; zie participants."), Grade.ANALYSIS),
        Column("pile", TEXT, said("De stapel, als code die alleen hier geldt."), by=PEOPLE),
        Column("pile_name", TEXT, said("Hoe die mens de stapel noemde."), Grade.ANALYSIS, PEOPLE),
        Column("contribution", TEXT, said("De bijdrage; zie contributions.id.")),
        Column("passage", NUMBER, said("Het hoeveelste fragment van die bijdrage.")),
    ),
)


def piles(asked: Asked) -> list[Row]:
    """Pile by pile in a drawn order, so that the piles of one person do not stand together."""
    rows = asked.db.execute(
        select(Exercise.position, Pile, Passage)
        .join(Pile, Pile.exercise_id == Exercise.id)
        .join(PileMember, PileMember.pile_id == Pile.id)
        .join(Passage, Passage.id == PileMember.passage_id)
        .where(Exercise.workshop_id == asked.workshop.id)
        .order_by(Exercise.position, Pile.id, Passage.id)
    ).all()
    numbers = _numbers(asked)
    drawn = sorted({pile.id for _, pile, _ in rows})
    asked.random.shuffle(drawn)
    codes = {pile_id: f"S{place:04d}" for place, pile_id in enumerate(drawn, start=1)}
    people = asked.participant_codes
    found = [
        {
            "exercise": position,
            "participant": people.get(pile.participant_id),
            "pile": codes[pile.id],
            "pile_name": pile.name or None,
            "contribution": code,
            "passage": numbers[passage.id],
        }
        for position, pile, passage in rows
        if (code := asked.code_of(passage.contribution_id)) is not None
    ]
    return sorted(found, key=lambda row: (row["exercise"], row["pile"], row["contribution"], row["passage"]))


def _numbers(asked: Asked) -> dict[int, int]:
    here = select(Passage).where(Passage.workshop_id == asked.workshop.id).order_by(Passage.id)
    return numbered(asked.db.scalars(here))
