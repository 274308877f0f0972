"""The chapters of the morning: the workshop is opened, people come in, the hall lists interventions."""

from __future__ import annotations

import re

from journey_contexts import PHONE, must_be_accessible, stays
from journey_day import Day, setup_link
from journey_guests import come_in, fill_the_hall, they_give_hearts
from journey_phone import Phone
from journey_words import AMAL, BERT, CHANTAL, DIRK, SWING
from playwright.sync_api import Route, expect

TITLE = "Samen sterker in de wijk"
MOST_ACTIONS = 12
# Who, at which table, and whether they scan the code or type it.
PEOPLE = (("Amal", 2, True), ("Bert", 2, False), ("Chantal", 5, True), ("Dirk", 5, False))
BETTER = "Schommelfeest op het dorpsplein"
WITHDRAWN, HIDDEN = BERT[2].title, DIRK[1].title
WHY_HIDDEN = "Er staat een naam in."


def the_workshop_is_opened(day: Day) -> None:
    """From the console's link to an open workshop."""
    day.desk.set_up(setup_link(day.server))
    must_be_accessible(day.desk.page, "a new workshop")
    day.workshop = day.desk.make_workshop(TITLE)
    day.desk.open_workshop()
    assert day.desk.actions <= MOST_ACTIONS
    day.desk.at_step(1, "Onthaal")
    day.desk.page.goto(f"{day.contexts.address}/workshops/{day.workshop}/programme")
    with day.desk.page.context.expect_page() as opened:
        day.desk.page.get_by_role("link", name="Open de wand in een nieuw venster").click()
    # The laptop of the projector gets the address; it is nobody's account.
    day.wall.page.goto(opened.value.url)
    opened.value.close()
    must_be_accessible(day.desk.page, "the programme")
    day.desk.page.get_by_role("link", name="Naar de studio").click()
    day.desk.ready()


def people_come_in(day: Day) -> None:
    """Two scan the code of the wall, two type it, each chooses a table."""
    address, hall = day.contexts.address, day.contexts.in_the_hall
    scanned, typed = day.wall.scanned(), day.wall.typed_code()
    day.wall_code = typed
    assert scanned == scanned.upper()
    assert re.fullmatch(re.escape(address.upper()) + r"/J/[A-Z0-9]{8}", scanned)
    assert scanned.endswith(typed.replace(" ", "")) and " " in typed
    must_be_accessible(day.wall.page, "the wall, joining")
    day.pictures.take("arriving", day.wall.page, width=1280)
    for name, table, scans in PEOPLE:
        phone = Phone(day.contexts.open(PHONE, hall=True), name, table)
        if scans:
            phone.scan(scanned.replace(address.upper(), hall.upper()))
        else:
            phone.type_code(hall, typed.lower())
        if name == "Amal":
            must_be_accessible(phone.page, "joining")
        phone.join()
        expect(phone.page.get_by_role("heading", name="Onthaal")).to_be_visible()
        day.phones[name] = phone
    day.wall.counts("joined", 4)
    if day.pictures.wanted:
        come_in(day)
    stays(day.wall.page)


def two_facilitators_press_next(day: Day) -> None:
    """Both press at the same moment: the hall goes one step on and nobody is told that it went wrong."""
    day.second.sign_in(day.workshop)
    held: list[Route] = []
    desks = (day.desk, day.second)
    for desk in desks:
        desk.page.route("**/step", lambda route: held.append(route))
        desk.next_button.click()
    for _ in range(500):
        if len(held) == len(desks):
            break
        day.desk.page.wait_for_timeout(20)
    assert len(held) == len(desks)
    with day.desk.page.expect_response("**/step") as one, day.second.page.expect_response("**/step") as other:
        for route in held:
            route.continue_()
    assert (one.value.status, other.value.status) == (200, 200)
    for desk in desks:
        desk.page.unroute("**/step")
        desk.at_step(2, "Welkom en uitleg")
        expect(desk.page.locator("#melding")).to_be_hidden()
    for phone in day.phones.values():
        expect(phone.page.get_by_role("heading", name="Welkom en uitleg")).to_be_visible()


def the_first_contribution(day: Day) -> None:
    """Everything the form asks, tapped twice, sent once; the wall has it without being loaded again."""
    amal = day.phones["Amal"]
    expect(amal.page.get_by_role("heading", name="Waar krijg je een warm hart van?")).to_be_visible()
    day.wall.shows("cards")
    amal.compose(SWING)
    amal.holds(SWING)
    must_be_accessible(amal.page, "the form on the phone")
    amal.page.locator("#interventions-title").scroll_into_view_if_needed()
    day.pictures.take("phone", amal.page)
    amal.send_twice()
    amal.arrived(SWING.title)
    day.note("Amal", SWING)
    expect(day.wall.card(SWING.title)).to_have_count(1)
    day.wall.counts("contributed", 1)
    expect(day.desk.fed(SWING.title)).to_contain_text("tafel 2")


def trouble_on_the_phones(day: Day) -> None:
    """No line, a reload in mid-sentence, a text that is too long: nothing is lost, nothing comes twice."""
    bert, chantal, dirk = (day.phones[name] for name in ("Bert", "Chantal", "Dirk"))
    bert.page.context.set_offline(True)
    bert.compose(BERT[0])
    bert.send()
    bert.go("mine")
    expect(bert.mine(BERT[0].title)).to_contain_text("op je telefoon")
    must_be_accessible(bert.page, "a phone without a line")

    chantal.compose(CHANTAL[0])
    chantal.page.reload()
    chantal.ready()
    chantal.holds(CHANTAL[0])
    chantal.send()
    chantal.arrived(CHANTAL[0].title)
    day.note("Chantal", CHANTAL[0])

    dirk.compose(DIRK[0])
    dirk.line("reasons", 0).fill("x" * 281)
    dirk.send()
    expect(dirk.page.locator("#reasons-0-text-error")).to_contain_text("281 tekens")
    expect(dirk.page.locator("#interventions-title")).to_have_value(DIRK[0].title)
    expect(dirk.line("reasons", 1)).to_have_value(DIRK[0].reasons[1])
    must_be_accessible(dirk.page, "a form with an error")
    dirk.line("reasons", 0).fill(DIRK[0].reasons[0])
    dirk.send()
    dirk.arrived(DIRK[0].title)
    day.note("Dirk", DIRK[0])

    bert.page.context.set_offline(False)
    expect(bert.mine(BERT[0].title)).to_contain_text("op het scherm")
    expect(bert.mine(BERT[0].title)).to_have_count(1)
    day.note("Bert", BERT[0])
    day.wall.counts("contributed", 4)
    bert.go("now")


def everybody_writes(day: Day) -> None:
    for turn in (1, 2, 3):
        for name, texts in (("Amal", AMAL), ("Bert", BERT), ("Chantal", CHANTAL), ("Dirk", DIRK)):
            day.writes(name, texts[turn])
    if day.pictures.wanted:
        fill_the_hall(day)
    day.wall.counts("contributed", len(day.ledger.shown))
    expect(day.wall.card(DIRK[3].title).or_(day.wall.page.locator(".cards li").first).first).to_be_visible()


def hearts_and_second_thoughts(day: Day) -> None:
    """Warm hearts, a correction, a withdrawal: everybody sees them."""
    day.phones["Chantal"].give_hearts(SWING.title)
    must_be_accessible(day.phones["Chantal"].page, "what others wrote")
    day.phones["Dirk"].give_hearts(SWING.title, CHANTAL[0].title)
    day.ledger[SWING.title].hearts, day.ledger[CHANTAL[0].title].hearts = 2, 1
    expect(day.wall.warmest.filter(has_text=CHANTAL[0].title)).to_be_visible()
    day.phones["Amal"].correct(SWING.title, BETTER)
    day.ledger.corrected(SWING.title, BETTER)
    expect(day.phones["Amal"].mine(BETTER).locator("[data-slot=hearts]")).to_have_text("2")
    expect(day.wall.warmest.filter(has_text=BETTER)).to_be_visible()
    day.phones["Bert"].withdraw(WITHDRAWN)
    day.ledger[WITHDRAWN].state = "withdrawn"
    day.wall.counts("contributed", len(day.ledger.shown))
    expect(day.wall.card(WITHDRAWN)).to_have_count(0)
    must_be_accessible(day.phones["Bert"].page, "what I wrote")


def a_contribution_is_hidden(day: Day) -> None:
    """The author sees it, and why; the wall does not show it any more."""
    # What the studio has heard by now stays where it is.
    expect(day.desk.page.locator("[data-count=intervention]")).to_have_text(str(len(day.ledger.shown)))
    if not day.desk.fed(HIDDEN).count():
        day.desk.page.get_by_role("link", name="Toon alles").click()
    day.desk.hide(HIDDEN, WHY_HIDDEN)
    day.ledger[HIDDEN].state, day.ledger[HIDDEN].hidden_reason = "hidden", WHY_HIDDEN
    dirk = day.phones["Dirk"]
    dirk.go("mine")
    expect(dirk.mine(HIDDEN)).to_contain_text("niet op het scherm")
    expect(dirk.mine(HIDDEN)).to_contain_text(WHY_HIDDEN)
    expect(day.wall.card(HIDDEN)).to_have_count(0)
    day.wall.counts("contributed", len(day.ledger.shown))
    must_be_accessible(day.desk.page, "the studio")
    if day.pictures.wanted:
        they_give_hearts(day)
        day.desk.page.reload()
        day.desk.ready()
        day.desk.page.frame_locator("#mini iframe").locator(".cards li").first.wait_for()
        expect(day.wall.warmest.nth(2)).to_be_visible()
    day.pictures.take("studio", day.desk.page)
    day.pictures.take("wall", day.wall.page, width=1280)
