"""Why a contribution lies where it lies: what stands nearest, who moved it, which runs proposed it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from facilitator import telling
from facilitator.database import house, reading
from sessions.analysis import history
from sessions.errors import NotReady
from sessions.models import Theme
from sessions.projections.passages import PASSAGES


def cards_of(analysis_id: int, passage_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Those passages as they lie on this workbench; the whole of one with thousands is not read for it."""
    return PASSAGES.read(reading(), analysis_id, frozenset(passage_ids))


def why_there(analysis_id: int, passage_id: int) -> dict[str, Any]:
    """Neighbours with their similarity (0 to 1), moves and proposals, as plain values."""
    moves = history.of_passage(reading(), analysis_id, passage_id)
    proposals = history.proposals_of_passage(reading(), analysis_id, passage_id)
    told = [(p.at, None, telling.proposal_words(p)) for p in proposals]
    told += [(m.at, m.who, telling.move_words(m)) for m in moves]
    return {
        "neighbours": _neighbours(analysis_id, passage_id),
        "history": [
            {"at": at.isoformat(), "who": who, "words": words}
            for at, who, words in sorted(told, key=lambda each: each[0])
        ],
    }


def _neighbours(analysis_id: int, passage_id: int) -> list[dict[str, Any]] | None:
    """What stands nearest, nearest first; None when that could not be found out."""
    try:
        near = house().jobs.neighbours(analysis_id, passage_id)
    except NotReady:
        return None
    cards = cards_of(analysis_id, [other for other, _ in near])
    held = {card["theme"] for card in cards.values()}
    titles = {each.id: each.called for each in reading().scalars(select(Theme).where(Theme.id.in_(held)))}
    return [
        {
            "id": other,
            "text": cards[other]["text"],
            "theme": titles.get(cards[other]["theme"]),
            "similarity": max(0.0, similarity),
        }
        for other, similarity in near
        if other in cards
    ]
