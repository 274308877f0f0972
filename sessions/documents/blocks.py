"""What a document is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Heading:
    """`level` 1 to 4, under the title of the document; never skips one downwards."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """`strong` begins the paragraph in bold, as a word before what it is about; `quiet` is said aside."""

    text: str
    strong: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, line ends kept, and who or what they are from."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Bullets:
    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True)
class Rows:
    """A table with a header row; every row is as long as the header. `caption` says what it shows."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG and as PNG, with the text that stands in for it. `width_mm` on the page."""

    svg: str
    png: bytes
    alternative: str
    caption: str = ""
    width_mm: int = 160


Block = Heading | Paragraph | Quote | Bullets | Rows | Picture


@dataclass(frozen=True)
class Document:
    """`language` is nl, fr or en; `made_at` a moment with its zone; `subtitle` stands under the title."""

    title: str
    language: str
    made_at: datetime
    subtitle: str = ""
    blocks: Sequence[Block] = field(default=())
