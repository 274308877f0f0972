"""Where a passage that nobody placed may belong, and what stands near a passage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sessions.clustering.embed import ModelMissing, one_blas_thread
from sessions.clustering.suggest import learn
from sessions.clustering.suggest import suggest as suggested
from sessions.proposing import vectors
from sessions.proposing.run_input import asked
from sessions.store import Store
from sessions.thinking.kept_rows import known_embedder, known_rows

Tell = Callable[[float, str], None]

FEWEST_THEMES = 2
MOST = 5000
"""Passages that get a suggestion at once: the newest, which nobody has seen yet."""
SURE_ENOUGH = 0.3
"""Below this a suggestion is wrong more often than right, and only takes attention."""


def suggest(store: Store, question: dict[str, Any], _tell: Tell) -> dict[str, Any]:
    """Per unplaced passage of `analysis` up to three themes, the likeliest first, each as
    [theme, sure from 0 to 1, the passage to show as the reason]; `lacking` counts passages without a vector.

    {"suggestions", "lacking"} or {"missing"}
    """
    try:
        with store.reading() as db:
            here = asked(db, int(question["analysis"]))
            known = known_rows(db, here)
    except ModelMissing as problem:
        return {"missing": str(problem)}
    languages = dict(zip(here.passage_ids, here.languages, strict=True))
    members = [each for each in here.passage_ids if each in here.given and each in known]
    loose = [each for each in here.passage_ids if each not in here.given]
    lacking = len(here.passage_ids) - len(known)
    if len({here.given[each] for each in members}) < FEWEST_THEMES:
        return {"suggestions": {}, "lacking": lacking}
    found: dict[int, list[list[Any]]] = {}
    with one_blas_thread():
        learned = learn(
            np.stack([known[each] for each in members]),
            [here.given[each] for each in members],
            [languages[each] for each in members],
        )
        for each in [each for each in loose if each in known][-MOST:]:
            found[each] = [
                [one.theme, one.confidence, members[one.nearest]]
                for one in suggested(known[each], learned, language=languages[each])
                if one.confidence >= SURE_ENOUGH
            ]
    return {
        "suggestions": {each: themes for each, themes in found.items() if themes},
        "lacking": lacking,
    }


def around(store: Store, question: dict[str, Any], _tell: Tell) -> dict[str, Any]:
    """Per passage of `analysis` the `count` nearest others as [passage, similarity], nearest first, in the
    space that clusters come from; and the hash of the words that this was found for.

    {"around", "hashes"}
    """
    from sessions.clustering.compare import compare
    from sessions.clustering.nearest import nearest

    with store.reading() as db:
        here = asked(db, int(question["analysis"]))
        embedder = known_embedder(db, here)
    if not here.passage_ids:
        return {"around": {}, "hashes": {}}
    with one_blas_thread():
        compared = compare(here.texts, here.languages, embedder).vectors
        near, similar = nearest(compared, int(question["count"]))
    ids = here.passage_ids
    return {
        "around": {
            ids[place]: _pairs(ids, others, values)
            for place, (others, values) in enumerate(zip(near.tolist(), similar.tolist(), strict=True))
        },
        "hashes": {
            each: vectors.hash_of(text) for each, text in zip(here.passage_ids, here.texts, strict=True)
        },
    }


def _pairs(ids: Sequence[int], others: list[int], values: list[float]) -> list[list[float]]:
    return [[ids[other], round(value, 4)] for other, value in zip(others, values, strict=True)]
