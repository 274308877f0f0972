"""Two people at one workbench: each takes back their own acts, never over what the other made of them."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, contribute, intervention
from sqlalchemy import select

from sessions import undoing
from sessions.analysis import key_groups, themes
from sessions.analysis.overtaking import Overtaken
from sessions.errors import Conflict
from sessions.journal import Actor
from sessions.models import KeyGroup, Placement, Theme
from sessions.projections import Audience, snapshot
from sessions.proposing import proposals, runs


class Two:
    """Hilde and Wout sort four passages."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.house = cast, cast.house
        self.hilde, self.wout = Actor("user", cast.facilitator), Actor("user", cast.analyst)
        contribute(
            self.house, cast.phones[0], cast.step(), intervention(reasons=["een", "twee", "drie", "vier"])
        )
        self.analysis, self.passages = cast.analysis(), cast.passages()

    def does(self, who: Actor, verb: Any, *scope: Any, **values: Any) -> Any:
        moment = self.house.clock.passes(seconds=1)
        return self.house.write(lambda db: verb(db, *scope, who, now=moment, **values))

    def makes(self, who: Actor, title: str, *places: int) -> int:
        ids = [self.passages[place] for place in places]
        return self.does(who, themes.make, self.analysis, title=title, passage_ids=ids)

    def moves(self, who: Actor, theme_id: int | None, *places: int) -> None:
        ids = [self.passages[place] for place in places]
        self.does(who, themes.move, self.analysis, passage_ids=ids, theme_id=theme_id)

    def undo(self, who: Actor) -> str:
        return self.does(who, undoing.undo, self.analysis)

    def redo(self, who: Actor) -> str:
        return self.does(who, undoing.redo, self.analysis)

    def refused(self, who: Actor, way: Any) -> tuple[str | None, int | None]:
        """What stands in the way: the verb of that act and whose it was."""
        before = self.rows()
        with pytest.raises(Overtaken) as refusal:
            self.does(who, way, self.analysis)
        assert self.rows() == before
        return refusal.value.verb, refusal.value.user_id

    def rows(self) -> dict[str, list[Any]]:
        with self.house.store.reading() as db:
            return {
                "themes": [
                    (t.id, t.title, t.rank, t.key_group_id, t.dissolved_at)
                    for t in db.scalars(select(Theme).order_by(Theme.id))
                ],
                "groups": [(g.id, g.title, g.rank, g.dissolved_at) for g in db.scalars(select(KeyGroup))],
                "placed": sorted((p.passage_id, p.theme_id) for p in db.scalars(select(Placement))),
            }

    def placed(self) -> dict[int, int]:
        return {self.passages.index(passage): theme for passage, theme in self.rows()["placed"]}


@pytest.fixture
def two(cast: Cast) -> Two:
    return Two(cast)


def test_each_takes_back_their_own_last_act_and_leaves_the_other_stack_alone(two: Two) -> None:
    near = two.makes(two.hilde, "Dichtbij", 0)
    free = two.makes(two.wout, "Gratis", 1)
    two.moves(two.hilde, near, 2)
    two.moves(two.wout, free, 3)
    assert two.undo(two.hilde) == "passages.moved"
    assert two.placed() == {0: near, 1: free, 3: free}
    assert two.undo(two.wout) == "passages.moved"
    two.redo(two.hilde)
    assert two.placed() == {0: near, 1: free, 2: near}, "an act of the other does not end what can be redone"
    two.redo(two.wout)
    assert two.placed() == {0: near, 1: free, 2: near, 3: free}
    for who in (two.wout, two.wout, two.hilde, two.hilde):
        two.undo(who)
    assert two.placed() == {}
    with pytest.raises(Conflict):
        two.undo(two.hilde)


def test_what_the_other_built_on_is_not_taken_back_and_the_refusal_names_that_act(two: Two) -> None:
    near = two.makes(two.hilde, "Dichtbij", 0)
    two.does(two.wout, themes.change, near, title="Vlakbij")
    assert two.refused(two.hilde, undoing.undo) == ("theme.changed", two.wout.id)
    two.undo(two.wout)
    two.undo(two.hilde)
    assert two.placed() == {}
    assert two.refused(two.wout, undoing.redo) == ("act.undone", two.hilde.id)
    two.redo(two.hilde)
    two.redo(two.wout)
    assert [title for _, title, *_ in two.rows()["themes"]] == ["Vlakbij"]


def test_a_theme_does_not_go_with_what_the_other_put_in_it(two: Two) -> None:
    near = two.makes(two.hilde, "Dichtbij", 0)
    two.moves(two.wout, near, 1)
    assert two.refused(two.hilde, undoing.undo) == ("passages.moved", two.wout.id)


def test_nothing_comes_back_to_a_theme_that_the_other_dissolved(two: Two) -> None:
    near, free = two.makes(two.hilde, "Dichtbij", 0), two.makes(two.hilde, "Gratis", 1)
    two.moves(two.hilde, free, 0)
    two.does(two.wout, themes.dissolve, near)
    assert two.refused(two.hilde, undoing.undo) == ("theme.dissolved", two.wout.id)


def test_a_passage_that_the_other_placed_again_is_theirs(two: Two) -> None:
    near, free = two.makes(two.hilde, "Dichtbij", 0), two.makes(two.wout, "Gratis", 1)
    two.moves(two.hilde, None, 0)
    two.moves(two.wout, free, 0)
    assert two.refused(two.hilde, undoing.undo) == ("passages.moved", two.wout.id)
    two.undo(two.wout)
    two.undo(two.hilde)
    assert two.placed() == {0: near, 1: free}


def test_no_two_themes_come_to_share_a_rank(two: Two) -> None:
    near, free = two.makes(two.hilde, "Dichtbij", 0), two.makes(two.wout, "Gratis", 1)
    two.does(two.hilde, themes.rank, two.analysis, theme_ids=[near])
    two.undo(two.hilde)
    two.does(two.wout, themes.rank, two.analysis, theme_ids=[free])
    assert two.refused(two.hilde, undoing.redo) == ("themes.ranked", two.wout.id)


def test_a_group_does_not_go_with_the_theme_that_the_other_put_in_it(two: Two) -> None:
    near = two.makes(two.wout, "Dichtbij", 0)
    group = two.does(two.hilde, key_groups.make, two.analysis, title="Nabijheid")
    two.does(two.wout, themes.change, near, key_group_id=group)
    assert two.refused(two.hilde, undoing.undo) == ("theme.changed", two.wout.id)


def test_doing_again_does_not_bring_back_what_the_other_took_back(two: Two) -> None:
    near = two.makes(two.hilde, "Dichtbij", 0)
    two.does(two.wout, themes.change, near, title="Vlakbij")
    two.does(two.hilde, themes.change, near, level="goal")
    two.undo(two.hilde)
    two.undo(two.wout)
    assert two.refused(two.hilde, undoing.redo) == ("act.undone", two.wout.id)
    two.redo(two.wout)
    two.redo(two.hilde)
    assert [title for _, title, *_ in two.rows()["themes"]] == ["Vlakbij"]


def test_a_proposal_for_a_theme_that_is_gone_stays_away(two: Two) -> None:
    near = two.makes(two.hilde, "Dichtbij", 0)
    moment = two.house.now()

    def run(db: Any) -> None:
        run_id = runs.start_run(db, two.analysis, user_id=None, now=moment)
        more = runs.Proposed("buurt", [(two.passages[1], 0.9)], theme_id=near)
        runs.finish_run(db, run_id, [more], runs.Outcome("by hand", {}), now=moment)

    two.house.write(run)
    with two.house.store.reading() as db:
        (cluster,) = [each.id for each in proposals.on_the_table(db, two.analysis)]
    two.does(two.wout, proposals.set_aside, cluster)
    two.undo(two.hilde)
    assert two.refused(two.wout, undoing.undo) == ("act.undone", two.hilde.id)


def test_the_workbench_says_of_each_person_what_they_can_take_back(two: Two) -> None:
    two.makes(two.hilde, "Dichtbij", 0)
    two.makes(two.wout, "Gratis", 1)
    two.undo(two.wout)
    with two.house.store.reading() as db:
        item = snapshot(db, Audience("workbench", two.analysis)).items[f"analysis:{two.analysis}"]
    hilde, wout = (item["people"][str(each.id)] for each in (two.hilde, two.wout))
    assert (hilde["undo"]["verb"], hilde["redo"]) == ("theme.made", None)
    assert (wout["undo"], wout["redo"]["verb"]) == (None, "act.undone")
