"""Serving and stopping: the signal, the goodbye, requests under way, TLS, memory."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import gevent
import pytest
from gevent import socket

from facilitator.live import server as server_module
from facilitator.live.server import LiveServer, listen, settle_memory
from facilitator.live.socket import ClientSockets
from tests.facilitator.live.raw_client import PATIENCE_SECONDS, RawClient, until

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys, time, gevent
from types import SimpleNamespace
import socketio
from flask import Flask
from facilitator.live.server import serve
from facilitator.live.socket import ClientSockets

app = Flask("stopping")
sio = socketio.Server(async_mode="gevent", async_handlers=False)
sockets = ClientSockets()
sockets.follow(sio)

@app.get("/slow")
def slow():
    print("slow", flush=True)
    gevent.sleep(1)
    return "answered"

app.wsgi_app = socketio.WSGIApp(sio, app.wsgi_app)

def stop(seconds):
    sio.emit("goodbye", {"why": "restart"})
    gevent.sleep(0.05)

app.extensions["live"] = SimpleNamespace(client_sockets=sockets, start=lambda: None, stop=stop)
serve(app, "127.0.0.1", 0, ready=lambda host, port: print(port, flush=True))
print("stopped", flush=True)
"""


def off_the_hub(function, *arguments, **named):
    """A blocking call in a native thread, while the hub goes on."""
    return gevent.get_hub().threadpool.apply(function, arguments, named)


@pytest.fixture
def process():
    started = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    yield started
    started.kill()
    started.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_says_goodbye_and_lets_requests_finish(process, number):
    port = int(off_the_hub(process.stdout.readline))
    client = RawClient(port)
    client.join()
    # Before the other one, which is known to be let in once it is answered: who still stood before the door
    # would be refused instead.
    idle = socket.create_connection(("127.0.0.1", port))
    slow = socket.create_connection(("127.0.0.1", port))
    slow.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
    assert off_the_hub(process.stdout.readline).strip() == "slow"
    os.kill(process.pid, number)
    assert client.event() == ("goodbye", {"why": "restart"})
    assert client.ended()
    slow.settimeout(PATIENCE_SECONDS)
    answer = b""
    while got := slow.recv(4096):
        answer += got
    assert answer.endswith(b"answered")
    assert off_the_hub(process.stdout.readline).strip() == "stopped"
    assert off_the_hub(process.wait, PATIENCE_SECONDS) == 0
    assert process.stderr.read() == ""
    idle.settimeout(PATIENCE_SECONDS)
    assert idle.recv(10) == b""


def test_after_the_stop_nobody_is_let_in(process):
    port = int(off_the_hub(process.stdout.readline))
    os.kill(process.pid, signal.SIGTERM)
    assert off_the_hub(process.stdout.readline).strip() == "stopped"
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port))


def test_an_address_that_is_taken_is_said_at_once():
    taken = listen("127.0.0.1", 0)
    with pytest.raises(OSError, match="in use"):
        listen("127.0.0.1", taken.getsockname()[1])
    taken.close()


def test_an_address_of_the_newer_kind_works_too():
    try:
        listener = listen("::1", 0)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    assert listener.getsockname()[1] > 0
    listener.close()


def test_a_request_that_never_ends_does_not_keep_the_server():
    hanging = gevent.event.Event()

    def app(_environ, _start_response):
        hanging.set()
        gevent.sleep(3600)

    listener = listen("127.0.0.1", 0)
    server = LiveServer(listener, app, ClientSockets())
    server.start()
    client = socket.create_connection(listener.getsockname())
    client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert hanging.wait(PATIENCE_SECONDS)
    server.leave(finish_seconds=0.1)
    client.settimeout(PATIENCE_SECONDS)
    answer = b""
    while got := client.recv(4096):
        answer += got
    assert answer.startswith(b"HTTP/1.1 500")


@pytest.fixture
def collector():
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def test_full_collections_wait_until_nearly_nobody_is_connected(collector, monkeypatch):
    monkeypatch.setattr(server_module, "FULL_PASS_SECONDS", 0.01)
    connected, passes, asked = 2000, [], []
    monkeypatch.setattr(gc, "collect", lambda: passes.append(connected))
    greenlet = settle_memory(lambda: asked.append(connected) or connected)
    try:
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold()[:2] == (700, 10) and gc.get_threshold()[2] >= 1_000_000
        assert until(lambda: len(asked) > 3)
        assert passes == [2000], "only the one before the first client"
        connected = 0
        assert until(lambda: passes[-1] == 0)
    finally:
        greenlet.kill()
