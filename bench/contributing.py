"""From a contribution to its acknowledgement, to the wall and to its author's phone; and memory per phone.

One hall is a fresh server with a fresh workshop, everybody joined, one wall, and all or none of the phones
on a WebSocket. Contributions come at a steady rate whatever the server does (open loop), and every delay
counts from the moment at which the contribution was due.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bench.clients import Crowd, Senders, Sent, Wall
from bench.served import Served, data_folder
from bench.wire import http as client_of
from facilitator.demo.day import Day
from facilitator.demo.day import load as load_day
from facilitator.demo.lead import Lead
from facilitator.demo.story import EXERCISE

EMAIL = "meting@lotusbloem.example"
PASSWORD = secrets.token_urlsafe(16)
WARM_UP = 40
SETTLES_SECONDS = 3
ARRIVES_WITHIN_SECONDS = 30
LIFE_SECONDS = 1200


@dataclass(frozen=True)
class Load:
    """`phones` people join; contributions a second, for so many seconds."""

    phones: int
    rate: float
    seconds: float

    @property
    def count(self) -> int:
        return round(self.rate * self.seconds)


def hall(load: Load, connected: bool) -> dict[str, Any]:
    """What one hall measured: times in milliseconds, memory in bytes, and what was lost."""
    with data_folder() as data, Served(data) as server:
        day = load_day()
        lead = open_workshop(server, day)
        path = f"/p/{lead.workshop}/steps/{lead.go_to(EXERCISE)}/contributions"
        secret = lead.wall_address().rpartition("/")[2]
        with (
            Crowd(server.address, lead.join_code(), load.phones, LIFE_SECONDS) as crowd,
            Wall(server.address, secret, lead.workshop) as wall,
        ):
            senders = Senders(server.address, path, crowd.members, day)
            warm = senders.send(WARM_UP, load.rate)
            before = server.memory()
            if connected:
                crowd.ask("connect")
                time.sleep(SETTLES_SECONDS)
            after = server.memory()
            computed = server.processor_seconds()
            sent = senders.send(load.count, load.rate)
            computed = server.processor_seconds() - computed
            _until_arrived(wall, warm + sent)
            report = crowd.ask("report")
            wrong = _wrong(server, wall, crowd.members, warm + sent, report)
        return {
            "acknowledged_ms": [1000 * (each.acknowledged - each.due) for each in sent],
            "wall_ms": _delays(sent, wall.seen, "title"),
            "own_phone_ms": _delays(sent, report["seen"], "key"),
            "memory_per_phone": (after - before) / load.phones if connected else None,
            "memory": after,
            "processor_ms_per_contribution": 1000 * computed / load.count,
            "messages": report["messages"],
            "message_bytes": report["bytes"],
            "refused": senders.refused,
            "acknowledged": len(warm + sent),
            "wrong": wrong + server.complaints,
        }


def open_workshop(server: Served, day: Day) -> Lead:
    """An open workshop on an empty installation, made through the pages."""
    lead = Lead(server.address, lambda _line: None)
    assert server.setup is not None
    lead.set_up(server.setup, name="Meting", email=EMAIL, password=PASSWORD)
    lead.make_workshop(day, held_on=datetime.now(UTC).date().isoformat())
    lead.open()
    return lead


def _until_arrived(wall: Wall, sent: list[Sent]) -> None:
    ends = time.monotonic() + ARRIVES_WITHIN_SECONDS
    while time.monotonic() < ends and len(wall.seen) < len(sent):
        time.sleep(0.05)
    # The phones hear at most four times a second.
    time.sleep(1)


def _delays(sent: list[Sent], seen: dict[str, float], by: str) -> list[float]:
    return [1000 * (seen[name] - each.due) for each in sent if (name := getattr(each, by)) in seen]


def _wrong(
    server: Served, wall: Wall, members: list[tuple[int, str]], sent: list[Sent], report: dict[str, Any]
) -> list[str]:
    """Everything that is not as it should be, in sentences."""
    wrong = []
    fresh = wall.fresh()
    on_wall = Counter(
        item["text"] for name, item in fresh["items"].items() if name.startswith("contribution:")
    )
    wanted = Counter(each.title for each in sent)
    if on_wall != wanted:
        wrong.append(
            f"fresh wall: {(wanted - on_wall).total()} missing, {(on_wall - wanted).total()} too many"
        )
    if wall.state.items != fresh["items"] or wall.state.gaps:
        wrong.append(f"the wall that followed differs from a fresh one ({wall.state.gaps} gaps)")
    keys = Counter((each.participant, each.key, each.id) for each in sent)
    wrong += _differing("phones", keys, _kept(server, members, sent))
    if report["counts"] not in ([], [len(sent)]):
        wrong.append(f"the phones count {report['counts']} of {len(sent)}")
    if report["connected"] not in (0, len(members)) or report["gaps"]:
        wrong.append(f"{report['connected']} phones are still connected, {report['gaps']} gaps")
    return wrong


def _differing(where: str, wanted: Counter[Any], found: Counter[Any]) -> list[str]:
    missing, too_many = (wanted - found).total(), (found - wanted).total()
    return [f"fresh {where}: {missing} missing, {too_many} too many"] if missing or too_many else []


def _kept(server: Served, members: list[tuple[int, str]], sent: list[Sent]) -> Counter[tuple[int, str, int]]:
    """Participant, key and id of every contribution, as the fresh snapshots of its authors hold them."""
    authors = {each.participant for each in sent}
    found: Counter[tuple[int, str, int]] = Counter()
    for participant, secret in members:
        if participant in authors:
            with client_of(secret) as client:
                answer = client.get(f"{server.address}/live/me:{participant}", timeout=30)
            for name, item in answer.json()["items"].items():
                if name.startswith("contribution:"):
                    found[participant, item["key"], int(name.partition(":")[2])] += 1
    return found
