"""Complete a sentence: the words before and after are given, what stands between is one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import Form, StringField, ValidationError

from sessions.exercises import Draft
from sessions.exercises.answers import AtMost, Needed, SpokenForm, said, trimmed
from sessions.focus.forms.form import QuestionForm, Settings, answered, form_of

GAP = re.compile(r"…|\.{3,}|_{2,}")
MOST_GAPS = 4
LONGEST_GAP = 300
OTHER_GAPS = said("Mensen vulden deze zin al aan. Het aantal open plaatsen blijft daarom.")


class CompleteSettings(SpokenForm):
    sentence = StringField(
        said("De zin om aan te vullen"),
        description=said("Zet drie puntjes waar mensen verder schrijven: Ik voel me thuis als …"),
        filters=[trimmed],
        validators=[Needed(said("Schrijf de zin die mensen aanvullen.")), AtMost(300)],
    )

    def validate_sentence(self, field: StringField) -> None:
        if not 1 <= len(GAP.findall(field.data or "")) <= MOST_GAPS:
            sentence = said("Zet in de zin een tot vier keer drie puntjes, waar mensen verder schrijven.")
            raise ValidationError(field.gettext(sentence))


class Complete(QuestionForm):
    name = "complete"
    title = said("Zin aanvullen")
    purpose = said("Mensen maken een zin af in hun eigen woorden.")
    icon = "text-cursor-input"
    settings_form = CompleteSettings
    feeds = True

    def loses(self, known: Settings, wanted: Settings) -> str:
        return OTHER_GAPS if len(parts_of(known)) != len(parts_of(wanted)) else ""

    def words(self, settings: Settings) -> Sequence[str]:
        return [settings.get("sentence", "")]

    def seconds(self, settings: Settings) -> int:
        return 15 + 35 * (len(parts_of(settings)) - 1)

    def answer_form(self, settings: Settings, data: Any, language: str) -> SpokenForm:
        """A field `gap-NUMBER` (from 0) for each open place."""
        fields = {
            f"gap-{number}": StringField(
                said("Vul aan"),
                filters=[trimmed],
                validators=[Needed(said("Vul hier iets in.")), AtMost(LONGEST_GAP)],
            )
            for number in range(len(parts_of(settings)) - 1)
        }
        return form_of(fields).read(data, language)

    def draft(self, settings: Settings, form: Form, language: str) -> Draft:
        parts = parts_of(settings)
        gaps = [form[f"gap-{number}"].data for number in range(len(parts) - 1)]
        whole = parts[0] + "".join(gap + part for gap, part in zip(gaps, parts[1:], strict=True))
        return answered(whole, gaps=gaps)

    def again(self, text: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {"gap": dict(enumerate(fields.get("gaps", ())))}


def parts_of(settings: Settings) -> list[str]:
    """What stands before, between and after the open places of the sentence: one more than there are."""
    return GAP.split(settings.get("sentence", ""))
