"""What a proposal over 20,000 texts does to a hall that goes on writing: contribution to acknowledgement.

    python -m bench.run_beside_hall [--texts 20000] [--rate 5] [--seconds 30] [--note bench/README.md]

One real server, one workshop with that many reasons. Contributions come at a steady rate whatever the server
does, while a proposal is made from vectors that are kept (made up here: they cost what real ones cost), and
while one is made after many new texts, which have to be turned into vectors first. In every other stretch the
processes that think are frozen: so with and without are measured in turns, whatever else the machine does.
They share the server's one core.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from bench.clients import Crowd, Senders
from bench.clustering import made_up_vectors, texts
from bench.contributing import LIFE_SECONDS, open_workshop
from bench.hall import Row, percentile
from bench.served import Served, data_folder
from facilitator.demo.day import load as load_day
from facilitator.demo.story import EXERCISE
from sessions.clustering.kept import encoder
from sessions.models import Contribution, ContributionVersion, Passage, Run, Vector
from sessions.proposing import vectors
from sessions.store import Store

PHONES = 30
STRETCH_SECONDS = 4
MARKS = ("<!-- beside a hall -->", "<!-- end of beside a hall -->")


def fill(store: Store, workshop_id: int, step: int, count: int, *, seed: int, kept: bool) -> None:
    """`count` reasons stand in the workshop, as if they were said before; `kept`: with a vector each, the
    mean of directions that are drawn per word."""
    now, chance = datetime.now(UTC), random.Random(seed)
    said = texts(count, seed)
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
        if kept:
            rows = made_up_vectors(said)
            model = vectors.model_name(*encoder())
            connection.execute(
                insert(Vector),
                [
                    {
                        "passage_id": passage + each,
                        "model": model,
                        "text_hash": vectors.hash_of(text),
                        "numbers": rows[each].tobytes(),
                    }
                    for each, text in enumerate(said)
                ],
            )


def children_of(pid: int) -> list[int]:
    """The processes that this one started."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Bench:
    """The server, whoever leads the hall, and those who write."""

    def __init__(self, store: Store, lead: Any, senders: Senders, rate: float, pid: int) -> None:
        self._store, self._lead, self._senders, self._rate = store, lead, senders, rate
        self._pid = pid
        self.analysis = lead.analyses()["why"]

    def writes(self) -> list[float]:
        """Milliseconds from due to acknowledged of every contribution of one stretch."""
        sent = self._senders.send(round(self._rate * STRETCH_SECONDS), self._rate)
        return [1000 * (each.acknowledged - each.due) for each in sent]

    def writes_while_proposing(self, longest: float) -> tuple[list[float], list[float], float]:
        """The delays with and without a proposal under way, and how long it took without the frozen time."""
        thinking: list[float] = []
        frozen: list[float] = []
        self.proposes()
        began = time.monotonic()
        while self.is_proposing() and time.monotonic() - began < longest:
            thinking += self.writes()
            for pid in children_of(self._pid):
                os.kill(pid, signal.SIGSTOP)
            frozen += self.writes()
            for pid in children_of(self._pid):
                os.kill(pid, signal.SIGCONT)
        return thinking, frozen, (time.monotonic() - began) / 2

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


def measure(count: int, new: int, rate: float, longest: float) -> dict[str, Any]:
    """Delays in milliseconds with and without a run under way, and how long the runs took."""
    with data_folder() as data, Served(data) as server:
        day = load_day()
        lead = open_workshop(server, day)
        step = lead.go_to(EXERCISE)
        store = Store(data / "lotusbloem.db")
        with Crowd(server.address, lead.join_code(), PHONES, LIFE_SECONDS) as crowd:
            path = f"/p/{lead.workshop}/steps/{step}/contributions"
            senders = Senders(server.address, path, crowd.members, day)
            bench = Bench(store, lead, senders, rate, server.pid)
            bench.writes()
            found: dict[str, Any] = {}
            for name, more in (("warm", count), ("cold", new)):
                fill(store, lead.workshop, step, more, seed=more, kept=name == "warm")
                found[name] = bench.writes_while_proposing(longest)
                found[f"{name}_state"] = bench.state()
                if bench.is_proposing():
                    lead._act(f"workbench/{bench.analysis}/cancel", {})
                print(f"  {name}: {bench.state()} after {found[name][2]:.0f} s", file=sys.stderr, flush=True)
            found |= {"vectors": bench.vectors(), "memory": server.memory(), "wrong": server.complaints}
        store.close()
    return found


def rows(found: dict[str, Any]) -> list[Row]:
    told: list[Row] = []
    for name, words in (
        ("warm", "from vectors that are kept"),
        ("cold", "with new texts to turn into vectors"),
    ):
        thinking, frozen, seconds = found[name]
        for part in (0.5, 0.99):
            busy, alone = percentile(thinking, part), percentile(frozen, part)
            told.append(
                (
                    f"{words}, p{round(100 * part)}",
                    f"{alone:.0f} ms",
                    f"{busy:.0f} ms",
                    f"{busy / alone:.2f}",
                    f"{seconds:.0f} s",
                )
            )
    return told


def main(words: list[str]) -> int:
    """Prints the table; returns 1 when a proposal did not end well."""
    asked = argparse.ArgumentParser(prog="python -m bench.run_beside_hall")
    asked.add_argument("--texts", type=int, default=20_000)
    asked.add_argument("--new", type=int, default=1_500, help="texts without a vector at the second proposal")
    asked.add_argument("--rate", type=float, default=5.0, help="contributions a second")
    asked.add_argument(
        "--longest", type=float, default=1200.0, help="seconds, after which a proposal is stopped"
    )
    asked.add_argument("--note", type=Path, help="a Markdown page whose results are replaced by these")
    told = asked.parse_args(words)
    found = measure(told.texts, told.new, told.rate, told.longest)
    states = [found["warm_state"], found["cold_state"]]
    lines = [
        "| contribution to acknowledgement, during a proposal | frozen | under way | ratio | it takes |",
        "| --- | ---: | ---: | ---: | ---: |",
        *("| " + " | ".join(row) + " |" for row in rows(found)),
        "",
        f"{told.texts:,} texts, then {told.new:,} more, {told.rate:g} contributions a second; the proposals"
        f" ended {' and '.join(states)}; {found['vectors']:,} vectors are kept;"
        f" the server holds {found['memory'] // 2**20} MB.",
    ]
    print("\n".join(lines))
    for sentence in found["wrong"]:
        print(sentence)
    if told.note:
        before, _, rest = told.note.read_text(encoding="utf-8").partition(MARKS[0])
        after = rest.partition(MARKS[1])[2]
        page = "\n\n".join([f"{before}{MARKS[0]}", "\n".join(lines), f"{MARKS[1]}{after}"])
        told.note.write_text(page, encoding="utf-8")
    return 0 if set(states) <= {"done", "offered", "running"} and not found["wrong"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
