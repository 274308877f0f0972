"""From SVG to PNG, with our own typefaces and no other: the same picture on every machine."""

from __future__ import annotations

import resvg_py

from sessions.pictures.svg import FONTS


def as_png(svg: str, width: int) -> bytes:
    """The picture as PNG on white, `width` pixels wide."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            background="#FFFFFF",
            skip_system_fonts=True,
            font_files=[str(path) for path in sorted(FONTS.glob("*.ttf"))],
            font_family="Atkinson Hyperlegible Next",
        )
    )
