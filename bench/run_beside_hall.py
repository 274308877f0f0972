"""What a proposal over 20,000 texts does to a hall that goes on writing: contribution to acknowledgement.

    python -m bench.run_beside_hall [--texts 20000] [--rate 5] [--seconds 30] [--note bench/README.md]

One real server, one workshop with that many reasons. Contributions come at a steady rate whatever the server
does, first while a proposal is made from nothing (vectors included), then while nothing else happens, then
while a proposal is made from vectors that are kept. The processes that think share the server's one core.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from bench.clients import Crowd, Senders
from bench.clustering import texts
from bench.contributing import LIFE_SECONDS, open_workshop
from bench.hall import Row, percentile
from bench.served import Served, data_folder
from facilitator.demo.day import load as load_day
from facilitator.demo.story import EXERCISE
from sessions.models import Contribution, ContributionVersion, Passage, Run, Vector
from sessions.store import Store

PHONES = 30
STRETCH_SECONDS = 4
LONGEST_SECONDS = 1500
MARKS = ("<!-- beside a hall -->", "<!-- end of beside a hall -->")


def fill(store: Store, workshop_id: int, step: int, count: int) -> None:
    """`count` reasons stand in the workshop, as if they were said before."""
    now, chance = datetime.now(UTC), random.Random(1)
    said = texts(count)
    with store.writing.begin() as connection:
        first = (connection.scalar(select(func.max(Contribution.id))) or 0) + 1
        passage = (connection.scalar(select(func.max(Passage.id))) or 0) + 1
        shared = {"workshop_id": workshop_id, "exercise_id": step, "kind": "reason", "language": "nl"}
        connection.execute(
            insert(Contribution),
            [
                {**shared, "id": first + each, "key": f"{chance.getrandbits(64):x}{each}", "created_at": now}
                for each in range(count)
            ],
        )
        connection.execute(
            insert(ContributionVersion),
            [
                {"contribution_id": first + each, "number": 1, "text": text, "fields": {}, "written_at": now}
                for each, text in enumerate(said)
            ],
        )
        connection.execute(
            insert(Passage),
            [
                {"id": passage + each, "workshop_id": workshop_id, "contribution_id": first + each}
                for each in range(count)
            ],
        )


class Bench:
    """The server, whoever leads the hall, and those who write."""

    def __init__(self, store: Store, lead: Any, senders: Senders, rate: float) -> None:
        self._store, self._lead, self._senders, self._rate = store, lead, senders, rate
        self.analysis = lead.analyses()["why"]

    def writes_while(self, goes_on: Callable[[], bool]) -> list[float]:
        """Milliseconds from due to acknowledged of every contribution, for as long as `goes_on`."""
        found: list[float] = []
        ends = time.monotonic() + LONGEST_SECONDS
        while goes_on() and time.monotonic() < ends:
            sent = self._senders.send(round(self._rate * STRETCH_SECONDS), self._rate)
            found += [1000 * (each.acknowledged - each.due) for each in sent]
        return found

    def writes_for(self, seconds: float) -> list[float]:
        ends = time.monotonic() + seconds
        return self.writes_while(lambda: time.monotonic() < ends)

    def proposes(self) -> None:
        self._lead._act(f"workbench/{self.analysis}/propose", {})

    def is_proposing(self) -> bool:
        return self.state() == "running"

    def state(self) -> str:
        with self._store.reading() as db:
            newest = select(Run.state).order_by(Run.id.desc()).limit(1)
            return str(db.scalar(newest))

    def vectors(self) -> int:
        with self._store.reading() as db:
            return db.scalar(select(func.count()).select_from(Vector)) or 0


def measure(count: int, rate: float, seconds: float) -> dict[str, Any]:
    """Delays in milliseconds with and without a run under way, and how long the runs took."""
    with data_folder() as data, Served(data) as server:
        day = load_day()
        lead = open_workshop(server, day)
        step = lead.go_to(EXERCISE)
        store = Store(data / "lotusbloem.db")
        with Crowd(server.address, lead.join_code(), PHONES, LIFE_SECONDS) as crowd:
            path = f"/p/{lead.workshop}/steps/{step}/contributions"
            bench = Bench(store, lead, Senders(server.address, path, crowd.members, day), rate)
            fill(store, lead.workshop, step, count)
            found: dict[str, Any] = {}
            bench.writes_for(STRETCH_SECONDS)
            for name in ("cold", "alone", "warm"):
                began = time.monotonic()
                if name == "alone":
                    found[name] = bench.writes_for(seconds)
                else:
                    bench.proposes()
                    found[name] = bench.writes_while(bench.is_proposing)
                    found[f"{name}_state"] = bench.state()
                found[f"{name}_seconds"] = time.monotonic() - began
                print(f"  {name}: {len(found[name])} contributions", file=sys.stderr, flush=True)
            found |= {"vectors": bench.vectors(), "memory": server.memory(), "wrong": server.complaints}
        store.close()
    return found


def rows(found: dict[str, Any]) -> list[Row]:
    told: list[Row] = []
    for part in (0.5, 0.99):
        alone, cold, warm = (percentile(found[name], part) for name in ("alone", "cold", "warm"))
        times = (f"{alone:.0f} ms", f"{cold:.0f} ms", f"{warm:.0f} ms")
        told.append((f"p{round(100 * part)}", *times, f"{cold / alone:.2f}", f"{warm / alone:.2f}"))
    return told


def main(words: list[str]) -> int:
    """Prints the table; returns 1 when a proposal did not end well."""
    asked = argparse.ArgumentParser(prog="python -m bench.run_beside_hall")
    asked.add_argument("--texts", type=int, default=20_000)
    asked.add_argument("--rate", type=float, default=5.0, help="contributions a second")
    asked.add_argument("--seconds", type=float, default=30.0, help="how long the hall is measured alone")
    asked.add_argument("--note", type=Path, help="write the table into this file")
    told = asked.parse_args(words)
    found = measure(told.texts, told.rate, told.seconds)
    states = [found["cold_state"], found["warm_state"]]
    heading = ("acknowledged after", "no run", "run from nothing", "run from vectors", "ratio", "ratio")
    lines = [
        "| " + " | ".join(heading) + " |",
        "| --- |" + " ---: |" * 5,
        *("| " + " | ".join(row) + " |" for row in rows(found)),
        "",
        f"{told.texts:,} texts, {told.rate:g} contributions a second; the runs took"
        f" {found['cold_seconds']:.0f} s and {found['warm_seconds']:.0f} s and ended {' and '.join(states)};"
        f" {found['vectors']:,} vectors are kept; the server holds {found['memory'] // 2**20} MB.",
    ]
    print("\n".join(lines))
    if told.note:
        before, _, rest = told.note.read_text(encoding="utf-8").partition(MARKS[0])
        after = rest.partition(MARKS[1])[2]
        page = "\n\n".join([f"{before}{MARKS[0]}", "\n".join(lines), f"{MARKS[1]}{after}"])
        told.note.write_text(page, encoding="utf-8")
    return 0 if set(states) <= {"done", "offered"} and not found["wrong"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
