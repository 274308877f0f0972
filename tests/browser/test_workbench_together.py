"""The workbench in a real browser: what is asked, what is looked at, and two people at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from live_server import Hall, late, violations
from playwright.sync_api import expect
from workbench_hand import Bench, choose, is_live, said, theme

from sessions.analysis import themes
from sessions.journal import Actor

pytestmark = pytest.mark.browser


@pytest.fixture
def bench(hall: Hall, mapped_browser) -> Iterator[Bench]:
    made = Bench(hall, mapped_browser)
    yield made
    for desk in made.desks:
        desk.close()


def test_a_word_is_asked_for_more_until_it_says_more(bench: Bench) -> None:
    bench.makes("Respect", 0, 6)
    bench.makes("Samen eten aan één tafel", 5)
    page = bench.open()
    is_live(page)
    head = page.locator("[data-slot=unsharp-count]")
    expect(head).to_have_text("2 sleutelkenmerken vragen nog een scherper woord")
    expect(theme(page, "Respect").locator("[data-slot=unsharp]")).to_be_visible()
    page.get_by_role("link", name="Bewerk Respect").click()
    detail = page.locator("#detail")
    expect(detail.locator("[data-slot=questions] li")).to_have_count(3)
    assert violations(page) == []
    detail.get_by_label("Naam").fill("Je leert een naam, geen groep")
    detail.get_by_label("Uitleg").fill("Voor wie nieuw is in de straat.")
    detail.get_by_role("button", name="Bewaar").click()
    expect(detail.locator("[data-slot=questions] li")).to_have_text(
        ["Dit zei nog maar één bron. Wie zei het nog, liefst aan een andere tafel?"]
    )
    expect(head).to_be_visible()


def test_the_lens_hides_what_does_not_match_and_nothing_hidden_stays_chosen(bench: Bench) -> None:
    bench.makes("Kost niets", 2, 3, 5)
    page = bench.open()
    is_live(page)
    choose(page, 0)
    choose(page, 2)
    page.get_by_label("Zoek in de teksten").fill("hét kost")
    expect(theme(page, "Kost niets").locator(".card")).to_have_count(2)
    expect(theme(page, "Kost niets").locator("[data-slot=count]")).to_have_text("2 van 3")
    expect(page.locator("[data-slot=loose-count]")).to_have_text("0 van 5")
    expect(page.locator("[data-slot=loose-none]")).to_have_text("Niets gevonden met deze lens.")
    expect(page.locator("[data-slot=chosen]")).to_have_text("1 bijdrage gekozen")
    said(page, "2 van 8 bijdragen")
    page.get_by_role("link", name="Toon alles").click()
    expect(page.locator("[data-slot=loose-count]")).to_have_text("5")
    expect(page.locator("input.tik:checked")).to_have_count(1)
    assert "q=" not in page.url


def test_a_lens_is_set_by_keyboard_and_sent_as_a_link(bench: Bench) -> None:
    bench.makes("Kost niets", 2, 3, 5)
    page = bench.open()
    is_live(page)
    page.locator("details.lenzen summary").focus()
    page.keyboard.press("Enter")
    assert violations(page) == []
    mark = page.get_by_label("Nog in geen thema")
    mark.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-slot=seen]")).to_have_text("5 van 8 bijdragen")
    expect(page.locator("details.lenzen summary")).to_have_text("Lens: nog in geen thema")
    page.get_by_label("Hefboom").select_option("vertrouwen")
    expect(page.locator("[data-slot=seen]")).to_have_text("5 van 8 bijdragen")
    page.get_by_label("Hefboom").select_option("grondrechten")
    expect(page.locator("[data-slot=seen]")).to_have_text("0 van 8 bijdragen")
    page.get_by_label("Hefboom").select_option("")
    page.keyboard.press("Escape")
    expect(page.locator("details.lenzen summary")).to_be_focused()
    sent, bench.url = bench.url, page.url
    colleague = bench.open("analyst", "wout")
    bench.url = sent
    is_live(colleague)
    expect(theme(colleague, "Kost niets").locator(".card")).to_have_count(0)
    expect(colleague.locator("[data-slot=seen]")).to_have_text("5 van 8 bijdragen")
    expect(colleague.get_by_label("Nog in geen thema")).to_be_checked()
    assert violations(colleague) == []


def test_each_takes_back_their_own_acts_and_hears_who_went_on(bench: Bench) -> None:
    hilde, wout = bench.open(), bench.open("analyst", "wout")
    is_live(hilde)
    is_live(wout)
    hilde.get_by_label("Nieuw thema", exact=True).fill("Dichtbij")
    hilde.get_by_label("Nieuw thema", exact=True).press("Enter")
    expect(theme(wout, "Dichtbij")).to_be_visible()
    expect(wout.locator("[data-slot=undo]")).to_be_disabled()
    wout.get_by_role("link", name="Bewerk Dichtbij").click()
    wout.locator("#detail").get_by_label("Naam").fill("Op wandelafstand")
    wout.locator("#detail").get_by_role("button", name="Bewaar").click()
    expect(theme(hilde, "Op wandelafstand")).to_be_visible()
    hilde.get_by_role("button", name="Maak ongedaan: thema maken").click()
    notice = hilde.locator("[data-slot=notice]")
    expect(notice).to_contain_text(re.compile(r"Wout-\w+ werkte er daarna aan verder \(thema bewerken\)"))
    assert violations(hilde) == []
    wout.get_by_role("button", name="Maak ongedaan: thema bewerken").click()
    expect(theme(hilde, "Dichtbij")).to_be_visible()
    hilde.get_by_role("button", name="Maak ongedaan: thema maken").click()
    expect(hilde.locator("section.decision")).to_have_count(0)
    expect(wout.get_by_role("button", name="Doe opnieuw: ongedaan maken")).to_be_enabled()


def test_two_people_see_each_other_and_a_conflict_keeps_what_was_typed(bench: Bench) -> None:
    bench.makes("Dichtbij", 0)
    hilde, wout = bench.open(), bench.open("analyst", "wout")
    is_live(hilde)
    is_live(wout)
    hilde.get_by_role("link", name="Bewerk Dichtbij").click()
    hilde.locator("#detail").get_by_label("Naam").fill("In de straat")
    wout.get_by_role("link", name="Bewerk Dichtbij").click()
    wout.locator("#detail").get_by_label("Naam").fill("Op wandelafstand")
    wout.locator("#detail").get_by_role("button", name="Bewaar").click()
    expect(theme(hilde, "Op wandelafstand")).to_be_visible()
    hilde.locator("#detail").get_by_role("button", name="Bewaar").click()
    told = re.compile(r"Wout-\w+ veranderde intussen de naam, nu “Op wandelafstand”")
    expect(hilde.locator("[data-slot=notice]")).to_contain_text(told)
    expect(hilde.locator("#detail").get_by_label("Naam")).to_have_value("In de straat")
    hilde.locator("#detail").get_by_role("button", name="Bewaar").click()
    expect(theme(wout, "In de straat")).to_be_visible()


def test_what_came_of_an_own_act_is_not_spoken_over_by_news_of_others(bench: Bench) -> None:
    """Both are said, the own one first; the clock of the page stands still but for what is turned here."""
    page = bench.open()
    is_live(page)
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))
    bench.makes("Kost niets", 2, 3)
    expect(theme(page, "Kost niets")).to_be_visible()
    page.clock.run_for(2000)
    page.locator("#new-theme").fill("Samen eten")
    page.locator("#new-theme").press("Enter")
    said(page, "Het thema is gemaakt.")
    page.clock.run_for(2000)
    said(page, "Het thema is gemaakt.")
    page.clock.run_for(6000)
    said(page, "Iemand anders werkte mee. Je ziet het meteen.")


def test_what_is_typed_while_an_answer_is_on_its_way_stays(bench: Bench) -> None:
    """In a form that is kept and in one for the next: neither is emptied or left under somebody's hands."""
    near, now = bench.makes("Dichtbij", 0), bench.house.now()
    page = bench.open()
    is_live(page)
    page.get_by_role("link", name="Bewerk Dichtbij").click()
    words = page.locator("#detail").get_by_label("Uitleg")
    keep, description = (
        page.locator("#detail").get_by_role("button", name="Bewaar"),
        "[data-slot=description]",
    )
    with late(page, "**/acts/change"):
        words.fill("Vlakbij")
        keep.click()
        expect(theme(page, "Dichtbij").locator(description)).to_have_text("Vlakbij")
        words.fill("Vlakbij, te voet")
    said(page, "Bewaard.")
    bench.house.write(lambda db: themes.change(db, near, Actor("command"), level="goal", now=now))
    expect(theme(page, "Dichtbij").locator("[data-level=goal]")).to_be_visible()
    expect(words).to_have_value("Vlakbij, te voet")
    keep.click()
    expect(theme(page, "Dichtbij").locator(description)).to_have_text("Vlakbij, te voet")
    new = page.locator("#new-theme")
    with late(page, "**/acts/make"):
        new.fill("Samen eten")
        new.press("Enter")
        expect(theme(page, "Samen eten")).to_be_visible()
        new.fill("Samen")
    said(page, "Het thema is gemaakt.")
    page.keyboard.type(" koken")
    expect(new).to_have_value("Samen koken")


def test_a_proposal_that_is_there_before_its_answer_is_told_last(bench: Bench) -> None:
    """And so is one of which begin and end came in one piece of news."""
    page = bench.open()
    is_live(page)
    with late(page, "**/propose"):
        page.locator("[data-slot=propose]").click()
        expect(page.locator("#status")).to_contain_text("Het voorstel is klaar", timeout=120_000)
    page.evaluate("() => new Promise((done) => setTimeout(done))")
    expect(page.locator("#status")).to_contain_text("Het voorstel is klaar")
    bench.proposes(("een", [0]), ("twee", [1]), ("drie", [2]), ("vier", [3]), ("vijf", [4]), ("zes", [5]))
    said(page, "Het voorstel is klaar: 6 groepen. Alle besluiten bleven staan.")
