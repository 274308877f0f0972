"""A document to print and to keep: a tagged PDF (PDF/UA-1), by typst.

Every text goes in as data, never as source: nothing that somebody wrote can be a command.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sessions.documents.blocks import Bullets, Document, Heading, Paragraph, Picture, Quote, Rows
from sessions.documents.glyphs import FONTS, shown

_LAYOUT = Path(__file__).with_name("layout.typ")


def write(document: Document) -> bytes:
    """The file. Raises: ValueError when a picture has no alternative text: such a file is refused."""
    import typst

    try:
        return _compiled(document, strictly=False)
    except typst.TypstError as problem:
        if "could not be displayed" not in str(problem):
            raise
        return _compiled(document, strictly=True)


def _compiled(document: Document, *, strictly: bool) -> bytes:
    import typst

    with TemporaryDirectory() as folder:
        home = Path(folder)
        pictures: list[str] = []
        blocks = [_told(block, home, pictures) for block in document.blocks]
        said = {
            "title": document.title,
            "subtitle": document.subtitle,
            "language": document.language,
            "made": [document.made_at.year, document.made_at.month, document.made_at.day],
            "blocks": blocks,
        }
        (home / "document.json").write_text(
            json.dumps(_readable(said, strictly), ensure_ascii=False), encoding="utf-8"
        )
        (home / "layout.typ").write_bytes(_LAYOUT.read_bytes())
        made = typst.compile(
            str(home / "layout.typ"),
            root=str(home),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=int(document.made_at.timestamp()),
        )
    return bytes(made)


def _readable(said: Any, strictly: bool) -> Any:
    """Every text in it holds only what can be drawn."""
    if isinstance(said, str):
        return shown(said, strictly=strictly)
    if isinstance(said, dict):
        return {key: _readable(value, strictly) for key, value in said.items()}
    return [_readable(each, strictly) for each in said] if isinstance(said, list) else said


def _told(block: Any, home: Path, pictures: list[str]) -> dict[str, Any]:
    return _WRITERS[type(block)](block, home, pictures)


def _picture(block: Picture, home: Path, pictures: list[str]) -> dict[str, Any]:
    if not block.alternative.strip():
        raise ValueError("a picture needs a text that stands in for it")
    name = f"picture-{len(pictures)}.png"
    (home / name).write_bytes(block.png)
    pictures.append(name)
    return {
        "kind": "picture",
        "file": name,
        "alternative": block.alternative,
        "caption": block.caption,
        "width": min(block.width_mm, 160),
    }


_WRITERS: dict[type[Any], Callable[[Any, Path, list[str]], dict[str, Any]]] = {
    Heading: lambda block, _home, _pictures: {"kind": "heading", "level": block.level, "text": block.text},
    Paragraph: lambda block, _home, _pictures: {
        "kind": "paragraph",
        "text": block.text,
        "strong": block.strong,
        "quiet": block.quiet,
    },
    Quote: lambda block, _home, _pictures: {"kind": "quote", "text": block.text, "source": block.source},
    Bullets: lambda block, _home, _pictures: {
        "kind": "bullets",
        "items": list(block.items),
        "numbered": block.numbered,
    },
    Rows: lambda block, _home, _pictures: {
        "kind": "rows",
        "header": list(block.header),
        "rows": [list(row) for row in block.rows],
        "caption": block.caption,
    },
    Picture: _picture,
}
