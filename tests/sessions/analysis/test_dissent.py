"""Objections and notes, what is set aside, and a wall that stands still."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, contribute, intervention

from facilitator.house import House
from sessions import result, undoing
from sessions.analysis import aside, dissent, freezing, notes, themes
from sessions.analysis.overtaking import Overtaken
from sessions.errors import Conflict, Forbidden, Invalid, Missing
from sessions.journal import Actor
from sessions.projections import Audience, snapshot
from sessions.proposing import proposals


class Desk:
    def __init__(self, house: House, cast: Cast) -> None:
        self.house, self.cast = house, cast
        contribute(house, cast.phones[0], cast.step(), intervention(reasons=["Dichtbij", "Gratis"]))
        self.analysis, self.ids = cast.analysis(), cast.passages()
        self.theme = self.does(themes.make, self.analysis, title="Nabij", passage_ids=self.ids[:1])

    def does(self, verb, *scope, by: Actor | None = None, **values):
        actor, moment = by or self.cast.moderator, self.house.clock.passes(seconds=1)
        return self.house.write(lambda db: verb(db, *scope, actor, now=moment, **values))

    def objects(self, text: str = "Te vaag", *, about: str = "name", **who: Any) -> int:
        who = {"theme_id": self.theme, **(who or {"user_id": self.cast.facilitator})}
        moment, gathering = self.house.clock.passes(seconds=1), self.cast.gathering
        return self.house.write(
            lambda db: dissent.raise_(db, gathering, about=about, text=text, now=moment, **who)
        )

    def register(self) -> list[tuple[str, str, bool]]:
        with self.house.store.reading() as db:
            found = dissent.register(db, self.cast.gathering)
        return [(each.theme, each.text, each.withdrawn_at is None) for each in found]

    def items(self, kind: str, scope: int) -> dict[str, Any]:
        with self.house.store.reading() as db:
            return snapshot(db, Audience(kind, scope)).items

    def card(self, place: int = 0) -> Any:
        return self.items("workbench", self.analysis)[f"passage:{self.ids[place]}"]


@pytest.fixture
def desk(house: House, cast: Cast) -> Desk:
    return Desk(house, cast)


def test_an_objection_outlives_its_theme(desk: Desk) -> None:
    desk.objects("Te vaag")
    into = desk.does(themes.make, desk.analysis, title="Samen")
    desk.does(themes.merge, into, desk.theme)
    assert desk.register() == [("Samen", "Te vaag", True)]
    desk.does(themes.dissolve, into)
    assert desk.register() == [("Samen", "Te vaag", True)]
    for _ in range(2):
        desk.does(undoing.undo, desk.analysis)
    assert desk.register() == [("Nabij", "Te vaag", True)]


def test_whoever_raised_it_takes_it_back_and_nobody_else(desk: Desk) -> None:
    phone, other = desk.cast.phones[:2]
    raised = desk.objects("Te klein", participant_id=phone.id)
    for stranger in (Actor("participant", other.id), desk.cast.moderator):
        with pytest.raises(Forbidden):
            desk.does(dissent.withdraw, raised, by=stranger)
    desk.does(dissent.withdraw, raised, by=Actor("participant", phone.id))
    assert desk.register() == [("Nabij", "", False)]
    with pytest.raises(Missing):
        desk.does(dissent.withdraw, raised, by=Actor("participant", phone.id))


def test_staff_takes_back_their_own_act_and_the_register_keeps_the_line(desk: Desk) -> None:
    desk.objects("Te vaag")
    desk.does(undoing.undo, desk.analysis)
    assert desk.register() == [("Nabij", "", False)]
    desk.does(undoing.redo, desk.analysis)
    assert desk.register() == [("Nabij", "Te vaag", True)]


def test_a_theme_with_somebodys_objection_does_not_vanish(desk: Desk) -> None:
    desk.objects("Te klein", participant_id=desk.cast.phones[0].id)
    with pytest.raises(Overtaken):
        desk.does(undoing.undo, desk.analysis)


def test_a_participant_objects_about_their_own_words_only(desk: Desk) -> None:
    said = {"about": "membership", "passage_id": desk.ids[0]}
    with pytest.raises(Missing):
        desk.objects("Niet bedoeld", participant_id=desk.cast.phones[1].id, **said)
    desk.objects("", participant_id=desk.cast.phones[0].id, **said)
    assert desk.card()["dissent"] == 1


@pytest.mark.parametrize("wrong", [{"text": " "}, {"about": "iets"}, {"text": "x" * 1001}])
def test_an_objection_says_what_it_is_about(desk: Desk, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        desk.objects(**wrong, user_id=desk.cast.facilitator)


def test_the_result_holds_the_register_and_keeps_the_words_to_who_may_read_them(desk: Desk) -> None:
    desk.objects("Te vaag")
    with desk.house.store.reading() as db:
        for raw, text in ((True, "Te vaag"), (False, "")):
            found = result.gather(db, desk.cast.gathering, raw=raw, now=desk.house.now())
            assert [(each.about, each.text) for each in found.dissent] == [("name", text)]


def test_its_author_reads_why_it_is_not_used_until_it_is(desk: Desk) -> None:
    phone = desk.cast.phones[0].id
    with pytest.raises(Invalid):
        desk.does(aside.set_, desk.analysis, passage_ids=desk.ids[:1], reason="  ")
    desk.does(aside.set_, desk.analysis, passage_ids=desk.ids[:1], reason="Gaat over iets anders")
    assert (desk.card()["aside"], desk.card()["theme"]) == ("Gaat over iets anders", None)
    own = [item for name, item in desk.items("me", phone).items() if name.startswith("contribution")]
    assert [part["aside"] for part in own[0]["parts"]] == ["Gaat over iets anders", None]
    desk.does(undoing.undo, desk.analysis)
    assert (desk.card()["aside"], desk.card()["theme"]) == (None, desk.theme)
    desk.does(undoing.redo, desk.analysis)
    # Who gives it a place uses it again.
    desk.does(themes.move, desk.analysis, passage_ids=desk.ids[:1], theme_id=desk.theme)
    assert (desk.card()["aside"], desk.card()["theme"]) == (None, desk.theme)


def test_what_is_set_aside_is_in_no_proposal_and_waits_for_nothing(desk: Desk) -> None:
    desk.does(aside.set_, desk.analysis, passage_ids=desk.ids, reason="Dubbel")
    with desk.house.store.reading() as db:
        assert proposals.on_the_table(db, desk.analysis) == []
    assert desk.items("wall", desk.cast.gathering)[f"analysis:{desk.analysis}"]["unplaced"] == 0
    desk.does(aside.unset, desk.analysis, passage_ids=desk.ids[:1])
    assert desk.items("wall", desk.cast.gathering)[f"analysis:{desk.analysis}"]["unplaced"] == 1


def test_a_note_is_its_writers_and_goes_along_when_themes_merge(desk: Desk) -> None:
    note = desk.does(notes.write, desk.analysis, text="Navragen", theme_id=desk.theme)
    with pytest.raises(Forbidden):
        desk.does(notes.change, note, text="Niet", by=Actor("user", desk.cast.analyst))
    desk.does(notes.change, note, text="Navragen bij tafel 3")
    into = desk.does(themes.make, desk.analysis, title="Samen")
    desk.does(themes.merge, into, desk.theme)
    shown = desk.items("workbench", desk.analysis)
    assert (shown[f"note:{note}"]["theme"], shown[f"theme:{into}"]["notes"]) == (into, 1)
    desk.does(notes.remove, note)
    assert f"note:{note}" not in desk.items("workbench", desk.analysis)
    for _ in range(3):
        desk.does(undoing.undo, desk.analysis)
    back = desk.items("workbench", desk.analysis)[f"note:{note}"]
    assert (back["theme"], back["text"]) == (desk.theme, "Navragen bij tafel 3")


def test_a_theme_with_somebody_elses_note_does_not_vanish(desk: Desk) -> None:
    other = Actor("user", desk.cast.analyst)
    desk.does(notes.write, desk.analysis, text="Navragen", theme_id=desk.theme, by=other)
    with pytest.raises(Overtaken):
        desk.does(undoing.undo, desk.analysis)


def test_an_example_is_shown_as_long_as_it_counts(desk: Desk) -> None:
    desk.does(themes.change, desk.theme, example_id=desk.ids[0], counter_example_id=desk.ids[1])
    name = f"theme:{desk.theme}"
    shown = desk.items("workbench", desk.analysis)[name]
    assert (shown["example"], shown["counter_example"]) == (desk.ids[0], desk.ids[1])
    assert shown["evidence"] == {"passages": 1, "people": 1, "tables": 1, "groups": 0, "repeats": 0}
    desk.does(themes.change, desk.theme, counter_example_id=0)
    assert desk.items("workbench", desk.analysis)[name]["counter_example"] is None
    with pytest.raises(Missing):
        desk.does(themes.change, desk.theme, example_id=987654)


def test_a_frozen_wall_stands_still_while_people_decide_on(desk: Desk) -> None:
    wall = ("wall", desk.cast.gathering)
    desk.does(freezing.freeze, desk.analysis)
    still = {name for name in desk.items(*wall) if name.startswith("theme")}
    desk.does(themes.change, desk.theme, title="Heel dichtbij")
    new = desk.does(themes.make, desk.analysis, title="Gratis", passage_ids=desk.ids[1:])
    items = desk.items(*wall)
    assert {name for name in items if name.startswith("theme")} == still
    assert items[f"theme:{desk.theme}"]["title"] == "Nabij"
    assert items[f"analysis:{desk.analysis}"]["frozen"] is True
    with desk.house.store.reading() as db:
        found = result.gather(db, desk.cast.gathering, raw=False, now=desk.house.now())
    titles = {theme.title for answer in found.answers for theme in answer.themes}
    assert titles == {"Heel dichtbij", "Gratis"}
    with pytest.raises(Conflict):
        desk.does(freezing.freeze, desk.analysis)
    desk.does(freezing.follow, desk.analysis)
    assert desk.items(*wall)[f"theme:{new}"]["title"] == "Gratis"
    desk.does(undoing.undo, desk.analysis)
    assert desk.items(*wall)[f"theme:{desk.theme}"]["title"] == "Nabij"
