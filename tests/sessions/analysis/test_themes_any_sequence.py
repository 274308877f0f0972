"""Whatever two people and machines do, in whatever order: nothing is lost or doubled, and undo is exact."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, contribute, intervention
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from sessions import undoing
from sessions.analysis import (
    analyses,
    apart,
    aside,
    dissent,
    key_groups,
    notes,
    parts,
    passages,
    several,
    sorting,
    themes,
    twins,
)
from sessions.analysis.overtaking import Overtaken
from sessions.errors import Conflict, Invalid
from sessions.journal import Actor
from sessions.models import (
    Analysis,
    Apart,
    Cluster,
    Contribution,
    ContributionVersion,
    Dissent,
    KeyGroup,
    Note,
    Passage,
    Placement,
    SetAside,
    Theme,
    Twin,
)
from sessions.proposing import proposals, runs

SAID = [f"reden {place} en nog iets" for place in range(8)]
CUT = SAID[0].index(" en")
some = st.sets(st.integers(0, len(SAID) - 1), min_size=1, max_size=4).map(sorted)
pick = st.integers(0, 1000)
person = st.sampled_from(("one", "other"))
Decisions = dict[tuple[str, int], Any]
ROWS = (Theme, KeyGroup, Twin, Apart, SetAside, Note, Dissent)


class Sorting(RuleBasedStateMachine):
    """Per person, `stack` holds what each act that stands changed, as it was before; `undone` what redo must
    bring. Taking back sets exactly that back and touches nothing else, or is refused and touches nothing.

    Each example plays in one transaction over the same day, that is given up at the end."""

    cast: Cast
    connection: Connection

    def __init__(self) -> None:
        super().__init__()
        self.whole = self.connection.begin()
        self.db = Session(self.connection, join_transaction_mode="create_savepoint", autoflush=False)
        self.clock, self.analysis = self.cast.house.clock, self.cast.analysis()
        self.people = {"one": self.cast.moderator, "other": Actor("user", self.cast.analyst)}
        self.stack: dict[str, list[Decisions]] = {who: [] for who in self.people}
        self.undone: dict[str, list[Decisions]] = {who: [] for who in self.people}
        self.acted: set[str] = set()
        self.before = self.decisions()

    def teardown(self) -> None:
        self.db.close()
        self.whole.rollback()

    # --- what is decided now

    def decisions(self) -> Decisions:
        """Every row that people decided, as plain values, and which passages count."""
        found: Decisions = {("several", 0): self.db.get_one(Analysis, self.analysis).several}
        for model in ROWS:
            query = select(*model.__table__.columns)
            # What a machine finds alike is a proposal, no decision.
            query = query.where(Twin.state != "proposed") if model is Twin else query
            for row in self.db.execute(query):
                found[model.__tablename__, row.id] = tuple(row)
        for row in self.db.scalars(select(Cluster.id).where(Cluster.set_aside_at.is_not(None))):
            found["laid away", row] = True
        for row in self.db.execute(select(Placement.passage_id, Placement.theme_id)):
            found["placed", row.passage_id * 10_000 + row.theme_id] = True
        for row in self.db.scalars(select(Passage.id).where(Passage.retired_at.is_(None))):
            found["counts", row] = True
        return found

    def alive(self) -> list[int]:
        return [theme.id for theme in themes.alive(self.db, self.analysis)]

    def groups(self) -> list[int]:
        return list(self.db.scalars(select(KeyGroup.id).where(KeyGroup.dissolved_at.is_(None))))

    def offered(self) -> list[int]:
        return [cluster.id for cluster in proposals.on_the_table(self.db, self.analysis)]

    def cards(self) -> list[int]:
        analysis = self.db.get_one(Analysis, self.analysis)
        return [passage.id for passage, _, _ in analyses.passages_of(self.db, analysis)]

    def chosen(self, places: list[int]) -> list[int]:
        cards = self.cards()
        return sorted({cards[place % len(cards)] for place in places})

    def write(self, verb: Any, *scope: Any, **values: Any) -> None:
        moment = self.clock.passes(seconds=1)
        with self.db.begin_nested():
            verb(self.db, *scope, now=moment, **values)
            self.db.flush()
        self.db.expire_all()

    def act(self, who: str, verb: Any, *scope: Any, **values: Any) -> None:
        before = self.before
        try:
            self.write(verb, *scope, self.people[who], **values)
        except (Conflict, Invalid):
            assert self.decisions() == before, "what is refused changes nothing"
            return
        self.done(who)

    def done(self, who: str) -> None:
        before, self.before = self.before, self.decisions()
        self.stack[who].append(changed(before, self.before))
        self.undone[who].clear()
        self.acted.add(who)

    # --- what people do with themes

    @rule(who=person, places=some)
    def make(self, who: str, places: list[int]) -> None:
        self.act(who, themes.make, self.analysis, title="thema", passage_ids=self.chosen(places))

    @precondition(lambda self: self.alive())
    @rule(who=person, which=pick, places=some, out=st.booleans())
    def move(self, who: str, which: int, places: list[int], out: bool) -> None:
        alive = self.alive()
        target = None if out else alive[which % len(alive)]
        self.act(who, themes.move, self.analysis, passage_ids=self.chosen(places), theme_id=target)

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
    @rule(who=person, which=pick, level=st.sampled_from(["goal", "precondition", ""]), place=pick)
    def change(self, who: str, which: int, level: str, place: int) -> None:
        alive = self.alive()
        shown = self.chosen([place])[0]
        values = {"title": f"naam {which}", "level": level, "example_id": shown}
        self.act(who, themes.change, alive[which % len(alive)], **values)

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
    @rule(who=person, which=pick, way=st.sampled_from(("adopt", "all", "away")))
    def adopt(self, who: str, which: int, way: str) -> None:
        offered = self.offered()
        if way == "all":
            self.act(who, proposals.adopt_all, self.analysis)
        else:
            verb = proposals.adopt if way == "adopt" else proposals.set_aside
            self.act(who, verb, offered[which % len(offered)])

    @rule(who=person, which=pick, places=some, on=st.booleans())
    def in_several(self, who: str, which: int, places: list[int], on: bool) -> None:
        alive = self.alive()
        if self.db.get_one(Analysis, self.analysis).several and on and alive:
            target = alive[which % len(alive)]
            self.act(who, several.also, self.analysis, passage_ids=self.chosen(places), theme_id=target)
        else:
            self.act(who, several.allow, self.analysis, several=on)

    # --- what people do with passages

    @rule(who=person, which=pick, way=st.sampled_from(("split", "part", "join")))
    def cut(self, who: str, which: int, way: str) -> None:
        passage = self.db.get_one(Passage, self.chosen([which])[0])
        if way == "join":
            self.act(who, passages.join, self.analysis, passage.id)
        elif way == "split":
            self.act(who, passages.split, self.analysis, passage.id, at=[CUT])
        else:
            self.act(who, passages.part, self.analysis, passage.id, starts_at=0, ends_at=CUT)

    @rule(who=person, places=some, way=st.sampled_from((twins.link, twins.part, apart.say, apart.unsay)))
    def compare(self, who: str, places: list[int], way: Any) -> None:
        self.act(who, way, self.analysis, passage_ids=self.chosen(places))

    @rule(who=person, places=some, used=st.booleans())
    def lay_aside(self, who: str, places: list[int], used: bool) -> None:
        if used:
            self.act(who, aside.unset, self.analysis, passage_ids=self.chosen(places))
        else:
            ids = self.chosen(places)
            self.act(who, aside.set_, self.analysis, passage_ids=ids, reason="Gaat over iets anders")

    @precondition(lambda self: self.alive())
    @rule(who=person, which=pick, objects=st.booleans())
    def say_beside(self, who: str, which: int, objects: bool) -> None:
        alive = self.alive()
        theme_id = alive[which % len(alive)]
        if not objects:
            self.act(who, notes.write, self.analysis, text="navragen", theme_id=theme_id)
            return
        said = {"about": "name", "text": "te vaag", "theme_id": theme_id, "user_id": self.people[who].id}
        self.write(dissent.raise_, self.cast.gathering, **said)
        self.done(who)

    # --- what a machine does

    @rule(cut=st.integers(1, len(SAID) - 1))
    def propose(self, cut: int) -> None:
        cards = self.cards()
        groups = [
            runs.Proposed(words, [(each, 0.8) for each in members])
            for words, members in (("a", cards[:cut]), ("b", cards[cut:]))
        ]

        def run(db: Session, *, now: Any) -> None:
            run_id = runs.start_run(db, self.analysis, user_id=None, now=now)
            found = [(cards[0], cards[1], 0.9)] if len(cards) > 1 else []
            runs.finish_run(db, run_id, groups, runs.Outcome("by hand", {}, twins=found), now=now)

        self.write(run)
        assert self.decisions() == self.before

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
        before = self.before
        try:
            self.write(way, self.analysis, self.people[who])
        except Overtaken:
            assert self.acted == set(self.people), "nobody else was there to go on with it"
            assert self.decisions() == before
            return
        except Conflict:
            assert not given
            return
        wanted = {key: value for key, value in (before | given.pop()).items() if value is not None}
        self.before = self.decisions()
        assert as_kept(self.before) == as_kept(wanted)
        taken.append(changed(before, self.before))

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        db = self.db
        placed = list(db.scalars(select(Placement.passage_id)).all())
        standing = themes.alive(db, self.analysis)
        homes = set(db.scalars(select(Placement.theme_id)).all())
        ranks = [theme.rank for theme in standing if theme.rank is not None]
        counting = set(db.scalars(select(Passage.id).where(Passage.retired_at.is_(None))))
        assert len(placed) == len(set(placed)) or db.get_one(Analysis, self.analysis).several
        assert set(placed) <= counting
        assert set(db.scalars(select(SetAside.passage_id))).isdisjoint(placed)
        assert homes <= {theme.id for theme in standing}
        assert len(ranks) == len(set(ranks))

    @invariant()
    def every_word_is_in_a_passage_that_counts(self) -> None:
        rows = self.db.execute(
            select(Passage.contribution_id, Passage.starts_at, Passage.ends_at).where(
                Passage.retired_at.is_(None)
            )
        )
        held: dict[int, list[tuple[int, int]]] = {}
        for contribution, start, end in rows:
            held.setdefault(contribution, []).append((start, end or 1000))
        said = self.db.execute(
            select(ContributionVersion.contribution_id, ContributionVersion.text)
            .join(Contribution)
            .where(Contribution.kind == "reason")
        )
        for contribution, text in said:
            assert parts.uncovered(text, held.get(contribution, [])) == []


def changed(before: Decisions, after: Decisions) -> Decisions:
    """What differs, as it was before; None is what was not there."""
    return {key: before.get(key) for key in before.keys() | after if before.get(key) != after.get(key)}


def as_kept(decisions: Decisions) -> Decisions:
    """An objection is never deleted: one that was taken back is the same as none."""
    gone = Dissent.__table__.columns.keys().index("withdrawn_at")
    return {key: row for key, row in decisions.items() if key[0] != "dissent" or row[gone] is None}


@pytest.mark.slow
def test_any_sequence_of_acts_and_proposals(cast: Cast) -> None:
    contribute(cast.house, cast.phones[0], cast.step(), intervention(reasons=SAID))
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    with cast.house.store.writing.connect() as connection:
        Sorting.cast, Sorting.connection = cast, connection
        run_state_machine_as_test(
            Sorting,
            settings=settings(
                max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=checks
            ),
        )
