"""Erasing what somebody said: no word of it is left in the database, and nothing else changes."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, contribute, intervention, propose
from sqlalchemy import select

from facilitator.house import House
from sessions import contributions, erasing, undoing
from sessions.analysis import dissent, freezing, themes
from sessions.errors import Missing
from sessions.exercises.answers import as_form
from sessions.journal import Actor
from sessions.models import Analysis, Base, Contribution, Passage, Theme, Vector
from sessions.projections import Audience, snapshot
from sessions.proposing import proposals, vectors

SECRET = "zeldzaamwoord"
COMMAND = Actor("command")


class Hall:
    """One person said something delicate that a machine named a group after; another said something else."""

    def __init__(self, house: House, cast: Cast) -> None:
        self.house, self.cast, self.analysis = house, cast, cast.analysis()
        said = intervention(reasons=[f"Een {SECRET} in de straat"])
        self.said = contribute(house, cast.phones[0], cast.step(), said)["id"]
        self.mine = cast.passages()
        contribute(house, cast.phones[1], cast.step(), intervention(reasons=["Buren kennen elkaar"]))
        self.theirs = [each for each in cast.passages() if each not in self.mine]
        self.does(contributions.correct, self.said, cast.phones[0].id, version=None, data=self.corrected())
        self.mine = [each for each in cast.passages() if each not in self.theirs]
        model = vectors.model_name("m", "1")
        with house.store.reading() as db:
            (text,) = vectors.words_of(db, self.mine).values()
        made = [vectors.Made(self.mine[0], vectors.hash_of(text), b"12345678")]
        house.write(lambda db: vectors.keep(db, model, made))
        propose(house, self.analysis, [(SECRET, self.mine), ("buren", self.theirs)])
        with house.store.reading() as db:
            first = proposals.on_the_table(db, self.analysis)[0].id
        self.theme = self.does(proposals.adopt, first, cast.moderator)
        self.does(freezing.freeze, self.analysis, cast.moderator)
        self.does(themes.change, self.theme, cast.moderator, description="van ons")
        objection = {"about": "theme", "text": f"Geen {SECRET}", "theme_id": self.theme}
        self.does(dissent.raise_, cast.gathering, participant_id=cast.phones[0].id, **objection)

    def corrected(self) -> Any:
        return as_form(intervention(reasons=[f"Geen {SECRET} meer in de straat"]))

    def does(self, verb: Any, *args: Any, **kwargs: Any) -> Any:
        return self.house.write(lambda db: verb(db, *args, **kwargs, now=self.house.clock.passes(seconds=1)))

    def number(self) -> int:
        return 1

    def left(self) -> list[str]:
        """The tables that hold the word somewhere."""
        with self.house.store.reading() as db:
            return [
                table.name
                for table in Base.metadata.sorted_tables
                if any(SECRET in str(value) for row in db.execute(select(table)) for value in row)
            ]


@pytest.fixture
def hall(house: House, cast: Cast) -> Hall:
    return Hall(house, cast)


def test_no_word_of_a_person_is_left_anywhere(hall: Hall) -> None:
    assert {"contribution_version", "cluster", "theme", "analysis", "dissent"} <= set(hall.left())
    erased = hall.does(erasing.of_person, hall.cast.gathering, hall.number(), COMMAND)
    # The answer, the line that was corrected away and the one that came instead.
    assert erased == 3
    assert hall.left() == []
    with hall.house.store.reading() as db:
        assert db.scalars(select(Vector)).all() == []
        items = snapshot(db, Audience("workbench", hall.analysis)).items
    assert f"passage:{hall.theirs[0]}" in items
    assert not any(f"passage:{each}" in items for each in hall.mine)
    assert items[f"theme:{hall.theme}"]["description"] == "van ons"


def test_what_was_erased_does_not_come_back_and_acts_around_it_can_be_taken_back(hall: Hall) -> None:
    with hall.house.store.reading() as db:
        key = db.get_one(Contribution, hall.said).key
    for _ in range(2):
        hall.does(undoing.undo, hall.analysis, hall.cast.moderator)
    assert hall.does(erasing.by_key, hall.cast.gathering, key, COMMAND) == 3
    hall.does(contributions.put_back, hall.said, hall.cast.phones[0].id)
    assert [each for each in hall.cast.passages() if each in hall.mine] == []
    # The wall stands still again, as it did, and without the word.
    for _ in range(2):
        hall.does(undoing.redo, hall.analysis, hall.cast.moderator)
    with hall.house.store.reading() as db:
        assert db.get_one(Theme, hall.theme).description == "van ons"
        assert db.get_one(Analysis, hall.analysis).frozen is not None
        assert db.get(Passage, hall.mine[0]) is not None
    assert hall.left() == ["dissent"]


def test_a_title_that_stands_for_others_as_well_stays(house: House, cast: Cast) -> None:
    said = contribute(house, cast.phones[0], cast.step(), intervention(reasons=["Buren eten samen"]))["id"]
    others = [f"Buren doen {what}" for what in ("mee", "open", "aardig")]
    contribute(house, cast.phones[1], cast.step(), intervention(reasons=others))
    propose(house, cast.analysis(), [("buren", cast.passages())])
    with house.store.reading() as db:
        key = db.get_one(Contribution, said).key
    house.write(lambda db: erasing.by_key(db, cast.gathering, key, COMMAND, now=house.now()))
    with house.store.reading() as db:
        assert [each.words for each in proposals.on_the_table(db, cast.analysis())] == ["buren"]


@pytest.mark.parametrize(("verb", "whose"), [(erasing.by_key, "niet-bestaand"), (erasing.of_person, 99)])
def test_who_or_what_is_not_there_is_refused(hall: Hall, verb: Any, whose: Any) -> None:
    with pytest.raises(Missing):
        hall.does(verb, hall.cast.gathering, whose, COMMAND)
