"""Which audiences a list of changes may mean something for. The cost follows what was touched, not how many
people watch: a hall has thousands of phones, each with an audience of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from sessions.models import Analysis, Change, Contribution, Participant, Passage, Placement, Table, Theme
from sessions.projections import SECTIONS
from sessions.projections.audience import Audience
from sessions.touched import touched_by

HALL = ("wall", "studio", "phone")


def concerned(
    db: Session, workshop_id: int, changes: Sequence[Change], watched: Collection[Audience]
) -> set[Audience]:
    """Those of `watched` for whom `patch()` of these changes of one workshop may hold something.

    Never leaves out one for whom it does.
    """
    touched = touched_by(changes)
    analyses = db.scalars(select(Analysis.id).where(Analysis.workshop_id == workshop_id))
    tables = _tables(db, workshop_id, touched)
    shared = chain(
        (Audience(kind, workshop_id) for kind in HALL),
        (Audience("workbench", analysis_id) for analysis_id in analyses),
        (Audience("table", table_id) for table_id in sorted(tables)),
    )
    found = {each for each in shared if each in watched and _sees(db, each, touched)}
    personal = (Audience("me", participant_id) for participant_id in _people(db, touched))
    return found | {each for each in personal if each in watched}


def _sees(db: Session, audience: Audience, touched: dict[str, set[int]]) -> bool:
    answers = (section.concerned(db, audience.scope, touched) for section in SECTIONS[audience.kind])
    return any(ids is None or ids for ids in answers)


def _tables(db: Session, workshop_id: int, touched: dict[str, set[int]]) -> set[int]:
    """The tables where something lies that was touched; all when the programme or the longlist was."""
    if any(touched.get(kind) for kind in ("workshop", "exercise", "ingredient")):
        return set(db.scalars(select(Table.id).where(Table.workshop_id == workshop_id)))
    tables = set(touched.get("table", set()))
    if people := touched.get("participant"):
        seats = select(Participant.table_id).where(Participant.id.in_(people))
        tables |= {table for table in db.scalars(seats) if table is not None}
    if ids := touched.get("contribution"):
        lying = Contribution.id.in_(ids) & Contribution.kind.in_(("petal", "finding"))
        tables |= {table for table in db.scalars(select(Contribution.table_id).where(lying)) if table}
    return tables


def _people(db: Session, touched: dict[str, set[int]]) -> set[int]:
    """The participants who were touched themselves, in what they wrote, or in where that was placed."""
    people = touched.get("participant", set()) | touched.get("sorter", set())
    if ids := touched.get("contribution", set()) | touched.get("heart", set()):
        people |= _owners(db, Contribution.id.in_(ids))
    if passages := touched.get("passage", set()) | touched.get("meant", set()):
        people |= _owners(db, Contribution.id.in_(_contributions_of(Passage.id.in_(passages))))
    theme_ids = set(touched.get("theme", set()))
    if groups := touched.get("key_group", set()):
        theme_ids |= set(db.scalars(select(Theme.id).where(Theme.key_group_id.in_(groups))))
    if theme_ids:
        placed = select(Placement.passage_id).where(Placement.theme_id.in_(theme_ids))
        people |= _owners(db, Contribution.id.in_(_contributions_of(Passage.id.in_(placed))))
    return people


def _contributions_of(which: ColumnElement[bool]) -> Select[int]:
    return select(Passage.contribution_id).where(which)


def _owners(db: Session, which: ColumnElement[bool]) -> set[int]:
    owners = db.scalars(select(Contribution.participant_id).where(which).distinct())
    return {owner for owner in owners if owner is not None}
