"""The questions of a guide, as staff writes them. Every act can be taken back.

What people answered is never lost: a question that was answered keeps its form and its round, is not taken
out, and never shows answers to more people than it promised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import words
from sessions.focus import asked, checking, laying
from sessions.focus.act import GuideAct
from sessions.focus.asked import Asked
from sessions.focus.forms import form_named
from sessions.focus.shape import MOST_QUESTIONS, GuideQuestion, short
from sessions.hall import programme
from sessions.journal import Actor
from sessions.models import Analysis, BackNote, Contribution, Member, Participant, Round
from sessions.text import clean

said = words.mark
# Who sees answers, from few to many.
_WIDER = ("private", "masked", "open")


def add_question(
    db: Session,
    workshop_id: int,
    round_id: int,
    actor: Actor,
    wanted: GuideQuestion,
    *,
    after: int | None = None,
    now: datetime,
) -> int:
    """The round has that question, behind the question `after` or as its last; returns its id.

    Raises: Missing, Invalid.
    """
    act, row = GuideAct(db, workshop_id, actor, now), asked.round_of(db, workshop_id, round_id)
    present = asked.questions(db, workshop_id)
    if len(present) >= MOST_QUESTIONS:
        raise act.refused("prompt", said("Er passen %(most)d vragen in een gids."), most=MOST_QUESTIONS)
    wanted = cleaned_question(wanted)
    checking.require(
        checking.question_errors(wanted, act.workshop.language, to=may_react_to(present, row, after))
    )
    rows = laying.question_rows(db, workshop_id, round_id, wanted, 0)
    act.made(rows)
    order = [each.step for each in present]
    before = [each.step for each in present if each.round.id == round_id]
    behind = next((each for each in before if each.id == after), before[-1] if before else None)
    order.insert(order.index(behind) + 1 if behind is not None else len(order), rows[0])
    act.number(order)
    act.finish()
    return int(rows[0].id)


def change_question(
    db: Session, workshop_id: int, exercise_id: int, actor: Actor, wanted: GuideQuestion, *, now: datetime
) -> None:
    """The question is asked in these words, in that form, of these people. Answers stay as they were given,
    and the earlier words stay in the journal (see `wordings`).

    Raises: Missing; Invalid, also when answers would lose their meaning or be shown to more people.
    """
    act, each = GuideAct(db, workshop_id, actor, now), asked.question(db, workshop_id, exercise_id)
    wanted = cleaned_question(wanted)
    others = [one for one in asked.questions(db, workshop_id) if one.id != exercise_id]
    checking.require(
        checking.question_errors(wanted, act.workshop.language, to=may_react_to(others, each.round))
    )
    if is_answered(db, exercise_id):
        _require_kept(act, each, wanted)
    act.change(each.step, only=("title", "prompt", "settings"))
    act.change(each.question)
    _follow_analysis(act, each, wanted)
    each.step.title, each.step.prompt = wanted.title or short(wanted.prompt), wanted.prompt
    each.step.settings = dict(wanted.settings)
    question = each.question
    question.form, question.visibility = wanted.form, wanted.visibility
    question.required, question.segments = wanted.required, list(wanted.segments)
    act.finish()


def _require_kept(act: GuideAct, each: Asked, wanted: GuideQuestion) -> None:
    """Raises: Invalid when the question was answered and answers would lose something by this."""
    if wanted.form != each.question.form:
        sentence = said("Deze vraag werd al beantwoord en houdt haar vorm. Maak een kopie voor een andere.")
        raise act.refused("form", sentence)
    if lost := form_named(wanted.form).loses(each.step.settings, wanted.settings):
        raise act.refused("prompt", lost)
    if _WIDER.index(wanted.visibility) > _WIDER.index(each.question.visibility):
        sentence = said("Mensen antwoordden met de belofte van nu. Meer mensen laten meelezen kan niet meer.")
        raise act.refused("visibility", sentence)
    answering = (
        select(Member.segment)
        .distinct()
        .join(Contribution, Contribution.participant_id == Member.participant_id)
        .where(Contribution.exercise_id == each.id)
    )
    if wanted.segments and not set(act.db.scalars(answering)) <= set(wanted.segments):
        raise act.refused("segments", said("Mensen van een ander segment antwoordden al op deze vraag."))


def _follow_analysis(act: GuideAct, each: Asked, wanted: GuideQuestion) -> None:
    """The analysis of the answers asks what the question asks, unless somebody worded it in another way."""
    analysis = laying.analysis_of(act.db, each.id)
    feeds = form_named(wanted.form).feeds_with(wanted.settings)
    fed = form_named(each.question.form).feeds_with(each.step.settings)
    if analysis is None:
        if feeds and not fed:
            act.made(laying.analysis_rows(act.db, each.step, wanted.form, wanted.settings))
            analysis = laying.analysis_of(act.db, each.id)
    elif not feeds and not is_answered(act.db, each.id):
        act.remove(analysis)
        return
    if analysis is not None and analysis.question == each.step.prompt[: laying.LONGEST_ANALYSIS]:
        act.change(analysis, only=("question",))
        analysis.question = wanted.prompt[: laying.LONGEST_ANALYSIS]


def copy_question(db: Session, workshop_id: int, exercise_id: int, actor: Actor, *, now: datetime) -> int:
    """The same question stands right behind it, without answers; returns its id. Raises: Missing, Invalid."""
    each = asked.question(db, workshop_id, exercise_id)
    act = GuideAct(db, workshop_id, actor, now)
    present = asked.questions(db, workshop_id)
    if len(present) >= MOST_QUESTIONS:
        raise act.refused("prompt", said("Er passen %(most)d vragen in een gids."), most=MOST_QUESTIONS)
    rows = laying.question_rows(db, workshop_id, each.round.id, value_of(each), 0)
    act.made(rows)
    order = [one.step for one in present]
    order.insert(order.index(each.step) + 1, rows[0])
    act.number(order)
    act.finish()
    return int(rows[0].id)


def move_question(
    db: Session, workshop_id: int, exercise_id: int, actor: Actor, by: int, *, now: datetime
) -> None:
    """The question stands one place earlier (`by` -1) or later (1), over the edge of its round too.

    Raises: Missing; Invalid when it was answered and would go to another round.
    """
    act, each = GuideAct(db, workshop_id, actor, now), asked.question(db, workshop_id, exercise_id)
    rounds = asked.rounds(db, workshop_id)
    inside = {row.id: [one.step for one in asked.questions_in(db, row)] for row in rounds}
    here = inside[each.round.id]
    place = here.index(each.step) + (1 if by > 0 else -1)
    if 0 <= place < len(here):
        here.remove(each.step)
        here.insert(place, each.step)
    else:
        beside = [row.id for row in rounds].index(each.round.id) + (1 if by > 0 else -1)
        if not 0 <= beside < len(rounds):
            return
        if is_answered(db, exercise_id):
            raise act.refused("round", said("Deze vraag werd al beantwoord en blijft in haar ronde."))
        here.remove(each.step)
        there = inside[rounds[beside].id]
        there.insert(0 if by > 0 else len(there), each.step)
        act.change(each.question, only=("round_id",))
        each.question.round_id = rounds[beside].id
    act.number([step for row in rounds for step in inside[row.id]])
    act.finish()


def remove_question(db: Session, workshop_id: int, exercise_id: int, actor: Actor, *, now: datetime) -> None:
    """The question is out of the guide. Raises: Missing; Invalid when it has to stay."""
    act, each = GuideAct(db, workshop_id, actor, now), asked.question(db, workshop_id, exercise_id)
    if reason := why_it_stays(db, each):
        raise act.refused("question", reason)
    take_out(act, each)
    act.number([one.step for one in asked.questions(db, workshop_id)])
    act.finish()


def take_out(act: GuideAct, each: Asked) -> None:
    analyses = act.db.scalars(select(Analysis).where(Analysis.exercise_id == each.id))
    act.remove(*analyses, *each.stimuli, each.question, each.step)


def why_it_stays(db: Session, each: Asked, *, leaving: set[int] | None = None) -> str:
    """The sentence (in Dutch, for the catalogues) why this question has to stay; empty when it may go."""
    if is_answered(db, each.id):
        return said("Hier werd al geantwoord. Wat mensen schreven, gaat nooit weg: deze vraag blijft.")
    if db.scalar(select(BackNote.id).where(BackNote.exercise_id == each.id).limit(1)) is not None:
        return said("Er staan notities bij deze vraag. Ze blijft daarom in de gids.")
    pointing = (one for one in asked.questions(db, each.step.workshop_id) if one.question.form == "react")
    gone = leaving or {each.id}
    if any(one.step.settings.get("to") == each.id and one.id not in gone for one in pointing):
        return said("Een andere vraag laat mensen hierop reageren. Haal die eerst weg.")
    return ""


def is_answered(db: Session, exercise_id: int) -> bool:
    """Whether somebody wrote something at that question, also what was withdrawn since."""
    return programme.is_used(db, exercise_id)


def may_react_to(questions: Sequence[Asked], row: Round, after: int | None = None) -> list[int]:
    """The questions to whose answers people can be asked to react: those whose answers they read, not in a
    later round."""
    return [
        each.id
        for each in questions
        if each.question.visibility != "private"
        and each.question.form != "react"
        and each.round.position <= row.position
    ]


def value_of(each: Asked) -> GuideQuestion:
    """The question as a value, with the id that a reaction points at in its settings."""
    return GuideQuestion(
        prompt=each.step.prompt,
        title=each.step.title,
        form=each.question.form,
        visibility=each.question.visibility,
        required=each.question.required,
        segments=tuple(each.question.segments),
        settings=dict(each.step.settings),
        stimuli=laying.stimuli_of(each.stimuli),
    )


def cleaned_question(given: GuideQuestion) -> GuideQuestion:
    segments = dict.fromkeys(name for name in (clean(each) for each in given.segments) if name)
    return replace(given, title=clean(given.title), prompt=clean(given.prompt), segments=tuple(segments))


def segments_in_use(db: Session, workshop_id: int) -> list[str]:
    """The segments of the members, in the alphabet."""
    query = (
        select(Member.segment)
        .join(Participant, Participant.id == Member.participant_id)
        .where(Member.workshop_id == workshop_id, Member.segment != "")
        .distinct()
    )
    return sorted(db.scalars(query))
