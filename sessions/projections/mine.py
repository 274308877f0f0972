"""What a participant sees of their own: every contribution, where it is, and where it ended."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.exercises import kind_named
from sessions.hall import meant
from sessions.models import (
    PRESENT_WORDS,
    Contribution,
    ContributionVersion,
    Exercise,
    KeyGroup,
    Participant,
    Passage,
    Place,
    Placement,
    SetAside,
    Table,
    Theme,
)
from sessions.projections.cards import hearts_of
from sessions.projections.section import Ids, Item, Section, TouchedIds


def _person(db: Session, participant_id: int, _ids: Ids | None) -> dict[int, Item]:
    participant = db.get(Participant, participant_id)
    if participant is None:
        return {}
    table = db.get(Table, participant.table_id) if participant.table_id else None
    return {
        participant.id: {
            "name": participant.name,
            "table": table.number if table else None,
            "table_id": table.id if table else None,
            "language": participant.language,
        }
    }


def _touched_person(_db: Session, participant_id: int, touched: TouchedIds) -> Ids | None:
    return frozenset({participant_id}) if participant_id in touched.get("participant", set()) else frozenset()


def _touched_own(db: Session, participant_id: int, touched: TouchedIds) -> Ids | None:
    """The own interventions that were touched, or one of whose passages or themes was."""
    own = select(Contribution.id, Contribution.parent_id).where(Contribution.participant_id == participant_id)
    ids = touched.get("contribution", set()) | touched.get("heart", set())
    found = (
        {parent or each for each, parent in db.execute(own.where(Contribution.id.in_(ids)))} if ids else set()
    )
    if passages := touched.get("passage", set()) | touched.get("meant", set()):
        query = own.join(Passage, Passage.contribution_id == Contribution.id).where(Passage.id.in_(passages))
        found |= {parent or each for each, parent in db.execute(query)}
    found |= _under_themes(db, participant_id, touched)
    return frozenset(found)


def _under_themes(db: Session, participant_id: int, touched: TouchedIds) -> set[int]:
    theme_ids = set(touched.get("theme", set()))
    if groups := touched.get("key_group", set()):
        theme_ids |= set(db.scalars(select(Theme.id).where(Theme.key_group_id.in_(groups))))
    if not theme_ids:
        return set()
    query = (
        select(Contribution.id, Contribution.parent_id)
        .join(Passage, Passage.contribution_id == Contribution.id)
        .join(Placement, Placement.passage_id == Passage.id)
        .where(Contribution.participant_id == participant_id, Placement.theme_id.in_(theme_ids))
    )
    return {parent or each for each, parent in db.execute(query)}


def _own(db: Session, participant_id: int, ids: Ids | None) -> dict[int, Item]:
    query = (
        select(Contribution, ContributionVersion, Exercise.kind)
        .join(ContributionVersion, PRESENT_WORDS)
        .join(Exercise, Exercise.id == Contribution.exercise_id)
        .where(Contribution.participant_id == participant_id)
        .order_by(Contribution.position, Contribution.id)
    )
    if ids is not None:
        query = query.where(Contribution.id.in_(ids) | Contribution.parent_id.in_(ids))
    rows = db.execute(query).all()
    tops = {contribution.id: contribution for contribution, _, _ in rows if contribution.parent_id is None}
    hearts = hearts_of(db, 0, frozenset(tops))
    said = [contribution.id for contribution, _, _ in rows]
    placed, aside = _places(db, said), _aside(db, said)

    def first(contribution_id: int) -> Item | None:
        return next(iter(placed.get(contribution_id, ())), None)

    lies = dict(
        db.execute(select(Place.contribution_id, Place.name).where(Place.contribution_id.in_(tops))).all()
    )
    items: dict[int, Item] = {}
    for contribution, version, kind in rows:
        if contribution.parent_id is None:
            items[contribution.id] = {
                **_as_said(contribution, version),
                "hearts": hearts.get(contribution.id, 0),
                "place": lies.get(contribution.id),
                "theme": first(contribution.id),
                "placed": placed.get(contribution.id, []),
                "aside": aside.get(contribution.id),
                "parts": [],
                **kind_named(kind).card(version.fields),
            }
    for contribution, version, _ in rows:
        if contribution.parent_id in items and not version.fields.get("struck"):
            items[contribution.parent_id]["parts"].append(
                {
                    "id": contribution.id,
                    "kind": contribution.kind,
                    "key": contribution.key,
                    "text": version.text,
                    "place": first(contribution.id),
                    "placed": placed.get(contribution.id, []),
                    "aside": aside.get(contribution.id),
                }
            )
    return items


def _as_said(contribution: Contribution, version: ContributionVersion) -> Item:
    return {
        "kind": contribution.kind,
        "key": contribution.key,
        "exercise": contribution.exercise_id,
        "text": version.text,
        "levers": version.fields.get("levers", []),
        "state": contribution.state,
        "hidden_reason": contribution.hidden_reason,
        "version": contribution.version,
        "created_at": contribution.created_at.isoformat(),
    }


def _places(db: Session, contribution_ids: list[int]) -> dict[int, list[Item]]:
    """Contribution id to the themes that it is in, whole or in part: which passage, the theme with its rank,
    level and key group, and what its author answered to *is this what you meant?*"""
    rows = db.execute(
        select(Passage, Theme, KeyGroup.title)
        .join(Placement, Placement.passage_id == Passage.id)
        .join(Theme, Theme.id == Placement.theme_id)
        .outerjoin(KeyGroup, KeyGroup.id == Theme.key_group_id)
        .where(Passage.contribution_id.in_(contribution_ids), Theme.dissolved_at.is_(None))
        .order_by(Passage.contribution_id, Passage.starts_at, Passage.id, Placement.id)
    ).all()
    answers = meant.said_of(db, {passage.id for passage, _, _ in rows})
    found: dict[int, list[Item]] = {}
    for passage, theme, group in rows:
        answer, why = answers.get((passage.id, theme.id), (None, ""))
        found.setdefault(passage.contribution_id, []).append(
            {
                "passage": passage.id,
                "starts_at": passage.starts_at,
                "ends_at": passage.ends_at,
                "theme": theme.id,
                "title": theme.called,
                "description": theme.description,
                "rank": theme.rank,
                "level": theme.level,
                "key_group": group,
                "meant": answer,
                "why": why,
            }
        )
    return found


def _aside(db: Session, contribution_ids: list[int]) -> dict[int, str]:
    """Contribution id to why it, or the first part of it, was not used."""
    rows = db.execute(
        select(Passage.contribution_id, SetAside.reason)
        .join(SetAside, SetAside.passage_id == Passage.id)
        .where(Passage.contribution_id.in_(contribution_ids), Passage.retired_at.is_(None))
        .order_by(SetAside.id.desc())
    )
    return dict(rows.all())


PERSON = Section("participant", _touched_person, _person)
OWN = Section("contribution", _touched_own, _own)
