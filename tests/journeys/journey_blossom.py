"""The chapters of the lotus: everybody alone, then tables together, several phones on one flower at once."""

from __future__ import annotations

from journey_contexts import must_be_accessible
from journey_day import Day
from journey_guests import guests_grow
from journey_table import (
    at_step,
    at_the_heart,
    lay_note,
    open_petal,
    own_notes,
    send_it,
    to_the_heart,
    type_at,
    write_at,
    write_note,
)
from lotus_hand import place, shows
from playwright.sync_api import expect

ASKED = "Waarom werken deze praktijken?"
KEPT = "Misschien gewoon omdat er taart is"
LAID, RENAMED = "Iemand trekt de kar", "Iemand met een sleutel trekt de kar"
AT_ONCE, TOO_LATE = "Je leert een naam", "Samen eten en afwassen"
LEAVES = {"B1": "Wie kookt, moet niet veel zeggen", "B2": "Kinderen trekken hun ouders mee"}
GONE = "Omdat het gratis is"
ELSEWHERE = {"A": "Je kunt er te voet naartoe", "C": "Fouten mogen"}


def everybody_writes_alone(day: Day) -> None:
    """What is written in the private minutes is nobody else's, not even the facilitator's."""
    for phone in day.phones.values():
        at_step(phone, ASKED)
    amal, bert = day.phones["Amal"], day.phones["Bert"]
    write_note(amal, KEPT)
    write_note(amal, LAID)
    write_note(bert, TOO_LATE)
    must_be_accessible(amal.page, "notes for oneself")
    day.pictures.take("lotus-alone", amal.page)
    expect(bert.page.locator("body")).not_to_contain_text(LAID)
    expect(day.desk.page.locator("body")).not_to_contain_text(LAID)
    expect(day.wall.page.locator("main")).not_to_contain_text(LAID)
    day.desk.page.get_by_role("button", name="Nu delen").click()
    for phone in day.phones.values():
        expect(place(phone.page, "A")).to_be_visible()


def two_phones_on_one_flower(day: Day) -> None:
    """At the same petal at the same moment: one lies there, the other is kept; the wall grows."""
    amal, bert = day.phones["Amal"], day.phones["Bert"]
    day.wall.shows("lotus")
    lay_note(amal, LAID, "A")
    shows(bert.page, "A", LAID)
    type_at(amal, "B", AT_ONCE)
    own_notes(bert).filter(has_text=TOO_LATE).get_by_role("button").tap()
    expect(place(bert.page, "B")).to_contain_text("iemand schrijft")
    send_it(amal)
    shows(bert.page, "B", AT_ONCE)
    bert.page.get_by_role("button", name="Toch niet").first.tap()
    must_be_accessible(bert.page, "the flower of the table")
    open_petal(amal, "B")
    open_petal(bert, "B")
    type_at(amal, "B1", LEAVES["B1"])
    type_at(bert, "B2", LEAVES["B2"])
    for phone in (bert, amal):
        send_it(phone)
    for name, words in LEAVES.items():
        for phone in (amal, bert):
            shows(phone.page, name, words)
    to_the_heart(amal)
    to_the_heart(bert)


def a_table_changes_its_mind(day: Day) -> None:
    """A mate says it otherwise, something is taken away; what hangs below stays, authors keep their words."""
    amal, bert, chantal, dirk = (day.phones[name] for name in ("Amal", "Bert", "Chantal", "Dirk"))
    open_petal(bert, "A")
    at_the_heart(bert, "Zeg het anders")
    bert.page.locator("#sheet-text").fill(RENAMED)
    send_it(bert)
    to_the_heart(bert)
    shows(amal.page, "A", RENAMED)
    expect(own_notes(amal).filter(has_text=LAID)).to_contain_text("je tafel legde hier andere woorden")
    for name, words in ELSEWHERE.items():
        write_at(chantal, name, words)
    write_at(dirk, "D", GONE)
    shows(chantal.page, "D", GONE)
    open_petal(chantal, "D")
    at_the_heart(chantal, "Haal weg")
    chantal.page.get_by_role("button", name="Ja, haal weg").tap()
    to_the_heart(chantal)
    expect(own_notes(dirk).filter(has_text=GONE)).to_have_count(1)
    shows(dirk.page, "C", ELSEWHERE["C"])
    note_the_lotuses(day)
    if day.pictures.wanted:
        guests_grow(day)
    day.pictures.take("lotus-phone", amal.page)


def note_the_lotuses(day: Day) -> None:
    said = day.ledger.beside
    for words in (RENAMED, AT_ONCE, *LEAVES.values(), *ELSEWHERE.values()):
        said["petal", words, "shown"] += 1
    for words in (LAID, GONE):
        said["petal", words, "replaced"] += 1
    for words in (KEPT, TOO_LATE):
        said["petal", words, "private"] += 1


def the_hall_in_flower(day: Day) -> None:
    """One table's lotus, then those of the whole hall, on the wall."""
    page, wall = day.desk.page, day.wall.page
    choice = page.locator("#wiens-lotus")
    choice.get_by_label("Welke lotus?").select_option("2")
    choice.get_by_role("button", name="Toon").click()
    expect(wall.locator("main.lotuswand")).to_contain_text(RENAMED)
    must_be_accessible(wall, "one lotus on the wall")
    if day.pictures.wanted:
        choice.get_by_label("Welke lotus?").select_option("4")
        choice.get_by_role("button", name="Toon").click()
        expect(wall.locator("main.lotuswand")).not_to_contain_text(RENAMED)
        day.pictures.take("lotus-wall", wall, width=1120)
    choice.get_by_label("Welke lotus?").select_option("")
    choice.get_by_role("button", name="Toon").click()
    expect(wall.locator("main.bloemen")).to_be_visible()
    must_be_accessible(wall, "the hall in flower")
    day.pictures.take("flowers-wall", wall, width=1120)
