"""A Socket.IO client made of plain socket calls, so that a test decides which byte is read when."""

from __future__ import annotations

import base64
import json
import os
import socket as std_socket
import struct
from typing import Any

import gevent
from gevent import socket

PATIENCE_SECONDS = 60
"""How long a test looks for what it expects; one that finds it waits no longer. Nothing is meant by it: a
machine that has a lot to do stands still for seconds."""


class RawClient:
    """One WebSocket, read only when told; `head` is the server's answer to the handshake."""

    def __init__(
        self,
        port: int,
        receive_buffer: int | None = None,
        headers: dict[str, str] | None = None,
        query: str = "EIO=4&transport=websocket",
        ssl_context: Any = None,
    ) -> None:
        self.sock = socket.socket()
        if receive_buffer:
            self.sock.setsockopt(std_socket.SOL_SOCKET, std_socket.SO_RCVBUF, receive_buffer)
        self.sock.connect(("127.0.0.1", port))
        if ssl_context is not None:
            self.sock = ssl_context.wrap_socket(self.sock, server_hostname="localhost")
        self.sock.settimeout(PATIENCE_SECONDS)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = {
            "Host": f"127.0.0.1:{port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": key,
            **(headers or {}),
        }
        request = f"GET /socket.io/?{query} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines.items())
        self.sock.sendall(request.encode() + b"\r\n")
        self._left = b""
        while b"\r\n\r\n" not in self._left:
            got = self.sock.recv(4096)
            if not got:
                break
            self._left += got
        head, _, self._left = self._left.partition(b"\r\n\r\n")
        self.head = head.decode("latin-1")

    def join(self, auth: dict[str, Any] | None = None) -> str:
        """The default namespace is joined; answers the engine.io id."""
        opened = json.loads(self.text()[1:])
        self.send("40" + (json.dumps(auth) if auth else ""))
        answer = self.text()
        assert answer.startswith("40"), answer
        return str(opened["sid"])

    def send(self, text: str) -> None:
        """A masked text frame, as a browser sends it."""
        payload, mask = text.encode(), os.urandom(4)
        size = len(payload)
        if size < 126:
            head = struct.pack("!BB", 0x81, 0x80 | size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x81, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", 0x81, 0x80 | 127, size)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        self.sock.sendall(head + mask + masked)

    def text(self) -> str:
        """The next text frame. Raises: ValueError when the bytes are no frame; EOFError at the end."""
        first, second = self._exactly(2)
        if first != 0x81 or second & 0x80:
            raise ValueError(f"not a text frame: {first:#x} {second:#x}")
        size = second
        if size == 126:
            (size,) = struct.unpack("!H", self._exactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._exactly(8))
        return self._exactly(size).decode()

    def event(self) -> tuple[str, Any]:
        """The next Socket.IO event; pings are answered on the way."""
        while True:
            text = self.text()
            if text == "2":
                self.send("3")
            elif text.startswith("42"):
                name, message = json.loads(text[2:])
                return name, message
            elif not text.startswith(("43", "6")):
                raise ValueError(text)

    def ask(self, event: str, message: Any, number: int = 1) -> Any:
        """The acknowledgement of an event; events that arrive before it are dropped."""
        self.send(f"42{number}{json.dumps([event, message])}")
        while True:
            text = self.text()
            if text == "2":
                self.send("3")
            elif text.startswith(f"43{number}["):
                return json.loads(text[2 + len(str(number)) :])[0]

    def ended(self, seconds: float = PATIENCE_SECONDS) -> bool:
        """True when the server has ended this connection; what it sent before is read and dropped."""
        with gevent.Timeout(seconds, False):
            try:
                while self.sock.recv(65536):
                    pass
            except OSError:
                pass
            return True
        return False

    def close(self) -> None:
        self.sock.close()

    def _exactly(self, size: int) -> bytes:
        while len(self._left) < size:
            got = self.sock.recv(65536)
            if not got:
                raise EOFError
            self._left += got
        data, self._left = self._left[:size], self._left[size:]
        return data


def until(holds: Any, seconds: float = PATIENCE_SECONDS) -> bool:
    """True as soon as `holds()` does; False when it never did in that time."""
    with gevent.Timeout(seconds, False):
        while not holds():
            gevent.sleep(0.01)
        return True
    return bool(holds())
