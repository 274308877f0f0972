"""How long a guide takes people, per day and per segment, while it is written.

30 to 45 minutes a day is what people keep up with in an asynchronous focus group (10 to 12 questions). The
figures are estimates for somebody who neither rushes nor ponders: 200 words a minute for reading, and for
answering the time that each form of question says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sessions.focus.asked import Asked
from sessions.focus.forms import READS_PER_MINUTE, form_named
from sessions.models import Round

TOO_MUCH = 45
SECONDS_PER_PICTURE = 15
# What people answered is read as well: some of it, some of the time.
SECONDS_FOR_OTHERS = 60
NOON = "12:00"


@dataclass(frozen=True)
class Effort:
    """In seconds: reading what is asked, answering, reading what others answered."""

    reading: int
    answering: int
    others: int

    @property
    def seconds(self) -> int:
        return self.reading + self.answering + self.others


@dataclass(frozen=True)
class DayLoad:
    """A day on which people are asked something."""

    day: date
    seconds: int

    @property
    def minutes(self) -> int:
        return -(-self.seconds // 60)

    @property
    def too_much(self) -> bool:
        return self.seconds > TOO_MUCH * 60


def effort(asked: Asked) -> Effort:
    """How long that question takes."""
    form = form_named(asked.question.form)
    settings = asked.step.settings
    texts = [asked.step.prompt, *form.words(settings), *(each.text for each in asked.stimuli)]
    pictures = sum(each.kind == "image" for each in asked.stimuli)
    words = sum(len(text.split()) for text in texts)
    return Effort(
        reading=round(60 * words / READS_PER_MINUTE) + SECONDS_PER_PICTURE * pictures,
        answering=form.seconds(settings),
        others=SECONDS_FOR_OTHERS if form.feeds and asked.question.visibility != "private" else 0,
    )


def seconds_of(asked: Asked) -> int:
    """How long that question takes, reading and answering together."""
    return effort(asked).seconds


def minutes_of(asked: Asked) -> int:
    """The same in whole minutes, at least one."""
    return max(1, round(seconds_of(asked) / 60))


def segments_of(questions: Iterable[Asked]) -> list[str]:
    """The segments that the guide names, in its order."""
    return list(dict.fromkeys(name for each in questions for name in each.question.segments))


def per_day(rounds: Sequence[Round], questions: Sequence[Asked], *, segment: str = "") -> list[DayLoad]:
    """What each day asks of somebody in that segment (empty: of somebody in none), in the order of days.

    A round weighs on the days from its opening until the next round opens, or until it closes: then people
    are expected to be done. Over several days it is spread evenly.
    """
    found: dict[date, float] = {}
    for each in rounds:
        seconds = sum(seconds_of(one) for one in questions if one.round.id == each.id and one.is_for(segment))
        days = days_of(each, rounds)
        for day in days:
            found[day] = found.get(day, 0) + seconds / len(days)
    return [DayLoad(day, round(found[day])) for day in sorted(found)]


def days_of(asked: Round, rounds: Iterable[Round]) -> list[date]:
    """The days on which the questions of that round weigh: at least the one on which it opens."""
    first, last = _day(asked.opens), _day(asked.closes)
    if asked.closes[11:] <= NOON:
        # A day on which it closes by noon is no day to answer on any more.
        last -= timedelta(days=1)
    later = (_day(each.opens) for each in rounds)
    last = min([last, *(day - timedelta(days=1) for day in later if day > first)])
    return [first + timedelta(days=each) for each in range(max(0, (last - first).days) + 1)]


def _day(clock: str) -> date:
    return date.fromisoformat(clock[:10])
