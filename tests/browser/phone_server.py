"""A tiny server that a test scripts: it serves a page with the outbox and takes posts as the test says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from playwright.sync_api import Page, expect

STATIC = Path(__file__).parents[2] / "static"
POLICY = "default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
PAGE = """<!doctype html><meta charset="utf-8"><meta name="csrf" content="stale"><title>Phone</title>
<script type="module" src="/page.js"></script>
<form id="form" action="/contribute" method="post">
<input type="hidden" name="csrf_token" value="stale"><input name="text" required><button>Send</button></form>
"""
SCRIPT = """
import * as outbox from "/static/js/outbox.js";
import * as store from "/static/js/outbox_store.js";
const box = await outbox.openOutbox({
  owner: "12",
  token: () => document.querySelector("meta[name=csrf]").content,
  freshToken: async () => (await (await fetch("/token")).json()).csrf,
});
Object.assign(window, { outbox, store, box, news: [] });
box.on((entry) => news.push(entry));
outbox.sendThrough(document.getElementById("form"), box, { place: "step:1" });
document.documentElement.dataset.ready = "yes";
"""


@dataclass
class Answer:
    """What the server does with one post; `keep` says whether it stores the text. `cut`: no answer at all."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    keep: bool = True
    cut: bool = False


@dataclass
class Post:
    """One post as it arrived."""

    at: float
    fields: dict[str, str]
    token: str | None
    accept: str | None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, _request: Any, _client_address: Any) -> None:
        """A browser that went away in the middle of an answer is part of these tests."""


class _Handler(BaseHTTPRequestHandler):
    """`script` is the PhoneServer that says what to answer."""

    protocol_version = "HTTP/1.1"
    script: PhoneServer

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        pages = {
            "/": (PAGE.encode(), "text/html; charset=utf-8"),
            "/page.js": (SCRIPT.encode(), "text/javascript"),
            "/token": (b'{"csrf": "fresh"}', "application/json"),
        }
        file = STATIC / path.removeprefix("/static/")
        if path in pages:
            self._answer(200, *pages[path])
        elif path.startswith("/static/") and file.is_file():
            self._answer(200, file.read_bytes(), "text/javascript")
        else:
            self._answer(404, b"", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        token, accept = self.headers.get("X-CSRFToken"), self.headers.get("Accept")
        answer = self.script.take(Post(time.monotonic(), dict(parse_qsl(body)), token, accept))
        if answer.cut:
            self.close_connection = True
            self.connection.close()
        elif isinstance(answer.body, str):
            self._answer(answer.status, answer.body.encode(), "text/html", answer.headers)
        else:
            self._answer(answer.status, json.dumps(answer.body).encode(), "application/json", answer.headers)

    def _answer(self, status: int, data: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        everything = {
            "Content-Type": kind,
            "Content-Length": str(len(data)),
            "Cache-Control": "no-store",
            "Content-Security-Policy": POLICY,
            **(headers or {}),
        }
        for name, value in everything.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments: Any) -> None:
        """Nothing is logged."""


class PhoneServer:
    """Answers as `answers` says, then kindly. `kept` is what a database would hold: one text per key."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.always: Callable[[Post], Answer] = lambda _post: Answer()
        self.posts: list[Post] = []
        self.kept: dict[str, str] = {}
        self.at_once = self.most_at_once = 0
        self.hold = threading.Event()
        self.hold.set()
        self.pause = 0.0
        self._lock = threading.Lock()
        self._http = _Server(("127.0.0.1", 0), type("Bound", (_Handler,), {"script": self}))
        self.port = self._http.server_address[1]
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Plain HTTP at a name that is not localhost: no secure context."""
        return f"http://hall.test:{self.port}/"

    def close(self) -> None:
        self.hold.set()
        self._http.shutdown()
        self._http.server_close()

    def take(self, post: Post) -> Answer:
        with self._lock:
            self.posts.append(post)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            answer = self.answers.pop(0) if self.answers else self.always(post)
        time.sleep(self.pause)
        self.hold.wait(20)
        with self._lock:
            self.at_once -= 1
            key = post.fields["key"]
            if answer.keep and answer.status < 300 and key not in self.kept:
                self.kept[key] = post.fields["text"]
        if answer.body is None:
            answer.body = {"ok": answer.status < 300, "contribution": {"key": key}}
        return answer


def visit(page: Page, server: PhoneServer) -> Page:
    page.goto(server.url)
    expect(page.locator("html")).to_have_attribute("data-ready", "yes")
    return page


def tap_send(page: Page, text: str) -> None:
    """Typed and sent; whether it is safe on the device by now is not known yet."""
    page.fill("[name=text]", text)
    page.click("button")


def write(page: Page, text: str) -> None:
    """Typed, sent and safe on the device: only then is the form free for the next text."""
    tap_send(page, text)
    expect(page.locator("[name=text]")).to_have_value("")


def wait_for(page: Page, state: str, count: int = 1) -> None:
    page.wait_for_function(
        "([state, count]) => news.filter((entry) => entry.state === state).length >= count",
        arg=[state, count],
    )


def states(page: Page) -> list[str]:
    return page.evaluate("news.map((entry) => entry.state)")


def waiting(page: Page) -> list[dict]:
    return page.evaluate("box.entries()")


def all_sent(page: Page, seconds: float = 40) -> None:
    """Nothing waits on this device any more."""
    for _ in range(int(seconds * 20)):
        if not waiting(page):
            return
        page.wait_for_timeout(50)
    raise AssertionError(waiting(page))
