"""A moment without answers: arrival, explanation, a break, looking at the wall together."""

from __future__ import annotations

from wtforms import BooleanField, SelectField

from sessions.exercises.answers import SpokenForm, choices_of, said
from sessions.exercises.kind import ExerciseKind

WALL_VIEWS = (
    "join",
    "cards",
    "findings",
    "lotus",
    "levers",
    "tree",
    "preconditions",
    "sorting",
    "themes",
    "result",
    "solution",
)
WALL_CHOICES = choices_of(WALL_VIEWS)


class MomentSettings(SpokenForm):
    wall = SelectField(said("Op de wand"), choices=WALL_CHOICES, default="join")
    pause = BooleanField(said("Dit is een pauze"))


class Moment(ExerciseKind):
    name = "moment"
    title = said("Moment")
    purpose = said("Onthaal, uitleg, pauze of samen kijken: er wordt niets ingevuld.")
    icon = "clock"
    settings_form = MomentSettings
