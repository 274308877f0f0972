"""The real server as a process of its own, and the hands with which a test leads a hall on it.

The test writes through the domain's own verbs into the same data folder; the server hears of it as it hears
of a command line: it follows the journal.
"""

from __future__ import annotations

import re
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import builders
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, Route

from facilitator.house import House
from sessions import workshops
from sessions.hall import pace
from sessions.journal import Actor
from sessions.models import Workshop

ROOT = Path(__file__).parents[2]
AXE = ROOT / "tests" / "vendor" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STARTS_WITHIN_SECONDS = 60
PATIENCE_SECONDS = 30
HALL = Actor("command")
Found = TypeVar("Found")


class LiveServer:
    """`lotusbloem serve --port 0` over `data`; `address` is where it listens."""

    def __init__(self, data: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "facilitator", "serve", "--port", "0", "--data", str(data)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._ready = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        self._ready.wait(STARTS_WITHIN_SECONDS)
        found = re.search(r"open at (http\S+)", "\n".join(self.lines))
        if found is None:
            self.stop()
            raise AssertionError("the server did not start:\n" + "\n".join(self.lines))
        self.address = found.group(1)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if "Stop with" in line:
                self._ready.set()
        self._ready.set()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


@dataclass
class Hall:
    """One workshop on the server, led by the test."""

    address: str
    house: House
    workshop_id: int

    @property
    def code(self) -> str:
        with self.house.store.reading() as db:
            return db.get_one(Workshop, self.workshop_id).join_code

    @property
    def join_url(self) -> str:
        return f"{self.address}/j/{self.code}"

    @property
    def page_url(self) -> str:
        return f"{self.address}/p/{self.workshop_id}"

    def go_to(self, kind: str = "interventions", nth: int = 0) -> int:
        """The hall is at the nth step of that kind; returns the step's id."""

        def act(db):
            steps = [step for step in workshops.steps_of(db, self.workshop_id) if step.kind == kind]
            present = workshops.present_step(db, self.workshop_id)
            seen = present.id if present else None
            workshops.go_to_step(db, self.workshop_id, steps[nth].id, HALL, seen=seen, now=self.house.now())
            return steps[nth].id

        return self.house.write(act)

    def at_own_pace(self) -> None:
        """Each table goes on by itself."""
        self.house.write(lambda db: pace.set_pace(db, self.workshop_id, True, HALL, now=self.house.now()))

    def close(self) -> None:
        self.house.write(
            lambda db: workshops.close_workshop(db, self.workshop_id, HALL, now=self.house.now())
        )


def make_hall(server: LiveServer, house: House, **details) -> Hall:
    """An open workshop at its interventions."""
    facilitator = builders.make_user(house, f"{secrets.token_hex(6)}@lotus.example", "facilitator")
    workshop_id = builders.make_workshop(house, facilitator, **details)
    builders.open_at(house, workshop_id)
    return Hall(server.address, house, workshop_id)


class Watched:
    """A browser context of which everything suspicious is kept: errors, policy violations, other hosts."""

    def __init__(self, browser: Browser, address: str, **options) -> None:
        options = {
            "viewport": {"width": 360, "height": 740},
            "locale": "nl-BE",
            "reduced_motion": "reduce",
            **options,
        }
        self.context: BrowserContext = browser.new_context(**options)
        self.context.set_default_timeout(30_000)
        self.problems: list[str] = []
        self._address = address
        self.context.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective))"
        )
        self.context.on("request", self._asked)
        self.context.on("weberror", lambda error: self.problems.append(str(error.error)))
        self.context.on("console", self._said)
        self.context.on("page", lambda page: page.on("websocket", self._listen))

    def _asked(self, request) -> None:
        host = self._address.partition("://")[2]
        if not request.url.startswith((self._address, f"ws://{host}", "data:")):
            self.problems.append(f"asked {request.url}")

    def _listen(self, socket) -> None:
        """A Socket.IO answer that refuses who asks (packet 44) is always a problem."""
        socket.on("framereceived", lambda frame: self._heard(str(frame)))

    def _heard(self, frame: str) -> None:
        if frame.startswith("44"):
            self.problems.append(f"the socket refused: {frame}")

    def _said(self, message) -> None:
        # A refused request is part of some stories; that it was refused is what those tests look at.
        expected = ("Failed to load resource", "WebSocket connection to")
        if message.type == "error" and not any(each in message.text for each in expected):
            self.problems.append(message.text)

    def page(self) -> Page:
        return self.context.new_page()

    def close(self) -> None:
        self.context.close()
        assert self.problems == []


def until(page: Page, true: str, given: object = None) -> None:
    """Waits until that JavaScript is true: Playwright's own waiting asks from within the page, whose policy
    refuses that."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not page.evaluate(true, given):
        assert time.monotonic() < end, f"never true: {true}"
        page.wait_for_timeout(50)


def comes(page: Page, found: Callable[[], Found]) -> Found:
    """Waits until `found` has something, while what the browser tells is heard; answers that."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (there := found()):
        assert time.monotonic() < end, "it never came"
        page.wait_for_timeout(50)
    return there


@contextmanager
def late(page: Page, path: str) -> Iterator[None]:
    """What the server answers to the first request there comes at the end of this: the act was done before,
    and the news of it can be here already."""
    held: list[tuple[Route, APIResponse]] = []
    page.route(path, lambda route: held.append((route, route.fetch())), times=1)
    yield
    ((route, answer),) = comes(page, lambda: held)
    with page.expect_response(path):
        route.fulfill(response=answer)


def settle(page: Page) -> None:
    """Whatever typeface the page asked for by now is there; what is measured after this is laid out in it."""
    # No frame of the page is waited for: its clock may stand still.
    page.evaluate("async () => { document.body.getBoundingClientRect(); await document.fonts.ready; }")


def violations(page: Page) -> list[str]:
    """What axe has to say about the page as it is now: rule and element. It makes no style sheets of its own,
    which the policy of the page would refuse, and describes nothing that is in order."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {preload: false, resultTypes: ['violations'],"
        " runOnly: {type: 'tag', values: tags}, rules: {'target-size': {enabled: true}}})",
        AXE_TAGS,
    )
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]
