"""The cards of a workbench: passages with where they come from and what people decided about each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from sessions.analysis import analyses, apart, aside, linked, parts
from sessions.models import (
    OWN_WORDS,
    Analysis,
    Apart,
    Contribution,
    ContributionVersion,
    Dissent,
    Note,
    Passage,
    Place,
    Placement,
    Table,
)
from sessions.projections.section import Ids, Item, Section, TouchedIds


def _said(analysis: Analysis, ids: Ids | None) -> Any:
    above = aliased(Contribution)
    above_words = aliased(ContributionVersion)
    query = (
        select(Passage, Contribution, ContributionVersion, above_words, Table.number, Place.name)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .join(ContributionVersion, OWN_WORDS)
        .outerjoin(above, above.id == Contribution.parent_id)
        .outerjoin(
            above_words,
            (above_words.contribution_id == above.id) & (above_words.number == above.version),
        )
        .outerjoin(Table, Table.id == Contribution.table_id)
        .outerjoin(Place, Place.contribution_id == Contribution.id)
        .where(analyses.about(analysis), Contribution.state == "shown")
    )
    return query if ids is None else query.where(Passage.id.in_(ids))


def _passages(db: Session, analysis_id: int, ids: Ids | None) -> dict[int, Item]:
    decided = _Decided(db, analysis_id, ids)
    return {
        passage.id: {
            "text": parts.text_of(passage, version.text),
            "range": _range(passage, contribution, version),
            "contribution": contribution.id,
            "kind": contribution.kind,
            "exercise": contribution.exercise_id,
            "intervention": above.text if above else None,
            "levers": above.fields.get("levers", []) if above else [],
            "table": table,
            "on_paper": contribution.entered_by is not None,
            "place": place,
            "language": contribution.language,
            **decided.about(passage.id),
        }
        for passage, contribution, version, above, table, place in db.execute(
            _said(db.get_one(Analysis, analysis_id), ids)
        )
    }


def _range(passage: Passage, contribution: Contribution, version: ContributionVersion) -> Item:
    """Which code points of which version; `stale` says that its author says it otherwise by now."""
    return {
        "starts_at": passage.starts_at,
        "ends_at": len(version.text) if passage.ends_at is None else passage.ends_at,
        "whole": parts.is_whole(passage),
        "version": version.number,
        "stale": version.number != contribution.version,
    }


class _Decided:
    """What people decided about the passages of one analysis, or about those, each read once."""

    def __init__(self, db: Session, analysis_id: int, ids: Ids | None) -> None:
        self.themes: dict[int, list[int]] = {}
        placed = select(Placement.passage_id, Placement.theme_id).where(Placement.analysis_id == analysis_id)
        placed = placed if ids is None else placed.where(Placement.passage_id.in_(ids))
        for row in db.execute(placed.order_by(Placement.id)):
            self.themes.setdefault(row.passage_id, []).append(row.theme_id)
        self.aside = aside.reasons(db, analysis_id)
        self.linked = linked.groups(db, analysis_id)
        self.apart = apart.pairs(db, analysis_id)
        self.notes = _counted(db, Note.passage_id, Note.analysis_id == analysis_id)
        self.dissent = _counted(db, Dissent.passage_id, Dissent.withdrawn_at.is_(None))

    def about(self, passage_id: int) -> Item:
        themes = self.themes.get(passage_id, [])
        return {
            "theme": themes[0] if themes else None,
            "themes": themes,
            "aside": self.aside.get(passage_id),
            "twins": [each for each in self.linked.get(passage_id, ()) if each != passage_id],
            "apart": sorted(self.apart.get(passage_id, ())),
            "notes": self.notes.get(passage_id, 0),
            "dissent": self.dissent.get(passage_id, 0),
        }


def _counted(db: Session, column: Any, which: Any) -> dict[int, int]:
    rows = db.execute(select(column, func.count()).where(which, column.is_not(None)).group_by(column))
    return dict(rows.all())


def _touched(db: Session, analysis_id: int, touched: TouchedIds) -> Ids | None:
    """Touched passages, those under a touched intervention (its title stands beside them), and those that
    name a touched one as the same or as apart."""
    found = set(touched.get("passage", set()))
    if contributions := touched.get("contribution", set()):
        query = (
            select(Passage.id)
            .join(Contribution, Contribution.id == Passage.contribution_id)
            .where(Contribution.id.in_(contributions) | Contribution.parent_id.in_(contributions))
        )
        found |= set(db.scalars(query))
    if not found:
        return frozenset()
    for together in linked.groups(db, analysis_id, retired=True).values():
        if found.intersection(together):
            found.update(together)
    pairs = select(Apart.passage_id, Apart.other_id).where(Apart.analysis_id == analysis_id)
    for row in db.execute(pairs.where(Apart.passage_id.in_(found) | Apart.other_id.in_(found))):
        found.update((row.passage_id, row.other_id))
    return frozenset(found)


PASSAGES = Section("passage", _touched, _passages)
