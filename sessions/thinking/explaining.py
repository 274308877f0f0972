"""Why a passage stands where it stands: the words that pulled it there, and whose sorting."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sessions.clustering.embed import Embedder
from sessions.clustering.explain import Prepared, prepared
from sessions.clustering.explain import explain as explained
from sessions.proposing import cuts
from sessions.proposing.run_input import Asked, asked
from sessions.store import Store
from sessions.thinking.kept_rows import known_embedder

Tell = Callable[[float, str], None]
Home = tuple[str, int | None]
"""Where a passage stands: ("theme", id), or ("cluster", id) as long as nobody placed it."""

WORDS = 5
_LAST: dict[str, Prepared] = {}


def explain(store: Store, question: dict[str, Any], _tell: Tell) -> dict[str, Any]:
    """What pulled `passage` of `analysis` to its theme, or to its proposed group as long as nobody placed it.

    {"words": the strongest first, "sorters": how many people put it with others that stand there, of the
    "placed" who put it on a pile at all, "lead": how much nearer its own others are than the next group's, -2
    to 2, "next": that group as ["theme" or "cluster", id], None when there is no other}; empty for a passage
    that stands nowhere.
    """
    with store.reading() as db:
        here = asked(db, int(question["analysis"]))
        embedder = known_embedder(db, here)
        lying = cuts.now_on_the_table(db, int(question["analysis"]))
    homes = _homes(here.given, lying)
    label = {home: number for number, home in enumerate(dict.fromkeys(homes.values()))}
    ids = list(here.passage_ids)
    passage = int(question["passage"])
    if passage not in homes or passage not in ids:
        return {}
    place = {each: number for number, each in enumerate(ids)}
    found = explained(
        place[passage],
        here.texts,
        [label[homes[each]] if each in homes else -1 for each in ids],
        languages=here.languages,
        sortings=[[[place[each] for each in pile] for pile in person] for person in here.sortings],
        count=WORDS,
        embedder=embedder,
        ready=_ready(here, embedder),
    )
    return {
        "words": [each.word for each in found.words],
        "sorters": len(found.sorters),
        "placed": sum(any(passage in pile for pile in person) for person in here.sortings),
        "lead": found.lead,
        "next": None if found.next is None else list(list(label)[found.next]),
    }


def _ready(here: Asked, embedder: Embedder | None) -> Prepared:
    """Who opens one contribution opens the next: twenty thousand texts are compared once for both."""
    said = repr((here.passage_ids, here.texts, here.languages, embedder is None))
    key = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
    if key not in _LAST:
        _LAST.clear()
        _LAST[key] = prepared(here.texts, here.languages, embedder)
    return _LAST[key]


def _homes(given: Mapping[int, int], lying: Sequence[cuts.Group]) -> dict[int, Home]:
    """Passage to where it stands; what is *still to sort* stands nowhere."""
    homes: dict[int, Home] = {}
    for group in lying:
        home: Home = ("theme", group.theme_id) if group.theme_id else ("cluster", group.cluster_id)
        if not group.loose:
            homes |= dict.fromkeys(group.cards, home)
    return homes | {each: ("theme", theme) for each, theme in given.items()}
