"""The server: gevent's own, unpatched, with the listener, the stop and the memory settings a hall needs."""

from __future__ import annotations

import gc
import signal
import ssl as std_ssl
from collections.abc import Callable
from typing import Any

import gevent
from gevent import pywsgi, socket, ssl
from gevent.pool import Pool

from facilitator.live.socket import ClientSockets, LiveHandler, QuietEnviron

BACKLOG = 4096
SEND_BUFFER_BYTES = 128 * 1024
"""Small enough that a stalled client is seen here instead of being hidden in the kernel."""
GOODBYE_SECONDS = 1.0
FINISH_SECONDS = 5.0
NEARLY_NOBODY = 5
FULL_PASS_SECONDS = 60.0


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; what it sets is inherited by every connection (port 0 picks a free one).

    Raises: OSError when the address is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


def tls_context(cert: str, key: str) -> ssl.SSLContext:
    """A server context for that certificate chain and key (paths).

    Raises: OSError, ssl.SSLError when they cannot be read or do not belong together.
    """
    context = ssl.SSLContext(std_ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = std_ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(cert, key)
    return context


class LiveServer(pywsgi.WSGIServer):
    """pywsgi's server that knows its WebSocket clients and can stop without losing an answer."""

    secure_environ_class = QuietEnviron

    def __init__(
        self,
        listener: Any,
        app: Any,
        client_sockets: ClientSockets,
        handler_class: type[pywsgi.WSGIHandler] = LiveHandler,
        **options: Any,
    ) -> None:
        self.client_sockets = client_sockets
        self.busy = 0
        # Without a name of its own pywsgi asks DNS for one, which takes seconds on a hotspot without DNS.
        environ = {"SERVER_NAME": "lotusbloem"}
        super().__init__(
            listener, app, spawn=Pool(), log=None, handler_class=handler_class, environ=environ, **options
        )

    def leave(self, finish_seconds: float = FINISH_SECONDS) -> None:
        """No new connections, WebSockets closed, requests under way answered (bounded), the rest ended."""
        self.close()
        for client in self.client_sockets:
            client.close()
        with gevent.Timeout(finish_seconds, False):
            while self.busy:
                gevent.sleep(0.02)
        self.client_sockets.stop_sweeping()
        self.stop(timeout=0.1)


def settle_memory(connected: Callable[[], int]) -> gevent.Greenlet:
    """Python's full garbage collection runs only while nearly nobody is connected.

    A full pass stops everybody for 300-400 ms with 2000 clients; what exists now is kept out of every pass.
    Answers the greenlet that does the full passes.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 1_000_000_000)

    def run() -> None:
        while True:
            gevent.sleep(FULL_PASS_SECONDS)
            if connected() <= NEARLY_NOBODY:
                gc.collect()

    return gevent.spawn(run)


def serve(
    app: Any,
    host: str,
    port: int,
    cert: str | None = None,
    key: str | None = None,
    ready: Callable[[str, int], None] | None = None,
) -> None:
    """Serve `app` (a Flask application with the live layer installed) until SIGTERM or SIGINT.

    `cert` and `key` are paths, both or none. `ready` is called with host and port once connections are taken.
    On a signal every client hears `goodbye`, requests under way are answered, and this returns.

    Raises: OSError when the address is taken; ssl.SSLError for a wrong certificate.
    """
    live = app.extensions["live"]
    options = {"ssl_context": tls_context(cert, key)} if cert and key else {}
    listener = listen(host, port)
    server = LiveServer(listener, app, live.client_sockets, **options)
    stopping = gevent.event.Event()
    watchers = [gevent.signal_handler(number, stopping.set) for number in (signal.SIGTERM, signal.SIGINT)]
    server.start()
    live.start()
    passes = settle_memory(lambda: len(live.client_sockets))
    if ready is not None:
        ready(host, listener.getsockname()[1])
    try:
        stopping.wait()
    finally:
        passes.kill()
        server.close()
        live.stop(GOODBYE_SECONDS)
        server.leave()
        for watcher in watchers:
            watcher.cancel()
