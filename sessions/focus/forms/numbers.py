"""A whole number between two others; what is wrong is said in one sentence of its own."""

from __future__ import annotations

from typing import Any

from wtforms import Field, Form, IntegerField, ValidationError

from sessions.exercises.answers import said

BETWEEN = said("Kies een getal van %(least)d tot %(most)d.")


class Count(IntegerField):
    """Nothing typed is the default."""

    def __init__(self, label: str, *, least: int, most: int, **given: Any) -> None:
        super().__init__(
            label,
            validators=[Between(least, most)],
            render_kw={"min": str(least), "max": str(most), "inputmode": "numeric"},
            **given,
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = int(valuelist[0])
        except ValueError:
            # A number that does not pass: `Between` says what would.
            self.data = None


class Between:
    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, form: Form, field: Field) -> None:
        if not isinstance(field.data, int) or not self.least <= field.data <= self.most:
            raise ValidationError(field.gettext(BETWEEN) % {"least": self.least, "most": self.most})
