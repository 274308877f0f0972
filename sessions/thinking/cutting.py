"""Coarser and finer: the clusters that another cut of a run's tree gives, described."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sessions.clustering.propose import recut
from sessions.clustering.tree import from_json
from sessions.models import Run
from sessions.proposing.cuts import kept_tree, now_of
from sessions.proposing.run_input import Asked, asked
from sessions.store import Store
from sessions.thinking.kept_rows import known_embedder
from sessions.thinking.proposing import as_ids, as_one, by_place, piles_by_place


def cut(store: Store, question: dict[str, Any], _tell: Callable[[float, str], None]) -> dict[str, Any]:
    """The run's tree cut into `k` groups: clusters by passage ids, and the number at which it was cut.

    What is not shown any more, and what people placed since, is in none of them.
    {"clusters", "cut"}
    """
    with store.reading() as db:
        run = db.get_one(Run, int(question["run"]))
        now = asked(db, run.analysis_id)
        kept = kept_tree(db, run)
        heeded = now_of(db, run, from_json(kept["tree"]))
        embedder = known_embedder(db, now)
    then = _as_then(now, kept["passages"])
    shown = set(now.passage_ids)
    proposal = recut(
        as_one(then),
        then.languages,
        None,
        kept["tree"],
        int(question["k"]),
        placed=[
            place for place, each in enumerate(then.passage_ids) if each in now.given or each not in shown
        ],
        apart=heeded.apart,
        linked=by_place(then.together, then),
        barred=heeded.barred,
        sortings=piles_by_place(then),
        ignore_names=bool(run.parameters.get("ignore_names")),
        embedder=embedder,
    )
    found = as_ids(then, proposal.as_json())
    return {"clusters": found["clusters"], "cut": found["cut"]}


def _as_then(now: Asked, passage_ids: list[int]) -> Asked:
    """The passages that the run had, in its order, with their words of now; empty ones for what is gone."""
    place = {each: number for number, each in enumerate(now.passage_ids)}

    def of(values: Any, each: int, instead: str) -> str:
        return str(values[place[each]]) if each in place else instead

    there = set(passage_ids)
    return Asked(
        passage_ids=passage_ids,
        texts=[of(now.texts, each, "") for each in passage_ids],
        languages=[of(now.languages, each, "nl") for each in passage_ids],
        given={},
        together=[pair for pair in now.together if there.issuperset(pair)],
        apart=[],
        sortings=[[[each for each in pile if each in there] for pile in person] for person in now.sortings],
        known=[],
    )
