"""Proposals under way: one at a time per analysis, a short queue over all, each in a child process.

What happens to a run is written where everybody sees it: in the database, through the domain's own verbs.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gevent
from gevent.lock import BoundedSemaphore
from sqlalchemy import select

from facilitator.children import Child, ChildFailed
from sessions import analyses
from sessions.analyses import Proposed, RunInput
from sessions.errors import Busy, Conflict, NotReady
from sessions.journal import SYSTEM, Actor
from sessions.models import Analysis, Run

if TYPE_CHECKING:
    from facilitator.house import House

log = logging.getLogger(__name__)

PROPOSES = "sessions.clustering"
LOOKS_AROUND = "sessions.clustering.around"
LONGEST_SECONDS = 900.0
LONGEST_LOOK_SECONDS = 120.0
MOST_WAITING = 12
TELL_SECONDS = 0.25
WAITING = "waiting"
INTERRUPTED = "interrupted"
NEIGHBOURS = 6
Neighbours = dict[int, list[tuple[int, float]]]
"""Passage id to its nearest others with their similarity, nearest first."""


@dataclass
class _Job:
    """A run and its child. `told_at` is a monotonic moment, in seconds."""

    work: RunInput
    analysis_id: int
    child: Child
    told_at: float = 0.0
    step: str = ""


class Jobs:
    """The proposals of one server. Made and used in the thread of its loop."""

    def __init__(self, house: House, *, module: str = PROPOSES, at_once: int = 1) -> None:
        self._house = house
        self._module = module
        self._turn = BoundedSemaphore(at_once)
        self._look = BoundedSemaphore(1)
        self._jobs: dict[int, _Job] = {}
        self._greenlets: set[gevent.Greenlet] = set()
        self._around: dict[int, tuple[dict[int, str], Neighbours]] = {}
        self._looking: Child | None = None
        self._stopped = False

    def propose(self, analysis_id: int, user_id: int | None, k: int | None) -> int:
        """A run is under way; returns its id. What it is doing is told through the run.

        Raises: Conflict while one of this analysis is under way, or when there is nothing to divide; Busy
        when too many wait; NotReady while the server stops.
        """
        if self._stopped:
            raise NotReady("the server stops")
        if len(self._jobs) >= MOST_WAITING:
            raise Busy(retry_after=10)
        moment = self._house.now()

        def start(db: Any) -> RunInput:
            if not analyses.passages_of(db, db.get_one(Analysis, analysis_id)):
                raise Conflict("there is nothing to group")
            return analyses.start_run(db, analysis_id, user_id=user_id, k=k, now=moment)

        work = self._house.write(start)
        job = self._jobs[work.run_id] = _Job(work, analysis_id, Child(self._module, LONGEST_SECONDS))
        greenlet = gevent.spawn(self._work, job)
        self._greenlets.add(greenlet)
        greenlet.link(self._greenlets.discard)
        return work.run_id

    def cancel(self, analysis_id: int, actor: Actor) -> None:
        """The run under way of that analysis is cancelled; earlier proposals stay. Raises: Conflict."""
        moment = self._house.now()

        def end(db: Any) -> int:
            run_id = db.scalar(select(Run.id).where(Run.analysis_id == analysis_id, Run.state == "running"))
            if run_id is None:
                raise Conflict("no proposal is being made")
            analyses.end_run(db, run_id, "cancelled", "", actor=actor, now=moment)
            return int(run_id)

        job = self._jobs.get(self._house.write(end))
        if job is not None:
            job.child.stop()

    def neighbours(self, analysis_id: int, passage_id: int) -> list[tuple[int, float]]:
        """The passages that are nearest to that one in meaning, with their similarity (-1 to 1).

        Looked up for all passages at once and remembered until the words of that passage change.
        Raises: NotReady when that could not be found out.
        """
        with self._look:
            with self._house.store.reading() as db:
                rows = analyses.passages_of(db, db.get_one(Analysis, analysis_id))
                texts = {p.id: version.text[p.starts_at : p.ends_at] for p, _, version in rows}
                languages = [contribution.language for _, contribution, _ in rows]
            known, found = self._around.get(analysis_id, ({}, {}))
            if passage_id not in texts:
                return []
            if known.get(passage_id) != texts[passage_id]:
                found = self._look_around(texts, languages)
                self._around[analysis_id] = (texts, found)
        return [(each, near) for each, near in found.get(passage_id, []) if each in texts]

    def stop(self) -> None:
        """No child is left; runs under way are failed, and say why."""
        self._stopped = True
        for job in self._jobs.values():
            job.child.stop()
        if self._looking is not None:
            self._looking.stop()
        gevent.joinall(tuple(self._greenlets), timeout=5)

    def _look_around(self, texts: dict[int, str], languages: Sequence[str]) -> Neighbours:
        self._looking = Child(LOOKS_AROUND, LONGEST_LOOK_SECONDS)
        question = {"texts": list(texts.values()), "languages": list(languages), "count": NEIGHBOURS}
        try:
            answer = self._looking.ask(question, lambda _share, _step: None)
        except ChildFailed as failed:
            raise NotReady(failed.why) from failed
        finally:
            self._looking = None
        ids = list(texts)
        return {
            ids[place]: [(ids[other], near) for other, near in around]
            for place, around in enumerate(answer["around"])
        }

    def _work(self, job: _Job) -> None:
        try:
            if self._turn.locked():
                self._tell(job, 0.0, WAITING)
            with self._turn:
                answer = job.child.ask(_question(job.work), lambda share, step: self._tell(job, share, step))
            self._finish(job, answer["proposal"])
        except ChildFailed as failed:
            self._fail(job, INTERRUPTED if failed.why == "stopped" else failed.why)
        except Exception:
            log.exception("a proposal could not be kept")
            self._fail(job, "crashed")
        finally:
            self._jobs.pop(job.work.run_id, None)

    def _tell(self, job: _Job, share: float, step: str) -> None:
        moment = time.monotonic()
        # A new step is always told: it may be the last one for a while.
        if step == job.step and moment - job.told_at < TELL_SECONDS:
            return
        job.told_at, job.step, now = moment, step, self._house.now()
        run_id = job.work.run_id
        if not self._house.write(lambda db: analyses.note_progress(db, run_id, share, step, now=now)):
            # Cancelled elsewhere, by another worker or from the command line.
            job.child.stop()

    def _finish(self, job: _Job, proposal: dict[str, Any]) -> None:
        clusters = [_proposed(each, job.work.passage_ids) for each in proposal["clusters"]]
        parameters = {each: proposal[each] for each in ("version", "fallback", "k_chosen")}
        parameters["found"] = len(clusters)
        run_id, model, now = job.work.run_id, str(proposal["model"]), self._house.now()
        self._house.write(
            lambda db: analyses.finish_run(db, run_id, clusters, model=model, parameters=parameters, now=now)
        )

    def _fail(self, job: _Job, why: str) -> None:
        run_id, now = job.work.run_id, self._house.now()
        try:
            self._house.write(lambda db: analyses.end_run(db, run_id, "failed", why, actor=SYSTEM, now=now))
        except NotReady:
            log.warning("the writer had stopped before a run could be closed; the next start closes it")


def _question(work: RunInput) -> dict[str, Any]:
    place = {passage_id: index for index, passage_id in enumerate(work.passage_ids)}
    return {
        "texts": work.texts,
        "languages": work.languages,
        "k": work.k,
        "seed": work.seed,
        "given": {place[each]: theme_id for each, theme_id in work.given.items() if each in place},
    }


def _proposed(cluster: dict[str, Any], passage_ids: Sequence[int]) -> Proposed:
    members = zip(cluster["members"], cluster["confidence"], strict=True)
    return Proposed(
        words=cluster["title"],
        members=[(passage_ids[place], float(sure)) for place, sure in members],
        medoid=passage_ids[cluster["medoid"]],
        theme_id=cluster["joins"],
        cohesion=float(cluster["cohesion"]),
        loose=bool(cluster["loose"]),
    )
