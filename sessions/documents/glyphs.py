"""Which characters our typefaces can show, and what stands in for one that they cannot.

A PDF for screen readers may not hold a character without a drawing; a text with an emoji or a script that no
typeface here knows must not stop a report. Such a character is told by its name: *[hot beverage]*.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent.parent / "pictures" / "fonts"
# Typefaces that typst brings along know these scripts.
_BROUGHT = ("GREEK ", "CYRILLIC ", "LATIN ")
_SILENT = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")
_SPACES = frozenset("\n\t ")


def shown(text: str, *, strictly: bool = False) -> str:
    """The text, with a name for what cannot be drawn. `strictly` trusts our own typefaces only."""
    return "".join(_shown(character, strictly) for character in text)


def _shown(character: str, strictly: bool) -> str:
    if character in _SPACES:
        return character
    if character in _SILENT or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return ""
    if ord(character) in covered():
        return character
    name = unicodedata.name(character, "")
    if not strictly and name.startswith(_BROUGHT):
        return character
    plain = unicodedata.normalize("NFKD", character)
    if plain != character and all(ord(each) in covered() for each in plain):
        return plain
    return f"[{name.lower()}]" if name else ""


@cache
def covered() -> frozenset[int]:
    """The code points that the typefaces in the package can show."""
    found: set[int] = set()
    for path in sorted(FONTS.glob("*.ttf")):
        found |= _characters(path.read_bytes())
    return frozenset(found)


def _characters(font: bytes) -> set[int]:
    """The characters of a TrueType font: its table *cmap*, formats 4 and 12 (OpenType 1.9)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * place) for place in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for place in range(subtables):
        _platform, _encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * place)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == 4:
            found |= _segments(font, start + offset)
        elif form == 12:
            found |= _groups(font, start + offset)
    return found


def _segments(font: bytes, at: int) -> set[int]:
    (twice,) = struct.unpack_from(">H", font, at + 6)
    ends = struct.unpack_from(f">{twice // 2}H", font, at + 14)
    starts = struct.unpack_from(f">{twice // 2}H", font, at + 16 + twice)
    found: set[int] = set()
    for first, last in zip(starts, ends, strict=True):
        found.update(range(first, last + 1))
    return found - {0xFFFF}


def _groups(font: bytes, at: int) -> set[int]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    found: set[int] = set()
    for place in range(count):
        first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * place)
        found.update(range(first, last + 1))
    return found
