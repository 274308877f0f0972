"""A guide as Markdown: to read on paper, to write in any editor. Pictures are named, not held."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sessions.focus.documents.lines import Line, lines_of, said
from sessions.focus.documents.reading import Reader, Unreadable
from sessions.focus.shape import Guide
from sessions.words import DEFAULT, say

LARGEST = 400_000
LINE = said("Regel %(line)d: %(problem)s")
_HEADINGS = {"title": "#", "round": "##", "question": "###"}
_POINT = re.compile(r"[-*]\s+\*\*(.+?):\*\*\s*(.*)|[-*]\s+([^:]{1,60}):\s*(.*)")
_IMAGE = re.compile(r'!\[(.*)\]\([^()"]*(?:"(.*)")?\)')
# What would be read as something else when a line of people's own words begins with it.
_SPECIAL = tuple("#>-*!\\ \t")


def write(guide: Guide, language: str = DEFAULT) -> str:
    """The text of the document; reading it gives the same guide, but for the pictures themselves."""
    written: list[str] = []
    for each in lines_of(guide, language):
        if each.kind in _HEADINGS and written and written[-1]:
            written.append("")
        written.append(_written(each))
        if each.kind in _HEADINGS:
            written.append("")
    return "\n".join(written).strip() + "\n"


def _written(line: Line) -> str:
    text = line.text
    if line.kind in _HEADINGS:
        return f"{_HEADINGS[line.kind]} {text}".rstrip()
    if line.kind == "point":
        return f"- **{line.name}:** {text}".rstrip()
    if line.kind == "part":
        return f"  - {text}".rstrip()
    if line.kind == "quote":
        return f"> {text}".rstrip()
    if line.kind == "image":
        caption = f' "{line.name}"' if line.name else ""
        return f"![{text}](beeld{caption})"
    return ("\\" + text) if text.startswith(_SPECIAL) else text


def read(text: str, *, spoken: str = DEFAULT, zone: str = "Europe/Brussels") -> Guide:
    """The guide in that text; what is wrong is said in `spoken`, with its line.

    Raises: Unreadable with every problem that was found.
    """
    if len(text) > LARGEST:
        raise Unreadable([say(spoken, said("Dit document is te groot voor een gids."))])
    return Reader(spoken, LINE, zone).read(_lines(text.removeprefix("\ufeff")))


def _lines(text: str) -> Iterator[Line]:
    headings = {mark: kind for kind, mark in _HEADINGS.items()}
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        line = raw.rstrip()
        stripped = line.lstrip()
        mark, _space, rest = stripped.partition(" ")
        if not line:
            yield Line("blank", number=number)
        elif line.startswith("\\"):
            yield Line("plain", line[1:], number=number)
        elif mark in headings:
            yield Line(headings[mark], rest.strip(), number=number)
        elif stripped.startswith(">"):
            yield Line("quote", stripped[1:].removeprefix(" "), number=number)
        elif line[0] in " \t" and stripped[0] in "-*":
            yield Line("part", stripped[1:].strip(), number=number)
        elif found := _POINT.fullmatch(line):
            name, value = (found[1], found[2]) if found[1] else (found[3], found[4])
            yield Line("point", value, name, number)
        elif found := _IMAGE.fullmatch(stripped):
            yield Line("image", found[1], found[2] or "", number)
        else:
            yield Line("plain", stripped, number=number)
