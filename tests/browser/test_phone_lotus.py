"""Several phones at one table and one flower: in private, then shared, at once, offline; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from live_server import Hall, Watched, comes, violations
from lotus_hand import (
    BETWEEN_TWO_NEWS,
    hands_on,
    has_own,
    heard_elsewhere_too,
    in_heart_order,
    keeps,
    note,
    notes,
    petals,
    place,
    say,
    send,
    shows,
    stage,
    type_on,
)
from phone_hand import go, mine, ready, take_part
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

Sit = Callable[..., Page]


@pytest.fixture
def step(hall: Hall) -> int:
    """The hall is at its lotus, where everybody writes in private."""
    return hall.go_to("lotus")


@pytest.fixture
def sit(mapped_browser: Browser, hall: Hall, step: int) -> Iterator[Sit]:
    """A phone of its own, with a touch screen, at table 4 unless said otherwise."""
    watched: list[Watched] = []

    def one(table: int = 4, **options: object) -> Page:
        watched.append(Watched(mapped_browser, hall.address, has_touch=True, **options))
        page = watched[-1].page()
        take_part(page, hall, table)
        return page

    yield one
    for each in watched:
        each.close()


@pytest.fixture
def shared(hall: Hall, step: int) -> int:
    stage(hall, step, "shared")
    return step


def test_first_for_oneself_then_on_the_flower(sit: Sit, hall: Hall, step: int) -> None:
    first, second, elsewhere = sit(), sit(), sit(table=5)
    expect(first.locator("[data-slot=private]")).to_contain_text("Alleen jij ziet wat je hier schrijft")
    note(first, "Iemand trekt de kar")
    note(first, "Je durft iets te vragen")
    note(second, "Het is dichtbij")
    expect(first.locator("[data-slot=notes] li")).to_have_count(2)
    first.locator("#note-text").fill("Nog niet af")
    expect(second.locator("body")).not_to_contain_text("trekt de kar")
    stage(hall, step, "shared")
    for each, count in ((first, 3), (second, 1), (elsewhere, 0)):
        expect(each.locator("[data-slot=flower]")).to_be_visible()
        expect(notes(each)).to_have_count(count)
    expect(notes(first).last).to_contain_text("Nog niet af")
    has_own(first, 3)
    expect(second.locator("body")).not_to_contain_text("trekt de kar")

    notes(first).filter(has_text="trekt de kar").get_by_role("button").tap()
    expect(first.locator("[data-slot=choosing]")).to_contain_text("Iemand trekt de kar")
    place(first, "C").tap()
    shows(second, "C", "Iemand trekt de kar")
    expect(notes(first)).to_have_count(2)
    expect(elsewhere.locator("[data-lotus=place]:not(.empty)")).to_have_count(0)
    keeps(
        hall,
        {
            "Iemand trekt de kar": "C",
            "Je durft iets te vragen": "private",
            "Het is dichtbij": "private",
            "Nog niet af": "private",
        },
    )


def test_two_on_the_same_empty_petal_at_the_same_moment(sit: Sit, hall: Hall, shared: int) -> None:
    first, second, third = sit(), sit(), sit()
    type_on(first, "A", "Samen eten")
    type_on(second, "A", "Je leert een naam")
    expect(place(third, "A")).to_contain_text("2 schrijven")
    expect(second.locator("[data-slot=sheet-note]")).to_contain_text("Hier schrijft nog iemand")
    send(first)
    expect(second.locator("[data-slot=sheet-note]")).to_contain_text("Intussen ligt hier: Samen eten")
    send(second)
    expect(second.locator("[data-slot=notice]")).to_contain_text("Jouw woorden gingen niet verloren")
    expect(notes(second)).to_have_count(1)
    has_own(second, 1)
    for each in (first, second, third):
        shows(each, "A", "Samen eten")
    expect(place(third, "A").locator("[data-slot=busy]")).to_be_hidden()
    notes(second).get_by_role("button").tap()
    place(second, "A").tap()
    expect(second.locator("[data-lotus=heart]")).to_contain_text("Samen eten")
    place(second, "A1").tap()
    shows(second, "A1", "Je leert een naam")
    expect(notes(second)).to_have_count(0)
    expect(place(third, "A")).to_contain_text("1 van 8 ingevuld")
    keeps(hall, {"Samen eten": "A", "Je leert een naam": "A1"})


def test_a_table_mate_says_it_otherwise_and_takes_it_away(sit: Sit, hall: Hall, shared: int) -> None:
    first, second = sit(), sit()
    say(first, "B", "Dicht bij huis")
    place(first, "B").tap()
    say(first, "B1", "Om de hoek")
    shows(second, "B", "Dicht bij huis")
    place(second, "B").tap()
    second.locator("[data-lotus=heart]").tap()
    second.get_by_role("button", name="Zeg het anders").tap()
    expect(second.locator("#sheet-text")).to_have_value("Dicht bij huis")
    second.locator("#sheet-text").fill("In de eigen straat")
    send(second)
    expect(first.locator("[data-lotus=heart]")).to_contain_text("In de eigen straat")
    expect(notes(first)).to_contain_text(["Dicht bij huis"])
    expect(notes(first)).to_contain_text(["je tafel legde hier andere woorden"])
    first.locator("[data-lotus=heart]").tap()
    first.get_by_role("button", name="Haal weg", exact=True).tap()
    first.get_by_role("button", name="Ja, haal weg").tap()
    expect(second.locator("[data-lotus=heart]")).to_contain_text("Nog leeg")
    shows(second, "B1", "Om de hoek")
    expect(notes(second)).to_contain_text(["In de eigen straat"])
    keeps(hall, {"Dicht bij huis": "replaced", "Om de hoek": "B1", "In de eigen straat": "replaced"})


def test_correcting_moving_and_taking_back_ones_own(sit: Sit, hall: Hall, shared: int) -> None:
    first, second = sit(), sit()
    say(first, "D", "Elk talent")
    place(first, "D").tap()
    first.locator("[data-lotus=heart]").tap()
    first.get_by_role("button", name="Pas aan", exact=True).tap()
    first.locator("#sheet-text").fill("Elk talent telt")
    send(first)
    expect(second.locator('[data-name="D"]')).to_contain_text("Elk talent telt")
    say(first, "D4", "Iedereen kan iets")
    hands_on(first, "D4", "Leg op een ander blad")
    first.get_by_role("button", name="Naar het hart").tap()
    place(first, "E").tap()
    shows(second, "E", "Iedereen kan iets")
    place(first, "E").tap()
    first.locator("[data-lotus=heart]").tap()
    first.get_by_role("button", name="Haal weg", exact=True).tap()
    first.get_by_role("button", name="Ja, haal weg").tap()
    expect(notes(first)).to_contain_text(["Iedereen kan iets"])
    expect(place(second, "E")).to_contain_text("Schrijf")
    keeps(hall, {"Elk talent": "D", "Iedereen kan iets": "private"})


def test_the_sheet_of_what_is_still_on_its_way_stays_open_when_it_arrives(
    sit: Sit, hall: Hall, shared: int
) -> None:
    first, waiting = sit(), []
    first.route("**/contributions", lambda route: waiting.append(route))
    say(first, "D", "Elk talent telt")
    place(first, "D").tap()
    first.locator("[data-lotus=heart]").tap()
    move = first.locator("[data-slot=acts]").get_by_role("button", name="Leg op een ander blad", exact=True)
    expect(move).to_be_disabled()
    comes(first, lambda: waiting)
    for route in waiting:
        route.continue_()
    first.unroute("**/contributions")
    expect(move).to_be_enabled()
    expect(move).to_be_visible()
    expect(first.locator("#status")).not_to_have_text("Deze woorden liggen hier niet meer.")


def test_whoever_hears_first_the_words_lie_there(sit: Sit, hall: Hall, shared: int) -> None:
    phone = sit()
    for told, number in (([], None), (["own"], 9), (["table"], 9), (["own", "table"], 9)):
        assert phone.evaluate(BETWEEN_TWO_NEWS, [told]) == [["D", number]]


def test_without_a_line_everything_waits_on_the_phone(sit: Sit, hall: Hall, shared: int) -> None:
    first, second = sit(), sit()
    first.context.set_offline(True)
    say(first, "F", "Wie er woont, beslist mee")
    say(first, "G", "Fouten mogen")
    expect(place(first, "F")).to_contain_text("op je telefoon")
    say(second, "G", "Het mag mislukken")
    keeps(hall, {"Het mag mislukken": "G"})
    first.context.set_offline(False)
    shows(second, "F", "Wie er woont, beslist mee")
    expect(place(first, "F").locator("[data-slot=sending]")).to_be_hidden()
    shows(first, "G", "Het mag mislukken")
    expect(notes(first)).to_contain_text(["Fouten mogen"])
    expect(first.locator("[data-slot=notice]")).to_contain_text("Op plaats G lag al iets anders")
    keeps(
        hall,
        {
            "Wie er woont, beslist mee": "F",
            "Het mag mislukken": "G",
            "Fouten mogen": "private",
        },
    )


def test_a_half_written_petal_survives_a_reload_and_a_step(sit: Sit, hall: Hall, shared: int) -> None:
    first = sit()
    type_on(first, "H", "Er is eten en")
    first.reload()
    ready(first)
    place(first, "H").tap()
    expect(first.locator("#sheet-text")).to_have_value("Er is eten en")
    hall.go_to("moment", 2)
    expect(first.locator("[data-slot=unsent]")).to_contain_text("Er is eten en")
    hall.go_to("lotus")
    place(first, "H").tap()
    expect(first.locator("#sheet-text")).to_have_value("Er is eten en")


def test_the_longlist_is_something_to_begin_with(sit: Sit, hall: Hall, shared: int) -> None:
    first = sit()
    button = first.locator("[data-slot=longlist] button").first
    words = button.locator("[data-slot=text]").inner_text()
    # All of it was heard in one place: that is said once.
    expect(first.locator("[data-slot=list-source]")).to_have_text("startmoment 2017")
    expect(button.locator("[data-slot=source]")).to_be_empty()
    heard_elsewhere_too(hall)
    expect(first.locator("[data-slot=list-source]")).to_be_empty()
    expect(button.locator("[data-slot=source]")).to_have_text("startmoment 2017")
    expect(first.locator("[data-slot=longlist] [data-slot=source]").last).to_have_text("focusgroep Ouders")
    button.tap()
    expect(first.locator("[data-slot=choosing]")).to_contain_text(words)
    place(first, "A").tap()
    expect(first.locator("#sheet-text")).to_have_value(words)
    send(first)
    shows(first, "A", words)
    keeps(hall, {words: "A"})


def test_the_whole_flower_with_the_keyboard(sit: Sit, hall: Hall, shared: int) -> None:
    first = sit()
    assert in_heart_order(first) == list("ABCDEFGH")
    first.locator("[data-lotus=heart]").focus()
    for _ in range(3):
        first.keyboard.press("Tab")
    expect(place(first, "C")).to_be_focused()
    first.keyboard.press("Enter")
    expect(first.locator("#sheet-text")).to_be_focused()
    first.keyboard.type("Iemand trekt de kar")
    first.keyboard.press("Enter")
    shows(first, "C", "Iemand trekt de kar")
    expect(place(first, "C")).to_be_focused()
    keeps(hall, {"Iemand trekt de kar": "C"})
    expect(first.locator("#status")).to_have_text("Iemand trekt de kar is verzonden.")
    first.keyboard.press("Enter")
    expect(first.locator("[data-lotus=heart]")).to_be_focused()
    expect(first.locator("#status")).to_have_text("Blad C open. 0 van 8 ingevuld.")
    first.keyboard.press("Tab")
    first.keyboard.press("Enter")
    first.keyboard.press("Escape")
    expect(place(first, "C1")).to_be_focused()
    first.go_back()
    shows(first, "C", "Iemand trekt de kar")
    expect(first.get_by_role("button", name="Blad C Iemand trekt de kar")).to_have_count(1)


def test_a_table_at_its_own_pace_goes_on_together(sit: Sit, hall: Hall, step: int) -> None:
    first, second, other = sit(), sit(), sit(table=5)
    hall.at_own_pace()
    first.get_by_text("Onze tafel is klaar om te delen").tap()
    expect(first.locator("[data-slot=onward]")).to_contain_text("Iedereen aan je tafel gaat mee")
    first.get_by_role("button", name="Ja, samen verder").tap()
    for each in (first, second):
        expect(each.locator("[data-slot=flower]")).to_be_visible()
    expect(other.locator("[data-slot=private]")).to_be_visible()
    second.get_by_text("Onze tafel is klaar: naar Wat hoort samen?").tap()
    second.get_by_role("button", name="Ja, samen verder").tap()
    for each in (first, second):
        expect(each.get_by_role("heading", name="Wat hoort samen?")).to_be_visible()
    expect(other.locator("[data-slot=private]")).to_be_visible()


def test_what_i_wrote_is_among_my_own_contributions(sit: Sit, hall: Hall, shared: int) -> None:
    first, second = sit(), sit()
    say(first, "A", "Samen eten")
    shows(second, "A", "Samen eten")
    go(first, "mine")
    mine(first, "Samen eten").get_by_role("button", name="Haal weg").tap()
    expect(place(second, "A")).to_contain_text("Schrijf")
    first.get_by_role("button", name="Zet terug").tap()
    shows(second, "A", "Samen eten")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say(sit: Sit, hall: Hall, step: int, scheme: str) -> None:
    first, second = sit(color_scheme=scheme), sit()
    note(first, "Iemand trekt de kar")
    expect(first.locator("[data-slot=notes] li")).to_have_count(1)
    said = {"private": violations(first)}
    stage(hall, step, "shared")
    has_own(first, 1)
    say(second, "A", "Samen eten")
    type_on(second, "B", "Bezig")
    expect(place(first, "B")).to_contain_text("iemand schrijft")
    said["heart"] = violations(first)
    notes(first).get_by_role("button").tap()
    expect(first.locator("[data-slot=choosing]")).to_be_visible()
    said["choosing"] = violations(first)
    first.get_by_role("button", name="Toch niet").tap()
    type_on(first, "C", "")
    send(first)
    expect(first.locator("#sheet-text-error")).to_be_visible()
    said["sheet"] = violations(first)
    first.keyboard.press("Escape")
    place(first, "A").tap()
    expect(first.locator("[data-lotus=heart]")).to_contain_text("Samen eten")
    said["opened"] = violations(first)
    first.locator("[data-lotus=heart]").tap()
    expect(first.locator("[data-slot=acts-list]")).to_be_visible()
    said["acts"] = violations(first)
    first.get_by_role("button", name="Haal weg", exact=True).tap()
    expect(first.get_by_role("button", name="Ja, haal weg")).to_be_visible()
    said["away"] = violations(first)
    assert not any(said.values()), said


def test_it_fits_a_narrow_phone_with_large_letters(sit: Sit, hall: Hall, shared: int) -> None:
    first = sit(viewport={"width": 320, "height": 640})
    say(first, "H", "Verantwoordelijkheidsbesef van iedereen die er woont of werkt in deze straat")
    first.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert first.evaluate("document.documentElement.scrollWidth") <= 320
    place(first, "H").tap()
    expect(first.locator("[data-lotus=heart]")).to_contain_text("Verantwoordelijkheidsbesef")
    assert first.evaluate("document.documentElement.scrollWidth") <= 320
    assert petals(first) == {}
