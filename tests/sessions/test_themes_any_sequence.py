"""Whatever people and machines do, in whatever order: nothing is lost or doubled, and undo is exact."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from builders import Clock, contribute, intervention, make_cast, propose
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from facilitator.house import build
from facilitator.settings import Settings
from sessions import key_groups, proposals, sorting, themes, undoing
from sessions.models import Cluster, KeyGroup, Passage, Placement, Theme

PLACES = 8
some = st.sets(st.integers(0, PLACES - 1), min_size=1, max_size=4).map(sorted)
pick = st.integers(0, 1000)


class Sorting(RuleBasedStateMachine):
    """`stack` holds what the decisions were before each act that stands; `undone` what redo must bring."""

    folders: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.house = build(Settings(data=self.folders.mktemp("sorting") / "data"))
        self.house.clock = Clock()
        self.cast = make_cast(self.house)
        answer = intervention(reasons=[f"reden {place}" for place in range(PLACES)])
        contribute(self.house, self.cast.phones[0], self.cast.step(), answer)
        self.analysis, self.passages = self.cast.analysis(), self.cast.passages()
        self.stack: list[Any] = []
        self.undone: list[Any] = []

    def teardown(self) -> None:
        self.house.close()

    # --- what is decided now

    def decisions(self) -> dict[str, Any]:
        """Every row that people decided, as plain values."""
        with self.house.store.reading() as db:
            return {
                "themes": self._rows(db, Theme),
                "groups": self._rows(db, KeyGroup),
                "aside": sorted(
                    db.scalars(select(Cluster.id).where(Cluster.set_aside_at.is_not(None))).all()
                ),
                "placed": sorted(
                    (each.passage_id, each.theme_id) for each in db.scalars(select(Placement)).all()
                ),
            }

    def _rows(self, db: Any, model: type[Any]) -> list[Any]:
        rows = db.scalars(select(model).order_by(model.id)).all()
        names = [column.key for column in model.__table__.columns]
        return [tuple(getattr(row, name) for name in names) for row in rows]

    def alive(self) -> list[int]:
        with self.house.store.reading() as db:
            return [theme.id for theme in themes.alive(db, self.analysis)]

    def groups(self) -> list[int]:
        with self.house.store.reading() as db:
            return list(db.scalars(select(KeyGroup.id).where(KeyGroup.dissolved_at.is_(None))))

    def offered(self) -> list[int]:
        with self.house.store.reading() as db:
            return [cluster.id for cluster in proposals.on_the_table(db, self.analysis)]

    def act(self, verb: Any, *scope: Any, **values: Any) -> None:
        before = self.decisions()
        moment = self.house.clock.passes(seconds=1)
        self.house.write(lambda db: verb(db, *scope, self.cast.moderator, now=moment, **values))
        self.stack.append(before)
        self.undone.clear()

    # --- what people do

    @rule(places=some)
    def make(self, places: list[int]) -> None:
        self.act(themes.make, self.analysis, title="thema", passage_ids=[self.passages[p] for p in places])

    @precondition(lambda self: self.alive())
    @rule(which=pick, places=some, out=st.booleans())
    def move(self, which: int, places: list[int], out: bool) -> None:
        alive = self.alive()
        target = None if out else alive[which % len(alive)]
        ids = [self.passages[place] for place in places]
        self.act(themes.move, self.analysis, passage_ids=ids, theme_id=target)

    @precondition(lambda self: len(self.alive()) > 1)
    @rule(which=pick)
    def merge(self, which: int) -> None:
        alive = self.alive()
        into = alive[which % len(alive)]
        source = next(each for each in alive if each != into)
        self.act(themes.merge, into, source)

    @precondition(lambda self: self.alive())
    @rule(which=pick)
    def dissolve(self, which: int) -> None:
        alive = self.alive()
        self.act(themes.dissolve, alive[which % len(alive)])

    @precondition(lambda self: self.alive())
    @rule(which=pick, level=st.sampled_from(["goal", "precondition", "characteristic", ""]))
    def change(self, which: int, level: str) -> None:
        alive = self.alive()
        self.act(themes.change, alive[which % len(alive)], title=f"naam {which}", level=level)

    @precondition(lambda self: self.alive())
    @rule(which=pick, direction=st.sampled_from(sorting.DIRECTIONS))
    def rank(self, which: int, direction: str) -> None:
        alive = self.alive()
        theme_id = alive[which % len(alive)]
        self.act(sorting.rank_beside, self.analysis, theme_id=theme_id, direction=direction)

    @precondition(lambda self: self.alive())
    @rule(which=pick, dissolved=st.booleans())
    def group(self, which: int, dissolved: bool) -> None:
        alive, groups = self.alive(), self.groups()
        if not groups:
            self.act(key_groups.make, self.analysis, title="groep")
        elif dissolved:
            self.act(key_groups.change, groups[0], dissolved=True)
        else:
            self.act(themes.change, alive[which % len(alive)], key_group_id=groups[0])

    @precondition(lambda self: self.offered())
    @rule(which=pick, aside=st.booleans())
    def adopt(self, which: int, aside: bool) -> None:
        offered = self.offered()
        verb = proposals.set_aside if aside else proposals.adopt
        self.act(verb, offered[which % len(offered)])

    # --- what a machine does

    @rule(cut=st.integers(1, PLACES - 1))
    def propose(self, cut: int) -> None:
        before = self.decisions()
        propose(self.house, self.analysis, [("a", self.passages[:cut]), ("b", self.passages[cut:])])
        assert self.decisions() == before

    # --- taking back

    @precondition(lambda self: self.stack)
    @rule()
    def undo(self) -> None:
        self.undone.append(self.decisions())
        moment = self.house.clock.passes(seconds=1)
        self.house.write(lambda db: undoing.undo(db, self.analysis, self.cast.moderator, now=moment))
        assert self.decisions() == self.stack.pop()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.stack.append(copy.deepcopy(self.decisions()))
        moment = self.house.clock.passes(seconds=1)
        self.house.write(lambda db: undoing.redo(db, self.analysis, self.cast.moderator, now=moment))
        assert self.decisions() == self.undone.pop()

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        with self.house.store.reading() as db:
            assert set(db.scalars(select(Passage.id)).all()) >= set(self.passages)
            placed = list(db.scalars(select(Placement.passage_id)).all())
            standing = {theme.id for theme in themes.alive(db, self.analysis)}
            homes = set(db.scalars(select(Placement.theme_id)).all())
            ranks = [theme.rank for theme in themes.alive(db, self.analysis) if theme.rank is not None]
        assert len(placed) == len(set(placed))
        assert homes <= standing
        assert len(ranks) == len(set(ranks))


@pytest.mark.slow
def test_any_sequence_of_acts_and_proposals(tmp_path_factory) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    Sorting.folders = tmp_path_factory
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Sorting,
        settings=settings(
            max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=checks
        ),
    )
