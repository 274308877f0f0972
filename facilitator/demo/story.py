"""Who does what when: the day, at the pace of a hall, of a demonstration, or at once."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from facilitator.demo.day import Day, Said
from facilitator.demo.lead import Lead
from facilitator.demo.people import Phone


@dataclass(frozen=True)
class Pace:
    """Seconds for arriving and for contributing; how many phones watch; how many act at the same moment."""

    arriving: float
    contributing: float
    watching: int
    at_once: int


PACES = {
    "real": Pace(arriving=600, contributing=2400, watching=80, at_once=16),
    "fast": Pace(arriving=15, contributing=90, watching=80, at_once=16),
    "instant": Pace(arriving=0, contributing=0, watching=8, at_once=8),
}
WELCOME = "Welkom en uitleg"
EXERCISE = "Interventies"
SORTING = "Wat hoort samen?"
RESULT = "Uitslag en afronding"


class Story:
    """The day, played by `lead` and eighty phones. The same seed gives the same order."""

    def __init__(
        self, lead: Lead, day: Day, pace: Pace, *, say: Callable[[str], None], seed: int = 2017
    ) -> None:
        self._lead, self._day, self._pace, self._say = lead, day, pace, say
        self._random = random.Random(seed)  # noqa: S311 - an order, not a secret
        self._phones: dict[int, Phone] = {}
        self._ids: dict[int, int] = {}
        self._given: set[int] = set()
        self._lock = threading.Lock()
        self.stopped = threading.Event()

    def hall(self) -> None:
        """People arrive, hear what it is about, and list what works."""
        self._arrive()
        self._lead.go_to(WELCOME)
        step = self._lead.go_to(EXERCISE)
        self._contribute(step)
        self._say(f"{len(self._ids)} interventies staan op de wand.")

    def decide(self) -> dict[str, int]:
        """Proposals, decisions, the result on the wall. Returns the number of acts per question."""
        self._lead.go_to(SORTING)
        asked = self._lead.analyses()
        acts = {
            "why": self._lead.find_characteristics(asked["why"], self._day),
            "preconditions": self._lead.find_themes(asked["preconditions"], self._day),
        }
        for key, count in acts.items():
            self._say(f"{key}: besloten in {count} handelingen.")
        self._lead.go_to(RESULT)
        return acts

    def leave(self) -> None:
        self.stopped.set()
        for phone in self._phones.values():
            phone.leave()

    def _arrive(self) -> None:
        code = self._lead.join_code()
        people = list(self._day.people)
        self._random.shuffle(people)
        moments = self._moments(len(people), self._pace.arriving)

        def arrive(place: int) -> None:
            self._wait_until(moments[place])
            phone = Phone(self._lead.address, code, people[place])
            phone.join()
            if place < self._pace.watching:
                phone.watch()
            with self._lock:
                self._phones[phone.person.number] = phone

        self._all(arrive, len(people))
        self._say(f"{len(self._phones)} mensen doen mee aan {self._day.tables} tafels.")

    def _contribute(self, step: int) -> None:
        order = self._order()
        moments = self._moments(len(order), self._pace.contributing)

        def contribute(place: int) -> None:
            said = order[place]
            self._wait_until(moments[place])
            phone = self._phones[said.person]
            # Now and then an answer gets lost and the phone sends the same key again.
            made = phone.contribute(step, said, double=place % 17 == 5)
            if place % 29 == 11:
                phone.correct(made, said)
            if place % 41 == 7:
                phone.withdraw_and_put_back(made)
            with self._lock:
                self._ids[said.index] = made
            self._give_hearts()

        self._all(contribute, len(order))
        self._give_hearts()

    def _give_hearts(self) -> None:
        """Hearts for what is on the wall by now, each once."""
        with self._lock:
            ready = [
                place
                for place, (_, index) in enumerate(self._day.hearts)
                if index in self._ids and place not in self._given
            ][:6]
            self._given.update(ready)
        for place in ready:
            person, index = self._day.hearts[place]
            self._phones[person].heart(self._ids[index])
        if len(ready) == 6 and len(self._ids) == len(self._day.said):
            self._give_hearts()

    def _order(self) -> list[Said]:
        """Everybody's first before anybody's second: the hall speaks in turns."""
        turns: dict[int, int] = {}
        keyed = []
        for said in self._day.said:
            turn = turns[said.person] = turns.get(said.person, 0) + 1
            keyed.append((turn + self._random.random() * 0.9, said))
        return [said for _, said in sorted(keyed, key=lambda each: each[0])]

    def _moments(self, count: int, seconds: float) -> list[float]:
        start = time.monotonic()
        return [start + seconds * place / max(1, count) for place in range(count)]

    def _wait_until(self, moment: float) -> None:
        self.stopped.wait(max(0.0, moment - time.monotonic()))

    def _all(self, act: Callable[[int], None], count: int) -> None:
        with ThreadPoolExecutor(self._pace.at_once) as pool:
            for future in [pool.submit(self._unless_stopped, act, place) for place in range(count)]:
                future.result()

    def _unless_stopped(self, act: Callable[[int], None], place: int) -> None:
        if not self.stopped.is_set():
            act(place)
