"""The library of programmes. One TOML file each, readable and to be edited by hand: see docs/scripts.md.

shape.py    what a script is
lines.py    on which line of a file something stands
entries.py  reading one entry
reading.py  a file becomes a script, or errors with their line
writing.py  a script becomes a file
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sessions.errors import Missing
from sessions.scripts.reading import LARGEST, Problem, Unreadable, read
from sessions.scripts.shape import (
    Script,
    ScriptAnalysis,
    ScriptArrow,
    ScriptIngredient,
    ScriptLever,
    ScriptStep,
    ScriptTreePart,
)
from sessions.scripts.writing import write

__all__ = [
    "LARGEST",
    "Problem",
    "Script",
    "ScriptAnalysis",
    "ScriptArrow",
    "ScriptIngredient",
    "ScriptLever",
    "ScriptStep",
    "ScriptTreePart",
    "Unreadable",
    "library",
    "load",
    "read",
    "text_of",
    "write",
]

FOLDER = Path(__file__).parent


@cache
def load(name: str, language: str) -> Script:
    """The script of that name, in that language.

    Raises: Missing when the library has no such script.
    """
    return read(text_of(name), name=name, language=language)


def text_of(name: str) -> str:
    """The file of that script, in all its languages.

    Raises: Missing when the library has no such script.
    """
    path = FOLDER / f"{name}.toml"
    if not name.isidentifier() or not path.is_file():
        raise Missing(f"there is no script called {name!r}")
    return path.read_text(encoding="utf-8")


def library(language: str) -> list[Script]:
    """Every script that is shipped, by title in the alphabet; the startmoment first."""
    shipped = (load(path.stem, language) for path in FOLDER.glob("*.toml"))
    return sorted(shipped, key=lambda script: (script.name != "startmoment", script.title))
