"""Put in order: people say what comes first, second, third."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, Form, SelectField, TextAreaField, ValidationError

from sessions.exercises import Draft
from sessions.exercises.answers import AtMost, SpokenForm, choices_of, said, trimmed_lines
from sessions.focus.forms.form import LONGEST_WHY, WHY, QuestionForm, Settings, chosen_why, form_of
from sessions.focus.forms.lines import Lines, keyed, keys_of, lines_of, text_of

OTHER_LINES = said("Mensen zetten deze regels al in volgorde. Je kunt alleen de woorden aanpassen.")
TWICE = said("Geef elke regel een eigen plaats: een plaats komt nu twee keer voor.")


class RankingSettings(SpokenForm):
    items = TextAreaField(
        said("Wat zetten mensen in volgorde?"),
        description=said("Eén per regel. Mensen zien ze elk in een andere volgorde."),
        validators=[Lines(2, 12)],
    )
    why = BooleanField(WHY)


class Ranking(QuestionForm):
    name = "ranking"
    title = said("Rangschikken")
    purpose = said("Mensen zetten in volgorde wat voor hen telt.")
    icon = "list-ordered"
    settings_form = RankingSettings

    def settings(self, form: Form, known: Settings) -> dict[str, Any]:
        made = super().settings(form, known)
        return made | {"items": keyed(lines_of(form["items"].data), known.get("items", ()))}

    def filled(self, settings: Settings) -> dict[str, Any]:
        return super().filled(settings) | {"items": "\n".join(self.words(settings))}

    def loses(self, known: Settings, wanted: Settings) -> str:
        return OTHER_LINES if set(keys_of(known, "items")) != set(keys_of(wanted, "items")) else ""

    def words(self, settings: Settings) -> Sequence[str]:
        return [each["text"] for each in settings.get("items", ())]

    def seconds(self, settings: Settings) -> int:
        return 20 + 10 * len(settings.get("items", ())) + (75 if settings.get("why") else 0)

    def answer_form(self, settings: Settings, data: Any, language: str) -> SpokenForm:
        """A field `place-KEY` for each line: the place that somebody gives it, from 1."""
        keys = keys_of(settings, "items")
        places = choices_of([str(each) for each in range(1, len(keys) + 1)])
        fields: dict[str, Any] = {
            f"place-{key}": SelectField(
                text_of(settings["items"], key),
                choices=places,
                validate_choice=False,
                validators=[_OwnPlace(keys)],
            )
            for key in keys
        }
        if settings.get("why"):
            fields["why"] = TextAreaField(
                said("Waarom staat de eerste bovenaan?"),
                filters=[trimmed_lines],
                validators=[AtMost(LONGEST_WHY)],
            )
        return form_of(fields).read(data, language)

    def draft(self, settings: Settings, form: Form, language: str) -> Draft:
        order = sorted(keys_of(settings, "items"), key=lambda key: int(form[f"place-{key}"].data))
        why = form["why"].data if "why" in form else ""
        lines = [f"{place}. {text_of(settings['items'], key)}" for place, key in enumerate(order, start=1)]
        return chosen_why("\n".join(lines), why, order=order)

    def again(self, text: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        order = fields.get("order", ())
        return {"place": {key: place for place, key in enumerate(order, start=1)}, "why": fields.get("why")}


class _OwnPlace:
    """A place from 1 that no other line has."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = keys

    def __call__(self, form: Form, field: Any) -> None:
        places = [form[f"place-{key}"].data for key in self.keys]
        if field.data not in {str(each) for each in range(1, len(self.keys) + 1)}:
            raise ValidationError(field.gettext(said("Geef deze regel een plaats.")))
        if places.count(field.data) > 1:
            raise ValidationError(field.gettext(TWICE))
