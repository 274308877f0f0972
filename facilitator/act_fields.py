"""The fields of the acts of the workbench, as a form sends them.

`passage` (several), `seen_theme` (several, 0 is no theme), `seen_run`, and ids, each a number; `shown` (yes)
says that the passages are all that a lens shows, also when that is none.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from sessions.analysis import sorting
from sessions.errors import Invalid, Missing
from sessions.journal import Actor
from sessions.proposing import proposals
from sessions.words import DEFAULT, say

Fields = MultiDict[str, str]
Answer = dict[str, Any]
Act = Callable[[Session, int, Actor, Fields, datetime], Answer]


def number(fields: Fields, name: str) -> int:
    """Raises: Missing when the form carries no such id."""
    said = fields.get(name, "")
    if not (said.isascii() and said.isdigit() and len(said) < 16):
        raise Missing(name)
    return int(said)


def numbers(fields: Fields, name: str) -> list[int]:
    """Raises: Missing for what is no id."""
    said = fields.getlist(name)
    if not all(each.isascii() and each.isdigit() and len(each) < 16 for each in said):
        raise Missing(name)
    return [int(each) for each in said]


def number_or_none(fields: Fields, name: str) -> int | None:
    """None when the form leaves it out, or says 0. Raises: Missing for what is no id."""
    return (number(fields, name) or None) if fields.get(name) else None


def passages(fields: Fields) -> list[int]:
    """Raises: Missing for what is no id."""
    return numbers(fields, "passage")


def chosen(fields: Fields) -> list[int]:
    found = passages(fields)
    if not found:
        raise Invalid({"passage": [say(DEFAULT, "Kies eerst een of meer bijdragen.")]})
    return found


def looked_at(fields: Fields) -> list[int] | None:
    """What a form takes of a proposal: the passages that it names, all (None) when it names none. Under a
    lens (`shown`) none is none. Raises: Missing for what is no id; Invalid when a lens shows nothing."""
    return chosen(fields) if "shown" in fields else passages(fields) or None


def as_seen(db: Session, analysis_id: int, fields: Fields) -> None:
    seen = [int(each) for each in fields.getlist("seen_theme") if each.isascii() and each.isdigit()]
    if seen:
        sorting.require_placed(db, analysis_id, passages(fields), seen)


def as_on_the_table(db: Session, analysis_id: int, fields: Fields) -> None:
    """The proposal that lies there is the one that was looked at, where the form says which (`seen_run`).
    Raises: OtherOnTheTable; Missing for what is no id."""
    if (seen := number_or_none(fields, "seen_run")) is not None:
        proposals.require_on_the_table(db, analysis_id, seen)
