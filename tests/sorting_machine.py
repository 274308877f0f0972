"""A workbench on which people act in any order: what is decided, what is taken back, what always holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from builders import Cast
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from sessions import undoing
from sessions.analysis import analyses, apart, aside, parts, passages, several, themes
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
    Run,
    SetAside,
    Theme,
    Twin,
)
from sessions.proposing import proposals

person = st.sampled_from(("one", "other"))
Decisions = dict[tuple[str, int], Any]
ROWS = (Theme, KeyGroup, Twin, Apart, SetAside, Note, Dissent)


USING = (themes.make, themes.move, several.also, aside.unset)
"""The acts that take back that their passages are not used."""


@dataclass(frozen=True)
class Beside:
    """What hardly any act is about: each passage that counts with its contribution; which are set aside;
    theme and field to what it shows; the themes that stand."""

    said: dict[int, int]
    unused: set[int]
    examples: dict[tuple[int, str], int]
    standing: set[int]


class Workbench(RuleBasedStateMachine):
    """Per person, `stack` holds what each act that stands changed, as it was before; `undone` what redo must
    bring. Taking back sets exactly that back and touches nothing else, or is refused and touches nothing.

    Each example plays in one transaction over the same day, that is given up at the end. `acted` names who of
    the people did something, and "hall" when somebody corrected or withdrew what they had said."""

    cast: Cast
    connection: Connection
    said: tuple[int, ...]
    answers: tuple[dict[str, Any], ...]

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
        for run in self.db.execute(select(Run.id, Run.state, Run.number)):
            found["run", run.id] = (run.state, run.number)
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
        before, beside = self.before, self.beside()
        try:
            self.write(verb, *scope, self.people[who], **values)
        except (Conflict, Invalid):
            assert self.decisions() == before, "what is refused changes nothing"
            return
        self.done(who)
        named = set(values.get("passage_ids", ()) if verb in USING else ())
        self.require_unused(beside, named, parted={scope[1]} if verb is passages.part else set())
        self.require_examples(beside, values)

    def done(self, who: str) -> None:
        before, self.before = self.before, self.decisions()
        self.stack[who].append(changed(before, self.before))
        self.undone[who].clear()
        self.acted.add(who)

    # --- what only an act that names it changes

    def beside(self) -> Beside:
        counting = select(Passage.id, Passage.contribution_id).where(Passage.retired_at.is_(None))
        rows = themes.alive(self.db, self.analysis)
        return Beside(
            said=dict(self.db.execute(counting).all()),
            unused=set(aside.reasons(self.db, self.analysis)),
            examples={
                (row.id, shown): passage
                for row in rows
                for shown in ("example_id", "counter_example_id")
                if (passage := getattr(row, shown)) is not None
            },
            standing={row.id for row in rows},
        )

    def require_unused(self, was: Beside, named: set[int], parted: set[int]) -> None:
        """What was not used is not used, nor are its parts, nor the whole of what was so in all parts. A part
        that people take out of it to stand on its own is."""
        now = self.beside()
        assert (was.unused - named) & now.said.keys() <= now.unused
        spoken = {was.said[each] for each in named | parted}
        used = {said for each, said in was.said.items() if each not in was.unused}
        gone = set(was.said.values()) - used - spoken
        assert {each for each, said in now.said.items() if said in gone} <= now.unused

    def require_examples(self, was: Beside, values: dict[str, Any]) -> None:
        """What a theme shows as its example is that, or a part or the whole of it."""
        now = self.beside()
        for (theme_id, shown), passage in was.examples.items():
            if shown in values or theme_id not in now.standing or passage not in was.said:
                continue
            found = now.examples.get((theme_id, shown))
            assert found == passage or passage not in now.said
            assert now.said.get(found) == was.said[passage]

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
            assert len(self.acted) > 1, "nobody else was there to go on with it"
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
    def no_proposal_holds_what_people_keep_apart(self) -> None:
        kept = apart.barred(self.db, self.analysis)
        for cluster in proposals.on_the_table(self.db, self.analysis):
            members = proposals.undecided_members(self.db, self.analysis, cluster.run_id)[cluster.id]
            held = {each for each, _ in members}
            assert cluster.loose or not any(held & kept.get(each, set()) for each in held)

    def crowded(self) -> set[tuple[int, int, int]]:
        """Theme and two passages in it that people keep apart, or that are linked with such ones."""
        kept, homes = apart.barred(self.db, self.analysis), {}
        for row in self.db.execute(select(Placement.theme_id, Placement.passage_id)):
            homes.setdefault(row.theme_id, set()).add(row.passage_id)
        return {
            (theme, one, other)
            for theme, held in homes.items()
            for one in held
            for other in kept.get(one, set()) & held
        }

    @invariant()
    def every_word_is_in_a_passage_that_counts(self) -> None:
        rows = self.db.execute(
            select(Passage.contribution_id, Passage.starts_at, Passage.ends_at)
            .join(Contribution)
            .where(Passage.retired_at.is_(None))
            # A stale part holds words that are not there any more.
            .where(Passage.version.is_(None) | (Passage.version == Contribution.version))
        )
        held: dict[int, list[tuple[int, int]]] = {}
        for contribution, start, end in rows:
            held.setdefault(contribution, []).append((start, end or 1000))
        said = self.db.execute(
            select(ContributionVersion.contribution_id, ContributionVersion.text)
            .join(Contribution)
            .where(Contribution.kind == "reason", Contribution.state == "shown")
            .where(ContributionVersion.number == Contribution.version)
        )
        for contribution, text in said:
            assert parts.uncovered(text, held.get(contribution, [])) == []


def changed(before: Decisions, after: Decisions) -> Decisions:
    """What differs, as it was before; None is what was not there."""
    return {key: before.get(key) for key in before.keys() | after if before.get(key) != after.get(key)}


def as_kept(decisions: Decisions) -> Decisions:
    """An objection and a cut are never deleted: one that was taken back is the same as none."""
    gone = Dissent.__table__.columns.keys().index("withdrawn_at")
    return {
        key: row
        for key, row in decisions.items()
        if not (key[0] == "dissent" and row[gone] is not None)
        and not (key[0] == "run" and row[0] == "cancelled")
    }
