"""docs/protocol.md tells the truth: its examples run, and it names every message, field and limit."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import get_args, get_type_hints

import gevent
import pytest
from builders import open_at

from facilitator.live import MOST_INCOMING_BYTES, PING_SECONDS, PONG_SECONDS, broadcast, presence, watch, wire
from facilitator.live import socket as live_socket
from facilitator.refusals import STATUS
from sessions.hall import pace
from sessions.models import Workshop
from sessions.projections import SECTIONS
from tests.facilitator.live.live_hall import LiveHall

DOCUMENT = (Path(__file__).parents[1] / "docs" / "protocol.md").read_text()
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


def test_the_examples_run_in_this_order(app, house, cast):
    hall = LiveHall(app, house, cast)
    with house.store.reading() as db:
        code = db.get_one(Workshop, cast.gathering).join_code
    names = {"address": hall.origin, "code": code}
    flowers = section("## A flower with the whole table")
    try:
        run([each for each in EXAMPLES if each not in flowers], names)
        step = open_at(house, cast.gathering, "lotus")
        by, now = cast.moderator, house.now()
        house.writer.write(lambda db: pace.set_stage(db, cast.gathering, step, "shared", by, now=now))
        run([each for each in EXAMPLES if each in flowers], names)
    finally:
        hall.close()
    assert len(EXAMPLES) >= 10
    state = SimpleNamespace(**names["state"])
    assert {item["text"] for key, item in state.items.items() if key.startswith("contribution")} == {
        "Buurtsalon",
        "Fietsschool",
        "Leesclub",
    }


def run(examples: list[str], names: dict[str, object]) -> None:
    """The client libraries block: the program runs in a native thread, the server goes on here."""
    program = compile("\n".join(examples), "docs/protocol.md", "exec")
    gevent.get_hub().threadpool.spawn(exec, program, names).get(timeout=60)


def section(title: str) -> str:
    """The text under that heading, up to the next one of its level."""
    level = title.partition(" ")[0]
    start = DOCUMENT.index(f"\n{title}\n") + 1
    end = DOCUMENT.find(f"\n{level} ", start + len(title))
    return DOCUMENT[start : end if end > 0 else None]


MESSAGES = [
    (wire.Watch, "### Client to server"),
    (wire.Leave, "### Client to server"),
    (wire.Here, "### Client to server"),
    (wire.Watching, "### Client to server"),
    (wire.NotWatching, "### Client to server"),
    (wire.Change, "### Server to client"),
    (wire.What, "### Server to client"),
    (wire.Presence, "### Server to client"),
    (wire.TablePresence, "### Server to client"),
    (wire.StaffPresence, "### Server to client"),
    (wire.HallPresence, "### Server to client"),
    (wire.HerePresence, "### Server to client"),
    (wire.Goodbye, "### Server to client"),
    (wire.Snapshot, "## Snapshots"),
]


@pytest.mark.parametrize(("message", "where"), MESSAGES, ids=[message.__name__ for message, _ in MESSAGES])
def test_every_field_of_every_message_is_named(message, where):
    unnamed = {name for name in get_type_hints(message) if f"`{name}`" not in section(where)}
    # An answer's audience and revision are shown by the example under the heading.
    assert unnamed <= ({"audience", "revision"} if message is wire.Snapshot else set())


def test_every_audience_and_every_kind_of_item_is_named():
    rows = {
        row.split(":")[0]: row for row in re.findall(r"^\| `(\w+:\w` .*)$", section("## Snapshots"), re.M)
    }
    assert set(rows) == set(SECTIONS)
    for kind in ("wall", "phone", "table", "me", "workbench"):
        assert {f"`{each.kind}`" for each in SECTIONS[kind]} <= set(re.findall(r"`\w+`", rows[kind])), kind


def test_every_refusal_is_named_with_its_status():
    for kind, status in STATUS.items():
        assert f"| `{kind.code}` | {status} |" in DOCUMENT


def test_every_goodbye_is_named():
    assert all(f"`{why}`" in section("### Server to client") for why in get_args(wire.Why))


def test_the_limits_are_the_real_ones():
    limits = section("## Limits")
    for said in (
        f"At most {watch.MOST_AUDIENCES} audiences",
        f"some {watch.EVENTS_AT_ONCE} events at once and {watch.EVENTS_PER_SECOND:.0f} a second",
        f"at most {MOST_INCOMING_BYTES // 1024} KB",
        f"more than {live_socket.INFLOW_BYTES // 1024} KB in ten seconds",
        f"more than {broadcast.MOST_QUEUED} messages wait",
        f"pings every {PING_SECONDS} seconds and waits {PONG_SECONDS} seconds",
    ):
        assert said in limits
    assert live_socket.INFLOW_WINDOW_SECONDS == live_socket.STALLED_SECONDS == 10
    assert f"at most {wire.PLACE_LENGTH} characters" in DOCUMENT
    assert f"after {presence.WRITING_SECONDS:.0f} s without it" in DOCUMENT
