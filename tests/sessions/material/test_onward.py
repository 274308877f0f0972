"""What became of words: on the longlist, with a lever, on the tree, in the lexicon, behind an objective."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, make_workshop
from focus_acts import answer
from focus_builders import Focus, make_focus
from sqlalchemy import select

from sessions import undoing
from sessions.focus import answering, consent
from sessions.hall import programme
from sessions.lexicon import terms
from sessions.material import carrying, coding, objectives, provenance
from sessions.models import Ingredient, Lever, TreePart
from sessions.projections import focus_mine


class Way:
    """Two people of two groups, what was made of their words, and a hall to which it can go."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.focus: Focus = make_focus(cast.house, cast.facilitator, groups=2, members=1, title="De week")
        self.one, self.other = self.focus.members
        for each in self.focus.members:
            given = {"taking_part": True, "quoting": True}
            self.focus.write(consent.answer, each.id, given)
        self.said = answer(
            self.focus, self.one, "Wie ben je?", "Iemand wijst de weg, en elk kind hoort erbij"
        )
        self.theirs = answer(self.focus, self.other, "Wie ben je?", "Wijs de weg, zeg ik altijd")
        self.hall = make_workshop(cast.house, cast.facilitator, "De zaal")
        self.focus.write(programme.add_step, self.hall, "tree", self.focus.moderator, after=None)

    def code(self, said: int, kind: str, text: str, **given: Any) -> int:
        return int(self.focus.write(coding.code, said, self.focus.moderator, kind=kind, text=text, **given))

    def first(self, model: Any) -> int:
        with self.cast.house.store.reading() as db:
            found = db.scalar(select(model.id).where(model.workshop_id == self.focus.workshop_id))
        return int(found)

    def carry(self) -> None:
        self.focus.write(carrying.carry, self.focus.workshop_id, self.hall, self.focus.moderator)

    def used(self, who: Any) -> list[dict[str, Any]]:
        with self.cast.house.store.reading() as db:
            page = focus_mine.mine_of(db, who.id, self.focus.house.now())
        return [used for said in page["said"] for used in said["used"]]


@pytest.fixture
def way(cast: Cast) -> Way:
    return Way(cast)


def test_each_kind_of_material_tells_where_it_went(way: Way) -> None:
    way.code(way.said, "ingredient", "Een gids")
    way.code(way.said, "lever_argument", "Zonder gids geen begin", lever_id=way.first(Lever))
    way.code(way.said, "vision", "Elk kind erbij", tree_part_id=way.first(TreePart))
    term = way.focus.write(terms.make, way.focus.workshop_id, way.focus.moderator, text="allochtoon")
    way.code(way.said, "term", "Zo heet het", term_id=term)
    # Somebody of another group said the same: the longlist has it once, and tells both of them.
    way.code(way.theirs, "ingredient", "een gids")
    kinds = ("ingredient", "lever_argument", "vision", "term")
    assert [(each["kind"], each["workshops"]) for each in way.used(way.one)] == [(kind, []) for kind in kinds]
    way.carry()
    there = [(kind, ["De zaal"]) for kind in kinds]
    assert [(each["kind"], each["workshops"]) for each in way.used(way.one)] == there
    assert [each["workshops"] for each in way.used(way.other)] == [["De zaal"]]
    for _ in range(2):  # the lexicon, and the material
        way.focus.write(undoing.undo_in_hall, way.hall, way.focus.moderator, seen=None)
    assert all(each["workshops"] == [] for each in way.used(way.one))


def test_an_objective_tells_whether_others_share_it_and_where_it_went(way: Way) -> None:
    mine, theirs = way.code(way.said, "interest", "Erbij horen"), way.code(way.theirs, "interest", "Gids")
    by = way.focus.moderator
    way.focus.write(objectives.make, way.focus.workshop_id, by, title="Meedoen", behind=[mine, theirs])
    way.focus.write(objectives.make, way.focus.workshop_id, by, title="Van mij", behind=[mine])
    way.carry()
    (used,) = way.used(way.one)
    assert used["objectives"] == [
        {"title": "Meedoen", "shared": True, "workshops": ["De zaal"]},
        {"title": "Van mij", "shared": False, "workshops": ["De zaal"]},
    ]
    (used,) = way.used(way.other)
    assert [each["title"] for each in used["objectives"]] == ["Meedoen"]


def test_the_longlist_tells_by_how_many_and_never_by_whom(way: Way) -> None:
    way.code(way.said, "ingredient", "Een gids")
    way.code(way.theirs, "ingredient", "een gids")
    way.carry()

    def heard(db: Any) -> provenance.Heard:
        query = select(Ingredient.origin_id).where(
            Ingredient.workshop_id == way.hall, Ingredient.origin_id.is_not(None)
        )
        (origin,) = db.scalars(query)
        return provenance.heard(db, {origin})[origin]

    with way.cast.house.store.reading() as db:
        assert heard(db) == provenance.Heard(2, ["Groep 1", "Groep 2"])
        source = db.scalar(select(Ingredient.source).where(Ingredient.text == "Een gids"))
    assert source == "De week: Groep 1, Groep 2"
    # Who takes their words back is counted no more.
    way.focus.write(answering.withdraw, way.said, way.one.id)
    with way.cast.house.store.reading() as db:
        assert heard(db) == provenance.Heard(1, ["Groep 2"])
