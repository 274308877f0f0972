"""One question, many short answers: a brainstorm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, Form, SelectField, StringField

from sessions.exercises.answers import AtMost, Needed, SpokenForm, said, trimmed
from sessions.exercises.kind import Draft, ExerciseKind
from sessions.exercises.moment import WALL_CHOICES


class IdeaAnswer(SpokenForm):
    text = StringField(
        said("Je idee"),
        filters=[trimmed],
        validators=[Needed(said("Schrijf eerst je idee. Een paar woorden zijn genoeg.")), AtMost(280)],
    )


class IdeaSettings(SpokenForm):
    wall = SelectField(said("Op de wand"), choices=WALL_CHOICES, default="cards")
    approval = BooleanField(said("Eerst nalezen, dan pas op de wand"))


class Ideas(ExerciseKind):
    name = "ideas"
    title = said("Ideeën")
    purpose = said("Eén vraag, veel korte antwoorden: een brainstorm.")
    icon = "lightbulb"
    settings_form = IdeaSettings
    answer_form = IdeaAnswer
    contributes = ("idea",)
    feeds = ("idea",)

    def answer(self, data: Any, *, language: str, levers: Sequence[str]) -> Form:
        return IdeaAnswer.read(data, language)

    def draft(self, answer: Form) -> Draft:
        return Draft("idea", answer["text"].data)

    def again(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return {"text": item["text"]}
