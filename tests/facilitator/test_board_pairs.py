"""Near-duplicates on the board, and searching as people search."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, contribute, csrf_of, intervention, sign_in

from facilitator.board import Board, board_of
from facilitator.lens import Lens
from sessions.analysis import apart, aside, themes, twins
from sessions.projections import Audience, snapshot
from sessions.proposing import runs

REASONS = ["Het café is gratis", "Het kost niets", "Het is kosteloos", "Je leert een naam"]


class Table:
    """Four reasons; the first three say nearly the same, two by two."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.house, self.analysis = cast, cast.house, cast.analysis()
        contribute(self.house, cast.phones[0], cast.step(), intervention("Soep op de stoep", reasons=REASONS))
        self.ids = cast.passages()
        one, two, three, four = self.ids
        found = [(one, two, 0.9), (two, three, 0.95), (one, three, 0.8)]

        def propose(db: Any) -> None:
            run_id = runs.start_run(db, self.analysis, user_id=None, now=self.house.now())
            groups = [runs.Proposed("naam, leert", [(four, 0.8)])]
            runs.finish_run(
                db, run_id, groups, runs.Outcome("by hand", {}, twins=found), now=self.house.now()
            )

        self.house.write(propose)

    def does(self, act: Any, *places: int, **said: Any) -> None:
        ids = [self.ids[place] for place in places]
        self.house.write(
            lambda db: act(
                db, self.analysis, self.cast.moderator, passage_ids=ids, now=self.house.now(), **said
            )
        )

    def makes(self, title: str, *places: int) -> None:
        self.does(themes.make, *places, title=title)

    def board(self, **lens: str) -> Board:
        with self.house.store.reading() as db:
            return board_of(snapshot(db, Audience("workbench", self.analysis)), Lens.of(lens))

    def pairs(self) -> list[tuple[int, int]]:
        return [(self.ids.index(one["id"]), self.ids.index(two["id"])) for _, one, two in self.board().pairs]

    def shown(self, **lens: str) -> set[str]:
        board = self.board(**lens)
        held = [*board.themes, *board.proposals]
        return {each["text"] for each in (*board.loose, *(one for two in held for one in two["passages"]))}


@pytest.fixture
def table(cast: Cast) -> Table:
    return Table(cast)


def test_pairs_wait_until_they_are_decided_the_likest_first(table: Table) -> None:
    assert table.pairs() == [(1, 2), (0, 1), (0, 2)]
    assert table.shown(alike="yes") == set(REASONS[:3])
    table.does(twins.link, 1, 2)
    assert table.pairs() == [(0, 1), (0, 2)]
    table.does(twins.link, 0, 1)
    # The third is linked through the second: nobody is asked again.
    assert table.pairs() == []
    assert table.shown(alike="yes") == set()


def test_what_is_kept_apart_or_not_used_is_not_asked_about(table: Table) -> None:
    table.does(twins.part, 1, 2)
    assert table.pairs() == [(0, 1), (0, 2)]
    table.does(apart.say, 0, 1)
    assert table.pairs() == [(0, 2)]
    table.does(aside.set_, 2, reason="Al gezegd")
    assert table.pairs() == []


def test_a_page_without_script_decides_pair_after_pair(table: Table, client: Any) -> None:
    path = f"/workshops/{table.cast.gathering}/workbench/{table.analysis}"
    sign_in(client, table.house, table.cast.facilitator)
    page = client.get(f"{path}?show=pairs").text.partition("<template")[0]
    assert "3 paren zeggen bijna hetzelfde" in page
    assert page.count('data-row="pair:') == 3
    assert page.count('data-slot="alike">') == 3
    form = {"csrf_token": csrf_of(client, path), "passage": table.ids[1:3], "show": "pairs"}
    answer = client.post(f"{path}/acts/link", data=form)
    assert answer.location.endswith("?show=pairs")
    assert client.get(answer.location).text.partition("<template")[0].count('data-row="pair:') == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cafe", {0}),
        ("CAFÉ", {0}),
        ("kennismaken", {3}),
        ("kosten en zo", {1, 2}),
        ("naam, leert", {3}),
        ("nergens", set()),
    ],
)
def test_search_looks_in_names_too_and_not_at_accents(table: Table, typed: str, found: set[int]) -> None:
    table.makes("Kósten en zo", 1, 2)
    if typed == "kennismaken":
        table.makes("Kennismaken", 3)
    assert table.shown(q=typed) == {REASONS[place] for place in found}
