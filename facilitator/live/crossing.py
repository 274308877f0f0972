"""From native threads to greenlets: the one bridge. Plain values cross, woken through the event loop."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import gevent
from gevent.event import AsyncResult


class Crossing:
    """Made in the thread whose greenlets wait. `wait` lets other greenlets work until the Future is done;
    `call` runs a function in the loop's thread, soon."""

    def __init__(self) -> None:
        self._arrived: deque[Callable[[], None]] = deque()
        self._watcher = gevent.get_hub().loop.async_()
        self._watcher.start(self._deliver)

    def wait(self, future: Future[Any]) -> Any:
        """What the Future holds. Raises: what the Future holds, when that is an exception."""
        result: AsyncResult = AsyncResult()
        future.add_done_callback(lambda done: self.call(lambda: result.set(done)))
        return result.get().result()

    def call(self, function: Callable[[], None]) -> None:
        """May be called from any thread; the function must not block or switch."""
        self._arrived.append(function)
        self._watcher.send()

    def _deliver(self) -> None:
        # One wake-up may stand for several arrivals.
        while self._arrived:
            self._arrived.popleft()()
