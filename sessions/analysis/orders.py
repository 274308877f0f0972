"""An order of themes by one measure, with its ties: by how often it was said, how warmly, or people's rating.

The rank that people decided on is no measure: `themes.rank` sets it, from one of these orders or by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MEASURES = ("said", "warmth", "rating")

Item = Mapping[str, Any]
_LAST = 10**9


def value(item: Item, measure: str) -> float | None:
    """What the theme scores there, more is higher in the order; None when nothing is known.

    `item` is a theme as wall and workbench see it (`hall.themes_of`).
    """
    if measure == "rating":
        return -item["rating"]["mean"] if item["rating"] else None
    found: int = item["count"] if measure == "said" else item["hearts"]
    return found


def places(items: Mapping[int, Item], measure: str) -> dict[int, int]:
    """Theme id to its place; what scores the same shares one and the next are skipped (1, 2, 2, 4).

    A theme of which nothing is known has no place.
    """
    scores = {theme_id: value(item, measure) for theme_id, item in items.items()}
    known = {theme_id: score for theme_id, score in scores.items() if score is not None}
    return {theme_id: 1 + sum(other > score for other in known.values()) for theme_id, score in known.items()}


def in_order(items: Mapping[int, Item], measure: str) -> list[int]:
    """The themes by that measure. Within a tie the decided rank, then the order in which they were made;
    what has no place comes last."""
    found = places(items, measure)

    def key(theme_id: int) -> tuple[int, int, int, int]:
        item = items[theme_id]
        return found.get(theme_id, _LAST), item["rank"] or _LAST, item["position"], theme_id

    return sorted(items, key=key)
