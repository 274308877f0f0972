"""What the groups said, beside each other: answers, words, material and themes per group."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.clustering.words import is_common, stem, words_of
from sessions.material import coding, spread
from sessions.material.spread import Spread
from sessions.models import (
    MATERIALS,
    PRESENT_WORDS,
    Analysis,
    Contribution,
    ContributionVersion,
    Exercise,
    FocusGroup,
    Member,
    Participant,
    Passage,
    Placement,
    Question,
    Theme,
)

MOST_WORDS = 8
FEWEST_PEOPLE = 2
"""How many people of a group must use a word before it counts as the group's."""


@dataclass(frozen=True)
class Asked:
    """One question: how many of each group answered, and the words that a group uses more than the others."""

    exercise_id: int
    title: str
    answered: Mapping[int, int]
    words: Mapping[int, Sequence[str]]


@dataclass(frozen=True)
class Shared:
    """A theme of the workbench, and how many people of each group are behind it."""

    theme_id: int
    title: str
    question: str
    people: Mapping[int, int]


@dataclass(frozen=True)
class Compared:
    """`groups` are the columns (id to name and members); the rest map a row to group id to a count. `themes`
    have their id and the question that they belong to."""

    groups: Mapping[int, tuple[str, int]]
    questions: Sequence[Asked]
    material: Mapping[str, Mapping[int, int]]
    themes: Sequence[Shared]
    spread: Sequence[Spread] = ()


Spoken = Callable[[Contribution, ContributionVersion], str]
"""How that version of an answer may be read; empty where its words may not count."""


def compared(db: Session, workshop_id: int, *, spoken: Spoken | None = None) -> Compared:
    """The groups of that workshop beside each other; hidden and withdrawn words count nowhere. Own words are
    looked for in answers as they are `spoken`, without it as they were written."""
    groups = {group.id: (group.name, members) for group, members in _members(db, workshop_id)}
    return Compared(
        groups,
        _questions(db, workshop_id, spoken or (lambda _said, version: version.text)),
        _material(db, workshop_id),
        _themes(db, workshop_id),
        spread.of_workshop(db, workshop_id),
    )


def _members(db: Session, workshop_id: int) -> list[tuple[FocusGroup, int]]:
    counted = Counter(
        db.scalars(
            select(Participant.group_id)
            .join(Member, Member.participant_id == Participant.id)
            .where(Member.workshop_id == workshop_id, Member.state == "present")
        )
    )
    found = db.scalars(
        select(FocusGroup).where(FocusGroup.workshop_id == workshop_id).order_by(FocusGroup.number)
    )
    return [(group, counted[group.id]) for group in found]


def _questions(db: Session, workshop_id: int, spoken: Spoken) -> list[Asked]:
    rows = db.execute(
        select(Exercise, Contribution, ContributionVersion)
        .join(Question, Question.exercise_id == Exercise.id)
        .join(Contribution, Contribution.exercise_id == Exercise.id)
        .join(ContributionVersion, PRESENT_WORDS)
        .where(
            Exercise.workshop_id == workshop_id,
            Contribution.kind == "answer",
            Contribution.state == "shown",
            Contribution.group_id.is_not(None),
        )
        .order_by(Exercise.position, Contribution.id)
    )
    said: dict[Exercise, list[tuple[Contribution, str]]] = {}
    for step, contribution, version in rows:
        said.setdefault(step, []).append((contribution, spoken(contribution, version)))
    return [
        Asked(step.id, step.title, _answered(answers), _distinctive(answers))
        for step, answers in said.items()
    ]


def _answered(answers: Sequence[tuple[Contribution, str]]) -> dict[int, int]:
    people: dict[int, set[int | None]] = {}
    for each, _text in answers:
        people.setdefault(each.group_id or 0, set()).add(each.participant_id)
    return {group: len(who) for group, who in people.items()}


def _distinctive(answers: Sequence[tuple[Contribution, str]]) -> dict[int, list[str]]:
    """Per group the words that its people use more than the others do: the log-odds ratio with a uniform
    prior (Monroe, Colaresi and Quinn 2008), over people and not over occurrences."""
    using: dict[int, Counter[str]] = {}
    shown: Counter[tuple[str, str]] = Counter()
    people: Counter[int] = Counter()
    for each, text in answers:
        if not text:
            continue
        group, language = each.group_id or 0, each.language
        stems = set()
        for word in words_of(text, language):
            if len(word) > 2 and not is_common(word, language):
                stems.add(stem(word, language))
                shown[stem(word, language), word] += 1
        using.setdefault(group, Counter()).update(stems)
        people[group] += 1
    total = sum(using.values(), Counter())
    named: dict[str, str] = {}
    for (root, word), _count in sorted(shown.items(), key=lambda pair: (-pair[1], pair[0])):
        named.setdefault(root, word)
    found: dict[int, list[str]] = {}
    for group, own in using.items():
        others = people.total() - people[group]
        if not others:
            continue
        odds = {
            root: _odds(count, people[group], total[root] - count, others)
            for root, count in own.items()
            if count >= FEWEST_PEOPLE
        }
        best = sorted((root for root in odds if odds[root] > 0), key=lambda root: (-odds[root], root))
        found[group] = [named[root] for root in best[:MOST_WORDS]]
    return found


def _odds(here: int, people: int, elsewhere: int, others: int) -> float:
    return math.log((here + 0.5) / (people - here + 0.5)) - math.log(
        (elsewhere + 0.5) / (others - elsewhere + 0.5)
    )


def _material(db: Session, workshop_id: int) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {kind: {} for kind in MATERIALS}
    for each in coding.of_workshop(db, workshop_id):
        group = each.contribution.group_id
        if group is not None:
            row = found[each.material.kind]
            row[group] = row.get(group, 0) + 1
    return {kind: row for kind, row in found.items() if row}


def _themes(db: Session, workshop_id: int) -> list[Shared]:
    """The themes that stand, with how many different people of each group are behind them."""
    rows = db.execute(
        select(Theme, Analysis.question, Contribution.group_id, Contribution.participant_id)
        .join(Analysis, Analysis.id == Theme.analysis_id)
        .join(Placement, Placement.theme_id == Theme.id)
        .join(Passage, Passage.id == Placement.passage_id)
        .join(Contribution, Contribution.id == Passage.contribution_id)
        .where(
            Contribution.workshop_id == workshop_id,
            Contribution.state == "shown",
            Contribution.group_id.is_not(None),
            Theme.dissolved_at.is_(None),
        )
        .order_by(Analysis.position, Theme.position, Theme.id)
        .distinct()
    )
    found: dict[int, tuple[str, str, dict[int, int]]] = {}
    for theme, question, group, _participant in rows:
        row = found.setdefault(theme.id, (theme.called, question, {}))[2]
        row[group or 0] = row.get(group or 0, 0) + 1
    return [Shared(theme_id, *held) for theme_id, held in found.items()]
