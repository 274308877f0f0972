"""A part on its own, a contribution in two, whole again; and what happens when its author says it anew."""

from __future__ import annotations

import pytest
from builders import Cast, contribute, intervention
from sqlalchemy import select

from facilitator.house import House
from sessions import contributions, undoing
from sessions.analysis import aside, parts, passages, several, themes
from sessions.analysis.overtaking import Overtaken
from sessions.errors import Conflict, Invalid, Missing
from sessions.exercises.answers import as_form
from sessions.journal import Actor
from sessions.models import Contribution, Passage, Placement, Theme
from sessions.projections import Audience, snapshot

LONG = "Het is dichtbij. En het kost niets."
CUT = LONG.index(" En")


class Desk:
    """An analysis with one long reason and one short one, and short ways to its acts."""

    def __init__(self, house: House, cast: Cast) -> None:
        self.house, self.cast = house, cast
        self.answer = intervention(reasons=[LONG, "Samen eten"])
        self.top = contribute(house, cast.phones[0], cast.step(), self.answer)["id"]
        self.analysis = cast.analysis()
        self.long, self.short = cast.passages()

    def does(self, verb, *scope, by: Actor | None = None, **values):
        actor, moment = by or self.cast.moderator, self.house.clock.passes(seconds=1)
        return self.house.write(lambda db: verb(db, *scope, actor, now=moment, **values))

    def splits(self) -> list[int]:
        return self.does(passages.split, self.analysis, self.long, at=[CUT])

    def corrects(self, text: str) -> None:
        self.answer["reasons"][0]["text"] = text
        data, phone = as_form(self.answer), self.cast.phones[0].id
        self.house.write(
            lambda db: contributions.correct(
                db, self.top, phone, version=None, data=data, now=self.house.now()
            )
        )

    def cards(self) -> dict[int, dict]:
        with self.house.store.reading() as db:
            items = snapshot(db, Audience("workbench", self.analysis)).items
        found = {name: item for name, item in items.items() if name.startswith("passage:")}
        return {int(name.partition(":")[2]): item for name, item in found.items()}

    def texts(self) -> dict[int, str]:
        return {each: card["text"] for each, card in self.cards().items()}

    def examples(self, theme_id: int) -> tuple[int | None, int | None]:
        with self.house.store.reading() as db:
            theme = db.get_one(Theme, theme_id)
            return theme.example_id, theme.counter_example_id

    def state(self) -> tuple:
        """Every decision about passages, and which of them count."""
        with self.house.store.reading() as db:
            placed = db.execute(select(Placement.passage_id, Placement.theme_id))
            return sorted(placed.all()), sorted(
                db.scalars(select(Passage.id).where(Passage.retired_at.is_(None)))
            )


@pytest.fixture
def desk(house: House, cast: Cast) -> Desk:
    return Desk(house, cast)


def test_a_part_stands_on_its_own_beside_the_whole(desk: Desk) -> None:
    made = desk.does(passages.part, desk.analysis, desk.long, starts_at=CUT, ends_at=len(LONG))
    assert desk.texts()[made] == "En het kost niets."
    assert desk.texts()[desk.long] == LONG
    assert desk.cards()[made]["range"] == {
        "starts_at": CUT + 1,
        "ends_at": len(LONG),
        "whole": False,
        "version": 1,
        "stale": False,
    }
    desk.does(passages.join, desk.analysis, made)
    assert set(desk.cards()) == {desk.long, desk.short}


@pytest.mark.parametrize(("start", "end"), [(0, len(LONG)), (3, 3), (5, 900), (CUT, CUT + 1)])
def test_a_part_holds_some_words_and_not_all(desk: Desk, start: int, end: int) -> None:
    with pytest.raises(Invalid):
        desk.does(passages.part, desk.analysis, desk.long, starts_at=start, ends_at=end)


@pytest.mark.parametrize("at", [[], [0], [len(LONG)], [CUT, CUT + 1]])
def test_each_part_of_a_split_holds_words(desk: Desk, at: list[int]) -> None:
    with pytest.raises(Invalid):
        desk.does(passages.split, desk.analysis, desk.long, at=at)


def test_parts_begin_where_the_whole_stood_in_every_analysis_that_asks_it(desk: Desk) -> None:
    theme = desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=[desk.long])
    before = desk.state()
    pieces = desk.splits()
    cards = desk.cards()
    assert [cards[each]["text"] for each in pieces] == ["Het is dichtbij.", "En het kost niets."]
    assert {cards[each]["theme"] for each in pieces} == {theme}
    assert desk.long not in cards
    desk.does(undoing.undo, desk.analysis)
    assert desk.state() == before
    desk.does(undoing.redo, desk.analysis)
    assert set(desk.cards()) == {*pieces, desk.short}


def test_a_part_that_stands_apart_already_is_one_of_the_parts_of_a_cut(desk: Desk) -> None:
    near = desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=[desk.long])
    part = desk.does(passages.part, desk.analysis, desk.long, starts_at=CUT, ends_at=len(LONG))
    before = desk.state()
    first, second = desk.splits()
    assert second == part
    assert {desk.cards()[each]["theme"] for each in (first, second)} == {near}
    desk.does(undoing.undo, desk.analysis)
    assert desk.state() == before
    free = desk.does(themes.make, desk.analysis, title="Gratis", passage_ids=[part])
    desk.splits()
    assert [desk.cards()[each]["theme"] for each in (first, part)] == [near, free]
    desk.does(undoing.undo, desk.analysis)
    desk.does(aside.set_, desk.analysis, passage_ids=[part], reason="Gaat over iets anders")
    desk.splits()
    assert [desk.cards()[each]["theme"] for each in (first, part)] == [near, None]
    assert desk.cards()[part]["aside"] == "Gaat over iets anders"


def test_joined_again_it_stands_where_all_its_parts_stood_or_nowhere(desk: Desk) -> None:
    theme = desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=[desk.long])
    pieces = desk.splits()
    assert desk.does(passages.join, desk.analysis, pieces[0]) == desk.long
    assert desk.cards()[desk.long]["theme"] == theme
    again = desk.splits()
    assert again == pieces
    desk.does(themes.make, desk.analysis, title="Gratis", passage_ids=pieces[1:])
    before = desk.state()
    desk.does(passages.join, desk.analysis, pieces[1])
    assert desk.cards()[desk.long]["theme"] is None
    desk.does(undoing.undo, desk.analysis)
    assert desk.state() == before


def test_a_whole_contribution_is_not_joined(desk: Desk) -> None:
    with pytest.raises(Conflict):
        desk.does(passages.join, desk.analysis, desk.long)


def test_what_was_split_is_not_moved_any_more(desk: Desk) -> None:
    desk.splits()
    with pytest.raises(Missing):
        desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=[desk.long])


def test_what_was_set_aside_stays_so_in_its_parts(desk: Desk) -> None:
    desk.does(aside.set_, desk.analysis, passage_ids=[desk.long], reason="Gaat over iets anders")
    pieces = desk.splits()
    assert {desk.cards()[each]["aside"] for each in pieces} == {"Gaat over iets anders"}


def test_joined_again_it_is_set_aside_where_all_its_parts_were_or_is_used(desk: Desk) -> None:
    desk.does(aside.set_, desk.analysis, passage_ids=[desk.long], reason="Gaat over iets anders")
    pieces = desk.splits()
    desk.does(aside.set_, desk.analysis, passage_ids=pieces[1:], reason="Hoort bij een andere vraag")
    desk.does(passages.join, desk.analysis, pieces[1])
    assert desk.cards()[desk.long]["aside"] == "Gaat over iets anders"
    desk.does(undoing.undo, desk.analysis)
    assert [desk.cards()[each]["aside"] for each in pieces] == [
        "Gaat over iets anders",
        "Hoort bij een andere vraag",
    ]
    desk.does(aside.unset, desk.analysis, passage_ids=pieces[:1])
    desk.does(passages.join, desk.analysis, pieces[0])
    assert desk.cards()[desk.long]["aside"] is None


@pytest.mark.parametrize("way", ["split", "part"])
def test_an_example_stays_one_when_it_is_cut_and_joined(desk: Desk, way: str) -> None:
    theme = desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=[desk.short])
    if way == "split":
        shown, other = desk.long, desk.short
        desk.does(themes.change, theme, example_id=shown, counter_example_id=other)
        (piece, _) = desk.splits()
    else:
        piece = desk.does(passages.part, desk.analysis, desk.long, starts_at=CUT, ends_at=len(LONG))
        desk.does(themes.change, theme, example_id=piece, counter_example_id=desk.short)
    assert desk.examples(theme) == (piece, desk.short)
    desk.does(passages.join, desk.analysis, piece)
    assert desk.examples(theme) == (desk.long, desk.short)
    desk.does(themes.change, theme, example_id=0, counter_example_id=desk.long)
    (piece, _) = desk.splits()
    desk.does(passages.join, desk.analysis, piece)
    assert desk.examples(theme) == (None, desk.long)
    desk.does(undoing.undo, desk.analysis)
    assert desk.examples(theme) == (None, piece)


def test_a_part_of_what_is_not_used_is_used_and_the_whole_stays_as_it_was(desk: Desk) -> None:
    desk.does(aside.set_, desk.analysis, passage_ids=[desk.long], reason="Gaat over iets anders")
    part = desk.does(passages.part, desk.analysis, desk.long, starts_at=CUT, ends_at=len(LONG))
    assert desk.cards()[part]["aside"] is None
    assert desk.cards()[desk.long]["aside"] == "Gaat over iets anders"


def test_parts_go_along_with_the_words_of_their_author(desk: Desk) -> None:
    pieces = desk.splits()
    desk.corrects("Vooral dit: Het is dichtbij. En het kost niets.")
    cards = desk.cards()
    assert [cards[each]["text"] for each in pieces] == ["Het is dichtbij.", "En het kost niets."]
    assert not any(cards[each]["range"]["stale"] for each in pieces)
    new = (set(cards) - {*pieces, desk.short}).pop()
    assert cards[new]["text"] == "Vooral dit:"


def test_a_part_whose_words_are_gone_keeps_its_old_words_and_says_so(desk: Desk) -> None:
    first, second = desk.splits()
    desk.does(themes.make, desk.analysis, title="Gratis", passage_ids=[second])
    desk.corrects("Het is dichtbij. Het is dichtbij. Je betaalt niets.")
    cards = desk.cards()
    assert cards[second]["text"] == "En het kost niets."
    assert cards[second]["range"]["stale"]
    # Twice is not exactly once: nobody can say which of the two it is.
    assert cards[first]["range"]["stale"]
    covered = " ".join(card["text"] for each, card in sorted(cards.items()) if each != desk.short)
    assert "Je betaalt niets." in covered


def test_a_split_of_words_that_were_corrected_since_is_not_done_again(desk: Desk) -> None:
    desk.splits()
    desk.does(undoing.undo, desk.analysis)
    desk.corrects("Iets heel anders")
    with pytest.raises(Overtaken):
        desk.does(undoing.redo, desk.analysis)
    assert set(desk.texts().values()) == {"Iets heel anders", "Samen eten"}


def test_a_split_is_not_taken_back_when_its_author_added_words_that_stand_apart(desk: Desk) -> None:
    desk.splits()
    desk.corrects(f"{LONG} En je leert een naam.")
    with pytest.raises(Overtaken):
        desk.does(undoing.undo, desk.analysis)


def test_a_split_is_not_taken_back_under_somebody_who_moved_a_part(desk: Desk) -> None:
    _, second = desk.splits()
    other = Actor("user", desk.cast.analyst)
    desk.does(themes.make, desk.analysis, title="Gratis", passage_ids=[second], by=other)
    with pytest.raises(Overtaken):
        desk.does(undoing.undo, desk.analysis)


def test_parts_are_withdrawn_and_come_back_with_the_contribution(desk: Desk) -> None:
    pieces = desk.splits()
    phone = desk.cast.phones[0].id
    desk.house.write(lambda db: contributions.withdraw(db, desk.top, phone, now=desk.house.now()))
    assert desk.cards() == {}
    desk.house.write(lambda db: contributions.put_back(db, desk.top, phone, now=desk.house.now()))
    assert set(desk.cards()) == {*pieces, desk.short}


def test_several_themes_only_where_the_analysis_allows_it(desk: Desk) -> None:
    near = desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=[desk.long])
    free = desk.does(themes.make, desk.analysis, title="Gratis")
    add = {"passage_ids": [desk.long], "theme_id": free}
    with pytest.raises(Invalid):
        desk.does(several.also, desk.analysis, **add)
    desk.does(several.allow, desk.analysis, several=True)
    desk.does(several.also, desk.analysis, **add)
    assert desk.cards()[desk.long]["themes"] == [near, free]
    with pytest.raises(Invalid):
        desk.does(several.allow, desk.analysis, several=False)
    desk.does(themes.move, desk.analysis, passage_ids=[desk.long], theme_id=None, leaving=near)
    assert desk.cards()[desk.long]["themes"] == [free]
    desk.does(several.allow, desk.analysis, several=False)


def test_what_left_one_of_its_themes_does_not_come_back_where_one_is_allowed_by_now(desk: Desk) -> None:
    near = desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=[desk.long])
    free = desk.does(themes.make, desk.analysis, title="Gratis")
    desk.does(several.allow, desk.analysis, several=True)
    desk.does(several.also, desk.analysis, passage_ids=[desk.long], theme_id=free)
    desk.does(themes.move, desk.analysis, passage_ids=[desk.long], theme_id=None, leaving=near)
    other = Actor("user", desk.cast.analyst)
    desk.does(several.allow, desk.analysis, several=False, by=other)
    with pytest.raises(Overtaken):
        desk.does(undoing.undo, desk.analysis)


def test_merging_themes_that_share_a_passage_leaves_it_there_once(desk: Desk) -> None:
    near = desk.does(themes.make, desk.analysis, title="Nabij", passage_ids=[desk.long, desk.short])
    free = desk.does(themes.make, desk.analysis, title="Gratis")
    desk.does(several.allow, desk.analysis, several=True)
    desk.does(several.also, desk.analysis, passage_ids=[desk.long], theme_id=free)
    before = desk.state()
    desk.does(themes.merge, near, free)
    assert desk.state()[0] == [(desk.long, near), (desk.short, near)]
    desk.does(undoing.undo, desk.analysis)
    assert desk.state() == before


def test_every_word_is_in_a_part(desk: Desk) -> None:
    desk.splits()
    with desk.house.store.reading() as db:
        said = db.get_one(Passage, desk.long).contribution_id
        ranges = [(each.starts_at, each.ends_at) for each in parts.standing(db, said)]
        assert db.get_one(Contribution, said).version == 1
    assert parts.uncovered(LONG, ranges) == []
