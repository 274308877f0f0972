"""What the editor of a guide says: how much a day asks, when a round is open, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import format_date, format_datetime, ngettext
from flask_babel import gettext as _

from sessions.focus import load, times
from sessions.focus.asked import Asked
from sessions.models import Round, Workshop


@dataclass(frozen=True)
class Day:
    """What a day asks, and of whom: `segment` empty is somebody in none."""

    key: str
    name: str
    minutes: int
    words: str
    too_much: bool
    percent: int


def loads(rounds: Sequence[Round], questions: Sequence[Asked]) -> list[dict[str, Any]]:
    """Per segment its days; first whoever is in none of the segments that the guide names."""
    segments = ["", *load.segments_of(questions)]
    return [
        {
            "segment": name,
            "name": name or (_("Iedereen") if len(segments) == 1 else _("Wie in geen segment zit")),
            "days": [_day(each) for each in load.per_day(rounds, questions, segment=name)],
        }
        for name in segments
    ]


def _day(each: load.DayLoad) -> Day:
    return Day(
        key=each.day.isoformat(),
        name=format_date(each.day, "EEEE d MMMM"),
        minutes=each.minutes,
        words=ngettext("%(num)s minuut", "%(num)s minuten", each.minutes),
        too_much=each.too_much,
        percent=min(100, round(each.minutes / 0.6)),
    )


def of_round(each: Round, rounds: Sequence[Round], questions: Sequence[Asked]) -> int:
    """The minutes that the questions of that round take together, whoever they are for."""
    seconds = sum(load.seconds_of(one) for one in questions if one.round.id == each.id)
    return -(-seconds // 60)


def effort(each: Asked) -> str:
    """How the minutes of a question come about."""
    found = load.effort(each)
    parts = [
        _("lezen %(time)s", time=_time(found.reading)) if found.reading else "",
        _("antwoorden %(time)s", time=_time(found.answering)),
        _("lezen wat anderen schrijven %(time)s", time=_time(found.others)) if found.others else "",
    ]
    sentence = ", ".join(part for part in parts if part)
    return sentence[:1].upper() + sentence[1:] + "."


def _time(seconds: int) -> str:
    if seconds < 60:
        return ngettext("%(num)s seconde", "%(num)s seconden", seconds)
    return ngettext("%(num)s minuut", "%(num)s minuten", round(seconds / 60))


def when(workshop: Workshop, each: Round) -> str:
    """When the round is open, on the clocks of the workshop."""
    opens, closes = (
        format_datetime(_clock(clock), "EEE d MMM HH:mm", rebase=False) for clock in (each.opens, each.closes)
    )
    return _("%(opens)s tot %(closes)s", opens=opens, closes=closes)


def clock_change(workshop: Workshop, each: Round) -> str:
    """That the clock changes while the round is open; empty when it does not."""
    found = times.clock_change(each.opens, each.closes, workshop.time_zone)
    if found is None:
        return ""
    day, minutes = found
    night, until = format_date(day, "EEEE d MMMM"), each.closes[11:]
    if minutes > 0:
        sentence = _("Op %(day)s gaat de klok een uur vooruit: de ronde duurt een uur korter.", day=night)
    else:
        sentence = _("Op %(day)s gaat de klok een uur terug: de ronde duurt een uur langer.", day=night)
    return sentence + " " + _("Ze sluit om %(time)s op de klok, zoals beloofd.", time=until)


def clock_change_in_short(workshop: Workshop, each: Round) -> str:
    """The same in a few words, for a list."""
    found = times.clock_change(each.opens, each.closes, workshop.time_zone)
    if found is None:
        return ""
    day = format_date(found[0], "EEE d MMM")
    if found[1] > 0:
        return _("%(day)s gaat de klok een uur vooruit", day=day)
    return _("%(day)s gaat de klok een uur terug", day=day)


def _clock(shown: str) -> datetime:
    # A clock time without a zone: it is shown as it was written.
    return datetime.fromisoformat(shown)
