"""Proposals in child processes: asked for, told about, cancelled, crashed, queued."""

from __future__ import annotations

import os
from itertools import combinations
from math import ceil

import gevent
import pytest
from builders import Cast, contribute, intervention
from sqlalchemy import select

from facilitator import children, jobs
from facilitator.house import House
from facilitator.jobs import Jobs
from sessions.analysis import themes
from sessions.errors import Busy, Conflict, NotReady
from sessions.models import Cluster, ClusterMember, Placement, Run, Twin
from sessions.proposing import proposals, runs

REASONS = ["Het is gratis", "Het kost niets", "Iedereen kent elkaar", "Buren kennen elkaar", "Dicht bij huis"]
PATIENCE_SECONDS = 300

CHILD = """
import json, sys, time
from pathlib import Path
from sessions.models import Run
from sessions.proposing.run_input import asked
from sessions.store import Store
def tell(line): print(json.dumps(line), flush=True)
def read(database, run_id):
    with Store(Path(database)).reading() as db:
        return asked(db, db.get_one(Run, run_id).analysis_id)
for line in sys.stdin:
    question = json.loads(line)
    if question["do"] != "propose":
        tell({"answer": {"model": "m", "made": [], "gone": [], "left": 0}})
        continue
    tell({"progress": 0.1, "step": "comparing"})
    %s
    here = read(question["database"], question["run"])
    loose = [each for each in here.passage_ids if each not in here.given]
    cluster = {"members": loose, "confidence": [0.5] * len(loose), "medoid": loose[0], "cohesion": 0.4}
    cluster |= {"title": "alles samen", "joins": next(iter(here.given.values()), None), "loose": False}
    tell({"answer": {"proposal": {"clusters": [cluster], "model": "a test", "version": "1", "fallback": "",
      "k_chosen": "asked", "near_duplicates": [], "fingerprint": here.fingerprint()}}})
"""


@pytest.fixture
def hall(house: House, cast: Cast) -> Cast:
    answer = intervention(reasons=REASONS, preconditions=["tijd", "geld"])
    contribute(house, cast.phones[0], cast.step(), answer)
    return cast


@pytest.fixture
def child(tmp_path, monkeypatch):
    """Makes a stand-in for the clustering: a real process that does what the lines say."""

    def make(lines: str = "") -> str:
        (tmp_path / "stand_in.py").write_text(CHILD % (lines or "pass"))
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        return "stand_in"

    return make


@pytest.fixture
def working(house: House):
    """Jobs that run that module; stopped at the end."""
    made: list[Jobs] = []

    def start(module: str) -> Jobs:
        made.append(Jobs(house, module=module))
        return made[-1]

    yield start
    for each in made:
        each.stop()


def run_of(house: House, run_id: int) -> Run:
    with house.store.reading() as db:
        return db.get_one(Run, run_id)


def wait(house: House, run_id: int, *states: str) -> Run:
    with gevent.Timeout(PATIENCE_SECONDS):
        while (run := run_of(house, run_id)).state not in states:
            gevent.sleep(0.02)
    return run


def wait_for_step(house: House, run_id: int, step: str) -> None:
    with gevent.Timeout(PATIENCE_SECONDS):
        while run_of(house, run_id).message != step:
            gevent.sleep(0.02)


def test_the_real_clustering_proposes_every_open_passage_once(house: House, hall: Cast, working) -> None:
    run_id = working(jobs.PROPOSES).propose(hall.analysis(), hall.facilitator, 2)
    run = wait(house, run_id, "done", "failed")
    assert run.state == "done"
    assert run.model
    with house.store.reading() as db:
        members = select(ClusterMember.passage_id).join(Cluster).where(Cluster.run_id == run_id)
        assert sorted(db.scalars(members)) == sorted(hall.passages())


def test_what_people_decided_goes_along_and_what_joins_it_comes_back(house, hall, working, child) -> None:
    first, *rest = hall.passages()
    moment = house.now()
    theme = house.write(
        lambda db: themes.make(
            db, hall.analysis(), hall.moderator, title="Gratis", passage_ids=[first], now=moment
        )
    )
    wait(house, working(child()).propose(hall.analysis(), hall.facilitator, None), "done")
    with house.store.reading() as db:
        (cluster,) = proposals.on_the_table(db, hall.analysis())
        members = proposals.undecided_members(db, hall.analysis(), cluster.run_id)[cluster.id]
        assert cluster.theme_id == theme
        assert sorted(passage for passage, _ in members) == rest
        assert db.scalars(select(Placement.passage_id)).all() == [first]


def test_only_one_proposal_of_an_analysis_is_made_at_a_time(house, hall, working, child) -> None:
    made = working(child("time.sleep(60)"))
    made.propose(hall.analysis(), hall.facilitator, None)
    with pytest.raises(Conflict):
        made.propose(hall.analysis(), hall.facilitator, None)


def test_a_second_analysis_waits_for_its_turn_and_says_so(house, hall, working, child) -> None:
    made = working(child("time.sleep(60)"))
    first = made.propose(hall.analysis(), hall.facilitator, None)
    wait_for_step(house, first, "comparing")
    second = made.propose(hall.analysis("preconditions"), hall.facilitator, None)
    wait_for_step(house, second, jobs.WAITING)
    made.cancel(hall.analysis(), hall.moderator)
    wait_for_step(house, second, "comparing")
    assert run_of(house, first).state == "cancelled"


def test_cancelling_ends_the_child(house, hall, working, child, tmp_path) -> None:
    said = tmp_path / "pid"
    lines = f"import os; open({str(said)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    made = working(child(lines))
    run_id = made.propose(hall.analysis(), hall.facilitator, None)
    with gevent.Timeout(PATIENCE_SECONDS):
        while not said.exists() or not said.read_text():
            gevent.sleep(0.02)
    made.cancel(hall.analysis(), hall.moderator)
    assert wait(house, run_id, "cancelled").message == ""
    made.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(int(said.read_text()), 0)


def test_cancelling_when_nothing_runs_is_refused(hall, working, child) -> None:
    with pytest.raises(Conflict):
        working(child()).cancel(hall.analysis(), hall.moderator)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("sys.exit(3)", "crashed"),
        ("print('no json', flush=True)", "crashed"),
        ("tell({'error': 'the texts do not fit'}); sys.exit(1)", "refused"),
        ("tell({'error': 'not enough memory for this many texts'}); sys.exit(1)", "memory"),
        ("import os; os.kill(os.getpid(), 9)", "memory"),
    ],
)
def test_a_child_that_fails_is_a_failed_run_that_says_why(house, hall, working, child, lines, why) -> None:
    run_id = working(child(lines)).propose(hall.analysis(), hall.facilitator, None)
    assert wait(house, run_id, "failed", "done").message == why


def test_a_child_that_takes_too_long_is_ended(house, hall, working, child, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "LONGEST_SECONDS", 0.5)
    run_id = working(child("time.sleep(60)")).propose(hall.analysis(), hall.facilitator, None)
    assert wait(house, run_id, "failed").message == "too-long"


def test_a_server_that_stops_fails_what_was_under_way_and_takes_nothing_new(
    house, hall, working, child
) -> None:
    made = working(child("time.sleep(60)"))
    run_id = made.propose(hall.analysis(), hall.facilitator, None)
    wait_for_step(house, run_id, "comparing")
    made.stop()
    assert run_of(house, run_id).state == "failed"
    assert run_of(house, run_id).message == jobs.INTERRUPTED
    with pytest.raises(NotReady):
        made.propose(hall.analysis(), hall.facilitator, None)


def test_too_many_proposals_are_refused_before_they_begin(hall, working, child, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "MOST_WAITING", 0)
    with pytest.raises(Busy):
        working(child()).propose(hall.analysis(), hall.facilitator, None)


def test_without_contributions_there_is_nothing_to_propose(house, cast: Cast, working, child) -> None:
    with pytest.raises(Conflict):
        working(child()).propose(cast.analysis(), cast.facilitator, None)
    with house.store.reading() as db:
        assert db.scalars(select(Run)).all() == []


def test_a_child_gives_way_to_the_server(tmp_path, monkeypatch) -> None:
    (tmp_path / "how_nice.py").write_text(
        "import os, sys\nsys.stdin.read()\nprint('{\"nice\": %d}' % os.nice(0), flush=True)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    answer = children.Child("how_nice", 60).ask({}, lambda _share, _step: None)
    assert answer["nice"] >= children.NICENESS


def test_a_run_with_thousands_of_pairs_holds_the_writer_for_a_few_hundred_at_a_time(
    house: House, hall: Cast, working, child, monkeypatch
) -> None:
    ids = hall.passages()
    every = list(combinations(ids, 2))
    monkeypatch.setattr(jobs, "TWINS_AT_ONCE", 4)
    kept: list[int] = []
    monkeypatch.setattr(house, "write", lambda verb, write=house.write: kept.append(0) or write(verb))
    here = working(child())

    def run(pairs: list[tuple[int, int]]) -> set[tuple[int, int]]:
        now = house.now()
        run_id = house.write(lambda db: runs.start_run(db, hall.analysis(), user_id=None, now=now))
        kept.clear()
        twins = [(one, other, 0.9) for one, other in pairs]
        here.keep(run_id, runs.Outcome("by hand", {}, twins=twins))
        with house.store.reading() as db:
            return {(row.passage_id, row.twin_id) for row in db.scalars(select(Twin))}

    assert run(every) == set(every)
    # One write for the run, one per four pairs, and one that finds nothing to take away.
    assert len(kept) == 2 + ceil(len(every) / 4)
    house.write(lambda db: setattr(db.scalars(select(Twin)).first(), "state", "apart"))
    assert run(every[5:9]) == {every[0], *every[5:9]}


def test_neighbours_are_the_ones_that_say_the_same(house: House, hall: Cast, working) -> None:
    made = working(jobs.PROPOSES)
    ids = dict(zip(REASONS, hall.passages(), strict=True))
    near = made.neighbours(hall.analysis(), ids["Buren kennen elkaar"])
    assert near[0][0] == ids["Iedereen kent elkaar"]
    assert [similarity for _, similarity in near] == sorted((s for _, s in near), reverse=True)
    assert made.neighbours(hall.analysis(), 10_000) == []
