"""Why a passage stands where it stands: the words that pulled it there, and whose sorting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sessions.clustering.explain import explain as explained
from sessions.proposing import cuts
from sessions.proposing.run_input import asked
from sessions.store import Store
from sessions.thinking.kept_rows import known_embedder

Tell = Callable[[float, str], None]

WORDS = 5


def explain(store: Store, question: dict[str, Any], _tell: Tell) -> dict[str, Any]:
    """What pulled `passage` of `analysis` to its theme, or to its proposed group as long as nobody placed it.

    {"words": the strongest first, "sorters": how many people put it with others that stand there, "lead": how
    much nearer its own others are than the next group's, -2 to 2}; empty for a passage that stands nowhere.
    """
    with store.reading() as db:
        here = asked(db, int(question["analysis"]))
        embedder = known_embedder(db, here)
        lying = cuts.now_on_the_table(db, int(question["analysis"]))
    labels = dict(here.given)
    last = max(labels.values(), default=0)
    for number, group in enumerate(lying, start=last + 1):
        if not group.loose:
            labels |= {each: group.theme_id or number for each in group.cards if each not in here.given}
    ids = list(here.passage_ids)
    passage = int(question["passage"])
    if passage not in labels or passage not in ids:
        return {}
    place = {each: number for number, each in enumerate(ids)}
    found = explained(
        place[passage],
        here.texts,
        [labels.get(each, -1) for each in ids],
        languages=here.languages,
        sortings=[[[place[each] for each in pile] for pile in person] for person in here.sortings],
        count=WORDS,
        embedder=embedder,
    )
    return {
        "words": [each.word for each in found.words],
        "sorters": len(found.sorters),
        "lead": found.lead,
    }
