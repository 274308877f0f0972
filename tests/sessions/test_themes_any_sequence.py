"""Whatever two people and machines do, in whatever order: nothing is lost or doubled, and undo is exact."""

from __future__ import annotations

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
from sessions.errors import Conflict
from sessions.journal import Actor
from sessions.models import Cluster, KeyGroup, Passage, Placement, Theme
from sessions.overtaking import Overtaken

PLACES = 8
some = st.sets(st.integers(0, PLACES - 1), min_size=1, max_size=4).map(sorted)
pick = st.integers(0, 1000)
person = st.sampled_from(("one", "other"))
Decisions = dict[tuple[str, int], Any]


class Sorting(RuleBasedStateMachine):
    """Per person, `stack` holds what each act that stands changed, as it was before; `undone` what redo must
    bring. Taking back sets exactly that back and touches nothing else, or is refused and touches nothing."""

    folders: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.house = build(Settings(data=self.folders.mktemp("sorting") / "data"))
        self.house.clock = Clock()
        self.cast = make_cast(self.house)
        answer = intervention(reasons=[f"reden {place}" for place in range(PLACES)])
        contribute(self.house, self.cast.phones[0], self.cast.step(), answer)
        self.analysis, self.passages = self.cast.analysis(), self.cast.passages()
        self.people = {"one": self.cast.moderator, "other": Actor("user", self.cast.analyst)}
        self.stack: dict[str, list[Decisions]] = {who: [] for who in self.people}
        self.undone: dict[str, list[Decisions]] = {who: [] for who in self.people}
        self.acted: set[str] = set()

    def teardown(self) -> None:
        self.house.close()

    # --- what is decided now

    def decisions(self) -> Decisions:
        """Every row that people decided, as plain values."""
        with self.house.store.reading() as db:
            aside = db.scalars(select(Cluster.id).where(Cluster.set_aside_at.is_not(None)))
            placed = db.scalars(select(Placement))
            return {
                **self._rows(db, Theme),
                **self._rows(db, KeyGroup),
                **{("aside", each): True for each in aside},
                **{("placed", each.passage_id): each.theme_id for each in placed},
            }

    def _rows(self, db: Any, model: type[Any]) -> Decisions:
        names = [column.key for column in model.__table__.columns]
        rows = db.scalars(select(model))
        return {(model.__tablename__, row.id): tuple(getattr(row, name) for name in names) for row in rows}

    def alive(self) -> list[int]:
        with self.house.store.reading() as db:
            return [theme.id for theme in themes.alive(db, self.analysis)]

    def groups(self) -> list[int]:
        with self.house.store.reading() as db:
            return list(db.scalars(select(KeyGroup.id).where(KeyGroup.dissolved_at.is_(None))))

    def offered(self) -> list[int]:
        with self.house.store.reading() as db:
            return [cluster.id for cluster in proposals.on_the_table(db, self.analysis)]

    def act(self, who: str, verb: Any, *scope: Any, **values: Any) -> None:
        before = self.decisions()
        moment = self.house.clock.passes(seconds=1)
        self.house.write(lambda db: verb(db, *scope, self.people[who], now=moment, **values))
        self.stack[who].append(changed(before, self.decisions()))
        self.undone[who].clear()
        self.acted.add(who)

    # --- what people do

    @rule(who=person, places=some)
    def make(self, who: str, places: list[int]) -> None:
        self.act(
            who, themes.make, self.analysis, title="thema", passage_ids=[self.passages[p] for p in places]
        )

    @precondition(lambda self: self.alive())
    @rule(who=person, which=pick, places=some, out=st.booleans())
    def move(self, who: str, which: int, places: list[int], out: bool) -> None:
        alive = self.alive()
        target = None if out else alive[which % len(alive)]
        ids = [self.passages[place] for place in places]
        self.act(who, themes.move, self.analysis, passage_ids=ids, theme_id=target)

    @precondition(lambda self: len(self.alive()) > 1)
    @rule(who=person, which=pick)
    def merge(self, who: str, which: int) -> None:
        alive = self.alive()
        into = alive[which % len(alive)]
        source = next(each for each in alive if each != into)
        self.act(who, themes.merge, into, source)

    @precondition(lambda self: self.alive())
    @rule(who=person, which=pick)
    def dissolve(self, who: str, which: int) -> None:
        alive = self.alive()
        self.act(who, themes.dissolve, alive[which % len(alive)])

    @precondition(lambda self: self.alive())
    @rule(who=person, which=pick, level=st.sampled_from(["goal", "precondition", "characteristic", ""]))
    def change(self, who: str, which: int, level: str) -> None:
        alive = self.alive()
        self.act(who, themes.change, alive[which % len(alive)], title=f"naam {which}", level=level)

    @precondition(lambda self: self.alive())
    @rule(who=person, which=pick, direction=st.sampled_from(sorting.DIRECTIONS))
    def rank(self, who: str, which: int, direction: str) -> None:
        alive = self.alive()
        theme_id = alive[which % len(alive)]
        self.act(who, sorting.rank_beside, self.analysis, theme_id=theme_id, direction=direction)

    @precondition(lambda self: self.alive())
    @rule(who=person, which=pick, dissolved=st.booleans())
    def group(self, who: str, which: int, dissolved: bool) -> None:
        alive, groups = self.alive(), self.groups()
        if not groups:
            self.act(who, key_groups.make, self.analysis, title="groep")
        elif dissolved:
            self.act(who, key_groups.change, groups[0], dissolved=True)
        else:
            self.act(who, themes.change, alive[which % len(alive)], key_group_id=groups[0])

    @precondition(lambda self: self.offered())
    @rule(who=person, which=pick, aside=st.booleans())
    def adopt(self, who: str, which: int, aside: bool) -> None:
        offered = self.offered()
        verb = proposals.set_aside if aside else proposals.adopt
        self.act(who, verb, offered[which % len(offered)])

    # --- what a machine does

    @rule(cut=st.integers(1, PLACES - 1))
    def propose(self, cut: int) -> None:
        before = self.decisions()
        propose(self.house, self.analysis, [("a", self.passages[:cut]), ("b", self.passages[cut:])])
        assert self.decisions() == before

    # --- taking back

    @precondition(lambda self: any(self.stack.values()))
    @rule(who=person)
    def undo(self, who: str) -> None:
        self._take_back(who, undoing.undo, self.stack[who], self.undone[who])

    @precondition(lambda self: any(self.undone.values()))
    @rule(who=person)
    def redo(self, who: str) -> None:
        self._take_back(who, undoing.redo, self.undone[who], self.stack[who])

    def _take_back(self, who: str, way: Any, given: list[Decisions], taken: list[Decisions]) -> None:
        before, moment = self.decisions(), self.house.clock.passes(seconds=1)
        try:
            self.house.write(lambda db: way(db, self.analysis, self.people[who], now=moment))
        except Overtaken:
            assert self.acted == set(self.people), "nobody else was there to go on with it"
            assert self.decisions() == before
            return
        except Conflict:
            assert not given
            return
        wanted = {key: value for key, value in (before | given.pop()).items() if value is not None}
        assert self.decisions() == wanted
        taken.append(changed(before, wanted))

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


def changed(before: Decisions, after: Decisions) -> Decisions:
    """What differs, as it was before; None is what was not there."""
    return {key: before.get(key) for key in before.keys() | after if before.get(key) != after.get(key)}


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
