"""Is this what you meant? Authors say it of their own, and a no stands in the register."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from builders import Cast, contribute, intervention

from sessions import workshops
from sessions.analysis import themes
from sessions.errors import Conflict, Invalid, Missing
from sessions.hall import meant
from sessions.models import Dissent
from sessions.projections import Audience, snapshot


@dataclass
class Hall:
    cast: Cast
    theme: int
    passages: list[int]

    def write(self, verb, *args, **values):
        house = self.cast.house
        return house.write(lambda db: verb(db, *args, **values, now=house.clock.passes(seconds=1)))

    def say(self, phone: int, place: int, answer: str, why: str = "") -> None:
        person = self.cast.phones[phone].id
        self.write(meant.say, person, self.passages[place], self.theme, answer=answer, why=why)

    def unplace(self, place: int) -> None:
        passages = [self.passages[place]]
        self.write(
            themes.move,
            self.cast.analysis("why"),
            self.cast.moderator,
            passage_ids=passages,
            theme_id=None,
        )

    def counts(self) -> meant.Counts:
        with self.cast.house.store.reading() as db:
            return meant.counts(db, [self.cast.analysis("why")]).get(self.theme, meant.NOBODY)

    def register(self) -> list[tuple[str, str, bool]]:
        with self.cast.house.store.reading() as db:
            rows = db.query(Dissent).order_by(Dissent.id)
            return [(row.about, row.text, row.withdrawn_at is None) for row in rows]


@pytest.fixture
def hall(cast: Cast) -> Hall:
    for phone, why in zip(cast.phones, ("Je kent iemand", "Het is gratis", "Er is tijd"), strict=True):
        contribute(cast.house, phone, cast.step(), intervention(reasons=[why]))
    passages = cast.passages("why")
    house = cast.house
    made = house.write(
        lambda db: themes.make(
            db,
            cast.analysis("why"),
            cast.moderator,
            title="Dicht bij huis",
            passage_ids=passages,
            now=house.now(),
        )
    )
    return Hall(cast, made, passages)


def test_yes_and_no_are_counted_per_theme_and_a_no_is_an_objection(hall: Hall) -> None:
    hall.say(0, 0, "yes")
    hall.say(1, 1, "no", "Het ging over geld.")
    hall.say(2, 2, "no")
    assert hall.counts() == meant.Counts(yes=1, no=2)
    assert hall.register() == [
        ("membership", "Het ging over geld.", True),
        ("membership", "Dit bedoelde ik niet.", True),
    ]
    with hall.cast.house.store.reading() as db:
        items = snapshot(db, Audience("workbench", hall.cast.analysis("why"))).items
    assert items[f"theme:{hall.theme}"]["meant"] == {"yes": 1, "no": 2}


def test_a_change_of_mind_takes_the_objection_back_and_keeps_that_there_was_one(hall: Hall) -> None:
    hall.say(0, 0, "no", "Anders")
    hall.say(0, 0, "no", "Anders")
    hall.say(0, 0, "no", "Nog anders")
    hall.say(0, 0, "yes")
    assert hall.counts() == meant.Counts(yes=1, no=0)
    assert hall.register() == [("membership", "Anders", False), ("membership", "Nog anders", False)]


def test_nobody_answers_for_somebody_else_and_only_where_it_stands(hall: Hall) -> None:
    with pytest.raises(Missing):
        hall.say(0, 1, "yes")
    for answer, why in (("maybe", ""), ("no", "x" * 601)):
        with pytest.raises(Invalid):
            hall.say(0, 0, answer, why)
    hall.unplace(0)
    with pytest.raises(Conflict):
        hall.say(0, 0, "no", "Waarom stond het daar?")
    assert hall.register() == []


def test_what_was_moved_away_since_counts_no_more(hall: Hall) -> None:
    hall.say(0, 0, "no")
    hall.unplace(0)
    assert hall.counts() == meant.NOBODY
    assert hall.register() == [("membership", "Dit bedoelde ik niet.", True)]


def test_the_author_reads_it_back_also_after_the_day(hall: Hall) -> None:
    hall.write(workshops.close_workshop, hall.cast.gathering, hall.cast.moderator)
    hall.say(1, 1, "no", "Het ging over geld.")
    author, other = hall.cast.phones[1], hall.cast.phones[0]
    with hall.cast.house.store.reading() as db:
        mine, others = (snapshot(db, Audience("me", each.id)).items for each in (author, other))
    (place,) = next(part["placed"] for part in contributions_of(mine)[0]["parts"])
    assert (place["passage"], place["title"]) == (hall.passages[1], "Dicht bij huis")
    assert (place["meant"], place["why"]) == ("no", "Het ging over geld.")
    assert "Het ging over geld." not in str(others)


def contributions_of(items: dict) -> list[dict]:
    return [item for name, item in items.items() if name.startswith("contribution:")]
