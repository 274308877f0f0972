"""Whose lotus is read, and what of it: only what the table shares."""

from __future__ import annotations

import pytest
from builders import contribute, open_at
from sqlalchemy import select

from sessions import contributions, workshops
from sessions.errors import Missing
from sessions.hall import lotuses, pace
from sessions.models import Table, Workshop


@pytest.fixture
def lotus(cast):
    """The hall is at its lotus and shares."""
    step = open_at(cast.house, cast.gathering, "lotus")
    cast.house.write(
        lambda db: pace.set_stage(db, cast.gathering, step, "shared", cast.moderator, now=cast.house.now())
    )
    return step


def read(cast, number=1):
    with cast.house.store.reading() as db:
        return next(each for each in lotuses.with_words(db, cast.gathering) if each.number == number)


def test_a_lotus_holds_what_its_own_table_laid_in_it(cast, lotus):
    first, second, third = cast.phones
    contribute(cast.house, first, lotus, {"text": "Samen eten", "place": "A"})
    contribute(cast.house, second, lotus, {"text": "Soep", "place": "A1"})
    contribute(cast.house, third, lotus, {"text": "Bij tafel 2", "place": "A"})
    found = read(cast)
    assert found.words == {"A": "Samen eten", "A1": "Soep"}
    assert (found.leaves, found.longest, found.people, found.writing) == (1, 4, 2, 2)
    assert read(cast, 2).words == {"A": "Bij tafel 2"}


def test_notes_of_ones_own_count_as_writing_and_are_not_read(cast, lotus):
    contribute(cast.house, cast.phones[0], lotus, {"text": "Alleen voor mij"})
    found = read(cast)
    assert found.words == {}
    assert found.writing == 1


def test_what_is_hidden_or_withdrawn_is_not_read(cast, lotus):
    first, second, _ = cast.phones
    bad = contribute(cast.house, first, lotus, {"text": "Kwetsend", "place": "A"})["id"]
    gone = contribute(cast.house, second, lotus, {"text": "Toch niet", "place": "B"})["id"]
    now = cast.house.now()
    cast.house.write(lambda db: contributions.hide(db, bad, cast.moderator, reason="kwetst", now=now))
    cast.house.write(lambda db: contributions.withdraw(db, gone, second.id, now=now))
    assert read(cast).words == {}


def test_before_the_step_there_is_a_lotus_on_paper_only(cast):
    with cast.house.store.reading() as db:
        assert lotuses.of_tables(db, cast.gathering) == []
        assert len(lotuses.with_words(db, cast.gathering)) == 10


def test_after_the_step_its_lotus_stays(cast, lotus):
    open_at(cast.house, cast.gathering, "interventions")
    with cast.house.store.reading() as db:
        assert lotuses.step_of(db, cast.gathering).id == lotus


def test_tables_that_went_ahead_have_their_lotus(cast):
    step = cast.step("lotus")

    def act(db):
        pace.set_pace(db, cast.gathering, True, cast.moderator, now=cast.house.now())
        db.scalar(select(Table).where(Table.workshop_id == cast.gathering)).exercise_id = step

    cast.house.write(act)
    with cast.house.store.reading() as db:
        assert lotuses.step_of(db, cast.gathering).id == step


def turned(cast, **how):
    cast.house.write(
        lambda db: workshops.turn_wall(
            db, cast.gathering, cast.moderator, now=cast.house.now(), hidden=None, **how
        )
    )
    with cast.house.store.reading() as db:
        workshop = db.get_one(Workshop, cast.gathering)
        return workshop.wall_view, workshop.wall_table


def test_the_wall_is_turned_to_one_table_and_to_all(cast, lotus):
    assert turned(cast, view="lotus", table=4) == ("lotus", 4)
    assert turned(cast, view="lotus") == ("lotus", None)
    with pytest.raises(Missing):
        turned(cast, view="lotus", table=11)


def test_another_step_turns_it_to_all_again(cast, lotus):
    turned(cast, view="lotus", table=4)
    open_at(cast.house, cast.gathering, "interventions")
    with cast.house.store.reading() as db:
        assert db.get_one(Workshop, cast.gathering).wall_table is None
