"""What a run works on: the passages and everything that people decided about them, read at one moment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.analysis.analyses import about
from sessions.hall import piles
from sessions.models import (
    OWN_WORDS,
    Analysis,
    Apart,
    Contribution,
    ContributionVersion,
    KnownTheme,
    Passage,
    Placement,
    SetAside,
    Theme,
    Twin,
)


@dataclass(frozen=True)
class Asked:
    """n passages with their words and languages, and what people said about them, all by passage id.

    given: passage to the theme that people put it in. together, apart: pairs that people linked or parted.
    sortings: per person their piles. known: id, title and description of themes known beforehand.
    """

    passage_ids: Sequence[int]
    texts: Sequence[str]
    languages: Sequence[str]
    given: dict[int, int]
    together: Sequence[tuple[int, int]]
    apart: Sequence[tuple[int, int]]
    sortings: Sequence[Sequence[Sequence[int]]]
    known: Sequence[tuple[int, str, str]]

    def fingerprint(self) -> str:
        """Two runs with the same fingerprint worked on the same."""
        plain = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(plain.encode()).hexdigest()[:32]


def asked(db: Session, analysis_id: int) -> Asked:
    """What a run of that analysis works on, as things stand now."""
    analysis = db.get_one(Analysis, analysis_id)
    rows = _said(db, analysis)
    ids = [row[0] for row in rows]
    here = set(ids)
    return Asked(
        passage_ids=ids,
        texts=[text for _, text, _ in rows],
        languages=[language for _, _, language in rows],
        given={each: theme for each, theme in _given(db, analysis.id) if each in here},
        together=[pair for pair in _linked(db, analysis.id) if here.issuperset(pair)],
        apart=[pair for pair in _parted(db, analysis.id) if here.issuperset(pair)],
        sortings=_sortings(db, analysis.id, here),
        known=_known(db, analysis.id),
    )


def _said(db: Session, analysis: Analysis) -> list[tuple[int, str, str]]:
    """Passage id, words and language of what is shown and not set aside, in the order it was said."""
    aside = select(SetAside.passage_id).where(SetAside.analysis_id == analysis.id)
    query = (
        select(
            Passage.id,
            ContributionVersion.text,
            Passage.starts_at,
            Passage.ends_at,
            Contribution.language,
        )
        .join(Contribution, Passage.contribution_id == Contribution.id)
        .join(ContributionVersion, OWN_WORDS)
        .where(about(analysis), Contribution.state == "shown", Passage.id.not_in(aside))
        .order_by(Passage.id)
    )
    return [(each, text[start:end], language) for each, text, start, end, language in db.execute(query)]


def _given(db: Session, analysis_id: int) -> list[tuple[int, int]]:
    """Passage and theme; of a passage in several themes the first that people chose."""
    query = (
        select(Placement.passage_id, Placement.theme_id)
        .join(Theme, Theme.id == Placement.theme_id)
        .where(Placement.analysis_id == analysis_id, Theme.dissolved_at.is_(None))
        .order_by(Placement.id.desc())
    )
    return [(row.passage_id, row.theme_id) for row in db.execute(query)]


def _linked(db: Session, analysis_id: int) -> list[tuple[int, int]]:
    query = (
        select(Twin.passage_id, Twin.twin_id)
        .where(Twin.analysis_id == analysis_id, Twin.state == "linked")
        .order_by(Twin.passage_id, Twin.twin_id)
    )
    return [(row.passage_id, row.twin_id) for row in db.execute(query)]


def _parted(db: Session, analysis_id: int) -> list[tuple[int, int]]:
    query = (
        select(Apart.passage_id, Apart.other_id)
        .where(Apart.analysis_id == analysis_id)
        .order_by(Apart.passage_id, Apart.other_id)
    )
    return [(row.passage_id, row.other_id) for row in db.execute(query)]


def _known(db: Session, analysis_id: int) -> list[tuple[int, str, str]]:
    query = (
        select(KnownTheme.id, KnownTheme.title, KnownTheme.description)
        .where(KnownTheme.analysis_id == analysis_id)
        .order_by(KnownTheme.position, KnownTheme.id)
    )
    return [(row.id, row.title, row.description) for row in db.execute(query)]


def _sortings(db: Session, analysis_id: int, here: set[int]) -> list[list[list[int]]]:
    people = [
        [[each for each in pile if each in here] for pile in person]
        for person in piles.sortings(db, analysis_id)
    ]
    whole = [[pile for pile in person if pile] for person in people]
    return [person for person in whole if person]
