"""What a workshop of focus groups is called, in which language, on whose clocks, how long it is kept.

The hours of the rounds are clock times. On the clocks of another zone they are other moments: what people
were told, such as 9 o'clock, stays; `zone_shifts` says beforehand what that does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from sessions import words, workshops
from sessions.errors import Invalid
from sessions.focus import asked, questions, times
from sessions.focus.act import GuideAct
from sessions.journal import Actor
from sessions.models import Round, Workshop
from sessions.text import clean
from sessions.time_zones import is_zone
from sessions.verbs import Verb
from sessions.words import LANGUAGES

said = words.mark
LONGEST_TITLE = 120


@dataclass(frozen=True)
class Shift:
    """What another zone does to one round: it opens `minutes` later than now (negative: earlier), at `opens`
    where that was `opened`. `closes_now` and `opens_now` say that people notice at once."""

    round: Round
    opened: datetime
    opens: datetime
    opens_now: bool
    closes_now: bool

    @property
    def minutes(self) -> int:
        return round((self.opens - self.opened).total_seconds() / 60)


def zone_shifts(db: Session, workshop_id: int, zone: str, now: datetime) -> list[Shift]:
    """Each round on the clocks of that zone beside those of now; what was opened by hand stays open."""
    workshop = asked.focus_workshop(db, workshop_id)
    present = workshop.time_zone
    found = []
    for each in asked.rounds(db, workshop_id):
        before, after = (_hours(each, one) for one in (present, zone))
        was, becomes = (start <= now < end for start, end in (before, after))
        found.append(Shift(each, before[0], after[0], becomes and not was, was and not becomes))
    return found


def _hours(each: Round, zone: str) -> tuple[datetime, datetime]:
    opens, closes = times.moment(each.opens, zone), times.moment(each.closes, zone)
    return (
        min(opens, each.opened_at) if each.opened_at else opens,
        min(closes, each.closed_at) if each.closed_at else closes,
    )


def change(
    db: Session,
    workshop_id: int,
    actor: Actor,
    *,
    title: str,
    held_on: date,
    language: str,
    time_zone: str,
    retention_on: date,
    now: datetime,
) -> None:
    """Name, first day, language, time zone and the day until which everything is kept are these. Rounds keep
    their clock times; what members are spoken to in stays theirs.

    Raises: Missing; Invalid, also when a round in which people answered would open later than now.
    """
    asked.focus_workshop(db, workshop_id)
    act = GuideAct(db, workshop_id, actor, now)
    title = clean(title)
    _check(act, title, language, time_zone, held_on, retention_on)
    if time_zone != act.workshop.time_zone:
        _require_answered_stays_open(act, time_zone)
    values: dict[str, object] = {
        "title": title,
        "held_on": held_on,
        "language": language,
        "time_zone": time_zone,
        "retention_on": retention_on,
    }
    changed = {name: value for name, value in values.items() if getattr(act.workshop, name) != value}
    if not changed:
        return
    act.change(act.workshop, only=tuple(changed))
    for name, value in changed.items():
        setattr(act.workshop, name, value)
    act.finish(Verb.WORKSHOP_CHANGED)


def _check(act: GuideAct, title: str, language: str, zone: str, held_on: date, kept_until: date) -> None:
    errors: dict[str, list[str]] = {}

    def wrong(field: str, sentence: str, **given: object) -> None:
        errors.setdefault(field, []).append(words.say(act.workshop.language, sentence, **given))

    if not title:
        wrong("title", said("Geef de workshop een naam."))
    elif len(title) > LONGEST_TITLE:
        wrong("title", said("Deze naam is te lang: er passen %(limit)d tekens."), limit=LONGEST_TITLE)
    if language not in LANGUAGES:
        wrong("language", said("Kies een taal."))
    # One that came with an archive may stay, whatever this machine calls it.
    if zone != act.workshop.time_zone and not is_zone(zone):
        wrong("time_zone", said("Kies een tijdzone uit de lijst."))
    if kept_until != act.workshop.retention_on:
        _check_retention(act, kept_until, wrong)
    if errors:
        raise Invalid(errors)


def _check_retention(act: GuideAct, kept_until: date, wrong: Callable[..., None]) -> None:
    last = _last_day(asked.rounds(act.db, act.workshop.id), act.workshop)
    if kept_until <= times.day(act.now, act.workshop.time_zone):
        wrong("retention_on", said("Kies een dag die nog komt."))
    elif kept_until < last:
        wrong("retention_on", said("Dan lopen de rondes nog. Kies een dag na de laatste ronde."))
    elif kept_until > last + workshops.KEPT_AT_MOST:
        wrong("retention_on", said("Kies een dag binnen de tien jaar na de laatste ronde."))


def _last_day(days: Sequence[Round], workshop: Workshop) -> date:
    return max([workshop.held_on, *(date.fromisoformat(each.closes[:10]) for each in days)])


def _require_answered_stays_open(act: GuideAct, zone: str) -> None:
    for each in asked.rounds(act.db, act.workshop.id):
        later = _hours(each, zone)[0] > act.now
        if later and any(questions.is_answered(act.db, one.id) for one in asked.questions_in(act.db, each)):
            sentence = said(
                "In “%(round)s” werd al geantwoord, en op de klok van die tijdzone is ze nog niet open. Kies"
                " een andere tijdzone, of pas eerst de uren van die ronde aan."
            )
            raise act.refused("time_zone", sentence, round=each.title)
