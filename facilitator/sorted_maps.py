"""The maps of what people sorted: calculated in a child process, remembered until people sort on."""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from typing import Any

import gevent
from gevent.lock import BoundedSemaphore

from facilitator.children import Child, ChildFailed

log = logging.getLogger(__name__)

MODULE = "sessions.clustering.sorting"
LONGEST_SECONDS = 300.0
REMEMBERED = 8


class SortedMaps:
    """Made and used in the thread of the server's loop; one map at a time is calculated."""

    def __init__(self) -> None:
        self._turn = BoundedSemaphore(1)
        self._known: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self._working: dict[str, gevent.Greenlet] = {}
        self._child: Child | None = None
        self._stopped = False

    def map_of(self, question: dict[str, Any], *, patience: float) -> dict[str, Any] | None:
        """The map of these piles, as `sessions.clustering.sorting` says it; None when it is not there within
        `patience` seconds: it is calculated on, and is there for whoever asks again.

        Raises: ChildFailed when it could not be calculated.
        """
        asked = json.dumps(question)
        if asked in self._known:
            self._known.move_to_end(asked)
            return self._known[asked]
        work = self._working.get(asked)
        if work is None:
            work = self._working[asked] = gevent.spawn(self._calculate, asked)
        work.join(patience)
        if not work.ready():
            return None
        # Whoever waited hears it from the work itself: by now the map may have made room for others.
        found: dict[str, Any] | str = work.value
        self._working.pop(asked, None)
        if isinstance(found, str):
            raise ChildFailed(found)
        return found

    def stop(self) -> None:
        """No child is left."""
        self._stopped = True
        if self._child is not None:
            self._child.stop()

    def _calculate(self, asked: str) -> dict[str, Any] | str:
        """The map, which is remembered; why it could not be calculated, for whoever asks next."""
        try:
            with self._turn:
                if self._stopped:
                    raise ChildFailed("stopped")
                self._child = Child(MODULE, LONGEST_SECONDS)
                answer = self._child.ask(json.loads(asked), lambda _share, _step: None)
        except ChildFailed as failed:
            log.warning("the map of what people sorted could not be made: %s", failed)
            return failed.why
        self._known[asked] = answer["map"]
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        del self._working[asked]
        made: dict[str, Any] = answer["map"]
        return made
