"""A client of `docs/protocol.md` that costs next to nothing: the server is measured, not the client.

The handshake is websocket-client's; what the server sends afterwards is taken apart here.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from typing import Any

import requests
import websocket

WAITS_SECONDS = 30


def http(secret: str) -> requests.Session:
    """An outside client that shows its secret with every request."""
    client = requests.Session()
    client.trust_env = False
    client.headers.update({"Authorization": f"Bearer {secret}", "Accept": "application/json"})
    return client


class Live:
    """One Socket.IO connection over a WebSocket."""

    def __init__(self, address: str, auth: Mapping[str, str]) -> None:
        url = address.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self._socket = websocket.create_connection(url, timeout=WAITS_SECONDS)
        self._rest = bytearray()
        self._asked = 0
        self._early: list[dict[str, Any]] = []
        self.received_bytes = 0
        self._answer("0")
        self._socket.send("40" + json.dumps(auth))
        self._answer("40")

    def fileno(self) -> int:
        return self._socket.sock.fileno()

    def watch(self, audience: str) -> int:
        """Joined from here on; returns the revision that the server answers with."""
        self._asked += 1
        question = json.dumps(["watch", {"audience": audience, "since": None}])
        self._socket.send(f"42{self._asked}{question}")
        answer = json.loads(self._answer(f"43{self._asked}"))[0]
        if not answer["ok"]:
            raise ConnectionError(f"{audience}: {answer}")
        return int(answer["revision"])

    def changes(self) -> Iterator[dict[str, Any]]:
        """The changes that have come in; waits for at least one byte.

        Raises: ConnectionError when the server is gone.
        """
        early, self._early = self._early, []
        yield from early
        data = self._socket.sock.recv(65536)
        if not data:
            raise ConnectionError("the server ended the connection")
        self.received_bytes += len(data)
        self._rest += data
        for text in _texts(self._rest):
            if (message := self._heard(text)) is not None:
                yield message

    def close(self) -> None:
        self._socket.close(timeout=1)

    def _answer(self, start: str) -> str:
        while True:
            text = self._socket.recv()
            if text.startswith(start):
                return text[len(start) :]
            if (message := self._heard(text)) is not None:
                self._early.append(message)

    def _heard(self, text: str) -> dict[str, Any] | None:
        if text == "2":
            self._socket.send("3")
        elif text.startswith("42"):
            event, message = json.loads(text[2:])
            if event == "change":
                return dict(message)
        return None


def _texts(data: bytearray) -> Iterator[str]:
    """The complete text frames at the start of `data`, which are taken off it (RFC 6455, 5.2; unmasked)."""
    while len(data) >= 2:
        size, begin = data[1], 2
        if size == 126:
            begin = 4
        elif size == 127:
            begin = 10
        if len(data) < begin:
            return
        if begin > 2:
            size = struct.unpack("!H" if begin == 4 else "!Q", data[2:begin])[0]
        if len(data) < begin + size:
            return
        text_frame = data[0] & 0x0F == 1
        payload = bytes(data[begin : begin + size])
        del data[: begin + size]
        if text_frame:
            yield payload.decode()


class State:
    """What one audience sees, kept up to date by the rules of the protocol."""

    def __init__(self, snapshot: Mapping[str, Any]) -> None:
        self.revision: int = snapshot["revision"]
        self.items: dict[str, Any] = dict(snapshot["items"])
        self.gaps = 0

    def apply(self, change: Mapping[str, Any]) -> None:
        if change["revision"] <= self.revision:
            return
        self.gaps += change["since"] > self.revision
        for name in change["drop"]:
            if name.endswith(":*"):
                start = name[:-1]
                self.items = {each: item for each, item in self.items.items() if not each.startswith(start)}
            else:
                self.items.pop(name, None)
        self.items |= change["put"]
        self.revision = change["revision"]
