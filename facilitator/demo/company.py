"""The people of the day with their phones, and the time they take."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from facilitator.demo.day import Day
from facilitator.demo.lead import Lead
from facilitator.demo.people import Phone

Act = TypeVar("Act")


@dataclass(frozen=True)
class Pace:
    """Seconds for what people do, and how long the wall stands still to be read; how many phones watch; how
    many act at the same moment."""

    arriving: float
    hanging: float
    contributing: float
    finding: float
    reading: float
    alone: float
    blossoming: float
    ranking: float
    watching: int
    at_once: int


class Company:
    """`phones` are by the number of the person. The same seed gives the same order of doing."""

    def __init__(
        self, lead: Lead, day: Day, pace: Pace, *, say: Callable[[str], None], seed: int = 2017
    ) -> None:
        self.lead, self.day, self.pace, self.say = lead, day, pace, say
        self.random = random.Random(seed)  # noqa: S311 - an order, not a secret
        self.phones: dict[int, Phone] = {}
        self.lock = threading.Lock()
        self.stopped = threading.Event()

    def over(self, seconds: float, things: Sequence[Act], act: Callable[[Act], None]) -> None:
        """Each thing was done, in this order, many at once, spread over so many seconds."""
        start = time.monotonic()

        def at_its_moment(place: int) -> None:
            self.rest(start + seconds * place / max(1, len(things)) - time.monotonic())
            if not self.stopped.is_set():
                act(things[place])

        with ThreadPoolExecutor(self.pace.at_once) as pool:
            for future in [pool.submit(at_its_moment, place) for place in range(len(things))]:
                future.result()

    def rest(self, seconds: float) -> None:
        """Time to read, to talk; over at once when the day is stopped."""
        self.stopped.wait(max(0.0, seconds))

    def in_turns(self, things: Sequence[Act], whose: Callable[[Act], int]) -> list[Act]:
        """Everybody's (or every table's) first before anybody's second: the hall speaks in turns."""
        turns: dict[int, int] = {}
        keyed = []
        for thing in things:
            turn = turns[whose(thing)] = turns.get(whose(thing), 0) + 1
            keyed.append((turn + self.random.random() * 0.9, thing))
        return [thing for _, thing in sorted(keyed, key=lambda each: each[0])]

    def leave(self) -> None:
        """Nobody does anything any more."""
        self.stopped.set()
        for phone in self.phones.values():
            phone.leave()
