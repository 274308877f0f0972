"""The rows of what people said: contributions, their versions, and where each passage ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from sessions.exercises import KINDS, kind_named
from sessions.exports.asked import Asked, Row
from sessions.exports.endings import NOWHERE, Ending
from sessions.exports.grade import Grade
from sessions.models import (
    Contribution,
    ContributionLever,
    ContributionVersion,
    Exercise,
    Lever,
    Place,
    Reply,
    Table,
)
from sessions.projections.cards import hearts_of

KEPT_TO_ONESELF = ("withdrawn", "private")
KIND_COLUMNS = tuple(dict.fromkeys(column.name for kind in KINDS.values() for column in kind.columns))


def contributions(asked: Asked, endings: Iterable[Ending]) -> list[Row]:
    """Every contribution of the export, exactly once."""
    context = _Context(asked, endings)
    return [context.row(contribution) for contribution in asked.contributions]


class _Context:
    """What the rows of contributions look up, each read once."""

    def __init__(self, asked: Asked, endings: Iterable[Ending]) -> None:
        db, workshop_id = asked.db, asked.workshop.id
        self.asked = asked
        self.words = {
            version.contribution_id: version
            for version in db.scalars(
                select(ContributionVersion).join(
                    Contribution,
                    (Contribution.id == ContributionVersion.contribution_id)
                    & (Contribution.version == ContributionVersion.number)
                    & (Contribution.workshop_id == workshop_id),
                )
            )
        }
        steps = db.scalars(select(Exercise).where(Exercise.workshop_id == workshop_id))
        self.steps = {step.id: step for step in steps}
        tables = db.scalars(select(Table).where(Table.workshop_id == workshop_id))
        self.tables = {table.id: table.number for table in tables}
        lying = db.scalars(select(Place).where(Place.workshop_id == workshop_id))
        self.places = {place.contribution_id: place for place in lying}
        self.hearts = hearts_of(db, workshop_id, None)
        self.levers = _levers(asked)
        self.ended = _first_placed(endings)
        replies = select(Reply).join(Contribution, Contribution.id == Reply.contribution_id)
        found = db.scalars(replies.where(Contribution.workshop_id == workshop_id))
        self.replied_to = {reply.contribution_id: reply.to_id for reply in found}

    def row(self, contribution: Contribution) -> Row:
        asked, step = self.asked, self.steps[contribution.exercise_id]
        top = contribution.parent_id is None
        place = self.places.get(contribution.id)
        return {
            "id": asked.code_of(contribution.id),
            "kind": contribution.kind,
            "parent": asked.code_of(contribution.parent_id),
            "exercise": step.position,
            "question": step.title if asked.of_focus_groups else None,
            "group": asked.groups.get(contribution.group_id or 0),
            "reply_to": asked.code_of(self.replied_to.get(contribution.id)),
            "table": self.tables.get(contribution.table_id or 0),
            "participant": asked.participant_codes.get(contribution.participant_id or 0),
            "entered_by": None if contribution.entered_by is None else asked.staff(contribution.entered_by),
            "language": contribution.language,
            "version": contribution.version,
            "state": contribution.state,
            "hidden_reason": contribution.hidden_reason,
            "created": asked.moment(contribution.created_at),
            "text": self._words(contribution),
            "place": place.name if place else None,
            "confirmed": asked.moment(place.confirmed_at) if place else None,
            "told": asked.moment(place.told_at) if place else None,
            **self._characterisation(contribution, step),
            "levers": self.levers.get(contribution.id, []),
            "hearts": self.hearts.get(contribution.id, 0) if top else None,
            **self._ending(contribution),
        }

    def _words(self, contribution: Contribution) -> str:
        """Words that their table did not agree on yet are nobody else's."""
        if self.asked.grade is Grade.PUBLIC and contribution.kind == "finding":
            place = self.places.get(contribution.id)
            if place is None or place.confirmed_at is None:
                return ""
        return _text(self.asked, contribution, self.words[contribution.id])

    def _characterisation(self, contribution: Contribution, step: Exercise) -> Row:
        row: Row = dict.fromkeys(KIND_COLUMNS)
        if contribution.parent_id is None and contribution.state not in KEPT_TO_ONESELF:
            said: dict[str, Any] = kind_named(step.kind).row(self.words[contribution.id].fields)
            row |= {name: value or None for name, value in said.items()}
        return row

    def _ending(self, contribution: Contribution) -> Row:
        ending = self.ended.get(contribution.id)
        if ending is not None:
            return ending.row
        return NOWHERE | {"ended": "no_question" if contribution.state == "shown" else "left_out"}


def _text(asked: Asked, contribution: Contribution, version: ContributionVersion) -> str:
    """What somebody took back is nowhere any more, and what they kept for themselves never was; the wall
    shows no more than the names of interventions."""
    if contribution.state in KEPT_TO_ONESELF:
        return ""
    if asked.grade is Grade.PUBLIC and contribution.parent_id is not None:
        return ""
    if asked.of_focus_groups:
        return asked.rules.spoken(contribution, version).text
    return version.text


def _levers(asked: Asked) -> dict[int, list[str]]:
    rows = asked.db.execute(
        select(ContributionLever.contribution_id, Lever.key)
        .join(Lever, Lever.id == ContributionLever.lever_id)
        .where(Lever.workshop_id == asked.workshop.id)
        .order_by(Lever.position)
    )
    found: dict[int, list[str]] = {}
    for contribution_id, key in rows:
        found.setdefault(contribution_id, []).append(key)
    return found


def _first_placed(endings: Iterable[Ending]) -> dict[int, Ending]:
    """Contribution id to the first of its endings that is a theme, else to the first."""
    found: dict[int, Ending] = {}
    for ending in endings:
        known = found.get(ending.contribution_id)
        if known is None or (known.row["ended"] != "theme" and ending.row["ended"] == "theme"):
            found[ending.contribution_id] = ending
    return found


def placements(asked: Asked, endings: Iterable[Ending]) -> list[Row]:
    wanted = {row.id: row for row in asked.contributions}
    found = []
    for ending in endings:
        starts_at, ends_at = _where(asked, wanted[ending.contribution_id], ending)
        found.append(
            {
                "contribution": asked.code_of(ending.contribution_id),
                "passage": ending.number,
                "starts_at": starts_at,
                "ends_at": ends_at,
                "version": ending.version,
                **ending.row,
            }
        )
    return found


def _where(asked: Asked, said: Contribution, ending: Ending) -> tuple[int, int | None]:
    """The offsets of the passage in the words as this export has them."""
    version = asked.db.get(ContributionVersion, (said.id, ending.version)) if asked.of_focus_groups else None
    if version is None:
        return ending.starts_at, ending.ends_at
    edited = asked.rules.spoken(said, version)
    if not edited.text:
        return 0, None
    end = len(version.text) if ending.ends_at is None else ending.ends_at
    start, end = edited.moved(ending.starts_at, end)
    return start, None if ending.ends_at is None else end


def versions(asked: Asked) -> list[Row]:
    """Every version of every text of the export; without words where the contribution was taken back."""
    by_contribution: dict[int, list[ContributionVersion]] = {}
    rows = asked.db.scalars(
        select(ContributionVersion)
        .join(Contribution, Contribution.id == ContributionVersion.contribution_id)
        .where(Contribution.workshop_id == asked.workshop.id)
        .order_by(ContributionVersion.number)
    )
    for version in rows:
        by_contribution.setdefault(version.contribution_id, []).append(version)
    return [
        {
            "contribution": asked.code_of(contribution.id),
            "version": version.number,
            "text": _text(asked, contribution, version),
            "written": asked.moment(version.written_at),
        }
        for contribution in asked.contributions
        for version in by_contribution.get(contribution.id, [])
    ]
