"""A brake on guessing: so many tries at once, then one every so many seconds.

Kept in the memory of this process, per address, and an address is kept only as a keyed hash: the key dies
with the process. A hall of a hundred phones has one address, so only what *failed* is counted.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from datetime import datetime, timedelta

from flask import request

MOST_ADDRESSES = 10_000


class Throttle:
    """`burst` failures at once, then one every `seconds`."""

    def __init__(self, *, burst: int, seconds: float) -> None:
        self._burst = burst
        self._seconds = seconds
        self._key = secrets.token_bytes(16)
        self._full_at: OrderedDict[bytes, datetime] = OrderedDict()

    def wait(self, *, now: datetime) -> int:
        """Seconds that this address has to wait before it may try again; 0 when it may try now."""
        full_at = self._full_at.get(self._address(), now)
        over = (full_at - now).total_seconds() - (self._burst - 1) * self._seconds
        return max(0, int(over + 0.999))

    def failed(self, *, now: datetime) -> None:
        """This address tried something that failed."""
        address = self._address()
        full_at = max(self._full_at.pop(address, now), now)
        self._full_at[address] = full_at + timedelta(seconds=self._seconds)
        while len(self._full_at) > MOST_ADDRESSES:
            self._full_at.popitem(last=False)

    def _address(self) -> bytes:
        return hashlib.blake2b((request.remote_addr or "").encode(), key=self._key, digest_size=12).digest()
