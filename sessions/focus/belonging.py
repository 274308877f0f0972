"""Who belongs to which group, under which name: who answered or reacted stays in theirs, because it read
their words and they read those of others there; and no two of one group bear one pseudonym."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.focus import pseudonyms
from sessions.journal import Inverse
from sessions.models import Change, Contribution, Member, Participant
from sessions.verbs import Verb
from sessions.words import mark

STAYS = mark("Wie al antwoordde, blijft in de eigen groep.")
CLOSED = mark("Een groep die gesloten is, krijgt geen mensen meer.")
"""Why somebody does not come into a group, on every page where staff put people in one."""

_SAID = Contribution.kind.in_(("answer", "reply"))


def settled(db: Session, workshop_id: int) -> set[int]:
    """The members who answered or reacted."""
    query = select(Contribution.participant_id).where(Contribution.workshop_id == workshop_id, _SAID)
    return {each for each in db.scalars(query.distinct()) if each is not None}


@dataclass(frozen=True)
class Place:
    """The group that somebody is in, and their pseudonym there."""

    group_id: int | None
    name: str

    @property
    def taken(self) -> tuple[int | None, str]:
        return self.group_id, self.name.casefold()


def places(db: Session, workshop_id: int) -> dict[int, Place]:
    """Everybody by id, in the order in which they were invited; not who was removed."""
    query = (
        select(Participant)
        .join(Member, Member.participant_id == Participant.id)
        .where(Member.workshop_id == workshop_id, Member.state != "removed")
        .order_by(Participant.id)
    )
    return {each.id: Place(each.group_id, each.name or "") for each in db.scalars(query)}


def renamed(there: Mapping[int, Place], division: Mapping[int, int], language: str) -> dict[int, str]:
    """Whoever would come into a group where somebody bears their pseudonym, with the one that they get.

    The same people and division give the same names, so that what is shown is what happens.
    """
    moving = [each for each in there if division.get(each, there[each].group_id) != there[each].group_id]
    taken = {place.taken for each, place in there.items() if each not in set(moving)}
    without: list[int] = []
    for each in moving:
        place = Place(division[each], there[each].name)
        if place.name and place.taken in taken:
            without.append(each)
        taken.add(place.taken)
    found: dict[int, str] = {}
    for each in without:
        known = {name for group_id, name in taken if group_id == division[each]}
        found[each] = pseudonyms.given(known, language, Random(each))  # noqa: S311 - a name, not a secret
        taken.add(Place(division[each], found[each]).taken)
    return found


def built_on(db: Session, change: Change) -> bool:
    """Whether people did something since that act, so that they cannot be put back in the group, or under the
    name, that they had before it."""
    inverse = change.inverse or {}
    return bool(inverse.get("participant")) and (
        _parts(db, inverse) or _doubles(db, change.workshop_id, inverse) or _named_since(db, change)
    )


def _parts(db: Session, inverse: Inverse) -> bool:
    """Whether somebody would be taken out of the group in which they answered by now."""
    moved = [
        row.id
        for each, values in inverse.get("participant", {}).items()
        if (row := db.get(Participant, int(each))) is not None
        and (values or {}).get("group_id", row.group_id) != row.group_id
    ]
    said = select(Contribution.id).where(Contribution.participant_id.in_(moved), _SAID)
    return bool(moved) and db.scalar(said.limit(1)) is not None


def _doubles(db: Session, workshop_id: int, inverse: Inverse) -> bool:
    """Whether somebody else came to bear that name in that group."""
    there = places(db, workshop_id)
    for each, values in inverse["participant"].items():
        if values and int(each) in there:
            now = there[int(each)]
            there[int(each)] = Place(values.get("group_id", now.group_id), values.get("name", now.name) or "")
    counts = Counter(place.taken for place in there.values() if place.name)
    return any(counts[there[int(each)].taken] > 1 for each in inverse["participant"] if int(each) in there)


def _named_since(db: Session, change: Change) -> bool:
    """Whether who got another name by that act was given, or chose, yet another one since."""
    ids = {
        int(each)
        for each, values in (change.inverse or {})["participant"].items()
        if "name" in (values or {})
    }
    naming = (Verb.PARTICIPANT_CHANGED.value, Verb.MEMBER_DETAILS_CHANGED.value)
    later = select(Change.touched).where(
        Change.workshop_id == change.workshop_id, Change.id > change.id, Change.verb.in_(naming)
    )
    return bool(ids) and any(ids.intersection(each.get("participant", ())) for each in db.scalars(later))
