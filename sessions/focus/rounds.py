"""The rounds of a guide, as staff writes them. Every act can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.focus import asked, checking, laying, questions, times
from sessions.focus.act import GuideAct
from sessions.focus.shape import MOST_ROUNDS, Guide, GuideRound
from sessions.journal import Actor
from sessions.models import GroupHours, Round, Workshop
from sessions.text import clean

said = words.mark


def proposed_round(db: Session, workshop_id: int) -> GuideRound:
    """The round that would come next: the day after the last one opens, as long as that one."""
    workshop, present = db.get_one(Workshop, workshop_id), asked.rounds(db, workshop_id)
    title = words.say(workshop.language, said("Dag %(number)d"), number=len(present) + 1)
    if not present:
        last = workshop.held_on + timedelta(days=1)
        return GuideRound(title, f"{workshop.held_on}T09:00", f"{last}T20:00")
    opens, closes = (datetime.fromisoformat(each) + timedelta(days=1) for each in _clocks(present[-1]))
    return GuideRound(title, opens.strftime(times.LOCAL), closes.strftime(times.LOCAL))


def _clocks(each: Round) -> tuple[str, str]:
    return each.opens, each.closes


def add_round(db: Session, workshop_id: int, actor: Actor, wanted: GuideRound, *, now: datetime) -> int:
    """The guide has that round, the last one; returns its id. Raises: Invalid."""
    act = GuideAct(db, workshop_id, actor, now)
    if len(asked.rounds(db, workshop_id)) >= MOST_ROUNDS:
        raise act.refused("title", said("Er passen %(most)d rondes in een gids."), most=MOST_ROUNDS)
    wanted = cleaned_round(wanted)
    checking.require(checking.round_errors(wanted, act.workshop.time_zone, act.workshop.language))
    made = laying.lay(db, workshop_id, Guide((replace(wanted, questions=()),)), act.workshop.held_on)
    act.made(made)
    act.finish()
    return int(made[0].id)


def change_round(
    db: Session, workshop_id: int, round_id: int, actor: Actor, wanted: GuideRound, *, now: datetime
) -> None:
    """The round has that name, these words and these hours.

    Raises: Missing; Invalid, also when it would open later than what was answered in it.
    """
    act, row = GuideAct(db, workshop_id, actor, now), asked.round_of(db, workshop_id, round_id)
    wanted = cleaned_round(wanted)
    checking.require(checking.round_errors(wanted, act.workshop.time_zone, act.workshop.language))
    values = {name: getattr(wanted, name) for name in ("title", "welcome", "opens", "closes")}
    if all(getattr(row, name) == value for name, value in values.items()):
        return
    if times.moment(wanted.opens, act.workshop.time_zone) > now and any(
        questions.is_answered(db, each.id) for each in asked.questions_in(db, row)
    ):
        raise act.refused("opens", said("In deze ronde werd al geantwoord. Ze kan niet meer later opengaan."))
    act.change(row, only=tuple(values))
    for name, value in values.items():
        setattr(row, name, value)
    act.finish()


def move_round(
    db: Session, workshop_id: int, round_id: int, actor: Actor, place: int, *, now: datetime
) -> None:
    """The round stands at that place (from 1; too far is the first or last). Its hours stay its own."""
    act, row = GuideAct(db, workshop_id, actor, now), asked.round_of(db, workshop_id, round_id)
    rows = asked.rounds(db, workshop_id)
    rows.remove(row)
    rows.insert(max(0, min(len(rows), place - 1)), row)
    _arrange(act, rows)
    act.finish()


def remove_round(db: Session, workshop_id: int, round_id: int, actor: Actor, *, now: datetime) -> None:
    """The round and its questions are out of the guide. Raises: Missing; Invalid when it has to stay."""
    act, row = GuideAct(db, workshop_id, actor, now), asked.round_of(db, workshop_id, round_id)
    inside = asked.questions_in(db, row)
    for each in inside:
        reason = questions.why_it_stays(db, each, leaving={one.id for one in inside})
        if reason:
            raise act.refused("round", reason)
    for each in inside:
        questions.take_out(act, each)
    act.remove(*db.scalars(select(GroupHours).where(GroupHours.round_id == round_id)), row)
    _arrange(act, asked.rounds(db, workshop_id))
    act.finish()


def _arrange(act: GuideAct, rows: list[Round]) -> None:
    """Rounds in that order, and their questions along with them."""
    act.number(rows)
    act.db.flush()
    act.number([each.step for each in asked.questions(act.db, act.workshop.id)])


def cleaned_round(given: GuideRound) -> GuideRound:
    return replace(given, title=clean(given.title), welcome=clean(given.welcome, lines=True))
