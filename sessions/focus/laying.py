"""A guide becomes rounds, questions, stimuli and analyses of a workshop: the rows, without a journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sessions.focus.forms import form_named
from sessions.focus.shape import Guide, GuideQuestion, GuideStimulus, on_calendar, short
from sessions.models import Analysis, Exercise, Question, Round, Stimulus

LONGEST_ANALYSIS = 200
ABOUT_ANSWERS = ("answer", "answer reply")
"""What an analysis of a question feeds on: its answers, or also what was said to them and to probes."""


def lay(db: Session, workshop_id: int, guide: Guide, first: date) -> list[Any]:
    """The workshop has the rounds of the guide behind those that it has; returns all new rows.

    The guide was validated. `first` is the day from which its days are counted.
    """
    made: list[Any] = []
    ids: dict[tuple[int, int], int] = {}
    position, step = last_positions(db, workshop_id)
    for number, each in enumerate(guide.rounds, start=1):
        opens, closes = on_calendar(each.opens, first), on_calendar(each.closes, first)
        values = {"title": each.title, "welcome": each.welcome, "opens": opens, "closes": closes}
        day = Round(workshop_id=workshop_id, position=position + number, **values)
        db.add(day)
        db.flush()
        made.append(day)
        for place, asked in enumerate(each.questions, start=1):
            step += 1
            rows = question_rows(db, workshop_id, day.id, asked, step)
            ids[number, place] = rows[0].id
            made += rows
    _point_reactions(db, guide, ids)
    return made


def last_positions(db: Session, workshop_id: int) -> tuple[int, int]:
    """The position of the last round and of the last question; 0 where there is none."""
    rounds = select(func.max(Round.position)).where(Round.workshop_id == workshop_id)
    steps = select(func.max(Exercise.position)).where(Exercise.workshop_id == workshop_id)
    return db.scalar(rounds) or 0, db.scalar(steps) or 0


def question_rows(
    db: Session, workshop_id: int, round_id: int, asked: GuideQuestion, position: int
) -> list[Any]:
    """The question with its stimuli and its analysis; the step is the first of the rows."""
    step = Exercise(
        workshop_id=workshop_id,
        kind="question",
        position=position,
        title=asked.title or short(asked.prompt),
        prompt=asked.prompt,
        minutes=1,
        settings=dict(asked.settings),
    )
    db.add(step)
    db.flush()
    question = Question(
        exercise_id=step.id,
        round_id=round_id,
        form=asked.form,
        visibility=asked.visibility,
        required=asked.required,
        segments=list(asked.segments),
    )
    db.add(question)
    stimuli = [stimulus_row(step.id, place, each) for place, each in enumerate(asked.stimuli, start=1)]
    db.add_all(stimuli)
    db.flush()
    return [step, question, *stimuli, *analysis_rows(db, step, asked.form, asked.settings)]


def stimulus_row(exercise_id: int, position: int, each: GuideStimulus) -> Stimulus:
    return Stimulus(exercise_id=exercise_id, position=position, **vars(each))


def analysis_rows(db: Session, step: Exercise, form: str, settings: Mapping[str, Any]) -> list[Analysis]:
    """The analysis of the answers, for a question that is answered in words of one's own, if only in why."""
    if not form_named(form).feeds_with(settings):
        return []
    return [analysis_row(db, step, step.prompt or step.title, "answer")]


def analysis_row(db: Session, step: Exercise, question: str, feeds_on: str) -> Analysis:
    """The analysis of what was said in that step, behind those that are there."""
    place = select(func.max(Analysis.position)).where(Analysis.workshop_id == step.workshop_id)
    analysis = Analysis(
        workshop_id=step.workshop_id,
        position=(db.scalar(place) or 0) + 1,
        key=_free_key(db, step),
        question=question[:LONGEST_ANALYSIS],
        feeds_on=feeds_on,
        exercise_id=step.id,
        towards="themes",
    )
    db.add(analysis)
    db.flush()
    return analysis


def analysis_of(db: Session, exercise_id: int) -> Analysis | None:
    """The analysis that was made with the question: the first one about its answers."""
    return db.scalar(
        select(Analysis)
        .where(Analysis.exercise_id == exercise_id, Analysis.feeds_on.in_(ABOUT_ANSWERS))
        .order_by(Analysis.position, Analysis.id)
        .limit(1)
    )


def _free_key(db: Session, step: Exercise) -> str:
    """A workshop that was brought in holds keys with the numbers that its questions had elsewhere."""
    taken = set(db.scalars(select(Analysis.key).where(Analysis.workshop_id == step.workshop_id)))
    usual = f"q{step.id}"
    return next(key for key in (usual, *(f"{usual}-{each}" for each in range(2, 1000))) if key not in taken)


def _point_reactions(db: Session, guide: Guide, ids: dict[tuple[int, int], int]) -> None:
    """A reaction points at the id of its question, which may stand behind it."""
    for number, each in enumerate(guide.rounds, start=1):
        for place, asked in enumerate(each.questions, start=1):
            if asked.to is not None:
                step = db.get_one(Exercise, ids[number, place])
                step.settings = {**step.settings, "to": ids[asked.to]}
    db.flush()


def stimuli_of(rows: Sequence[Stimulus]) -> tuple[GuideStimulus, ...]:
    """Stimuli as values."""
    return tuple(
        GuideStimulus(each.kind, each.text, each.alternative, each.media_type, each.picture) for each in rows
    )
