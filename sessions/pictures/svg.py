"""SVG text from names and numbers. What people wrote is escaped here and nowhere else."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FAMILY = "'Atkinson Hyperlegible Next', 'Noto Sans Arabic', system-ui, sans-serif"

Drawn = Mapping[str, str | float | int | None]


def el(name: str, attributes: Drawn | None = None, *children: str) -> str:
    """An element; attributes that are None are left out, `children` are markup already."""
    given = "".join(
        f' {key}="{escape(number(value), quote=True)}"'
        for key, value in (attributes or {}).items()
        if value is not None
    )
    inner = "".join(children)
    return f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given}/>"


def number(value: str | float | int) -> str:
    """A tenth of a unit cannot be seen, and makes the same picture everywhere."""
    if isinstance(value, str):
        return value
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def written(text: str) -> str:
    """Somebody's words as markup."""
    return escape(text, quote=False)


def picture(width: int, height: int, label: str, *children: str) -> str:
    """A whole picture; `label` says it in one sentence for who does not see it."""
    return el(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "class": "beeld",
            "role": "img",
            "aria-label": label,
            "focusable": "false",
            "font-family": FAMILY,
            "direction": "ltr",
        },
        *children,
    )


def glyph(icons: Mapping[str, str], name: str, x: float, y: float, size: float, colour: str) -> str:
    """One icon (shapes on 24 x 24 units), `size` units wide, with its middle on (`x`, `y`)."""
    scale = size / 24
    stroke: Drawn = {"fill": "none", "stroke": colour, "stroke-width": 2.2}
    rounded: Drawn = {"stroke-linecap": "round", "stroke-linejoin": "round"}
    place = f"translate({number(x - size / 2)} {number(y - size / 2)}) scale({scale:.3f})"
    return el("g", {**stroke, **rounded, "transform": place}, icons.get(name, ""))


def as_file(drawing: str, width: int, height: int) -> str:
    """The drawing as a file of its own: with a size, a white sheet and the typeface."""
    source = base64.b64encode((FONTS / "atkinson-550.ttf").read_bytes()).decode()
    face = (
        "@font-face{font-family:'Atkinson Hyperlegible Next';font-weight:400 700;"
        f"src:url(data:font/ttf;base64,{source})}}"
    )
    opening, _, rest = drawing.partition(">")
    sheet = el("rect", {"width": width, "height": height, "fill": "#FFFFFF"})
    return f'{opening} width="{width}" height="{height}"><style>{face}</style>{sheet}{rest}\n'
