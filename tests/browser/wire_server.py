"""A live server that a test scripts: it answers `watch` as told and tells what the test says.

It runs in a native thread with an event loop of its own; the test talks to it through `call`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent
import socketio

from facilitator.live.crossing import Crossing
from facilitator.live.server import LiveServer, listen
from facilitator.live.socket import ClientSockets

STATIC = Path(__file__).parents[2] / "static"
POLICY = "default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
PAGE = """<!doctype html><meta charset="utf-8"><title>Wall</title>
<script type="module" src="/page.js"></script>"""
SCRIPT = """
import * as wires from "/static/js/wire.js";
import * as states from "/static/js/state.js";
Object.assign(window, { wires, states, news: [], connections: [], goodbyes: [], refusals: [] });
window.join = (options = {}) => {
  window.wire = wires.connect(options);
  wire.onConnection((state) => connections.push(state));
  wire.onGoodbye((message) => goodbyes.push(message.why));
};
window.look = (audience, more = {}) => wire.watch(audience, {
  onState: (state, told) => {
    window.state = state;
    news.push({ revision: state.revision, items: Object.fromEntries(state.items), ...told });
  },
  onRefused: (why) => refusals.push(why),
  ...more,
});
document.documentElement.dataset.ready = "yes";
"""


class WireServer:
    """`watches` are the questions that came; `answers` the next answers, after them `usual`."""

    def __init__(self) -> None:
        self.port = 0
        self.revision = 1
        self.items: dict[str, Any] = {"contribution:1": {"text": "een"}}
        self.watches: list[dict[str, Any]] = []
        self.answers: list[Callable[[dict[str, Any]], Any]] = []
        self.left: list[str] = []
        self.heard: list[Any] = []
        self.fetched = 0
        self.before_snapshot: Callable[[], None] = lambda: None
        self.snapshot_status = "200 OK"
        self.no_websocket = False
        self.polled_with: set[str | None] = set()
        self.lets_in = True
        self.start()

    @property
    def url(self) -> str:
        """Plain HTTP at a name that is not localhost."""
        return f"http://hall.test:{self.port}/"

    def start(self) -> None:
        """Takes connections, at the port it had before."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(10)

    def stop(self) -> None:
        """Gone, as after a power cut."""
        self.call(self._stopping.set)
        self._thread.join(10)

    def call(self, function: Callable[[], Any]) -> None:
        self._crossing.call(function)

    def change(self, put: dict[str, Any] | None = None, drop: tuple[str, ...] = ()) -> dict[str, Any]:
        """The next revision, with what is different in it."""
        since, self.revision = self.revision, self.revision + 1
        for name in drop:
            self.items.pop(name, None)
        self.items = self.items | (put or {})
        verbs = [{"verb": "contribution.made", "ids": list(put or {})}]
        told = {"audience": "wall:1", "since": since, "revision": self.revision, "verbs": verbs}
        return told | {"put": put or {}, "drop": list(drop)}

    def tell(self, message: Any, event: str = "change") -> None:
        """Everybody who watches hears it."""
        self.call(lambda: self._sio.emit(event, message, room="wall:1"))

    def disconnect_everybody(self) -> None:
        """The server ends every connection itself, without a word."""
        everybody = self._sio.manager.get_participants
        self.call(lambda: [self._sio.disconnect(sid) for sid, _ in everybody("/", None)])

    def usual(self, question: dict[str, Any]) -> dict[str, Any]:
        """Up to date, or the address of the snapshot."""
        url = None if question["since"] == self.revision else "/live/wall:1"
        return {"ok": True, "revision": self.revision, "patch": None, "snapshot": url}

    def _run(self, ready: threading.Event) -> None:
        self._crossing = Crossing()
        self._stopping = gevent.event.Event()
        sio = self._sio = socketio.Server(async_mode="gevent", async_handlers=False, cors_allowed_origins="*")
        sockets = ClientSockets()
        sockets.follow(sio)
        sio.on("connect", lambda _sid, _environ, _auth=None: self.lets_in)
        sio.on("watch", self._on_watch)
        sio.on("leave", lambda _sid, message: self.left.append(message["audience"]))
        sio.on("here", lambda _sid, message: self.heard.append(message))
        listener = listen("127.0.0.1", self.port)
        self.port = listener.getsockname()[1]
        server = LiveServer(listener, self._app(socketio.WSGIApp(sio, self._pages)), sockets)
        server.start()
        ready.set()
        self._stopping.wait()
        server.leave(finish_seconds=0.1)
        sio.shutdown()

    def _on_watch(self, sid: str, question: dict[str, Any]) -> Any:
        self._sio.enter_room(sid, question["audience"])
        self.watches.append(question)
        return self.answers.pop(0)(question) if self.answers else self.usual(question)

    def _app(self, app: Any) -> Any:
        def guarded(environ: dict[str, Any], start_response: Any) -> Any:
            if environ["PATH_INFO"] == "/socket.io/":
                if self.no_websocket and environ.get("HTTP_UPGRADE"):
                    start_response("400 Bad Request", [])
                    return [b""]
                if "transport=polling" in environ["QUERY_STRING"]:
                    self.polled_with.add(environ.get("HTTP_X_LOTUSBLOEM"))
            return app(environ, start_response)

        return guarded

    def _pages(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        file = STATIC / path.removeprefix("/static/")
        pages = {"/": ("text/html", PAGE), "/page.js": ("text/javascript", SCRIPT)}
        if path in pages:
            return self._answer(start_response, *pages[path])
        if path == "/live/wall:1":
            self.fetched += 1
            whole = {"audience": "wall:1", "revision": self.revision, "items": self.items}
            body = json.dumps(whole)
            self.before_snapshot()
            return self._answer(start_response, "application/json", body, self.snapshot_status)
        if path.startswith("/static/") and file.is_file():
            return self._answer(start_response, "text/javascript", file.read_text())
        return self._answer(start_response, "text/plain", "", "404 Not Found")

    def _answer(self, start_response: Any, kind: str, body: str, status: str = "200 OK") -> list[bytes]:
        headers = {"Content-Type": f"{kind}; charset=utf-8", "Content-Security-Policy": POLICY}
        start_response(status, list(headers.items()))
        return [body.encode()]
