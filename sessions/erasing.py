"""Erasing what somebody said, for good: for a person who asks for it, not for an author who thinks again.

The rows stay, without a word in them, so that counts, places and what others decided stay true and nothing
that is taken back later trips over a gap. What was made of the words goes too: every version, vectors,
material taken from them, reasons given with marks, working titles that a machine made of hardly anything
else, also where the wall stands still. What people typed about it (the name of a theme, a note) is theirs.
Copies outside the database, such as exports and backups made before, are for whoever keeps them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from copy import deepcopy
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from sessions.errors import Missing
from sessions.journal import Actor, record
from sessions.models import (
    Analysis,
    Change,
    Cluster,
    ClusterMember,
    Contribution,
    ContributionLever,
    ContributionVersion,
    Dissent,
    Mark,
    Material,
    Meaning,
    Participant,
    Passage,
    Pile,
    Placement,
    Theme,
)
from sessions.proposing import vectors
from sessions.store import slices
from sessions.text import clean
from sessions.verbs import Verb

ENOUGH = 3
"""A machine's title of a group in which so many passages of others stay says nothing about one of them."""

_WORDS: tuple[tuple[Any, str], ...] = (
    (Mark, "why"),
    (Material, "text"),
    (Meaning, "text"),
    (Dissent, "text"),
    (Theme, "cluster_words"),
    (Cluster, "words"),
    (Participant, "name"),
)
"""What the journal keeps of earlier acts that people may have said."""


def by_key(db: Session, workshop_id: int, key: str, actor: Actor, *, now: datetime) -> int:
    """The words of the contribution with that key, and of what hangs under it, are erased; returns how many
    contributions that were. Raises: Missing."""
    found = db.scalar(
        select(Contribution.id).where(Contribution.workshop_id == workshop_id, Contribution.key == clean(key))
    )
    if found is None:
        raise Missing("contribution")
    return _erase(db, workshop_id, [found], actor, now)


def of_person(db: Session, workshop_id: int, number: int, actor: Actor, *, now: datetime) -> int:
    """Everything that the participant with that number said there is erased, with the name they gave, the
    names of their piles, their objections, meanings and reasons; returns how many contributions that were.

    Raises: Missing.
    """
    person = db.scalar(
        select(Participant).where(Participant.workshop_id == workshop_id, Participant.number == number)
    )
    if person is None:
        raise Missing("participant")
    person.name = ""
    for pile in db.scalars(select(Pile).where(Pile.participant_id == person.id)):
        pile.name = ""
    for mark in db.scalars(select(Mark).where(Mark.participant_id == person.id)):
        mark.why = ""
    meanings = db.scalars(select(Meaning).where(Meaning.participant_id == person.id)).all()
    for meaning in meanings:
        meaning.text, meaning.removed_at = "", meaning.removed_at or now
    objections = db.scalars(select(Dissent).where(Dissent.participant_id == person.id)).all()
    for objection in objections:
        objection.text, objection.withdrawn_at = "", objection.withdrawn_at or now
    said = db.scalars(select(Contribution.id).where(Contribution.participant_id == person.id)).all()
    also = {"participant": [person.id], "sorter": [person.id], "dissent": [each.id for each in objections]}
    also["term"] = [each.term_id for each in meanings]
    also["theme"] = [each.theme_id for each in objections if each.theme_id is not None]
    return _erase(db, workshop_id, said, actor, now, also)


def _erase(
    db: Session,
    workshop_id: int,
    contribution_ids: Collection[int],
    actor: Actor,
    now: datetime,
    also: dict[str, list[int]] | None = None,
) -> int:
    ids = _with_lines(db, contribution_ids)
    passages: list[int] = []
    for some in slices(ids):
        _empty(db, some, now)
        passages += db.scalars(select(Passage.id).where(Passage.contribution_id.in_(some)))
    vectors.forget_contributions(db, ids)
    clusters, themes, frozen = _untitle(db, workshop_id, set(passages))
    db.flush()
    _forget_what_was(db, workshop_id)
    also = also or {}
    touched = {"contribution": ids, "passage": passages, "cluster": clusters, "wall": frozen, **also}
    touched["theme"] = [*themes, *also.get("theme", [])]
    record(db, workshop_id, Verb.CONTRIBUTION_ERASED, actor, now=now, touched=touched)
    return len(ids)


def _with_lines(db: Session, contribution_ids: Collection[int]) -> list[int]:
    """They, and what hangs under them."""
    found = set(contribution_ids)
    for some in slices(sorted(found)):
        found |= set(db.scalars(select(Contribution.id).where(Contribution.parent_id.in_(some))))
    return sorted(found)


def _empty(db: Session, ids: Collection[int], now: datetime) -> None:
    """No version holds a word, and none of them comes back: it is as if its author struck it out."""
    for row in db.scalars(select(Contribution).where(Contribution.id.in_(ids))):
        row.state, row.hidden_reason = "withdrawn", None
    for version in db.scalars(
        select(ContributionVersion).where(ContributionVersion.contribution_id.in_(ids))
    ):
        version.text, version.fields = "", {"struck": True}
    db.execute(delete(ContributionLever).where(ContributionLever.contribution_id.in_(ids)))
    for mark in db.scalars(select(Mark).where(Mark.contribution_id.in_(ids))):
        mark.why, mark.withdrawn_at = "", mark.withdrawn_at or now
    for taken in db.scalars(select(Material).where(Material.contribution_id.in_(ids))):
        taken.text, taken.removed_at = "", taken.removed_at or now


def _untitle(db: Session, workshop_id: int, passages: set[int]) -> tuple[list[int], list[int], list[int]]:
    """Working titles that stood for hardly anything else are gone; returns the groups, the themes and the
    analyses whose wall stands still that showed one."""
    clusters: list[int] = []
    for cluster_id, others in _others(db, ClusterMember.cluster_id, ClusterMember.passage_id, passages):
        if others < ENOUGH:
            db.get_one(Cluster, cluster_id).words = ""
            clusters.append(cluster_id)
    themes: list[int] = []
    for theme_id, others in _others(db, Placement.theme_id, Placement.passage_id, passages):
        if others < ENOUGH:
            db.get_one(Theme, theme_id).cluster_words = ""
            themes.append(theme_id)
    frozen: list[int] = []
    for analysis in db.scalars(select(Analysis).where(Analysis.workshop_id == workshop_id)):
        without = _without_titles(db, analysis.frozen)
        if without is not None:
            analysis.frozen = without
            frozen.append(analysis.id)
    return clusters, themes, frozen


def _others(db: Session, home: Any, member: Any, passages: set[int]) -> Iterable[tuple[int, int]]:
    """Each group that holds one of the passages, and how many others it holds."""
    homes: set[int] = set()
    for some in slices(sorted(passages)):
        homes |= set(db.scalars(select(home).where(member.in_(some))))
    for each in sorted(homes):
        held = set(db.scalars(select(member).where(home == each)))
        yield each, len(held - passages)


def _without_titles(db: Session, frozen: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a wall that stands still shows, without the titles of themes that are called nothing by now; None
    when nothing changes."""
    items, changed = deepcopy(frozen or {}), False
    for name, item in items.items():
        kind, _, number = name.partition(":")
        theme = db.get(Theme, int(number)) if kind == "theme" and item.get("title") else None
        if theme is not None and not theme.called:
            item["title"], changed = "", True
    return items if changed else None


def _forget_what_was(db: Session, workshop_id: int) -> None:
    """What the journal would put back of rows that are empty now is empty as well."""
    undoable = select(Change).where(Change.workshop_id == workshop_id, Change.inverse.is_not(None))
    for change in db.scalars(undoable):
        inverse, changed = deepcopy(change.inverse or {}), False
        for model, column in _WORDS:
            for row_id, values in inverse.get(model.__tablename__, {}).items():
                row = db.get(model, int(row_id)) if values and values.get(column) else None
                if row is not None and not getattr(row, column):
                    values[column], changed = "", True
        for values in inverse.get("analysis", {}).values():
            without = _without_titles(db, (values or {}).get("frozen"))
            if values is not None and without is not None:
                values["frozen"], changed = without, True
        if changed:
            change.inverse = inverse
