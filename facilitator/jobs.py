"""Proposals under way: one at a time per analysis, a short queue over all, each in a child process.

What happens to a run is written where everybody sees it: in the database, through the domain's own verbs.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import gevent
from gevent.lock import BoundedSemaphore
from sqlalchemy import select
from sqlalchemy.orm import Session

from facilitator.children import Child, ChildFailed
from facilitator.thoughts import THINKS, Suggestions, Thoughts
from sessions.analysis import analyses
from sessions.errors import Busy, Conflict, Missing, NotReady
from sessions.journal import SYSTEM, Actor
from sessions.models import Analysis, Run
from sessions.proposing import cuts, found_twins, proposals, runs
from sessions.proposing.runs import Outcome, Proposed, Wishes
from sessions.store import slices

if TYPE_CHECKING:
    from facilitator.house import House

log = logging.getLogger(__name__)

PROPOSES = THINKS
LONGEST_SECONDS = 1800.0
MOST_WAITING = 12
TELL_SECONDS = 0.25
MEMBERS_AT_ONCE = 1000
"""Members of clusters a write: the writer is never held for longer than a contribution notices."""
TWINS_AT_ONCE = 500
WAITING = "waiting"
COMPARING = "comparing"
INTERRUPTED = "interrupted"
EMBEDDING_SHARE = 0.5


@dataclass
class _Job:
    """A run and its child. `told_at` is a monotonic moment, in seconds; `offset` the share of the work that
    was done before the child began."""

    run_id: int
    analysis_id: int
    child: Child
    offer: bool
    told_at: float = 0.0
    step: str = ""
    offset: float = 0.0


class Jobs:
    """The proposals of one server. Made and used in the thread of its loop."""

    def __init__(self, house: House, *, module: str = PROPOSES, at_once: int = 1) -> None:
        self._house = house
        self._module = module
        self.thoughts = Thoughts(house, module=module)
        self._turn = BoundedSemaphore(at_once)
        self._jobs: dict[int, _Job] = {}
        self._greenlets: set[gevent.Greenlet] = set()
        self._stopped = False

    def start(self) -> None:
        """Vectors are made from now on; call it in the thread of the server's loop."""
        self.thoughts.start()

    def propose(
        self,
        analysis_id: int,
        user_id: int | None,
        k: int | None,
        *,
        ignore_names: bool = False,
        offer: bool = False,
    ) -> int:
        """A run is under way; returns its id. What it is doing is told through the run. With `offer` people
        choose first where a proposal lies on the table already.

        Raises: Conflict while one of this analysis is under way, or when there is nothing to divide; Busy
        when too many wait; NotReady while the server stops.
        """
        return self._begin(analysis_id, user_id, Wishes(k=k, ignore_names=ignore_names), offer)

    def repeat(self, analysis_id: int, run_id: int, user_id: int | None) -> int:
        """That proposal is made once more, from what is there now; returns the id of the new run, which says
        in its message whether the outcome is the same.

        Raises: as `propose`; Missing when the analysis has no such run.
        """
        with self._house.store.reading() as db:
            self._of(db, analysis_id, run_id)
            wishes = runs.wishes_of(db, run_id)
        return self._begin(analysis_id, user_id, wishes, True)

    def _begin(self, analysis_id: int, user_id: int | None, wishes: Wishes, offer: bool) -> int:
        if self._stopped:
            raise NotReady("the server stops")
        if len(self._jobs) >= MOST_WAITING:
            raise Busy(retry_after=10)
        moment = self._house.now()

        def start(db: Any) -> int:
            if not analyses.has_passages(db, db.get_one(Analysis, analysis_id)):
                raise Conflict("there is nothing to group")
            return runs.start_run(db, analysis_id, user_id=user_id, wishes=wishes, now=moment)

        run_id = self._house.write(start)
        job = self._jobs[run_id] = _Job(run_id, analysis_id, Child(self._module, LONGEST_SECONDS), offer)
        greenlet = gevent.spawn(self._work, job)
        self._greenlets.add(greenlet)
        greenlet.link(self._greenlets.discard)
        return run_id

    def cancel(self, analysis_id: int, actor: Actor) -> None:
        """The run under way of that analysis is cancelled; earlier proposals stay. Raises: Conflict."""
        moment = self._house.now()

        def end(db: Any) -> int:
            run_id = db.scalar(select(Run.id).where(Run.analysis_id == analysis_id, Run.state == "running"))
            if run_id is None:
                raise Conflict("no proposal is being made")
            runs.end_run(db, run_id, "cancelled", "", actor=actor, now=moment)
            return int(run_id)

        job = self._jobs.get(self._house.write(end))
        if job is not None:
            job.child.stop()

    def recut(self, analysis_id: int, run_id: int, k: int, actor: Actor, *, seen: int | None = None) -> int:
        """The clusters of another cut of that run lie on the table; returns the id of that cut.

        `seen` is the run that lay there for who asked. Raises: Missing when the analysis has no such run;
        Conflict when it cannot be cut so, or when another one lies there by now; NotReady when that could not
        be found out.
        """
        with self._house.store.reading() as db:
            self._of(db, analysis_id, run_id)
            cuts.preview(db, run_id, k)
        found, now = self.thoughts.cut(run_id, k), self._house.now()
        clusters = [runs.proposed_of(each) for each in found["clusters"]]

        def act(db: Session) -> int:
            if seen is not None:
                proposals.require_on_the_table(db, analysis_id, seen)
            return cuts.recut(db, run_id, k, clusters, actor, at=int(found["cut"]), now=now)

        return self._house.write(act)

    @staticmethod
    def _of(db: Session, analysis_id: int, run_id: int) -> Run:
        run = db.get(Run, run_id)
        if run is None or run.analysis_id != analysis_id:
            raise Missing("run")
        return run

    def neighbours(self, analysis_id: int, passage_id: int) -> list[tuple[int, float]]:
        """See `Thoughts.neighbours`."""
        return self.thoughts.neighbours(analysis_id, passage_id)

    def suggestions(self, analysis_id: int) -> Suggestions:
        """See `Thoughts.suggestions`."""
        return self.thoughts.suggestions(analysis_id)

    def stop(self) -> None:
        """No child is left; runs under way are failed, and say why."""
        self._stopped = True
        for job in self._jobs.values():
            job.child.stop()
        self.thoughts.stop()
        gevent.joinall(tuple(self._greenlets), timeout=5)

    def _work(self, job: _Job) -> None:
        try:
            if self._turn.locked():
                self._tell(job, 0.0, WAITING)
            with self._turn:
                self._embed_first(job)
                database = str(self._house.settings.database)
                question = {"do": "propose", "database": database, "run": job.run_id}
                answer = job.child.ask(question, lambda share, step: self._hear(job, share, step))
            self._finish(job, answer["proposal"])
        except ChildFailed as failed:
            self._fail(job, INTERRUPTED if failed.why == "stopped" else failed.why)
        except Exception:
            log.exception("a proposal could not be kept")
            self._fail(job, "crashed")
        finally:
            self._jobs.pop(job.run_id, None)

    def _embed_first(self, job: _Job) -> None:
        """Every passage has its vector before the run begins, so that the next run needs no model at all."""
        most = 0

        def go_on(left: int) -> bool:
            nonlocal most
            most = max(most, left)
            job.offset = EMBEDDING_SHARE
            self._tell(job, EMBEDDING_SHARE * (1 - left / most), COMPARING)
            return not job.child.stopped

        try:
            self.thoughts.catch_up(go_on)
        except (ChildFailed, Busy) as failed:
            # The run asks the model itself, or does with wording alone and says so.
            log.warning("a run begins without vectors: %s", failed)

    def _hear(self, job: _Job, share: float, step: str) -> None:
        self._tell(job, job.offset + (1 - job.offset) * share, step)

    def _tell(self, job: _Job, share: float, step: str) -> None:
        moment = time.monotonic()
        # A new step is always told: it may be the last one for a while.
        if step == job.step and moment - job.told_at < TELL_SECONDS:
            return
        job.told_at, job.step, now = moment, step, self._house.now()
        if not self._house.write(lambda db: runs.note_progress(db, job.run_id, share, step, now=now)):
            # Cancelled elsewhere, by another worker or from the command line.
            job.child.stop()

    def _finish(self, job: _Job, proposal: dict[str, Any]) -> None:
        clusters = [runs.proposed_of(each) for each in proposal["clusters"]]
        for some in in_lots(list(enumerate(clusters, start=1))):
            if not self._house.write(lambda db, some=some: runs.keep_clusters(db, job.run_id, some)):
                return
        self.keep(job.run_id, runs.outcome_of(proposal, offer=job.offer))

    def keep(self, run_id: int, outcome: Outcome) -> None:
        """The run is finished; its near-duplicates follow in lots, and those of earlier runs go likewise, so
        that nobody who writes waits for thousands of rows."""
        first = replace(outcome, twins=None)
        now = self._house.now()
        self._house.write(lambda db: runs.finish_run(db, run_id, [], first, now=now))
        for some in slices(outcome.twins or (), TWINS_AT_ONCE):
            self._house.write(lambda db, some=some: found_twins.keep(db, run_id, some, now=now))
            gevent.sleep(0)
        while self._house.write(lambda db: found_twins.drop_earlier(db, run_id, TWINS_AT_ONCE, now=now)):
            gevent.sleep(0)

    def _fail(self, job: _Job, why: str) -> None:
        now = self._house.now()
        try:
            self._house.write(lambda db: runs.end_run(db, job.run_id, "failed", why, actor=SYSTEM, now=now))
        except NotReady:
            log.warning("the writer had stopped before a run could be closed; the next start closes it")


def in_lots(clusters: Sequence[tuple[int, Proposed]]) -> Iterator[list[tuple[int, Proposed]]]:
    """The clusters in their order, about `MEMBERS_AT_ONCE` members at a time."""
    lot: list[tuple[int, Proposed]] = []
    for each in clusters:
        lot.append(each)
        if sum(len(one.members) for _, one in lot) >= MEMBERS_AT_ONCE:
            yield lot
            lot = []
    if lot:
        yield lot
