"""The groups on the table: what was measured of each, and that only what changed is told again."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, contribute, intervention
from sqlalchemy import select

from sessions import contributions, journal, undoing
from sessions.analysis import apart, aside, notes, themes, twins
from sessions.models import Cluster
from sessions.projections import Audience, Patch, patch, snapshot
from sessions.proposing import cuts, known_themes, proposals, runs

SAID = [f"reden {place} over iets" for place in range(9)]


class Table:
    """A workbench with three groups of three, followed by the news as a browser follows it."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.house, self.by = cast, cast.house, cast.moderator
        self.said = contribute(self.house, cast.phones[0], cast.step(), intervention(reasons=SAID))["id"]
        self.analysis, self.ids = cast.analysis(), cast.passages()
        self.audience = Audience("workbench", self.analysis)
        self.does(known_themes.set_lines, self.analysis, self.by, [("Buren", "")])
        with self.house.store.reading() as db:
            self.known = known_themes.of_analysis(db, self.analysis)[0].id
        self.proposes()
        self.items = self.snapshot()

    def does(self, verb: Any, *args: Any, **kwargs: Any) -> Any:
        return self.house.write(lambda db: verb(db, *args, **kwargs, now=self.house.clock.passes(seconds=1)))

    def proposes(self) -> int:
        run_id = self.does(runs.start_run, self.analysis, user_id=self.by.id)
        groups = [self.group(start, self.known if start == 0 else None) for start in (0, 3, 6)]
        self.does(runs.finish_run, run_id, groups, runs.Outcome("by hand", {}))
        return run_id

    def group(self, start: int, known: int | None) -> runs.Proposed:
        members = self.ids[start : start + 3]
        return runs.Proposed(
            f"groep {start}",
            list(zip(members, (0.9, 0.8, 0.7), strict=True)),
            medoid=members[1],
            known_id=known,
            cohesion=0.4,
            bridging=(0.1, 0.5, 0.9),
            to_sort=(False, False, True),
        )

    def clusters(self) -> list[int]:
        with self.house.store.reading() as db:
            newest = select(Cluster.id).order_by(Cluster.id.desc()).limit(3)
            return sorted(db.scalars(newest))

    def snapshot(self) -> dict[str, Any]:
        with self.house.store.reading() as db:
            return snapshot(db, self.audience).items

    def hears(self, verb: Any, *args: Any, **kwargs: Any) -> Patch:
        """What is told of one act; after it the follower sees what a fresh snapshot shows."""
        with self.house.store.reading() as db:
            latest = journal.latest(db)
        self.does(verb, *args, **kwargs)
        with self.house.store.reading() as db:
            told = patch(db, self.audience, journal.newer(db, latest))
        gone = {each for each in told.drop if not each.endswith(":*")}
        kinds = tuple(each.removesuffix("*") for each in told.drop if each.endswith(":*"))
        kept = {k: v for k, v in self.items.items() if k not in gone and not k.startswith(kinds or ("-",))}
        self.items = kept | told.put
        assert self.items == self.snapshot()
        return told

    def groups_told(self, verb: Any, *args: Any, **kwargs: Any) -> set[str]:
        told = self.hears(verb, *args, **kwargs)
        return {each for each in (*told.put, *told.drop) if each.startswith("cluster:")}


@pytest.fixture
def table(cast: Cast) -> Table:
    return Table(cast)


def test_a_group_says_what_was_measured_of_it(table: Table) -> None:
    first, second = table.clusters()[:2]
    one = table.items[f"cluster:{first}"]
    assert (one["to_sort"], one["bridging"]) == (table.ids[2:3], table.ids[1:3])
    assert (one["known"], one["cohesion"], one["medoid"]) == ("Buren", 0.4, table.ids[1])
    assert table.items[f"cluster:{second}"]["known"] is None
    table.hears(themes.make, table.analysis, table.by, title="Elders", passage_ids=table.ids[2:3])
    one = table.items[f"cluster:{first}"]
    assert (one["members"], one["to_sort"], one["bridging"]) == (table.ids[:2], [], table.ids[1:2])


def test_only_the_group_whose_members_changed_is_told_again(table: Table) -> None:
    first, second, third = (f"cluster:{each}" for each in table.clusters())
    make = {"title": "Elders", "passage_ids": table.ids[:1]}
    assert table.groups_told(themes.make, table.analysis, table.by, **make) == {first}
    theme = next(int(each.partition(":")[2]) for each in table.items if each.startswith("theme:"))
    assert table.groups_told(themes.change, theme, table.by, title="Anders") == set()
    move = {"passage_ids": table.ids[3:6], "theme_id": theme}
    assert table.groups_told(themes.move, table.analysis, table.by, **move) == {second}
    assert second not in table.items
    assert table.groups_told(undoing.undo, table.analysis, table.by) == {second}
    unused = {"passage_ids": table.ids[6:7], "reason": "Iets anders"}
    assert table.groups_told(aside.set_, table.analysis, table.by, **unused) == {third}
    note = {"text": "navragen", "theme_id": theme}
    assert table.groups_told(notes.write, table.analysis, table.by, **note) == set()
    assert table.groups_told(proposals.set_aside, table.clusters()[1], table.by) == {second}


def test_a_run_under_way_tells_no_group_and_another_proposal_tells_them_all(table: Table) -> None:
    run_id = table.does(runs.start_run, table.analysis, user_id=table.by.id)
    table.items = table.snapshot()
    told = table.hears(lambda db, now: runs.note_progress(db, run_id, 0.5, "grouping", now=now))
    assert not any(each.startswith("cluster:") for each in (*told.put, *told.drop))
    groups = [table.group(0, None)]
    told = table.hears(runs.finish_run, run_id, groups, runs.Outcome("by hand", {}, offer=True))
    assert not any(each.startswith("cluster:") for each in (*told.put, *told.drop))
    assert "cluster:*" in table.hears(cuts.take, run_id, table.by).drop


def test_who_is_kept_apart_comes_and_goes_with_whom_it_is_kept_from(table: Table) -> None:
    first = table.clusters()[0]
    pair = {"passage_ids": [table.ids[0], table.ids[2]]}
    assert table.groups_told(apart.say, table.analysis, table.by, **pair) == {f"cluster:{first}"}
    assert table.items[f"cluster:{first}"]["members"] == table.ids[:2]
    table.hears(themes.make, table.analysis, table.by, title="Elders", passage_ids=table.ids[:1])
    assert table.items[f"cluster:{first}"]["members"] == table.ids[1:3]
    # Linked with what is kept apart, in another group: both groups know.
    table.hears(undoing.undo, table.analysis, table.by)
    table.hears(twins.link, table.analysis, table.by, passage_ids=[table.ids[2], table.ids[4]])
    table.hears(apart.say, table.analysis, table.by, passage_ids=[table.ids[3], table.ids[2]])
    assert table.ids[4] not in table.items[f"cluster:{table.clusters()[1]}"]["members"]
    table.hears(apart.unsay, table.analysis, table.by, passage_ids=[table.ids[3], table.ids[2]])
    assert table.ids[4] in table.items[f"cluster:{table.clusters()[1]}"]["members"]


def test_another_name_of_a_known_theme_and_a_theme_that_goes_are_told(table: Table) -> None:
    table.hears(known_themes.set_lines, table.analysis, table.by, [("buren", "wie dichtbij woont")])
    assert table.items[f"cluster:{table.clusters()[0]}"]["known"] == "buren"
    table.hears(known_themes.set_lines, table.analysis, table.by, [])
    assert table.items[f"cluster:{table.clusters()[0]}"]["known"] is None
    theme = table.does(themes.make, table.analysis, table.by, title="Leeg")
    run_id = table.does(runs.start_run, table.analysis, user_id=None)
    joining = runs.Proposed("erbij", [(each, 0.5) for each in table.ids], theme_id=theme)
    table.does(runs.finish_run, run_id, [joining], runs.Outcome("by hand", {}))
    table.items = table.snapshot()
    table.hears(undoing.undo, table.analysis, table.by)
    (item,) = (item for name, item in table.items.items() if name.startswith("cluster:"))
    assert item["theme"] is None


def test_a_quote_that_was_withdrawn_is_not_pointed_at(table: Table) -> None:
    author = table.cast.phones[0].id
    table.hears(contributions.withdraw, table.said, author)
    assert not any(each.startswith("cluster:") for each in table.items)
