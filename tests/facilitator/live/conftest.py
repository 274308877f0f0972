"""A bare Socket.IO server on a free port of the loopback, in the test's own process, nothing patched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import socketio
from gevent import pywsgi

from facilitator.live.broadcast import Broadcaster
from facilitator.live.server import LiveServer, listen
from facilitator.live.socket import ClientSockets, LiveHandler
from tests.facilitator.live.live_hall import LiveHall
from tests.facilitator.live.raw_client import RawClient


class Hall:
    """A server that puts everybody who connects in the room `hall`."""

    def __init__(self, handler_class: type[pywsgi.WSGIHandler], **tls: Any) -> None:
        self.sio = socketio.Server(async_mode="gevent", async_handlers=False, ping_timeout=300)
        self.client_sockets = ClientSockets()
        self.client_sockets.follow(self.sio)
        self.broadcaster = Broadcaster(self.sio, self.client_sockets)
        self.heard: list[Any] = []
        self.sio.on("connect", lambda sid, environ, auth=None: self.sio.enter_room(sid, "hall"))
        self.sio.on("said", lambda sid, message: self.heard.append(message))
        self.listener = listen("127.0.0.1", 0)
        self.port = self.listener.getsockname()[1]
        app = socketio.WSGIApp(self.sio)
        self.server = LiveServer(self.listener, app, self.client_sockets, handler_class=handler_class, **tls)
        self.server.start()
        self._clients: list[RawClient] = []

    def client(self, **options: Any) -> RawClient:
        """A connected client that has not said anything yet."""
        client = RawClient(self.port, **options)
        self._clients.append(client)
        return client

    def member(self, **options: Any) -> tuple[RawClient, str]:
        """A client in the room, and its engine.io id."""
        client = self.client(**options)
        return client, client.join()

    def close(self) -> None:
        for client in self._clients:
            client.close()
        self.server.leave(finish_seconds=1)


@pytest.fixture
def open_hall() -> Iterator[Callable[..., Hall]]:
    """Opens halls with a given handler class (ours by default) and closes them all afterwards."""
    halls: list[Hall] = []

    def make(handler_class: type[pywsgi.WSGIHandler] = LiveHandler, **tls: Any) -> Hall:
        halls.append(Hall(handler_class, **tls))
        return halls[-1]

    yield make
    for hall in halls:
        hall.close()


@pytest.fixture
def hall(app, house, cast) -> Iterator[LiveHall]:
    """The real application, with the fixed cast in it."""
    made = LiveHall(app, house, cast)
    yield made
    made.close()
