"""Whatever people, machines and the hall do, in whatever order: nothing is lost or doubled, undo is exact."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, contribute, intervention
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from sorting_machine import Workbench, person
from sqlalchemy import select
from sqlalchemy.orm import Session

from sessions import contributions
from sessions.analysis import (
    apart,
    aside,
    dissent,
    key_groups,
    notes,
    passages,
    several,
    sorting,
    themes,
    twins,
)
from sessions.clustering.tree import Tree, from_json
from sessions.exercises.answers import as_form
from sessions.models import Analysis, Contribution, Passage, Run
from sessions.proposing import cuts, proposals, runs

SAID = [f"reden {place} en nog iets" for place in range(8)]
A_PERSON = 2
OTHERWISE = ("iets heel anders", "en nog iets", "reden zoveel en nog iets meer")
CUT = SAID[0].index(" en")
some = st.sets(st.integers(0, len(SAID) - 1), min_size=1, max_size=4).map(sorted)
pick = st.integers(0, 1000)


class Sorting(Workbench):
    """What two people, a machine and the hall may do on it."""

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
        shown = ("example_id", "counter_example_id")[which % 2]
        values = {"title": f"naam {which}", "level": level, shown: self.chosen([place])[0]}
        self.act(who, themes.change, alive[which % len(alive)], **values)

    @precondition(lambda self: self.alive())
    @rule(who=person, which=pick, direction=st.sampled_from(sorting.DIRECTIONS))
    def rank(self, who: str, which: int, direction: str) -> None:
        alive = self.alive()
        theme_id = alive[which % len(alive)]
        self.act(who, sorting.rank_beside, self.analysis, theme_id=theme_id, direction=direction)

    @precondition(lambda self: self.alive())
    @rule(who=person, which=pick, into=st.booleans())
    def decide_about_many(self, who: str, which: int, into: bool) -> None:
        alive, groups = self.alive(), self.groups()
        if into:
            chosen = alive[: 1 + which % len(alive)]
            said = {"title": "" if groups else "groep", "group_id": groups[0] if groups else None}
            self.act(who, key_groups.gather, self.analysis, theme_ids=chosen, level="goal", **said)
        else:
            titles = {each: f"naam {place + which % 3}" for place, each in enumerate(alive)}
            self.act(who, themes.name_all, self.analysis, titles=titles)

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
        offered, together = self.offered(), self.crowded()
        if way == "all":
            self.act(who, proposals.adopt_all, self.analysis)
        else:
            verb = proposals.adopt if way == "adopt" else proposals.set_aside
            self.act(who, verb, offered[which % len(offered)])
        assert self.crowded() <= together, "nothing is put beside what people keep it from"

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

    # --- what the hall does

    @rule(which=pick, way=st.sampled_from(("correct", "withdraw", "back")))
    def says(self, which: int, way: str) -> None:
        said = self.said[which % (len(self.said) - 1)]
        author = self.cast.phones[0].id
        if way == "correct":
            version = self.db.get_one(Contribution, said).version
            lines = self.answers[which % (len(self.said) - 1)]["reasons"]
            texts = [(lines[0]["text"], *OTHERWISE)[which % 4], OTHERWISE[which % 3]]
            reasons = [{**line, "text": text} for line, text in zip(lines, texts, strict=True)]
            data = as_form({**self.answers[0], "reasons": reasons[: 1 + which % 5]})
            self.write(contributions.correct, said, author, version=version, data=data)
        else:
            self.write(contributions.withdraw if way == "withdraw" else contributions.put_back, said, author)
        before, self.before = self.before, self.decisions()
        self.acted.add("hall")
        differing = {key[0] for key in before.keys() | self.before if before.get(key) != self.before.get(key)}
        assert differing <= {"counts"}, "whoever corrects or withdraws undoes no decision"

    # --- what a machine does

    @rule(cut=st.integers(1, len(SAID) - 1), offer=st.booleans(), join=pick)
    def propose(self, cut: int, offer: bool, join: int) -> None:
        cards, alive = self.cards(), self.alive()
        theme = alive[join % len(alive)] if alive and join % 2 else None
        groups = [
            runs.Proposed("a", [(each, 0.8) for each in cards[:cut]], theme_id=theme),
            runs.Proposed("b", [(each, 0.7) for each in cards[cut:]]),
        ]
        chain = [(len(cards) + step - 1 if step else 0, step + 1) for step in range(len(cards) - 1)]
        tree = {"passages": cards, "tree": Tree(tuple(range(len(cards))), len(cards), tuple(chain)).as_json()}

        def run(db: Session, *, now: Any) -> None:
            run_id = runs.start_run(db, self.analysis, user_id=None, now=now)
            found = [(cards[0], cards[1], 0.9)] if len(cards) > 1 else []
            outcome = runs.Outcome("by hand", {}, tree=tree, twins=found, offer=offer)
            runs.finish_run(db, run_id, groups, outcome, now=now)

        self.write(run)
        before, self.before = self.before, self.decisions()
        assert before == {key: value for key, value in self.before.items() if key in before}
        assert {key[0] for key in self.before.keys() - before.keys()} == {"run"}

    @precondition(lambda self: self.lying() is not None)
    @rule(who=person, k=st.integers(1, len(SAID)))
    def cut_anew(self, who: str, k: int) -> None:
        run = self.db.get_one(Run, self.lying())
        found = cuts.of_cut(self.db, run, from_json(cuts.kept_tree(self.db, run)["tree"]), k)
        told = cuts.preview(self.db, run.id, k)
        clusters = [
            runs.Proposed(
                f"groep {place}", [(each, 0.5) for each in sorted(group.cards)], theme_id=group.theme_id
            )
            for place, group in enumerate(found)
        ]
        self.act(who, cuts.recut, run.id, k, clusters, at=k)
        assert len(cuts.now_on_the_table(self.db, self.analysis)) == told.groups

    @precondition(lambda self: self.waiting())
    @rule(who=person, which=pick, taken=st.booleans())
    def choose(self, who: str, which: int, taken: bool) -> None:
        waiting = self.waiting()
        self.act(who, cuts.take if taken else cuts.leave, waiting[which % len(waiting)])

    def lying(self) -> int | None:
        """The run that made what lies on the table, as far as it can be cut."""
        newest = select(Run.id).where(Run.state == "done").order_by(Run.number.desc()).limit(1)
        return self.db.scalar(newest)

    def waiting(self) -> list[int]:
        return list(self.db.scalars(select(Run.id).where(Run.state == "offered").order_by(Run.id)))


@pytest.mark.slow
def test_any_sequence_of_acts_and_proposals(cast: Cast) -> None:
    answers = [intervention(reasons=SAID[at : at + A_PERSON]) for at in range(0, len(SAID), A_PERSON)]
    said = [contribute(cast.house, cast.phones[0], cast.step(), each)["id"] for each in answers]
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    with cast.house.store.writing.connect() as connection:
        Sorting.cast, Sorting.connection = cast, connection
        Sorting.said, Sorting.answers = tuple(said), tuple(answers)
        run_state_machine_as_test(
            Sorting,
            settings=settings(
                max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=checks
            ),
        )
