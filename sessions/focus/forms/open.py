"""An open question: people answer in their own words."""

from __future__ import annotations

from typing import Any

from wtforms import Form, SelectField, TextAreaField

from sessions.exercises import Draft
from sessions.exercises.answers import AtMost, Needed, SpokenForm, choices_of, said, trimmed_lines
from sessions.focus.forms.form import LONGEST_ANSWER, QuestionForm, Settings, answered

SECONDS = {"short": 75, "usual": 180, "long": 360}
EMPTY = said("Schrijf eerst iets. Eén zin is genoeg.")


class OpenSettings(SpokenForm):
    length = SelectField(said("Hoeveel verwacht je?"), choices=choices_of(tuple(SECONDS)), default="usual")


class OpenAnswer(SpokenForm):
    text = TextAreaField(
        said("Je antwoord"), filters=[trimmed_lines], validators=[Needed(EMPTY), AtMost(LONGEST_ANSWER)]
    )


class Open(QuestionForm):
    name = "open"
    title = said("Open vraag")
    purpose = said("Mensen antwoorden in hun eigen woorden.")
    icon = "message-square-text"
    settings_form = OpenSettings
    feeds = True

    def seconds(self, settings: Settings) -> int:
        return SECONDS[settings.get("length", "usual")]

    def answer_form(self, settings: Settings, data: Any, language: str) -> SpokenForm:
        return OpenAnswer.read(data, language)

    def draft(self, settings: Settings, form: Form, language: str) -> Draft:
        return answered(form["text"].data)
