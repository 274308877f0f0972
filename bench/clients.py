"""Who takes part in a measured hall: the phones, the wall, and those who contribute at a steady rate."""

from __future__ import annotations

import http.client
import json
import secrets
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bench.served import Failed
from bench.wire import Live, State
from bench.wire import http as client_of
from facilitator.demo.day import Day

TABLES = 10
SENDERS = 16
TRIES = 10


@dataclass(frozen=True)
class Sent:
    """One contribution: its key and title, when it was due and acknowledged (seconds, monotonic), its id."""

    key: str
    title: str
    participant: int
    due: float
    acknowledged: float
    id: int


class Crowd:
    """The process of the phones (`bench/crowd.py`)."""

    def __init__(self, address: str, code: str, count: int, life_seconds: float) -> None:
        figures = (str(each) for each in (count, TABLES, life_seconds))
        command = [sys.executable, "-m", "bench.crowd", address, code, *figures]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.members: list[tuple[int, str]] = [(each[0], each[1]) for each in self._answer()]

    def __enter__(self) -> Crowd:
        return self

    def __exit__(self, *_raised: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def ask(self, order: str) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise Failed("the phones stopped")
        return json.loads(line)


class Wall:
    """A wall that follows the hall; `seen` maps a title to the moment at which it came."""

    def __init__(self, address: str, secret: str, workshop: int) -> None:
        self.seen: dict[str, float] = {}
        self._audience = f"wall:{workshop}"
        self._address, self._http = address, client_of(secret)
        self._live = Live(address, {"wall": secret})
        self._live.watch(self._audience)
        self.state = State(self.fresh())
        self._ended = False
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def fresh(self) -> dict[str, Any]:
        """The snapshot as it is now."""
        answer = self._http.get(f"{self._address}/live/{self._audience}", timeout=30)
        answer.raise_for_status()
        return dict(answer.json())

    def __enter__(self) -> Wall:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._ended = True
        self._live.close()

    def _listen(self) -> None:
        try:
            while True:
                for change in self._live.changes():
                    now = time.monotonic()
                    for name, item in change["put"].items():
                        if name.startswith("contribution:"):
                            self.seen.setdefault(item["text"], now)
                    self.state.apply(change)
        except OSError:
            if not self._ended:
                raise


class Senders:
    """Phones of `members` that post; each thread keeps one connection. `refused`: how often it was busy."""

    def __init__(self, address: str, path: str, members: list[tuple[int, str]], day: Day) -> None:
        self._host = urlsplit(address).netloc
        self._path, self._members, self._day = path, members, day
        self._own = threading.local()
        self.refused = 0
        self._begun = 0

    def send(self, count: int, rate: float) -> list[Sent]:
        """All of them, acknowledged. Raises: Failed."""
        first, self._begun = self._begun, self._begun + count
        with ThreadPoolExecutor(SENDERS) as pool:
            start = time.monotonic() + 0.2
            futures = []
            for place in range(count):
                due = start + place / rate
                time.sleep(max(0.0, due - time.monotonic()))
                futures.append(pool.submit(self._contribute, first + place, due))
            return [future.result() for future in futures]

    def _contribute(self, number: int, due: float) -> Sent:
        participant, secret = self._members[number * 7 % len(self._members)]
        key = secrets.token_hex(16)
        answer = _with_keys(self._day.said[number % len(self._day.said)].answer)
        title = f"{answer['title'][:60]} {number:06d}"
        body = json.dumps(answer | {"key": key, "title": title}).encode()
        for _ in range(TRIES):
            status, said = self._post(secret, body)
            if status == 200:
                receipt = json.loads(said)["contribution"]
                return Sent(key, title, participant, due, time.monotonic(), receipt["id"])
            if status != 503:
                raise Failed(f"a contribution was refused: {status} {said[:200]!r}")
            self.refused += 1
            time.sleep(1)
        raise Failed("the server stayed busy")

    def _post(self, secret: str, body: bytes) -> tuple[int, bytes]:
        line = getattr(self._own, "line", None)
        if line is None:
            line = self._own.line = http.client.HTTPConnection(self._host, timeout=30)
        headers = {
            "Authorization": f"Bearer {secret}",
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        line.request("POST", self._path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.read()


def _with_keys(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer as a phone sends it: every reason and precondition has a key of its own."""
    parts = {
        name: [each | {"key": secrets.token_hex(16)} for each in answer[name]]
        for name in ("reasons", "preconditions")
    }
    return answer | parts
