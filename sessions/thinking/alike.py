"""Which interests, opportunities and obstacles of a workshop of focus groups may be alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sessions.clustering.alike import find_alike
from sessions.material.alike import asked
from sessions.store import Store


def alike(store: Store, question: dict[str, Any], _tell: Callable[[float, str], None]) -> dict[str, Any]:
    """Per group of material that may be alike [material ids, the objective that it may join or null, how
    alike from 0 to 1]; `why` says why wording alone compared.

    {"alike", "why"}
    """
    with store.reading() as db:
        here = asked(db, int(question["workshop"]))
    place = {each: number for number, each in enumerate(here.material_ids)}
    found = find_alike(
        here.texts,
        here.languages,
        given={place[each]: objective for each, objective in here.given.items()},
    )
    return {
        "alike": [
            [[here.material_ids[number] for number in each.members], each.joins, each.similarity]
            for each in found.alike
        ],
        "why": found.fallback,
    }
