"""Findings: a table agrees on its words, and only then they reach the wall, in turn."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from builders import Cast, Phone, contribute, join

from sessions import contributions, workshops
from sessions.errors import Closed, Conflict, Missing
from sessions.exercises.answers import as_form
from sessions.hall import findings, places
from sessions.models import FINDING, Contribution, Place, Workshop
from sessions.projections import Audience, snapshot

WORDS = "Het hoeft niet veel te kosten."


class Plenary:
    """The hall at its findings; the first two phones share table 1, the third sits alone at table 2."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.house = cast, cast.house
        self.step = cast.step("findings")
        self.one, self.two, self.alone = cast.phones
        self.goes_to("findings")

    def goes_to(self, kind: str) -> None:
        target = self.cast.step(kind)

        def act(db: Any) -> None:
            present = workshops.present_step(db, self.cast.gathering)
            seen = present.id if present else None
            workshops.go_to_step(
                db, self.cast.gathering, target, self.cast.moderator, seen=seen, now=self.house.now()
            )

        self.house.write(act)

    def writes(self, phone: Phone, text: str = WORDS, **more: Any) -> dict[str, Any]:
        return contribute(self.house, phone, self.step, {"text": text, **more})

    def agrees(self, phone: Phone, contribution: int, version: int = 1) -> bool:
        now = self.house.now()
        return self.house.write(
            lambda db: findings.agree(db, contribution, phone.id, version=version, now=now)
        )

    def tells(self, table: int | None) -> None:
        by, now = self.cast.moderator, self.house.now()
        self.house.write(lambda db: findings.tell(db, self.cast.gathering, table, by, now=now))

    def sees(self, kind: str) -> dict[int, dict[str, Any]]:
        with self.house.store.reading() as db:
            items = snapshot(db, Audience(kind, self.cast.gathering)).items
        return {item["table"]: item for name, item in items.items() if name.startswith("finding:")}

    def row(self, model: Any, row_id: int) -> Any:
        with self.house.store.reading() as db:
            return db.get_one(model, row_id)


@pytest.fixture
def plenary(cast: Cast) -> Plenary:
    return Plenary(cast)


def test_what_one_person_wrote_stays_at_the_table_until_a_second_agrees(plenary: Plenary) -> None:
    written = plenary.writes(plenary.one, explanation="Drie tafels zeggen het.")["id"]
    assert plenary.sees("wall") == {}
    assert plenary.sees("studio")[1]["confirmed"] is False
    assert plenary.agrees(plenary.two, written) is True
    shown = plenary.sees("wall")[1]
    assert (shown["text"], shown["explanation"], shown["told"]) == (WORDS, "Drie tafels zeggen het.", False)


def test_the_writer_alone_does_not_speak_for_two(plenary: Plenary) -> None:
    written = plenary.writes(plenary.one)["id"]
    assert plenary.agrees(plenary.one, written) is False
    assert plenary.sees("studio")[1]["agreed"] == 1


def test_somebody_alone_at_a_table_is_enough(plenary: Plenary) -> None:
    written = plenary.writes(plenary.alone)["id"]
    assert plenary.sees("studio")[2]["needed"] == 1
    assert plenary.agrees(plenary.alone, written) is True


def test_agreeing_twice_counts_once(plenary: Plenary) -> None:
    third = join(plenary.house, plenary.cast.gathering, table=1)
    written = plenary.writes(plenary.one)["id"]
    plenary.agrees(plenary.two, written)
    plenary.agrees(plenary.two, written)
    assert plenary.sees("studio")[1]["agreed"] == 2
    plenary.agrees(third, written)
    assert plenary.sees("studio")[1]["agreed"] == 3


def test_other_words_on_the_table_have_to_be_agreed_on_again(plenary: Plenary) -> None:
    first = plenary.writes(plenary.one)["id"]
    plenary.agrees(plenary.two, first)
    second = plenary.writes(plenary.two, "Klein beginnen loont.", over=first)["id"]
    assert plenary.sees("wall") == {}
    assert plenary.row(Contribution, first).state == "replaced"
    plenary.agrees(plenary.one, second)
    assert plenary.sees("wall")[1]["text"] == "Klein beginnen loont."


def test_words_that_come_back_are_confirmed_by_who_agreed_before(plenary: Plenary) -> None:
    first = plenary.writes(plenary.one)["id"]
    assert plenary.agrees(plenary.two, first)
    other = plenary.writes(plenary.two, "Het mag iets kosten.", over=first)["id"]
    now = plenary.house.now()
    laid = plenary.house.write(
        lambda db: places.lay(db, first, plenary.one.id, name=FINDING, over=other, now=now)
    )
    assert laid
    assert 1 not in plenary.sees("wall")
    assert plenary.agrees(plenary.two, first)
    assert plenary.sees("wall")[1]["text"] == WORDS


def test_correcting_the_words_takes_the_yes_back(plenary: Plenary) -> None:
    written = plenary.writes(plenary.one)["id"]
    plenary.agrees(plenary.two, written)
    plenary.house.write(
        lambda db: contributions.correct(
            db,
            written,
            plenary.one.id,
            version=1,
            data=as_form({"text": "Het kost bijna niets."}),
            now=plenary.house.now(),
        )
    )
    assert plenary.sees("wall") == {}
    with pytest.raises(Conflict):
        plenary.agrees(plenary.two, written)
    assert plenary.agrees(plenary.two, written, version=2) is True


def test_two_write_at_once_and_nothing_is_lost(plenary: Plenary) -> None:
    first = plenary.writes(plenary.one)["id"]
    late = plenary.writes(plenary.two, "Ik was iets later.")
    assert late["place"] is None and late["state"] == "private"
    assert plenary.sees("studio")[1]["text"] == WORDS
    assert plenary.row(Contribution, first).state == "shown"


def test_another_table_cannot_agree_and_nobody_after_the_step(plenary: Plenary) -> None:
    written = plenary.writes(plenary.one)["id"]
    with pytest.raises(Missing):
        plenary.agrees(plenary.alone, written)
    plenary.goes_to("lotus")
    with pytest.raises(Closed):
        plenary.agrees(plenary.two, written)


def test_telling_needs_the_yes_of_the_table(plenary: Plenary) -> None:
    plenary.writes(plenary.one)
    with pytest.raises(Missing):
        plenary.tells(1)
    assert plenary.row(Workshop, plenary.cast.gathering).wall_table is None


def test_tables_are_told_in_turn_and_all_at_the_end(plenary: Plenary) -> None:
    for phone, other in ((plenary.one, plenary.two), (plenary.alone, plenary.alone)):
        plenary.agrees(other, plenary.writes(phone)["id"])
    plenary.tells(2)
    workshop = plenary.row(Workshop, plenary.cast.gathering)
    assert (workshop.wall_view, workshop.wall_table) == ("findings", 2)
    assert {table: item["told"] for table, item in plenary.sees("wall").items()} == {1: False, 2: True}
    plenary.tells(None)
    assert plenary.row(Workshop, plenary.cast.gathering).wall_table is None


def test_the_moment_of_the_first_telling_stays(plenary: Plenary) -> None:
    plenary.agrees(plenary.two, plenary.writes(plenary.one)["id"])
    plenary.tells(1)
    first = plenary.house.now()
    plenary.house.clock.passes(minutes=3)
    plenary.tells(1)
    with plenary.house.store.reading() as db:
        place = places.at(db, plenary.step, plenary.row(Contribution, 1).table_id, FINDING)
        assert isinstance(place, Place) and place.told_at == first


def test_a_key_that_is_sent_again_writes_once(plenary: Plenary) -> None:
    key = secrets.token_hex(16)
    first = contribute(plenary.house, plenary.one, plenary.step, {"text": WORDS}, key)
    again = contribute(plenary.house, plenary.one, plenary.step, {"text": WORDS}, key)
    assert (again["id"], again["again"]) == (first["id"], True)
