"""Answer forms: form data in, errors next to fields, everything said in a language that is passed in.

WTForms validates form data only (its `data=` argument passes unseen), so JSON from an outside client
becomes form data first, with `as_form()`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wtforms import Field, Form, FormField, ValidationError
from wtforms.fields import choices

from sessions import words
from sessions.text import clean

said = words.mark

if TYPE_CHECKING:
    _Within = FormField[Any]
else:
    _Within = FormField


class FormData:
    """The part of a multi-dict that WTForms reads: name to list of strings."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values = {name: list(items) for name, items in values.items()}

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def getlist(self, name: str) -> list[str]:
        return self._values.get(name, [])


def as_form(data: Mapping[str, Any]) -> FormData:
    """Nested JSON as form data: `{"reasons": [{"text": "a"}]}` becomes `reasons-0-text=a`."""
    flat: dict[str, list[str]] = {}
    _flatten("", data, flat)
    return FormData(flat)


def _flatten(name: str, value: Any, flat: dict[str, list[str]]) -> None:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _flatten(f"{name}-{key}" if name else str(key), inner, flat)
    elif isinstance(value, list | tuple):
        if any(isinstance(inner, Mapping) for inner in value):
            for place, inner in enumerate(value):
                _flatten(f"{name}-{place}", inner, flat)
        else:
            flat[name] = [str(inner) for inner in value]
    elif isinstance(value, bool):
        flat[name] = ["yes" if value else "no"]
    elif value is not None:
        flat[name] = [str(value)]


class SpokenForm(Form):
    """A form that says its labels and errors in one language."""

    class Meta:
        language = words.DEFAULT

        def get_translations(self, form: Form) -> Any:
            return words.catalogue(self.language)

    def __init__(self, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        for field in self:
            field.label.text = field.gettext(field.label.text)
            if field.description:
                field.description = field.gettext(field.description)

    @classmethod
    def read(cls, data: Any, language: str) -> SpokenForm:
        """The form filled with form data (anything with `getlist`)."""
        return cls(data, meta={"language": language})


class Part(_Within):
    """A form within a form: it speaks the language of the whole, which WTForms does not hand down."""

    def __init__(self, form_class: type[SpokenForm], *arguments: Any, **given: Any) -> None:
        super().__init__(form_class, *arguments, **given)
        whole: Any = self.meta

        def spoken(*, meta: Mapping[str, Any] | None = None, **values: Any) -> SpokenForm:
            return form_class(meta={**(meta or {}), "language": whole.language}, **values)

        self.form_class: Any = spoken


def errors_of(form: Form) -> dict[str, list[str]]:
    """Field name to sentences, the fields of lists by their full name (`reasons-0-text`)."""
    found: dict[str, list[str]] = {}
    for field in form:
        _collect(field, found)
    return found


def _collect(field: Field, found: dict[str, list[str]]) -> None:
    inner = getattr(field, "entries", None)
    if inner is None and hasattr(field, "form"):
        inner = list(field.form)
    if inner:
        for each in inner:
            _collect(each, found)
        return
    if field.errors:
        found[field.name] = [str(error) for error in field.errors]


def choices_of(values: Sequence[str]) -> list[Any]:
    """The choices of a select field, without words: those stand in the template."""
    made: Any = choices  # the published stubs do not know SelectChoice yet
    return [made.SelectChoice(value) for value in values]


def trimmed(value: str | None) -> str:
    return clean(value)


def trimmed_lines(value: str | None) -> str:
    return clean(value, lines=True)


class Needed:
    """What is missing is said in a sentence of its own."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(field.gettext(self.message))


class AtMost:
    """At most `limit` characters; the sentence says how many there are now."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > self.limit:
            message = field.gettext(
                said("Dit is te lang: %(length)d tekens, er passen er %(limit)d. Je tekst staat er nog.")
            )
            raise ValidationError(message % {"length": length, "limit": self.limit})
