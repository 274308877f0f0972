"""The live layer: follows the journal and tells every browser what is new for it.

socket.py      the WebSocket layer's repairs: one object owns every byte
server.py      gevent's server, its listener, its stop, its memory
broadcast.py   one frame per broadcast; who is busy takes the queue or skips a turn
publisher.py   follows the journal; one chain of revisions per watched audience
watch.py       who asks, joining, catching up
snapshots.py   ready snapshots over HTTP
presence.py    who is in the hall
wire.py        the messages
"""

from __future__ import annotations

import gevent
from flask import Flask
from flask_socketio import SocketIO

from facilitator import identity
from facilitator.database import house, reading
from facilitator.house import House
from facilitator.live import snapshots
from facilitator.live.broadcast import Broadcaster
from facilitator.live.presence import Attendance
from facilitator.live.publisher import Publisher
from facilitator.live.snapshots import Ready, Snapshots
from facilitator.live.socket import ClientSockets
from facilitator.live.watch import Watchers, same_origin
from sessions.errors import Missing
from sessions.projections import Audience

PING_SECONDS = 10
PONG_SECONDS = 8
STAFF = {"wall", "studio", "workbench"}
MOST_INCOMING_BYTES = 64 * 1024


class Live:
    """The live layer of one application; `install` makes it."""

    def __init__(self, app: Flask, house: House) -> None:
        self.socketio = SocketIO(
            app,
            async_mode="gevent",
            async_handlers=False,
            manage_session=False,
            cors_allowed_origins=same_origin,
            ping_interval=PING_SECONDS,
            ping_timeout=PONG_SECONDS,
            max_http_buffer_size=MOST_INCOMING_BYTES,
        )
        sio = self.socketio.server
        self.client_sockets = ClientSockets()
        self.client_sockets.follow(sio)
        self.broadcaster = Broadcaster(sio, self.client_sockets)
        self.publisher = Publisher(house.store, self.broadcaster)
        self.attendance = Attendance(house.store, self.broadcaster)
        self.snapshots = Snapshots()
        self.watchers = Watchers(
            self.socketio,
            house,
            self.broadcaster,
            self.publisher,
            self.attendance,
            lambda audience: f"/live/{audience}",
        )
        self.publisher.on_access_changed(self._recheck)
        self.publisher.on_seats_changed(self._reseat)
        house.writer.committed.append(self.publisher.ring)

    def start(self) -> None:
        """News is told from now on; call it in the thread of the server's loop."""
        self.client_sockets.start_sweeping()
        self.publisher.start()
        self.attendance.start()

    def stop(self, seconds: float = 1.0) -> None:
        """Everybody heard `goodbye` (who can within `seconds`) and nothing more is told."""
        self.publisher.stop()
        self.attendance.stop()
        self.watchers.say_goodbye("restart")
        with gevent.Timeout(seconds, False):
            while self._still_saying_goodbye():
                gevent.sleep(0.02)
        self.client_sockets.stop_sweeping()
        self.socketio.server.shutdown()

    def signed_out(self) -> None:
        """Call it after a sign-out: who may no longer watch as staff is disconnected at once."""
        gevent.spawn(self.watchers.recheck, "signed-out", lambda audience: audience.kind in STAFF)

    def snapshot_for(self, said: str) -> Ready:
        """The snapshot of that audience for who asks in this request.

        Raises: Missing when there is no such audience, or not for them.
        """
        audience = Audience.parse(said)
        if not identity.may_watch(reading(), audience, identity.who()):
            raise Missing("audience")
        return self.snapshots.get(reading(), audience, self.publisher.told(audience))

    def _recheck(self, workshop_ids: dict[int, bool]) -> None:
        for workshop_id, closed in workshop_ids.items():
            audiences = self.publisher.audiences_of(workshop_id)
            self.watchers.recheck("closed" if closed else "removed", audiences.__contains__)

    def _reseat(self, tables: dict[int, set[Audience]]) -> None:
        for workshop_id, left in tables.items():
            self.watchers.recheck("removed", left.__contains__)
            self.attendance.moved(workshop_id)

    def _still_saying_goodbye(self) -> bool:
        return any(not record.queue.empty() for record in self.socketio.server.eio.sockets.values())


def install(app: Flask) -> Live:
    """`app` answers `/socket.io` and `/live/<audience>`; the layer is `app.extensions["live"]`."""
    with app.app_context():
        live = Live(app, house())
        house().live = app.extensions["live"] = live
    app.register_blueprint(snapshots.blueprint)
    return live
