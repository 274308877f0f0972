"""A question of a focus group's guide. Its form, its answers and its settings live in `sessions.focus`."""

from __future__ import annotations

from sessions.exercises.answers import SpokenForm, said
from sessions.exercises.kind import ExerciseKind


class QuestionSettings(SpokenForm):
    """Nothing here: the form of the question says what it needs (`sessions.focus.forms`)."""


class Question(ExerciseKind):
    name = "question"
    title = said("Vraag van een focusgroep")
    purpose = said("Mensen antwoorden op hun eigen moment, verspreid over dagen.")
    icon = "message-square-text"
    settings_form = QuestionSettings
    contributes = ("answer", "reply")
    feeds = ("answer", "reply")
    in_hall = False


class Interview(ExerciseKind):
    name = "interview"
    title = said("Diepte-interview")
    purpose = said("Notities van een gesprek, ingevoerd door wie het voerde.")
    icon = "file-text"
    settings_form = QuestionSettings
    contributes = ("interview",)
    feeds = ("interview",)
    in_hall = False
