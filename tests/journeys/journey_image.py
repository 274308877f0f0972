"""The chapters of the tree: a step more in the programme, what people hang on it, the solution space."""

from __future__ import annotations

from journey_contexts import must_be_accessible
from journey_day import Day
from journey_guests import guests_hang
from journey_table import at_step, hang
from playwright.sync_api import expect

HUNG = (
    (
        "Amal",
        "Een straat waar je buiten durft te zitten",
        "Een veerkrachtige samenleving",
        "Vertrouwen",
    ),
    ("Dirk", "Huurprijzen die niemand nog kan betalen", "Ongelijkheid", "Herverdelen"),
)


def the_programme_gets_a_tree(day: Day) -> None:
    """One step more, behind the welcome; the hall stays where it is."""
    page = day.desk.page
    page.goto(f"{day.contexts.address}/workshops/{day.workshop}/programme")
    must_be_accessible(page, "the programme")
    day.pictures.take("programme", page)
    page.goto(f"{day.contexts.address}/workshops/{day.workshop}/steps/new")
    page.get_by_label("Achter welke stap?").select_option(label="2. Welkom en uitleg")
    must_be_accessible(page, "a new step")
    page.get_by_role("button", name="De boom").click()
    expect(page.get_by_label("Naam")).to_have_value("De boom")
    must_be_accessible(page, "a step")
    page.goto(f"{day.contexts.address}/workshops/{day.workshop}/studio")
    day.desk.ready()
    day.desk.at_step(1, "Onthaal")


def the_tree_grows(day: Day) -> None:
    """What people hang on it stands on the wall, at its part."""
    day.wall.shows("tree")
    must_be_accessible(day.wall.page, "the wall with the tree")
    day.desk.next(3, "De boom")
    if day.pictures.wanted:
        guests_hang(day)
    for name, text, part, lever in HUNG:
        phone = day.phones[name]
        phone.go("now")
        hang(phone, text, part, lever)
        day.ledger.beside["vision", text, "shown"] += 1
        expect(day.wall.page.locator("main")).to_contain_text(text.split()[0])
    at_step(day.phones["Amal"], "De boom")
    must_be_accessible(day.phones["Amal"].page, "the tree on the phone")
    day.pictures.take("tree", day.wall.page, width=1280)
    day.desk.next(4, "Interventies")


def the_solution_space(day: Day) -> None:
    """The four elements on one sheet, and on the wall."""
    desk = day.desk
    desk.page.goto(f"{day.contexts.address}/workshops/{day.workshop}/studio")
    desk.ready()
    desk.follow("Oplossingsruimte")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("De oplossingsruimte")
    for _name, text, _part, _lever in HUNG:
        expect(desk.page.locator("main")).to_contain_text(text)
    first = next(title for title, theme in day.themes["preconditions"].items() if theme["rank"] == 1)
    expect(desk.page.locator("main .tel8 li").first).to_have_text(first)
    must_be_accessible(desk.page, "the solution space")
    day.pictures.take("solution", desk.page)
    desk.page.get_by_role("button", name="Toon op de wand").click()
    desk.ready()
    day.wall.shows("solution")
    must_be_accessible(day.wall.page, "the wall with the solution space")
