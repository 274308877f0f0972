"""What belongs together? Everybody sorts the statements of a question into piles of their own."""

from __future__ import annotations

from wtforms import IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from sessions.exercises.answers import SpokenForm, said
from sessions.exercises.kind import ExerciseKind
from sessions.exercises.moment import WALL_CHOICES


class SortingSettings(SpokenForm):
    """`analysis` is the key of the analysis whose passages are sorted; `most` how many of them each person
    gets, empty is all."""

    wall = SelectField(said("Op de wand"), choices=WALL_CHOICES, default="sorting")
    analysis = SelectField(said("Welke uitspraken"), choices=(), validate_choice=False, default="why")
    most = IntegerField(
        said("Hoogstens zoveel per persoon"),
        description=said("Leeg: iedereen krijgt alles. Veertig is voor de meeste mensen genoeg."),
        validators=[Optional(), NumberRange(min=5, max=400, message=said("Kies een getal van 5 tot 400."))],
    )


class Sorting(ExerciseKind):
    name = "sorting"
    title = said("Sorteren")
    purpose = said("Iedereen legt bij elkaar wat voor hem of haar bij elkaar hoort, op de eigen telefoon.")
    icon = "layers"
    settings_form = SortingSettings

    @property
    def answered(self) -> bool:
        return True
