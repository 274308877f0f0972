"""The forms of the guide's editor: a round, and what every question has besides what its form needs."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from facilitator.forms import SPOKEN, ZONES, Day, DeskForm
from sessions.exercises.answers import AtMost, Needed, said, trimmed, trimmed_lines
from sessions.focus.shape import (
    LONGEST_ALTERNATIVE,
    LONGEST_PROMPT,
    LONGEST_STIMULUS,
    LONGEST_TITLE,
    LONGEST_WELCOME,
    GuideQuestion,
    GuideRound,
)

VISIBILITY_WORDS = {
    "masked": (said("eerst zelf antwoorden"), "eye-off", said("de gewone keuze")),
    "open": (said("iedereen ziet het"), "eye", said("voor kennismaking")),
    "private": (said("alleen de begeleider"), "lock", said("voor wat gevoelig ligt")),
}


class FocusDetailsForm(DeskForm):
    """What the whole is called, in which language, on whose clocks, and until when it is kept."""

    title = StringField(
        said("Naam"),
        filters=[trimmed],
        validators=[Needed(said("Geef de workshop een naam.")), AtMost(120)],
        render_kw={"autocomplete": "off"},
    )
    held_on = Day(said("Eerste dag"), description=said("Zo staat het in de lijst van je workshops."))
    language = SelectField(
        said("Taal"),
        description=said("Voor wie er nog bij komt, en voor het verslag. Wie er al is, houdt de eigen taal."),
        choices=SPOKEN,
        validate_choice=False,
    )
    time_zone = SelectField(
        said("Tijdzone"),
        description=said("De uren van de rondes zijn uren op deze klok."),
        choices=ZONES,
        validate_choice=False,
    )
    retention_on = Day(
        said("Bewaard tot"),
        description=said("Zo lang blijft bewaard wat mensen schreven."),
    )


class RoundForm(DeskForm):
    title = StringField(
        said("Naam van de ronde"),
        filters=[trimmed],
        validators=[Needed(said("Geef de ronde een naam.")), AtMost(LONGEST_TITLE)],
    )
    welcome = TextAreaField(
        said("Wat lezen mensen eerst?"),
        filters=[trimmed_lines],
        validators=[AtMost(LONGEST_WELCOME)],
        render_kw={"rows": 2},
    )
    opens = StringField(said("Gaat open"), filters=[trimmed], render_kw={"type": "datetime-local"})
    closes = StringField(said("Sluit"), filters=[trimmed], render_kw={"type": "datetime-local"})

    def value(self) -> GuideRound:
        """What was filled in."""
        return GuideRound(**{name: self.data[name] or "" for name in ("title", "opens", "closes", "welcome")})


class QuestionForm(DeskForm):
    """`segments` are written with commas between them."""

    prompt = TextAreaField(
        said("De vraag"),
        filters=[trimmed],
        validators=[Needed(said("Schrijf de vraag.")), AtMost(LONGEST_PROMPT)],
        render_kw={"rows": 1},
    )
    title = StringField(
        said("Korte naam, voor lijsten"), filters=[trimmed], validators=[AtMost(LONGEST_TITLE)]
    )
    visibility = RadioField(
        said("Wie ziet de antwoorden?"),
        choices=[SelectChoice(value, word) for value, (word, *_more) in VISIBILITY_WORDS.items()],
        default="masked",
        validate_choice=False,
    )
    required = BooleanField(said("Iedereen wordt gevraagd om te antwoorden"))
    segments = StringField(
        said("Voor wie?"),
        description=said("Leeg is iedereen. Anders de segmenten, met een komma ertussen."),
        filters=[trimmed],
    )

    def value(self, form: str, settings: dict[str, Any]) -> GuideQuestion:
        """What was filled in, of that form and with these settings."""
        data = self.data
        return GuideQuestion(
            prompt=data["prompt"] or "",
            title=data["title"] or "",
            form=form,
            visibility=data["visibility"] or "masked",
            required=bool(data["required"]),
            segments=tuple(each.strip() for each in (data["segments"] or "").split(",") if each.strip()),
            settings=settings,
        )


class PictureForm(DeskForm):
    picture = FileField(said("Beeld"), description=said("PNG, JPEG, WebP of GIF, hoogstens 3 MB."))
    alternative = TextAreaField(
        said("Wat staat erop?"),
        description=said("Voor wie het beeld niet ziet. Zeg wat ertoe doet voor de vraag."),
        filters=[trimmed],
        validators=[AtMost(LONGEST_ALTERNATIVE)],
        render_kw={"rows": 2},
    )
    text = StringField(said("Bijschrift"), filters=[trimmed], validators=[AtMost(LONGEST_TITLE)])


class TextForm(DeskForm):
    text = TextAreaField(
        said("Tekst"),
        description=said("Wat mensen lezen voor ze antwoorden."),
        filters=[trimmed_lines],
        validators=[AtMost(LONGEST_STIMULUS)],
        render_kw={"rows": 4},
    )
