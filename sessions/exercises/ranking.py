"""What is most important? Each person puts the themes in an order of their own."""

from __future__ import annotations

from wtforms import SelectField, StringField

from sessions.exercises.answers import SpokenForm, said, trimmed
from sessions.exercises.kind import ExerciseKind
from sessions.exercises.moment import WALL_CHOICES


class RankingSettings(SpokenForm):
    """`analysis` is the key of the analysis whose themes are put in order."""

    wall = SelectField(said("Op de wand"), choices=WALL_CHOICES, default="preconditions")
    analysis = StringField(said("Welke thema’s"), filters=[trimmed], default="preconditions")


class Ranking(ExerciseKind):
    name = "ranking"
    title = said("Rangorde")
    purpose = said("Iedereen zet de thema’s op volgorde: wat is het belangrijkst?")
    icon = "list-ordered"
    settings_form = RankingSettings

    @property
    def answered(self) -> bool:
        return True
