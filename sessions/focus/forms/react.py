"""React to n others: read what people answered to an earlier question, and answer some of them."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, Form, SelectField, TextAreaField

from sessions.exercises import Draft
from sessions.exercises.answers import AtMost, Needed, SpokenForm, said, trimmed_lines
from sessions.focus.forms.form import LONGEST_ANSWER, QuestionForm, Settings, answered
from sessions.focus.forms.numbers import Count
from sessions.focus.forms.open import EMPTY

MOST = 10


class ReactSettings(SpokenForm):
    """`to` is the id of the question whose answers people react to; the page fills its choices."""

    to = SelectField(said("Op welke vraag reageren mensen?"), choices=[], coerce=int)
    needed = Count(said("Op hoeveel anderen?"), least=1, most=MOST, default=2)
    note = BooleanField(said("Vraag ook wat hun opviel"))


class ReactAnswer(SpokenForm):
    text = TextAreaField(
        said("Wat viel je op?"),
        filters=[trimmed_lines],
        validators=[Needed(EMPTY), AtMost(LONGEST_ANSWER)],
    )


class React(QuestionForm):
    """Its own answer is what people noticed, and only where that is asked (`note`). Whether somebody did what
    was asked is counted from the replies: see `sessions.focus.behind`."""

    name = "react"
    title = said("Reageren op anderen")
    purpose = said("Mensen lezen wat anderen schreven en reageren op een paar van hen.")
    icon = "corner-down-right"
    settings_form = ReactSettings

    def seconds(self, settings: Settings) -> int:
        """Per reaction half a minute to read and choose and a minute to write."""
        return 90 * int(settings.get("needed", 2)) + (60 if settings.get("note") else 0)

    def takes_answer(self, settings: Settings) -> bool:
        return bool(settings.get("note"))

    def feeds_with(self, settings: Settings) -> bool:
        return self.takes_answer(settings)

    def answer_form(self, settings: Settings, data: Any, language: str) -> SpokenForm:
        return ReactAnswer.read(data, language)

    def draft(self, settings: Settings, form: Form, language: str) -> Draft:
        return answered(form["text"].data, needed=settings.get("needed", 2))
