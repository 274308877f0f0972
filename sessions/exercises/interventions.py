"""List and characterise interventions: what gives you a warm heart, why does it work, what does it take.

The form may never look like a funding application: only the title is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from sessions.exercises.answers import (
    AtMost,
    Needed,
    Part,
    SpokenForm,
    choices_of,
    said,
    trimmed,
    trimmed_lines,
)
from sessions.exercises.kind import Column, Draft, ExerciseKind
from sessions.exercises.moment import WALL_CHOICES

MOST_REASONS = 12
SWITCHES = ("formal", "existing", "here")
_EITHER = choices_of(("", "yes", "no"))


class Line(SpokenForm):
    """One reason or one precondition. `key` is the name that the phone gave this line."""

    key = StringField(filters=[trimmed], validators=[AtMost(64)])
    text = StringField(filters=[trimmed], validators=[AtMost(280)])


class InterventionAnswer(SpokenForm):
    """Switches are empty until touched: *yes* and *no* are answers, empty is none."""

    title = StringField(
        said("Geef het een naam"),
        filters=[trimmed],
        validators=[Needed(said("Geef het eerst een naam. Een paar woorden zijn genoeg.")), AtMost(80)],
    )
    what = TextAreaField(said("Wat gebeurt er?"), filters=[trimmed_lines], validators=[AtMost(600)])
    who = StringField(said("Wie doet het?"), filters=[trimmed], validators=[AtMost(200)])
    formal = RadioField(said("Formeel of informeel"), choices=_EITHER, default="")
    existing = RadioField(said("Bestaat het of wens je het"), choices=_EITHER, default="")
    here = RadioField(said("Hier of in het buitenland"), choices=_EITHER, default="")
    levers = SelectMultipleField(said("Wat doet het vooral?"), choices=[])
    reasons = FieldList(Part(Line), said("Waarom werkt het?"))
    preconditions = FieldList(Part(Line), said("Wat is er nodig om dit te laten lukken?"))
    obstacle = TextAreaField(said("Wat stond in de weg?"), filters=[trimmed_lines], validators=[AtMost(600)])

    def validate_reasons(self, field: FieldList[Any]) -> None:
        _not_too_many(field)

    def validate_preconditions(self, field: FieldList[Any]) -> None:
        _not_too_many(field)


def _not_too_many(field: FieldList[Any]) -> None:
    if len(field.entries) > MOST_REASONS:
        entry = field.entries[MOST_REASONS].form.text
        message = field.gettext(said("Er passen er %(most)d in een bijdrage. Zet de rest in een nieuwe."))
        entry.errors = [*entry.errors, message % {"most": MOST_REASONS}]
        field.errors = [*field.errors, message % {"most": MOST_REASONS}]


class InterventionSettings(SpokenForm):
    wall = SelectField(said("Op de wand"), choices=WALL_CHOICES, default="cards")
    approval = BooleanField(said("Eerst nalezen, dan pas op de wand"))


class Interventions(ExerciseKind):
    name = "interventions"
    title = said("Interventies")
    purpose = said("Lijst op wat werkt, waarom het werkt en wat ervoor nodig is.")
    icon = "heart"
    settings_form = InterventionSettings
    answer_form = InterventionAnswer
    contributes = ("intervention", "reason", "precondition", "obstacle")
    feeds = ("reason", "precondition")
    columns = (
        Column("what", said("Wat er gebeurt")),
        Column("who", said("Wie het doet")),
        Column("formal", said("formal of informal; leeg is niet gezegd")),
        Column("existing", said("existing of wished; leeg is niet gezegd")),
        Column("here", said("here of abroad; leeg is niet gezegd")),
    )

    def answer(self, data: Any, *, language: str, levers: Sequence[str]) -> Form:
        form = InterventionAnswer.read(data, language)
        cast(SelectMultipleField, form["levers"]).choices = choices_of(levers)
        return form

    def draft(self, answer: Form) -> Draft:
        fields = {name: answer[name].data for name in ("what", "who") if answer[name].data}
        fields |= {name: answer[name].data == "yes" for name in SWITCHES if answer[name].data}
        children = [
            Draft(kind, line["text"], line["key"])
            for kind, name in (("reason", "reasons"), ("precondition", "preconditions"))
            for line in answer[name].data
            if line["text"]
        ]
        if answer["obstacle"].data:
            children.append(Draft("obstacle", answer["obstacle"].data))
        return Draft(
            "intervention",
            answer["title"].data,
            fields=fields,
            levers=tuple(dict.fromkeys(answer["levers"].data or ())),
            children=tuple(children),
        )

    def again(self, item: Mapping[str, Any]) -> dict[str, Any]:
        parts = {
            kind: [part for part in item["parts"] if part["kind"] == kind]
            for kind in ("reason", "precondition", "obstacle")
        }
        return {
            "title": item["text"],
            **{name: item.get(name) for name in ("what", "who", *SWITCHES)},
            "levers": item["levers"],
            "reasons": [{"key": part["key"], "text": part["text"]} for part in parts["reason"]],
            "preconditions": [{"key": part["key"], "text": part["text"]} for part in parts["precondition"]],
            "obstacle": next((part["text"] for part in parts["obstacle"]), None),
        }

    def card(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {name: fields.get(name) for name in ("what", "who", *SWITCHES)}

    def row(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        said_as = {
            "formal": ("formal", "informal"),
            "existing": ("existing", "wished"),
            "here": ("here", "abroad"),
        }
        row: dict[str, Any] = {name: fields.get(name, "") for name in ("what", "who")}
        for name, (yes, no) in said_as.items():
            row[name] = "" if fields.get(name) is None else (yes if fields[name] else no)
        return row
