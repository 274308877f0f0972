"""Choose: one or several of a few lines, something else in own words when that is allowed, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    Form,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)

from sessions.exercises import Draft
from sessions.exercises.answers import AtMost, SpokenForm, choices_of, said, trimmed, trimmed_lines
from sessions.focus.forms.form import LONGEST_WHY, WHY, QuestionForm, Settings, chosen_why, form_of
from sessions.focus.forms.lines import LONGEST_LINE, Lines, keyed, keys_of, lines_of, text_of

NOTHING = said("Kies eerst iets.")
GONE = said("Iemand koos al een antwoord dat je weghaalt. Je kunt de woorden wel aanpassen.")
ONE = said("Mensen kozen al meer dan één antwoord. Laat meer keuzes toe.")


class ChoiceSettings(SpokenForm):
    options = TextAreaField(
        said("Waaruit kiezen mensen?"),
        description=said("Eén keuze per regel."),
        validators=[Lines(2, 20)],
    )
    several = BooleanField(said("Mensen mogen er meer dan één kiezen"))
    other = BooleanField(said("Mensen mogen iets anders schrijven"))
    why = BooleanField(WHY)


class Choice(QuestionForm):
    name = "choice"
    title = said("Keuze")
    purpose = said("Mensen kiezen uit wat jij aanbiedt.")
    icon = "circle-check"
    settings_form = ChoiceSettings

    def settings(self, form: Form, known: Settings) -> dict[str, Any]:
        made = super().settings(form, known)
        return made | {"options": keyed(lines_of(form["options"].data), known.get("options", ()))}

    def filled(self, settings: Settings) -> dict[str, Any]:
        return super().filled(settings) | {"options": "\n".join(self.words(settings))}

    def loses(self, known: Settings, wanted: Settings) -> str:
        if set(keys_of(known, "options")) - set(keys_of(wanted, "options")):
            return GONE
        return ONE if known.get("several") and not wanted.get("several") else ""

    def words(self, settings: Settings) -> Sequence[str]:
        return [each["text"] for each in settings.get("options", ())]

    def seconds(self, settings: Settings) -> int:
        return 25 + (20 if settings.get("several") else 0) + (75 if settings.get("why") else 0)

    def answer_form(self, settings: Settings, data: Any, language: str) -> SpokenForm:
        choices = choices_of(keys_of(settings, "options"))
        label = said("Kies er een of meer") if settings.get("several") else said("Kies er een")
        check = [_Chosen()]
        fields: dict[str, Any] = {
            "chosen": SelectMultipleField(label, choices=choices, validate_choice=False, validators=check)
            if settings.get("several")
            else RadioField(label, choices=choices, default="", validate_choice=False, validators=check)
        }
        if settings.get("other"):
            fields["other"] = StringField(
                said("Iets anders"), filters=[trimmed], validators=[AtMost(LONGEST_LINE)]
            )
        if settings.get("why"):
            fields["why"] = TextAreaField(
                said("Waarom?"), filters=[trimmed_lines], validators=[AtMost(LONGEST_WHY)]
            )
        return form_of(fields).read(data, language)

    def draft(self, settings: Settings, form: Form, language: str) -> Draft:
        options = settings["options"]
        chosen = [each["key"] for each in options if each["key"] in _chosen(form)]
        other, why = (form[name].data if name in form else "" for name in ("other", "why"))
        words = [text_of(options, key) for key in chosen] + ([other] if other else [])
        return chosen_why(", ".join(words), why, chosen=chosen, other=other)

    def again(self, text: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {name: fields.get(name) for name in ("chosen", "other", "why")}


def _chosen(form: Form) -> list[str]:
    data = form["chosen"].data
    return [data] if isinstance(data, str) and data else list(data or ())


class _Chosen:
    """Something is chosen or written, and only what stands there."""

    def __call__(self, form: Form, field: Field) -> None:
        known = {choice.value for choice in getattr(field, "choices", ())}
        chosen = _chosen(form)
        other = form["other"].data if "other" in form else ""
        alone = isinstance(field, RadioField)
        if not set(chosen) <= known or (not chosen and not other) or (alone and chosen and other):
            sentence = said("Kies er een, of schrijf iets anders: niet allebei.")
            raise ValidationError(field.gettext(sentence if alone and chosen and other else NOTHING))
