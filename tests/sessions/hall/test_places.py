"""Petals at a table: what several people do at once, who is faster, and that nothing is ever lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from builders import Cast, contribute, intervention, join, open_at
from sqlalchemy import select

from sessions import contributions, participants
from sessions.errors import Closed, Conflict, Missing
from sessions.exercises.answers import as_form
from sessions.hall import pace, places
from sessions.journal import Actor
from sessions.models import Contribution, ContributionVersion, Participant, Place
from sessions.projections import Audience, snapshot


@dataclass
class Table:
    """Two phones at table 1 and one at table 2, at the lotus of the cast's workshop."""

    cast: Cast
    step: int

    def person(self, number: int) -> int:
        return self.cast.phones[number].id

    def write(self, verb: Any, *args: Any, **kwargs: Any) -> Any:
        return self.cast.house.write(lambda db: verb(db, *args, **kwargs, now=self.cast.house.now()))

    def share(self, stage: str = "shared") -> None:
        self.write(pace.set_stage, self.cast.gathering, self.step, stage, self.cast.moderator)

    def says(self, person: int, text: str, place: str = "", over: int | None = None) -> dict[str, Any]:
        answer = {"text": text, "place": place, "over": over}
        return contribute(self.cast.house, self.cast.phones[person], self.step, answer)

    def lays(self, person: int, contribution_id: int, name: str, over: int | None = None) -> bool:
        return self.write(places.lay, contribution_id, self.person(person), name=name, over=over)

    def clears(self, person: int, contribution_id: int, version: int | None = None) -> None:
        self.write(places.clear, contribution_id, self.person(person), version=version)

    def flower(self, person: int = 0) -> dict[str, str]:
        """What the people of that person's table see: place to words."""
        with self.cast.house.store.reading() as db:
            table_id = db.get_one(Participant, self.person(person)).table_id
            items = snapshot(db, Audience("table", table_id)).items
        return {item["place"]: item["text"] for name, item in items.items() if name.startswith("petal:")}

    def state(self, contribution_id: int) -> str:
        with self.cast.house.store.reading() as db:
            return db.get_one(Contribution, contribution_id).state


@pytest.fixture
def table(cast: Cast) -> Table:
    made = Table(cast, open_at(cast.house, cast.gathering, "lotus"))
    made.share()
    return made


def test_words_lie_on_the_place_that_was_free(table: Table) -> None:
    receipt = table.says(0, "Je ontmoet elkaar echt", "A")
    assert (receipt["state"], receipt["place"]) == ("shown", "A")
    table.says(1, "Samen eten", "A1")
    assert table.flower() == {"A": "Je ontmoet elkaar echt", "A1": "Samen eten"}
    assert table.flower(2) == {}, "another table has a flower of its own"


def test_who_is_second_keeps_the_words_as_a_note(table: Table) -> None:
    table.says(0, "Van de eerste", "C")
    second = table.says(1, "Van de tweede", "C")
    assert (second["state"], second["place"]) == ("private", None)
    assert table.flower() == {"C": "Van de eerste"}
    assert table.lays(1, second["id"], "D")
    assert table.flower() == {"C": "Van de eerste", "D": "Van de tweede"}


def test_the_same_key_again_is_the_same_petal(table: Table) -> None:
    answer = {"text": "Eén keer", "place": "B", "over": None}
    first = contribute(table.cast.house, table.cast.phones[0], table.step, answer, "k" * 16)
    again = contribute(table.cast.house, table.cast.phones[0], table.step, answer, "k" * 16)
    assert again == first | {"again": True}
    assert table.flower() == {"B": "Eén keer"}


def test_other_words_replace_what_their_author_saw_and_nothing_newer(table: Table) -> None:
    seen = table.says(0, "Kort", "A")["id"]
    newer = table.says(1, "Langer", "A", over=seen)["id"]
    late = table.says(1, "Te laat", "A", over=seen)
    assert late["state"] == "private"
    assert (table.state(seen), table.state(newer)) == ("replaced", "shown")
    assert table.flower() == {"A": "Langer"}


def test_words_that_were_replaced_keep_their_wording_and_can_lie_elsewhere(table: Table) -> None:
    first = table.says(0, "Mijn woorden", "A")["id"]
    table.says(1, "Andere woorden", "A", over=first)
    with pytest.raises(Missing):
        table.lays(1, first, "B")
    assert table.lays(0, first, "B")
    assert table.flower() == {"A": "Andere woorden", "B": "Mijn woorden"}


def test_a_place_that_was_emptied_in_the_meantime_is_free(table: Table) -> None:
    seen = table.says(0, "Weg", "A")["id"]
    table.clears(0, seen)
    assert table.says(1, "Nieuw", "A", over=seen)["place"] == "A"


def test_taking_a_petal_away_leaves_what_hangs_below(table: Table) -> None:
    heart = table.says(0, "Dicht bij huis", "B")["id"]
    table.says(1, "Om de hoek", "B1")
    table.clears(1, heart)
    assert table.flower() == {"B1": "Om de hoek"}
    assert table.state(heart) == "replaced", "its author still has it and sees that the table took it away"
    table.clears(1, heart)
    table.says(0, "In de buurt", "B")
    assert table.flower() == {"B": "In de buurt", "B1": "Om de hoek"}


def test_who_takes_their_own_away_has_it_as_a_note(table: Table) -> None:
    own = table.says(0, "Toch niet", "B")["id"]
    table.clears(0, own)
    assert table.state(own) == "private"
    assert table.lays(0, own, "H8")


def test_taking_away_refuses_words_that_were_changed(table: Table) -> None:
    own = table.says(0, "Eerst", "B")["id"]
    table.write(
        contributions.correct,
        own,
        table.person(0),
        version=1,
        data=as_form({"text": "Dan", "place": "B", "over": own}),
    )
    with pytest.raises(Conflict):
        table.clears(1, own, version=1)
    assert table.flower() == {"B": "Dan"}
    table.clears(1, own, version=2)
    assert table.flower() == {}


def test_anybody_at_the_table_moves_a_petal_and_nobody_else(table: Table) -> None:
    petal = table.says(0, "Elk talent telt", "A")["id"]
    other = table.says(0, "Blijft liggen", "C")["id"]
    assert table.lays(1, petal, "D")
    assert table.flower() == {"C": "Blijft liggen", "D": "Elk talent telt"}
    assert not table.lays(1, petal, "C"), "a place is not taken over unseen"
    assert table.flower() == {"C": "Blijft liggen", "D": "Elk talent telt"}
    assert table.lays(1, petal, "C", over=other)
    assert table.flower() == {"C": "Elk talent telt"}
    for act in (lambda: table.lays(2, petal, "E"), lambda: table.clears(2, petal)):
        with pytest.raises(Missing):
            act()


def test_in_private_everything_is_a_note_that_nobody_else_sees(table: Table) -> None:
    table.share("private")
    note = table.says(0, "Eerst voor mezelf", "A")
    assert note["state"] == "private"
    with pytest.raises(Closed):
        table.lays(0, note["id"], "A")
    with table.cast.house.store.reading() as db:
        gathering, why = table.cast.gathering, table.cast.analysis()
        audiences = [("wall", gathering), ("studio", gathering), ("phone", gathering), ("workbench", why)]
        audiences += [("me", table.person(1)), ("table", db.get_one(Participant, table.person(0)).table_id)]
        for audience in audiences:
            assert "Eerst voor mezelf" not in str(snapshot(db, Audience(*audience)).items), audience
        own = snapshot(db, Audience("me", table.person(0))).items[f"contribution:{note['id']}"]
    assert (own["text"], own["state"]) == ("Eerst voor mezelf", "private")
    table.share()
    assert table.lays(0, note["id"], "A")
    assert table.flower() == {"A": "Eerst voor mezelf"}


def test_a_note_of_somebody_else_cannot_be_laid(table: Table) -> None:
    note = table.says(0, "Van mij")["id"]
    with pytest.raises(Missing):
        table.lays(1, note, "A")


def test_who_changes_tables_takes_their_notes_along_and_leaves_their_petals(table: Table) -> None:
    petal, note = table.says(0, "Ligt hier", "A")["id"], table.says(0, "Gaat mee")["id"]
    table.write(participants.change, table.person(0), table_number=2, name="", language="nl")
    assert table.lays(0, note, "A")
    assert table.flower(2) == {"A": "Gaat mee"}
    assert table.flower(1) == {"A": "Ligt hier"}
    with pytest.raises(Missing):
        table.lays(0, petal, "B")


@pytest.mark.parametrize("name", ["", "I", "A9", "a", "AA", "finding"])
def test_a_place_that_is_not_there(table: Table, name: str) -> None:
    note = table.says(0, "Waar?")["id"]
    with pytest.raises(Missing):
        table.lays(0, note, name)


def test_what_never_lay_on_a_place_cannot_be_taken_away(cast: Cast) -> None:
    said = contribute(cast.house, cast.phones[0], cast.step(), intervention("Taalcafé"))["id"]
    table = Table(cast, cast.step())
    with pytest.raises(Missing):
        table.clears(1, said)
    with pytest.raises(Missing):
        table.lays(0, said, "A")
    assert table.state(said) == "shown"


def test_a_finding_lies_only_where_findings_lie(cast: Cast) -> None:
    table = Table(cast, open_at(cast.house, cast.gathering, "findings"))
    said = table.says(0, "Wij vinden")["id"]
    with pytest.raises(Missing):
        table.lays(0, said, "A")
    table.clears(0, said)
    assert table.lays(0, said, "finding")


def test_a_step_that_is_over_is_closed(table: Table) -> None:
    petal, note = table.says(0, "Ligt", "A")["id"], table.says(0, "Los")["id"]
    open_at(table.cast.house, table.cast.gathering, "moment")
    for act in (lambda: table.lays(0, note, "B"), lambda: table.clears(0, petal)):
        with pytest.raises(Closed):
            act()
    assert table.flower() == {"A": "Ligt"}


def test_withdrawing_frees_the_place_and_putting_back_finds_it_free_or_not(table: Table) -> None:
    first, second = table.says(0, "Eerste", "A")["id"], table.says(0, "Tweede", "B")["id"]
    for each in (first, second):
        table.write(contributions.withdraw, each, table.person(0))
    table.says(1, "Op de plaats van de tweede", "B")
    for each in (first, second):
        table.write(contributions.put_back, each, table.person(0))
    assert table.flower() == {"A": "Eerste", "B": "Op de plaats van de tweede"}
    assert table.state(second) == "private"


def test_what_was_hidden_does_not_come_back_through_the_side_door(table: Table) -> None:
    petal = table.says(0, "Jan doet dit", "A")["id"]
    table.write(contributions.hide, petal, table.cast.moderator, reason="Er staat een naam in.")
    assert table.flower() == {}
    table.says(1, "Iemand doet dit", "A")
    table.write(contributions.withdraw, petal, table.person(0))
    table.write(contributions.put_back, petal, table.person(0))
    assert table.state(petal) == "hidden"
    with pytest.raises(Missing):
        table.lays(0, petal, "B")
    table.write(contributions.show, petal, table.cast.moderator)
    assert table.state(petal) == "private", "its place is taken: it is its author's again"
    assert table.lays(0, petal, "B")


def test_petals_pass_into_the_analysis_with_their_place(table: Table) -> None:
    table.says(0, "Je durft iets te vragen", "G3")
    note = table.says(1, "Alleen voor mij")["id"]
    with table.cast.house.store.reading() as db:
        items = snapshot(db, Audience("workbench", table.cast.analysis())).items
    passages = {item["text"]: item for name, item in items.items() if name.startswith("passage:")}
    assert set(passages) == {"Je durft iets te vragen"}, note
    assert passages["Je durft iets te vragen"]["place"] == "G3"


def test_a_table_at_its_own_pace_shares_when_it_wants(table: Table) -> None:
    cast = table.cast
    table.share("private")
    table.write(pace.set_pace, cast.gathering, True, cast.moderator)
    with cast.house.store.reading() as db:
        here = db.get_one(Participant, table.person(0)).table_id
    seen = (table.step, "private")
    table.write(
        pace.move_table, here, table.step, Actor("participant", table.person(0)), stage="shared", seen=seen
    )
    assert table.says(0, "Wij delen al", "A")["place"] == "A"
    assert table.says(2, "Wij nog niet", "A")["state"] == "private"


def test_nobody_can_lie_on_a_table_while_they_sit_at_none(table: Table) -> None:
    def stand_up(db: Any) -> None:
        db.get_one(Participant, table.person(0)).table_id = None

    table.cast.house.write(stand_up)
    receipt = table.says(0, "Nog geen tafel", "A")
    assert receipt["state"] == "private"
    with pytest.raises(Missing):
        table.lays(0, receipt["id"], "A")


def test_a_place_holds_one_contribution_in_the_database_itself(table: Table) -> None:
    table.says(0, "Een", "A")
    joined = join(table.cast.house, table.cast.gathering, table=1)
    table.cast.phones.append(joined)
    table.says(3, "Twee", "A", over=None)
    with table.cast.house.store.reading() as db:
        assert len(list(db.scalars(select(Place)))) == 1
        assert len(list(db.scalars(select(ContributionVersion)))) == 2
