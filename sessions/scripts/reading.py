"""A script file becomes a script, or a list of sentences that say on which line something is wrong.

Only data is read: nothing in a file is ever executed, and a file that is too large is not even parsed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sessions import words
from sessions.errors import Invalid
from sessions.exercises import IN_HALL, KINDS
from sessions.exercises.answers import as_form, errors_of
from sessions.focus.documents import markdown
from sessions.models import PETALS, TREE_PARTS
from sessions.scripts.entries import Entry, Report, said
from sessions.scripts.lines import Places, places
from sessions.scripts.shape import (
    Script,
    ScriptAnalysis,
    ScriptArrow,
    ScriptIngredient,
    ScriptLever,
    ScriptStep,
    ScriptTreePart,
)
from sessions.words import DEFAULT

LARGEST = 100_000
MOST_STEPS, MOST_LEVERS, MOST_ARROWS, MOST_PARTS = 60, 8, 120, 60
MOST_INGREDIENTS, MOST_ANALYSES, MOST_TABLES = 300, 12, 60
TOWARDS = ("key_characteristics", "themes")
MODES = ("hall", "focus")
TOPS = (
    "title", "summary", "tables", "vision", "self_paced",
    "steps", "levers", "arrows", "tree", "longlist", "analyses", "mode", "guide",
)  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """What is wrong, and on which line (from 1) of the file; None when it is about the whole."""

    line: int | None
    sentence: str


class Unreadable(Invalid):
    """A file that is no script; `problems` says why, from top to bottom."""

    def __init__(self, problems: Sequence[Problem], spoken: str) -> None:
        self.problems = tuple(problems)
        line = words.mark("Regel %(line)d: %(problem)s")
        self.sentences = tuple(
            each.sentence
            if each.line is None
            else words.say(spoken, line, line=each.line, problem=each.sentence)
            for each in problems
        )
        super().__init__({"script": self.sentences})


def read(text: str, *, name: str = "", language: str = DEFAULT, spoken: str = DEFAULT) -> Script:
    """The script in that text, in `language`; what is wrong is said in `spoken`.

    Raises: Unreadable with every problem that was found.
    """
    report = Report(Places(), language, spoken)
    if len(text) > LARGEST:
        report.add(None, said("Dit bestand is te groot voor een draaiboek."))
        raise _unreadable(report)
    data = _parsed(text, report)
    report.places = places(text)
    script = _script(Entry(report, data), name)
    if report.found:
        raise _unreadable(report)
    return script


def _unreadable(report: Report) -> Unreadable:
    found = sorted(report.found, key=lambda each: each[0] or 0)
    return Unreadable([Problem(line, sentence) for line, sentence in dict.fromkeys(found)], report.spoken)


def _parsed(text: str, report: Report) -> dict[str, Any]:
    """Raises: Unreadable when this is not TOML."""
    try:
        return tomllib.loads(text)
    except ValueError as problem:  # also a number that is too long to be one
        found = re.search(r"\s*\(at (?:line (\d+)|end of document).*\)$", str(problem))
        line = int(found[1]) if found and found[1] else len(text.splitlines()) or 1
        detail = str(problem)[: found.start()] if found else str(problem)
        report.add(line, said("hier klopt de schrijfwijze niet (%(detail)s)."), detail=detail)
    except RecursionError:
        report.add(None, said("Dit bestand is te diep genest voor een draaiboek."))
    raise _unreadable(report)


def _script(whole: Entry, name: str) -> Script:
    whole.only(TOPS)
    keys: set[str] = set()
    questions: set[str] = set()
    parts: set[str] = set()
    arrows: set[tuple[str, str]] = set()
    analyses = tuple(_analysis(each, questions) for each in whole.entries("analyses", MOST_ANALYSES))
    entries = whole.entries("steps", MOST_STEPS)
    mode = whole.one_of("mode", MODES) if "mode" in whole.data else "hall"
    if not entries and mode != "focus":
        whole.report.add(None, said("Er staat geen enkele stap in. Begin een stap met [[steps]]."))
    steps = tuple(_step(each) for each in entries)
    for entry, step in zip(entries, steps, strict=True):
        if "analysis" in step.settings and step.settings["analysis"] not in questions:
            at = _beside(entry, "analysis")
            entry.wrong(at, said("“%(key)s” moet de “key” van een van de [[analyses]] zijn."), key="analysis")
    levers = tuple(_lever(each, keys) for each in whole.entries("levers", MOST_LEVERS))
    named = [lever.key for lever in levers]
    return Script(
        name=name,
        title=whole.text("title", 120),
        summary=whole.text("summary", 240, needed=False),
        tables=whole.whole("tables", 1, MOST_TABLES),
        steps=steps,
        levers=levers,
        arrows=tuple(_arrow(each, named, arrows) for each in whole.entries("arrows", MOST_ARROWS)),
        tree=tuple(_tree_part(each, parts) for each in whole.entries("tree", MOST_PARTS)),
        longlist=tuple(_ingredient(each) for each in whole.entries("longlist", MOST_INGREDIENTS)),
        analyses=analyses,
        vision=whole.text("vision", 600, needed=False),
        self_paced=whole.flag("self_paced"),
        mode=mode,
        guide=_guide(whole) if mode == "focus" else "",
    )


def _guide(whole: Entry) -> str:
    """The guide of focus groups, which reads as one."""
    text = whole.text("guide", LARGEST, as_it_is=True)
    try:
        markdown.read(text, spoken=whole.report.spoken)
    except Invalid as refusal:
        for sentence in refusal.errors["document"]:
            whole.wrong("guide", said("“%(key)s”: %(problem)s"), problem=sentence)
    return text


def _step(entry: Entry) -> ScriptStep:
    entry.only(("kind", "minutes", "settings", "title", "prompt"))
    kind = entry.one_of("kind", IN_HALL)
    return ScriptStep(
        kind=kind,
        title=entry.text("title", 120),
        prompt=entry.text("prompt", 400, needed=False),
        minutes=entry.whole("minutes", 1, 480),
        settings=_settings(entry, kind) if kind else {},
    )


def _settings(entry: Entry, kind: str) -> dict[str, Any]:
    """The settings that the form of the kind accepts."""
    given = entry.data.get("settings", {})
    if not isinstance(given, dict):
        entry.wrong(
            "settings", said("“%(key)s” moet een groep van sleutels en waarden zijn."), key="settings"
        )
        return {}
    form_class = KINDS[kind].settings_form
    blank = form_class.read(None, entry.report.spoken)
    refused = len(entry.report.found)
    for key, value in given.items():
        if key not in blank:
            sentence = said("“%(key)s” is geen instelling van deze soort stap.")
            entry.wrong(_beside(entry, key), sentence, key=key[:40])
        elif not isinstance(value, str | int) or isinstance(value, bool) != (
            blank[key].type == "BooleanField"
        ):
            entry.wrong(_beside(entry, key), said("“%(key)s” heeft een waarde die niet past."), key=key)
    if len(entry.report.found) > refused:
        return {}
    # A box that is not ticked is not in a form at all.
    ticked = as_form({key: value for key, value in given.items() if value is not False})
    form = form_class.read(ticked, entry.report.spoken)
    if form.validate():
        return dict(given)
    for key, sentences in errors_of(form).items():
        _refuse_setting(entry, key, form[key], sentences)
    return {}


def _refuse_setting(entry: Entry, key: str, field: Any, sentences: Sequence[str]) -> None:
    choices = getattr(field, "choices", None)
    if choices:
        known = ", ".join(str(choice.value) for choice in choices)
        sentence = said("“%(key)s” moet een van deze zijn: %(known)s.")
        entry.wrong(_beside(entry, key), sentence, key=key, known=known)
    else:
        said_by_form = " ".join(sentences)
        entry.wrong(_beside(entry, key), said("“%(key)s”: %(problem)s"), key=key, problem=said_by_form)


def _beside(entry: Entry, key: str) -> str:
    """The key on whose line that setting stands."""
    return key if entry.line(key) != entry.line("") else "settings"


def _lever(entry: Entry, taken: set[str]) -> ScriptLever:
    entry.only(("key", "petal", "icon", "name", "explanation"))
    return ScriptLever(
        key=entry.name("key", taken),
        name=entry.text("name", 60),
        explanation=entry.text("explanation", 240, needed=False),
        petal=entry.one_of("petal", PETALS),
        icon=entry.name("icon", set()),
    )


def _arrow(entry: Entry, levers: Collection[str], taken: set[tuple[str, str]]) -> ScriptArrow:
    entry.only(("from", "to", "reason"))
    ends = entry.one_of("from", levers), entry.one_of("to", levers)
    if ends[0] and ends[0] == ends[1]:
        entry.wrong("to", said("Een pijl gaat van een hefboom naar een andere."))
    elif all(ends) and ends in taken:
        entry.wrong("from", said("Deze pijl staat er twee keer."))
    taken.add(ends)
    return ScriptArrow(*ends, reason=entry.text("reason", 300, needed=False))


def _tree_part(entry: Entry, taken: set[str]) -> ScriptTreePart:
    entry.only(("key", "kind", "name", "explanation"))
    kind = entry.one_of("kind", TREE_PARTS)
    return ScriptTreePart(
        kind=kind,
        key=entry.name("key", taken),
        # A wind without a name does not blow, and can be named later.
        name=entry.text("name", 60, needed=kind != "wind"),
        explanation=entry.text("explanation", 240, needed=False),
    )


def _ingredient(entry: Entry) -> ScriptIngredient:
    entry.only(("text", "source"))
    return ScriptIngredient(entry.text("text", 120), entry.text("source", 120, needed=False))


def _analysis(entry: Entry, taken: set[str]) -> ScriptAnalysis:
    entry.only(("key", "question", "feeds_on", "towards"))
    known = dict.fromkeys(kind for each in KINDS.values() for kind in each.contributes)
    feeds_on = entry.data.get("feeds_on")
    kinds = feeds_on.split() if isinstance(feeds_on, str) else []
    if not kinds or not set(kinds) <= set(known):
        sentence = said("“%(key)s” moet een of meer van deze zijn: %(known)s.")
        entry.wrong("feeds_on", sentence, known=", ".join(known))
    return ScriptAnalysis(
        key=entry.name("key", taken),
        question=entry.text("question", 200),
        feeds_on=" ".join(dict.fromkeys(kinds)),
        towards=entry.one_of("towards", TOWARDS),
    )
