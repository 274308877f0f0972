"""Tell a room: the frame is built once and written straight to every idle client.

What python-socketio costs per client is a queue, a greenlet switch and the framing. `Broadcaster` does these
only for clients that need it: those that poll, use TLS, or still have something waiting. Nobody is overtaken:
a frame is written directly only while nothing else is under way to that client.

Two manners of telling, chosen by audience:

- `tell`: at once, everything; who has more than `MOST_QUEUED` packets waiting is cut and comes back for a
  snapshot, so no client is ever buffered without bound;
- `tell_latest`: for the phones of a hall; who is busy skips this one and gets, at a later turn, one patch
  from where it was.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import gevent
from engineio import packet as eio_packet
from gevent.lock import BoundedSemaphore
from socketio import packet as sio_packet

from facilitator.live.socket import ClientSockets

if TYPE_CHECKING:
    from socketio import Server

SLICE = 50
MOST_QUEUED = 64
NAMESPACE = "/"


class Outgoing(NamedTuple):
    """One message in both shapes: for the normal queue, and as the bytes of a WebSocket frame."""

    packet: eio_packet.Packet
    frame: bytes


def outgoing(event: str, message: Mapping[str, Any]) -> Outgoing:
    """`message` as a Socket.IO event, encoded once."""
    encoded = sio_packet.Packet(sio_packet.EVENT, namespace=NAMESPACE, data=[event, message]).encode()
    packet = eio_packet.Packet(eio_packet.MESSAGE, encoded)
    return Outgoing(packet, text_frame(packet.encode().encode()))


def text_frame(payload: bytes) -> bytes:
    """A complete, unmasked WebSocket text frame (RFC 6455, 5.2)."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x81, size)
    elif size < 1 << 16:
        head = struct.pack("!BBH", 0x81, 126, size)
    else:
        head = struct.pack("!BBQ", 0x81, 127, size)
    return head + payload


class Behind:
    """Of one room told with `tell_latest`: who skipped, and from which revision each of them lacks news."""

    def __init__(self) -> None:
        self.since: dict[str, int] = {}

    def forget(self, eio_sid: str) -> None:
        """That client is up to date by another way, or gone."""
        self.since.pop(eio_sid, None)

    def __bool__(self) -> bool:
        return bool(self.since)


class Broadcaster:
    """Writes to the clients of a Socket.IO server; one broadcast to a room at a time."""

    def __init__(self, sio: Server, client_sockets: ClientSockets) -> None:
        self._sio = sio
        self._client_sockets = client_sockets
        self._turns: dict[str, BoundedSemaphore] = {}

    def tell(self, room: str, event: str, message: Mapping[str, Any]) -> int:
        """Everybody in `room` gets this message, in the order of the calls; answers how many were cut."""
        ready = outgoing(event, message)
        cut = 0
        with self._turn(room):
            for eio_sid in self._in_slices(room):
                cut += not self._deliver(eio_sid, ready)
        return cut

    def tell_latest(
        self,
        room: str,
        event: str,
        since: int,
        behind: Behind,
        message_since: Callable[[int], Mapping[str, Any] | None],
    ) -> None:
        """Everybody in `room` who is idle knows what happened after `since`; the others are in `behind`.

        `message_since(revision)` is asked once per distinct revision from which somebody lacks news; None
        means there is nothing to tell from there.
        """
        ready: dict[int, Outgoing | None] = {}
        with self._turn(room):
            present = set()
            for eio_sid in self._in_slices(room):
                present.add(eio_sid)
                lacks_from = behind.since.pop(eio_sid, since)
                if lacks_from not in ready:
                    message = message_since(lacks_from)
                    ready[lacks_from] = outgoing(event, message) if message is not None else None
                prepared = ready[lacks_from]
                if prepared is not None and not self._deliver_if_idle(eio_sid, prepared):
                    behind.since[eio_sid] = lacks_from
            for eio_sid in set(behind.since) - present:
                behind.forget(eio_sid)

    def tell_one(self, sid: str, event: str, message: Mapping[str, Any]) -> None:
        """The client with that Socket.IO id gets this message; nothing happens when it is gone."""
        eio_sid = self._sio.manager.eio_sid_from_sid(sid, NAMESPACE)
        if eio_sid is not None:
            self._deliver(eio_sid, outgoing(event, message))

    def cut(self, eio_sid: str) -> None:
        """That client is gone without a wait; it comes back by itself and asks for what it lacks."""
        client_socket = self._client_sockets.of(eio_sid)
        if client_socket is not None:
            client_socket.cut()
            return
        record = self._sio.eio.sockets.pop(eio_sid, None)
        if record is not None:
            record.close(wait=False, abort=True, reason=self._sio.eio.reason.TRANSPORT_ERROR)

    def _in_slices(self, room: str) -> Iterable[str]:
        """The engine.io ids in `room`; after every slice others get their turn."""
        participants = tuple(self._sio.manager.get_participants(NAMESPACE, room))
        for place, (_, eio_sid) in enumerate(participants, 1):
            yield eio_sid
            if place % SLICE == 0:
                gevent.sleep(0)

    def _deliver(self, eio_sid: str, ready: Outgoing) -> bool:
        """False when the client had too much waiting and was cut."""
        record = self._sio.eio.sockets.get(eio_sid)
        if record is None or record.closed:
            return True
        if record.queue.empty() and self._write_now(eio_sid, record, ready.frame):
            return True
        if record.queue.qsize() >= MOST_QUEUED:
            self.cut(eio_sid)
            return False
        self._sio.eio.send_packet(eio_sid, ready.packet)
        return True

    def _deliver_if_idle(self, eio_sid: str, ready: Outgoing) -> bool:
        record = self._sio.eio.sockets.get(eio_sid)
        if record is None or record.closed:
            return True
        if not record.queue.empty():
            return False
        if self._write_now(eio_sid, record, ready.frame):
            return True
        client_socket = self._client_sockets.of(eio_sid)
        if client_socket is not None and record.upgraded and (client_socket.direct or client_socket.pending):
            return False
        self._sio.eio.send_packet(eio_sid, ready.packet)
        return True

    def _write_now(self, eio_sid: str, record: Any, frame: bytes) -> bool:
        # A record that was not upgraded polls; while it upgrades its packets wait in the queue.
        if not record.upgraded:
            return False
        client_socket = self._client_sockets.of(eio_sid)
        return client_socket is not None and client_socket.write_now(frame)

    def _turn(self, room: str) -> BoundedSemaphore:
        turn = self._turns.get(room)
        if turn is None:
            turn = self._turns[room] = BoundedSemaphore(1)
        return turn

    def forget_room(self, room: str) -> None:
        """Nobody is in `room` any more."""
        turn = self._turns.get(room)
        if turn is not None and not turn.locked():
            del self._turns[room]
