"""One run: the passages of an analysis in clusters, around what people decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sessions.clustering.propose import propose as clustered
from sessions.models import Run
from sessions.proposing.run_input import Asked, asked
from sessions.store import Store
from sessions.thinking.kept_rows import known_embedder

Tell = Callable[[float, str], None]


def propose(store: Store, question: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """The proposal of the run `run`, everything in it by passage id; see `as_ids`.

    {"proposal": {...}}
    """
    tell(0.0, "reading")
    with store.reading() as db:
        run = db.get_one(Run, int(question["run"]))
        here, wishes, seed = asked(db, run.analysis_id), dict(run.parameters), run.seed
        embedder = known_embedder(db, here)
    return {"proposal": proposed(here, wishes, seed, embedder, tell)}


def proposed(
    here: Asked, wishes: dict[str, Any], seed: int, embedder: Any, tell: Tell | None
) -> dict[str, Any]:
    """What the machine proposes for `here`; wishes: k and ignore_names."""
    place = {each: number for number, each in enumerate(here.passage_ids)}
    more: dict[str, Any] = {}
    if here.apart:
        more |= {"apart": by_place(here.apart, here), "linked": by_place(here.together, here)}
    if here.sortings:
        more["sortings"] = piles_by_place(here)
    if here.known:
        more["known"] = here.known
    made = clustered(
        as_one(here),
        languages=here.languages,
        k=wishes.get("k"),
        seed=seed,
        given={place[each]: theme for each, theme in here.given.items()},
        ignore_names=bool(wishes.get("ignore_names")),
        progress=tell,
        embedder=embedder,
        **more,
    )
    return as_ids(here, made.as_json())


def by_place(pairs: Sequence[tuple[int, int]], here: Asked) -> list[tuple[int, int]]:
    """Pairs of passages as pairs of places."""
    place = {each: number for number, each in enumerate(here.passage_ids)}
    return [(place[one], place[other]) for one, other in pairs]


def piles_by_place(here: Asked) -> list[list[list[int]]]:
    """Per person their piles, by place."""
    place = {each: number for number, each in enumerate(here.passage_ids)}
    return [[[place[each] for each in pile] for pile in person] for person in here.sortings]


def as_one(here: Asked) -> list[str]:
    """The words of each passage as they are compared: those of linked twins are the first one's, so that
    nothing parts what people said belongs together."""
    place = {each: number for number, each in enumerate(here.passage_ids)}
    first = list(range(len(place)))

    def root(number: int) -> int:
        while first[number] != number:
            number = first[number]
        return number

    for one, other in here.together:
        low, high = sorted((root(place[one]), root(place[other])))
        first[high] = low
    return [here.texts[root(number)] for number in range(len(first))]


def as_ids(here: Asked, proposal: dict[str, Any]) -> dict[str, Any]:
    """The same proposal with passage ids where it had places, and the fingerprint of what it worked on."""
    ids: Sequence[int] = here.passage_ids
    clusters = [
        {
            **cluster,
            "members": [ids[place] for place in cluster["members"]],
            "medoid": ids[cluster["medoid"]],
        }
        for cluster in proposal["clusters"]
    ]
    twins = [
        [ids[pair["first"]], ids[pair["second"]], pair["similarity"]] for pair in proposal["near_duplicates"]
    ]
    kept = {name: value for name, value in proposal.items() if name not in ("ids", "languages")}
    return {
        **kept,
        "clusters": clusters,
        "near_duplicates": twins,
        "tree": {"passages": list(ids), "tree": proposal["tree"]},
        "fingerprint": here.fingerprint(),
    }
