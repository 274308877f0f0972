"""The brake on guessing: counted per application and per address, and only what failed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from facilitator.throttle import Throttle

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def fail(throttle: Throttle, app: Flask, times: int, *, address: str = "10.0.0.1") -> int:
    """Seconds to wait after so many failures from there."""
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        for _ in range(times):
            throttle.failed(now=NOW)
        return throttle.wait(now=NOW)


def test_so_many_at_once_and_then_one_every_so_many_seconds() -> None:
    throttle, app = Throttle(burst=3, seconds=5), Flask("one")
    assert [fail(throttle, app, each) for each in (0, 2, 1, 1)] == [0, 0, 5, 10]
    with app.test_request_context(environ_base={"REMOTE_ADDR": "10.0.0.1"}):
        assert throttle.wait(now=NOW + timedelta(seconds=10)) == 0


def test_another_address_does_not_wait_for_it() -> None:
    throttle, app = Throttle(burst=1, seconds=5), Flask("one")
    assert fail(throttle, app, 3) > 0
    assert fail(throttle, app, 0, address="10.0.0.2") == 0


def test_another_application_in_the_same_process_begins_anew() -> None:
    throttle = Throttle(burst=1, seconds=5)
    assert fail(throttle, Flask("one"), 3) > 0
    assert fail(throttle, Flask("another"), 0) == 0
