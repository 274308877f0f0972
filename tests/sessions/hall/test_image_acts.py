"""Drawing the image: levers and arrows, the tree, the vision, the longlist; each act exactly undone."""

from __future__ import annotations

from typing import Any

import pytest
from builders import Cast, contribute, intervention
from sqlalchemy import select

from sessions import contributions, journal
from sessions.errors import Invalid, Missing
from sessions.hall import image, levers
from sessions.models import Change, Ingredient, Lever, LeverArrow, TreePart, Workshop

DRAWN = (Lever, LeverArrow, TreePart, Ingredient)


class Drawing:
    """Acts on the image of the cast's workshop, and what is in it."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.by, self.workshop_id = cast, cast.moderator, cast.gathering

    def act(self, verb: Any, *args: Any, **more: Any) -> Any:
        return self.cast.house.write(lambda db: verb(db, *args, **more, now=self.cast.house.now()))

    def add(self, name: str = "Veiligheid", **more: Any) -> int:
        return self.act(levers.add_lever, self.workshop_id, self.by, name=name, **more)

    def list(self, *lines: tuple[str, str]) -> None:
        self.act(image.set_longlist, self.workshop_id, self.by, lines)

    def rows(self, model: Any) -> list[Any]:
        with self.cast.house.store.reading() as db:
            query = select(model).where(model.workshop_id == self.workshop_id).order_by(model.id)
            return list(db.scalars(query))

    def everything(self) -> list[tuple[Any, ...]]:
        columns = [(model, model.__table__.columns.keys()) for model in DRAWN]
        return [
            (model.__tablename__, *(getattr(row, name) for name in names))
            for model, names in columns
            for row in self.rows(model)
        ]

    def lever(self, key: str) -> Lever:
        return next(lever for lever in self.rows(Lever) if lever.key == key)


@pytest.fixture
def drawing(cast: Cast) -> Drawing:
    return Drawing(cast)


def test_a_startmoment_begins_with_the_whole_image(drawing: Drawing) -> None:
    names = {lever.id: lever.key for lever in drawing.rows(Lever)}
    arrows = {(names[a.from_lever_id], names[a.to_lever_id]): a.reason for a in drawing.rows(LeverArrow)}
    assert len(names) == 6 and len(arrows) == 8
    assert arrows["meerwaarde", "herverdelen"].startswith("Pas als er iets te verdelen is")
    assert [part.kind for part in drawing.rows(TreePart)][:4] == ["roots", "trunk", "branches", "crown"]
    assert next(part.name for part in drawing.rows(TreePart) if part.kind == "wind") == "Polarisatie"
    assert drawing.rows(Ingredient)


def test_a_new_lever_comes_last_with_a_colour_and_an_icon_of_its_own(drawing: Drawing) -> None:
    made = drawing.add("Veiligheid", explanation="Je durft over straat.")
    lever = drawing.rows(Lever)[-1]
    assert (lever.id, lever.position, lever.petal, lever.key) == (made, 7, "F", "lever-1")
    assert lever.icon in levers.LEVER_ICONS
    assert drawing.add("Klimaat", icon="globe") and drawing.rows(Lever)[-1].icon == "globe"
    with pytest.raises(Invalid, match="acht"):
        drawing.add("Een negende")


@pytest.mark.parametrize(
    "given", [{"name": " "}, {"name": "x" * 61}, {"name": "a", "explanation": "x" * 241}]
)
def test_a_lever_needs_a_short_name(drawing: Drawing, given: dict[str, str]) -> None:
    before = drawing.everything()
    with pytest.raises(Invalid):
        drawing.add(**given)
    assert drawing.everything() == before


def test_a_lever_goes_with_its_arrows(drawing: Drawing) -> None:
    gone = drawing.lever("herverdelen").id
    drawing.act(levers.remove_lever, gone, drawing.by)
    assert gone not in {lever.id for lever in drawing.rows(Lever)}
    assert len(drawing.rows(LeverArrow)) == 6


def test_three_levers_stay(drawing: Drawing) -> None:
    for key in ("herverdelen", "meerwaarde", "vertrouwen"):
        drawing.act(levers.remove_lever, drawing.lever(key).id, drawing.by)
    with pytest.raises(Invalid, match="minstens drie"):
        drawing.act(levers.remove_lever, drawing.lever("grondrechten").id, drawing.by)


def test_a_lever_that_somebody_chose_stays_also_after_they_withdrew(drawing: Drawing) -> None:
    cast = drawing.cast
    answer = intervention("Taalcafé", levers=["herverdelen"])
    made = contribute(cast.house, cast.phones[0], cast.step(), answer)["id"]
    drawing.act(contributions.withdraw, made, cast.phones[0].id)
    with pytest.raises(Invalid, match="al gekozen"):
        drawing.act(levers.remove_lever, drawing.lever("herverdelen").id, drawing.by)


def test_an_arrow_is_drawn_once_and_says_why(drawing: Drawing) -> None:
    ends = {"start": drawing.lever("herverdelen").id, "end": drawing.lever("vertrouwen").id}
    drawn = drawing.act(levers.set_arrow, drawing.workshop_id, drawing.by, **ends, reason="Delen verbindt.")
    again = drawing.act(
        levers.set_arrow, drawing.workshop_id, drawing.by, **ends, reason="Wie deelt, hoort erbij."
    )
    assert drawn == again
    assert [a.reason for a in drawing.rows(LeverArrow) if a.id == drawn] == ["Wie deelt, hoort erbij."]
    drawing.act(levers.change_reasons, drawing.workshop_id, drawing.by, {drawn: "Delen verbindt."})
    assert next(a.reason for a in drawing.rows(LeverArrow) if a.id == drawn) == "Delen verbindt."
    drawing.act(levers.remove_arrow, drawing.workshop_id, drawn, drawing.by)
    assert drawn not in {arrow.id for arrow in drawing.rows(LeverArrow)}


def test_an_arrow_without_reason_or_to_itself_is_refused(drawing: Drawing) -> None:
    one, other = drawing.lever("herverdelen").id, drawing.lever("vertrouwen").id
    before = drawing.everything()
    for start, end, reason in ((one, other, " "), (one, one, "Rond en rond"), (one, other, "x" * 301)):
        with pytest.raises(Invalid):
            drawing.act(
                levers.set_arrow, drawing.workshop_id, drawing.by, start=start, end=end, reason=reason
            )
    assert drawing.everything() == before


def test_what_belongs_to_another_workshop_is_not_there(drawing: Drawing, cast: Cast) -> None:
    other = Drawing(cast)
    other.workshop_id = cast.elsewhere
    lever, arrow, part = (
        other.lever("vertrouwen").id,
        other.rows(LeverArrow)[0].id,
        other.rows(TreePart)[0].id,
    )
    mine = drawing.lever("vertrouwen").id
    for verb, args, more in (
        (levers.set_arrow, (drawing.workshop_id, drawing.by), {"start": mine, "end": lever, "reason": "x"}),
        (levers.remove_arrow, (drawing.workshop_id, arrow, drawing.by), {}),
        (levers.change_reasons, (drawing.workshop_id, drawing.by, {arrow: "x"}), {}),
        (image.change_tree, (drawing.workshop_id, drawing.by, {part: ("x", "")}), {}),
    ):
        with pytest.raises(Missing):
            drawing.act(verb, *args, **more)


def test_parts_of_the_tree_are_named_and_only_a_wind_may_be_nameless(drawing: Drawing) -> None:
    roots, wind = drawing.rows(TreePart)[0], drawing.rows(TreePart)[-1]
    texts = {roots.id: ("Onze waarden", "Waar we op staan"), wind.id: ("", "")}
    drawing.act(image.change_tree, drawing.workshop_id, drawing.by, texts)
    assert (drawing.rows(TreePart)[0].name, drawing.rows(TreePart)[-1].name) == ("Onze waarden", "")
    with pytest.raises(Invalid) as refusal:
        drawing.act(image.change_tree, drawing.workshop_id, drawing.by, {roots.id: ("", "")})
    assert list(refusal.value.errors) == [f"part-{roots.id}"]
    assert drawing.rows(TreePart)[0].name == "Onze waarden"


def test_the_vision_is_kept_and_not_too_long(drawing: Drawing) -> None:
    drawing.act(image.set_vision, drawing.workshop_id, drawing.by, "  Samen   sterk ")
    with drawing.cast.house.store.reading() as db:
        assert db.get_one(Workshop, drawing.workshop_id).vision == "Samen sterk"
    with pytest.raises(Invalid, match="600"):
        drawing.act(image.set_vision, drawing.workshop_id, drawing.by, "x" * 601)


def test_a_line_of_the_longlist_that_stays_is_the_same_row(drawing: Drawing) -> None:
    drawing.list(("Samen eten", "focusgroep 1"), ("Dicht bij huis", ""), ("Een trekker", ""))
    before = {row.text: row.id for row in drawing.rows(Ingredient)}
    drawing.list(
        ("Een trekker", "focusgroep 2"), ("", ""), ("samen eten", ""), ("Muziek", ""), ("Muziek", "nog eens")
    )
    rows = sorted(drawing.rows(Ingredient), key=lambda row: row.position)
    assert [(row.text, row.source) for row in rows] == [
        ("Een trekker", "focusgroep 2"),
        ("samen eten", ""),
        ("Muziek", ""),
    ]
    assert rows[0].id == before["Een trekker"] and rows[1].id == before["Samen eten"]


def test_what_others_did_to_the_longlist_since_it_was_shown_stays(drawing: Drawing) -> None:
    """Two pages: one was opened, meanwhile another added, took away and worded anew."""
    shown = [("Samen eten", "groep 1"), ("Dicht bij huis", ""), ("Een trekker", ""), ("Koffie", "")]
    drawing.list(*shown)
    drawing.list(("Samen eten", "groep 3"), ("Een trekker", ""), ("Koffie", ""), ("Muziek", "groep 2"))
    mine = [("Tijd", ""), ("Samen eten", "groep 1"), ("Dicht bij huis", ""), ("Koffie", "groep 4")]
    drawing.act(image.set_longlist, drawing.workshop_id, drawing.by, mine, shown=shown)
    rows = sorted(drawing.rows(Ingredient), key=lambda row: row.position)
    assert [(row.text, row.source) for row in rows] == [
        ("Tijd", ""),
        ("Samen eten", "groep 3"),
        ("Koffie", "groep 4"),
        ("Muziek", "groep 2"),
    ]


def test_a_line_that_is_too_long_keeps_the_list_as_it_was(drawing: Drawing) -> None:
    before = drawing.everything()
    for lines in ([("x" * 121, "")], [("kort", "y" * 121)], [(f"regel {n}", "") for n in range(201)]):
        with pytest.raises(Invalid):
            drawing.list(*lines)
    assert drawing.everything() == before


ACTS = {
    "add a lever": lambda d: d.add(),
    "remove a lever": lambda d: d.act(levers.remove_lever, d.lever("meerwaarde").id, d.by),
    "draw an arrow": lambda d: d.act(
        levers.set_arrow,
        d.workshop_id,
        d.by,
        start=d.lever("herverdelen").id,
        end=d.lever("vertrouwen").id,
        reason="Delen verbindt.",
    ),
    "say another reason": lambda d: d.act(
        levers.change_reasons, d.workshop_id, d.by, {d.rows(LeverArrow)[0].id: "Daarom"}
    ),
    "remove an arrow": lambda d: d.act(levers.remove_arrow, d.workshop_id, d.rows(LeverArrow)[0].id, d.by),
    "rename a part": lambda d: d.act(
        image.change_tree, d.workshop_id, d.by, {d.rows(TreePart)[0].id: ("Waarden", "")}
    ),
    "another longlist": lambda d: d.list(("Muziek", ""), ("Elkaar echt ontmoeten", "gehoord")),
}


@pytest.mark.parametrize("name", ACTS)
def test_what_the_journal_keeps_puts_everything_back(drawing: Drawing, name: str) -> None:
    before = drawing.everything()
    ACTS[name](drawing)
    after = drawing.everything()
    assert after != before

    def last(db: Any) -> Any:
        return db.scalars(
            select(Change).where(Change.workshop_id == drawing.workshop_id).order_by(Change.id.desc())
        ).first()

    inverse = drawing.cast.house.write(lambda db: journal.restore(db, last(db).inverse))
    assert drawing.everything() == before
    drawing.cast.house.write(lambda db: journal.restore(db, inverse) and None)
    assert drawing.everything() == after
