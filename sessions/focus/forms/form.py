"""The shape of a question's form. A new form is one file here, two templates, one line in `FORMS`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

from wtforms import Form

from sessions.errors import Invalid
from sessions.exercises import Draft
from sessions.exercises.answers import SpokenForm, errors_of, said

LONGEST_ANSWER = 4000
LONGEST_WHY = 1000
WHY = said("Vraag ook waarom")
READS_PER_MINUTE = 200
Settings = Mapping[str, Any]


class QuestionForm:
    """How a question is asked and answered. Texts are Dutch and go through the catalogues when they are said.

    `feeds` says that answers are always words of people's own, which can be clustered; `feeds_with` whether
    they hold such words with these settings. `settings` everywhere is what stands in the exercise's settings.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    purpose: ClassVar[str]
    icon: ClassVar[str]
    settings_form: ClassVar[type[SpokenForm]]
    feeds: ClassVar[bool] = False

    # --- what the question needs ---------------------------------------------------------------------

    def settings(self, form: Form, known: Settings) -> dict[str, Any]:
        """The settings that a valid settings form says. What was there already (`known`) keeps its key."""
        return {name: value for name, value in form.data.items() if value not in (None, "", False)}

    def filled(self, settings: Settings) -> dict[str, Any]:
        """The settings as an answer to the settings form, for `as_form`."""
        return {name: value for name, value in settings.items() if value is not False}

    def loses(self, known: Settings, wanted: Settings) -> str:
        """The sentence (in Dutch, for the catalogues) why answers would lose their meaning; empty if none."""
        return ""

    def words(self, settings: Settings) -> Sequence[str]:
        """The texts of the question that people read besides its wording."""
        return ()

    def seconds(self, settings: Settings) -> int:
        """How long answering takes somebody who neither rushes nor ponders, reading not counted."""
        raise NotImplementedError

    def feeds_with(self, settings: Settings) -> bool:
        """Whether answers hold words of people's own: all of it, or why they chose what they chose."""
        return self.feeds or bool(settings.get("why"))

    # --- answering -----------------------------------------------------------------------------------

    def takes_answer(self, settings: Settings) -> bool:
        """Whether people write an answer of their own here."""
        return True

    def answer_form(self, settings: Settings, data: Any, language: str) -> SpokenForm:
        """The form of a member, filled with form data (or empty with None); not yet validated."""
        raise NotImplementedError

    def draft(self, settings: Settings, form: Form, language: str) -> Draft:
        """What a valid answer becomes: kind *answer*, readable words, and its values as fields."""
        raise NotImplementedError

    def answer(self, settings: Settings, data: Any, language: str) -> Draft:
        """What was answered; `data` is form data (see `as_form`). Raises: Invalid, a sentence per field."""
        form = self.answer_form(settings, data, language)
        if not form.validate():
            raise Invalid(errors_of(form))
        return self.draft(settings, form, language)

    def again(self, text: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The answer that made this version, for `as_form`: what a form to correct starts from."""
        return {"text": text}

    def told(self, settings: Settings, text: str, fields: Mapping[str, Any]) -> str:
        """The answer in readable words, for lists and transcripts."""
        return text


def form_of(fields: Mapping[str, Any]) -> type[SpokenForm]:
    """A form with these fields, for questions whose settings say what is asked."""
    return cast("type[SpokenForm]", type("Answer", (SpokenForm,), dict(fields)))


def answered(text: str, **fields: Any) -> Draft:
    """An answer: these words, these values."""
    return Draft("answer", text, fields=fields)


def chosen_why(words: str, why: str, **fields: Any) -> Draft:
    """What was chosen and, on a line of its own, why: that line is words of one's own."""
    text = f"{words}\n{why}" if why else words
    own_from = len(words) + 1 if why else None
    return Draft("answer", text, fields=fields | {"why": why}, own_from=own_from)
