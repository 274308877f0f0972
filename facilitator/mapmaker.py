"""The maps of one server: a child process finds a place for what has none yet, the database keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gevent.lock import BoundedSemaphore

from facilitator.children import Child, ChildFailed
from sessions.errors import NotReady
from sessions.proposing import mapping
from sessions.proposing.mapping import Drawing
from sessions.proposing.run_input import asked

if TYPE_CHECKING:
    from facilitator.house import House

THINKS = "sessions.thinking"
LONGEST_SECONDS = 300.0


class Mapmaker:
    """Made and used in the thread of the server's loop; one map at a time is drawn."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._turn = BoundedSemaphore(1)
        self._child: Child | None = None
        self._stopped = False

    def drawing(self, analysis_id: int) -> Drawing:
        """Where every passage of that analysis lies. Waits until those that are new have a place; the others
        lie where they lay.

        Raises: NotReady when no place could be found for them.
        """
        with self._turn:
            with self._house.store.reading() as db:
                here = asked(db, analysis_id).passage_ids
                lies = mapping.drawing_of(db, analysis_id)
            if lies.spots.keys() >= set(here):
                return lies
            spots = self._lay(analysis_id)
            self._house.write(lambda db: mapping.add(db, analysis_id, spots))
            with self._house.store.reading() as db:
                return mapping.drawing_of(db, analysis_id)

    def stop(self) -> None:
        """No child is left."""
        self._stopped = True
        if self._child is not None:
            self._child.stop()

    def _lay(self, analysis_id: int) -> dict[int, mapping.Spot]:
        if self._stopped:
            raise NotReady("the server stops")
        self._child = Child(THINKS, LONGEST_SECONDS)
        database = str(self._house.settings.database)
        try:
            question = {"do": "lay", "database": database, "analysis": analysis_id}
            answer = self._child.ask(question, lambda _share, _step: None)
        except ChildFailed as failed:
            raise NotReady(failed.why) from failed
        finally:
            self._child = None
        return {int(each): (x, y) for each, (x, y) in answer["spots"].items()}
