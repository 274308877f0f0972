"""A scale: people say where they stand between two ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, Form, RadioField, StringField, TextAreaField, ValidationError

from sessions import words
from sessions.exercises import Draft
from sessions.exercises.answers import (
    AtMost,
    Needed,
    SpokenForm,
    choices_of,
    said,
    trimmed,
    trimmed_lines,
)
from sessions.focus.forms.form import LONGEST_WHY, WHY, QuestionForm, Settings, chosen_why, form_of
from sessions.focus.forms.numbers import Count

FEWEST, MOST = 2, 11
OTHER_STEPS = said("Mensen antwoordden al op deze schaal. Het aantal stappen blijft daarom.")


class ScaleSettings(SpokenForm):
    steps = Count(said("Aantal stappen"), least=FEWEST, most=MOST, default=5)
    low = StringField(
        said("Wat betekent de laagste?"),
        filters=[trimmed],
        validators=[Needed(said("Zeg wat dit uiteinde betekent.")), AtMost(60)],
    )
    high = StringField(
        said("Wat betekent de hoogste?"),
        filters=[trimmed],
        validators=[Needed(said("Zeg wat dit uiteinde betekent.")), AtMost(60)],
    )
    why = BooleanField(WHY)


class Scale(QuestionForm):
    name = "scale"
    title = said("Schaal")
    purpose = said("Mensen zeggen waar ze staan tussen twee uitersten.")
    icon = "gauge"
    settings_form = ScaleSettings

    def loses(self, known: Settings, wanted: Settings) -> str:
        return OTHER_STEPS if known.get("steps") != wanted.get("steps") else ""

    def words(self, settings: Settings) -> Sequence[str]:
        return [settings.get("low", ""), settings.get("high", "")]

    def seconds(self, settings: Settings) -> int:
        return 20 + (75 if settings.get("why") else 0)

    def answer_form(self, settings: Settings, data: Any, language: str) -> SpokenForm:
        steps = choices_of([str(each) for each in range(1, settings["steps"] + 1)])
        fields: dict[str, Any] = {
            "value": RadioField(
                said("Waar sta je?"),
                choices=steps,
                default="",
                validate_choice=False,
                validators=[_OnScale(settings["steps"])],
            )
        }
        if settings.get("why"):
            fields["why"] = TextAreaField(
                said("Waarom?"), filters=[trimmed_lines], validators=[AtMost(LONGEST_WHY)]
            )
        return form_of(fields).read(data, language)

    def draft(self, settings: Settings, form: Form, language: str) -> Draft:
        value, why = int(form["value"].data), form["why"].data if "why" in form else ""
        sentence = said("%(value)d van %(steps)d")
        place = words.say(language, sentence, value=value, steps=settings["steps"])
        if value in (1, settings["steps"]):
            place += f" ({settings['low' if value == 1 else 'high']})"
        return chosen_why(place, why, value=value, steps=settings["steps"])

    def again(self, text: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {"value": fields.get("value"), "why": fields.get("why")}


class _OnScale:
    """One of the steps of the scale."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def __call__(self, form: Form, field: Any) -> None:
        if field.data not in {str(each) for each in range(1, self.steps + 1)}:
            raise ValidationError(field.gettext(said("Kies eerst een plaats op de schaal.")))
