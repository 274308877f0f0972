"""How the groups divide over what could be chosen: options, steps of a scale, places in an order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions.models import PRESENT_WORDS, Contribution, ContributionVersion, Exercise, Question

OTHER = "other"
"""In place of a key: something that people wrote themselves."""
FORMS = ("choice", "scale", "ranking")
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One thing that could be chosen. `people` is, per group, how many chose it (in an order: put it first);
    `place`, of an order, the mean place that each group gave it. `value` is what `took` knows it by; `label`
    is empty for OTHER."""

    value: str
    label: str
    people: Mapping[int, int]
    place: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Spread:
    """One question; `answered` is how many of each group answered, `mean` the mean step on a scale."""

    exercise_id: int
    title: str
    form: str
    answered: Mapping[int, int]
    lines: Sequence[Line]
    mean: Mapping[int, float] = field(default_factory=dict)


def of_workshop(db: Session, workshop_id: int) -> list[Spread]:
    """The questions that are answered by choosing, in the order of the guide. Only what is shown counts."""
    rows = db.execute(
        select(Exercise, Question.form, Contribution.group_id, ContributionVersion.fields)
        .join(Question, Question.exercise_id == Exercise.id)
        .join(Contribution, Contribution.exercise_id == Exercise.id)
        .join(ContributionVersion, PRESENT_WORDS)
        .where(
            Exercise.workshop_id == workshop_id,
            Question.form.in_(FORMS),
            Contribution.kind == "answer",
            Contribution.state == "shown",
            Contribution.group_id.is_not(None),
        )
        .order_by(Exercise.position, Contribution.id)
    )
    given: dict[int, tuple[Exercise, str, list[tuple[int, Fields]]]] = {}
    for step, form, group, fields in rows:
        given.setdefault(step.id, (step, form, []))[2].append((group or 0, fields))
    return [_spread(step, form, answers) for step, form, answers in given.values()]


def took(fields: Fields, value: str) -> bool:
    """Whether that answer chose this: an option, something else, a step, or what it put first."""
    if value == OTHER:
        return bool(fields.get("other"))
    if "order" in fields:
        return list(fields["order"])[:1] == [value]
    return value in fields.get("chosen", ()) or str(fields.get("value", "")) == value


def _spread(step: Exercise, form: str, answers: Sequence[tuple[int, Fields]]) -> Spread:
    lines = [
        Line(value, label, _counted(answers, partial(took, value=value)))
        for value, label in _values(step.settings, form)
    ]
    if form == "choice" and any(fields.get("other") for _group, fields in answers):
        lines.append(Line(OTHER, "", _counted(answers, partial(took, value=OTHER))))
    if form == "ranking":
        lines = [Line(each.value, each.label, each.people, _places(answers, each.value)) for each in lines]
    mean = _means(answers, lambda fields: fields.get("value")) if form == "scale" else {}
    everybody = _counted(answers, lambda _fields: True)
    return Spread(step.id, step.title, form, everybody, lines, mean)


def _values(settings: Fields, form: str) -> list[tuple[str, str]]:
    """What can be chosen, with what it says."""
    if form == "scale":
        steps = int(settings.get("steps", 0))
        ends = {1: settings.get("low", ""), steps: settings.get("high", "")}
        return [
            (str(each), f"{each}: {ends[each]}" if each in ends else str(each))
            for each in range(1, steps + 1)
        ]
    name = "items" if form == "ranking" else "options"
    return [(each["key"], each["text"]) for each in settings.get(name, ())]


def _counted(answers: Sequence[tuple[int, Fields]], counts: Callable[[Fields], bool]) -> dict[int, int]:
    found: dict[int, int] = {}
    for group, fields in answers:
        if counts(fields):
            found[group] = found.get(group, 0) + 1
    return found


def _places(answers: Sequence[tuple[int, Fields]], value: str) -> dict[int, float]:
    def place(fields: Fields) -> int | None:
        order = list(fields.get("order", ()))
        return order.index(value) + 1 if value in order else None

    return _means(answers, place)


def _means(answers: Sequence[tuple[int, Fields]], number: Callable[[Fields], Any]) -> dict[int, float]:
    """Per group the mean of a number, to one decimal; who has none counts not."""
    found: dict[int, list[float]] = {}
    for group, fields in answers:
        value = number(fields)
        if value is not None:
            found.setdefault(group, []).append(float(value))
    return {group: round(sum(values) / len(values), 1) for group, values in found.items()}
