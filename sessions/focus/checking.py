"""What a round, a question or a stimulus of a guide must be: everything that is wrong, next to its field.

The same rules hold for the editor, for a document that is brought in and for a script.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from wtforms import ValidationError

from sessions import words
from sessions.errors import Invalid
from sessions.exercises.answers import SpokenForm, as_form, errors_of
from sessions.focus.forms import FORMS, form_named
from sessions.focus.shape import (
    LONGEST_ALTERNATIVE,
    LONGEST_PROMPT,
    LONGEST_SEGMENT,
    LONGEST_STIMULUS,
    LONGEST_TITLE,
    LONGEST_WELCOME,
    MOST_SEGMENTS,
    VISIBILITIES,
    GuideQuestion,
    GuideRound,
    GuideStimulus,
)
from sessions.focus.times import moment

said = words.mark
LONGEST_OPEN = timedelta(days=92)
TOO_LONG = said("Dit is te lang: er passen %(limit)d tekens.")
Errors = dict[str, list[str]]


class Checked:
    """Errors by field, in one language."""

    def __init__(self, language: str) -> None:
        self.language, self.errors = language, Errors()

    def wrong(self, field: str, sentence: str, **values: Any) -> None:
        self.errors.setdefault(field, []).append(words.say(self.language, sentence, **values))

    def within(self, field: str, text: str, limit: int) -> None:
        if len(text) > limit:
            self.wrong(field, TOO_LONG, limit=limit)


def require(errors: Errors) -> None:
    """Raises: Invalid when something is wrong."""
    if errors:
        raise Invalid(errors)


def round_errors(each: GuideRound, zone: str, language: str) -> Errors:
    """Its fields are title, welcome, opens and closes; clock times are on the calendar already."""
    checked = Checked(language)
    if not each.title:
        checked.wrong("title", said("Geef de ronde een naam."))
    checked.within("title", each.title, LONGEST_TITLE)
    checked.within("welcome", each.welcome, LONGEST_WELCOME)
    moments = []
    for field, clock in (("opens", each.opens), ("closes", each.closes)):
        try:
            moments.append(moment(clock, zone))
        except (ValueError, OverflowError):
            checked.wrong(field, said("Kies een dag en een uur."))
    if len(moments) == 2 and moments[1] <= moments[0]:
        checked.wrong("closes", said("Een ronde sluit nadat ze opent."))
    elif len(moments) == 2 and moments[1] - moments[0] > LONGEST_OPEN:
        checked.wrong("closes", said("Een ronde staat hoogstens drie maanden open."))
    return checked.errors


def question_errors(asked: GuideQuestion, language: str, *, to: Collection[int] | None = None) -> Errors:
    """Its fields are prompt, title, form, visibility and segments; those of the form's settings keep their
    own names. `to` are the ids of the questions to which people may be asked to react; None where a document
    names its questions in another way."""
    checked = Checked(language)
    if not asked.prompt:
        checked.wrong("prompt", said("Schrijf de vraag."))
    checked.within("prompt", asked.prompt, LONGEST_PROMPT)
    checked.within("title", asked.title, LONGEST_TITLE)
    if asked.visibility not in VISIBILITIES:
        checked.wrong("visibility", said("Kies wie de antwoorden ziet."))
    _segments(checked, asked.segments)
    if asked.form not in FORMS:
        checked.wrong("form", said("Kies een vorm voor de vraag."))
        return checked.errors
    form = settings_form(asked.form, form_named(asked.form).filled(asked.settings), language, to=to)
    if not form.validate():
        checked.errors |= errors_of(form)
    return checked.errors


def settings_form(name: str, data: Any, language: str, *, to: Collection[int] | None = None) -> SpokenForm:
    """The settings form of that form, filled. `data` is JSON, form data or None."""
    given = as_form(data) if isinstance(data, dict) else data
    form = form_named(name).settings_form.read(given, language)
    if "to" in form:
        field: Any = form["to"]
        field.choices = [(each, str(each)) for each in to or ()]
        if to is None:
            del form.to  # type: ignore[attr-defined]
        else:
            field.validators = (*field.validators, _Known())
            field.validate_choice = False
    return form


class _Known:
    def __call__(self, form: SpokenForm, field: Any) -> None:
        if field.data not in {value for value, *_ in field.iter_choices()}:
            sentence = said("Kies een vraag waarvan mensen elkaars antwoorden lezen.")
            raise ValidationError(field.gettext(sentence))


def _segments(checked: Checked, segments: Sequence[str]) -> None:
    if len(segments) > MOST_SEGMENTS:
        checked.wrong("segments", said("Er passen er %(most)d."), most=MOST_SEGMENTS)
    for each in segments:
        checked.within("segments", each, LONGEST_SEGMENT)


def stimulus_errors(each: GuideStimulus, language: str, *, named_only: bool = False) -> Errors:
    """Its fields are text, alternative and picture. `named_only` lets an image be only its description."""
    checked = Checked(language)
    if each.kind == "text":
        if not each.text:
            checked.wrong("text", said("Schrijf de tekst die mensen eerst lezen."))
        checked.within("text", each.text, LONGEST_STIMULUS)
        return checked.errors
    if not each.alternative:
        sentence = said("Beschrijf wat op het beeld staat, voor wie het niet ziet.")
        checked.wrong("alternative", sentence)
    checked.within("alternative", each.alternative, LONGEST_ALTERNATIVE)
    checked.within("text", each.text, LONGEST_TITLE)
    if each.picture is None and not named_only:
        checked.wrong("picture", said("Kies een beeld."))
    return checked.errors
