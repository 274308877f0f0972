"""Each repair of the WebSocket layer, next to what the stock handler does with the same client."""

from __future__ import annotations

import socket as std_socket
import time

import gevent
import pytest
import socketio
from gevent import pywsgi

from facilitator.live.server import BACKLOG, SEND_BUFFER_BYTES, LiveServer
from facilitator.live.socket import INFLOW_BYTES, ClientSocket, LiveHandler
from tests.facilitator.live.raw_client import PATIENCE_SECONDS, RawClient, until

MESSAGES = 60
SIZE = 30_000
SMALL = 4096


class StockHandler(pywsgi.WSGIHandler):
    """gevent's own, as python-socketio meets it everywhere."""


def read_everything(client: RawClient) -> list[int]:
    """The numbers of the events that arrive whole, until the stream ends, breaks or falls silent."""
    numbers = []
    try:
        while len(numbers) < MESSAGES:
            name, message = client.event()
            assert name == "change" and len(message["text"]) == SIZE
            numbers.append(message["number"])
    except (OSError, EOFError, ValueError, AssertionError):
        pass
    return numbers


@pytest.mark.parametrize(("handler", "whole"), [(LiveHandler, True), (StockHandler, False)])
def test_a_slow_reader_gets_every_frame_whole(open_hall, handler, whole):
    hall = open_hall(handler)
    slow, _ = hall.member(receive_buffer=SMALL)
    for number in range(MESSAGES):
        hall.sio.emit("change", {"number": number, "text": "x" * SIZE}, room="hall")
        gevent.sleep(0)
    gevent.sleep(0.2)
    if not whole:
        # What comes no more is not waited for as long as what comes.
        slow.sock.settimeout(2)
    assert (read_everything(slow) == list(range(MESSAGES))) is whole


@pytest.mark.parametrize(("handler", "freed"), [(LiveHandler, True), (StockHandler, False)])
def test_a_client_that_never_reads_is_freed(open_hall, handler, freed):
    hall = open_hall(handler)
    _silent, eio_sid = hall.member(receive_buffer=SMALL)
    hall.client_sockets.start_sweeping(every_seconds=0.05, stalled_seconds=0.3)
    for number in range(MESSAGES):
        hall.sio.emit("change", {"number": number, "text": "x" * SIZE}, room="hall")
    # Ours is awaited; gevent's own is given as long as ours is given to stall, many times over.
    assert until(lambda: not len(hall.server.pool), seconds=PATIENCE_SECONDS if freed else 2) is freed
    assert (eio_sid not in hall.sio.eio.sockets) is freed
    assert (len(hall.client_sockets) == 0) is True


def test_the_sweep_leaves_who_still_takes_bytes(open_hall):
    hall = open_hall()
    slow, _ = hall.member(receive_buffer=SMALL)
    for number in range(MESSAGES):
        hall.sio.emit("change", {"number": number, "text": "x" * SIZE}, room="hall")
    client_socket = next(iter(hall.client_sockets))
    assert until(lambda: client_socket.waiting_since is not None)
    # As if it had taken nothing for an hour, until now.
    long_ago = client_socket.waiting_since = time.monotonic() - 3600
    while client_socket.waiting_since == long_ago:
        slow.sock.recv(65536)
        gevent.sleep(0)
    assert hall.client_sockets.sweep(stalled_seconds=1800) == 0
    assert not client_socket.closed


@pytest.mark.parametrize(("handler", "compressed"), [(LiveHandler, False), (StockHandler, True)])
def test_the_offer_to_compress_is_not_accepted(open_hall, handler, compressed):
    hall = open_hall(handler)
    client = hall.client(headers={"Sec-WebSocket-Extensions": "permessage-deflate"})
    assert client.head.startswith("HTTP/1.1 101")
    assert ("permessage-deflate" in client.head) is compressed


class ForgetfulHandler(LiveHandler):
    """Ours without the part that ends a WebSocket."""

    run_application = pywsgi.WSGIHandler.run_application


@pytest.mark.parametrize(("handler", "clean"), [(LiveHandler, True), (ForgetfulHandler, False)])
def test_the_end_of_a_client_leaves_no_record_and_no_error(open_hall, handler, clean, capfd):
    hall = open_hall(handler)
    client, eio_sid = hall.member()
    assert hall.client_sockets.of(eio_sid) is not None
    client.close()
    assert until(lambda: not len(hall.server.pool))
    assert (eio_sid not in hall.sio.eio.sockets) is clean
    assert (hall.client_sockets.of(eio_sid) is None) is clean
    assert ("Traceback" not in capfd.readouterr().err) is clean


def test_one_descriptor_for_a_client_and_the_listener_s_settings(open_hall):
    hall = open_hall()
    _, eio_sid = hall.member()
    number = hall.client_sockets.of(eio_sid).fileno()
    accepted = std_socket.socket(fileno=number)
    try:
        assert accepted.getsockopt(std_socket.IPPROTO_TCP, std_socket.TCP_NODELAY)
        # The kernel doubles what was asked, for its own bookkeeping.
        assert accepted.getsockopt(std_socket.SOL_SOCKET, std_socket.SO_SNDBUF) == 2 * SEND_BUFFER_BYTES
    finally:
        accepted.detach()
    assert BACKLOG == 4096


def test_an_upgraded_polling_client_is_known_by_its_socket(open_hall):
    hall = open_hall()
    # The client library uses native threads: it runs in one, the hub goes on here.
    client = socketio.Client()
    pool = gevent.get_hub().threadpool
    pool.apply(client.connect, (f"http://127.0.0.1:{hall.port}",), {"transports": ["polling", "websocket"]})
    try:
        eio_sid = client.eio.sid
        assert until(lambda: hall.client_sockets.of(eio_sid) is not None)
        assert until(lambda: hall.sio.eio.sockets[eio_sid].upgraded)
    finally:
        pool.apply(client.disconnect)
    assert until(lambda: eio_sid not in hall.sio.eio.sockets)
    assert until(lambda: hall.client_sockets.of(eio_sid) is None)


def test_a_flood_is_cut_before_it_fills_the_memory(open_hall, monkeypatch):
    # One window, however long this machine is about it.
    monkeypatch.setattr("facilitator.live.socket.INFLOW_WINDOW_SECONDS", 3600)
    hall = open_hall()
    client, eio_sid = hall.member()
    with pytest.raises(OSError, match=r"."):
        for _ in range(2 + INFLOW_BYTES // SIZE * 4):
            client.send("42" + '["said","' + "x" * SIZE + '"]')
            gevent.sleep(0.001)
    assert until(lambda: eio_sid not in hall.sio.eio.sockets)
    assert sum(map(len, hall.heard)) <= INFLOW_BYTES


def pair() -> tuple[ClientSocket, gevent.socket.socket]:
    """A `ClientSocket` and the far end of it."""
    near, far = gevent.socket.socketpair()
    near.setsockopt(std_socket.SOL_SOCKET, std_socket.SO_SNDBUF, SMALL)
    return ClientSocket(near), far


def test_a_begun_frame_is_finished_before_the_next_bytes():
    client_socket, far = pair()
    big, next_bytes = b"a" * 300_000, b"b" * 10
    assert client_socket.write_now(big)
    assert client_socket.pending == 1
    assert not client_socket.write_now(next_bytes)
    waiting = gevent.spawn(client_socket.send, next_bytes)
    received = b""
    while len(received) < len(big) + len(next_bytes):
        received += far.recv(65536)
    assert received == big + next_bytes
    assert waiting.get(timeout=PATIENCE_SECONDS) == len(next_bytes)
    assert client_socket.pending == 0 and client_socket.waiting_since is None


def test_a_cut_wakes_who_is_sending_and_refuses_the_rest():
    client_socket, _far = pair()
    sending = gevent.spawn(client_socket.send, b"a" * 300_000)
    assert until(lambda: client_socket.waiting_since is not None)
    client_socket.cut()
    with pytest.raises(BrokenPipeError):
        sending.get(timeout=PATIENCE_SECONDS)
    with pytest.raises(BrokenPipeError):
        client_socket.send(b"more")
    assert not client_socket.write_now(b"more")


def test_a_closed_socket_never_writes_to_its_old_descriptor():
    client_socket, far = pair()
    number = client_socket.fileno()
    client_socket.close()
    other, other_far = gevent.socket.socketpair()
    assert number in (other.fileno(), other_far.fileno())
    assert not client_socket.write_now(b"secret")
    for end in (other, other_far):
        end.setblocking(False)
        with pytest.raises(BlockingIOError):
            end.recv(10)
    assert far.recv(10) == b""


def test_an_idle_connection_does_not_last_for_ever(open_hall, monkeypatch):
    monkeypatch.setattr("facilitator.live.socket.HTTP_IDLE_SECONDS", 0.1)
    hall = open_hall()
    idle = gevent.socket.create_connection(("127.0.0.1", hall.port))
    idle.settimeout(PATIENCE_SECONDS)
    assert idle.recv(10) == b""


def test_a_malformed_request_is_logged_without_address_and_path(open_hall, capfd):
    hall = open_hall()
    odd = gevent.socket.create_connection(("127.0.0.1", hall.port))
    odd.sendall(b"NONSENSE\r\n\r\n")
    odd.settimeout(PATIENCE_SECONDS)
    assert b"400" in odd.recv(1000)
    logged = capfd.readouterr().err
    assert "malformed" in logged
    assert "127.0.0.1" not in logged and "NONSENSE" not in logged


def test_the_server_asks_dns_for_no_name(open_hall):
    hall = open_hall()
    assert isinstance(hall.server, LiveServer)
    assert hall.server.environ["SERVER_NAME"] == "lotusbloem"
