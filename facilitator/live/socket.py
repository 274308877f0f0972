"""The WebSocket layer's repairs: one object owns every byte that is written to a client.

simple-websocket is kept and three of its habits are repaired at the one public place where it takes its
socket from, ``environ["werkzeug.socket"]``:

1. its ``send()`` ignores that a non-blocking socket may take only part of a frame, which corrupts the stream
   of every slow client; `ClientSocket.send` writes all of it, one writer at a time;
2. a client that never reads is never freed; `ClientSockets.sweep` cuts who took no byte for a while;
3. it accepts the browsers' offer to compress every message, which costs a third of the throughput and three
   times the memory; `LiveHandler` does not pass the offer on.
"""

from __future__ import annotations

import os
import socket as std_socket
import struct
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import gevent
from gevent import pywsgi
from gevent.lock import BoundedSemaphore

if TYPE_CHECKING:
    from socketio import Server

STALLED_SECONDS = 10.0
SWEEP_SECONDS = 2.0
HTTP_IDLE_SECONDS = 75.0
INFLOW_WINDOW_SECONDS = 10.0
INFLOW_BYTES = 256 * 1024
"""What one client may send within a window: the events are tiny, a flood is cut before it is parsed."""

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class ClientSocket:
    """The socket of one WebSocket client, in the shape that simple-websocket expects.

    `pending` counts the writers that wait or write: while it is zero nothing is under way, so a whole frame
    may be written directly without overtaking another one.
    """

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._turn = BoundedSemaphore(1)
        self._received = 0
        self._window_began = time.monotonic()
        self.direct = not hasattr(sock, "getpeercert")
        self.pending = 0
        self.waiting_since: float | None = None
        self.closed = False
        self.eio_sid: str | None = None

    def send(self, data: bytes) -> int:
        """All of `data` has been handed to the kernel, after whatever was being sent before.

        Raises: BrokenPipeError when the client is gone or was cut.
        """
        self.pending += 1
        try:
            with self._turn:
                self._drain(memoryview(data))
        finally:
            self.pending -= 1
        return len(data)

    sendall = send

    def write_now(self, frame: bytes) -> bool:
        """True when `frame` is on its way without waiting; False when the caller has to queue it.

        What the kernel did not take of a begun frame is finished by a greenlet of its own, before anything
        else is written. Over TLS always False: there the bytes go through the encryption layer.
        """
        if not self.direct or self.closed or self.pending:
            return False
        try:
            written = os.write(self._sock.fileno(), frame)
        except BlockingIOError:
            return False
        except OSError:
            self.cut()
            return False
        if written < len(frame):
            self._turn.acquire()
            self.pending += 1
            gevent.spawn(self._finish, memoryview(frame)[written:])
        return True

    def recv(self, size: int) -> bytes:
        """At most `size` bytes from the client; empty when it left, or sent more than a client ever does."""
        data: bytes = self._sock.recv(size)
        now = time.monotonic()
        if now - self._window_began > INFLOW_WINDOW_SECONDS:
            self._window_began, self._received = now, 0
        self._received += len(data)
        if self._received > INFLOW_BYTES:
            self.cut()
            return b""
        return data

    def fileno(self) -> int:
        """The descriptor, -1 once closed."""
        number: int = self._sock.fileno()
        return number

    def stalled_for(self, now: float) -> float:
        """Seconds since the client last took a byte of what is waiting; 0 when nothing waits."""
        return now - self.waiting_since if self.waiting_since is not None else 0.0

    def cut(self) -> None:
        """Nothing more is sent or received, and the kernel keeps no byte for this client."""
        if self.closed:
            return
        self.closed = True
        try:
            self._sock.setsockopt(std_socket.SOL_SOCKET, std_socket.SO_LINGER, _RESET_ON_CLOSE)
            self._sock.shutdown(std_socket.SHUT_RDWR)
        except OSError:
            self._sock.close()

    def close(self) -> None:
        """The stream ends after what was sent; readers and writers that wait are woken."""
        already, self.closed = self.closed, True
        if not already:
            try:
                self._sock.shutdown(std_socket.SHUT_RDWR)
            except OSError:
                already = True
        self._sock.close()

    def _finish(self, rest: memoryview) -> None:
        try:
            self._drain(rest)
        except BrokenPipeError:
            self.cut()
        finally:
            self.pending -= 1
            self._turn.release()

    def _drain(self, rest: memoryview) -> None:
        if self.closed:
            raise BrokenPipeError("the client is gone")
        self.waiting_since = time.monotonic()
        try:
            while rest:
                taken = self._sock.send(rest)
                if taken:
                    rest = rest[taken:]
                    self.waiting_since = time.monotonic()
        except OSError as gone:
            self.cut()
            raise BrokenPipeError("the client is gone") from gone
        finally:
            self.waiting_since = None


class ClientSockets:
    """Which `ClientSocket` belongs to which engine.io client, and the sweep that frees the stalled ones."""

    def __init__(self) -> None:
        self._by_client: dict[str, ClientSocket] = {}
        self._open: set[ClientSocket] = set()
        self._eio: Any = None
        self._sweeper: Any = None

    def __iter__(self) -> Iterator[ClientSocket]:
        return iter(tuple(self._open))

    def __len__(self) -> int:
        return len(self._open)

    def follow(self, sio: Server) -> None:
        """From now on every engine.io client that comes in on a `ClientSocket` is known by its id."""
        self._eio = sio.eio
        accept = sio.eio.handlers["connect"]

        def connected(eio_sid: str, environ: dict[str, Any]) -> Any:
            client = environ.get("werkzeug.socket")
            if isinstance(client, ClientSocket):
                self._bind(eio_sid, client)
            return accept(eio_sid, environ)

        sio.eio.on("connect", connected)

    def of(self, eio_sid: str) -> ClientSocket | None:
        """The socket of that client, None for one that polls or came through another server."""
        return self._by_client.get(eio_sid)

    def began(self, client: ClientSocket, upgrading: str | None) -> None:
        """`client` asked for a WebSocket, as an upgrade of the polling client `upgrading` or anew."""
        self._open.add(client)
        known = self._by_client.get(upgrading) if upgrading else None
        if upgrading and (known is None or known.closed):
            self._bind(upgrading, client)

    def ended(self, client: ClientSocket) -> None:
        """`client` is over: also engine.io's record of it is gone, which it forgets itself in this mode."""
        client.closed = True
        self._open.discard(client)
        eio_sid = client.eio_sid
        if eio_sid is None or self._by_client.get(eio_sid) is not client:
            return
        del self._by_client[eio_sid]
        record = self._eio.sockets.get(eio_sid) if self._eio else None
        if record is not None and record.closed:
            self._eio.sockets.pop(eio_sid, None)

    def sweep(self, stalled_seconds: float = STALLED_SECONDS) -> int:
        """Every client that took no byte for that long is cut; answers how many."""
        now = time.monotonic()
        stalled = [client for client in self._open if client.stalled_for(now) > stalled_seconds]
        for client in stalled:
            client.cut()
        return len(stalled)

    def start_sweeping(
        self, every_seconds: float = SWEEP_SECONDS, stalled_seconds: float = STALLED_SECONDS
    ) -> None:
        """A greenlet sweeps until `stop_sweeping`."""

        def run() -> None:
            while True:
                gevent.sleep(every_seconds)
                self.sweep(stalled_seconds)

        self.stop_sweeping()
        self._sweeper = gevent.spawn(run)

    def stop_sweeping(self) -> None:
        """The sweep has ended."""
        if self._sweeper is not None:
            self._sweeper.kill()
            self._sweeper = None

    def _bind(self, eio_sid: str, client: ClientSocket) -> None:
        client.eio_sid = eio_sid
        self._by_client[eio_sid] = client


class QuietEnviron(pywsgi.WSGISecureEnviron):
    """What an error report may show of a request: never an address, a cookie or a path with a code in it."""

    default_whitelist_keys = ("REQUEST_METHOD",)


class LiveHandler(pywsgi.WSGIHandler):
    """pywsgi's handler, with the three repairs for WebSocket requests and no addresses in its log."""

    client: ClientSocket | None = None

    def __init__(self, sock: Any, address: Any, server: Any, rfile: Any = None) -> None:
        sock.settimeout(HTTP_IDLE_SECONDS)
        super().__init__(sock, address, server, rfile)

    def get_environ(self) -> dict[str, Any]:
        """The request; a WebSocket request carries our socket and no offer to compress."""
        environ: dict[str, Any] = super().get_environ()
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        self.client = None
        if environ.get("HTTP_UPGRADE", "").lower() == "websocket":
            self.socket.settimeout(None)
            self.client = environ["werkzeug.socket"] = ClientSocket(self.socket)
            upgrading = parse_qs(environ.get("QUERY_STRING", "")).get("sid", [None])[0]
            self.server.client_sockets.began(self.client, upgrading)
        return environ

    def run_application(self) -> None:
        """The application ran; the end of a WebSocket is a normal end, not an error."""
        self.server.busy += 1
        try:
            super().run_application()
        except ConnectionError:
            # simple-websocket reports the end of every WebSocket in this way.
            if self.client is None:
                raise
            self.close_connection = True
        finally:
            self.server.busy -= 1
            if self.client is not None:
                self.server.client_sockets.ended(self.client)
                self.socket.settimeout(HTTP_IDLE_SECONDS)

    def log_error(self, msg: str, *args: Any) -> None:
        """A request that is no HTTP is logged, without its address and without its first line."""
        self.server.error_log.write("A malformed request was refused.\n")
