"""What the clock does by itself while the server runs: a round opens and people hear of it; mail leaves.

One native thread, which looks every few seconds. It talks to the writer like everybody else, and waits for
mail servers where nobody else waits.
"""

from __future__ import annotations

import logging
from threading import Event, Lock, Thread

from facilitator.house import House
from facilitator.mail.postman import Postman
from sessions.focus import letters, post
from sessions.focus.post import Wanted

log = logging.getLogger(__name__)

EVERY_SECONDS = 10.0
LEAVES_WITHIN_SECONDS = 5.0


class Clockwork:
    """`start()` begins, `stop()` lets the letter under way finish, for a moment. `tick()` is one look, for
    whoever moves the clock as well: two looks never happen at once."""

    def __init__(self, house: House, *, every: float = EVERY_SECONDS) -> None:
        self._house = house
        self._every = every
        self._stop = Event()
        self._looking = Lock()
        self._postman = Postman(house, stopping=self._stop.is_set)
        self._looked: set[tuple[int, str]] = set()
        self._thread: Thread | None = None

    def start(self) -> None:
        """What was leaving when the server stopped the last time is in doubt; then the looking begins."""
        doubtful = self._house.writer.write(letters.after_a_stop)
        if doubtful:
            log.warning("%d letters were under way when the server stopped; see the page Mail", doubtful)
        self._thread = Thread(target=self._work, name="clockwork", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(LEAVES_WITHIN_SECONDS)

    def tick(self) -> int:
        """The letters that the clock asks for wait, and what is due was tried; returns how many were sent."""
        if not self._house.settings.has_mail:
            return 0
        with self._looking:
            self._queue()
            return self._postman.round()

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                self.tick()
            except Exception:
                # The next look may go well: a full disk, say, is emptied by somebody.
                log.exception("the clockwork stumbled")
            self._stop.wait(self._every)

    def _queue(self) -> None:
        house, moment = self._house, self._house.now()
        found: list[tuple[int, list[Wanted], set[tuple[int, str]]]] = []
        with house.store.reading() as db:
            for workshop in post.workshops_with_mail(db, moment):
                today = (workshop.id, post.digest_time(workshop, moment).isoformat())
                digests = moment >= post.digest_time(workshop, moment) and today not in self._looked
                wanted = post.wanted(db, workshop, moment, digests=digests)
                found.append((workshop.id, wanted, {today} if digests else set()))
        for workshop_id, wanted, looked in found:
            if wanted:
                house.writer.write(
                    lambda db, w=workshop_id, each=wanted: post.queue_wanted(db, w, each, now=moment)
                )
            # One look a day: who has nothing new at six o'clock hears tomorrow. What could not be written is
            # looked for again.
            self._looked |= looked
