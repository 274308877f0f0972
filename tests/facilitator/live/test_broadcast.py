"""Telling a room: order, slow readers, partial writes, leaving in the middle, polling and TLS clients."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path
from shutil import which

import gevent
import pytest
import socketio

from facilitator.live import broadcast
from facilitator.live.broadcast import MOST_QUEUED, Behind, outgoing, text_frame
from facilitator.live.server import tls_context
from facilitator.live.socket import ClientSocket
from tests.facilitator.live.raw_client import PATIENCE_SECONDS, until

SMALL = 4096


@pytest.fixture
def direct_writes(monkeypatch):
    """The outcome of every attempt to write directly, in order."""
    outcomes: list[bool] = []
    real = ClientSocket.write_now

    def spy(self: ClientSocket, frame: bytes) -> bool:
        outcomes.append(real(self, frame))
        return outcomes[-1]

    monkeypatch.setattr(ClientSocket, "write_now", spy)
    return outcomes


def numbers(client, count: int) -> list[int]:
    return [client.event()[1]["number"] for _ in range(count)]


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_frame_states_its_length_in_every_size(size):
    frame = text_frame(b"x" * size)
    head = 2 if size < 126 else 4 if size < 65_536 else 10
    assert len(frame) == head + size and frame[0] == 0x81


def test_both_shapes_of_a_message_say_the_same():
    ready = outgoing("change", {"verbs": ["contribution.made"], "put": {"exercise:1": {"title": "É"}}})
    assert ready.frame.endswith(ready.packet.encode().encode())
    assert ready.packet.encode().startswith('42["change",')


def test_idle_clients_are_written_to_directly_and_in_order(open_hall, direct_writes):
    hall = open_hall()
    members = [hall.member()[0] for _ in range(3)]
    for number in range(20):
        hall.broadcaster.tell("hall", "change", {"number": number})
    assert all(numbers(member, 20) == list(range(20)) for member in members)
    assert direct_writes == [True] * 60


def test_the_queue_and_the_direct_way_keep_one_order(open_hall, direct_writes):
    hall = open_hall()
    member, _ = hall.member(receive_buffer=SMALL)
    for number in range(200):
        if number % 3:
            hall.broadcaster.tell("hall", "change", {"number": number, "text": "x" * 3000})
        else:
            hall.sio.emit("change", {"number": number, "text": "x" * 3000}, room="hall")
        if number % 7 == 0:
            gevent.sleep(0)
        if number % 40 == 39:
            assert numbers(member, 40) == list(range(number - 39, number + 1))
    assert True in direct_writes


def test_a_slow_reader_gets_everything_whole_and_in_order(open_hall, direct_writes):
    hall = open_hall()
    slow, _ = hall.member(receive_buffer=SMALL)
    for number in range(MOST_QUEUED // 2):
        hall.broadcaster.tell("hall", "change", {"number": number, "text": "x" * 30_000})
        gevent.sleep(0)
    assert True in direct_writes
    assert numbers(slow, MOST_QUEUED // 2) == list(range(MOST_QUEUED // 2))


def test_a_partial_write_is_finished_in_place(open_hall):
    hall = open_hall()
    slow, eio_sid = hall.member(receive_buffer=SMALL)
    text = "x" * 2_000_000
    hall.broadcaster.tell("hall", "change", {"number": 0, "text": text})
    assert hall.client_sockets.of(eio_sid).pending == 1
    hall.broadcaster.tell("hall", "change", {"number": 1, "text": ""})
    name, message = slow.event()
    assert (name, message["text"]) == ("change", text)
    assert numbers(slow, 1) == [1]


def test_who_lets_too_much_wait_is_cut_and_the_others_are_not(open_hall):
    hall = open_hall()
    _slow, slow_sid = hall.member(receive_buffer=SMALL)
    quick, quick_sid = hall.member()
    reading = gevent.spawn(numbers, quick, MOST_QUEUED * 3)
    cut = 0
    for number in range(MOST_QUEUED * 3):
        cut += hall.broadcaster.tell("hall", "change", {"number": number, "text": "x" * 30_000})
        gevent.sleep(0.001)
    assert cut == 1
    assert reading.get(timeout=PATIENCE_SECONDS) == list(range(MOST_QUEUED * 3))
    assert until(lambda: slow_sid not in hall.sio.eio.sockets)
    assert quick_sid in hall.sio.eio.sockets


def test_leaving_in_the_middle_of_a_broadcast_hurts_nobody(open_hall, monkeypatch):
    monkeypatch.setattr(broadcast, "SLICE", 1)
    hall = open_hall()
    members = [hall.member() for _ in range(6)]
    telling = gevent.spawn(hall.broadcaster.tell, "hall", "change", {"number": 0})
    members[4][0].close()
    hall.client_sockets.of(members[5][1]).cut()
    telling.get(timeout=PATIENCE_SECONDS)
    hall.broadcaster.tell("hall", "change", {"number": 1})
    assert all(numbers(member, 2) == [0, 1] for member, _ in members[:4])
    assert until(lambda: len(hall.sio.eio.sockets) == 4)


def test_a_client_cut_while_its_frame_is_half_sent_leaves_nothing_behind(open_hall):
    hall = open_hall()
    _slow, eio_sid = hall.member(receive_buffer=SMALL)
    hall.broadcaster.tell("hall", "change", {"number": 0, "text": "x" * 2_000_000})
    client_socket = hall.client_sockets.of(eio_sid)
    assert client_socket.pending == 1
    client_socket.cut()
    assert until(lambda: client_socket.pending == 0)
    assert until(lambda: not len(hall.server.pool))
    assert eio_sid not in hall.sio.eio.sockets


def in_thread(function, *arguments, **named):
    """The client library blocks natively: it runs in a native thread while the hub goes on."""
    return gevent.get_hub().threadpool.apply(function, arguments, named)


def test_a_polling_client_takes_the_queue(open_hall, direct_writes):
    hall = open_hall()
    client = socketio.Client()
    heard: list[int] = []
    client.on("change", lambda message: heard.append(message["number"]))
    in_thread(client.connect, f"http://127.0.0.1:{hall.port}", transports=["polling"])
    try:
        # The Python client refuses more than 16 packets in one answer; browsers have no such limit.
        for first in (0, 10):
            for number in range(first, first + 10):
                hall.broadcaster.tell("hall", "change", {"number": number})
            assert until(lambda expected=first + 10: len(heard) == expected)
        assert heard == list(range(20))
        assert direct_writes == []
    finally:
        in_thread(client.disconnect)


def test_a_polling_client_that_stopped_is_cut(open_hall):
    hall = open_hall()
    client = socketio.Client()
    in_thread(client.connect, f"http://127.0.0.1:{hall.port}", transports=["polling"])
    eio_sid = client.eio.sid
    client.eio.http.close()
    for number in range(MOST_QUEUED * 3):
        hall.broadcaster.tell("hall", "change", {"number": number})
    # Everything was queued before its poll could be answered, so it counts as a client that does not read.
    assert eio_sid not in hall.sio.eio.sockets
    assert list(hall.sio.manager.get_participants("/", "hall")) == []
    in_thread(client.disconnect)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[str, str]:
    if which("openssl") is None:
        pytest.skip("openssl makes the certificate of this test")
    cert, key = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost"
    subprocess.run([*made.split(), "-keyout", key, "-out", cert], check=True, capture_output=True)
    return cert, key


def test_a_client_over_tls_takes_the_encrypted_way(open_hall, certificate, direct_writes):
    hall = open_hall(ssl_context=tls_context(*certificate))
    trusting = gevent.ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.load_verify_locations(certificate[0])
    client, _ = hall.member(ssl_context=trusting)
    behind = Behind()
    for number in range(20):
        if number % 2:
            hall.broadcaster.tell("hall", "change", {"number": number})
        else:
            # At its own pace: this manner skips who still has something waiting.
            assert until(lambda: not any(s.queue.qsize() for s in hall.sio.eio.sockets.values()))
            message = {"number": number}
            hall.broadcaster.tell_latest("hall", "change", 0, behind, lambda _since, told=message: told)
    assert numbers(client, 20) == list(range(20))
    assert True not in direct_writes and not behind


def test_a_busy_phone_skips_and_gets_one_patch_from_where_it_was(open_hall):
    hall = open_hall()
    busy, busy_sid = hall.member(receive_buffer=SMALL)
    idle, _ = hall.member()
    hall.broadcaster.tell("hall", "change", {"number": 0, "text": "x" * 2_000_000})
    assert idle.event()[1]["number"] == 0
    behind, asked = Behind(), []

    def since(revision: int) -> dict[str, int]:
        asked.append(revision)
        return {"since": revision, "revision": now}

    for now in (2, 3):
        hall.broadcaster.tell_latest("hall", "change", now - 1, behind, since)
        assert idle.event()[1] == {"since": now - 1, "revision": now}
    assert behind.since == {busy_sid: 1}
    assert busy.event()[1]["number"] == 0
    assert until(lambda: hall.client_sockets.of(busy_sid).pending == 0)
    now = 4
    asked.clear()
    hall.broadcaster.tell_latest("hall", "change", 3, behind, since)
    assert busy.event()[1] == {"since": 1, "revision": 4}
    assert idle.event()[1] == {"since": 3, "revision": 4}
    assert sorted(asked) == [1, 3] and not behind


def test_who_left_is_not_kept_as_behind(open_hall):
    hall = open_hall()
    hall.member()
    behind = Behind()
    behind.since["gone"] = 7
    hall.broadcaster.tell_latest("hall", "change", 7, behind, lambda _since: None)
    assert not behind


def test_others_get_their_turn_between_slices(open_hall, monkeypatch):
    monkeypatch.setattr(broadcast, "SLICE", 2)
    hall = open_hall()
    for _ in range(6):
        hall.member()
    turns = []
    telling = gevent.spawn(hall.broadcaster.tell, "hall", "change", {"number": 0})
    telling.link(lambda _: turns.append("told"))
    other = gevent.spawn(turns.append, "other")
    gevent.joinall([telling, other], timeout=PATIENCE_SECONDS)
    assert until(lambda: "told" in turns)
    assert turns == ["other", "told"]
