"""How one passage came where it stands: each act on it, and where it stood after that."""

from __future__ import annotations

import pytest
from builders import Cast, contribute, intervention

from facilitator.house import House
from sessions import undoing
from sessions.analysis import apart, history, notes, passages, several, themes, twins

SAID = ["Het is dichtbij. En het kost niets.", "Samen eten", "Iedereen is welkom"]


class Desk:
    """An analysis with three reasons, of which the first is looked at."""

    def __init__(self, house: House, cast: Cast) -> None:
        self.house, self.cast = house, cast
        contribute(house, cast.phones[0], cast.step(), intervention(reasons=SAID))
        self.analysis = cast.analysis()
        self.first, self.second, self.third = cast.passages()

    def does(self, verb, *scope, **values):
        moment = self.house.clock.passes(seconds=1)
        return self.house.write(lambda db: verb(db, *scope, self.cast.moderator, now=moment, **values))

    def moves(self, theme_id: int | None, **values) -> None:
        self.does(themes.move, self.analysis, passage_ids=[self.first], theme_id=theme_id, **values)

    def stood(self) -> list[str | None]:
        with self.house.store.reading() as db:
            return [move.theme for move in history.of_passage(db, self.analysis, self.first)]


@pytest.fixture
def desk(house: House, cast: Cast) -> Desk:
    return Desk(house, cast)


def test_what_does_not_move_it_leaves_it_where_it_stood(desk: Desk) -> None:
    desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=[desk.first])
    desk.does(apart.say, desk.analysis, passage_ids=[desk.first, desk.second])
    desk.does(notes.write, desk.analysis, text="navragen", passage_id=desk.first)
    free = desk.does(themes.make, desk.analysis, title="Gratis")
    desk.moves(free)
    desk.moves(None)
    desk.does(notes.write, desk.analysis, text="nog eens", passage_id=desk.first)
    assert desk.stood() == ["Nabij", "Nabij", "Nabij", "Gratis", None, None]


def test_in_several_themes_it_says_all_of_them(desk: Desk) -> None:
    near = desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=[desk.first])
    free = desk.does(themes.make, desk.analysis, title="Gratis")
    desk.does(several.allow, desk.analysis, several=True)
    desk.does(several.also, desk.analysis, passage_ids=[desk.first], theme_id=free)
    desk.does(twins.link, desk.analysis, passage_ids=[desk.first, desk.third])
    desk.moves(None, leaving=near)
    assert desk.stood() == ["Nabij", "Nabij, Gratis", "Nabij, Gratis", "Gratis"]
    desk.does(undoing.undo, desk.analysis)
    assert desk.stood()[3:] == ["Gratis", "Nabij, Gratis"]


def test_a_theme_that_never_was_is_not_named(desk: Desk) -> None:
    desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=[desk.first])
    desk.does(undoing.undo, desk.analysis)
    assert desk.stood() == [None, None]


def test_it_tells_of_a_cut_where_it_stood_until_then(desk: Desk) -> None:
    desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=[desk.first])
    desk.does(notes.write, desk.analysis, text="navragen", passage_id=desk.first)
    desk.does(passages.split, desk.analysis, desk.first, at=[SAID[0].index(" En")])
    assert desk.stood() == ["Nabij", "Nabij", None]
