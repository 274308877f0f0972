"""Is this what you meant? Each person sees where their own contributions were placed, and says yes or no."""

from __future__ import annotations

from wtforms import SelectField

from sessions.exercises.answers import SpokenForm, said
from sessions.exercises.kind import ExerciseKind
from sessions.exercises.moment import WALL_CHOICES


class CheckSettings(SpokenForm):
    wall = SelectField(said("Op de wand"), choices=WALL_CHOICES, default="themes")


class Check(ExerciseKind):
    name = "check"
    title = said("Is dit wat je bedoelde?")
    purpose = said("Iedereen ziet in welk thema de eigen bijdragen staan, en zegt of dat klopt.")
    icon = "circle-check"
    settings_form = CheckSettings

    @property
    def answered(self) -> bool:
        return True
