"""What a table shares in plenary: one finding, confirmed by the table before anybody else sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import Form, IntegerField, SelectField, TextAreaField
from wtforms.validators import Optional

from sessions.exercises.answers import AtMost, Needed, SpokenForm, said, trimmed_lines
from sessions.exercises.kind import Column, Draft, ExerciseKind
from sessions.exercises.moment import WALL_CHOICES
from sessions.models import FINDING


class FindingAnswer(SpokenForm):
    """`over` is the contribution that its author saw as the table's finding."""

    text = TextAreaField(
        said("Wat stellen jullie vast?"),
        filters=[trimmed_lines],
        validators=[Needed(said("Schrijf eerst wat jullie vaststellen. Eén zin is genoeg.")), AtMost(140)],
    )
    explanation = TextAreaField(
        said("Waaraan zie je dat?"), filters=[trimmed_lines], validators=[AtMost(200)]
    )
    over = IntegerField(validators=[Optional()])


class FindingSettings(SpokenForm):
    wall = SelectField(said("Op de wand"), choices=WALL_CHOICES, default="findings")


class Findings(ExerciseKind):
    name = "findings"
    title = said("Vaststelling per tafel")
    purpose = said("Elke tafel deelt één vaststelling, nadat ze het er samen over eens is.")
    icon = "megaphone"
    settings_form = FindingSettings
    answer_form = FindingAnswer
    contributes = ("finding",)
    at_tables = True
    columns = (Column("explanation", said("Waaraan de tafel dat ziet")),)

    def answer(self, data: Any, *, language: str, levers: Sequence[str]) -> Form:
        return FindingAnswer.read(data, language)

    def draft(self, answer: Form) -> Draft:
        explanation = answer["explanation"].data
        return Draft(
            "finding",
            answer["text"].data,
            fields={"explanation": explanation} if explanation else {},
            place=FINDING,
            over=answer["over"].data,
        )

    def again(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return {"text": item["text"], "explanation": item.get("explanation"), "over": item["id"]}

    def card(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {"explanation": fields.get("explanation")}

    def row(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {"explanation": fields.get("explanation", "")}
