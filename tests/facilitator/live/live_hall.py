"""The real application on a free port of the loopback, in the test's own process."""

from __future__ import annotations

import json
from typing import Any

import gevent
from builders import Cast, Phone
from flask import Flask
from gevent import socket

from facilitator.house import House
from facilitator.identity import LOGIN_COOKIE, PHONE_COOKIE, new_secret
from facilitator.live.crossing import Crossing
from facilitator.live.server import LiveServer, listen
from sessions import users
from sessions.models import Workshop
from tests.facilitator.live.raw_client import RawClient

Headers = dict[str, str]


class Watcher(RawClient):
    """A client that has joined the default namespace; `state` is rebuilt from what it is told."""

    def watch(self, audience: str, since: int | None = None) -> Any:
        """The answer of the server."""
        self.number = getattr(self, "number", 0) + 1
        return self.ask("watch", {"audience": audience, "since": since}, self.number)

    def change(self, audience: str) -> dict[str, Any]:
        """The next change for that audience."""
        while True:
            name, message = self.event()
            if name == "change" and message["audience"] == audience:
                return message


class LiveHall:
    """The application of `house`, served and told."""

    def __init__(self, app: Flask, house: House, cast: Cast) -> None:
        self.app, self.house, self.cast = app, house, cast
        self.live = app.extensions["live"]
        # A test reads its clients one after the other: who waits for its turn answers no ping.
        self.live.socketio.server.eio.ping_timeout = 300
        house.wait = Crossing().wait
        listener = listen("127.0.0.1", 0)
        self.port = listener.getsockname()[1]
        self.server = LiveServer(listener, app, self.live.client_sockets)
        self.server.start()
        self.live.start()
        self._clients: list[RawClient] = []

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def signed_in(self, user_id: int) -> Headers:
        """What the browser of that user sends along."""
        token = new_secret()
        self.house.write(lambda db: users.sign_in(db, user_id, token, now=self.house.now()))
        return {"Cookie": f"{LOGIN_COOKIE}={token}", "Origin": self.origin}

    def holding(self, phone: Phone) -> Headers:
        """What the browser on that phone sends along."""
        return {"Cookie": f"{PHONE_COOKIE}{phone.workshop_id}={phone.secret}", "Origin": self.origin}

    def wall_secret(self) -> str:
        with self.house.store.reading() as db:
            return db.get_one(Workshop, self.cast.gathering).wall_secret

    def connect(
        self, headers: Headers | None = None, auth: dict[str, Any] | None = None, **options: Any
    ) -> Watcher:
        """A client that was let in. Raises: AssertionError when it was not."""
        client = Watcher(self.port, headers=headers or {}, **options)
        self._clients.append(client)
        client.join(auth)
        return client

    def get(self, path: str, headers: Headers | None = None) -> tuple[int, Headers, bytes]:
        """Status, headers and body of one request on a connection of its own."""
        usual = {"Host": f"127.0.0.1:{self.port}", "Accept": "application/json", "Connection": "close"}
        lines = [f"{name}: {value}" for name, value in {**usual, **(headers or {})}.items()]
        request = "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""])
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.sendall(request.encode())
        answer = b""
        while got := connection.recv(65536):
            answer += got
        connection.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        first, *rest = head.decode().split("\r\n")
        return int(first.split()[1]), dict(line.split(": ", 1) for line in rest), body

    def snapshot(self, audience: str, headers: Headers | None = None) -> dict[str, Any]:
        """What that audience sees now, over HTTP."""
        status, _, body = self.get(f"/live/{audience}", headers)
        assert status == 200, (status, body)
        return json.loads(body)

    def close(self) -> None:
        for client in self._clients:
            client.close()
        self.live.stop(0.2)
        self.server.leave(finish_seconds=1)
        gevent.sleep(0)


def apply(items: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """What a client has after that change: first drop, then put."""
    starts = tuple(each[:-1] for each in change["drop"] if each.endswith(":*"))
    kept = {
        name: item
        for name, item in items.items()
        if name not in change["drop"] and not (starts and name.startswith(starts))
    }
    return kept | change["put"]
