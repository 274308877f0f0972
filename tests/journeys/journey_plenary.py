"""The chapters of the plenary: a table agrees on a finding before the wall has it, then all are told."""

from __future__ import annotations

from journey_contexts import must_be_accessible
from journey_day import Day
from journey_guests import guests_find
from journey_table import agree, at_step, finding_state, finds, write_finding
from playwright.sync_api import expect

FIRST = "Kleine dingen blijven bestaan als iemand ze volhoudt."
EXPLAINED = "De schommels en de radio zijn er al jaren."
DRAFT, OTHERWISE = (
    "Er is te weinig geld.",
    "Geld is nodig, maar een sleutel en een plek zijn het eerst nodig.",
)


def tables_agree(day: Day) -> None:
    """One writes, another says yes; where somebody says it otherwise, the table agrees on those words."""
    amal, bert, chantal, dirk = (day.phones[name] for name in ("Amal", "Bert", "Chantal", "Dirk"))
    for phone in day.phones.values():
        at_step(phone, "Wat valt jullie op als tafel?")
    write_finding(amal, FIRST, EXPLAINED)
    expect(finding_state(amal)).to_contain_text("1 van 2")
    finds(bert, FIRST)
    write_finding(chantal, DRAFT)
    finds(dirk, DRAFT)
    write_finding(dirk, OTHERWISE)
    finds(chantal, OTHERWISE)
    day.ledger.beside["finding", FIRST, "shown"] += 1
    day.ledger.beside["finding", DRAFT, "replaced"] += 1
    day.ledger.beside["finding", OTHERWISE, "shown"] += 1
    must_be_accessible(bert.page, "a finding of the table")
    expect(plenary_row(day, 2)).to_contain_text("1 van 2")
    expect(day.wall.page.locator("main")).not_to_contain_text(FIRST)
    day.pictures.take("finding-phone", bert.page)
    agree(bert)
    expect(plenary_row(day, 2)).to_contain_text("de tafel is het eens")
    agree(chantal)
    expect(plenary_row(day, 5)).to_contain_text("de tafel is het eens")
    if day.pictures.wanted:
        guests_find(day)
    must_be_accessible(day.desk.page, "the studio in plenary")


def findings_are_told(day: Day) -> None:
    """In turn, by the large button; the table sees it on the phone; then all together."""
    page = day.desk.page
    day.pictures.take("plenary", page)
    for number, words in ((2, FIRST), (5, OTHERWISE)):
        if day.pictures.wanted:
            page.get_by_role("button", name=f"Toon op de wand: tafel {number}").click()
        else:
            turn = page.locator("#beurt button")
            expect(turn).to_contain_text(f"Volgende tafel: {number}")
            turn.click()
        expect(day.wall.page.locator("main blockquote")).to_have_text(words)
        expect(plenary_row(day, number)).to_contain_text("nu op de wand")
    expect(finding_state(day.phones["Dirk"])).to_contain_text("Dit staat nu op de wand")
    must_be_accessible(day.wall.page, "one finding on the wall")
    day.pictures.take("finding-wall", day.wall.page, width=1280)
    page.get_by_role("button", name="Toon ze samen").click()
    expect(day.wall.page.locator("main li").nth(1)).to_be_visible()
    # In a full hall the wall shows the newest, and says how many more there are.
    for words in (FIRST, OTHERWISE) if not day.pictures.wanted else ():
        expect(day.wall.page.locator("main").get_by_text(words)).to_be_visible()
    must_be_accessible(day.wall.page, "all findings on the wall")


def plenary_row(day: Day, table: int):
    return day.desk.page.locator(f"#plenair li[data-table='{table}']")
