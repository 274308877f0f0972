"""A whole guide takes the place of the present one, or comes behind it; and the present one as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from sessions import words
from sessions.focus import asked, laying, questions
from sessions.focus.act import GuideAct
from sessions.focus.shape import MOST_QUESTIONS, MOST_ROUNDS, Guide, GuideQuestion, GuideRound
from sessions.journal import Actor
from sessions.models import Workshop

said = words.mark


def of_workshop(db: Session, workshop_id: int) -> Guide:
    """The present guide. Raises: Missing when that is no workshop of focus groups."""
    workshop = asked.focus_workshop(db, workshop_id)
    rounds = []
    places: dict[int, tuple[int, int]] = {}
    every = [asked.questions_in(db, row) for row in asked.rounds(db, workshop_id)]
    for number, inside in enumerate(every, start=1):
        places |= {each.id: (number, place) for place, each in enumerate(inside, start=1)}
    for row, inside in zip(asked.rounds(db, workshop_id), every, strict=True):
        values = tuple(_portable(questions.value_of(each), places) for each in inside)
        rounds.append(GuideRound(row.title, row.opens, row.closes, row.welcome, values))
    return Guide(tuple(rounds), workshop.title)


def _portable(value: GuideQuestion, places: Mapping[int, tuple[int, int]]) -> GuideQuestion:
    """A reaction names its question by its place, not by an id of this workshop."""
    settings = dict(value.settings)
    to = places.get(settings.pop("to", 0))
    return replace(value, settings=settings, to=to)


def put(
    db: Session, workshop_id: int, actor: Actor, guide: Guide, *, behind: bool = False, now: datetime
) -> None:
    """The workshop works with that guide; with `behind` its rounds come after those that are there.

    The guide was read by one of the documents, and so is right. Raises: Missing; Invalid when a question
    that was answered would have to go, or when there would be too many.
    """
    act = GuideAct(db, workshop_id, actor, now)
    workshop = db.get_one(Workshop, workshop_id)
    present = asked.questions(db, workshop_id)
    if behind:
        rounds = len(asked.rounds(db, workshop_id)) + len(guide.rounds)
        if rounds > MOST_ROUNDS or len(present) + guide.questions > MOST_QUESTIONS:
            raise act.refused("guide", said("Samen zijn dat te veel rondes of vragen."))
    else:
        _clear(act, present)
    act.made(laying.lay(db, workshop_id, guide, workshop.held_on))
    act.finish()


def _clear(act: GuideAct, present: list[asked.Asked]) -> None:
    everything = {each.id for each in present}
    for each in present:
        if questions.why_it_stays(act.db, each, leaving=everything):
            sentence = said(
                "In deze gids werd al geantwoord of staan notities. Zet de nieuwe rondes erachter: "
                "wat mensen schreven, gaat nooit weg."
            )
            raise act.refused("guide", sentence)
    for each in present:
        questions.take_out(act, each)
    act.remove(*asked.rounds(act.db, act.workshop.id))
