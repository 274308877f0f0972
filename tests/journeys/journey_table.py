"""The hands of people at a table, on their phones: a finding, the lotus, the tree, an order."""

from __future__ import annotations

from journey_phone import Phone
from lotus_hand import place, shows
from playwright.sync_api import Locator, expect


def at_step(phone: Phone, ask: str) -> None:
    """The phone followed the hall to the step that asks this."""
    phone.go("now")
    expect(phone.page.locator("[data-panel]:visible h1").first).to_contain_text(ask)


# --- a finding ---------------------------------------------------------------------------------------


def write_finding(phone: Phone, text: str, explanation: str = "") -> None:
    """These are the words of the table now, over what lay there."""
    form = phone.page.locator("[data-slot=rewrite]")
    if form.get_attribute("open") is None:
        form.get_by_text("Zeg het anders").tap()
    form.get_by_label("Wat stellen jullie vast?").fill(text)
    form.get_by_label("Waaraan zie je dat?").fill(explanation)
    form.get_by_role("button", name="Leg op tafel").tap()
    finds(phone, text)


def finds(phone: Phone, text: str) -> None:
    expect(phone.page.locator("[data-slot=finding-text]")).to_have_text(text)


def agree(phone: Phone) -> None:
    phone.page.get_by_role("button", name="Dit klopt voor ons").tap()
    expect(finding_state(phone)).to_contain_text("Jullie zijn het eens")


def finding_state(phone: Phone) -> Locator:
    return phone.page.locator("[data-slot=finding-state]")


# --- the lotus ---------------------------------------------------------------------------------------


def write_note(phone: Phone, words: str) -> None:
    """One line for oneself."""
    phone.page.locator("#note-text").fill(words)
    phone.page.get_by_role("button", name="Schrijf op").tap()
    line = phone.page.locator("[data-slot=notes] li").filter(has_text=words)
    expect(line).to_be_visible()
    # Only what arrived can be laid.
    expect(line.locator("[data-slot=state]")).to_have_text("")


def type_at(phone: Phone, name: str, words: str) -> None:
    """The sheet of that empty place is open, with these words in it."""
    place(phone.page, name).tap()
    phone.page.locator("#sheet-text").fill(words)


def send_it(phone: Phone) -> None:
    phone.page.locator("[data-slot=sheet-send]").tap()


def write_at(phone: Phone, name: str, words: str) -> None:
    type_at(phone, name, words)
    send_it(phone)
    shows(phone.page, name, words)


def own_notes(phone: Phone) -> Locator:
    """What stands under *Van jou*."""
    return phone.page.locator("[data-slot=own-notes] li")


def lay_note(phone: Phone, words: str, name: str) -> None:
    """An own note, tapped twice on its place."""
    own_notes(phone).filter(has_text=words).get_by_role("button").tap()
    place(phone.page, name).tap()
    shows(phone.page, name, words)


def open_petal(phone: Phone, name: str) -> None:
    """The petal is the heart of its own eight."""
    place(phone.page, name).tap()
    expect(place(phone.page, f"{name}1")).to_be_visible()


def to_the_heart(phone: Phone) -> None:
    phone.page.get_by_role("button", name="Naar het hart").tap()
    expect(place(phone.page, "A")).to_be_visible()


def at_the_heart(phone: Phone, act: str) -> None:
    """One of the acts on the petal that is open."""
    phone.page.locator("[data-lotus=heart]").tap()
    phone.page.locator("[data-slot=acts]").get_by_role("button", name=act, exact=True).tap()


# --- the tree and the order --------------------------------------------------------------------------


def hang(phone: Phone, text: str, part: str, lever: str) -> None:
    """At that part of the tree, by its name; `lever` is the word on its chip."""
    form = phone.page.locator("#answer-tree")
    form.get_by_label("Wat wil je zien groeien?").fill(text)
    form.get_by_role("group", name="Waar hangt het?").get_by_text(part, exact=True).tap()
    form.get_by_role("group", name="Bij welke hefboom?").get_by_text(lever, exact=True).tap()
    phone.send()
    last = phone.page.locator("[data-slot=last]")
    expect(last).to_contain_text(text)
    expect(last).to_contain_text("op het scherm")


def listed(phone: Phone) -> list[str]:
    """The titles from top to bottom, once the script of that step has drawn them."""
    expect(phone.page.locator("[data-slot=order] > li").first).to_be_visible()
    return phone.page.locator("[data-slot=order] [data-slot=title]").all_text_contents()


def put_first(phone: Phone, title: str) -> None:
    """Up until it stands on top, and sent."""
    row = phone.page.locator("[data-slot=order] > li").filter(has_text=title)
    for above in range(listed(phone).index(title), 0, -1):
        row.get_by_role("button", name="Hoger").tap()
        expect(phone.page.locator("[data-slot=order] > li").nth(above - 1)).to_contain_text(title)
    phone.page.get_by_role("button", name="Verstuur").tap()
    expect(phone.page.locator("[data-slot=order-state]")).to_contain_text("je volgorde telt mee")
