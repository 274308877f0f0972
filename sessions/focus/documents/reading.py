"""Lines of a document become a guide, or sentences that say on which line something is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sessions import words
from sessions.errors import Invalid
from sessions.focus import checking
from sessions.focus.documents.lines import DAY, NAMES, NO, SETTINGS, YES, Line, meanings, said, word_of
from sessions.focus.forms import form_named
from sessions.focus.forms.lines import keyed
from sessions.focus.shape import (
    MOST_QUESTIONS,
    MOST_ROUNDS,
    MOST_STIMULI,
    VISIBILITIES,
    Guide,
    GuideQuestion,
    GuideRound,
    GuideStimulus,
    on_calendar,
)
from sessions.text import clean

KEY = re.compile(r"(.*?)\s*\{([a-z0-9]{1,12})\}")
ON_DAY = re.compile(r"(\w+)\s+(\d{1,2}),?\s+(\d{1,2})[:.u](\d{2})")
ON_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\s*(\d{1,2})[:.u](\d{2})")
# Any day will do to see whether a relative one is possible.
SOME_DAY = date(2026, 1, 5)
MOST_PROBLEMS = 40


class Unreadable(Invalid):
    """A document that is no guide; `sentences` say why, from top to bottom."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__({"document": self.sentences})


@dataclass
class _Point:
    """A name and value, with the parts below it."""

    line: int
    value: str
    parts: list[str] = field(default_factory=list)


@dataclass
class _Part:
    """A round or a question as it stands in the document."""

    line: int
    title: str
    plain: list[str] = field(default_factory=list)
    points: dict[str, _Point] = field(default_factory=dict)
    stimuli: list[tuple[int, GuideStimulus]] = field(default_factory=list)
    quoting: bool = False
    inside: list[_Part] = field(default_factory=list)


class Reader:
    """Reads lines one by one. `where` is how a place in the document is said: Regel 12, Alinea 12."""

    def __init__(self, spoken: str, where: str, zone: str = "Europe/Brussels") -> None:
        self.spoken, self.where, self.zone = spoken, where, zone
        self.problems: list[tuple[int, str]] = []
        self.title = ""
        self.rounds: list[_Part] = []

    def wrong(self, line: int, sentence: str, **values: Any) -> None:
        self.problems.append((line, words.say(self.spoken, sentence, **values)))

    def read(self, lines: Iterable[Line]) -> Guide:
        """The guide. Raises: Unreadable with every problem that was found."""
        present: _Part | None = None
        point: _Point | None = None
        for each in lines:
            if each.kind in ("round", "question"):
                present, point = self._begin(each), None
            elif each.kind == "title":
                self.title = clean(each.text)
            elif each.kind == "part" and point is not None:
                point.parts.append(each.text)
            elif present is None:
                if each.kind not in ("blank", "plain"):
                    self.wrong(each.number, said("dit staat voor de eerste ronde."))
            else:
                point = self._within(present, each, point)
        if not self.rounds:
            self.wrong(0, said("Er staat geen enkele ronde in dit document."))
        guide = Guide(tuple(self._round(each) for each in self.rounds), self.title)
        self._check_whole(guide)
        if self.problems:
            raise Unreadable(self._sentences())
        return guide

    def _begin(self, line: Line) -> _Part:
        made = _Part(line.number, clean(line.text))
        if line.kind == "round":
            self.rounds.append(made)
        elif self.rounds:
            self.rounds[-1].inside.append(made)
        else:
            self.wrong(line.number, said("een vraag hoort in een ronde."))
        return made

    def _within(self, present: _Part, line: Line, point: _Point | None) -> _Point | None:
        quoting, present.quoting = present.quoting, line.kind == "quote"
        if line.kind == "point":
            return self._point(present, line)
        if line.kind == "blank":
            if present.plain:
                present.plain.append("")
            return point
        if line.kind == "quote":
            self._quote(present, line, goes_on=quoting)
        elif line.kind == "image":
            stimulus = GuideStimulus(
                "image", clean(line.name), clean(line.text), line.media_type, line.picture
            )
            present.stimuli.append((line.number, stimulus))
        elif line.kind == "part":
            self.wrong(line.number, said("dit hoort bij geen enkel punt."))
        else:
            present.plain.append(line.text)
        return None

    def _quote(self, present: _Part, line: Line, *, goes_on: bool) -> None:
        if goes_on:
            number, last = present.stimuli[-1]
            present.stimuli[-1] = number, replace(last, text=f"{last.text}\n{line.text}")
        else:
            present.stimuli.append((line.number, GuideStimulus("text", line.text)))

    def _point(self, present: _Part, line: Line) -> _Point:
        wanted = clean(line.name).casefold()
        name = next((key for key, text in NAMES.items() if wanted == key or wanted in meanings(text)), "")
        made = _Point(line.number, clean(line.text))
        if not name:
            self.wrong(line.number, said("“%(name)s” kennen we niet."), name=clean(line.name)[:40])
        elif name in present.points:
            self.wrong(line.number, said("“%(name)s” staat er twee keer."), name=clean(line.name)[:40])
        else:
            present.points[name] = made
        return made

    # --- a round --------------------------------------------------------------------------------------

    def _round(self, part: _Part) -> GuideRound:
        for name, point in part.points.items():
            if name not in ("opens", "closes"):
                self.wrong(point.line, said("dit hoort bij een vraag, niet bij een ronde."))
        for line, _stimulus in part.stimuli:
            self.wrong(line, said("een beeld of een tekst hoort bij een vraag."))
        made = GuideRound(
            part.title,
            self._clock(part, "opens"),
            self._clock(part, "closes"),
            clean("\n".join(part.plain), lines=True),
            tuple(self._question(each) for each in part.inside),
        )
        plain = replace(
            made, opens=on_calendar(made.opens, SOME_DAY), closes=on_calendar(made.closes, SOME_DAY)
        )
        self._tell(part, checking.round_errors(plain, self.zone, self.spoken))
        return made

    def _clock(self, part: _Part, name: str) -> str:
        value = part.points[name].value if name in part.points else ""
        if found := ON_DATE.fullmatch(value):
            return f"{found[1]}T{int(found[2]):02}:{found[3]}"
        found = ON_DAY.fullmatch(value)
        if found and found[1].casefold() in meanings(DAY) | {"day", "jour"}:
            return f"{int(found[2])}T{int(found[3]):02}:{found[4]}"
        return ""

    # --- a question -----------------------------------------------------------------------------------

    def _question(self, part: _Part) -> GuideQuestion:
        given = {name: point.value for name, point in part.points.items()}
        form = word_of("form", given.get("form", "open"))
        visibility = word_of("visibility", given.get("visibility", "masked"))
        known = {"form", "visibility", "required", "segments", "to", *SETTINGS.get(form, ())}
        for name, point in part.points.items():
            if name not in known:
                self.wrong(point.line, said("dit punt hoort niet bij deze vorm van vraag."))
        made = GuideQuestion(
            prompt=clean(" ".join(part.plain)),
            title=part.title,
            form=form,
            visibility=visibility if visibility in VISIBILITIES else "",
            required=self._flag(part, "required", usual=True),
            segments=tuple(
                dict.fromkeys(name for each in given.get("segments", "").split(",") if (name := clean(each)))
            ),
            settings=self._settings(part, form),
            stimuli=tuple(self._stimulus(*each) for each in part.stimuli),
            to=self._to(part) if form == "react" else None,
        )
        if len(made.stimuli) > MOST_STIMULI:
            self.wrong(
                part.line, said("bij een vraag passen %(most)d beelden en teksten."), most=MOST_STIMULI
            )
        errors = checking.question_errors(made, self.spoken)
        self._tell(part, errors)
        return replace(made, settings=_usual(made, self.spoken)) if not errors else made

    def _stimulus(self, line: int, each: GuideStimulus) -> GuideStimulus:
        each = replace(each, text=clean(each.text, lines=each.kind == "text"))
        for sentences in checking.stimulus_errors(each, self.spoken, named_only=True).values():
            self.problems.extend((line, sentence) for sentence in sentences)
        return each

    def _flag(self, part: _Part, name: str, *, usual: bool = False) -> bool:
        point = part.points.get(name)
        if point is None:
            return usual
        value = point.value.casefold()
        yes, no = meanings(YES) | {"yes", "oui"}, meanings(NO) | {"no", "non"}
        if value not in yes | no:
            self.wrong(point.line, said("zeg hier ja of nee."))
        return value in yes

    def _to(self, part: _Part) -> tuple[int, int] | None:
        point = part.points.get("to")
        found = re.fullmatch(r"(\d{1,3})\.(\d{1,3})", point.value if point else "")
        return (int(found[1]), int(found[2])) if found else None

    def _settings(self, part: _Part, form: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, how in SETTINGS.get(form, {}).items():
            point = part.points.get(name)
            if point is None:
                continue
            if how == "keyed":
                found[name] = _keyed(point.parts)
            elif how == "lines":
                found[name] = "\n".join([*([point.value] if point.value else []), *point.parts])
            elif how == "flag":
                found[name] = self._flag(part, name)
            else:
                found[name] = word_of(name, point.value) if how == "word" else point.value
        return found

    # --- what is wrong --------------------------------------------------------------------------------

    def _tell(self, part: _Part, errors: checking.Errors) -> None:
        for name, sentences in errors.items():
            line = part.points[name].line if name in part.points else part.line
            self.problems.extend((line, sentence) for sentence in sentences)

    def _check_whole(self, guide: Guide) -> None:
        if len(guide.rounds) > MOST_ROUNDS or guide.questions > MOST_QUESTIONS:
            self.wrong(0, said("Dit zijn te veel rondes of vragen voor een gids."))
        for number, (each, part) in enumerate(zip(guide.rounds, self.rounds, strict=True), start=1):
            for asked, place in zip(each.questions, part.inside, strict=True):
                if asked.form == "react" and not _may_react(guide, number, asked.to):
                    point = place.points.get("to")
                    sentence = said("schrijf op welke vraag mensen reageren, zoals 1.2: ronde 1, vraag 2.")
                    self.wrong(point.line if point else place.line, sentence)

    def _sentences(self) -> list[str]:
        found = sorted(dict.fromkeys(self.problems), key=lambda each: each[0])[:MOST_PROBLEMS]
        return [
            words.say(self.spoken, self.where, line=line, problem=problem) if line else problem
            for line, problem in found
        ]


def _may_react(guide: Guide, number: int, to: tuple[int, int] | None) -> bool:
    if to is None or not 1 <= to[0] <= number or not 1 <= to[1] <= len(guide.rounds[to[0] - 1].questions):
        return False
    target = guide.rounds[to[0] - 1].questions[to[1] - 1]
    return target.form != "react" and target.visibility != "private"


def _keyed(parts: Sequence[str]) -> list[dict[str, str]]:
    """Lines with the keys that stand behind them; a line without one, or with one that is taken, gets one."""
    known: list[dict[str, str]] = []
    texts = []
    for part in parts:
        found = KEY.fullmatch(part.strip())
        text = clean(found[1] if found else part)
        if text:
            texts.append(text)
        if found and text and found[2] not in {each["key"] for each in known}:
            known.append({"key": found[2], "text": text})
    return keyed(texts, [each for each in known if each["text"] in texts])


def _usual(asked: GuideQuestion, language: str) -> dict[str, Any]:
    """The settings with what the form fills in by itself."""
    shape = form_named(asked.form)
    form = checking.settings_form(asked.form, shape.filled(asked.settings), language)
    form.validate()
    return shape.settings(form, asked.settings)
