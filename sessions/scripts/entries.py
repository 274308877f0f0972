"""Reading one entry of a script file: each value is what it should be, or a sentence with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sessions import words
from sessions.scripts.lines import Places
from sessions.text import clean
from sessions.words import DEFAULT, LANGUAGES

said = words.mark

NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,31})")


@dataclass
class Report:
    """What is wrong with a file, in the language `spoken`; texts are taken in `language`."""

    places: Places
    language: str
    spoken: str
    found: list[tuple[int | None, str]] = field(default_factory=list)

    def add(self, line: int | None, sentence: str, /, **values: Any) -> None:
        self.found.append((line, words.say(self.spoken, sentence, **values)))


class Entry:
    """One table of the file: the whole file, or the entry `number` of the list `where`."""

    def __init__(self, report: Report, data: Any, where: str = "", number: int | None = None) -> None:
        self.report, self.where, self.number = report, where, number
        self.data: Mapping[str, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.wrong("", said("hier moet een groep van sleutels en waarden staan."))

    def line(self, key: str) -> int | None:
        if self.number is None:
            return self.report.places.of(key)
        return self.report.places.of(self.where, self.number, key)

    def wrong(self, at: str, sentence: str, /, **values: Any) -> None:
        """`at` is the key on whose line it is; the sentence may name it as `key`."""
        self.report.add(self.line(at), sentence, **{"key": at, **values})

    def only(self, known: Collection[str]) -> None:
        """Nothing else stands here: a word that was mistyped is not passed over in silence."""
        for key in self.data:
            if key not in known:
                self.wrong(key, said("“%(key)s” kennen we hier niet."), key=clean(key)[:40] or " ")

    def text(
        self, key: str, most: int, *, needed: bool = True, lines: bool = False, as_it_is: bool = False
    ) -> str:
        """A text for every language, or a table of language to text; the language that is asked for, else
        Dutch, else the first one. `as_it_is` keeps the white space that a document has."""
        value = self.data.get(key, "")
        spoken = value if isinstance(value, dict) else {DEFAULT: value}
        for language, each in spoken.items():
            if language not in LANGUAGES:
                sentence = said("“%(key)s”: de taal “%(given)s” kennen we niet. Kies uit %(known)s.")
                self.wrong(key, sentence, given=clean(language)[:20], known=", ".join(LANGUAGES))
            if not isinstance(each, str):
                self.wrong(key, said("“%(key)s” moet een tekst zijn."))
                return ""
            if len(each) > most:
                sentence = said("“%(key)s” is te lang: %(length)d tekens, er passen er %(most)d.")
                self.wrong(key, sentence, length=len(each), most=most)
        first = next(iter(spoken.values()), "")
        whole = spoken.get(self.report.language) or spoken.get(DEFAULT) or first
        chosen = whole if as_it_is else clean(whole, lines=lines)
        if needed and not chosen:
            self.wrong(key, said("“%(key)s” ontbreekt."))
        return chosen

    def whole(self, key: str, least: int, most: int) -> int:
        value = self.data.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        sentence = said("“%(key)s” moet een getal van %(least)d tot %(most)d zijn.")
        self.wrong(key, sentence, least=least, most=most)
        return least

    def flag(self, key: str) -> bool:
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, said("“%(key)s” moet true of false zijn."))
        return value is True

    def one_of(self, key: str, known: Collection[str]) -> str:
        value = self.data.get(key)
        if isinstance(value, str) and value in known:
            return value
        sentence = said("“%(key)s” moet een van deze zijn: %(known)s.")
        self.wrong(key, sentence, known=", ".join(known))
        return ""

    def name(self, key: str, taken: set[str]) -> str:
        """A short name for machines, that no other entry has."""
        value = self.data.get(key)
        if not isinstance(value, str) or not NAME.fullmatch(value):
            sentence = said("“%(key)s” moet een korte naam zijn: kleine letters, cijfers en streepjes.")
            self.wrong(key, sentence)
            return ""
        if value in taken:
            self.wrong(key, said("“%(key)s” komt twee keer voor: %(value)s."), value=value)
        taken.add(value)
        return value

    def entries(self, key: str, most: int) -> list[Entry]:
        """The entries of a list of tables, such as `[[steps]]`."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, said("“%(key)s” moet een lijst zijn: [[%(key)s]]."))
            return []
        if len(value) > most:
            sentence = said("“%(key)s” heeft er te veel: %(count)d, er passen er %(most)d.")
            self.wrong(key, sentence, count=len(value), most=most)
        return [Entry(self.report, each, key, number) for number, each in enumerate(value[:most])]
