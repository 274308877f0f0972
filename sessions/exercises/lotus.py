"""The Lotus blossom (Matsumura): a heart, eight petals, and each petal the heart of its own eight.

First a few minutes of private writing, then petals are shared. Places are positions, not ranks; any order
of filling; nobody has to fill all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import Form, IntegerField, SelectField, StringField
from wtforms.validators import Optional

from sessions.exercises.answers import AtMost, Needed, SpokenForm, choices_of, said, trimmed
from sessions.exercises.kind import Draft, ExerciseKind
from sessions.exercises.moment import WALL_CHOICES
from sessions.models import LOTUS

LONGEST_PETAL = 80


class PetalAnswer(SpokenForm):
    """`place` is empty for a note of one's own; `over` is the contribution that its author saw there."""

    text = StringField(
        said("Waarom werkt het?"),
        filters=[trimmed],
        validators=[
            Needed(said("Schrijf eerst iets. Een paar woorden zijn genoeg.")),
            AtMost(LONGEST_PETAL),
        ],
    )
    place = SelectField(said("Plaats"), choices=choices_of(("", *LOTUS)), default="")
    over = IntegerField(validators=[Optional()])


class LotusSettings(SpokenForm):
    wall = SelectField(said("Op de wand"), choices=WALL_CHOICES, default="lotus")


class Lotus(ExerciseKind):
    name = "lotus"
    title = said("Lotusbloem")
    purpose = said(
        "Elke tafel onderzoekt samen waarom iets werkt: acht bladen, en achter elk blad weer acht."
    )
    icon = "flower-2"
    settings_form = LotusSettings
    answer_form = PetalAnswer
    contributes = ("petal",)
    feeds = ("petal",)
    stages = ("private", "shared")
    at_tables = True

    def answer(self, data: Any, *, language: str, levers: Sequence[str]) -> Form:
        return PetalAnswer.read(data, language)

    def draft(self, answer: Form) -> Draft:
        return Draft("petal", answer["text"].data, place=answer["place"].data, over=answer["over"].data)

    def again(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return {"text": item["text"], "place": item.get("place") or "", "over": item["id"]}
