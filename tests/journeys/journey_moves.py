"""The chapters of going on elsewhere: a second device, another phone, an act taken back, a table on paper."""

from __future__ import annotations

import re

from journey_contexts import DESK, PHONE, must_be_accessible
from journey_day import Day
from journey_desk import Desk
from journey_phone import Phone
from journey_words import Words
from playwright.sync_api import expect

ON_PAPER = Words(
    "Soep voor de hele trap",
    ("Iedereen komt voorbij de trap",),
    ("Een grote kookpot",),
    ("Vertrouwen",),
)
PAPER_TABLE = 7


def a_phone_moves(day: Day) -> None:
    """With a short code the place goes to another phone, with everything that was sent; the first lets go."""
    old = day.phones["Chantal"]
    old.page.locator("header [data-go=me]").tap()
    old.page.get_by_role("button", name="Verder op een andere telefoon").tap()
    shown = old.page.locator(".verhuiscode [aria-hidden=true]")
    expect(shown).to_be_visible()
    code = shown.inner_text()
    must_be_accessible(old.page, "a code for another phone")
    new = Phone(day.contexts.open(PHONE, hall=True), "Chantal", old.table)
    new.type_code(day.contexts.in_the_hall, day.wall_code)
    new.page.get_by_role("link", name="Ik deed al mee").tap()
    must_be_accessible(new.page, "coming back on another phone")
    new.page.get_by_label("De code van je eerste telefoon").fill(code.lower())
    day.pictures.take("moving", new.page)
    new.page.get_by_role("button", name="Ga verder").tap()
    new.ready()
    new.go("mine")
    for written in day.ledger.shown:
        if written.author == "Chantal":
            expect(new.mine(written.words.title)).to_be_visible()
    old.page.get_by_role("link", name="Toch niet").tap()
    expect(old.page.get_by_role("heading", name="Je doet verder op een andere telefoon")).to_be_visible()
    day.phones["Chantal"] = new


def paper_counts(day: Day) -> None:
    """A table without phones: typed over, and it says by whom."""
    page = day.desk.page
    day.desk.follow("Papier invoeren")
    must_be_accessible(page, "typing paper")
    page.get_by_label("Tafel", exact=True).select_option(str(PAPER_TABLE))
    page.locator("#papier [name=title]").fill(ON_PAPER.title)
    page.locator("[name=reasons-0-text]").fill(ON_PAPER.reasons[0])
    page.locator("[name=preconditions-0-text]").fill(ON_PAPER.preconditions[0])
    page.locator("#papier").get_by_text("Vertrouwen", exact=True).click()
    page.evaluate("scrollTo(0, 0)")
    day.pictures.take("paper", page)
    page.get_by_role("button", name="Voeg toe").click()
    line = page.locator(".ingevoerd li").filter(has_text=ON_PAPER.title)
    expect(line).to_contain_text("Ingevoerd door Hilde")
    day.ledger.note(ON_PAPER, "paper", PAPER_TABLE)
    day.wall.counts("contributed", len(day.ledger.shown))
    page.goto(f"{day.contexts.address}/workshops/{day.workshop}/studio")
    day.desk.ready()


def an_act_is_taken_back(day: Day) -> None:
    """The hall goes back a step by undo, and on again by redo; people keep what they wrote."""
    page = day.desk.page
    day.desk.next(6, "Pauze")
    expect(page.locator("#ongedaan")).to_contain_text("stap geopend")
    page.keyboard.press("Control+z")
    day.desk.at_step(5, "Vaststelling per tafel")
    page.locator("#opnieuw button").click()
    day.desk.at_step(6, "Pauze")
    for phone in day.phones.values():
        phone.go("now")
        expect(phone.page.get_by_role("heading", name="Pauze")).to_be_visible()


def a_second_device_takes_over(day: Day) -> None:
    """A link that works once opens the studio on a tablet; the first device goes on working."""
    page = day.desk.page
    page.get_by_role("button", name="Verder op een ander toestel").click()
    expect(page.get_by_role("heading", name="Verder op een ander toestel")).to_be_visible()
    must_be_accessible(page, "going on on another device")
    token = re.search(r"handover/(\w+)", page.locator(".overneem").inner_text().replace(" ", "")).group(1)
    tablet = Desk(day.contexts.open(DESK), day.contexts.address)
    tablet.visit(f"{day.contexts.address}/handover/{token}")
    must_be_accessible(tablet.page, "on the other device")
    tablet.click("Open de studio hier")
    tablet.page.wait_for_url("**/studio")
    tablet.ready()
    tablet.at_step(5, "Vaststelling per tafel")
    page.goto(f"{day.contexts.address}/workshops/{day.workshop}/studio")
    day.desk.ready()
    tablet.cover_wall(True)
    day.wall.covered()
    expect(page.get_by_role("button", name="Verberg de wand")).to_have_attribute("aria-pressed", "true")
    day.desk.cover_wall(False)
    expect(tablet.page.get_by_role("button", name="Verberg de wand")).to_have_attribute(
        "aria-pressed", "false"
    )
