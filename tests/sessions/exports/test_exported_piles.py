"""What people sorted, and whether it is what they meant: without people in the public grade."""

from __future__ import annotations

import pytest
from builders import open_at
from sqlalchemy import select

from sessions.exports import Grade
from sessions.hall import meant, piles, programme
from sessions.models import Contribution, Passage, Placement


@pytest.fixture
def sorted_day(day):
    """Two people sort the two reasons that are shown, one of them on one pile; an author confirms one."""
    house, cast = day.house, day.cast
    now = house.now()
    house.write(
        lambda db: programme.add_step(db, cast.gathering, "sorting", cast.moderator, after=None, now=now)
    )
    step, (one, other, *_more) = open_at(house, cast.gathering, "sorting"), cast.passages("why")

    def sort(db) -> None:
        for phone, keys in ((cast.phones[0], "ab"), (cast.phones[1], "aa")):
            for passage, key in zip((one, other), keys, strict=True):
                piles.put(db, step, phone.id, passage, pile=key, seen="", now=now)
        piles.name(db, step, cast.phones[0].id, pile="a", name="Samen wachten, zegt Fatima", now=now)

    house.write(sort)
    return day


@pytest.mark.parametrize("grade", list(Grade))
def test_which_statements_lay_together_is_in_every_grade(sorted_day, grade):
    rows = sorted_day.gather(grade).sheet("piles").rows
    together: dict[str, list[str]] = {}
    for row in rows:
        together.setdefault(row["pile"], []).append(row["contribution"])
    assert sorted(map(len, together.values())) == [1, 1, 2]
    whose = {"participant", "pile_name"}
    assert whose <= set(rows[0]) if grade is not Grade.PUBLIC else not whose & set(rows[0])


def test_what_authors_confirmed_stands_beside_the_theme(sorted_day):
    house = sorted_day.house
    with house.store.reading() as db:
        theme = sorted_day.theme
        found = db.execute(
            select(Placement.passage_id, Contribution.participant_id)
            .join(Passage, Passage.id == Placement.passage_id)
            .join(Contribution, Contribution.id == Passage.contribution_id)
            .where(Placement.theme_id == theme, Contribution.participant_id.is_not(None))
        ).first()
    now = house.now()
    house.write(lambda db: meant.say(db, found[1], found[0], theme, answer="yes", now=now))
    rows = {row["id"]: row for row in sorted_day.gather(Grade.PUBLIC).sheet("themes").rows}
    assert (rows[str(theme)]["meant_yes"], rows[str(theme)]["meant_no"]) == (1, 0)
