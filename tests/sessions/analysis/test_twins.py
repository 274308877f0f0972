"""Near-duplicates that people link, and passages that they keep apart."""

from __future__ import annotations

import pytest
from builders import Cast, contribute, intervention, propose
from sqlalchemy import select

from facilitator.house import House
from sessions import undoing
from sessions.analysis import apart, aside, linked, measures, several, themes, twins
from sessions.errors import Conflict, Invalid
from sessions.models import Apart, Placement, Twin
from sessions.proposing import proposals

SAID = ["Het is dichtbij", "Het ligt dichtbij", "Dicht bij huis", "Samen eten"]


class Desk:
    def __init__(self, house: House, cast: Cast) -> None:
        self.house, self.cast = house, cast
        contribute(house, cast.phones[0], cast.step(), intervention(reasons=SAID))
        self.analysis, self.ids = cast.analysis(), cast.passages()

    def does(self, verb, *scope, **values):
        moment = self.house.clock.passes(seconds=1)
        return self.house.write(lambda db: verb(db, *scope, self.cast.moderator, now=moment, **values))

    def takes(self, verb, *places: int) -> None:
        self.does(verb, self.analysis, passage_ids=[self.ids[place] for place in places])

    def placed(self) -> dict[int, int]:
        with self.house.store.reading() as db:
            rows = db.scalars(select(Placement).where(Placement.analysis_id == self.analysis))
            return {self.ids.index(row.passage_id): row.theme_id for row in rows}

    def unused(self) -> dict[int, str]:
        with self.house.store.reading() as db:
            found = aside.reasons(db, self.analysis)
        return {self.ids.index(each): reason for each, reason in found.items()}

    def groups(self) -> set[tuple[int, ...]]:
        with self.house.store.reading() as db:
            found = linked.groups(db, self.analysis).values()
        return {tuple(self.ids.index(each) for each in group) for group in found if len(group) > 1}

    def rows(self) -> tuple:
        with self.house.store.reading() as db:
            links = {(row.passage_id, row.twin_id, row.state) for row in db.scalars(select(Twin))}
            return links, {(row.passage_id, row.other_id) for row in db.scalars(select(Apart))}


@pytest.fixture
def desk(house: House, cast: Cast) -> Desk:
    return Desk(house, cast)


def test_what_is_linked_moves_together_and_goes_on_counting(desk: Desk) -> None:
    desk.takes(twins.link, 0, 1)
    desk.takes(twins.link, 1, 2)
    assert desk.groups() == {(0, 1, 2)}
    theme = desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=desk.ids[:1])
    assert desk.placed() == dict.fromkeys(range(3), theme)
    with desk.house.store.reading() as db:
        assert measures.said(db, [desk.analysis])[theme].passages == 3
        assert measures.repeats(db, desk.analysis) == {theme: 2}


def test_linking_puts_what_has_no_place_beside_what_has_one(desk: Desk) -> None:
    theme = desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=desk.ids[:1])
    before = desk.rows(), desk.placed()
    desk.takes(twins.link, 0, 2)
    assert desk.placed() == {0: theme, 2: theme}
    desk.does(undoing.undo, desk.analysis)
    assert (desk.rows(), desk.placed()) == before


def test_linking_moves_nothing_that_was_decided(desk: Desk) -> None:
    near = desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=desk.ids[:1])
    home = desk.does(themes.make, desk.analysis, title="Thuis", passage_ids=desk.ids[2:3])
    desk.takes(twins.link, 0, 2)
    assert desk.placed() == {0: near, 2: home}


def test_what_is_not_used_stays_so_until_it_is_named_itself(desk: Desk) -> None:
    desk.does(aside.set_, desk.analysis, passage_ids=desk.ids[1:2], reason="Gaat over iets anders")
    desk.does(several.allow, desk.analysis, several=True)
    near = desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=desk.ids[:1])
    desk.takes(twins.link, 0, 1)
    assert desk.placed() == {0: near}
    free = desk.does(themes.make, desk.analysis, title="Gratis", passage_ids=desk.ids[3:])
    for verb in (themes.move, several.also):
        desk.does(verb, desk.analysis, passage_ids=desk.ids[:1], theme_id=free)
    desk.does(themes.split, free, passage_ids=desk.ids[:1], title="Nabij")
    assert desk.unused() == {1: "Gaat over iets anders"}
    assert desk.groups() == {(0, 1)}
    desk.does(themes.move, desk.analysis, passage_ids=desk.ids[:2], theme_id=free)
    assert desk.unused() == {}
    assert desk.placed()[1] == free


def test_a_proposal_takes_what_is_linked_along_unless_it_has_a_place(desk: Desk) -> None:
    desk.takes(twins.link, 0, 1)
    propose(desk.house, desk.analysis, [("nabij", desk.ids[:1]), ("rest", desk.ids[1:])])
    with desk.house.store.reading() as db:
        cluster = proposals.on_the_table(db, desk.analysis)[0].id
    theme = desk.does(proposals.adopt, cluster)
    assert desk.placed() == {0: theme, 1: theme}


def test_one_that_leaves_lets_the_others_stay_together_and_is_taken_back_exactly(desk: Desk) -> None:
    desk.takes(twins.link, 0, 1, 2)
    before = desk.rows()
    desk.takes(twins.part, 0)
    assert desk.groups() == {(1, 2)}
    desk.does(undoing.undo, desk.analysis)
    assert desk.rows() == before


def test_a_pair_that_is_not_the_same_leaves_other_links_alone(desk: Desk) -> None:
    desk.takes(twins.link, 0, 1)
    desk.takes(twins.part, 0, 3)
    assert desk.groups() == {(0, 1)}
    assert (desk.ids[0], desk.ids[3], "apart") in desk.rows()[0]
    with pytest.raises(Invalid):
        desk.takes(twins.part, 2)


def test_what_is_kept_apart_may_be_together_again(desk: Desk) -> None:
    desk.takes(apart.say, 0, 1, 2)
    assert len(desk.rows()[1]) == 3
    desk.takes(apart.unsay, 0, 1)
    assert desk.rows()[1] == {(desk.ids[0], desk.ids[2]), (desk.ids[1], desk.ids[2])}
    for _ in range(2):
        desk.does(undoing.undo, desk.analysis)
    assert desk.rows()[1] == set()


def test_the_same_is_not_kept_apart(desk: Desk) -> None:
    desk.takes(twins.link, 0, 1)
    with pytest.raises(Conflict):
        desk.takes(apart.say, 0, 1)
    with pytest.raises(Invalid):
        desk.takes(apart.say, 0)
