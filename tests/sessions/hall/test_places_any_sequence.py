"""Whatever several people of one table do at once: no text is lost or rewritten, no place is shared."""

from __future__ import annotations

import secrets
from collections import Counter
from typing import Any

import pytest
from builders import Cast, join, make_cast, make_workshop, open_at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from facilitator.house import House, build
from facilitator.settings import Settings
from sessions import contributions
from sessions.errors import Refused
from sessions.exercises.answers import as_form
from sessions.hall import pace, places
from sessions.journal import Actor
from sessions.models import Contribution, ContributionVersion, Participant, Place
from sessions.projections import Audience, snapshot

PEOPLE = 4
names = st.sampled_from(["", "A", "A1", "A2", "B"])
person = st.integers(0, PEOPLE - 1)
# Which of the contributions there are by then; what somebody saw may be long gone.
which = st.integers(0, 30)
acts = st.one_of(
    st.tuples(st.just("say"), person, names, which),
    st.tuples(st.just("lay"), person, names, which, which),
    st.tuples(st.just("clear"), person, which),
    st.tuples(st.just("correct"), person, which),
    st.tuples(st.just("withdraw"), person, which),
    st.tuples(st.just("put_back"), person, which),
    st.tuples(st.just("stage"), st.sampled_from(["private", "shared"])),
)
# Each inner list is handed to the writer at once, as in a hall: one transaction holds several of them.
stories = st.lists(st.lists(acts, min_size=1, max_size=6), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Any:
    house = build(Settings(data=tmp_path_factory.mktemp("places") / "data"))
    yield make_cast(house)
    house.close()


class Flower:
    """One table of a fresh workshop, and what its people were told."""

    def __init__(self, cast: Cast) -> None:
        self.house: House = cast.house
        self.workshop = make_workshop(self.house, cast.facilitator, tables=1)
        self.step = open_at(self.house, self.workshop, "lotus")
        self.people = [join(self.house, self.workshop).id for _ in range(PEOPLE)]
        self.moderator = Actor("user", cast.facilitator)
        self.said: dict[str, tuple[int, str]] = {}
        self.house.write(self.verb(("stage", "shared")))

    def _stage(self, db: Any, stage: str) -> None:
        pace.set_stage(db, self.workshop, self.step, stage, self.moderator, now=self.house.now())

    def ids(self, db: Any) -> list[int]:
        query = select(Contribution.id).where(Contribution.workshop_id == self.workshop)
        return list(db.scalars(query.order_by(Contribution.id)))

    def verb(self, act: tuple[Any, ...]) -> Any:
        what, *how = act
        if what == "stage":
            return lambda db: self._stage(db, how[0])
        return lambda db: getattr(self, f"_{what}")(db, self.people[how[0]], *how[1:])

    def pick(self, db: Any, number: int) -> int:
        ids = self.ids(db)
        return ids[number % len(ids)] if ids else 0

    def _say(self, db: Any, who: int, name: str, over: int) -> Any:
        key = secrets.token_hex(16)
        text = f"woorden {key}"
        data = as_form({"text": text, "place": name, "over": self.pick(db, over) or None})
        receipt = contributions.contribute(db, self.step, who, key=key, data=data, now=self.house.now())
        self.said[key] = (who, text)
        return receipt

    def _lay(self, db: Any, who: int, name: str, one: int, over: int) -> Any:
        over_id = self.pick(db, over) or None
        return places.lay(db, self.pick(db, one), who, name=name, over=over_id, now=self.house.now())

    def _clear(self, db: Any, who: int, one: int) -> None:
        places.clear(db, self.pick(db, one), who, version=None, now=self.house.now())

    def _correct(self, db: Any, who: int, one: int) -> Any:
        data = as_form({"text": f"beter {secrets.token_hex(8)}"})
        contribution_id = self.pick(db, one)
        return contributions.correct(db, contribution_id, who, version=None, data=data, now=self.house.now())

    def _withdraw(self, db: Any, who: int, one: int) -> Any:
        return contributions.withdraw(db, self.pick(db, one), who, now=self.house.now())

    def _put_back(self, db: Any, who: int, one: int) -> Any:
        return contributions.put_back(db, self.pick(db, one), who, now=self.house.now())

    def holds(self) -> None:
        with self.house.store.reading() as db:
            rows = {each.id: each for each in db.scalars(self._of(Contribution))}
            lying = list(db.scalars(self._of(Place)))
            self._nothing_is_lost(db, rows)
            assert max(Counter(each.name for each in lying).values(), default=0) <= 1
            shown = {each.id for each in rows.values() if each.state == "shown"}
            assert shown == {each.contribution_id for each in lying if each.contribution_id in shown}
            table = db.get_one(Participant, self.people[0]).table_id
            items = snapshot(db, Audience("table", table)).items
            seen = {int(name.partition(":")[2]): item for name, item in items.items() if "petal:" in name}
            assert seen.keys() == shown, "the table sees what lies there, also below a petal that is gone"

    def _of(self, model: Any) -> Any:
        return select(model).where(model.workshop_id == self.workshop)

    def _nothing_is_lost(self, db: Any, rows: dict[int, Contribution]) -> None:
        """Every text that was taken in is there, under its author, in the words of its author."""
        assert {each.key for each in rows.values()} == set(self.said)
        for each in rows.values():
            author, text = self.said[each.key]
            first = db.get_one(ContributionVersion, (each.id, 1))
            assert (each.participant_id, first.text) == (author, text)
        versions = (
            select(func.count())
            .select_from(ContributionVersion)
            .join(Contribution, Contribution.id == ContributionVersion.contribution_id)
        )
        count = db.scalar(versions.where(Contribution.workshop_id == self.workshop))
        assert count == sum(each.version for each in rows.values())


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=stories)
def test_no_text_is_lost_and_each_place_holds_at_most_one(hall: Cast, story: list[list[Any]]) -> None:
    flower = Flower(hall)
    for batch in story:
        answers = [hall.house.writer.submit(flower.verb(act)) for act in batch]
        for answer in answers:
            error = answer.exception()
            assert error is None or isinstance(error, Refused), error
        flower.holds()
