"""Acts of staff on a guide, to test with: each by a name, and what the guide is before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from focus_builders import GUIDE, OPTIONS, Focus
from sqlalchemy import select

from sessions import saying, undoing
from sessions.exercises.answers import as_form
from sessions.focus import asked, questions, replacing, rounds, stimuli
from sessions.focus.forms import form_named
from sessions.focus.shape import GuideQuestion, GuideRound, GuideStimulus
from sessions.models import Analysis, Exercise, Question, Round, Stimulus

GUIDE_KINDS = frozenset({"round", "question", "stimulus"})
MORE = GuideQuestion("Wat neem je mee?", title="Meenemen")
PIXEL = "iVBORw0KGgo="


def rows(focus: Focus) -> dict[str, Any]:
    """Everything of the guide, as plain values."""
    found = {}
    with focus.house.store.reading() as db:
        for model in (Round, Exercise, Question, Stimulus, Analysis):
            columns = model.__table__.columns
            found[model.__tablename__] = sorted(tuple(row) for row in db.execute(select(*columns)).all())
    return {name: [tuple(map(repr, row)) for row in each] for name, each in found.items()}


def titles(focus: Focus) -> list[list[str]]:
    with focus.house.store.reading() as db:
        return [
            [each.step.title for each in asked.questions_in(db, row)]
            for row in asked.rounds(db, focus.workshop_id)
        ]


def answer(focus: Focus, title: str, data: dict[str, Any], *, who: int = 0) -> int:
    """An answer of that member, as it would come from their page; returns its id."""
    person, exercise_id = focus.members[who], focus.questions[title]

    def say(db: Any) -> int:
        each = asked.question(db, focus.workshop_id, exercise_id)
        draft = form_named(each.question.form).answer(each.step.settings, as_form(data), "nl")
        speaker = saying.Speaker(person.id, None, "nl", group_id=person.group_id)
        key, now = f"key-{exercise_id}-{person.id}", focus.house.now()
        return saying.add(db, each.step, speaker, draft, key=key, state="shown", now=now).id

    return focus.house.write(say)


def act(focus: Focus, verb: Any, *arguments: Any, **values: Any) -> Any:
    """The verb, done by the moderator of that workshop."""
    actor, now = focus.moderator, focus.house.now()
    first = arguments[:1] if verb in _ONE else ()
    rest = arguments[len(first) :]
    return focus.house.write(lambda db: verb(db, focus.workshop_id, *first, actor, *rest, now=now, **values))


# Verbs that are about one row, named before the actor.
_ONE = (
    rounds.change_round,
    rounds.move_round,
    rounds.remove_round,
    questions.add_question,
    questions.change_question,
    questions.copy_question,
    questions.move_question,
    questions.remove_question,
    stimuli.add,
    stimuli.change,
    stimuli.fill,
    stimuli.move,
    stimuli.remove,
)


def undo(focus: Focus) -> str:
    now = focus.house.now()
    return focus.house.write(
        lambda db: undoing.undo_in_hall(
            db, focus.workshop_id, focus.moderator, seen=None, now=now, kinds=GUIDE_KINDS
        )
    )


def redo(focus: Focus) -> str:
    now = focus.house.now()
    return focus.house.write(
        lambda db: undoing.redo_in_hall(
            db, focus.workshop_id, focus.moderator, seen=None, now=now, kinds=GUIDE_KINDS
        )
    )


def value(focus: Focus, title: str, **changed: Any) -> GuideQuestion:
    with focus.house.store.reading() as db:
        each = asked.question(db, focus.workshop_id, focus.questions[title])
        return replace(questions.value_of(each), **changed)


DAY = GuideRound("Afronden", "2026-11-26T09:00", "2026-11-27T20:00", "Bijna klaar.")
EARLY = replace(DAY, opens="2026-11-23T09:00")
CHOICE = GuideQuestion(
    "Wat eerst?",
    form="ranking",
    visibility="open",
    required=False,
    segments=("ouder",),
    settings={"items": OPTIONS},
)
PICTURE = GuideStimulus("image", "Tuin", "Een tuin", "image/png", PIXEL)


def on(title: str, verb: Any, *arguments: Any, **values: Any) -> Callable[[Focus], Any]:
    """That act on the question with that title."""
    return lambda focus: act(focus, verb, focus.questions[title], *arguments, **values)


def worded(title: str, **changed: Any) -> Callable[[Focus], Any]:
    """The question with that title, changed in that way."""
    return lambda focus: act(
        focus, questions.change_question, focus.questions[title], value(focus, title, **changed)
    )


def another(focus: Focus) -> int:
    after = focus.questions["Wie ben je?"]
    return int(act(focus, questions.add_question, focus.rounds[0], MORE, after=after))


ACTS: dict[str, Callable[[Focus], Any]] = {
    "a round more": lambda focus: act(focus, rounds.add_round, DAY),
    "another hour": lambda focus: act(focus, rounds.change_round, focus.rounds[0], EARLY),
    "the last round first": lambda focus: act(focus, rounds.move_round, focus.rounds[1], 1),
    "a round less": lambda focus: act(focus, rounds.remove_round, focus.rounds[1]),
    "a question more": another,
    "another form": on("Welkom", questions.change_question, CHOICE),
    "other words": worded("Welkom", prompt="Waar hoor je bij?"),
    "a copy": on("Welkom", questions.copy_question),
    "earlier": on("Welkom", questions.move_question, -1),
    "into the next round": on("Liever niet in de groep", questions.move_question, 1),
    "into the round before": on("Belangrijkst", questions.move_question, -1),
    "a question less": on("Wie ben je?", questions.remove_question),
    "a picture": on("Welkom", stimuli.add, PICTURE),
    "another guide": lambda focus: act(focus, replacing.put, replace(GUIDE, rounds=GUIDE.rounds[:1])),
    "rounds behind": lambda focus: act(focus, replacing.put, GUIDE, behind=True),
}
