"""The shape of the documents that hold numbers: what `references` renumbers is what it expects to find."""

from __future__ import annotations

from typing import Any

from sessions.archive.references import Row
from sessions.projections.wall import KINDS as FROZEN


def is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def is_text_number(value: str) -> bool:
    """Whether those are the digits of a number, written in the one way that a program writes it."""
    return value.isascii() and value.isdigit() and not value.startswith("0")


def is_tree(kept: Row | None) -> bool:
    """Whether a run keeps that: nothing, or its passages and a tree that names themes."""
    if kept is None or "passages" not in kept:
        return True
    grown = kept.get("tree")
    return (
        _are_numbers(kept["passages"])
        and isinstance(grown, dict)
        and _are_numbers(grown.get("keys"))
        and isinstance(claimed := grown.get("claimed"), list)
        and all(isinstance(pair, list) and len(pair) == 2 and is_number(pair[0]) for pair in claimed)
    )


def is_frozen(held: Row | None) -> bool:
    """Whether a wall can go on showing that: items by name, of the kinds that can be frozen."""
    return all(_is_item(*each) for each in (held or {}).items())


def _is_item(name: str, item: Any) -> bool:
    kind, _, number = name.partition(":")
    if kind not in FROZEN or not is_text_number(number) or not isinstance(item, dict):
        return False
    pointing = [item.get(each) for each in ("analysis", "key_group")]
    return all(each is None or is_number(each) for each in pointing)


def _are_numbers(value: Any) -> bool:
    return isinstance(value, list) and all(is_number(each) for each in value)
