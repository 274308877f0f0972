"""The pictures of a workshop, for a page and for a file: the domain draws, the icons come from the sprite."""

from __future__ import annotations

import re
from functools import cache

from sqlalchemy.orm import Session

from facilitator.paths import STATIC
from sessions import pictured
from sessions.errors import Missing
from sessions.pictures import FIXED, LIVE, as_file, as_png
from sessions.pictures.system_model import HEIGHT, WIDTH

NAMES = ("tree", "levers")
_PNG_WIDTH = 2 * WIDTH


@cache
def icons() -> dict[str, str]:
    """The shapes of every icon of the sprite, by name."""
    sprite = (STATIC / "icons" / "sprite.svg").read_text(encoding="utf-8")
    return dict(re.findall(r'<symbol id="([^"]+)"[^>]*>(.*?)</symbol>', sprite, re.DOTALL))


def on_page(db: Session, workshop_id: int, name: str, language: str, **how: bool) -> str:
    """The picture as markup for a page, in the colours of its theme. Raises: Missing."""
    return _drawn(db, workshop_id, name, language, fixed=False, **how)


def as_svg(db: Session, workshop_id: int, name: str, language: str) -> bytes:
    """The picture as a file that stands on its own. Raises: Missing."""
    drawn = _drawn(db, workshop_id, name, language, fixed=True, **_still(name))
    return as_file(drawn, WIDTH, HEIGHT).encode()


def as_picture(db: Session, workshop_id: int, name: str, language: str) -> bytes:
    """The picture as PNG, large enough for a slide or a sheet of A4. Raises: Missing."""
    return as_png(as_svg(db, workshop_id, name, language).decode(), _PNG_WIDTH)


def _still(name: str) -> dict[str, bool]:
    """In a file nothing has just come in."""
    return {"newest": False} if name == "tree" else {}


def _drawn(db: Session, workshop_id: int, name: str, language: str, *, fixed: bool, **how: bool) -> str:
    paint = FIXED if fixed else LIVE
    if name == "tree":
        return pictured.tree_of(db, workshop_id, icons=icons(), paint=paint, language=language, **how)
    if name == "levers":
        return pictured.system_model_of(db, workshop_id, icons=icons(), paint=paint, language=language)
    raise Missing("picture")
