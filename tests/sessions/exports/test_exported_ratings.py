"""What people put in order: its sum in every export, who put what where only in the restricted one."""

from __future__ import annotations

import pytest
from builders import join, open_at

from sessions.analysis import key_groups, themes
from sessions.exports import Grade
from sessions.hall import ratings


@pytest.fixture
def ranked(day):
    """Two people put two themes in order, one the other way round and one not at all."""
    house, cast = day.house, day.cast
    analysis, by, now = cast.analysis("preconditions"), cast.moderator, house.now()
    step = open_at(house, cast.gathering, "ranking")
    ids = [
        house.write(lambda db, title=title: themes.make(db, analysis, by, title=title, now=now))
        for title in ("Middelen", "Beleid")
    ]
    other = join(house, cast.gathering, table=5, name="Emre")
    for phone, order in ((cast.phones[0], ids), (other, ids[::-1]), (cast.phones[1], ids)):
        house.write(lambda db, phone=phone, order=order: ratings.give(db, step, phone.id, order, now=now))
    return day


@pytest.mark.parametrize("grade", list(Grade))
def test_the_sum_stands_beside_the_theme_in_every_grade(ranked, grade):
    found = {row["title"]: row for row in ranked.gather(grade).sheet("themes").rows}
    assert (found["Middelen"]["rating_mean"], found["Middelen"]["rating_people"]) == (1.333, 3)
    assert (found["Beleid"]["rating_low"], found["Beleid"]["rating_high"]) == (1.5, 2.0)
    assert found["Samen wachten"]["rating_mean"] is None, "a theme of another question was not in the ranking"


def test_who_put_what_where_is_in_the_restricted_export_only(ranked):
    for grade in (Grade.PUBLIC, Grade.ANALYSIS):
        assert "ratings" not in {sheet.name for sheet in ranked.gather(grade).sheets}
    dossier = ranked.gather(Grade.RESTRICTED)
    rows = dossier.sheet("ratings").rows
    people = {row["participant"] for row in dossier.sheet("participants").rows}
    assert len(rows) == 6 and {row["participant"] for row in rows} <= people
    assert sorted(row["place"] for row in rows) == [1, 1, 1, 2, 2, 2]
    assert {row["theme_id"] for row in rows} == {
        row["id"] for row in dossier.sheet("themes").rows if row["rating_people"]
    }


def test_key_groups_come_in_the_order_that_people_gave_them_with_their_words(ranked):
    house, by, now = ranked.house, ranked.cast.moderator, ranked.house.now()
    analysis = ranked.cast.analysis()
    more = house.write(lambda db: key_groups.make(db, analysis, by, title="Tijd", now=now))
    house.write(lambda db: key_groups.change(db, more, by, description="Niets gaat vanzelf.", now=now))
    house.write(lambda db: key_groups.move(db, more, by, direction="up", now=now))
    rows = ranked.gather(Grade.PUBLIC).sheet("key_groups").rows
    assert [(row["title"], row["rank"]) for row in rows] == [("Tijd", 1), ("Nabijheid", 2)]
    assert rows[0]["description"] == "Niets gaat vanzelf."
