"""On which line of a script file something stands, so that an error can point at it.

The parser of the standard library gives values without their lines. A script is laid out in a simple way
(tables, arrays of tables, one key a line), so the lines are found by walking over the text once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_HEADER = re.compile(r"\s*\[\[?\s*([\w-]+)\s*\]?\]\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(?:\"([^\"]+)\"|([\w-]+))\s*(?:\.|=)")
_LONG = re.compile(r'"""|\'\'\'')


@dataclass
class Places:
    """Lines from 1. `tops` maps a key at the top, or a [table], to its line; `entries` maps a list to the
    line of each entry; `keys` maps list, number of the entry and key to a line."""

    tops: dict[str, int] = field(default_factory=dict)
    entries: dict[str, list[int]] = field(default_factory=dict)
    keys: dict[tuple[str, int, str], int] = field(default_factory=dict)

    def of(self, where: str, number: int | None = None, key: str = "") -> int | None:
        """The line of a key of an entry; else of the entry; else of the list; None when it is nowhere."""
        top = self.tops.get(where)
        if number is None:
            return top
        exact = self.keys.get((where, number, key))
        entries = self.entries.get(where, [])
        return exact or (entries[number] if number < len(entries) else top)


def places(text: str) -> Places:
    """Where everything stands in a text that is correct TOML."""
    found = Places()
    table, listed, number = "", "", None
    open_quote, depth = "", 0
    for line_number, line in enumerate(text.splitlines(), start=1):
        within_text, within_list = bool(open_quote), depth > 0
        open_quote, depth = _state_after(line, open_quote, depth)
        if within_text:
            continue
        if within_list:
            # A list that is written as one: `levers = [`, and a `{...}` a line.
            if listed and line.lstrip().startswith("{"):
                found.entries.setdefault(listed, []).append(line_number)
        elif header := _HEADER.match(line):
            table, number = header[1], None
            found.tops.setdefault(table, line_number)
            if line.lstrip().startswith("[["):
                found.entries.setdefault(table, []).append(line_number)
                number = len(found.entries[table]) - 1
        elif key := _KEY.match(line):
            name = key[1] or key[2]
            listed = "" if table else name
            if number is not None:
                found.keys.setdefault((table, number, name), line_number)
            elif not table:
                found.tops.setdefault(name, line_number)
    return found


def _state_after(line: str, open_quote: str, depth: int) -> tuple[str, int]:
    """The long quote that is open after this line, and how many brackets are."""
    rest = line
    while rest:
        if open_quote:
            end = rest.find(open_quote)
            if end < 0:
                return open_quote, depth
            rest, open_quote = rest[end + 3 :], ""
            continue
        mark = re.search(r'"""|\'\'\'|"(?:\\.|[^"\\])*"|\'[^\']*\'|#|\[|\]', rest)
        if mark is None or mark[0] == "#":
            return "", depth
        if _LONG.fullmatch(mark[0]):
            open_quote = mark[0]
        elif mark[0] == "[":
            depth += 1
        elif mark[0] == "]":
            depth -= 1
        rest = rest[mark.end() :]
    return open_quote, depth
