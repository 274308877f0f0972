"""What people decide about passages, act by act."""

from __future__ import annotations

import pytest
from builders import Cast, contribute, intervention, propose
from sqlalchemy import select

from facilitator.house import House
from sessions import undoing
from sessions.analysis import history, key_groups, sorting, themes
from sessions.errors import Conflict, Invalid, Missing
from sessions.journal import Actor
from sessions.models import KeyGroup, Placement, Theme
from sessions.proposing import proposals

REASONS = ["Iedereen is welkom", "Het is dichtbij", "Het kost niets", "Je leert een naam", "Samen eten"]


class Bench:
    """One analysis with five passages, and short ways to its acts."""

    def __init__(self, house: House, cast: Cast) -> None:
        self.house, self.cast = house, cast
        contribute(house, cast.phones[0], cast.step(), intervention(reasons=REASONS, preconditions=["geld"]))
        self.analysis, self.passages = cast.analysis(), cast.passages()

    def does(self, verb, *scope, **values):
        moment = self.house.clock.passes(seconds=1)
        return self.house.write(lambda db: verb(db, *scope, self.cast.moderator, now=moment, **values))

    def makes(self, title: str, *places: int) -> int:
        ids = [self.passages[place] for place in places]
        return self.does(themes.make, self.analysis, title=title, passage_ids=ids)

    def placed(self) -> dict[int, int]:
        """Place of a passage to the theme it is in."""
        with self.house.store.reading() as db:
            rows = db.scalars(select(Placement).where(Placement.analysis_id == self.analysis))
            return {self.passages.index(row.passage_id): row.theme_id for row in rows}

    def theme(self, theme_id: int) -> Theme:
        with self.house.store.reading() as db:
            return db.get_one(Theme, theme_id)

    def order(self) -> list[tuple[str, int | None]]:
        with self.house.store.reading() as db:
            return [(theme.title, theme.rank) for theme in themes.alive(db, self.analysis)]

    def on_the_table(self) -> list[int]:
        with self.house.store.reading() as db:
            return [cluster.id for cluster in proposals.on_the_table(db, self.analysis)]


@pytest.fixture
def bench(house: House, cast: Cast) -> Bench:
    return Bench(house, cast)


def test_a_theme_holds_what_was_put_in_it_and_nothing_else(bench: Bench) -> None:
    near, free = bench.makes("Dichtbij", 0, 1), bench.makes("Gratis", 2)
    assert bench.placed() == {0: near, 1: near, 2: free}


def test_a_passage_that_moves_leaves_where_it_was(bench: Bench) -> None:
    near, free = bench.makes("Dichtbij", 0, 1), bench.makes("Gratis", 2)
    bench.does(themes.move, bench.analysis, passage_ids=[bench.passages[1]], theme_id=free)
    assert bench.placed() == {0: near, 1: free, 2: free}
    bench.does(themes.move, bench.analysis, passage_ids=[bench.passages[1]], theme_id=None)
    assert bench.placed() == {0: near, 2: free}


def test_merging_keeps_every_passage_and_dissolves_the_second(bench: Bench) -> None:
    near, free = bench.makes("Dichtbij", 0, 1), bench.makes("Gratis", 2, 3)
    bench.does(themes.merge, near, free)
    assert bench.placed() == dict.fromkeys(range(4), near)
    assert bench.order() == [("Dichtbij", None)]


def test_a_theme_is_not_merged_with_itself(bench: Bench) -> None:
    near = bench.makes("Dichtbij", 0)
    with pytest.raises(Conflict):
        bench.does(themes.merge, near, near)


def test_splitting_takes_only_what_is_in_the_theme(bench: Bench) -> None:
    near = bench.makes("Dichtbij", 0, 1, 2)
    new = bench.does(themes.split, near, passage_ids=[bench.passages[2]], title="Gratis")
    assert bench.placed() == {0: near, 1: near, 2: new}
    with pytest.raises(Missing):
        bench.does(themes.split, near, passage_ids=[bench.passages[4]], title="Elders")


def test_dissolving_leaves_the_passages_unplaced_and_undo_brings_back_the_very_same_theme(
    bench: Bench,
) -> None:
    near = bench.makes("Dichtbij", 0, 1)
    bench.does(themes.change, near, description="Op wandelafstand", level="goal")
    bench.does(themes.dissolve, near)
    assert bench.placed() == {}
    bench.does(undoing.undo, bench.analysis)
    assert bench.placed() == {0: near, 1: near}
    assert (bench.theme(near).description, bench.theme(near).level) == ("Op wandelafstand", "goal")


def test_undo_and_redo_walk_through_all_acts_and_end_where_they_began(bench: Bench) -> None:
    near = bench.makes("Dichtbij", 0)
    bench.does(themes.change, near, title="Vlakbij")
    bench.does(themes.move, bench.analysis, passage_ids=[bench.passages[1]], theme_id=near)
    for _ in range(3):
        bench.does(undoing.undo, bench.analysis)
    assert bench.order() == []
    with pytest.raises(Conflict):
        bench.does(undoing.undo, bench.analysis)
    for _ in range(3):
        bench.does(undoing.redo, bench.analysis)
    assert bench.placed() == {0: near, 1: near}
    assert bench.theme(near).title == "Vlakbij"
    with pytest.raises(Conflict):
        bench.does(undoing.redo, bench.analysis)


def test_redo_puts_a_passage_back_in_the_new_theme_that_took_it_from_another(bench: Bench) -> None:
    near = bench.makes("Dichtbij", 0, 1)
    free = bench.makes("Gratis", 0)
    bench.does(undoing.undo, bench.analysis)
    assert bench.placed() == {0: near, 1: near}
    bench.does(undoing.redo, bench.analysis)
    assert bench.placed() == {0: free, 1: near}


def test_an_act_after_an_undo_makes_redo_impossible(bench: Bench) -> None:
    bench.makes("Dichtbij", 0)
    bench.does(undoing.undo, bench.analysis)
    bench.makes("Gratis", 1)
    with pytest.raises(Conflict):
        bench.does(undoing.redo, bench.analysis)


def test_a_proposal_becomes_a_decision_only_when_a_person_adopts_it(bench: Bench) -> None:
    propose(bench.house, bench.analysis, [("buurt, straat", bench.passages[:3])])
    assert bench.placed() == {}
    theme = bench.does(proposals.adopt, bench.on_the_table()[0], title="Dichtbij")
    assert bench.placed() == dict.fromkeys(range(3), theme)
    assert (bench.theme(theme).title, bench.theme(theme).cluster_words) == ("Dichtbij", "buurt, straat")


def test_what_is_adopted_has_no_name_until_people_give_it_one(bench: Bench) -> None:
    propose(bench.house, bench.analysis, [("buurt, straat", bench.passages[:3])])
    (theme,) = bench.does(proposals.adopt_all, bench.analysis)
    assert (bench.theme(theme).title, bench.theme(theme).called) == ("", "buurt, straat")
    bench.does(themes.change, theme, title="Wie dichtbij woont")
    assert bench.theme(theme).called == "Wie dichtbij woont"


def test_of_all_proposals_only_what_the_lens_shows_is_adopted(bench: Bench) -> None:
    propose(bench.house, bench.analysis, [("buurt", bench.passages[:2]), ("geld", bench.passages[2:4])])
    seen = [bench.passages[0], bench.passages[4]]
    (theme,) = bench.does(proposals.adopt_all, bench.analysis, passage_ids=seen)
    assert bench.placed() == {0: theme}
    with pytest.raises(Conflict):
        bench.does(proposals.adopt_all, bench.analysis, passage_ids=seen)


def test_a_theme_is_dragged_to_a_place_in_the_order(bench: Bench) -> None:
    made = [bench.makes(title, place) for place, title in enumerate(("a", "b", "c"))]
    for theme, place in zip(made, (1, 1, 9), strict=True):
        bench.does(sorting.rank_to, bench.analysis, theme_id=theme, place=place)
    assert bench.order() == [("b", 1), ("a", 2), ("c", 3)]
    bench.does(sorting.rank_to, bench.analysis, theme_id=made[2], place=2)
    bench.does(sorting.rank_to, bench.analysis, theme_id=made[1], place=0)
    assert bench.order() == [("c", 1), ("a", 2), ("b", None)]


def test_adopting_takes_only_what_nobody_decided_meanwhile(bench: Bench) -> None:
    propose(bench.house, bench.analysis, [("buurt", bench.passages[:3])])
    mine = bench.makes("Van mij", 0)
    theme = bench.does(proposals.adopt, bench.on_the_table()[0])
    assert bench.placed() == {0: mine, 1: theme, 2: theme}


def test_a_proposal_set_aside_is_off_the_table_until_that_is_undone(bench: Bench) -> None:
    propose(bench.house, bench.analysis, [("buurt", bench.passages[:3])])
    (cluster,) = bench.on_the_table()
    bench.does(proposals.set_aside, cluster)
    assert bench.on_the_table() == []
    bench.does(undoing.undo, bench.analysis)
    assert bench.on_the_table() == [cluster]


def test_proposing_again_keeps_every_decision(bench: Bench) -> None:
    near = bench.makes("Dichtbij", 0, 1)
    bench.does(themes.change, near, level="precondition", description="Te voet")
    before = (bench.placed(), bench.order())
    propose(bench.house, bench.analysis, [("alles door elkaar", bench.passages)])
    assert (bench.placed(), bench.order()) == before
    with bench.house.store.reading() as db:
        members = proposals.undecided_members(
            db, bench.analysis, proposals.on_the_table(db, bench.analysis)[0].run_id
        )
    assert [passage for each in members.values() for passage, _ in each] == bench.passages[2:]


def test_ranks_follow_one_another_without_holes(bench: Bench) -> None:
    first, second, third = (bench.makes(title) for title in ("Een", "Twee", "Drie"))
    for theme in (first, second, third):
        bench.does(sorting.rank_beside, bench.analysis, theme_id=theme, direction="last")
    bench.does(sorting.rank_beside, bench.analysis, theme_id=third, direction="up")
    assert bench.order() == [("Een", 1), ("Drie", 2), ("Twee", 3)]
    bench.does(sorting.rank_beside, bench.analysis, theme_id=first, direction="none")
    assert bench.order() == [("Drie", 1), ("Twee", 2), ("Een", None)]
    bench.does(sorting.rank_beside, bench.analysis, theme_id=second, direction="first")
    assert bench.order() == [("Twee", 1), ("Drie", 2), ("Een", None)]
    bench.does(undoing.undo, bench.analysis)
    assert bench.order() == [("Drie", 1), ("Twee", 2), ("Een", None)]


def test_a_key_group_that_is_dissolved_lets_its_themes_go(bench: Bench) -> None:
    near = bench.makes("Dichtbij", 0)
    group = bench.does(key_groups.make, bench.analysis, title="Nabijheid")
    bench.does(themes.change, near, key_group_id=group)
    bench.does(key_groups.change, group, dissolved=True)
    assert bench.theme(near).key_group_id is None
    bench.does(undoing.undo, bench.analysis)
    assert bench.theme(near).key_group_id == group
    with bench.house.store.reading() as db:
        assert db.get_one(KeyGroup, group).dissolved_at is None


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
def test_a_theme_needs_a_name_that_fits(bench: Bench, title: str) -> None:
    with pytest.raises(Invalid) as refusal:
        bench.makes(title)
    assert list(refusal.value.errors) == ["title"]


def test_a_level_that_does_not_exist_is_refused(bench: Bench) -> None:
    near = bench.makes("Dichtbij")
    with pytest.raises(Invalid):
        bench.does(themes.change, near, level="dream")


def test_passages_of_another_question_or_hall_are_not_placed(bench: Bench) -> None:
    near = bench.makes("Dichtbij")
    (other,) = bench.cast.passages("preconditions")
    with pytest.raises(Missing):
        bench.does(themes.move, bench.analysis, passage_ids=[other], theme_id=near)
    theirs = bench.cast.analysis(workshop_id=bench.cast.elsewhere)
    with pytest.raises(Missing):
        bench.does(themes.move, theirs, passage_ids=[bench.passages[0]], theme_id=near)


def test_who_was_not_fast_enough_is_refused_and_nothing_changes(bench: Bench) -> None:
    near, free = bench.makes("Dichtbij", 0), bench.makes("Gratis", 1)

    def check(db, *, seen: list[int]) -> None:
        sorting.require_placed(db, bench.analysis, [bench.passages[0]], seen)

    with bench.house.store.reading() as db:
        check(db, seen=[near, 0])
        with pytest.raises(Conflict):
            check(db, seen=[free, 0])


def test_the_history_says_who_did_what_and_how_a_passage_came_where_it_is(bench: Bench) -> None:
    propose(bench.house, bench.analysis, [("buurt", bench.passages[:2])], user_id=bench.cast.facilitator)
    near = bench.does(proposals.adopt, bench.on_the_table()[0], title="Dichtbij")
    free = bench.makes("Gratis", 0)
    bench.does(undoing.undo, bench.analysis)
    bench.does(undoing.redo, bench.analysis)
    with bench.house.store.reading() as db:
        lines = history.of_analysis(db, bench.analysis)
        moves = history.of_passage(db, bench.analysis, bench.passages[0])
        (proposal,) = history.proposals_of_passage(db, bench.analysis, bench.passages[0])
    assert [line.verb for line in lines[:3]] == ["act.redone", "act.undone", "theme.made"]
    assert {line.who for line in lines if not line.verb.startswith("run.")} == {"Hilde"}
    assert [move.theme for move in moves] == ["Dichtbij", "Gratis", "Dichtbij", "Gratis"]
    assert (proposal.words, proposal.who, proposal.run) == ("buurt", "Hilde", 1)
    assert near != free


def test_a_machine_is_nobody_in_the_history(bench: Bench) -> None:
    propose(bench.house, bench.analysis, [("buurt", bench.passages[:2])])
    with bench.house.store.reading() as db:
        lines = history.of_analysis(db, bench.analysis)
    assert [(line.verb, line.who, line.run) for line in lines] == [
        ("run.ended", None, 1),
        ("run.started", None, 1),
    ]


def test_an_actor_who_is_no_user_leaves_no_name(bench: Bench) -> None:
    moment = bench.house.now()
    theme = bench.house.write(
        lambda db: themes.make(db, bench.analysis, Actor("command"), title="Dichtbij", now=moment)
    )
    assert bench.theme(theme).decided_by is None


def grouped(bench: Bench) -> list[str]:
    with bench.house.store.reading() as db:
        return [group.title for group in key_groups.alive(db, bench.analysis)]


def test_groups_stand_as_people_put_them_and_before_that_by_what_matters_most_in_them(bench: Bench) -> None:
    one, two, three = (bench.does(key_groups.make, bench.analysis, title=title) for title in "ABC")
    near = bench.makes("Dichtbij", 0)
    bench.does(themes.change, near, key_group_id=three)
    bench.does(themes.rank, bench.analysis, theme_ids=[near])
    assert grouped(bench) == ["C", "A", "B"]
    bench.does(key_groups.move, two, direction="up")
    assert grouped(bench) == ["C", "B", "A"]
    bench.does(key_groups.move, three, direction="down")
    assert grouped(bench) == ["B", "C", "A"]
    bench.does(undoing.undo, bench.analysis)
    bench.does(undoing.undo, bench.analysis)
    assert grouped(bench) == ["C", "A", "B"]
    with bench.house.store.reading() as db:
        assert db.get_one(KeyGroup, one).rank is None


def test_a_group_at_the_end_of_the_list_stays_there_without_an_act(bench: Bench) -> None:
    first, last = (bench.does(key_groups.make, bench.analysis, title=title) for title in "AB")
    bench.does(key_groups.move, first, direction="up")
    bench.does(key_groups.move, last, direction="down")
    with bench.house.store.reading() as db:
        assert undoing.undoable(db, bench.analysis, bench.cast.moderator).verb == "key-group.changed"
        assert db.get_one(KeyGroup, first).rank is None
    with pytest.raises(Missing):
        bench.does(key_groups.move, first, direction="sideways")
