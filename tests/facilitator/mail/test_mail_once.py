"""Mail over a real SMTP server: no letter leaves twice, also not when the process is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from focus_builders import Focus, make_focus
from letters_builders import queue, somebody, states
from mail_server import MailServer, use
from sqlalchemy import select

from facilitator.house import House
from facilitator.mail.postman import Postman
from sessions.focus import letters
from sessions.models import Letter

PATIENCE_SECONDS = 300


def serve(focus: Focus) -> subprocess.Popen[str]:
    settings = focus.house.settings
    given = {
        "LOTUSBLOEM_DATA": str(settings.data),
        "LOTUSBLOEM_PORT": "0",
        "LOTUSBLOEM_PUBLIC_URL": settings.public_url,
        "LOTUSBLOEM_SMTP_HOST": settings.smtp_host,
        "LOTUSBLOEM_SMTP_PORT": str(settings.smtp_port),
        "LOTUSBLOEM_SMTP_SECURITY": "none",
        "LOTUSBLOEM_SMTP_FROM": settings.smtp_from,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "facilitator", "serve"],
        env={**os.environ, **given},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def test_killed_between_hand_over_and_note_everybody_gets_each_letter_at_most_once(
    house: House, facilitator: int, server: MailServer, clock: Any
) -> None:
    """The server has read a whole message and did not answer yet when the process is killed: it may have
    been delivered, so it is never sent again; the others are, once."""
    # The process goes by the clock of the machine: whatever day that shows, no round asks for mail then.
    clock.moment = datetime.now(UTC)
    use(house, server)
    focus = make_focus(house, facilitator, members=0, first=(clock.moment + timedelta(days=30)).date())
    for n in range(4):
        queue(focus, somebody(focus, f"lid{n}@lotus.example"), "lost_link")
    server.waits = 3600.0
    first = serve(focus)
    try:
        assert server.arrived.wait(PATIENCE_SECONDS)
    finally:
        first.kill()
        first.wait(30)
    with focus.house.store.reading() as db:
        assert [each.state for each in db.scalars(select(Letter).order_by(Letter.id))] == [
            "sending",
            "waiting",
            "waiting",
            "waiting",
        ]
    server.waits = 0.0
    second = serve(focus)
    try:
        wait_until(lambda: len(server.got) == 4)
        wait_until(lambda: sorted(states(focus).values()) == ["sent", "sent", "sent", "uncertain"])
    finally:
        second.send_signal(signal.SIGTERM)
        second.wait(30)
    assert server.twice() == []


def wait_until(true: Any) -> None:
    """Raises: AssertionError when it did not come true, also not on a machine that has a lot to do."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < ends, "it did not come true"
        time.sleep(0.05)


def test_two_who_take_the_same_letter_send_it_once(focus: Focus, server: MailServer) -> None:
    made = queue(focus, somebody(focus), "invitation")
    now = focus.house.now()
    taken = [
        focus.house.write(lambda db: letters.take(db, made, message_id="<a@b>", now=now)) for _ in range(2)
    ]
    assert taken == [True, False]
    assert Postman(focus.house).round() == 0 and server.got == []
