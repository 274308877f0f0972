"""What stands beside the cards and themes of a workbench: near-duplicates, notes, objections."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from sessions.analysis import analyses
from sessions.models import Analysis, Contribution, Dissent, Note, Passage, Theme, Twin, User
from sessions.projections.section import Ids, Item, Section, TouchedIds, same


def _twins(db: Session, analysis_id: int, ids: Ids | None) -> dict[int, Item]:
    """Two passages that say nearly the same: proposed by a run, linked or kept apart by people."""
    query = select(Twin).where(Twin.analysis_id == analysis_id)
    for column in (Twin.passage_id, Twin.twin_id):
        passage, said = aliased(Passage), aliased(Contribution)
        query = (
            query.join(passage, passage.id == column)
            .join(said, said.id == passage.contribution_id)
            .where(passage.retired_at.is_(None), said.state == "shown")
        )
    if ids is not None:
        query = query.where(Twin.id.in_(ids))
    return {
        row.id: {
            "passage": row.passage_id,
            "twin": row.twin_id,
            "similarity": row.similarity,
            "state": row.state,
        }
        for row in db.scalars(query)
    }


def _touched_twins(db: Session, analysis_id: int, touched: TouchedIds) -> Ids | None:
    found = set(touched.get("twin", set()))
    which: list[ColumnElement[bool]] = []
    if passages := touched.get("passage"):
        which += [Twin.passage_id.in_(passages), Twin.twin_id.in_(passages)]
    if runs := touched.get("run"):
        which.append(Twin.run_id.in_(runs))
    if which:
        found |= set(db.scalars(select(Twin.id).where(Twin.analysis_id == analysis_id, or_(*which))))
    return frozenset(found)


def _notes(db: Session, analysis_id: int, ids: Ids | None) -> dict[int, Item]:
    query = (
        select(Note, User.name)
        .outerjoin(User, User.id == Note.written_by)
        .where(Note.analysis_id == analysis_id)
    )
    if ids is not None:
        query = query.where(Note.id.in_(ids))
    return {
        note.id: {
            "theme": note.theme_id,
            "passage": note.passage_id,
            "text": note.text,
            "by": note.written_by,
            "by_name": name,
            "at": note.written_at.isoformat(),
        }
        for note, name in db.execute(query)
    }


def _dissents(db: Session, analysis_id: int, ids: Ids | None) -> dict[int, Item]:
    """The objections that this analysis is about; who raised one in the hall is told to nobody."""
    query: Any = (
        select(Dissent)
        .outerjoin(Theme, Theme.id == Dissent.theme_id)
        .outerjoin(Passage, Passage.id == Dissent.passage_id)
        .outerjoin(Contribution, Contribution.id == Passage.contribution_id)
        .where(
            (Theme.analysis_id == analysis_id)
            | (Dissent.theme_id.is_(None) & analyses.about(db.get_one(Analysis, analysis_id)))
        )
    )
    if ids is not None:
        query = query.where(Dissent.id.in_(ids))
    return {
        row.id: {
            "about": row.about,
            "theme": row.theme_id,
            "passage": row.passage_id,
            "text": "" if row.withdrawn_at else row.text,
            "raised_by": row.raised_by,
            "at": row.created_at.isoformat(),
            "withdrawn": row.withdrawn_at is not None,
        }
        for row in db.scalars(query)
    }


TWINS = Section("twin", _touched_twins, _twins)
NOTES = Section("note", same("note"), _notes)
DISSENTS = Section("dissent", same("dissent"), _dissents)
