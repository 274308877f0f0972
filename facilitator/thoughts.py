"""What the machine finds out beside the hall: vectors as people write, what stands near what, suggestions.

One helper process for all workshops. It wakes when something was said, works in small lots that the one
writer takes in between contributions, gives every workshop its turn, and rests when nobody writes.
"""

from __future__ import annotations

import logging
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import gevent
from gevent.event import Event
from gevent.lock import BoundedSemaphore
from sqlalchemy import select

from facilitator.children import ChildFailed, Helper
from facilitator.live.publisher import Bell
from sessions import journal, touched
from sessions.errors import Busy, NotReady
from sessions.models import Analysis, Change, Workshop
from sessions.proposing import vectors
from sessions.store import slices

if TYPE_CHECKING:
    from facilitator.house import House

log = logging.getLogger(__name__)

THINKS = "sessions.thinking"
LONGEST_SECONDS = 600.0
IDLE_SECONDS = 300.0
LOT = 256
"""Vectors that the model makes at once."""
KEPT_AT_ONCE = 32
"""Vectors a write: 64 kB, which the writer takes in some milliseconds, in between contributions."""
BREATH_SECONDS = 0.5
AGAIN_SECONDS = 30.0
NEIGHBOURS = 6
EXPLAINED_BY = ("passage", "cluster", "known_theme", "sorter", "pile")
"""The rows that an explanation is made of: when one is touched it is made anew."""
# Acts that give no passage other words: they wake nobody.
DECISIONS = ("theme", "cluster", "run", "key-group", "heart", "passages.moved", "rating", "wall", "step")

Alike = tuple[list[tuple[list[int], int | None, float]], str]
"""Groups of material that may be alike (ids, the objective that they may join, how alike), and why wording
alone compared."""
Neighbours = dict[int, list[tuple[int, float]]]
"""Passage id to its nearest others with their similarity, nearest first."""
GoOn = Callable[[int], bool]


@dataclass(frozen=True)
class Suggestions:
    """Per unplaced passage its likeliest themes: [theme, sure from 0 to 1, passage to show as the reason].

    `state` is ready; behind (`lacking` passages have no vector yet); missing or failing, then `why` says it.
    """

    state: str
    themes: dict[int, list[list[float]]] = field(default_factory=dict)
    lacking: int = 0
    why: str = ""


class Thoughts:
    """The helper of one server. Made and used in the thread of its loop."""

    def __init__(self, house: House, *, module: str = THINKS) -> None:
        self._house = house
        self._helper = Helper(module, longest_seconds=LONGEST_SECONDS, idle_seconds=IDLE_SECONDS)
        self._embedding = BoundedSemaphore(1)
        self._look = BoundedSemaphore(1)
        self._first = True
        self._missing = ""
        self._around: dict[int, tuple[dict[str, str], Neighbours]] = {}
        self._suggested: dict[int, tuple[int, Suggestions]] = {}
        self._alike: dict[int, tuple[int, Alike]] = {}
        self._explained: dict[int, tuple[int, dict[int, dict[str, Any]]]] = {}
        self._worker: gevent.Greenlet | None = None
        self._stopping = Event()

    def start(self) -> None:
        """From now on vectors are made as people write, first those that an earlier time left."""
        bell = Bell()
        self._house.writer.committed.append(bell.ring)
        self._worker = gevent.spawn(self._run, bell)

    def stop(self) -> None:
        self._stopping.set()
        self._helper.stop()
        if self._worker is not None:
            self._worker.kill()

    def catch_up(self, go_on: GoOn = lambda _left: True) -> str:
        """Every passage has its vector, unless `go_on`, told how many are left, says no. Returns why there is
        no model, or nothing. Raises: ChildFailed."""
        with self._embedding:
            while not self._missing:
                left = self._one_lot()
                if left <= 0 or not go_on(left):
                    break
        return self._missing

    def neighbours(self, analysis_id: int, passage_id: int) -> list[tuple[int, float]]:
        """The passages that are nearest to that one in meaning, with their similarity (-1 to 1).

        Looked up for all passages at once and remembered until the words of that passage change.
        Raises: NotReady when that could not be found out.
        """
        with self._look:
            with self._house.store.reading() as db:
                words = vectors.words_of(db, [passage_id])
            if passage_id not in words:
                return []
            text_hash = vectors.hash_of(words[passage_id])
            hashes, found = self._around.get(analysis_id, ({}, {}))
            if hashes.get(str(passage_id)) != text_hash:
                hashes, found = self._around[analysis_id] = self._look_around(analysis_id)
        return found.get(passage_id, [])

    def suggestions(self, analysis_id: int) -> Suggestions:
        """Where what nobody placed may belong, as themes stand now. Computed when somebody asks and a passage
        was said, changed or placed since; a model that is missing or fails is told, and nothing else
        stops."""
        with self._look:
            revision = self._newest(analysis_id, "passage")
            known = self._suggested.get(analysis_id)
            if known is not None and known[0] == revision:
                return known[1]
            found = self._suggest(analysis_id)
            if found.state == "ready":
                self._suggested[analysis_id] = (revision, found)
            return found

    def explain(self, analysis_id: int, passage_id: int) -> dict[str, Any]:
        """What pulled a passage to where it stands: see `sessions.thinking.explaining`. Remembered until a
        passage, a proposal or a pile changes; nobody who asks for something else waits for it here.

        Raises: NotReady when that could not be found out.
        """
        revision = self._newest(analysis_id, *EXPLAINED_BY)
        since, found = self._explained.get(analysis_id, (0, {}))
        if since != revision:
            since, found = self._explained[analysis_id] = revision, {}
        if passage_id not in found:
            try:
                found[passage_id] = self._ask("explain", analysis=analysis_id, passage=passage_id)
            except ChildFailed as failed:
                raise NotReady(failed.why) from failed
        return found[passage_id]

    def cut(self, run_id: int, k: int) -> dict[str, Any]:
        """The clusters of another cut of that run's tree, and the number at which it could be cut.

        Raises: NotReady when that could not be found out.
        """
        try:
            return self._ask("cut", run=run_id, k=k)
        except ChildFailed as failed:
            raise NotReady(failed.why) from failed

    def alike(self, workshop_id: int) -> Alike:
        """Which interests, opportunities and obstacles of that workshop may be alike. Computed when somebody
        asks and something happened since. Raises: NotReady when that could not be found out."""
        with self._look:
            with self._house.store.reading() as db:
                revision = db.get_one(Workshop, workshop_id).revision
            known = self._alike.get(workshop_id)
            if known is not None and known[0] == revision:
                return known[1]
            try:
                answer = self._ask("alike", workshop=workshop_id)
            except ChildFailed as failed:
                raise NotReady(failed.why) from failed
            groups = [
                ([int(each) for each in ids], None if joins is None else int(joins), float(similarity))
                for ids, joins, similarity in answer["alike"]
            ]
            self._alike[workshop_id] = (revision, (groups, str(answer["why"])))
            return groups, str(answer["why"])

    def _newest(self, analysis_id: int, *kinds: str) -> int:
        """The revision at which a row of these kinds was touched last; hearts, steps and pages touch none."""
        with self._house.store.reading() as db:
            return touched.newest(db, db.get_one(Analysis, analysis_id).workshop_id, *kinds)

    def _suggest(self, analysis_id: int) -> Suggestions:
        try:
            answer = self._ask("suggest", analysis=analysis_id)
        except ChildFailed as failed:
            return Suggestions("failing", why=failed.why)
        if "missing" in answer:
            return Suggestions("missing", why=answer["missing"])
        lacking = int(answer["lacking"])
        themes = {int(each): found for each, found in answer["suggestions"].items()}
        return Suggestions("behind" if lacking else "ready", themes, lacking)

    def _look_around(self, analysis_id: int) -> tuple[dict[str, str], Neighbours]:
        try:
            answer = self._ask("around", analysis=analysis_id, count=NEIGHBOURS)
        except ChildFailed as failed:
            raise NotReady(failed.why) from failed
        around = {
            int(each): [(int(other), float(near)) for other, near in others]
            for each, others in answer["around"].items()
        }
        return answer["hashes"], around

    def _run(self, bell: Bell) -> None:
        """Catches up, then waits until something was said. Never ends by itself."""
        seen = self._latest()
        self._attempt()
        while True:
            bell.wait(AGAIN_SECONDS)
            newest = self._latest()
            if newest != seen and self._said_something(seen):
                self._attempt()
            seen = newest
            # A hall that writes all at once is one lot a breath, not one a contribution.
            gevent.sleep(BREATH_SECONDS)

    def _attempt(self) -> None:
        try:
            missing = self.catch_up(self._breathe)
        except (ChildFailed, Busy, NotReady) as failed:
            log.warning("vectors are not made now, and will be tried again: %s", failed)
            return
        if missing:
            log.warning("the sentence encoder is missing, wording alone compares texts: %s", missing)

    def _breathe(self, _left: int) -> bool:
        gevent.sleep(0)
        return not self._stopping.is_set()

    def _one_lot(self) -> int:
        """One lot of vectors is kept; returns how many passages are left."""
        answer = self._ask("embed", limit=LOT, first=self._first)
        if "missing" in answer:
            self._missing = str(answer["missing"])
            return 0
        self._first = False
        model, gone = answer["model"], answer["gone"]
        made = [vectors.Made(each, said, b64decode(numbers)) for each, said, numbers in answer["made"]]
        if gone:
            self._house.write(lambda db: vectors.forget(db, gone))
        if not made:
            return 0
        kept = 0
        for some in slices(made, KEPT_AT_ONCE):
            kept += self._house.write(lambda db, some=some: vectors.keep(db, model, some))
            gevent.sleep(0)
        # Words that change faster than they are read must not keep this going for ever.
        return max(int(answer["left"]), 1) if kept < len(made) and kept else int(answer["left"])

    def _said_something(self, seen: int) -> bool:
        with self._house.store.reading() as db:
            newer = db.execute(select(Change.verb, Change.touched).where(Change.id > seen))
            return any(touched.get("passage") and not verb.startswith(DECISIONS) for verb, touched in newer)

    def _latest(self) -> int:
        with self._house.store.reading() as db:
            return journal.latest(db)

    def _ask(self, what: str, **question: Any) -> dict[str, Any]:
        database = str(self._house.settings.database)
        return self._helper.ask({"do": what, "database": database, **question})
