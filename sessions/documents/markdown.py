"""A document as plain text that other programs read (CommonMark with tables)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sessions.documents.blocks import Bullets, Document, Heading, Paragraph, Picture, Quote, Rows

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])(?=\s|$)")
_MARKED = re.compile(r"^(\s*)([-+=])(?=\s|$)")


def write(document: Document) -> bytes:
    """UTF-8, line ends as on Unix. What people wrote shows as they wrote it: nothing of it is markup."""
    parts = [f"# {plain(document.title)}"]
    if document.subtitle:
        parts.append(plain(document.subtitle))
    parts += [_WRITERS[type(block)](block) for block in document.blocks]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def plain(text: str) -> str:
    """The text on one line, with a backslash before what would be markup."""
    return _line(" ".join(text.split()))


def _line(text: str) -> str:
    """As `_within`, for a text that begins a line: neither a list nor a heading."""
    return _MARKED.sub(r"\1\\\2", _NUMBERED.sub(r"\1\\\2", _within(text)))


def _within(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _paragraph(block: Paragraph) -> str:
    text = "\\\n".join(_line(line.strip()) for line in block.text.splitlines() if line.strip())
    if block.strong:
        return f"**{plain(block.strong)}** {text}".strip()
    return f"*{text}*" if block.quiet and text else text


def _quote(block: Quote) -> str:
    lines = [_line(line) for line in block.text.splitlines()] or [""]
    said = "\\\n> ".join(lines)
    return f"> {said}" + (f"\n>\n> — {plain(block.source)}" if block.source else "")


def _bullets(block: Bullets) -> str:
    marks = (f"{place}." if block.numbered else "-" for place in range(1, len(block.items) + 1))
    return "\n".join(f"{mark} {plain(item)}" for mark, item in zip(marks, block.items, strict=True))


def _rows(block: Rows) -> str:
    lines = [block.header, ["---"] * len(block.header), *block.rows]
    cells = [[cell if place == 1 else plain(cell) for cell in line] for place, line in enumerate(lines)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in cells)
    return f"{plain(block.caption)}\n\n{table}" if block.caption else table


def _picture(block: Picture) -> str:
    """A text holds no picture: what stands in for it does."""
    said = f"[{plain(block.alternative)}]" if block.alternative else ""
    return f"{plain(block.caption)}\n\n{said}" if block.caption else said


_WRITERS: dict[type[Any], Callable[[Any], str]] = {
    Heading: lambda block: f"{'#' * (block.level + 1)} {_within(' '.join(block.text.split()))}",
    Paragraph: _paragraph,
    Quote: _quote,
    Bullets: _bullets,
    Rows: _rows,
    Picture: _picture,
}
