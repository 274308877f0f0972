"""A brake on guessing: so many tries at once, then one every so many seconds.

Kept in the memory of the application, per address, and an address is kept only as a keyed hash: the key dies
with the process. A hall of a hundred phones has one address, so only what *failed* is counted.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from datetime import datetime, timedelta

from flask import current_app, request

MOST_ADDRESSES = 10_000


class Throttle:
    """`burst` failures at once, then one every `seconds`."""

    def __init__(self, *, burst: int, seconds: float) -> None:
        self._burst = burst
        self._seconds = seconds
        self._key = secrets.token_bytes(16)

    def wait(self, *, now: datetime) -> int:
        """Seconds that this address has to wait before it may try again; 0 when it may try now."""
        full_at = self._full_at().get(self._address(), now)
        over = (full_at - now).total_seconds() - (self._burst - 1) * self._seconds
        return max(0, int(over + 0.999))

    def failed(self, *, now: datetime) -> None:
        """This address tried something that failed."""
        known, address = self._full_at(), self._address()
        full_at = max(known.pop(address, now), now)
        known[address] = full_at + timedelta(seconds=self._seconds)
        while len(known) > MOST_ADDRESSES:
            known.popitem(last=False)

    def _full_at(self) -> OrderedDict[bytes, datetime]:
        """Address to the moment on which nothing of it counts any more, in this application."""
        throttled = current_app.extensions.setdefault("throttled", {})
        return throttled.setdefault(self, OrderedDict())

    def _address(self) -> bytes:
        return hashlib.blake2b((request.remote_addr or "").encode(), key=self._key, digest_size=12).digest()
