"""A hall of phones in a process of its own: they join, and on `connect` each watches the hall and itself.

    python -m bench.crowd ADDRESS CODE COUNT TABLES LIFE_SECONDS

Reads commands from standard input, a line each (connect, report), and answers each with a line of
JSON. It ends by itself when the input ends or its life is over.
"""

from __future__ import annotations

import json
import os
import secrets
import selectors
import sys
import time
from typing import Any

import requests

from bench.wire import Live, State, http


class Phone:
    """A participant and what their phone shows."""

    def __init__(self, address: str, code: str, table: int) -> None:
        self.secret = secrets.token_urlsafe(32)
        self._address = address
        answer = self._http().post(f"{address}/j/{code}", data={"table": str(table), "name": ""}, timeout=30)
        answer.raise_for_status()
        joined = answer.json()
        self.workshop, self.participant = joined["workshop"], joined["participant"]
        self.live: Live | None = None
        self.hall = self.own = State({"revision": 0, "items": {}})
        self.seen: dict[str, float] = {}
        self.messages = 0

    def connect(self) -> Live:
        """Watches the hall and its own contributions: joins first, then reads the snapshots."""
        self.live = Live(self._address, {"secret": self.secret})
        for audience in (f"phone:{self.workshop}", f"me:{self.participant}"):
            self.live.watch(audience)
        client = self._http()
        self.hall = self._snapshot(client, f"phone:{self.workshop}")
        self.own = self._snapshot(client, f"me:{self.participant}")
        client.close()
        return self.live

    def listen(self) -> None:
        """Takes what came in. Raises: ConnectionError."""
        assert self.live is not None
        for change in self.live.changes():
            now = time.monotonic()
            self.messages += 1
            if change["audience"].startswith("me:"):
                self.own.apply(change)
                for item in change["put"].values():
                    self.seen.setdefault(item.get("key", ""), now)
            else:
                self.hall.apply(change)

    def _snapshot(self, client: requests.Session, audience: str) -> State:
        return State(client.get(f"{self._address}/live/{audience}", timeout=30).json())

    def _http(self) -> requests.Session:
        return http(self.secret)


class Crowd:
    """All phones, looked after in one thread."""

    def __init__(self, phones: list[Phone]) -> None:
        self.phones = phones
        self.lost = 0
        self._selector = selectors.DefaultSelector()

    def connect(self) -> dict[str, Any]:
        """Every phone is connected; the first ones keep listening while the last ones come in."""
        for phone in self.phones:
            self._selector.register(phone.connect(), selectors.EVENT_READ, phone)
            self._listen(0)
        return {"connected": len(self.phones)}

    def report(self) -> dict[str, Any]:
        """What all phones know now. `seen`: when each own contribution came to its phone, on the clock that
        all processes of a machine share."""
        present = [phone for phone in self.phones if phone.live is not None]
        return {
            "connected": len(present) - self.lost,
            "messages": sum(phone.messages for phone in present),
            "bytes": sum(phone.live.received_bytes for phone in present if phone.live),
            "gaps": sum(phone.hall.gaps + phone.own.gaps for phone in present),
            "counts": sorted({phone.hall.items["counts:0"]["intervention"] for phone in present}),
            "seen": {key: at for phone in present for key, at in phone.seen.items()},
        }

    def obey(self, ends: float) -> None:
        """Listens and does what standard input says, until that ends or the time is over."""
        self._selector.register(sys.stdin, selectors.EVENT_READ, None)
        while time.monotonic() < ends:
            if self._listen(1):
                orders = os.read(sys.stdin.fileno(), 4096).decode().split()
                if not orders:
                    return
                for order in orders:
                    answer = {"connect": self.connect, "report": self.report}[order]()
                    print(json.dumps(answer), flush=True)

    def _listen(self, seconds: float) -> bool:
        """Takes what came in for the phones; true when there is an order too."""
        ordered = False
        for key, _ in self._selector.select(seconds):
            if key.data is None:
                ordered = True
                continue
            try:
                key.data.listen()
            except OSError:
                self._selector.unregister(key.fileobj)
                self.lost += 1
        return ordered


def main(address: str, code: str, count: int, tables: int, life_seconds: float) -> None:
    """Prints who joined, then obeys."""
    ends = time.monotonic() + life_seconds
    # Who measures is to be woken before the phones: theirs is the time that is told.
    os.nice(5)
    phones = [Phone(address, code, 1 + number % tables) for number in range(count)]
    print(json.dumps([[phone.participant, phone.secret] for phone in phones]), flush=True)
    Crowd(phones).obey(ends)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
