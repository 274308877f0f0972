"""Hang something on the tree: what the hall wants to see grow, at the part where it belongs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from wtforms import BooleanField, Form, SelectField, StringField, ValidationError

from sessions.exercises.answers import AtMost, Needed, SpokenForm, choices_of, said, trimmed
from sessions.exercises.kind import Column, Draft, ExerciseKind
from sessions.exercises.moment import WALL_CHOICES


class VisionAnswer(SpokenForm):
    """`part` is the key of a part, or a kind of part; `lever` the limb, for what hangs higher up."""

    text = StringField(
        said("Wat wil je zien groeien?"),
        filters=[trimmed],
        validators=[Needed(said("Schrijf eerst iets. Een paar woorden zijn genoeg.")), AtMost(80)],
    )
    part = StringField(
        said("Waar hoort het?"), filters=[trimmed], validators=[Needed(said("Kies waar het hoort."))]
    )
    lever = SelectField(said("Bij welke hefboom?"), choices=[], default="")

    def validate_part(self, field: StringField) -> None:
        """The parts of each tree are its own; what is no name of a part cannot be one."""
        if field.data and not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", field.data):
            raise ValidationError(field.gettext(said("Kies waar het hoort.")))


class TreeSettings(SpokenForm):
    wall = SelectField(said("Op de wand"), choices=WALL_CHOICES, default="tree")
    approval = BooleanField(said("Eerst nalezen, dan pas op de wand"))


class Tree(ExerciseKind):
    name = "tree"
    title = said("De boom")
    purpose = said("Mensen hangen aan de boom wat ze willen zien groeien.")
    icon = "tree-deciduous"
    settings_form = TreeSettings
    answer_form = VisionAnswer
    contributes = ("vision",)
    columns = (
        Column("part", said("Het deel van de boom: roots, trunk, branches, crown, of de naam van een wind")),
        Column("lever", said("De hefboom waar het bij hoort; leeg is niet gezegd")),
    )

    def answer(self, data: Any, *, language: str, levers: Sequence[str]) -> Form:
        form = VisionAnswer.read(data, language)
        cast(SelectField, form["lever"]).choices = choices_of(("", *levers))
        return form

    def draft(self, answer: Form) -> Draft:
        fields = {name: answer[name].data for name in ("part", "lever") if answer[name].data}
        return Draft("vision", answer["text"].data, fields=fields)

    def again(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return {"text": item["text"], "part": item.get("part"), "lever": item.get("lever") or ""}

    def card(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {"part": fields.get("part"), "lever": fields.get("lever")}

    def row(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {"part": fields.get("part", ""), "lever": fields.get("lever", "")}
