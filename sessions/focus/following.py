"""Who keeps up: what members read, answered and reacted to, in numbers and days. No hour of it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.focus import asked, behind, times
from sessions.focus.asked import Asked, Person
from sessions.models import Contribution, FocusGroup, Reply, Round, Seen, Workshop


@dataclass(frozen=True)
class Standing:
    """One member in one round: of `asked` questions they `read` and `answered` so many; `reacted` counts
    their replies, `behind` the required questions that they still have to do. `days` is how many days ago
    they last looked at anything; None is never."""

    person: Person
    asked: int
    read: int
    answered: int
    reacted: int
    behind: int
    days: int | None


@dataclass(frozen=True)
class Thread:
    """One question in one group: how many were asked it, answered it, and how many replies there are."""

    asked: Asked
    people: int
    answers: int
    replies: int
    is_open: bool


@dataclass(frozen=True)
class Followed:
    """One group in one round, which closes for it at `closes`, planned at the `clock` time; `own` when it is
    for this group alone, `by_hand` when somebody closed it there."""

    group: FocusGroup
    standings: list[Standing]
    threads: list[Thread]
    closes: datetime
    clock: str
    own: bool
    by_hand: bool
    is_open: bool

    @property
    def read(self) -> int:
        return sum(each.read > 0 for each in self.standings)

    @property
    def answered(self) -> int:
        return sum(each.answered > 0 for each in self.standings)

    @property
    def reacted(self) -> int:
        return sum(each.reacted > 0 for each in self.standings)

    @property
    def behind(self) -> int:
        return sum(each.behind > 0 for each in self.standings)


@dataclass(frozen=True)
class Day:
    """One round with every group. `state` is waiting, open or closed; `by_hand` when somebody closed it."""

    round: Round
    state: str
    by_hand: bool
    opens: datetime
    closes: datetime
    groups: list[Followed]


def overview(db: Session, workshop_id: int, now: datetime) -> list[Day]:
    """Every round of the guide with each group in it. Raises: Missing when it is no focus group."""
    workshop = asked.focus_workshop(db, workshop_id)
    book = _Book(db, workshop, now)
    return [_day(book, each) for each in asked.rounds(db, workshop_id)]


class _Book:
    """What is known of everybody, read once."""

    def __init__(self, db: Session, workshop: Workshop, now: datetime) -> None:
        self.workshop, self.now = workshop, now
        self.guide = asked.questions(db, workshop.id)
        self.groups = asked.groups(db, workshop.id)
        self.people = asked.people(db, workshop.id)
        self.done, self.replied = behind.answered(db, workshop.id), behind.reacted(db, workshop.id)
        self.seen = _seen(db, [each.id for each in self.people])
        self.said, self.replies = _counted(db, workshop.id, "answer"), _counted(db, workshop.id, "reply")
        self.replies_of = _replies_of(db, workshop.id)

    def days_since(self, one: Person) -> int | None:
        looked = max(self.seen.get(one.id, {}).values(), default=None)
        if looked is None:
            return None
        return max(0, (times.day(self.now, self.workshop.time_zone) - looked).days)


def _day(book: _Book, each: Round) -> Day:
    opens, closes = times.opens_at(book.workshop, each), times.closes_at(book.workshop, each)
    opened = times.has_opened(book.workshop, each, book.now)
    over = book.now >= closes or book.workshop.state == "closed"
    return Day(
        each,
        "closed" if opened and over else "open" if opened else "waiting",
        each.closed_at is not None,
        opens,
        closes,
        [_followed(book, each, group) for group in book.groups],
    )


def _followed(book: _Book, each: Round, group: FocusGroup) -> Followed:
    is_open = times.is_open(book.workshop, each, book.now, group=group)
    inside = [one for one in book.people if one.group.id == group.id]
    questions = [one for one in book.guide if one.round.id == each.id]
    standings = [_standing(book, one, questions, is_open=is_open) for one in inside]
    hours = times.own_hours(each, group)
    return Followed(
        group,
        standings,
        [_thread(book, one, inside, group) for one in questions],
        times.closes_at(book.workshop, each, group),
        hours.closes if hours is not None and hours.closes else each.closes,
        hours is not None,
        hours is not None and hours.closed_at is not None,
        is_open,
    )


def _standing(book: _Book, one: Person, questions: Sequence[Asked], *, is_open: bool) -> Standing:
    """What closed, by hand or by its hour, is not asked any more: nobody is behind with it."""
    theirs = [each for each in questions if each.is_for(one.member.segment)]
    seen, done = book.seen.get(one.id, {}), book.done.get(one.id, set())
    asked_now = [each for each in theirs if each.question.required and each.question.closed_at is None]
    lacking = sum(behind.lacks(one, each, book.done, book.replied) for each in asked_now)
    return Standing(
        one,
        len(theirs),
        sum(each.id in seen for each in theirs),
        sum(each.id in done for each in theirs),
        sum(book.replies_of.get((one.id, each.id), 0) for each in theirs),
        lacking if is_open else 0,
        book.days_since(one),
    )


def _thread(book: _Book, each: Asked, inside: Sequence[Person], group: FocusGroup) -> Thread:
    key = (group.id, each.id)
    return Thread(
        each,
        sum(each.is_for(one.member.segment) for one in inside),
        book.said.get(key, 0),
        book.replies.get(key, 0),
        times.is_open(book.workshop, each.round, book.now, question=each.question, group=group),
    )


def _seen(db: Session, ids: Sequence[int]) -> Mapping[int, Mapping[int, date]]:
    found: dict[int, dict[int, date]] = {}
    for row in db.scalars(select(Seen).where(Seen.participant_id.in_(ids))):
        found.setdefault(row.participant_id, {})[row.exercise_id] = row.seen_on
    return found


def _counted(db: Session, workshop_id: int, kind: str) -> Mapping[tuple[int | None, int], int]:
    """Group and question to how many of that kind are shown there."""
    rows = db.execute(
        select(Contribution.group_id, Contribution.exercise_id, func.count())
        .where(
            Contribution.workshop_id == workshop_id, Contribution.kind == kind, Contribution.state == "shown"
        )
        .group_by(Contribution.group_id, Contribution.exercise_id)
    )
    return {(group_id, exercise_id): count for group_id, exercise_id, count in rows}


def _replies_of(db: Session, workshop_id: int) -> Mapping[tuple[int | None, int], int]:
    """Participant and question to how many replies of theirs stand there, to answers and to probes."""
    rows = db.execute(
        select(Contribution.participant_id, Contribution.exercise_id, func.count())
        .join(Reply, Reply.contribution_id == Contribution.id)
        .where(
            Contribution.workshop_id == workshop_id, Contribution.state.in_(("shown", "waiting", "hidden"))
        )
        .group_by(Contribution.participant_id, Contribution.exercise_id)
    )
    return {(participant_id, exercise_id): count for participant_id, exercise_id, count in rows}
