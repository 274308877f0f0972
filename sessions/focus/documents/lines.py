"""A guide becomes lines: what a document of any kind is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sessions import words
from sessions.focus.forms import FORMS
from sessions.focus.shape import RELATIVE, Guide, GuideQuestion, GuideRound, GuideStimulus
from sessions.words import LANGUAGES

said = words.mark


@dataclass(frozen=True)
class Line:
    """`kind` is title, round, question (headings), point (name and value), part (of the point before), plain,
    quote, image or blank. `number` is where it stood, from 1. For an image `text` is its description and
    `name` its caption."""

    kind: str
    text: str = ""
    name: str = ""
    number: int = 0
    picture: str | None = None
    media_type: str = ""


NAMES: dict[str, str] = {
    "opens": said("Gaat open"),
    "closes": said("Sluit"),
    "form": said("Vorm"),
    "visibility": said("Wie ziet de antwoorden"),
    "required": said("Iedereen gevraagd"),
    "segments": said("Voor segmenten"),
    "to": said("Reageren op vraag"),
    "length": said("Lengte"),
    "options": said("Keuzes"),
    "several": said("Meer dan één keuze"),
    "other": said("Iets anders mag"),
    "why": said("Vraag waarom"),
    "steps": said("Stappen"),
    "low": said("Laagste"),
    "high": said("Hoogste"),
    "items": said("In volgorde te zetten"),
    "needed": said("Aantal reacties"),
    "note": said("Vraag wat opviel"),
    "text": said("Tekst om in aan te duiden"),
    "about": said("Wat aan te duiden"),
    "most": said("Hoogstens"),
    "lexicon": said("Naar het lexicon"),
    "sentence": said("Zin om aan te vullen"),
}
"""What a point is called; its own name of the settings counts as well."""

VALUES: dict[str, dict[str, str]] = {
    "form": {name: form.title for name, form in FORMS.items()},
    "visibility": {
        "masked": said("wie zelf antwoordde"),
        "open": said("iedereen"),
        "private": said("alleen de begeleider"),
    },
    "length": {
        "short": said("een of twee zinnen"),
        "usual": said("een alinea"),
        "long": said("een verhaal"),
    },
}
YES, NO, DAY = said("ja"), said("nee"), said("dag")

# Per form its settings, and how they are written.
SETTINGS: dict[str, dict[str, str]] = {
    "open": {"length": "word"},
    "choice": {"options": "keyed", "several": "flag", "other": "flag", "why": "flag"},
    "scale": {"steps": "number", "low": "line", "high": "line", "why": "flag"},
    "ranking": {"items": "keyed", "why": "flag"},
    "react": {"needed": "number", "note": "flag"},
    "mark": {"about": "line", "most": "number", "lexicon": "flag", "text": "lines"},
    "complete": {"sentence": "line"},
}


def meanings(text: str) -> set[str]:
    """How that word is said in every language, to be recognised."""
    return {words.say(language, text).casefold() for language in LANGUAGES}


def lines_of(guide: Guide, language: str) -> list[Line]:
    """The guide in that language, from top to bottom."""
    return list(_Writing(language).guide(guide))


class _Writing:
    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, text: str) -> str:
        return words.say(self.language, text)

    def point(self, name: str, value: str = "") -> Line:
        return Line("point", value, self.say(NAMES[name]))

    def guide(self, guide: Guide) -> Iterator[Line]:
        yield Line("title", guide.title)
        for each in guide.rounds:
            yield from self.round(each)

    def round(self, each: GuideRound) -> Iterator[Line]:
        yield Line("round", each.title)
        for name in ("opens", "closes"):
            yield self.point(name, self.clock(getattr(each, name)))
        if each.welcome:
            yield Line("blank")
            yield from (Line("plain", line) if line else Line("blank") for line in each.welcome.split("\n"))
        for asked in each.questions:
            yield from self.question(asked)

    def clock(self, clock: str) -> str:
        found = RELATIVE.fullmatch(clock)
        return f"{self.say(DAY)} {found[1]} {found[2]}" if found else clock.replace("T", " ")

    def question(self, asked: GuideQuestion) -> Iterator[Line]:
        yield Line("question", asked.title)
        yield Line("plain", asked.prompt)
        yield Line("blank")
        for stimulus in asked.stimuli:
            yield from self.stimulus(stimulus)
            yield Line("blank")
        yield self.point("form", self.say(VALUES["form"][asked.form]))
        yield self.point("visibility", self.say(VALUES["visibility"][asked.visibility]))
        yield self.point("required", self.say(YES if asked.required else NO))
        if asked.segments:
            yield self.point("segments", ", ".join(asked.segments))
        if asked.to is not None:
            yield self.point("to", f"{asked.to[0]}.{asked.to[1]}")
        for name, how in SETTINGS[asked.form].items():
            if asked.settings.get(name):
                yield from self.setting(name, how, asked.settings[name])

    def stimulus(self, each: GuideStimulus) -> Iterator[Line]:
        if each.kind == "image":
            yield Line("image", each.alternative, each.text, 0, each.picture, each.media_type)
        else:
            yield from (Line("quote", line) for line in each.text.split("\n"))

    def setting(self, name: str, how: str, value: Any) -> Iterator[Line]:
        if how == "keyed":
            yield self.point(name)
            yield from (Line("part", f"{each['text']} {{{each['key']}}}") for each in value)
        elif how == "lines":
            yield self.point(name)
            yield from (Line("part", line) for line in str(value).split("\n"))
        elif how == "flag":
            yield self.point(name, self.say(YES))
        elif how == "word":
            yield self.point(name, self.say(VALUES[name][value]))
        else:
            yield self.point(name, str(value))


def word_of(name: str, value: str) -> str:
    """The value that this word stands for; the word itself when it is none."""
    known: Mapping[str, str] = VALUES[name]
    return next((each for each, text in known.items() if value.casefold() in meanings(text)), value)
