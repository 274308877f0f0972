"""Members are divided over the groups: by hand, by an attribute, or at random with balance.

At random is a seeded shuffle, so that what was shown beforehand is what happens. With balance the people are
dealt out one kind after the other (a kind is a combination of attribute values), each hand going on where the
last one stopped: sizes of groups differ by at most one, and when one attribute is balanced, every value of it
too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from sessions import words
from sessions.errors import Invalid, Missing
from sessions.focus import asked, belonging
from sessions.focus.act import GuideAct
from sessions.focus.asked import Person
from sessions.journal import Actor
from sessions.models import FocusGroup
from sessions.verbs import Verb

said = words.mark
SEGMENT = "segment"
Division = dict[int, int]
"""Participant to group, by id."""


@dataclass(frozen=True)
class Preview:
    """What a division would give: how many per group, and how each value of each attribute spreads.

    `moved` is how many people change group; `stay` how many stay where they answered already; `renamed` how
    many get another pseudonym, because somebody where they come bears theirs.
    """

    division: Division
    sizes: Mapping[int, int]
    spread: Mapping[str, Mapping[str, Mapping[int, int]]]
    moved: int
    stay: int = field(default=0)
    renamed: int = field(default=0)


def attributes(people: Sequence[Person]) -> list[str]:
    """What the members can be divided by: the segment, then their attributes in the alphabet."""
    names = sorted({name for each in people for name in each.member.attributes})
    return ([SEGMENT] if any(each.member.segment for each in people) else []) + names


def value_of(person: Person, attribute: str) -> str:
    """The value of that attribute; empty when they have none."""
    if attribute == SEGMENT:
        return person.member.segment
    return str(person.member.attributes.get(attribute, ""))


def at_random(kinds: Mapping[int, Sequence[str]], groups: Sequence[int], *, seed: int) -> Division:
    """Everybody (by id, with the values to balance) in a group, with balance.

    Sizes differ by at most one. Of the first attribute every value is spread within one, and so is every
    combination of values; of the others as far as that allows.
    """
    random = Random(seed)  # noqa: S311 - an order, not a secret
    ids = sorted(kinds)
    random.shuffle(ids)
    order = list(groups)
    random.shuffle(order)
    # A stable sort: within a kind the order stays random.
    ids.sort(key=lambda each: tuple(kinds[each]))
    return {each: order[place % len(order)] for place, each in enumerate(ids)}


def by_attribute(values: Mapping[int, str], groups: Sequence[int]) -> Division:
    """Who has the same value is in the same group. The values, the most common first, each go to the group
    that is the smallest by then."""
    people: dict[str, list[int]] = {}
    for each in sorted(values):
        people.setdefault(values[each], []).append(each)
    sizes = dict.fromkeys(groups, 0)
    found: Division = {}
    for _value, ids in sorted(people.items(), key=lambda item: (-len(item[1]), item[0])):
        smallest = min(groups, key=lambda group: (sizes[group], groups.index(group)))
        sizes[smallest] += len(ids)
        found |= dict.fromkeys(ids, smallest)
    return found


def preview(db: Session, workshop_id: int, *, how: str, attributes: Sequence[str], seed: int) -> Preview:
    """What dividing would give, without doing it. `how` is random or attribute (then of the first one).

    Who answered already stays in their group: what they read and wrote is there. Raises: Invalid.
    """
    people, groups = _everybody(db, workshop_id)
    staying = belonging.settled(db, workshop_id)
    free = [each for each in people if each.id not in staying]
    ids = [each.id for each in groups]
    if how == "random":
        found = at_random(
            {each.id: [value_of(each, name) for name in attributes] for each in free}, ids, seed=seed
        )
    elif how == "attribute" and attributes:
        found = by_attribute({each.id: value_of(each, attributes[0]) for each in free}, ids)
    else:
        language = asked.focus_workshop(db, workshop_id).language
        raise Invalid({"attributes": [words.say(language, said("Kies waarop je verdeelt."))]})
    whole = {each.id: each.group.id for each in people} | found
    renamed = _renamed(db, workshop_id, whole)
    return told(people, groups, whole, attributes, stay=len(staying), renamed=len(renamed))


def told(
    people: Sequence[Person],
    groups: Sequence[FocusGroup],
    division: Division,
    attributes: Sequence[str],
    *,
    stay: int = 0,
    renamed: int = 0,
) -> Preview:
    """The figures of a division."""
    sizes = {each.id: sum(group == each.id for group in division.values()) for each in groups}
    spread: dict[str, dict[str, dict[int, int]]] = {}
    for name in attributes:
        for person in people:
            counts = spread.setdefault(name, {}).setdefault(value_of(person, name), dict.fromkeys(sizes, 0))
            counts[division[person.id]] += 1
    moved = sum(division[each.id] != each.group.id for each in people)
    return Preview(division, sizes, spread, moved, stay, renamed)


def apply(db: Session, workshop_id: int, actor: Actor, division: Division, *, now: datetime) -> None:
    """Everybody is in that group. Whose pseudonym somebody there bears gets another one; nothing else about
    them changes. Can be taken back.

    Raises: Missing for people or groups of elsewhere; Invalid for a group that is closed, or for somebody who
    answered already and would change group.
    """
    act = GuideAct(db, workshop_id, actor, now)
    people, groups = _everybody(db, workshop_id)
    known, open_groups = {each.id: each for each in people}, {each.id for each in groups}
    present = {each.id for each in asked.groups(db, workshop_id)}
    if not set(division) <= set(known) or not set(division.values()) <= present:
        raise Missing("member")
    staying, renamed = belonging.settled(db, workshop_id), _renamed(db, workshop_id, division)
    for participant_id, group_id in division.items():
        person = known[participant_id].participant
        if person.group_id == group_id:
            continue
        if group_id not in open_groups:
            raise act.refused("group", belonging.CLOSED)
        if participant_id in staying:
            raise act.refused("group", belonging.STAYS)
        act.change(person, only=("group_id", "name") if participant_id in renamed else ("group_id",))
        act.touched.setdefault("focus_group", set()).update((person.group_id or group_id, group_id))
        person.group_id, person.name = group_id, renamed.get(participant_id, person.name)
    act.finish(Verb.MEMBERS_DIVIDED)


def _renamed(db: Session, workshop_id: int, division: Division) -> dict[int, str]:
    language = asked.focus_workshop(db, workshop_id).language
    return belonging.renamed(belonging.places(db, workshop_id), division, language)


def _everybody(db: Session, workshop_id: int) -> tuple[list[Person], list[FocusGroup]]:
    """The members, and the groups that are open. Raises: Invalid when no group is."""
    groups = [each for each in asked.groups(db, workshop_id) if each.closed_at is None]
    if not groups:
        language = asked.focus_workshop(db, workshop_id).language
        raise Invalid({"group": [words.say(language, said("Alle groepen zijn gesloten."))]})
    return asked.people(db, workshop_id), groups
