"""What the server does for a workbench of thousands: `python -m bench.workbench_server 2000 20000`.

In one process, without clients: a house filled with so many reasons, half of them in 40 themes, the rest in
60 proposals, and 3,000 acts in its history. Per piece of work the median of five, in milliseconds of
processor time: whatever waits for one of these waits that long.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import select

from bench import leading
from bench.run_beside_hall import fill
from bench.served import data_folder
from facilitator.app import create_app
from facilitator.house import House, build
from facilitator.identity import LOGIN_COOKIE
from facilitator.settings import Settings
from sessions import journal, users, workshops
from sessions.analysis import analyses, history, themes
from sessions.journal import Actor
from sessions.models import Passage
from sessions.projections import Audience, patch, snapshot
from sessions.projections.concerned import concerned
from sessions.proposing import proposals, runs
from sessions.verbs import Verb

THEMES, PROPOSALS, ACTS = 40, 60, 3000
ROUNDS = 5
TEXTS_A_TWIN = 4


class Filled:
    """A house with one workshop of `count` reasons, and whoever leads it."""

    def __init__(self, house: House, count: int) -> None:
        self.house = house
        self.user = house.write(lambda db: leading.facilitator(db, now=house.now()))
        self.actor = Actor("user", self.user)
        self.workshop = house.write(lambda db: leading.startmoment(db, self.user, now=house.now()))
        with house.store.reading() as db:
            steps = workshops.steps_of(db, self.workshop)
            step = next(each.id for each in steps if each.kind == "interventions")
            asked = analyses.of_workshop(db, self.workshop)
            self.analysis = next(each.id for each in asked if each.key == "why")
        fill(house.store, self.workshop, step, count, seed=1, kept=False)
        with house.store.reading() as db:
            self.ids = list(db.scalars(select(Passage.id).order_by(Passage.id)))
        self._decide()

    def does(self, verb: Any, *args: Any, **kwargs: Any) -> Any:
        return self.house.write(lambda db: verb(db, *args, **kwargs, now=self.house.now()))

    def _decide(self) -> None:
        half = len(self.ids) // 2
        self.themes = [
            self.does(
                themes.make,
                self.analysis,
                self.actor,
                title=f"thema {number}",
                passage_ids=self.ids[number:half:THEMES],
            )
            for number in range(THEMES)
        ]
        self.run = self.does(runs.start_run, self.analysis, user_id=self.user)
        groups = [self.ids[half + number :: PROPOSALS] for number in range(PROPOSALS)]
        for number, members in enumerate(groups, start=1):
            one = runs.Proposed(f"werktitel {number}", [(each, 0.7) for each in members], medoid=members[0])
            self.house.write(
                lambda db, one=one, number=number: runs.keep_clusters(db, self.run, [(number, one)])
            )
        outcome = runs.Outcome("made up", {"choices": {}}, tree=_tree(self.ids))
        self.does(runs.finish_run, self.run, [], outcome)
        self.house.write(self._acts)

    def _acts(self, db: Any) -> None:
        """A long day at the workbench, in the journal."""
        for number in range(ACTS):
            touched = {"analysis": [self.analysis], "theme": [self.themes[number % THEMES]]}
            touched["passage"] = [self.ids[number % len(self.ids)]]
            inverse: Any = {"placement": {}}
            journal.record(
                db,
                self.workshop,
                Verb.PASSAGES_MOVED,
                self.actor,
                now=self.house.now(),
                touched=touched,
                analysis_id=self.analysis,
                inverse=inverse,
            )

    def moves(self, place: int) -> None:
        self.does(
            themes.move,
            self.analysis,
            self.actor,
            passage_ids=[self.ids[place]],
            theme_id=self.themes[place % THEMES],
        )


def _tree(ids: list[int]) -> dict[str, Any]:
    """As large as a real one: 2,000 leaves at most."""
    leaves = min(len(ids), 2000)
    merges = [[leaves + step - 1 if step else 0, step + 1] for step in range(leaves - 1)]
    home = [place % leaves for place in range(len(ids))]
    tree = {"format": 1, "home": home, "leaves": leaves, "merges": merges, "keys": [], "claimed": []}
    return {"passages": ids, "tree": tree}


def median(work: Callable[[int], Any]) -> float:
    """Milliseconds that it takes, in the middle of five times."""
    taken = []
    for round_ in range(ROUNDS):
        began = time.process_time()
        work(round_)
        taken.append(1000 * (time.process_time() - began))
    return round(statistics.median(taken), 1)


def measure(count: int) -> dict[str, float]:
    with data_folder() as data:
        house = build(Settings(data=data))
        try:
            return _measured(Filled(house, count), count)
        finally:
            house.close()


def _measured(filled: Filled, count: int) -> dict[str, float]:
    audience, found = Audience("workbench", filled.analysis), {}
    store = filled.house.store

    def news(round_: int) -> Any:
        """What everybody at the workbench is told of one move, as the publisher makes it."""
        with store.reading() as db:
            latest = journal.latest(db)
        filled.moves(len(filled.ids) // 2 + round_)
        began = time.process_time()
        with store.reading() as db:
            changes = journal.newer(db, latest)
            concerned(db, filled.workshop, changes, {audience})
            told = patch(db, audience, changes)
        news_taken.append(1000 * (time.process_time() - began))
        news_bytes.append(len(json.dumps(told.as_json())))

    def reads(ask: Callable[[Any], Any]) -> Callable[[int], Any]:
        def work(_round: int) -> Any:
            with store.reading() as db:
                return ask(db)

        return work

    news_taken: list[float] = []
    news_bytes: list[int] = []
    found["snapshot of the workbench"] = median(reads(lambda db: snapshot(db, audience)))
    median(news)
    found["news of one move"] = round(statistics.median(news_taken), 1)
    found["news of one move, bytes"] = statistics.median(news_bytes)
    theme, passage = filled.themes[0], filled.ids[7]
    found["history of a theme"] = median(reads(lambda db: history.of_theme(db, filled.analysis, theme)))
    found["history of a contribution"] = median(
        reads(lambda db: history.of_passage(db, filled.analysis, passage))
    )
    found |= _pages(filled)
    found["keeping the twins of a run, longest write"] = _longest_write(filled, count)
    found["taking all proposals over"] = round(_timed(lambda: _adopt_all(filled)), 1)
    return found


def _adopt_all(filled: Filled) -> None:
    filled.does(proposals.adopt_all, filled.analysis, filled.actor)


def _timed(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def _pages(filled: Filled) -> dict[str, float]:
    """Pages of the workbench, without what the processes that think add."""
    app = create_app(filled.house)
    token = token_urlsafe(32)
    filled.does(users.sign_in, filled.user, token)
    client = app.test_client()
    client.set_cookie(LOGIN_COOKIE, token)
    near = [(each, 0.5) for each in filled.ids[1:7]]
    filled.house.jobs.neighbours = lambda _analysis, _passage: near  # type: ignore[method-assign]
    base = f"/workshops/{filled.workshop}/workbench/{filled.analysis}"

    def why(_round: int) -> None:
        answer = client.get(f"{base}/why/{filled.ids[0]}", headers={"Accept": "application/json"})
        assert answer.status_code == 200, answer.status_code

    return {"why here": median(why)}


def _longest_write(filled: Filled, count: int) -> float:
    """How long the one writer is held at most while a run is finished that found many near-duplicates."""
    pairs = [(filled.ids[place], filled.ids[place + 1], 0.8) for place in range(0, count - 1, TEXTS_A_TWIN)]
    run_id = filled.does(runs.start_run, filled.analysis, user_id=filled.user)
    outcome = runs.Outcome("made up", {"choices": {}}, tree=_tree(filled.ids), twins=pairs, offer=True)
    held: list[float] = []
    write = filled.house.write

    def timed(work: Callable[[Any], Any]) -> Any:
        began = time.process_time()
        try:
            return write(work)
        finally:
            held.append(1000 * (time.process_time() - began))

    filled.house.write = timed  # type: ignore[method-assign]
    try:
        filled.house.jobs.keep(run_id, outcome)
    finally:
        filled.house.write = write  # type: ignore[method-assign]
    return round(max(held), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[2000, 20000])
    asked = parser.parse_args()
    rows = {count: measure(count) for count in asked.counts}
    print("| milliseconds | " + " | ".join(f"{count:,} texts" for count in rows) + " |")
    print("| --- | " + " | ".join("---:" for _ in rows) + " |")
    for name in next(iter(rows.values())):
        print(f"| {name} | " + " | ".join(f"{row[name]:,}" for row in rows.values()) + " |")


if __name__ == "__main__":
    main()
