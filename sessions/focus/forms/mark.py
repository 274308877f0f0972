"""Mark words in a text: which ones, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, FieldList, Form, IntegerField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from sessions.exercises import Draft
from sessions.exercises.answers import AtMost, Needed, Part, SpokenForm, said, trimmed, trimmed_lines
from sessions.focus.forms.form import QuestionForm, Settings, answered, form_of
from sessions.focus.forms.numbers import Count

LONGEST_TEXT = 4000
MOST = 12
NOTHING = said("Duid minstens één woord aan.")
OTHER_TEXT = said("Mensen duidden al woorden aan in deze tekst. De tekst blijft daarom zoals hij is.")


class MarkSettings(SpokenForm):
    text = TextAreaField(
        said("De tekst waarin mensen woorden aanduiden"),
        filters=[trimmed_lines],
        validators=[Needed(said("Schrijf de tekst waarin mensen woorden aanduiden.")), AtMost(LONGEST_TEXT)],
    )
    about = StringField(
        said("Wat duiden ze aan?"),
        description=said("Bijvoorbeeld: woorden die je raken."),
        filters=[trimmed],
        validators=[AtMost(120)],
    )
    most = Count(said("Hoeveel hoogstens?"), least=1, most=MOST, default=5)
    lexicon = BooleanField(
        said("Zet wat mensen aanduiden bij de woorden voor het lexicon"),
        description=said("Mensen lezen dat bij de vraag."),
    )


class MarkedWords(SpokenForm):
    """From `starts_at` up to `ends_at`, in code points of the text; or the `word` itself, typed."""

    starts_at = IntegerField(validators=[Optional()])
    ends_at = IntegerField(validators=[Optional()])
    word = StringField(said("Welk woord?"), filters=[trimmed], validators=[AtMost(120)])
    why = StringField(said("Waarom?"), filters=[trimmed], validators=[AtMost(280)])


class Mark(QuestionForm):
    name = "mark"
    title = said("Woorden aanduiden")
    purpose = said("Mensen duiden woorden aan in een tekst, en zeggen waarom.")
    icon = "highlighter"
    settings_form = MarkSettings

    def loses(self, known: Settings, wanted: Settings) -> str:
        return OTHER_TEXT if known.get("text") != wanted.get("text") else ""

    def words(self, settings: Settings) -> Sequence[str]:
        return [settings.get("about", ""), settings.get("text", "")]

    def seconds(self, settings: Settings) -> int:
        return 45 + 15 * min(int(settings.get("most", 5)), 5)

    def answer_form(self, settings: Settings, data: Any, language: str) -> SpokenForm:
        marks = FieldList(Part(MarkedWords), said("Aangeduide woorden"), validators=[_Within(settings)])
        return form_of({"marks": marks}).read(data, language)

    def draft(self, settings: Settings, form: Form, language: str) -> Draft:
        text = settings["text"]
        marks = []
        for each in form["marks"].data:
            found = place_of(text, each)
            if found is not None:
                starts_at, ends_at = found
                words = text[starts_at:ends_at]
                marks.append(
                    {"starts_at": starts_at, "ends_at": ends_at, "words": words, "why": each["why"] or ""}
                )
        marks.sort(key=lambda mark: mark["starts_at"])
        lines = [f"“{each['words']}”" + (f": {each['why']}" if each["why"] else "") for each in marks]
        return answered("\n".join(lines), marks=marks)

    def again(self, text: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        wanted = ("starts_at", "ends_at", "why")
        return {"marks": [{name: each[name] for name in wanted} for each in fields.get("marks", ())]}


def place_of(text: str, given: Mapping[str, Any]) -> tuple[int, int] | None:
    """Where the marked words stand: the range that was given, else the first time that the typed word stands
    there, upper and lower case alike; None for a line that was left empty."""
    starts_at, ends_at, word = given.get("starts_at"), given.get("ends_at"), given.get("word") or ""
    if starts_at is not None and ends_at is not None:
        return starts_at, ends_at
    if not word:
        return None
    at = text.find(word)
    if at < 0 and len(text.lower()) == len(text):
        at = text.lower().find(word.lower())
    return (at, at + len(word)) if at >= 0 else (-1, -1)


class _Within:
    """At least one mark, at most as many as fit, each within the text, none over another. What is wrong
    stands at the mark that it is about."""

    def __init__(self, settings: Settings) -> None:
        self.text, self.most = settings["text"], int(settings.get("most", 5))

    def __call__(self, form: Form, field: Any) -> None:
        found: list[tuple[int, int]] = []
        for entry in field.entries:
            place = place_of(self.text, entry.data)
            if place is None:
                continue
            found.append(place)
            self._refuse(field, entry, self._wrong(found))
        if not found:
            self._refuse(field, field.entries[0] if field.entries else None, NOTHING)

    def _wrong(self, found: Sequence[tuple[int, int]]) -> str:
        """The sentence about the last one; empty when it is right."""
        *before, (start, end) = found
        if not 0 <= start < end <= len(self.text):
            return said("Dit woord staat niet in de tekst. Kijk even naar de schrijfwijze.")
        if any(start < other_end and other_start < end for other_start, other_end in before):
            return said("Twee aanduidingen liggen over elkaar. Haal er een weg.")
        return said("Duid er hoogstens %(most)d aan.") if len(found) > self.most else ""

    def _refuse(self, field: Any, entry: Any, sentence: str) -> None:
        if not sentence:
            return
        message = field.gettext(sentence) % {"most": self.most}
        if entry is not None:
            entry.form.word.errors = [*entry.form.word.errors, message]
        raise ValidationError(message)
