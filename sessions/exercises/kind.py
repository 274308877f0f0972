"""The shape of an exercise kind. A new kind is one file here, one template, one line in `KINDS`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from wtforms import Form

from sessions.exercises.answers import SpokenForm


@dataclass(frozen=True)
class Draft:
    """What an answer becomes: one contribution, and the ones that hang under it.

    `key` is the random name that the phone made; a child without one gets a name derived from its
    parent's. `levers` are keys. `place` is where at the table it wants to lie (`sessions.hall.places`), and
    `over` the contribution that its author saw there. `own_from` is where in the text the words of one's own
    begin, which can be clustered; None where all of it was chosen from what stood there.
    """

    kind: str
    text: str
    key: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    levers: Sequence[str] = ()
    children: Sequence[Draft] = ()
    place: str = ""
    over: int | None = None
    own_from: int | None = 0


@dataclass(frozen=True)
class Column:
    """One column that a kind adds to the table of contributions: `name` is stable, `meaning` in Dutch."""

    name: str
    meaning: str


class ExerciseKind:
    """Texts (`title`, `purpose`) are Dutch and go through the catalogues when they are said.

    `stages` are the moments within such a step, in order; empty when there is only one. `at_tables` says
    that what is said lies on places of a table (`sessions.hall.places`). Kinds that are not `in_hall` belong
    to asynchronous focus groups.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    purpose: ClassVar[str]
    icon: ClassVar[str]
    settings_form: ClassVar[type[SpokenForm]]
    answer_form: ClassVar[type[SpokenForm] | None] = None
    contributes: ClassVar[tuple[str, ...]] = ()
    feeds: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[Column, ...]] = ()
    stages: ClassVar[tuple[str, ...]] = ()
    at_tables: ClassVar[bool] = False
    in_hall: ClassVar[bool] = True

    @property
    def answered(self) -> bool:
        """Whether people do something in such a step on their phone."""
        return self.answer_form is not None

    def answer(self, data: Any, *, language: str, levers: Sequence[str]) -> Form:
        """The answer form of a participant, filled with `data`; not yet validated."""
        raise TypeError(f"nobody contributes to a step of the kind {self.name}")

    def draft(self, answer: Form) -> Draft:
        """What a valid answer becomes."""
        raise TypeError(f"nobody contributes to a step of the kind {self.name}")

    def again(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """The answer that made this item of its author, for `as_form`: what a form to correct starts from."""
        return {}

    def card(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The extra values of a card on wall, studio and phone, from the fields of a version."""
        return {}

    def row(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The values of `columns` for a table, from the fields of a version."""
        return {}
